"""Tables of a pool: who pays in, and what it pays for, each line with its document and page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from helpers.base.period_kinds import YEAR_HEADING
from helpers.base.periods import spoken
from helpers.display import numbers
from helpers.display.tables import Column, Table
from helpers.indicators.pool import (
    EVERYONE,
    OUTTURN,
    PLAN,
    POOLED,
    SCHEME,
    Amount,
    Line,
    PoolYear,
)
from helpers.methods.rounding import half_up

SOURCE = "documents of the health and wellbeing board, named with the figures"
ALL_TOGETHER = "All together"
IN_UNIT = {
    "GBP": "in pounds",
    "GBP thousand": "in thousands of pounds",
    "GBP million": "in millions of pounds",
}
AS_SPENT = {PLAN: "Plan", OUTTURN: "Outturn"}
Cells = Callable[[Line], str]


def pounds(amount: float) -> str:
    """Return whole pounds with their sign, as a sentence says them."""
    return f"£{half_up(amount):,.0f}"


def share(amount: float, pool: float) -> str:
    """Return a share of the pool, in per cent; nothing rounds to none of it, or to all."""
    told = f"{half_up(amount / pool * 100, 1):.1f}%"
    if told == "0.0%" and amount:
        return "under 0.1%"
    return "almost 100%" if told == "100.0%" and half_up(amount) != half_up(pool) else told


def named_all(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def payers_table(year: PoolYear, table_id: str) -> Table:
    """Table of the contributions to a pool in one year.

    Parameters
    ----------
    year : PoolYear
        With at least one contribution.
    table_id : str
        Name within the page.
    """
    heads: tuple[tuple[Column, Cells], ...] = (
        (Column("payer", "Who pays in"), _payer),
        (Column("kind", "Contribution"), _kind),
    )
    return _table(year, year.contributions, heads, table_id, "Who pays into the pool")


def schemes_table(year: PoolYear, table_id: str) -> Table:
    """Table of the schemes of a pool in one year, with who pays where that is said."""
    heads: list[tuple[Column, Cells]] = [(Column("scheme", "Scheme"), lambda line: line.name)]
    if any(line.organisation != EVERYONE for line in year.schemes):
        heads.append((Column("payer", "Paid by"), _payer))
    return _table(year, year.schemes, heads, table_id, "What the pool pays for, scheme by scheme")


def _table(
    year: PoolYear,
    lines: Sequence[Line],
    heads: Sequence[tuple[Column, Cells]],
    table_id: str,
    caption: str,
) -> Table:
    columns = [column for column, _ in heads]
    columns.append(Column("period", YEAR_HEADING))
    cells = [[told(line) for _, told in heads] + [spoken(year.period)] for line in lines]
    for which, word in AS_SPENT.items():
        columns += _columns(which, word)
        for row, line in zip(cells, lines, strict=True):
            row.extend(_cells(line.amount(which), year.pool(which)))
    # A plan without an outturn has no columns of dashes beside it.
    kept = [
        place
        for place, column in enumerate(columns)
        if any(row[place] != numbers.DASH for row in cells)
    ]
    columns = [columns[place] for place in kept]
    cells = [[row[place] for place in kept] for row in cells]
    return Table(
        table_id,
        f"{caption}, {spoken(year.period)}",
        tuple(columns),
        tuple(tuple(row) for row in cells),
        tuple(None for _ in cells),
        printed(lines),
        SOURCE,
    )


def printed(lines: Iterable[Line]) -> str:
    """Say in which units the documents print the amounts."""
    units = {amount.unit for line in lines for amount in (line.plan, line.outturn) if amount}
    told = [words for unit, words in IN_UNIT.items() if unit in units]
    if told == [IN_UNIT["GBP"]]:
        return "The documents print these amounts in pounds."
    return f"The documents print these amounts {named_all(told)}; here all are in pounds."


def _payer(line: Line) -> str:
    return ALL_TOGETHER if line.organisation == EVERYONE else line.organisation


def _kind(line: Line) -> str:
    kind = "the pool as stated" if line.kind == POOLED else line.kind
    kind = kind[:1].upper() + kind[1:]
    return f"{kind}: {line.name}" if line.name and line.kind != SCHEME else kind


def _columns(which: str, word: str) -> list[Column]:
    return [
        Column(f"{which}_pounds", f"{word}, £", numeric=True),
        Column(f"{which}_share", f"{word}, share of pool", numeric=True),
        Column(f"{which}_document", f"{word}, from"),
        Column(f"{which}_page", f"{word}, page"),
    ]


def _cells(amount: Amount | None, pool: Amount | None) -> list[str]:
    if amount is None:
        return [numbers.DASH] * 4
    part = share(amount.pounds, pool.pounds) if pool and pool.pounds else numbers.DASH
    pounds_given = numbers.count(half_up(amount.pounds))
    # A spreadsheet would take the bare pages 4-5 for a day.
    page = f"p. {amount.page}" if amount.page else numbers.DASH
    return [pounds_given, part, amount.document, page]
