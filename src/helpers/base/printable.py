"""Text that a terminal shows as it stands: names of files may hold any character."""

from __future__ import annotations

import unicodedata

# Control characters, marks that turn the direction, halves of pairs, ends of lines.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str, kept: str = "") -> str:
    """Write out every character that would move the cursor, turn the line or not be seen.

    Parameters
    ----------
    text : str
        Any text, such as a file's name.
    kept : str
        Characters to leave as they are, such as a line break in text of several lines.
    """
    return "".join(
        letter.encode("unicode_escape").decode()
        if letter not in kept and unicodedata.category(letter) in _UNSHOWN
        else letter
        for letter in text
    )
