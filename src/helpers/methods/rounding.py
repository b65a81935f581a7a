"""Rounding as official statistics do it: halves away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


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
