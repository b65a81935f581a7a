"""What is taken out of a version for board papers: pictures, and a summary to print."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import __version__
from helpers.base.files import locked, write_whole
from helpers.base.periods import spoken
from helpers.base.png_words import with_words
from helpers.disclosure.leaks import PICTURE_DATA, check
from helpers.disclosure.policy import Withheld
from helpers.publication.charts import ChartRenderer
from helpers.publication.csv_link import safe_cell
from helpers.publication.figure_list import NumberedFigure, NumberedPicture, numbered_figures
from helpers.publication.making import MEDIA_TYPES
from helpers.publication.manifest import PRODUCT, output
from helpers.publication.picture import Words, chart_drawing, composed, png_drawing, slug
from helpers.publication.version_read import ReadVersion

EXPORTS = "exports"
RECORD = "export.json"
ALT_TEXTS = "alt-texts.csv"
SCALE = 2
MILLIMETRES = 165.0
"""Width of a picture on paper: between the usual margins of A4."""

_BUILDING = ".building-"
_MEDIA = {
    **{Path(name).suffix: media for name, media in MEDIA_TYPES.items()},
    ".png": "image/png",
    ".json": "application/json",
}
_COLUMNS = ("figure", "file", "title", "subtitle", "alt text", "source", "note", "version")


@dataclass(frozen=True)
class Exported:
    """What came of an export.

    Attributes
    ----------
    folder : Path
        Where it lies.
    files : tuple of str
        Names of the files, without the record.
    left_out : tuple of str
        What could not be exported, and why.
    """

    folder: Path
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def export_folder(outputs: Path, version: ReadVersion) -> Path:
    """Folder for what is taken out of a version: beside the versions, never inside one."""
    return outputs / EXPORTS / version.place.replace("/", "-")


def export_pictures(version: ReadVersion, into: Path, charts: ChartRenderer) -> Exported:
    """Write every figure of a version as PNG.

    Each picture carries its title, source and sample mark for the eye, and its text
    alternative and data for programs; `alt-texts.csv` has the text alternatives to copy.

    Parameters
    ----------
    version : ReadVersion
        The version.
    into : Path
        Folder of the version's exports; what an earlier export of pictures left is replaced.
    charts : ChartRenderer
        Draws the charts.

    Raises
    ------
    DisclosureRefused
        When a picture would show a figure that its source suppresses.
    PublicationError
        When a chart cannot be drawn, or the folder cannot be written.
    """
    files: dict[str, bytes] = {}
    rows: list[tuple[str, ...]] = []
    left_out: list[str] = []
    figures = numbered_figures(version.notebook)
    digits = max(2, len(str(len(figures))))
    for one in figures:
        title = one.figure.title if isinstance(one, NumberedFigure) else one.title
        named = one.figure.id if isinstance(one, NumberedFigure) else one.title
        theme = version.manifest.theme.slug
        name = f"figure-{one.number:0{digits}}-{theme}-{slug(named)}.png"
        picture = _picture(one, version, charts)
        if picture is None:
            left_out.append(
                f"Figure {one.number}, {title}: a picture of the notebook's own that is not PNG"
            )
            continue
        files[name] = picture
        rows.append(_row(one, name, version))
    files[ALT_TEXTS] = _csv(rows)
    return publish_export(version, into / "figures", files, {}, tuple(left_out))


def publish_export(
    version: ReadVersion,
    folder: Path,
    files: Mapping[str, bytes],
    evidence: Mapping[str, Any],
    left_out: tuple[str, ...] = (),
) -> Exported:
    """Write exported files whole or not at all, scanned like a version.

    Parameters
    ----------
    version : ReadVersion
        The version that they are taken from.
    folder : Path
        Where they go; replaced as a whole.
    files : mapping of str to bytes
        By name.
    evidence : mapping
        Figures that the files show and do not carry themselves, for the scan.
    left_out : tuple of str
        What could not be exported.
    """
    record = {
        "product": PRODUCT,
        "product_version": __version__,
        "version": version.place,
        "manifest_sha256": version.digest,
        "title": version.manifest.title,
        "sample": version.manifest.sample,
        "files": [
            output(name, files[name], _MEDIA[Path(name).suffix]).model_dump(mode="json")
            for name in sorted(files)
        ],
        "left_out": list(left_out),
        **({"evidence": evidence} if evidence else {}),
    }
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    _replace(folder, {**files, RECORD: text.encode(errors="replace")}, version.hidden)
    return Exported(folder, tuple(sorted(files)), left_out)


def _replace(folder: Path, files: Mapping[str, bytes], hidden: frozenset[Withheld]) -> None:
    beside = folder.parent / f"{_BUILDING}{folder.name}-{os.getpid()}"
    old = folder.parent / f"{_BUILDING}old-{folder.name}-{os.getpid()}"
    try:
        beside.mkdir(parents=True)
        for name, content in files.items():
            write_whole(beside / name, content)
        check(beside, hidden)
        if folder.exists():
            folder.rename(old)
        beside.rename(folder)
    except OSError as reason:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise locked(folder, reason) from reason
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _picture(
    one: NumberedFigure | NumberedPicture, version: ReadVersion, charts: ChartRenderer
) -> bytes | None:
    manifest = version.manifest
    made = (
        f"Figure {one.number} of {manifest.theme.title_for(manifest.area.name)}, "
        f"{spoken(manifest.period)}. Care workbooks, version {version.name}."
    )
    if isinstance(one, NumberedFigure):
        figure = one.figure
        drawing = chart_drawing(charts.svg(figure.id, figure.wide))
        words = Words(
            figure.title, figure.subtitle, figure.source, figure.note, made, manifest.sample
        )
        alt, data = figure.description, figure.model_dump(mode="json", exclude={"narrow"})
    else:
        own = png_drawing(one.address)
        if own is None:
            return None
        drawing = own
        words = Words(one.title, "", "", "", made, manifest.sample)
        alt, data = one.words, {"title": one.title}
    png = charts.png(f"figure {one.number}", composed(drawing, words), SCALE)
    told = {
        "Title": words.title,
        "Description": alt,
        "Source": words.source,
        "Version": version.place,
        "Manifest SHA-256": version.digest,
        "Sample": "yes" if manifest.sample else "no",
        PICTURE_DATA: json.dumps(data, sort_keys=True),
    }
    return with_words(png, told, MILLIMETRES)


def _row(one: NumberedFigure | NumberedPicture, name: str, version: ReadVersion) -> tuple[str, ...]:
    number = f"Figure {one.number}"
    if isinstance(one, NumberedPicture):
        return number, name, one.title, "", one.words, "", "", version.place
    figure = one.figure
    words = (figure.title, figure.subtitle, figure.description, figure.source, figure.note)
    return number, name, *words, version.place


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + stream.getvalue()).encode(errors="replace")
