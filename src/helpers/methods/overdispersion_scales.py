"""Scales on which figures of areas have a spread that depends on their size alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from helpers.methods.intervals import Numbers

Kind = Literal["proportion", "shmi", "cqc", "counts"]

SHMI_DECIMALS = 2


@dataclass(frozen=True)
class Scale:
    """A transformation, the spread that chance gives on it, and the way back.

    Attributes
    ----------
    fixed_average : bool
        Whether the average is 1 (ratios to a reference population), and not that of the
        areas.
    logarithmic : bool
        Whether no events would lie infinitely far below.
    truncates : bool
        Whether the areas furthest out are left out of the spread between areas, and not
        drawn in to those next to them.
    decimals : int or None
        Decimals to which denominators are rounded first.
    of_average : callable
        From an average to the scale.
    of_area : callable
        From numerators and denominators to the scale.
    error : callable
        From numerators and denominators to the standard errors on the scale.
    line_error : callable
        From denominators and the average to the standard errors of an average area.
    back : callable
        From the scale to values.
    reference_line_error, reference_back : callable or None
        The same as the reference package takes them for its lines, where it differs.
    """

    fixed_average: bool
    logarithmic: bool
    truncates: bool
    decimals: int | None
    of_average: Callable[[float], Numbers]
    of_area: Callable[[Numbers, Numbers], Numbers]
    error: Callable[[Numbers, Numbers], Numbers]
    line_error: Callable[[Numbers, float], Numbers]
    back: Callable[[Numbers], Numbers]
    reference_line_error: Callable[[Numbers, float], Numbers] | None = None
    reference_back: Callable[[Numbers], Numbers] | None = None

    def drawn(
        self, as_reference: bool
    ) -> tuple[Callable[[Numbers, float], Numbers], Callable[[Numbers], Numbers]]:
        """Line error and way back for the lines, ours or the reference package's."""
        if not as_reference:
            return self.line_error, self.back
        return self.reference_line_error or self.line_error, self.reference_back or self.back


def _array(values: object) -> Numbers:
    return np.asarray(values, dtype=np.float64)


def _root_error(n: Numbers) -> Numbers:
    return _array(1 / (2 * np.sqrt(n)))


def _count_error(x: Numbers, n: Numbers) -> Numbers:
    return _array(np.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2))


def _average_count_error(n: Numbers, average: float) -> Numbers:
    # The variance of `_count_error` falls again below one event, and lines would turn back inside.
    return _array(np.sqrt(1 / (n * average + 0.5) + 1 / (n + 0.5)))


def _sine_squared(y: Numbers) -> Numbers:
    return _array(np.sin(y) ** 2)


def _within_angles(y: Numbers) -> Numbers:
    # Beyond a right angle the sine falls again, and a wider line would come back inside.
    return _sine_squared(np.clip(y, 0.0, np.pi / 2))


def _square(y: Numbers) -> Numbers:
    return _array(np.maximum(y, 0.0) ** 2)


SCALES: Final[dict[Kind, Scale]] = {
    "proportion": Scale(
        fixed_average=False,
        logarithmic=False,
        truncates=False,
        decimals=None,
        of_average=lambda p: _array(np.arcsin(np.sqrt(p))),
        of_area=lambda x, n: _array(np.arcsin(np.sqrt(x / n))),
        error=lambda _, n: _root_error(n),
        line_error=lambda n, _: _root_error(n),
        back=_within_angles,
        reference_back=_sine_squared,
    ),
    "shmi": Scale(
        fixed_average=True,
        logarithmic=True,
        truncates=True,
        decimals=SHMI_DECIMALS,
        of_average=lambda average: _array(np.log(average)),
        of_area=lambda x, e: _array(np.log(x / e)),
        error=lambda _, e: _array(1 / np.sqrt(e)),
        line_error=lambda e, _: _array(1 / np.sqrt(e)),
        back=lambda y: _array(np.exp(y)),
    ),
    "cqc": Scale(
        fixed_average=True,
        logarithmic=False,
        truncates=False,
        decimals=None,
        of_average=lambda average: _array(np.sqrt(average)),
        of_area=lambda x, e: _array(np.sqrt(x / e)),
        error=lambda _, e: _root_error(e),
        line_error=lambda e, _: _root_error(e),
        back=_square,
        reference_back=_array,
    ),
    "counts": Scale(
        fixed_average=False,
        logarithmic=True,
        truncates=False,
        decimals=None,
        of_average=lambda average: _array(np.log(average)),
        of_area=lambda x, n: _array(np.log((x + 0.5) / (n + 0.5))),
        error=_count_error,
        line_error=_average_count_error,
        back=lambda y: _array(np.exp(y)),
        reference_line_error=lambda n, _: _root_error(n),
    ),
}
