"""Rounding as official statistics do it: halves away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A tie in decimals lands on either side of one half in binary; this is far below any published
# digit and far above the error of a double.
TIE = 1e-9


def half_up(value: float, decimals: int = 0) -> float:
    """Round halves away from zero, on the decimal form that a reader sees.

    Python's own `round` takes halves to the even neighbour, and works on the binary
    form, so that 2.675 becomes 2.67.

    Parameters
    ----------
    value : float
        Any finite number.
    decimals : int
        Digits after the point, zero or more.
    """
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


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
    return np.asarray(np.round(rounded, decimals), dtype=np.float64)
