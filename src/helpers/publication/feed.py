"""Atom feeds of new versions (RFC 4287): one for the site, one for each council."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from helpers import __version__
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.found import Found, ThemeEntry
from helpers.publication.xml_text import child, xml_bytes

FEED = "feed.xml"
MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 100
"""Entries at most: a reader asks often, and older versions stand on the pages."""

_ENTRIES = uuid.uuid5(uuid.NAMESPACE_OID, "care-workbooks/version")


def newest(versions: Iterable[Found]) -> list[tuple[datetime, Found]]:
    """Return the versions whose time is known, newest first.

    A version's time stands in its `run.json`; one without a time cannot be in a feed,
    which must say when.
    """
    dated = [(one.finished, one) for one in versions if one.finished is not None]
    return sorted(dated, key=lambda pair: (pair[0], pair[1].folder), reverse=True)


def feed_bytes(
    themes: Iterable[ThemeEntry], *, title: str, name: uuid.UUID, address: str, area: str = ""
) -> bytes | None:
    """Write a feed; None where there is no version with a time.

    Parameters
    ----------
    themes : iterable of ThemeEntry
        What the feed is about. Only the newest version of a theme is given with its
        headline: a later edition may have suppressed what an earlier one said.
    title : str
        Title of the feed.
    name : UUID
        Its lasting name.
    address : str
        Web address of the site with a slash at its end; empty for addresses relative to
        the feed's own.
    area : str
        Folder of the council whose feed it is; empty for the whole site.
    """
    listed = tuple(themes)
    entries = newest(version for theme in listed for version in theme.versions)
    speaking = {theme.newest.folder for theme in listed}
    if not entries:
        return None
    base = address and f"{address}{area}/" if area else address
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    child(root, "id", name.urn)
    child(root, "title", title)
    child(root, "updated", _moment(entries[0][0]))
    child(root, "link", rel="self", type=MEDIA_TYPE, href=f"{base}{FEED}")
    child(root, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    child(child(root, "author"), "name", "Care workbooks")
    child(root, "generator", "Care workbooks", version=__version__)
    for finished, version in entries[:LONGEST]:
        page = version.page_from_area if area else version.page
        headline = version.headline if version.folder in speaking else ""
        _entry(child(root, "entry"), version, finished, f"{base}{page}", headline)
    return xml_bytes(root)


def _entry(entry: ET.Element, version: Found, finished: datetime, page: str, headline: str) -> None:
    mark = f"{SAMPLE_MARK} \N{EN DASH} " if version.sample else ""
    child(entry, "id", uuid.uuid5(_ENTRIES, f"{version.folder} {version.fingerprint}").urn)
    child(entry, "title", f"{mark}{version.title}, version {version.number}")
    child(entry, "updated", _moment(finished))
    child(entry, "published", _moment(finished))
    child(entry, "link", rel="alternate", type="text/html", href=page)
    child(entry, "category", term=version.area_slug, label=version.area_name)
    child(entry, "category", term=version.theme_slug, label=version.theme_title)
    said = [*version.changes, headline]
    marked = [f"{SAMPLE_MARK}.", *said] if version.sample else said
    child(entry, "summary", " ".join(marked))


def _moment(moment: datetime) -> str:
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"
