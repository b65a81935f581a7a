"""A number with its noun, one or several."""

from __future__ import annotations


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many there are of something: "1 file", "1,200 files", "2 dates of birth".

    Parameters
    ----------
    count : int
        How many.
    one : str
        The noun for a single one.
    several : str
        The noun for any other number; empty where it takes an s.
    """
    return f"{count:,} {one}" if count == 1 else f"{count:,} {several or f'{one}s'}"
