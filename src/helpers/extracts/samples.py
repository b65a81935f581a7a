"""The sample workbook: the ASCOF time series in its publisher's layout, figures invented.

`python -m helpers.extracts.samples data/samples/ascof_timeseries_sample.ods` writes it;
`sample_files` writes it with the others.
Rows, columns, markers and oddities are the publisher's, so that readers and checks meet
what they will meet in the real file. No figure is: `sample_figures` invents them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from helpers.extracts.ods import Cell, write_spreadsheet
from helpers.extracts.sample_counts import SEED
from helpers.extracts.sample_figures import (
    CITY_OF_LONDON,
    ISLES_OF_SCILLY,
    PER_100_000,
    Count,
    Draws,
    activity,
    providers,
    safeguarding,
    turnover,
    workforce,
)
from helpers.extracts.sample_layout import (
    CUMBRIA,
    DISTRICT,
    DORSET,
    GROUPS,
    GROUPS_WITH_DISTRICT,
    OLD_DORSET,
    Council,
    Group,
    councils,
    councils_with_old_dorset,
    grid,
)
from helpers.extracts.sample_surveys import SURVEYS, rounded, survey_rows, to_five
from helpers.extracts.sample_words import TABLES, front_sheets, heading

_CORNWALL: Final = "E06000052"
_NEW_IN_2023: Final = frozenset({"E06000063", "E06000064"})
_COUNT_THINGS: Final = ("numerator", "denominator", "outcome")
_RATINGS: Final = ("outstanding", "good", "other", "not yet rated", "6b")

Rows = list[list[Cell]]


def invent_workbook(last_year: int = 2024, seed: int = SEED) -> dict[str, Rows]:
    """Invent the ASCOF time series up to a year, in the publisher's layout.

    Parameters
    ----------
    last_year : int
        The year in which the latest financial year starts: 2024 for "2024 to 2025".
    seed : int
        Fixes every figure; a later edition with the same seed repeats those of this one.

    Returns
    -------
    dict of str to list of rows
        The rows of each of the 29 sheets, in the publisher's order.
    """
    draws = Draws(seed)
    sheets = {name: [list(row) for row in rows] for name, rows in front_sheets(last_year).items()}
    makers: dict[str, Callable[[Draws, int], Rows]] = {
        "4b": _safeguarding_rows,
        "6a": _turnover_rows,
        "6b": _provider_rows,
    }
    for table in TABLES:
        if table in SURVEYS:
            rows = survey_rows(draws, SURVEYS[table], last_year)
        elif table in makers:
            rows = makers[table](draws, last_year)
        else:
            rows = _activity_rows(draws, table, last_year)
        sheets[f"Table_{table}"] = [*heading(table), *rows]
    return sheets


def half_up(numerator: int, denominator: int, per: int = 100, places: int = 1) -> float:
    """Return one whole number per another, rounded half up as the publisher rounds.

    Parameters
    ----------
    numerator, denominator : int
        The two numbers.
    per : int
        What the proportion is of: 100 or 100,000.
    places : int
        Decimal places of the result.

    Returns
    -------
    float
        The rounded proportion; 0 of nothing is 0.
    """
    if not denominator:
        return 0.0
    scale: int = 10**places
    return (2 * numerator * per * scale + denominator) // (2 * denominator) / scale


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample workbook to the file that the command line names.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments in place of those of the command line.
    """
    parser = argparse.ArgumentParser(description="Write the invented sample workbook.")
    parser.add_argument("path", type=Path, help="the file to write, .ods or .xlsx")
    parser.add_argument("--last-year", type=int, default=2024, help="2024 for 2024 to 2025")
    given = parser.parse_args(arguments)
    write_spreadsheet(invent_workbook(given.last_year), given.path)


def _activity_rows(draws: Draws, table: str, last_year: int) -> Rows:
    years = range(2024, last_year + 1)
    per = 100_000 if table in PER_100_000 else 100
    places = 2 if table.startswith("2d") else 1
    columns = []
    for year in years:
        counts = {row: activity(draws, row.code, year)[table] for row in councils()}
        column = {row.code: _cells(count, per, places) for row, count in counts.items()}
        for group in GROUPS:
            column[group.letters] = _cells(_total(counts, group), per, 1, to_five)
        columns.append(column)
    return grid((*GROUPS, *councils()), years, _COUNT_THINGS, columns)


def _safeguarding_rows(draws: Draws, last_year: int) -> Rows:
    years = range(2023, last_year + 1)
    columns = []
    for year in years:
        counts = {row: safeguarding(draws, row.code, year) for row in councils()}
        column = {row.code: _enquiry_cells(count) for row, count in counts.items()}
        column |= {group.letters: _enquiry_cells(_total(counts, group)) for group in GROUPS}
        column |= {row: ["[z]"] * 3 for row in (DISTRICT.letters, CUMBRIA)}
        column[OLD_DORSET] = column[DORSET]
        columns.append(column)
    cumbria = next(row for row in councils(abolished=True) if row.code == CUMBRIA)
    rows: list[Council | Group] = [*GROUPS_WITH_DISTRICT, cumbria, *councils_with_old_dorset()]
    return grid(rows, years, _COUNT_THINGS, columns)


def _turnover_rows(draws: Draws, last_year: int) -> Rows:
    years = range(2023, last_year + 1)
    both = Council("[z]", "Cornwall and Isles of Scilly", "[z]", "", "")
    columns = []
    for year in years:
        rates = {row: turnover(draws, row.code, year) for row in councils()}
        staff = {row: workforce(draws, row.code, year) for row in councils()}
        column: dict[str, list[Cell]] = {row.code: [_percent(rates[row])] for row in rates}
        for group in GROUPS:
            members = [row for row in rates if group.holds(row)]
            pooled = sum(rates[row] * staff[row] for row in members)
            mean = _percent(pooled / sum(staff[row] for row in members))
            column[group.letters] = ["[z]" if year == 2023 and group.code == "[z]" else mean]
        column[both.code] = column[_CORNWALL] if year > 2023 else ["[x]"]
        if year > 2023:
            column[_CORNWALL] = ["[x]"]
        column[ISLES_OF_SCILLY] = ["[x]"]
        column[OLD_DORSET] = column[DORSET]
        columns.append(column)
    return grid((*GROUPS, *councils_with_old_dorset(), both), years, ("outcome",), columns)


def _provider_rows(draws: Draws, last_year: int) -> Rows:
    years = range(2023, last_year + 1)
    things = [f"{rating} {thing}" for rating in _RATINGS for thing in _COUNT_THINGS]
    columns = []
    for year in years:
        unknown = {CITY_OF_LONDON} | (_NEW_IN_2023 if year == 2023 else set())
        column: dict[str, list[Cell]] = {code: ["[x]"] * len(things) for code in unknown}
        homes = {
            row: providers(draws, row.code, year) for row in councils() if row.code not in unknown
        }
        column |= {row.code: _rating_cells(ratings) for row, ratings in homes.items()}
        for group in GROUPS:
            members = [ratings for row, ratings in homes.items() if group.holds(row)]
            column[group.letters] = _rating_cells(
                [sum(each) for each in zip(*members, strict=True)]
            )
        column[OLD_DORSET] = column[DORSET]
        columns.append(column)
    # This table alone has the region's full name.
    groups = (
        Group(g.letters, "East of England", g.code) if g.letters == "E" else g for g in GROUPS
    )
    return grid((*groups, *councils_with_old_dorset()), years, things, columns)


def _cells(count: Count, per: int, places: int, shown: Callable[[int], int] = int) -> list[Cell]:
    if count.hidden:
        return [count.hidden] * 3
    outcome = half_up(count.numerator, count.denominator, per, places)
    return [shown(count.numerator), shown(count.denominator), outcome]


def _enquiry_cells(count: Count) -> list[Cell]:
    """Return rounded counts; an outcome over 100 per cent is not shown, its counts are."""
    cells = _cells(count, 100, 1, to_five)
    return [*cells[:2], "[z]"] if count.numerator > count.denominator else cells


def _rating_cells(ratings: Sequence[int]) -> list[Cell]:
    total = sum(ratings)
    numerators = (*ratings, ratings[0] + ratings[1])
    return [cell for n in numerators for cell in (n, total, half_up(n, total))]


def _total(counts: Mapping[Council, Count], group: Group) -> Count:
    held = [count for row, count in counts.items() if group.holds(row) and count.in_totals]
    return Count(sum(count.numerator for count in held), sum(count.denominator for count in held))


def _percent(value: float) -> float:
    """Return a percentage as the publisher's arithmetic leaves it, with float dust."""
    return rounded(value / 100, 3) * 100


if __name__ == "__main__":
    main()
