"""A page of the charts that need files of a council's own, from invented ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.base.geography import Area
from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.gate.passing import gate_inputs
from helpers.indicators.source import Source
from helpers.workbook.book import Book
from indicators import invented_demand as invented

HEADER = (
    "Area code,Area name,Month end,Client or carer,Age band,Support reason,People with a direct "
    "payment,Starters,Leavers,People in community support,People with a direct payment for short "
    "breaks,Spend"
)
WAITS = (
    "Area code,Area name,Month end,People waiting,Hours waiting,Longest wait in days,"
    "Median wait in days,People with a package"
)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
RESIDENTS = {"under 65": 3000, "65 to 74": 6000, "75 to 84": 4000, "85 and over": 1000}


def invented_notebook(root: Path, folder: Path, area: Area) -> NotebookNode:
    """Make a notebook that shows each of the charts once, as its cells would."""
    cells = [new_markdown_cell("# Invented figures\n\nCharts of a council's own files.")]
    for number, (question, shown) in enumerate(_shown(root, folder, area)):
        cells.append(new_markdown_cell(f"## {question}?"))
        bundle = shown._repr_mimebundle_()
        output = new_output("display_data", data=bundle)
        cells.append(new_code_cell(f"shown_{number}", outputs=[output]))
    return new_notebook(cells=cells)


def _shown(root: Path, folder: Path, area: Area) -> Iterator[tuple[str, object]]:
    payments = _book(root, folder, "direct-payments", area)
    people = payments.series("dp-people")
    yield "How did the number move over three years", payments.months(people)
    yield "How did the share move", payments.months(payments.series("dp-share"))
    yield "Who are they", payments.groups(payments.parts("dp-people"))
    share = payments.series("dp-share")
    yield "Which count moved", payments.counts(share.tail(1), share.head(1))
    waits = _book(root, folder, "workforce", area)
    yield "Who waits", waits.months(waits.series("home-care-waiting"))
    placements = _book(root, folder, "placements", area)
    yield "What lies ahead", placements.demand.ahead()


def _book(root: Path, folder: Path, theme: str, area: Area) -> Book:
    inbox = folder / "invented"
    if not inbox.is_dir():
        inbox.mkdir()
        (inbox / "payments.csv").write_text("\n".join([HEADER, *_payments(area)]) + "\n", "utf-8")
        (inbox / "waits.csv").write_text("\n".join([WAITS, *_waits(area)]) + "\n", "utf-8")
        people = dict(zip(invented.BANDS, (500, 400, 800, 1200), strict=True))
        invented.placements(inbox, area, 2025, people)
        invented.residents(inbox, area, {2024: RESIDENTS})
        grown = {
            year: {band: n * (1 + 0.02 * (year - 2024)) for band, n in RESIDENTS.items()}
            for year in range(2022, 2048)
        }
        invented.projection(inbox, {area.code: 1.0}, "migration category", grown)
    settings = Settings(root=root, outputs=folder / "invented-outputs")
    gated = gate_inputs(str(inbox), settings)
    assert not gated.refusals, gated.refusals
    request = check_request(theme, area.code, "latest", "region", "")
    return Book(Source(gated.receipts, settings).evidence(request), None)


def _months() -> Iterator[tuple[int, str]]:
    for number in range(36):
        year, month = 2022 + (number + 3) // 12, (number + 3) % 12 + 1
        leap = month == 2 and year % 4 == 0
        yield number, f"{DAYS[month - 1] + leap}/{month:02d}/{year}"


def _payments(area: Area) -> Iterator[str]:
    for number, end in _months():
        count = 400 + (number * 37) % 23 + (90 if number == 20 else 0)
        below = 1900 + (number * 53) % 41
        place = f'{area.code},"{area.name}",{end},client'
        yield f"{place},All,All,{count},,,{below},,"
        for band, part in (("18-64", count // 3), ("65 and over", count - count // 3)):
            yield f"{place},{band},All,{part},,,{below // 2},,"


def _waits(area: Area) -> Iterator[str]:
    for number, end in _months():
        if number < 12:
            yield f'{area.code},"{area.name}",{end},{30 + (number * 7) % 11},300,40,12.5,900'
