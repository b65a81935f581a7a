"""Ranks in figures and words: 1st, 2nd, 3rd, 11th; 2nd lowest of 152 councils."""

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


def placed(place: int, of: int) -> str:
    """Say a rank from the highest so that nobody has to count from the far end.

    Parameters
    ----------
    place : int
        1 for the highest; those with the same value share the better rank.
    of : int
        How many councils are ranked.
    """
    if place == 1:
        return f"highest of {of} councils"
    if place == of:
        return f"lowest of {of} councils"
    if place <= (of + 1) / 2:
        return f"{ordinal(place)} highest of {of} councils"
    return f"{place - 1} of {of} councils have a higher figure"
