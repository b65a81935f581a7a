"""What `workbooks diff` prints: sentences, a plain table, and the page to open."""

from __future__ import annotations

import typer

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.publication.changed_block import LABELS, ChangedBlock, ChangedRow
from helpers.publication.difference_page import compare_versions, write_difference_page
from helpers.publication.differences import Differences
from helpers.publication.mirrors import spoken_place
from helpers.publication.version_names import find_pair
from helpers.publication.xml_text import xml_line

WIDEST_NAME = 60
HEADS = ("Figure", "Year", "Before", "Now")


def diff_and_tell(old: str, new: str | None, settings: Settings, *, as_json: bool) -> None:
    """Compare two versions, write the page and print what differs.

    Parameters
    ----------
    old, new : str
        As the analyst named them; `new` may be left out.
    settings : Settings
        Where the versions and the register of indicators are.
    as_json : bool
        Whether the record itself is printed, and the page's place to the error stream.

    Raises
    ------
    ParameterError
        When a name finds nothing, or the two are not about the same.
    PublicationError
        When a version cannot be read, or the page cannot be written.
    """
    earlier, later = find_pair(old, new, settings.outputs)
    found = compare_versions(earlier, later, settings)
    page = write_difference_page(found, earlier, later, settings.outputs)
    if as_json:
        typer.echo(found.text(), nl=False)
        typer.echo(f"Open {spoken_place(page)}", err=True)
        return
    _tell(found)
    typer.echo(f"Open {spoken_place(page)}")


def _tell(found: Differences) -> None:
    block = ChangedBlock(found, "")
    where = found.theme.title_for(found.area.name)
    typer.echo(xml_line(f"{where}: {found.new.version} compared with {block.since}"))
    if found.sample:
        typer.echo(f"{SAMPLE_MARK}.")
    if not found.summary:
        typer.echo("Nothing changed.")
    # A name in a version could hold codes that move a terminal's cursor: each is made plain.
    for said in found.summary:
        typer.echo(xml_line(f"{LABELS[said.about]}: {said.sentence}"))
    for line in _table(block.rows):
        typer.echo(line)


def _table(rows: tuple[ChangedRow, ...]) -> list[str]:
    if not rows:
        return []
    cells = [
        tuple(xml_line(text) for text in (row.name, row.when, row.before, row.after))
        for row in rows
    ]
    widths = [max(len(line[place]) for line in (HEADS, *cells)) for place in range(len(HEADS))]
    widths[0] = min(widths[0], WIDEST_NAME)
    lines = ["", _line(HEADS, widths), _line(tuple("-" * width for width in widths), widths)]
    for line, row in zip(cells, rows, strict=True):
        lines += [_line(line, widths), f"    {xml_line(row.says)}"]
    return [*lines, ""]


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
