"""`workbooks site`: rebuild what lies around the versions, and say what is left out."""

from __future__ import annotations

import typer

from helpers.base.settings import Settings
from helpers.publication.mirrors import spoken_place
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from helpers.publication.site_address import checked, recall
from helpers.publication.versions_found import find_versions
from helpers.runs.holding import hold


def build_and_tell(settings: Settings, site_url: str | None) -> None:
    """Gather the figures, build the site and name the page to open.

    Parameters
    ----------
    settings : Settings
        Where the versions are.
    site_url : str or None
        As the analyst wrote it.

    Raises
    ------
    ParameterError
        When the address cannot be used.
    OutputsLocked
        When a run holds the outputs folder.
    PublicationError
        When figures cannot be gathered or a file cannot be written; the index stands.
    """
    address = checked(site_url)
    with hold(settings.outputs) as held:
        everything = find_versions(settings.outputs)
        try:
            gather_observations(settings.outputs, everything)
        finally:
            page = build_site(settings.outputs, everything, address=address)
            held.finish()
    for damaged in everything.damaged:
        typer.echo(f"Left out: {damaged.folder}: {damaged.reason}", err=True)
    memory = recall(settings.outputs)
    if memory is None or not memory.address:
        typer.echo(
            "No sitemap: its standard wants absolute addresses, so say where the folder is served "
            "(--site-url https://…). Addresses in the feeds are relative."
        )
    typer.echo(f"Open {spoken_place(page)}")
