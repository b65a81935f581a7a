"""A section without its file says which it is, fills when the file is there, and follows the data."""

from __future__ import annotations

import pytest

from helpers.base.errors import ParameterError
from helpers.base.geography import find_area
from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.display.figures import Figure
from helpers.display.passages import Notice, Passage
from helpers.display.tables import Table
from helpers.gate.passing import gate_inputs
from helpers.indicators.source import Source
from helpers.workbook.book import Book
from indicators import invented_demand as invented

COUNTY = find_area("worcestershire")
BANDS = (500, 400, 800, 1200)
RESIDENTS = {"under 65": 3000, "65 to 74": 6000, "75 to 84": 4000, "85 and over": 1000}
CARERS = "Area code,Area name,Quarter,Measure,Carers,Events"
PAYMENTS = (
    "Area code,Area name,Month end,Client or carer,Age band,Support reason,People with a direct "
    "payment,Starters,Leavers,People in community support,People with a direct payment for short "
    "breaks,Spend"
)
MONTH_ENDS = ("30/04", "31/05", "30/06", "31/07", "31/08", "30/09", "31/10", "30/11", "31/12")


@pytest.fixture
def made(tmp_path, project_root):
    """Return a function that gates what lies in a folder and opens a book on it."""

    def make(theme: str, area: str, **files: str) -> Book:
        inbox = tmp_path / "inbox"
        inbox.mkdir(exist_ok=True)
        for name, text in files.items():
            (inbox / f"{name}.csv").write_text(text + "\n", "utf-8")
        settings = Settings(root=project_root, outputs=tmp_path / "outputs")
        gated = gate_inputs(str(inbox), settings)
        assert not gated.refusals, gated.refusals
        request = check_request(theme, area, "latest", "region", "")
        return Book(Source(gated.receipts, settings).evidence(request), None)

    return make


def carers(assessed: int) -> str:
    lines = [f"E08000015,Wirral,2024-25-Q4,assessments,{assessed},{assessed + 20}"]
    return "\n".join([CARERS, *lines])


def starters(*people: int) -> str:
    ends = [f"{day}/2023" for day in MONTH_ENDS]
    ends += ["31/01/2024", "29/02/2024", "31/03/2024"]
    rows = [
        f"E08000015,Wirral,{end},client,All,All,900,{count},,,,"
        for end, count in zip(ends, people, strict=False)
    ]
    return "\n".join([PAYMENTS, *rows])


def test_a_section_names_its_file_and_fills_when_the_file_is_there(made):
    book = made("carers", "wirral", own=carers(300))
    shown = book.table(book.observations("carer-assessments"))
    assert isinstance(shown, Table)
    assert "300 people" in shown.rows[0]
    gap = book.table(book.observations("unpaid-care"))
    assert isinstance(gap, Notice) and gap.kind == "gap"
    assert "Census, provision of unpaid care" in gap.text and "nomisweb.co.uk" in gap.text
    assert "https://www.nomisweb.co.uk/datasets/c2021ts039" in gap.text
    assert gap.text.endswith("published on nomisweb.co.uk (Office for National Statistics).")
    collected = [cell for row in book.to_collect().rows for cell in row]
    assert "Census, provision of unpaid care by hours a week" in collected
    assert "Unpaid carers, kept by the council" not in collected


def test_a_sentence_changes_with_its_figure(made):
    first = made("carers", "wirral", own=carers(300))
    assert "300 people in Wirral" in str(first.reading(first.observations("carer-assessments")))
    second = made("carers", "wirral", own=carers(410))
    said = str(second.reading(second.observations("carer-assessments")))
    assert "410 people in Wirral" in said and "300" not in said


def test_one_missing_file_is_told_once_in_a_row_of_gaps(made):
    book = made("carers", "wirral", own=carers(300))
    hours = book.parts("unpaid-care-hours")
    first = book.groups(hours)
    frame = book.observations("unpaid-care", "unpaid-carers")
    after = (book.table(frame), book.reading(frame))
    assert isinstance(first, Notice)
    assert [str(each) for each in after] == ["", ""]
    book.table(book.observations("carer-assessments"))
    assert isinstance(book.table(frame), Notice)


def test_a_series_is_judged_only_when_it_is_long_and_its_words_follow_it(made):
    short = made("direct-payments", "wirral", own=starters(100, 104, 99, 101))
    said = str(short.months_reading(short.series("dp-starters")))
    assert "No rule is applied to find a direction: 4 figures in a row" in said
    steady = (100, 104, 99, 103, 98, 105, 100, 102, 97, 104, 99, 103)
    even = made("direct-payments", "wirral", own=starters(*steady))
    said = str(even.months_reading(even.series("dp-starters")))
    assert "Over 12 month ends" in said and "than chance would make them" in said
    stepped = (100, 101, 102, 101, 100, 102, 120, 121, 123, 122, 120, 124)
    moved = made("direct-payments", "wirral", own=starters(*stepped))
    figure = moved.months(moved.series("dp-starters"))
    assert isinstance(figure, Figure) and figure.title.endswith("the level moved")
    assert "the level moved" in str(moved.months_reading(moved.series("dp-starters")))
    leap = (100, 101, 102, 101, 100, 102, 320, 321, 323, 322, 320, 324)
    leapt = made("direct-payments", "wirral", own=starters(*leap))
    said = str(leapt.months_reading(leapt.series("dp-starters")))
    assert "Ask first whether the counting changed" in said


def test_two_series_are_never_one_line(made):
    import pandas as pd

    book = made("direct-payments", "wirral", own=starters(100, 104, 99, 101))
    both = pd.concat([book.series("dp-starters"), book.series("dp-share")])
    both.loc[both.index[-1], "indicator"] = "dp-starters"
    for draw in (book.months, book.trend, book.months_reading):
        with pytest.raises(ParameterError, match="never joined"):
            draw(both)


@pytest.fixture(scope="module")
def demand(project_root, tmp_path_factory):
    """Return a function that opens placements of two invented years."""

    def make(later: tuple[int, ...], *, projected: bool = True) -> Book:
        folder = tmp_path_factory.mktemp("demand")
        more = {band: people * 11 // 10 for band, people in RESIDENTS.items()}
        first = dict(zip(invented.BANDS, BANDS, strict=True))
        invented.placements(folder, COUNTY, 2025, first)
        invented.placements(folder, COUNTY, 2026, dict(zip(invented.BANDS, later, strict=True)))
        invented.residents(folder, COUNTY, {2024: RESIDENTS, 2025: more})
        if projected:
            grow = {
                year: {band: n * (1 + 0.02 * (year - 2024)) for band, n in RESIDENTS.items()}
                for year in range(2022, 2048)
            }
            invented.projection(folder, {COUNTY.code: 1.0}, "migration category", grow)
        settings = Settings(root=project_root, outputs=folder / "outputs")
        gated = gate_inputs(str(folder), settings)
        request = check_request("placements", COUNTY.code, "latest", "region", "")
        return Book(Source(gated.receipts, settings).evidence(request), None)

    return make


def test_a_change_in_placements_is_taken_apart_and_held_against_residents(demand):
    book = demand((500, 420, 840, 1260))
    split = book.demand.split()
    assert isinstance(split, Table)
    numbers = [int(row[1].replace(",", "").replace("\N{MINUS SIGN}", "-")) for row in split.rows]
    assert numbers[0] == sum(BANDS) and numbers[-1] == 3020
    assert abs(numbers[0] + sum(numbers[1:-1]) - numbers[-1]) <= 1
    assert "They grew no faster than older residents" in str(book.demand.reading())
    faster = demand((500, 600, 1200, 1800))
    assert "They grew faster than older residents" in str(faster.demand.reading())


def test_the_projection_is_drawn_where_its_file_is_there_and_named_where_not(demand):
    drawn = demand((500, 420, 840, 1260)).demand.ahead()
    assert isinstance(drawn, Figure)
    assert len(drawn.title.split()) <= 15 and "2047 if today's rates stay" in drawn.title
    told = drawn.title.split(": ")[1].split(" ")[0]
    assert any(told in row for row in drawn.table.rows)
    missing = demand((500, 420, 840, 1260), projected=False)
    gap = missing.demand.ahead()
    assert isinstance(gap, Notice) and "ons.gov.uk" in gap.text
    assert isinstance(missing.demand.split(), Table)


def test_evidence_names_the_files_that_its_projection_stands_on(demand):
    evidence = demand((500, 420, 840, 1260))._evidence
    assert {"ons_snpp", "ons_mye", "activity_lts001"} <= {r.dataset for r in evidence.receipts}


@pytest.fixture(scope="module")
def real(real_source):
    def make(theme: str, area: str) -> Book:
        return Book(real_source.evidence(check_request(theme, area, "latest", "region", "")), None)

    return make


def test_a_goal_is_a_path_of_equal_steps_and_no_forecast(real):
    book = real("bcf-outcomes", "wirral")
    admissions = book.observations("2C")
    assert isinstance(book.path(admissions, 0.0, ""), Passage)
    path = book.path(admissions, 590.0, "2026-27")
    assert [row[1] for row in path.rows] == [
        "611.2 per 100,000", "600.6 per 100,000", "590.0 per 100,000",
    ]  # fmt: skip
    assert path.rows[0][2] == "453" and "nothing but chance" in path.note
    assert "lies outside" in book.path(admissions, 400.0, "2027-28").note
    with pytest.raises(ParameterError, match="a year after 2024-25"):
        book.path(admissions, 500.0, "2023-24")


def test_the_standing_in_the_funnel_follows_the_figure(real):
    book = real("placements", "wirral")
    frame = book.observations("2C")
    inside = book.funnel(frame)
    assert inside.title.endswith("inside the limits of the funnel")
    changed = frame.copy()
    changed["value"], changed["numerator"] = 1618.9, 1200.0
    assert book.funnel(changed).title.endswith("above the outer limit of the funnel")
    rows = {row[0]: row for row in inside.table.rows}
    assert rows["Wirral"][1] == "611.2" and rows["All councils together"][1] == "592.5"
    assert len(rows) == 153


def test_a_place_is_given_with_the_places_that_chance_leaves_open(real):
    said = str(
        real("placements", "sefton").reading(real("placements", "sefton").observations("2C"))
    )
    assert "17th highest of 152 councils" in said
    assert "anywhere from place 4 to place 31 of 152" in said
