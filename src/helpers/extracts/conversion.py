"""From text to the contract's types, a whole column at a time.

Each function gives Polars expressions, so that a million rows cost seconds and are never
Python objects. Text that cannot be read becomes null, and the row says which column.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from helpers.base.period_kinds import MONTHS
from helpers.base.records import Status
from helpers.contracts.model import Column
from helpers.extracts.cells import DUST, UNREADABLE
from helpers.extracts.table_layout import ColumnLayout

_NOT_FOLLOWING = " (two years that do not follow each other)"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_YEAR_PAIR = r"^(\d{4})\s*(?:-|/|–|to|\s)\s*(\d{2}|\d{4})$"
_YEAR_THEN_QUARTER = r"(?i)^(\d{4}\s*[-/–]\s*\d{2,4})[\s-]*Q(?:uarter)?\s*([1-4])$"
_QUARTER_FIRST = r"(?i)^Q(?:uarter)?\s*([1-4])[\s,-]*(?:of\s+)?(\d{4}\s*[-/–]\s*\d{2,4})$"
_ISO_DATE = r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?(?:\.0+)?Z?)?$"
_MONTH_YEAR = r"^([A-Za-z]{3,9})\.?[\s-]+'?(\d{4}|\d{2})(?:\s*\[[a-z]\])?$"

POLARS_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "date": pl.Date(),
}


@dataclass(frozen=True)
class Converted:
    """Expressions for one column of the contract.

    Attributes
    ----------
    columns : tuple of Expr
        The column, and its status where it has one, named as in the contract.
    unreadable : Expr or None
        True where the text could not be read; None where every text can be.
    """

    columns: tuple[pl.Expr, ...]
    unreadable: pl.Expr | None


def convert(
    raw: pl.Expr,
    column: Column,
    layout: ColumnLayout,
    markers: dict[str, str],
    *,
    tidy: bool = False,
) -> Converted:
    """Read one column of text.

    Parameters
    ----------
    raw : Expr
        The text; a blank is null or has no letters.
    column : Column
        What the contract says of the column.
    layout : ColumnLayout
        How the file writes it.
    markers : dict of str to str
        Status by the publisher's marker, in lower case.
    tidy : bool
        Whether no text has a space at its ends, and none is empty.
    """
    kind = layout.kind if layout.kind != "text" else column.logical_type
    text = raw
    if not tidy:
        text = raw.str.strip_chars()
        text = pl.when(text != "").then(text)
    if column.logical_type == "string":
        # What cannot be read stays as it is, and breaks the contract's rule on its form.
        value = text if kind in _PLAIN and not layout.synonyms else _each(text, kind, layout)
        return Converted((value.alias(column.name),), None)
    if kind in ("number", "integer"):
        value = _number(text)
        if column.logical_type == "integer":
            value = pl.when(value == value.round(0)).then(value)
    else:
        value = _each(text, kind, layout)
    value = value.cast(POLARS_TYPES[column.logical_type], strict=False)
    # Few cells are left: what follows is cheap on the nulls of all others.
    left = pl.when(value.is_null()).then(text).str.to_lowercase()
    marked = left.replace_strict(markers, default=None, return_dtype=pl.String)
    if not layout.status:
        unread = left.is_not_null() & marked.is_null() if markers else left.is_not_null()
        return Converted((value.alias(column.name),), unread)
    status = (
        pl.when(value.is_not_null())
        .then(pl.lit(Status.OK.value))
        .when(left.is_null())
        .then(pl.lit(layout.blank or UNREADABLE))
        .otherwise(marked.fill_null(UNREADABLE) if markers else pl.lit(UNREADABLE))
    )
    return Converted(
        (value.alias(column.name), status.alias(f"{column.name}_status")), status == UNREADABLE
    )


def _each(text: pl.Expr, kind: str, layout: ColumnLayout) -> pl.Expr:
    """Convert the different texts of a column once each: a million rows hold few of them."""
    is_date = kind in ("date", "month end")

    def by_value(series: pl.Series) -> pl.Series:
        if kind == "code" and not layout.synonyms and not series.str.ends_with(".0").any():
            return series
        different = series.drop_nulls().unique()
        value = _VALUES[kind](pl.col("text"), layout)
        made = different.to_frame("text").select(
            value if is_date else pl.coalesce(value, pl.col("text"))
        )
        values = made.to_series()
        return series.replace_strict(different, values, default=None, return_dtype=values.dtype)

    kind_made = pl.Date() if is_date else pl.String()
    return text.map_batches(by_value, return_dtype=kind_made, is_elementwise=True)


def _text(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    if not layout.synonyms:
        return text
    folded = text.str.to_lowercase().str.replace_all(r"[\s_]+", "")
    return pl.coalesce(
        folded.replace_strict(layout.synonyms, default=None, return_dtype=pl.String), text
    )


def _code(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    # A spreadsheet turns the code 319 into the number 319.0.
    return _text(text.str.replace(r"^(\d+)\.0+$", "${1}"), layout)


def _number(text: pl.Expr) -> pl.Expr:
    grouped = text.str.contains(_GROUPED)
    plain = pl.when(grouped).then(text.str.replace_all(",", "")).otherwise(text)
    plain = pl.when(plain.str.contains(_NUMBER)).then(plain)
    return _finite(plain.cast(pl.Float64, strict=False))


def _finite(number: pl.Expr) -> pl.Expr:
    return pl.when(number.is_finite()).then(number.round(DUST))


def _date(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    day = text.str.replace(r"[T ]00:00(:00)?(\.0+)?Z?$", "")
    return pl.coalesce(day.str.to_date(form, strict=False) for form in layout.dates)


def _financial_year(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    first = text.str.extract(_YEAR_PAIR, 1).cast(pl.Int32, strict=False)
    second = text.str.extract(_YEAR_PAIR, 2).str.slice(-2).cast(pl.Int32, strict=False)
    follows = pl.when((first + 1) % 100 == second).then(_pair(first))
    # Said in the cell itself, so that the rule on its form finds it and the supplier reads it.
    return pl.coalesce(follows, pl.when(second.is_not_null()).then(text + _NOT_FOLLOWING))


def _financial_year_end(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    year = text.str.extract(r"^(\d{4})(?:\.0)?$", 1).cast(pl.Int32, strict=False)
    day = _date(text, layout)
    march = pl.when((day.dt.month() == 3) & (day.dt.day() == 31)).then(day.dt.year())
    return pl.coalesce(
        _financial_year(text, layout), _pair(year - 1), _pair(march.cast(pl.Int32) - 1)
    )


def _pair(first: pl.Expr) -> pl.Expr:
    second = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(first.cast(pl.String), pl.lit("-"), second)


def _month(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    names = {
        name[:length].lower(): f"{number:02d}"
        for number, name in enumerate(MONTHS, 1)
        for length in (3, 4, len(name))
    }
    word = text.str.extract(_MONTH_YEAR, 1).str.to_lowercase()
    number = word.replace_strict(names, default=None, return_dtype=pl.String)
    year = text.str.extract(_MONTH_YEAR, 2)
    year = pl.when(year.str.len_chars() == 2).then(pl.lit("20") + year).otherwise(year)
    plain = pl.when(text.str.contains(r"^\d{4}-(0[1-9]|1[0-2])$")).then(text)
    return pl.coalesce(
        plain, pl.concat_str(year, pl.lit("-"), number), _date(text, layout).dt.strftime("%Y-%m")
    )


def _month_end(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    # A month without a day stands for its last day; a day stays, for the contract's rule to judge.
    first = (_month(text, layout) + pl.lit("-01")).str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(_date(text, layout), first.dt.month_end())


def _quarter(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    year = pl.coalesce(text.str.extract(_YEAR_THEN_QUARTER, 1), text.str.extract(_QUARTER_FIRST, 2))
    number = pl.coalesce(
        text.str.extract(_YEAR_THEN_QUARTER, 2), text.str.extract(_QUARTER_FIRST, 1)
    )
    return pl.concat_str(_financial_year(year, layout), pl.lit("-Q"), number)


def _calendar_year(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    year = text.str.extract(r"^(?:mid-?\s?)?(\d{4})(?:\.0)?$", 1)
    return pl.coalesce(year, _date(text, layout).dt.strftime("%Y"))


def _yes_or_no(text: pl.Expr, layout: ColumnLayout) -> pl.Expr:
    words = {"y": "yes", "yes": "yes", "true": "yes", "n": "no", "no": "no", "false": "no"}
    return text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String)


_PLAIN = ("text", "string")
_VALUES = {
    "text": _text,
    "string": _text,
    "code": _code,
    "date": _date,
    "financial year": _financial_year,
    "financial year end": _financial_year_end,
    "month": _month,
    "month end": _month_end,
    "quarter": _quarter,
    "calendar year": _calendar_year,
    "yes or no": _yes_or_no,
}
