"""`workbooks export`: pictures and a print summary out of one version."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from helpers.base.counted import counted
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.publication.charts import ChartRenderer
from helpers.publication.crate import export_crate
from helpers.publication.export import Exported, export_folder, export_pictures
from helpers.publication.mirrors import ensure_folders, spoken_place
from helpers.publication.summary_page import export_summary
from helpers.publication.version_named import find_version
from helpers.publication.version_read import ReadVersion, read_version


def export_and_tell(
    named: str,
    chosen: tuple[bool, bool, bool],
    to: Path | None,
    settings: Settings,
    *,
    as_json: bool,
) -> None:
    """Export what is asked for, and print where it lies.

    Parameters
    ----------
    named : str
        The version, as `find_version` takes it.
    chosen : tuple of bool
        Whether pictures are wanted, whether the summary is, and whether the crate is.
    to : Path, optional
        Folder to write below; otherwise the exports beside the versions.
    settings : Settings
        Where everything is.
    as_json : bool
        Whether a program reads it.

    Raises
    ------
    ParameterError
        When there is no such version.
    DisclosureRefused
        When a file would show a figure that its source suppresses; it was not written.
    PublicationError
        When the version is not as it was published, or a file cannot be written.
    """
    found = find_version(named, settings.outputs)
    ensure_folders([found.folder])
    version = read_version(found)
    into = export_folder(settings.outputs, version)
    if to is not None:
        into = to.expanduser().resolve() / into.name
    done: dict[str, Exported] = {}
    with ChartRenderer() as charts:
        pictures, summary, crate = chosen
        if pictures:
            done["png"] = export_pictures(version, into, charts)
        if summary:
            done["summary"] = export_summary(version, into, charts)
        if crate:
            done["crate"] = export_crate(found, version, into)
    if as_json:
        typer.echo(json.dumps(_plain(version, done), indent=2, ensure_ascii=False))
    else:
        _tell(version, done)


def _tell(version: ReadVersion, done: dict[str, Exported]) -> None:
    typer.echo(f"{version.place}: {version.manifest.title}")
    if version.manifest.sample:
        typer.echo(f"{SAMPLE_MARK}; every export says so.")
    for kind, exported in done.items():
        place = spoken_place(exported.folder)
        for reason in exported.left_out:
            typer.echo(f"Left out: {reason}")
        if kind == "png":
            count = sum(name.endswith(".png") for name in exported.files)
            typer.echo(
                f"{count} pictures, with text alternatives to copy: {spoken_place(exported.folder)}"
            )
        elif kind == "crate":
            typer.echo(f"Workflow Run RO-Crate, {counted(len(exported.files), 'file')}: {place}")
        else:
            page = exported.folder / exported.files[0]
            typer.echo(f"Two-page summary (open it and print to PDF): {spoken_place(page)}")


def _plain(version: ReadVersion, done: dict[str, Exported]) -> dict[str, object]:
    return {
        "version": version.place,
        "manifest_sha256": version.digest,
        "sample": version.manifest.sample,
        "exports": {
            kind: {
                "folder": spoken_place(exported.folder),
                "files": list(exported.files),
                "left_out": list(exported.left_out),
            }
            for kind, exported in done.items()
        },
    }
