"""Ranks in figures: 1st, 2nd, 3rd, 11th."""

from __future__ import annotations


def ordinal(number: int) -> str:
    """Return a rank in figures: 1st, 2nd, 17th, 111th.

    Parameters
    ----------
    number : int
        The rank, from 1.

    Returns
    -------
    str
        The figure with its ending.
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else ending}"
