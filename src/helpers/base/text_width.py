"""How wide a text is in the font that charts are measured in, without opening a font file.

Advance widths and pair kerning of Liberation Sans 2.00.1, which travels inside
the chart renderer; a test asks the renderer for every one of them. Arial has
the same widths, so a text that fits here fits on a page read in Arial.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("liberation_sans.json")
"""The widths as a file: by cut, letters by their advance and pairs by their kerning."""


@dataclass(frozen=True)
class _Cut:
    advance: dict[str, int]
    kern: dict[str, int]


def text_width(text: str, size: float, *, bold: bool = False) -> float | None:
    """Width of one line of text.

    Parameters
    ----------
    text : str
        The line.
    size : float
        Font size in pixels.
    bold : bool
        Whether it is set in the bold cut.

    Returns
    -------
    float or None
        Pixels; None where the text holds a letter that the font has not, because
        another font will be put in its place.
    """
    units, cuts = _cuts()
    cut = cuts[bold]
    try:
        total = sum(cut.advance[letter] for letter in text)
    except KeyError:
        return None
    total += sum(cut.kern.get(text[at : at + 2], 0) for at in range(len(text) - 1))
    return total * size / units


def wrapped_to(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that fit a width; a word wider than a line is cut.

    Parameters
    ----------
    text : str
        The text; any run of white space counts as one space.
    width, size : float
        Width of a line and font size in pixels.
    bold : bool
        Whether it is set in the bold cut.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _room(longer, size, bold=bold) <= width:
            line = longer
            continue
        lines += [line] if line else []
        *full, line = _cut_word(word, width, size, bold=bold)
        lines += full
    return (*lines, line) if line else tuple(lines)


def _cut_word(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and _room(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _room(text: str, size: float, *, bold: bool) -> float:
    known = text_width(text, size, bold=bold)
    if known is not None:
        return known
    # A letter of a script that the font has not may be as wide as it is high.
    each = (text_width(letter, size, bold=bold) for letter in text)
    return sum(size if one is None else one for one in each)


@cache
def _cuts() -> tuple[int, tuple[_Cut, _Cut]]:
    table = json.loads(TABLE.read_text("utf-8"))
    regular, bold = (_cut(table[name]) for name in ("regular", "bold"))
    return table["units"], (regular, bold)


def _cut(told: dict[str, dict[str, str]]) -> _Cut:
    advance = {
        letter: int(width) for width, letters in told["advance"].items() for letter in letters
    }
    kern = {
        letters[at : at + 2]: int(width)
        for width, letters in told["kern"].items()
        for at in range(0, len(letters), 2)
    }
    return _Cut(advance, kern)
