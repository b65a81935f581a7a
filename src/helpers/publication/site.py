"""The site: an index, a page for each council, feeds and a sitemap; from a folder or a server."""

from __future__ import annotations

import uuid
from pathlib import Path

from helpers.base.files import locked, write_if_other
from helpers.publication.feed import FEED, feed_bytes
from helpers.publication.observations import OBSERVATION_FILES
from helpers.publication.script import script
from helpers.publication.site_address import SiteMemory, recall, remember
from helpers.publication.site_views import (
    CouncilEntry,
    CouncilView,
    SiteView,
    councils_of,
)
from helpers.publication.sitemap import SITEMAP, sitemap_bytes
from helpers.publication.templates import as_text, environment
from helpers.publication.versions_found import Everything, find_versions

INDEX = "index.html"
FIND = "find.js"


def build_site(
    outputs: Path, everything: Everything | None = None, *, address: str | None = None
) -> Path:
    """Write the index, the councils' pages, the feeds and the sitemap.

    A version that cannot be read is named on the index with the reason. Files that would
    stay as they are, are not written.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    everything : Everything, optional
        What lies there, where it was looked for already.
    address : str, optional
        Web address under which the folder is served, as `checked` returns it; remembered for
        later builds. "none" forgets it.

    Returns
    -------
    Path
        The index; each file is written whole or not at all.

    Raises
    ------
    PublicationError
        When a file cannot be written.
    """
    found = everything or find_versions(outputs)
    councils = councils_of(found.series)
    before = recall(outputs)
    memory = remember(outputs, address, tuple(council.slug for council in councils))
    for gone in set(before.areas if before else ()) - set(memory.areas):
        for name in (INDEX, FEED):
            _put(outputs / gone / name, None)
    for council in councils:
        _council(outputs / council.slug, council, memory)
    site_feed = feed_bytes(
        (theme for council in councils for theme in council.themes),
        title="New versions: adult social care evidence by council",
        name=memory.id,
        address=memory.address,
    )
    _put(outputs / FEED, site_feed)
    latest = [theme.newest for council in councils for theme in council.themes]
    _put(outputs / SITEMAP, sitemap_bytes(latest, memory.address))
    view = SiteView(
        councils=councils,
        damaged=found.damaged,
        data_files=tuple(name for name in OBSERVATION_FILES if (outputs / name).is_file()),
        has_feed=site_feed is not None,
    )
    _put(outputs / INDEX, _render("site.html.j2", site=view, find=script(FIND)))
    return outputs / INDEX


def _council(folder: Path, council: CouncilEntry, memory: SiteMemory) -> None:
    feed = feed_bytes(
        council.themes,
        title=f"New versions: adult social care evidence for {council.name}",
        name=uuid.uuid5(memory.id, council.slug),
        address=memory.address,
        area=council.slug,
    )
    _put(folder / FEED, feed)
    view = CouncilView(council, has_feed=feed is not None)
    _put(folder / INDEX, _render("council.html.j2", page=view))


def _render(template: str, **values: object) -> bytes:
    return as_text(environment().get_template(template).render(**values)).encode()


def _put(path: Path, content: bytes | None) -> None:
    """Write a file unless it is as it should be; take away one that should not be there."""
    if content is not None:
        write_if_other(path, content)
        return
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        pass
    except OSError as reason:
        raise locked(path, reason) from reason
