"""Rounding as official statistics do it: halves away from zero, counts to a base."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A tie in decimals lands on either side of one half in binary; this is far below any published
# digit and far above the error of a double.
TIE = 1e-9
DIGITS = 15


def half_up(value: float, decimals: int = 0) -> float:
    """Round halves away from zero, on the decimal form that a reader sees.

    Python's own `round` takes halves to the even neighbour, and works on the binary
    form, so that 2.675 becomes 2.67. The form is that of 15 digits, which every double
    holds: 161/560*100 is 28.75, and not the 28.749999999999996 of its last bit.

    Parameters
    ----------
    value : float
        Any number; one that is missing, or too large to have digits after the point, stays.
    decimals : int
        Digits after the point, zero or more.
    """
    number = float(value)
    if not abs(number) < 10**DIGITS:
        return number
    form = Decimal(f"{number:.{DIGITS}g}")
    # Adding nought turns a negative zero into zero.
    return float(form.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)) + 0.0


def half_up_each(values: ArrayLike, decimals: int = 0) -> NDArray[np.float64]:
    """Round many numbers, halves away from zero.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers; NaN stays NaN.
    decimals : int
        Digits after the point, zero or more.

    Returns
    -------
    ndarray, shape (n,)
        The same as `half_up` of each.
    """
    x = np.asarray(values, dtype=float)
    scale = 10.0**decimals
    rounded = np.sign(x) * np.floor(np.abs(x) * scale + 0.5 + TIE) / scale
    # Adding nought turns a negative zero into zero.
    return np.asarray(np.round(rounded, decimals) + 0.0, dtype=np.float64)


def to_base(
    values: ArrayLike, base: float = 5, ties: Literal["up", "even"] = "up"
) -> NDArray[np.float64]:
    """Round numbers to the nearest multiple of a base, halves up.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers, usually counts; NaN stays NaN. Totals are added up first and rounded then,
        so rounded parts need not add up to a rounded total.
    base : float
        What the results are multiples of, above nought. Whole numbers never lie half-way
        between multiples of an odd base such as 5.
    ties : {"up", "even"}
        Where a number lies half-way: to the higher multiple, or to the even one as the
        Adult Social Care Survey's publication does.

    Raises
    ------
    ValueError
        When the base is not above nought.
    """
    if not base > 0:
        message = "numbers can only be rounded to a base above nought"
        raise ValueError(message)
    multiples = np.asarray(values, dtype=float) / base
    whole = np.rint(multiples) if ties == "even" else np.floor(multiples + 0.5 + TIE)
    # Adding nought turns a negative zero into zero.
    return np.asarray(whole * base + 0.0, dtype=np.float64)
