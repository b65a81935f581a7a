"""Small numbers of people: kept back where observations are made, and never written as nought."""

from __future__ import annotations

import polars as pl

PEOPLE = "people"
SMALLEST_SHOWN = 5


def few(count: pl.Expr, smallest: int = SMALLEST_SHOWN) -> pl.Expr:
    """Whether a count is of so few people that it is not shown.

    Parameters
    ----------
    count : Expr
        Numbers of people; nought says that there is nobody, and is shown.
    smallest : int
        The smallest count that is shown.
    """
    return (count > 0) & (count < smallest)
