"""A figure as a picture that travels alone: title, source and sample mark inside it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from helpers.base.errors import PublicationError
from helpers.base.fonts import BUNDLED_FONT
from helpers.base.png_words import SIGNATURE, size_of
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.text_width import text_width, wrapped_to

WIDTH = 720
MARGIN = 24
INNER = WIDTH - 2 * MARGIN
INK, QUIET, BRAND = "#14181c", "#4a535c", "#12436d"
SAMPLE_GROUND, SAMPLE_LINE = "#fdf0e6", "#f46a25"
_LEADING = 1.32
_NO_SIZE = "a drawing without a size"
_OPENING = re.compile(r"<svg\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(width|height|viewBox)="([^"]*)"')


@dataclass(frozen=True)
class Words:
    """What stands in a picture beside the drawing.

    Attributes
    ----------
    title, subtitle : str
        The finding; measure, geography, period and unit.
    source, note : str
        Where the data are from, and how they stand.
    made : str
        Which version the picture is of.
    sample : bool
        Whether the figures are invented.
    """

    title: str
    subtitle: str
    source: str
    note: str
    made: str
    sample: bool


@dataclass(frozen=True)
class Drawing:
    """The drawing inside a picture, with its size in pixels."""

    width: float
    height: float
    inside: Markup


def chart_drawing(svg: str) -> Drawing:
    """Take a drawn chart as the drawing of a picture.

    Raises
    ------
    PublicationError
        When it is not a drawing with a size.
    """
    opening = _OPENING.search(svg)
    told = dict(_ATTRIBUTE.findall(opening[0])) if opening else {}
    try:
        width, height = float(told["width"]), float(told["height"])
        assert opening is not None
    except (KeyError, ValueError) as reason:
        raise PublicationError("picture", _NO_SIZE, "a chart as the renderer draws it") from reason
    box = told.get("viewBox", f"0 0 {width} {height}")
    inside = svg[opening.end() : svg.rindex("</svg>")]
    return Drawing(
        width, height, Markup('<svg {{place}} viewBox="{}">{}</svg>').format(box, Markup(inside))
    )


def png_drawing(address: str) -> Drawing | None:
    """Take a notebook's own PNG as the drawing; nothing where it is of another kind."""
    kind, _, content = address.partition(";base64,")
    try:
        png = base64.b64decode(content, validate=True)
    except binascii.Error:
        return None
    if kind != "data:image/png" or not png.startswith(SIGNATURE):
        return None
    width, height = size_of(png)
    return Drawing(width, height, Markup('<image {{place}} href="{}"/>').format(address))


def composed(drawing: Drawing, words: Words) -> str:
    """Set a drawing between its words.

    Parameters
    ----------
    drawing : Drawing
        The chart or picture; it is made smaller where it is wider than the frame.
    words : Words
        What the reader must not lose when the picture is cut out of its page.

    Returns
    -------
    str
        A whole SVG document.
    """
    parts: list[Markup] = []
    at = float(MARGIN)
    if words.sample:
        at = _sample_mark(parts, at)
    at = _text(parts, at, words.title, 21, INK, bold=True)
    at = _text(parts, at + 3, words.subtitle, 15, QUIET)
    scale = min(1.0, INNER / drawing.width)
    width, height = drawing.width * scale, drawing.height * scale
    at += 14
    place = Markup('x="{:g}" y="{:g}" width="{:g}" height="{:g}"').format(MARGIN, at, width, height)
    parts.append(Markup(str(drawing.inside).replace("{place}", place, 1)))
    at += height + 12
    source = words.source and f"Source: {words.source}"
    for text, bold in ((source, False), (words.note, True), (words.made, False)):
        at = _text(parts, at, text, 12, QUIET, bold=bold)
    at += MARGIN - 6
    height = float(round(at))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="{0}" height="{1:g}" viewBox="0 0 {0} {1:g}">'
        '<rect width="{0}" height="{1:g}" fill="#ffffff"/>{2}</svg>'
    ).format(WIDTH, height, Markup("").join(parts))


def _sample_mark(parts: list[Markup], at: float) -> float:
    """Mark sample data above all else, where a crop would cost the title too."""
    size, high = 14, 30
    width = (text_width(SAMPLE_MARK, size, bold=True) or INNER) + 26
    parts.append(
        Markup(
            '<rect x="{0}" y="{1:g}" width="{2:g}" height="{3}" fill="{4}"/>'
            '<rect x="{0}" y="{1:g}" width="5" height="{3}" fill="{5}"/>'
        ).format(MARGIN, at, width, high, SAMPLE_GROUND, SAMPLE_LINE)
    )
    parts.append(_line(MARGIN + 14, at + 20, SAMPLE_MARK, size, INK, bold=True))
    return at + high + 12


def _text(
    parts: list[Markup], at: float, text: str, size: int, colour: str, *, bold: bool = False
) -> float:
    """Set a text in lines below `at`, and return where it ends."""
    for line in wrapped_to(text, INNER, size, bold=bold):
        at += size * _LEADING
        parts.append(_line(MARGIN, at - size * (_LEADING - 1), line, size, colour, bold=bold))
    return at


def _line(x: float, y: float, text: str, size: int, colour: str, *, bold: bool) -> Markup:
    return Markup(
        '<text x="{:g}" y="{:.2f}" font-family="{}" font-size="{}" font-weight="{}" '
        'fill="{}">{}</text>'
    ).format(x, y, BUNDLED_FONT, size, "bold" if bold else "normal", colour, _xml(text))


def _xml(text: str) -> Markup:
    """Escape a text for XML, which has no place for control characters."""
    return escape("".join(letter for letter in text if letter.isprintable()))


def slug(text: str, longest: int = 40) -> str:
    """Short ASCII name of a title, cut between words."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-").split("-")
    return "-".join(_up_to(words, longest)) or "figure"


def _up_to(words: Sequence[str], longest: int) -> Iterator[str]:
    length = 0
    for number, word in enumerate(words):
        length += len(word) + (number > 0)
        if length > longest:
            if number == 0:
                yield word[:longest]
            return
        yield word
