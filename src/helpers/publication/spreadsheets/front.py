"""The sheets before the tables: cover, contents and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from helpers.base.counted import counted
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.context import CheckedData, PageContext
from helpers.publication.markdown import inline
from helpers.publication.spreadsheets.model import Grid, Heading, Level, Line, Link, Sheet
from helpers.publication.spreadsheets.symbols import MEANINGS
from helpers.publication.spreadsheets.words import cell_text, plain

COVER, CONTENTS, NOTES, ALL_FIGURES = "Cover", "Contents", "Notes", "All figures"
ONE_TABLE: Final = "This sheet contains one table."

_MARKED: Final = re.compile(r"[*_`\[\\<&~!]")
_LINKED: Final = re.compile(r'<a [^>]*?href="(https?://[^"]+)"[^>]*>(.*?)</a>')
_HOW_TO_READ: Final = (
    "Years are financial years, from April to March. They are written in words, and so are bands, "
    "because a spreadsheet may take 2011-12 or 2-3 for a date.",
    "Numbers have the precision of their publication, never more. The unit stands in the heading "
    "of the column, or in a column of units where the rows have several.",
    "A column whose heading ends in “lower limit”, “upper limit”, “plus or minus” or “out of” "
    "holds one part of what the page shows in one cell.",
    "Area code, indicator code, breakdown and year find a row of a table again on the sheet "
    f"{ALL_FIGURES}.",
    f"On the sheet {ALL_FIGURES} a receipt is named by its first eight characters; it stands "
    f"whole on the sheet {COVER}.",
)


def document_title(context: PageContext) -> str:
    """What, whom and when."""
    said = context.title or f"{context.theme_title} in {context.area_name}"
    return plain(f"{said}, {context.period_label}")


def sample_lines(sample: bool) -> tuple[Line, ...]:
    """The words that no sheet of sample data goes without."""
    return (Line(f"{SAMPLE_MARK}.", Level.HEADING),) if sample else ()


def cover(context: PageContext, *, sample: bool) -> Sheet:
    """Make the cover: what the workbook is about, where it comes from, whom to ask."""
    return Sheet(COVER, tuple(_cover_lines(context, sample)))


def _cover_lines(context: PageContext, sample: bool) -> Iterator[Line]:
    yield Line(f"{document_title(context)}: tables", Level.TITLE)
    yield from sample_lines(sample)
    yield Line(
        "The tables and figures of the page report.html, one on each sheet, and every figure of "
        f"the version on the last sheet. The sheet {CONTENTS} leads to each of them."
    )
    yield Line("About this workbook", Level.HEADING)
    yield Line(plain(f"Council: {context.area_name} ({context.area_code})"))
    yield Line(plain(f"Theme: {context.theme_title}"))
    yield Line(f"Period: {context.period_label}")
    yield Line(plain(f"Publisher: {context.area_name}"))
    dates = "; ".join(dict.fromkeys(one.period for one in context.data))
    yield Line(plain(f"Date of the data: {dates or 'no data were used'}"))
    yield Line(f"Version: {context.version}, made with Care workbooks {context.product_version}")
    yield Line("Sources", Level.HEADING)
    for number, one in enumerate(context.data, start=1):
        yield from _source_lines(number, one)
    if not context.data:
        yield Line("No extract was used.")
    yield Line("Licence", Level.HEADING)
    yield Line(sentence(context.licence))
    yield Line("Contact", Level.HEADING)
    yield Line(sentence(context.contact))
    yield Line("Accessibility", Level.HEADING)
    yield Line(
        "Laid out after the Analysis Function’s guidance on releasing statistics in spreadsheets. "
        "Automatic tests hold the layout and open the file in LibreOffice. No one has yet tried "
        "it with a screen reader or in other programs."
    )


def _source_lines(number: int, data: CheckedData) -> Iterator[Line]:
    yield Line(plain(f"Source {number}: {data.dataset}, {data.publisher}, {data.period}."))
    checks = counted(data.rules_checked, "check")
    count = len(data.warned)
    warned = counted(count, "warning") if count else "no warnings"
    each = "each file" if len(data.files) > 1 else "the file"
    yield Line(
        plain(f"Checked against the contract {data.contract}: {checks} of {each}, {warned}.")
    )
    for file in data.files:
        yield Line(plain(f"File {file.name}, receipt {file.receipt}"))


def contents(sheets: Sequence[Sheet], *, sample: bool) -> Sheet:
    """Make the table of contents: each sheet by its name, as a link, and its title."""
    grid = Grid(
        CONTENTS,
        (Heading("Sheet"), Heading("Title")),
        tuple((Link(sheet.name, sheet.name), sheet.title) for sheet in sheets),
    )
    lines = (Line(CONTENTS, Level.TITLE), *sample_lines(sample), Line(ONE_TABLE))
    return Sheet(CONTENTS, lines, grid)


def notes(context: PageContext, caveats: Sequence[str], *, sample: bool) -> Sheet:
    """Make the notes: what each symbol means, how to read the tables, method and limits."""
    told = (*_HOW_TO_READ, *map(sentence, context.method), *map(sentence, caveats))
    grid = Grid(
        NOTES,
        (Heading("Symbol or note"), Heading("What it means")),
        (
            *((symbol.value, meaning) for symbol, meaning in MEANINGS.items()),
            *(
                (f"Note {number}", cell_text(words))
                for number, words in enumerate(dict.fromkeys(told), start=1)
            ),
        ),
    )
    return Sheet(NOTES, (Line(NOTES, Level.TITLE), *sample_lines(sample), Line(ONE_TABLE)), grid)


def sentence(text: str) -> str:
    """Return a sentence without its Markdown; a link's address stands after its words."""
    if not _MARKED.search(text):
        return plain(text)
    return plain(Markup(_LINKED.sub(r"\2 (\1)", inline(text))).striptags())
