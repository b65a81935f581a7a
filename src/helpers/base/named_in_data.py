"""A name that a data file gives to something, made fit to stand on a page.

Names of schemes, organisations and documents are whatever somebody typed: a page shows them as
they are, but for what points to a person, cannot be seen, or has no end.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpers.base.personal_prose import personal_text
from helpers.base.printable import printable

LONGEST = 160
"""Letters of a name that a page shows."""


def told_name(text: str) -> str:
    """Return a name as a page may show it.

    Parameters
    ----------
    text : str
        As the file has it.

    Returns
    -------
    str
        One line without characters that cannot be seen. Where the name has something of the form
        of a person's name, address or number, words say so in its place.
    """
    line = " ".join(text.split())
    found = personal_text(line)
    if found is not None:
        return f"[left out here: it has the form of {found.form}]"
    shown = printable(line)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"


def told_names(texts: Iterable[str]) -> dict[str, str]:
    """Return each name as a page may show it, no two of them alike."""
    told: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        shown = first = told_name(text)
        number = 1
        while shown in told.values():
            number += 1
            shown = f"{first} ({number})"
        told[text] = shown
    return told
