"""The rules of RFC 4287 that a feed of ours can break, written down as a strict check.

Which elements may stand where and how often, what an element may hold, how a time and an
address are written, and which values must differ from each other. An element or attribute
that the check does not know is a fault, so a feed cannot pass by using more of Atom than
is checked here.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ONE, AT_MOST_ONE, SOME, ANY = (1, 1), (0, 1), (1, None), (0, None)
FEED = {
    "id": ONE,
    "title": ONE,
    "updated": ONE,
    "author": SOME,  # every entry of ours relies on the feed's author
    "link": SOME,
    "generator": AT_MOST_ONE,
    "subtitle": AT_MOST_ONE,
    "entry": ANY,
}
ENTRY = {
    "id": ONE,
    "title": ONE,
    "updated": ONE,
    "published": AT_MOST_ONE,
    "link": SOME,  # an entry without content must have an alternate link
    "category": ANY,
    "summary": AT_MOST_ONE,
}
ATTRIBUTES = {
    "feed": {LANG},
    "link": {"rel", "type", "href"},
    "category": {"term", "label"},
    "generator": {"version", "uri"},
}
RFC_3339 = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
URN_UUID = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
# Of the characters that an address may not hold as they are.
NOT_IN_AN_ADDRESS = re.compile(r'[\s<>"{}|\\^`\x00-\x1f\x7f]')


def faults(content: bytes, where: str) -> list[str]:
    """Name everything that is wrong with a feed.

    Parameters
    ----------
    content : bytes
        The document.
    where : str
        The address it was read from, against which its own addresses are resolved.
    """
    try:
        root = ET.fromstring(content)
    except ET.ParseError as reason:
        return [f"not well-formed XML: {reason}"]
    found = []
    if root.tag != f"{ATOM}feed":
        found.append(f"the root is {root.tag}")
    found += list(_children(root, FEED))
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        found += list(_children(entry, ENTRY))
    for element in root.iter():
        found += list(_element(element, where))
    for holder in (root, *entries):
        found += list(_links(holder))
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    found += [f"{name} names {count} entries" for name, count in ids.items() if count > 1]
    if root.findtext(f"{ATOM}id") in ids:
        found.append("the feed has the name of an entry")
    times = [holder.findtext(f"{ATOM}updated") for holder in (root, *entries)]
    well = all(time and RFC_3339.fullmatch(time) for time in times)
    if well and moment(times[0]) < max(moment(time) for time in times):
        found.append("the feed is older than an entry")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        found.append("the feed has no link to itself")
    return found


def moment(text: str | None) -> datetime:
    """Read a time."""
    return datetime.fromisoformat((text or "").replace("Z", "+00:00"))


def _children(parent, known):
    counted = Counter(child.tag for child in parent)
    for tag, count in counted.items():
        if tag.removeprefix(ATOM) not in known or not tag.startswith(ATOM):
            yield f"{tag} may not stand in {parent.tag}"
            continue
        most = known[tag.removeprefix(ATOM)][1]
        if most is not None and count > most:
            yield f"{tag} stands {count} times in {parent.tag}"
    for name, (least, _) in known.items():
        if counted[f"{ATOM}{name}"] < least:
            yield f"{parent.tag} has no {name}"


def _element(element, where):
    name, text = element.tag.removeprefix(ATOM), element.text or ""
    unknown = set(element.attrib) - ATTRIBUTES.get(name, set())
    if unknown:
        yield f"{name} has the attributes {sorted(unknown)}"
    if name not in {"feed", "entry", "author"}:
        if len(element):
            yield f"{name} holds elements"
    elif text.strip() or any((child.tail or "").strip() for child in element):
        yield f"{name} holds text"
    if name in {"updated", "published"}:
        if not RFC_3339.fullmatch(text):
            yield f"{name} is {text!r}"
        else:
            moment(text)
    if name == "id" and not URN_UUID.fullmatch(text):
        yield f"id is {text!r}"
    if name == "title" and not text.strip():
        yield "a title is empty"
    if name == "author" and [child.tag for child in element] != [f"{ATOM}name"]:
        yield "an author is not just a name"
    if name == "name" and not text.strip():
        yield "a name is empty"
    if name == "category" and not element.get("term"):
        yield "a category has no term"
    if name == "link":
        yield from _address(element, where)


def _address(link, where):
    href = link.get("href")
    if not href:
        yield "a link leads nowhere"
        return
    if NOT_IN_AN_ADDRESS.search(href):
        yield f"{href!r} is not an address"
    if not urlsplit(urljoin(where, href)).scheme:
        yield f"{href!r} cannot be resolved"
    if link.get("rel") not in {"self", "alternate"}:
        yield f"a link is {link.get('rel')}"
    if not MEDIA_TYPE.fullmatch(link.get("type", "")):
        yield "a link has no media type"


def _links(holder):
    kinds = Counter((link.get("rel"), link.get("type")) for link in holder.findall(f"{ATOM}link"))
    for (rel, kind), count in kinds.items():
        if count > 1:
            yield f"{count} {rel} links of type {kind}"
    if not any(rel == "alternate" for rel, _ in kinds):
        yield f"{holder.tag} has no alternate link"
