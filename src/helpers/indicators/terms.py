"""Sums over the rows of one table, many at a time: the one place where rows are added up.

Each sum is a `Cell`. All cells that select by the same columns are found in one join of the
table with a small frame of what they select, and added up in one pass. A suppressed row
makes its sum suppressed, a missing one makes it missing: never smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import polars as pl

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind
from helpers.base.records import Level, Status
from helpers.base.spans import last_day, year_of
from helpers.contracts.outline import Outline
from helpers.indicators.columns import (
    AREA,
    AS_AT,
    CELL,
    END,
    KIND,
    LEVEL,
    MADE_OF,
    PERIOD,
    RECEIPTS,
    SOURCE,
    STATUS,
    VALUE,
)
from helpers.indicators.computation import Period, Term, Where
from helpers.indicators.territories import today

FOUND = "_found"
KEYS = [CELL, AREA, LEVEL, PERIOD]
PARTS_OF_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
# From the least to what a sum takes on when any of its rows has it.
ORDER = (
    Status.OK,
    Status.ROUNDED,
    Status.PROVISIONAL,
    Status.NOT_APPLICABLE,
    Status.NOT_AVAILABLE,
    Status.SUPPRESSED,
)
GRADE = {status.value: grade for grade, status in enumerate(ORDER)}
GIVEN = GRADE[Status.PROVISIONAL]
MISSING = GRADE[Status.NOT_AVAILABLE]


@dataclass(frozen=True)
class Cell:
    """One sum: a column over the rows that a selection finds, by area and period.

    Attributes
    ----------
    column : str
        What is added up.
    where, less : tuple of (column, values)
        Rows that are added, and rows that are taken away.
    any_number : bool
        Whether any number of rows will do.
    period, kind, quarter : str
        Columns of the period and of its quarter, and what the period is.
    by_year : bool
        Whether its months or quarters are added up to financial years.
    """

    column: str
    where: tuple[tuple[str, tuple[str | None, ...]], ...]
    less: tuple[tuple[str, tuple[str | None, ...]], ...]
    any_number: bool
    period: str
    kind: str
    quarter: str
    by_year: bool

    @property
    def rows(self) -> int:
        """How many rows make the sum, for an area that stands by itself in the data."""
        return _combinations(self.where) + (_combinations(self.less) if self.less else 0)


def cell_of(
    term: Term,
    where: Where,
    outline: Outline,
    at_total: Mapping[str, str],
    period: Period | None = None,
    *,
    by_year: bool = False,
) -> Cell:
    """Make the cell of a term.

    Parameters
    ----------
    term : Term
        What is added up.
    where : dict
        The selection of the computation and of the part.
    outline : Outline
        The contract of its dataset.
    at_total : mapping of str to str
        Columns that take the word of the whole where the selection does not name them.
    period : Period or None
        Where the period stands, if not where the contract says.
    by_year : bool
        Whether months or quarters are added up to financial years.
    """
    column, kind, quarter = outline.period_column, outline.period_kind, ""
    if period is not None:
        column, kind, quarter = period.column, period.kind, period.quarter
    if kind == PeriodKind.NONE:
        column, kind = AS_AT, PeriodKind.DATE.value
    selected = {name: (word,) for name, word in at_total.items()} | where | term.where
    return Cell(
        term.column,
        _frozen(selected),
        _frozen(selected | term.less) if term.less else (),
        term.any_number,
        column,
        kind,
        quarter,
        by_year,
    )


def sums(table: pl.DataFrame, outline: Outline, cells: Sequence[Cell]) -> pl.DataFrame:
    """Add up every cell by area and period.

    Parameters
    ----------
    table : DataFrame
        Rows with their areas, as `Tables.placed` gives them.
    outline : Outline
        The contract of the dataset.
    cells : sequence of Cell
        The sums; their places are the numbers in column `cell`.

    Returns
    -------
    DataFrame
        `cell`, area, level, `period`, `period_kind`, `period_end`, `value`, `status` (its
        grade), and the numbers of the receipts.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, cell in enumerate(cells):
        names = tuple(name for name, _ in cell.where)
        groups.setdefault((names, cell.column, cell.period, cell.kind, cell.quarter), []).append(
            number
        )
    found = [_group(table, outline, cells, numbers) for numbers in groups.values()]
    frame = pl.concat(found) if found else pl.DataFrame(schema=SUMS)
    return _by_year(with_ends(frame), cells)


SUMS = pl.Schema(
    {
        CELL: pl.Int64(),
        AREA: pl.String(),
        LEVEL: pl.String(),
        PERIOD: pl.String(),
        KIND: pl.String(),
        VALUE: pl.Float64(),
        STATUS: pl.Int64(),
        RECEIPTS: pl.List(pl.UInt16()),
    }
)


def _group(
    table: pl.DataFrame, outline: Outline, cells: Sequence[Cell], numbers: Sequence[int]
) -> pl.DataFrame:
    first = cells[numbers[0]]
    names = [name for name, _ in first.where]
    chosen = pl.DataFrame(
        [row for number in numbers for row in _choices(number, cells[number])],
        schema={CELL: pl.Int64, "_choice": pl.Int64, "_sign": pl.Float64}
        | {name: table.schema[name] for name in names},
        orient="row",
    )
    rows = table.select(
        *dict.fromkeys(names),
        AREA,
        LEVEL,
        MADE_OF,
        SOURCE,
        RECEIPTS,
        period_of(first.period, first.quarter).alias(PERIOD),
        pl.col(first.column).cast(pl.Float64).alias(VALUE),
        grade_of(first.column, outline).alias(STATUS),
    ).filter(pl.col(PERIOD).is_not_null())
    if names:
        rows = rows.join(chosen, on=names, how="inner", nulls_equal=True)
    else:
        rows = rows.join(chosen, how="cross")
    expected = pl.col(CELL).replace_strict({n: cells[n].rows for n in numbers})
    anything = pl.col(CELL).is_in([number for number in numbers if cells[number].any_number])
    added = _added(_once(rows, anything))
    short = (pl.col(FOUND) < expected * pl.col(MADE_OF)) & ~anything
    short = short | (pl.col("_sources") < pl.col(MADE_OF))
    # Where every row is not applicable so is the sum; where only some are, it is not whole.
    graded = (
        pl.when((pl.col(STATUS) == GRADE[Status.NOT_APPLICABLE]) & (pl.col("_least") <= GIVEN))
        .then(MISSING)
        .when(short)
        .then(pl.max_horizontal(STATUS, pl.lit(MISSING)))
        .otherwise(pl.col(STATUS))
    )
    return added.with_columns(graded.alias(STATUS), pl.lit(first.kind).alias(KIND)).select(
        CELL, AREA, LEVEL, PERIOD, KIND, VALUE, pl.col(STATUS).cast(pl.Int64), RECEIPTS
    )


def _once(rows: pl.DataFrame, anything: pl.Expr) -> pl.DataFrame:
    """Count a figure that several rows repeat once; where they differ nobody knows which it is."""
    signed = (pl.col(VALUE) * pl.col("_sign")).alias(VALUE)
    keys = [*KEYS, SOURCE, "_choice"]
    repeated = rows.select(keys).is_duplicated()
    alone = rows.filter(~repeated).with_columns(signed, pl.col(STATUS).alias("_least"))
    kept = [*keys, VALUE, STATUS, "_least", MADE_OF, RECEIPTS]
    if not repeated.any():
        return alone.select(kept)
    same = (pl.col(VALUE).min() == pl.col(VALUE).max()).fill_null(value=True)
    together = (
        rows.filter(repeated)
        .with_columns(signed)
        .group_by(keys, maintain_order=True)
        .agg(
            pl.when(anything.first())
            .then(pl.col(VALUE).sum())
            .otherwise(pl.col(VALUE).first())
            .alias(VALUE),
            pl.when(anything.first() | same)
            .then(pl.col(STATUS).max())
            .otherwise(pl.max_horizontal(pl.col(STATUS).max(), pl.lit(MISSING)))
            .alias(STATUS),
            pl.col(STATUS).min().alias("_least"),
            pl.col(MADE_OF, RECEIPTS).first(),
        )
    )
    return pl.concat([alone.select(kept), together.select(kept)])


def _added(once: pl.DataFrame) -> pl.DataFrame:
    """Add up the figures of each cell, area and period."""
    several = once.select(KEYS).is_duplicated()
    alone = once.filter(~several).select(
        *KEYS,
        VALUE,
        STATUS,
        "_least",
        pl.lit(1, dtype=pl.Int64).alias(FOUND),
        MADE_OF,
        pl.lit(1, dtype=pl.UInt32).alias("_sources"),
        pl.concat_list(RECEIPTS).alias(RECEIPTS),
    )
    if not several.any():
        return alone
    together = (
        once.filter(several)
        .group_by(KEYS, maintain_order=True)
        .agg(
            pl.col(VALUE).sum(),
            pl.col(STATUS).max(),
            pl.col("_least").min(),
            pl.len().cast(pl.Int64).alias(FOUND),
            pl.col(MADE_OF).first(),
            pl.col(SOURCE).n_unique().alias("_sources"),
            pl.col(RECEIPTS).unique(),
        )
    )
    return pl.concat([alone, together])


def period_of(column: str, quarter: str) -> pl.Expr:
    """Text of a row's period; days as in ISO 8601."""
    text = pl.col(column).cast(pl.String)
    return pl.concat_str(text, pl.col(quarter), separator="-") if quarter else text


def grade_of(column: str, outline: Outline, status: str = "") -> pl.Expr:
    """Grade of a row's status: its own column where there is one, and never "ok" without a value.

    Parameters
    ----------
    column : str
        Column of the figure.
    outline : Outline
        The contract of the dataset.
    status : str
        Column of the status, where it is not the one that the contract puts beside the figure.
    """
    name = status or outline.status_of(column)
    known = pl.col(name).replace_strict(GRADE, default=MISSING) if name else pl.lit(GRADE["ok"])
    known = known.fill_null(MISSING).cast(pl.Int64)
    absent = pl.when(known <= GIVEN).then(MISSING).otherwise(known)
    return pl.when(pl.col(column).is_null()).then(absent).otherwise(known)


def with_ends(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the day on which each period ends; rows of what is no period of its kind are left out.

    Some files hold an average of several years beside the years: it is a figure of none of them.
    """
    pairs = frame.select(PERIOD, KIND).unique()
    ends = pairs.with_columns(
        pl.Series(END, [_end(*pair) for pair in pairs.iter_rows()], dtype=pl.Date)
    ).filter(pl.col(END).is_not_null())
    return frame.join(ends, on=[PERIOD, KIND], how="inner", maintain_order="left")


def _end(period: str, kind: str) -> date | None:
    try:
        return last_day(period, kind)
    except (ParameterError, ValueError):
        return None


def _by_year(frame: pl.DataFrame, cells: Sequence[Cell]) -> pl.DataFrame:
    numbers = [number for number, cell in enumerate(cells) if cell.by_year]
    if not numbers:
        return frame
    parts = frame.filter(pl.col(CELL).is_in(numbers))
    ends = parts[END].unique().to_list()
    year = pl.col(END).replace_strict({end: year_of(end) for end in ends}, return_dtype=pl.String)
    need = {number: PARTS_OF_YEAR[PeriodKind(cells[number].kind)] for number in numbers}
    now = today(parts.filter(pl.col(LEVEL) == Level.COUNCIL.value)[AREA].unique().to_list())
    renamed = {code: later for code, later in now.items() if later}
    years = (
        parts.sort(END)
        # A council that got a new code within the year is one council, under its later code.
        .group_by(
            CELL,
            pl.col(AREA).replace(renamed).alias("_territory"),
            LEVEL,
            year.alias(PERIOD),
            maintain_order=True,
        )
        .agg(
            pl.col(AREA).last(),
            pl.col(VALUE).sum(),
            pl.col(STATUS).max(),
            pl.len().cast(pl.Int64).alias(FOUND),
            pl.col(END).n_unique().cast(pl.Int64).alias("_different"),
            pl.col(RECEIPTS).explode().unique(),
        )
        .with_columns(
            pl.when(
                (pl.col(FOUND) != pl.col("_different"))
                | (pl.col(FOUND) < pl.col(CELL).replace_strict(need))
            )
            .then(pl.max_horizontal(STATUS, pl.lit(MISSING)))
            .otherwise(pl.col(STATUS))
            .alias(STATUS),
            pl.lit(PeriodKind.FINANCIAL_YEAR.value).alias(KIND),
        )
    )
    rest = frame.filter(~pl.col(CELL).is_in(numbers))
    return pl.concat([rest, with_ends(years).select(frame.columns)])


def _choices(number: int, cell: Cell) -> Iterator[tuple[object, ...]]:
    """Every combination of values that a cell selects, numbered, with its sign."""
    turn = 0
    for sign, selected in ((1.0, cell.where), (-1.0, cell.less)):
        if selected or sign > 0:
            for values in product(*(values for _, values in selected)):
                yield (number, turn, sign, *values)
                turn += 1


def _frozen(where: Where) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    return tuple(sorted(where.items()))


def _combinations(selected: Iterable[tuple[str, tuple[str | None, ...]]]) -> int:
    number = 1
    for _, values in selected:
        number *= len(values)
    return number
