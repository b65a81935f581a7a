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


def placed(place: int, of: int, percentile: float | None = None) -> str:
    """Say a rank from the highest so that nobody has to count from the far end.

    Parameters
    ----------
    place : int
        1 for the highest; those with the same value share the better rank.
    of : int
        How many councils are ranked.
    percentile : float or None
        Share of the councils with a lower value, half of those with the same counted, in per
        cent without decimals: it tells whether the highest figure is shared.
    """
    if place == 1:
        shared = is_shared(place, of, percentile)
        return f"{'shares the highest figure' if shared else 'highest'} of {of} councils"
    if place == of:
        return f"lowest of {of} councils"
    if place <= (of + 1) / 2:
        return f"{ordinal(place)} highest of {of} councils"
    return f"{place - 1} of {of} councils have a higher figure"


def is_shared(place: int, of: int, percentile: float | None) -> bool:
    """Say whether the highest rank is surely shared, by the percentile that stands beside it."""
    alone = round(100 * (of - 0.5) / of)
    return place == 1 and percentile is not None and percentile < alone


def in_cell(place: int, of: int, percentile: float | None = None) -> str:
    """Give a rank for a cell whose heading says that ranks count from the highest."""
    joint = "joint " if is_shared(place, of, percentile) else ""
    return f"{joint}{ordinal(place)} of {of}"
