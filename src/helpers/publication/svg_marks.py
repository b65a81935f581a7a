"""A drawn chart made fit for a page: named, lean, unique ids, nothing that runs or asks.

The renderer's SVG carries a name per mark but drops the chart's description, and
gives every chart the same ids. Here the chart becomes one image with the words
that were written for it; the marks fall silent, because the table says them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

from markupsafe import Markup, escape

from helpers.base.errors import PublicationError

_ELEMENTS = frozenset(
    "svg g path line rect circle ellipse polyline polygon text tspan defs clipPath mask pattern "
    "linearGradient radialGradient stop image".split()
)
_GEOMETRY = frozenset(
    "d x y x1 x2 y1 y2 cx cy fx fy r rx ry dx dy width height points transform viewBox offset "
    "gradientTransform patternTransform".split()
)
_PAINT = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path "
    "clip-rule mask stop-color stop-opacity visibility text-anchor dominant-baseline font-size "
    "font-weight font-style text-decoration gradientUnits patternUnits patternContentUnits "
    "spreadMethod clipPathUnits maskUnits preserveAspectRatio".split()
)
_NOTHING_DRAWN = frozenset({"", "M0,0h0v0h0Z"})
_MARKUP = re.compile("[&<>\"']")
_LONG_NUMBER = re.compile(r"\d+\.\d+(?:e[-+]?\d+)?")
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


def page_svg(svg: str, *, name: str, words: str, css_class: str) -> Markup:
    """Make a drawn chart ready to stand in a page.

    Parameters
    ----------
    svg : str
        The renderer's SVG.
    name : str
        A word unique in the page, from which the ids inside are made.
    words : str
        The text alternative.
    css_class : str
        Class of the `svg` element, by which the page shows the wide or the narrow cut.

    Raises
    ------
    PublicationError
        When the text is not an SVG document.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as reason:
        raise PublicationError(f'chart "{name}"', f"its drawing is not SVG ({reason})") from reason
    ids = {
        found: f"{name}-{number}"
        for number, found in enumerate(
            (part.attrib["id"] for part in root.iter() if "id" in part.attrib), start=1
        )
    }
    _drop_background(root)
    inside = _children(root, lambda old: ids.get(old, ""))
    size = {key: _short(root.attrib[key]) for key in ("width", "height") if key in root.attrib}
    box = _short(root.attrib.get("viewBox", f"0 0 {size.get('width')} {size.get('height')}"))
    return Markup(
        '<svg class="{}" viewBox="{}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(css_class, box, size.get("width"), size.get("height"), words, Markup(inside))


def _drop_background(root: ElementTree.Element) -> None:
    """Leave the chart's ground to the page, so that dark mode has one to give."""
    first = next(iter(root), None)
    if first is not None and _tag(first) == "rect" and first.get("fill") in {"white", "#fff"}:
        root.remove(first)


def _children(element: ElementTree.Element, renamed: Callable[[str], str]) -> str:
    parts = [_escaped(element.text)] if element.text else []
    for child in element:
        parts.append(_element(child, renamed))
        if child.tail:
            parts.append(_escaped(child.tail))
    return "".join(parts)


def _element(element: ElementTree.Element, renamed: Callable[[str], str]) -> str:
    tag = _tag(element)
    if tag == "a":
        # A link in a picture that is one image cannot be reached, so only its marks stay.
        return _children(element, renamed)
    if tag not in _ELEMENTS or element.get("display") == "none":
        return ""
    if tag == "path" and element.get("d", "") in _NOTHING_DRAWN:
        return ""
    attributes = _attributes(element, renamed)
    inside = _children(element, renamed)
    if tag == "g":
        if attributes.get("transform") == "translate(0,0)":
            del attributes["transform"]
        if not inside or not attributes:
            return inside
    written = "".join([f' {key}="{_escaped(value)}"' for key, value in attributes.items()])
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def _attributes(element: ElementTree.Element, renamed: Callable[[str], str]) -> dict[str, str]:
    """The attributes that place and paint; a style becomes the attributes it stands for."""
    kept: dict[str, str] = {}
    for raw, value in element.attrib.items():
        key = _bare(raw)
        if key in _GEOMETRY:
            kept[key] = _short(value)
        elif key in _PAINT:
            kept[key] = _reference(value, renamed)
        elif key == "id":
            kept[key] = renamed(value)
        elif key == "style":
            kept.update(_style(value, renamed))
        elif key == "href" and value.startswith("data:image/"):
            kept[key] = value
    if kept.get("opacity") == "1":
        del kept["opacity"]
    return kept


def _style(style: str, renamed: Callable[[str], str]) -> dict[str, str]:
    """A style as attributes: the page's security policy ignores styles in elements."""
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    named = {key.strip(): value.strip() for key, _, value in pairs}
    return {key: _reference(value, renamed) for key, value in named.items() if key in _PAINT}


def _reference(value: str, renamed: Callable[[str], str]) -> str:
    """Point a reference to its new id; one that points out of the chart is dropped."""
    if "url(" not in value:
        return value
    found = _REFERENCE.fullmatch(value.strip())
    target = renamed(found[1]) if found else ""
    return f"url(#{target})" if target else "none"


def _short(value: str) -> str:
    """Numbers to a hundredth of a pixel, which no eye can tell apart."""
    return _LONG_NUMBER.sub(_rounded, value) if "." in value else value


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _escaped(text: str) -> str:
    """Escape a text; most of a drawing is numbers, which need no copy."""
    return str(escape(text)) if _MARKUP.search(text) else text


def _tag(element: ElementTree.Element) -> str:
    return _bare(element.tag)


@cache
def _bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
