"""Funnel plots that allow for differences between areas beyond chance (additive overdispersion)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import Numbers, normal_quantile
from helpers.methods.limits import Limits, at_both_levels, positions
from helpers.methods.overdispersion_scales import SCALES, Kind
from helpers.methods.pairs import average_of, known_pairs
from helpers.methods.trimming import truncated, winsorised

TRIM_BY = 0.1


@dataclass(frozen=True)
class Overdispersed:
    """A funnel plot of n areas with limits widened by the spread between areas.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Figures of the areas, in the unit asked for; NaN where missing.
    average : float
        Centre line, in the unit.
    lines : Limits
        Control limits with overdispersion at each area's denominator, in the unit.
    plain_lines : Limits
        The same without overdispersion, on the same scale.
    position : ndarray, shape (n,)
        2, 1, 0, -1 or -2: above the 99.8 or the 95 per cent limit with overdispersion,
        within, or below them; NaN where missing, or where an area without events has no
        place on a logarithmic scale.
    transformed : ndarray, shape (n,)
        Figures on the scale of the method.
    transformed_average : float
        Average on that scale.
    error : ndarray, shape (n,)
        Standard errors by chance, on that scale.
    z : ndarray, shape (n,)
        Distance from the average in standard errors.
    trimmed_z : ndarray, shape (n,)
        The same as it counts for phi; NaN where left out.
    trimmed : ndarray of bool, shape (n,)
        Whether the area was drawn in to (winsorised) or left out of (truncated) phi.
    phi : float
        Mean squared trimmed z: 1 when chance explains the spread, more when it does not.
    tau2 : float
        Variance between areas on the scale, 0 where chance explains the spread.
    areas : int
        Areas that count for phi.
    """

    value: Numbers
    average: float
    lines: Limits
    plain_lines: Limits
    position: Numbers
    transformed: Numbers
    transformed_average: float
    error: Numbers
    z: Numbers
    trimmed_z: Numbers
    trimmed: NDArray[np.bool_]
    phi: float
    tau2: float
    areas: int


def overdispersed_funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: Kind,
    multiplier: float = 1.0,
    *,
    trim_by: float = TRIM_BY,
    as_reference: bool = False,
) -> Overdispersed:
    """Funnel with limits widened by the spread between areas.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        Counts; for ratios to a reference population, observed and expected events. NaN
        where missing.
    kind : {"proportion", "shmi", "cqc", "counts"}
        A proportion; a standardised ratio by the logarithm, with the furthest areas
        left out (as NHS England's mortality indicator has it) or by the square root,
        with them drawn in (as the Care Quality Commission has it); a ratio of two
        counts.
    multiplier : float
        From the ratio to the unit, 100 for percentages.
    trim_by : float
        Share of the areas at each end that is drawn in or left out, below one half.
    as_reference : bool
        Draw the lines exactly as FunnelPlotR 0.6.0 does, where an older chart must be
        matched: see Notes.

    Returns
    -------
    Overdispersed
        Limits at 95 and 99.8 per cent, phi and tau2.

    Raises
    ------
    ValueError
        When a denominator is not positive, a numerator is negative, a proportion's
        numerator is larger than its denominator, the kind is unknown, or `trim_by` is
        not a share below one half.

    Notes
    -----
    On the scale of the kind, z = (y - average)/s, trimmed at both ends; phi is the mean
    of z^2 over N areas; tau2 = (N phi - (N - 1))/(sum w - sum w^2/sum w) with w = 1/s^2,
    or 0 where that is negative. Lines: average +/- quantile sqrt(s^2 + tau2), taken back
    to values. Spiegelhalter, D. J. (2005), Quality and Safety in Health Care 14,
    347-351; Spiegelhalter and others (2012), Journal of the Royal Statistical Society A
    175, 1-47; DerSimonian, R. and Laird, N. (1986), Controlled Clinical Trials 7, 177-188.

    Differences from the reference, all undone by `as_reference`: the lines of "cqc" are
    taken back from the scale of square roots (drawn on that scale, they lie about half
    as far out as they should); the lines of "counts" use the standard error of an
    average area, sqrt(1/(x + 1/2) + 1/(n + 1/2)) with x events expected, as its z nearly
    does, and not 1/(2 sqrt n); the lines of a proportion stay between nought and one and
    never turn back. Whatever the setting, an area without events, which any line on a
    logarithmic scale would put low, has no position; for "shmi" it ranks lowest and does
    not count for phi. Fewer than two areas have no spread between them.
    """
    if kind not in SCALES:
        message = f"the kinds of funnel are {', '.join(SCALES)}"
        raise ValueError(message)
    if not 0 <= trim_by < 0.5:
        message = "the share trimmed at each end is between nought and one half"
        raise ValueError(message)
    scale = SCALES[kind]
    x, n = _pairs(numerator, denominator, kind)
    centre = 1.0 if scale.fixed_average else average_of(x, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        y, y_average = scale.of_area(x, n), float(scale.of_average(centre))
        error = scale.error(x, n)
        z = (y - y_average) / error
    trimmed, kept_z = (truncated if scale.truncates else winsorised)(z, trim_by)
    phi, tau2, areas = _spread(kept_z, error)
    placed = (x > 0) | (not scale.logarithmic)

    def drawn(between: float) -> Limits:
        return overdispersed_lines(n, centre, between, kind, multiplier, as_reference=as_reference)

    lines = drawn(tau2)
    return Overdispersed(
        value=x / n * multiplier,
        average=centre * multiplier,
        lines=lines,
        plain_lines=overdispersed_lines(
            n, centre, 0.0, kind, multiplier, as_reference=as_reference
        ),
        position=positions(np.where(placed, x / n * multiplier, np.nan), lines),
        transformed=y,
        transformed_average=y_average,
        error=error,
        z=z,
        trimmed_z=kept_z,
        trimmed=trimmed,
        phi=phi,
        tau2=tau2,
        areas=areas,
    )


def overdispersed_lines(
    denominator: ArrayLike,
    average: float,
    tau2: float,
    kind: Kind,
    multiplier: float = 1.0,
    *,
    as_reference: bool = False,
) -> Limits:
    """Control limits with overdispersion at any denominators, to draw smooth lines.

    Parameters
    ----------
    denominator : array_like, shape (n,)
        Denominators or expected events, more than zero.
    average : float
        Average as a ratio, before the multiplier; 1 for standardised ratios.
    tau2 : float
        Variance between areas on the kind's scale.
    kind, multiplier, as_reference
        As for `overdispersed_funnel`.
    """
    n = np.asarray(denominator, dtype=float)
    line_error, back = SCALES[kind].drawn(as_reference)

    def lines(confidence: float) -> tuple[Numbers, Numbers]:
        reach = normal_quantile(confidence) * np.sqrt(error**2 + tau2)
        return back(middle - reach) * multiplier, back(middle + reach) * multiplier

    # An average of nought has no logarithm, and areas worlds apart have lines without end.
    with np.errstate(divide="ignore", over="ignore"):
        error, middle = line_error(n, average), SCALES[kind].of_average(average)
        return at_both_levels(lines)


def _pairs(numerator: ArrayLike, denominator: ArrayLike, kind: Kind) -> tuple[Numbers, Numbers]:
    x, n = known_pairs(numerator, denominator)
    if kind == "proportion" and np.any(x > n):
        message = "a numerator is larger than its denominator, so it is not a proportion"
        raise ValueError(message)
    decimals = SCALES[kind].decimals
    if decimals is None:
        return x, n
    rounded = np.round(n, decimals)
    return x, np.where(rounded > 0, rounded, n)


def _spread(z: Numbers, error: Numbers) -> tuple[float, float, int]:
    counted = ~np.isnan(z)
    areas = int(np.count_nonzero(counted))
    if areas == 0:
        return float("nan"), 0.0, 0
    phi = float(np.mean(z[counted] ** 2))
    weight = error[counted] ** -2.0
    room = float(np.sum(weight) - np.sum(weight**2) / np.sum(weight))
    excess = areas * phi - (areas - 1)
    if areas < 2 or excess <= 0:
        return phi, 0.0, areas
    return phi, excess / room, areas
