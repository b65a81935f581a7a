"""XML documents of the site: every text escaped, and nothing in it that XML does not allow."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_NOT_XML = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
# They turn what stands around a name, and a feed's reader has no element that could hold them in.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def xml_line(text: str) -> str:
    """Return a text as one line that XML allows, without marks that turn the writing round."""
    plain = _DIRECTIONS.sub("", text)
    return " ".join(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", plain).split())


def child(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element; its text and attributes are made fit for XML."""
    made = ET.SubElement(parent, name, {key: xml_line(value) for key, value in attributes.items()})
    if text:
        made.text = xml_line(text)
    return made


def xml_bytes(root: ET.Element) -> bytes:
    """Return a document in UTF-8 with its declaration, one element a line."""
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
