"""The sitemap, for a site whose address is known: its standard wants absolute addresses."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from helpers.publication.found import Found
from helpers.publication.xml_text import child, xml_bytes

SITEMAP = "sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_bytes(latest: Iterable[Found], address: str) -> bytes | None:
    """Write a sitemap: the index, each council's page and each latest report.

    Earlier versions are left out, so that a search leads to what holds today; so is
    sample data, because invented figures are not to be found by a search.

    Parameters
    ----------
    latest : iterable of Found
        The latest version of each council, theme and period.
    address : str
        Web address of the site with a slash at its end; empty where it is not known, and
        then there is no sitemap.
    """
    real = [version for version in latest if not version.sample]
    if not address or not real:
        return None
    root = ET.Element("urlset", {"xmlns": NAMESPACE})
    _url(root, f"{address}index.html", max(version.date for version in real))
    for area in sorted({version.area_slug for version in real}):
        dates = [version.date for version in real if version.area_slug == area]
        _url(root, f"{address}{area}/index.html", max(dates))
    for version in real:
        _url(root, f"{address}{version.page}", version.date)
    return xml_bytes(root)


def _url(root: ET.Element, address: str, date: str) -> None:
    url = child(root, "url")
    child(url, "loc", address)
    if date:
        child(url, "lastmod", date)
