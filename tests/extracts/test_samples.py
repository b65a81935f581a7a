"""The sample workbook: the publisher's layout, consistent figures, and nothing real."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from statistics import correlation, median

import pytest
from python_calamine import CalamineWorkbook

from helpers.base.geography import all_areas, find_area
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.extracts.samples import half_up, invent_workbook, main

Rows = Sequence[Sequence[object]]
Book = Mapping[str, Rows]

COUNCIL = re.compile(r"E0[689]\d{6}|E10\d{6}")
ACTIVITY = ("2a", "2b", "2c", "2d(1)", "2d(2)", "2e(1)", "2e(2a)", "2e(2b)", "3d(1a)", "3d(2a)")
USERS = ("1a", "1b", "1d", "3a", "3c(1)", "4a", "5a(1)")
CARERS = ("1c", "1e", "3b", "3c(2)", "5a(2)")
ISLES_OF_SCILLY = "E06000053"
CITY_OF_LONDON = "E09000001"


@pytest.fixture(scope="module")
def sample() -> Book:
    """Return the sample workbook to 2024 to 2025."""
    return invent_workbook()


@pytest.fixture(scope="module")
def next_year() -> Book:
    """Return the next edition, to 2025 to 2026."""
    return invent_workbook(last_year=2025)


@pytest.fixture(scope="module")
def real(real_ascof: Path) -> Book:
    """Return the publisher's workbook."""
    return read(real_ascof)


def read(path: Path) -> Book:
    """Read every sheet of a workbook."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def header_at(rows: Rows) -> int:
    """Return the position of a table's header."""
    return next(i for i, row in enumerate(rows) if row[0] == "Local authority code")


def below(rows: Rows) -> Rows:
    """Return the rows below the header."""
    return rows[header_at(rows) + 1 :]


def column(rows: Rows, head: str) -> dict[str, object]:
    """Return one column's cells by ONS code, or by name where there is none."""
    position = rows[header_at(rows)].index(head)
    return {str(row[1] if row[2] == "[z]" else row[2]): row[position] for row in below(rows)}


def numbers(cells: dict[str, object]) -> dict[str, float]:
    """Keep the numbers of councils."""
    return {
        code: float(cell)
        for code, cell in cells.items()
        if COUNCIL.match(code) and isinstance(cell, int | float)
    }


def things(rows: Rows) -> dict[str, dict[str, float]]:
    """Return councils' latest numbers of each thing that a table gives."""
    latest: dict[str, dict[str, float]] = {}
    for head in rows[header_at(rows)][3:]:
        values = numbers(column(rows, str(head)))
        if values:
            latest[str(head).split(" - ")[1]] = values
    return latest


def table_names(book: Book) -> list[str]:
    """Return the names of the sheets that hold tables."""
    return [name for name in book if name.startswith("Table_")]


def counts(book: Book, table: str, year: str) -> Iterator[tuple[str, int, int, float]]:
    """Yield code, numerator, denominator and outcome of the councils that show them."""
    rows = book[f"Table_{table}"]
    each = [column(rows, f"{year} - {thing}") for thing in ("numerator", "denominator", "outcome")]
    for code in each[0]:
        numerator, denominator, outcome = (cells[code] for cells in each)
        if COUNCIL.match(code) and isinstance(numerator, int):
            assert isinstance(denominator, int)
            assert isinstance(outcome, float)
            yield code, numerator, denominator, outcome


def test_it_says_plainly_that_it_is_invented(sample: Book) -> None:
    """The cover opens with it, and every table's title has it."""
    assert str(sample["Cover"][0][0]).startswith(SAMPLE_MARK)
    assert SAMPLE_MARK.startswith("Sample data")
    for name in table_names(sample):
        assert SAMPLE_MARK in str(sample[name][0][0])


def test_its_layout_is_the_publishers(sample: Book, real: Book) -> None:
    """Sheets, headers, their positions, and the keys of every row are the real file's."""
    assert list(sample) == list(real)
    for name in table_names(real):
        ours, theirs = sample[name], real[name]
        assert header_at(ours) == header_at(theirs), name
        assert ours[header_at(ours)] == theirs[header_at(theirs)], name
        our_keys, their_keys = ([row[:3] for row in below(rows)] for rows in (ours, theirs))
        if name == "Table_6b":
            # Its last four rows alone are in another order.
            our_keys.sort(key=lambda row: str(row[1]))
            their_keys.sort(key=lambda row: str(row[1]))
        assert our_keys == their_keys, name
    contents = [[str(cell).strip() for cell in row] for row in real["Contents"]]
    assert [row[0] for row in sample["Contents"][3:]] == [row[0] for row in contents[3:]]


@pytest.mark.parametrize("table", [*USERS, *CARERS])
def test_markers_stand_where_the_publisher_puts_them(sample: Book, real: Book, table: str) -> None:
    """What does not apply is `[z]` in both; two numbers stand in one cell in both."""
    ours, theirs = below(sample[f"Table_{table}"]), below(real[f"Table_{table}"])
    for mine, published in zip(ours, theirs, strict=True):
        if mine[2] == ISLES_OF_SCILLY:
            continue
        assert [cell == "[z]" for cell in mine] == [cell == "[z]" for cell in published]
        for cell, other in zip(mine[3:], published[3:], strict=True):
            if "[x]" not in (cell, other):
                assert ("(" in str(cell)) == ("(" in str(other))


def test_no_sentence_is_the_publishers(sample: Book, real: Book) -> None:
    """Long texts are our own."""
    long = {str(cell) for rows in sample.values() for row in rows for cell in row}
    theirs = {str(cell) for rows in real.values() for row in rows for cell in row}
    shared = {text for text in long & theirs if len(text) > 50}
    assert shared == set()


def test_no_figure_resembles_a_real_one(sample: Book, real: Book) -> None:
    """Per indicator, the latest sample and real figures of councils are not correlated."""
    compared = 0
    for name in table_names(real):
        theirs = things(real[name])
        for thing, ours in things(sample[name]).items():
            codes = sorted(set(ours) & set(theirs[thing]))
            pair = [[values[code] for code in codes] for values in (ours, theirs[thing])]
            if min(len(set(values)) for values in pair) < 3:
                continue
            assert len(codes) > 100
            assert abs(correlation(*pair)) < 0.2, (name, thing)
            compared += 1
    assert compared > 80


def test_it_is_the_same_every_time_and_differs_by_seed(sample: Book) -> None:
    """The seed fixes every cell."""
    assert invent_workbook() == sample
    assert invent_workbook(seed=79)["Table_2c"] != sample["Table_2c"]


def test_the_bundled_file_is_what_the_command_writes(
    sample: Book, project_root: Path, tmp_path: Path
) -> None:
    """The file in the repository is the generator's, cell by cell and part by part."""
    bundled = project_root / "data" / "samples" / "ascof_timeseries_sample.ods"
    assert bundled.stat().st_size < 900_000
    main([str(tmp_path / "again.ods")])
    again = (tmp_path / "again.ods").read_bytes()
    for name, rows in read(bundled).items():
        width = max(len(row) for row in sample[name])
        assert rows == [[*row, *[""] * (width - len(row))] for row in sample[name]], name
    # The parts, not the whole: another zlib may pack the same bytes another way.
    with zipfile.ZipFile(bundled) as one, zipfile.ZipFile(BytesIO(again)) as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(part) == other.read(part) for part in one.namelist())


@pytest.mark.parametrize("table", ACTIVITY)
def test_counts_give_their_outcomes(sample: Book, table: str) -> None:
    """Numerators are within denominators, and outcomes recompute at published precision."""
    per = 100_000 if table in ("2b", "2c") else 100
    places = 2 if table.startswith("2d") else 1
    shown = list(counts(sample, table, "2024 to 2025"))
    assert len(shown) >= 138
    for _, numerator, denominator, outcome in shown:
        assert 5 <= numerator <= denominator
        assert outcome == half_up(numerator, denominator, per, places)


def test_rounding_is_half_up() -> None:
    """A half goes up, as in the published figures, and not to the even digit."""
    assert half_up(1, 16) == 6.3
    assert half_up(3, 16) == 18.8
    assert half_up(1, 3, places=2) == 33.33
    assert half_up(0, 0) == 0


@pytest.mark.parametrize("table", ACTIVITY)
def test_regions_and_england_are_sums_rounded_to_5(sample: Book, table: str) -> None:
    """Groups tie to their councils, except for what is hidden but counted."""
    rows = sample[f"Table_{table}"]
    for thing in ("numerator", "denominator"):
        cells = column(rows, f"2024 to 2025 - {thing}")
        known: dict[str, int] = {}
        for code, value in numbers(cells).items():
            area = find_area(code)
            for group in ("E92000001", area.region_code):
                known[group] = known.get(group, 0) + int(value)
        short = {find_area(code).region_code for code in hidden(cells)} | {"E92000001"}
        for group, total in known.items():
            published = cells[group]
            assert isinstance(published, int)
            assert published % 5 == 0
            assert published >= total - 2 if group in short else abs(published - total) <= 2


def hidden(cells: dict[str, object]) -> set[str]:
    """Return the councils without a number."""
    return {code for code in cells if COUNCIL.match(code) and not isinstance(cells[code], int)}


def test_small_cells_are_suppressed(sample: Book) -> None:
    """All of the Isles of Scilly and most of the City of London are `[c]`, whole rows at once."""
    city = 0
    for table in ACTIVITY:
        for row in below(sample[f"Table_{table}"]):
            if "[c]" in row:
                assert row[3:] == ["[c]"] * 3
                city += row[2] == CITY_OF_LONDON
            elif row[2] == ISLES_OF_SCILLY:
                pytest.fail(f"Isles of Scilly shown in {table}")
    assert 6 <= city < len(ACTIVITY)


def test_the_odd_cases_are_there(sample: Book) -> None:
    """Checks have something to find, as they would in the real file."""
    year = "2024 to 2025"
    with_budget = {code: numerator for code, numerator, *_ in counts(sample, "3d(1a)", year)}
    with_payment = {code: numerator for code, numerator, *_ in counts(sample, "3d(2a)", year)}
    same = [code for code in with_budget if with_budget[code] == with_payment[code]]
    assert 18 <= len(same) <= 22
    reablement = [outcome for *_, outcome in counts(sample, "2a", year)]
    assert sum(outcome < 25 for outcome in reablement) == 3
    assert median(reablement) > 65
    over = [row for row in below(sample["Table_4b"]) if row[8] == "[z]" and row[6] != "[z]"]
    assert len(over) == 3
    assert all(int(str(row[6])) > int(str(row[7])) for row in over)
    dust = [row[4] for row in below(sample["Table_6a"]) if len(str(row[4])) > 6]
    assert len(dust) > 5


def test_respondents_are_rounded_and_margins_follow_them(sample: Book) -> None:
    """Bases are multiples of 5; margins are those of a simple random sample."""
    for table in USERS:
        rows = sample[f"Table_{table}"]
        margins, bases, outcomes = (
            numbers(column(rows, f"2024 to 2025 - {thing}"))
            for thing in ("margin of error", "number of respondents", "outcome")
        )
        assert all(base % 5 == 0 and base >= 5 for base in bases.values())
        if table in ("1a", "1b"):
            continue
        for code, margin in margins.items():
            share = outcomes[code] / 100
            expected = 196 * (share * (1 - share) / bases[code]) ** 0.5
            assert margin == pytest.approx(expected, rel=0.15, abs=0.06)


def test_2020_to_2021_has_18_councils_and_no_totals(sample: Book) -> None:
    """The users' survey was voluntary in that year."""
    for table in USERS:
        cells = column(sample[f"Table_{table}"], "2020 to 2021 - outcome")
        assert len(numbers(cells)) == 18
        assert cells["E92000001"] == cells["E12000002"] == cells["Shire Counties"] == "[x]"


def test_the_carers_survey_has_its_rounds(sample: Book, next_year: Book) -> None:
    """Only rounds hold figures, the first of them two in a cell; the next edition has one more."""
    for table in CARERS:
        years = {}
        rows = next_year[f"Table_{table}"]
        for start in range(2015, 2026):
            cells = column(rows, f"{start} to {start + 1} - outcome")
            years[start] = {str(cell) for cell in cells.values()}
        held = [start for start, cells in years.items() if cells != {"[z]"}]
        assert held == [2016, 2018, 2021, 2023, 2025]
        assert numbers(column(rows, "2025 to 2026 - outcome"))
        cell = column(rows, "2016 to 2017 - number of respondents")["E92000001"]
        assert re.fullmatch(r"\d+,\d{3} \(\d+,\d{3}\)", str(cell))
        city = column(rows, "2016 to 2017 - outcome")[CITY_OF_LONDON]
        assert re.fullmatch(r"[\d.]+ \(:\)", str(city))


def test_the_next_edition_has_one_more_year_and_repeats_the_rest(
    sample: Book, next_year: Book
) -> None:
    """A new year is added to every table, and no earlier figure changes."""
    assert list(next_year) == list(sample)
    for name in table_names(sample):
        now, then = sample[name], next_year[name]
        heads, later_heads = now[header_at(now)], then[header_at(then)]
        added = [str(head) for head in later_heads if head not in heads]
        assert added
        assert all(head.startswith("2025 to 2026 - ") for head in added)
        for head in heads[3:]:
            before, after = column(now, str(head)), column(then, str(head))
            # The latest year alone repeats Dorset in the row of the abolished county.
            differing = {code for code in before if before[code] != after[code]}
            assert differing <= {"E10000009"}, (name, head)


def test_abolished_and_new_councils_have_figures_in_their_own_years(sample: Book) -> None:
    """A council is `[z]` before it began and after it ended."""
    rows = sample["Table_3a"]
    first = column(rows, "2015 to 2016 - outcome")
    last = column(rows, "2024 to 2025 - outcome")
    for code in ("E10000006", "E10000021", "E06000028", "E06000029"):
        assert isinstance(first[code], float)
        assert last[code] == "[z]"
    for code in ("E06000058", "E06000059", "E06000061", "E06000063", "E06000064"):
        assert first[code] == "[z]"
        assert isinstance(last[code], float)
    assert last["E10000009"] == last["E06000059"]
    assert first["District"] == "[z]"
    assert isinstance(column(rows, "2021 to 2022 - outcome")["District"], float)


def test_all_councils_of_today_are_there(sample: Book) -> None:
    """Every council has its row in every table; three tables have Dorset's under its old code."""
    today = {area.code for area in all_areas()}
    for name in table_names(sample):
        codes = {str(row[2]) for row in below(sample[name])}
        old_dorset = name in ("Table_4b", "Table_6a", "Table_6b")
        assert today - codes == ({"E06000059"} if old_dorset else set())


def test_ratings_of_care_homes_add_up(sample: Book) -> None:
    """The four ratings sum to the homes, good and outstanding to the measure."""
    for row in below(sample["Table_6b"]):
        if "[x]" in row:
            continue
        cells = [Fraction(str(cell)) for cell in row[18:33]]
        best, good, other, new, both = cells[0::3]
        assert len(set(cells[1::3])) == 1
        assert best + good + other + new == cells[1]
        assert best + good == both
