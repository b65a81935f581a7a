"""Prose that points to a single person is refused, and never repeated in a message."""

from __future__ import annotations

from helpers.base.errors import DisclosureRefused
from helpers.base.personal_prose import NOTHING_PERSONAL, TAKE_OUT, personal_text


def refuse_personal(text: str, name: str, first_line: int = 1) -> None:
    """Refuse prose that points to a single person.

    Parameters
    ----------
    text : str
        The prose.
    name : str
        Where it is from, for the message.
    first_line : int
        Number of its first line in that place.

    Raises
    ------
    DisclosureRefused
        Naming the line and the form, never the content.
    """
    found = personal_text(text)
    if found is None:
        return
    raise DisclosureRefused(
        f"{name}, line {found.line + first_line - 1}",
        found.told,
        NOTHING_PERSONAL,
        TAKE_OUT,
    )
