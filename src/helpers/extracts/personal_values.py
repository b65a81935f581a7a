"""Cells that have the form of something personal: found a whole column at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from helpers.base.personal_forms import (
    DATE_OF_BIRTH,
    EMAIL,
    NATIONAL_INSURANCE,
    NHS_NUMBER,
    PATTERNS,
    POSTCODE,
    POSTCODE_FORM,
    TELEPHONE,
    TEN_DIGITS,
)
from helpers.extracts.opened import ROW

__all__ = [
    "DATE_OF_BIRTH",
    "EMAIL",
    "NATIONAL_INSURANCE",
    "NHS_NUMBER",
    "POSTCODE",
    "TELEPHONE",
    "Personal",
    "personal_values",
]

_PATTERNS = {**PATTERNS, POSTCODE: rf"(?i)^{POSTCODE_FORM}$"}
# A leading nought makes a text of digits a telephone number or a code, not a number.
_NUMBER = r"^[+-]?£?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d*)?(?:[eE][+-]?\d+)?%?$"
_TEN_DIGITS = r"^[1-9]\d{9}(?:\.0+)?$"
_IN_TEXT = TEN_DIGITS
_DATE = (
    r"^(?:\d{4}-\d{2}-\d{2}(?:[T ].*)?|\d{1,2}[/. -]\d{1,2}[/. -]\d{4}"
    r"|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4})$"
)
# People who draw on adult social care were born before; their councils' counts began after.
BORN_BEFORE = 2005
# One number of ten digits in eleven passes the check by chance: of a column of numbers all must.
NUMBERS_AT_LEAST = 2
DATES_AT_LEAST = 2
_DIGITS = 10
_MODULUS = 11


@dataclass(frozen=True)
class Personal:
    """A cell of a form that is personal.

    Attributes
    ----------
    row : int
        Row of the sheet, as a spreadsheet program numbers it.
    form : str
        What it has the form of; never what stands there.
    """

    row: int
    form: str


def personal_values(
    frame: pl.LazyFrame, columns: Iterable[str], dated: Iterable[str]
) -> Personal | None:
    """Find the first cell of a personal form; None where there is none.

    Parameters
    ----------
    frame : LazyFrame
        `ROW` and columns of text.
    columns : iterable of str
        The columns to search. In one that holds mostly numbers a single number of ten digits
        is taken for money.
    dated : iterable of str
        Those of them in which dates are looked at too.
    """
    names, dated = list(columns), set(dated)
    if not names:
        return None
    counted = frame.select(expression for name in names for expression in _counts(name)).collect(
        engine="streaming"
    )
    seen = counted.row(0, named=True)
    found: list[Personal] = []
    for name in names:
        found.extend(
            Personal(seen[f"{name} {form}"], form)
            for form in _PATTERNS
            if seen[f"{name} {form}"] is not None
        )
        filled, numbers = seen[f"{name} filled"], seen[f"{name} numbers"]
        is_born = DATES_AT_LEAST <= filled == seen[f"{name} dates"]
        if name in dated and is_born and seen[f"{name} old"] * 2 > filled:
            found.append(Personal(seen[f"{name} first"], DATE_OF_BIRTH))
        mostly_numbers = numbers * 2 >= filled
        if seen[f"{name} texts"] or (seen[f"{name} tens"] and not mostly_numbers):
            found.extend(_nhs_numbers(frame, name, numbers=not mostly_numbers))
        if seen[f"{name} tens"] >= NUMBERS_AT_LEAST and mostly_numbers:
            found.extend(_nhs_numbers_alone(frame, name))
    return min(found, key=lambda one: one.row, default=None)


def _counts(name: str) -> list[pl.Expr]:
    text = pl.col(name).str.strip_chars()
    filled = text.fill_null("") != ""
    number = filled & text.str.contains(_NUMBER)
    other = filled & ~number
    date = other & text.str.contains(_DATE)
    year = pl.when(date).then(text.str.extract(r"(\d{4})", 1)).cast(pl.Int32, strict=False)
    return [
        filled.sum().alias(f"{name} filled"),
        number.sum().alias(f"{name} numbers"),
        date.sum().alias(f"{name} dates"),
        (year < BORN_BEFORE).sum().alias(f"{name} old"),
        pl.col(ROW).filter(filled).min().alias(f"{name} first"),
        (number & text.str.contains(_TEN_DIGITS)).sum().alias(f"{name} tens"),
        (other & text.str.contains(_IN_TEXT)).sum().alias(f"{name} texts"),
        *(
            pl.col(ROW).filter(other & text.str.contains(pattern)).min().alias(f"{name} {form}")
            for form, pattern in _PATTERNS.items()
        ),
    ]


def _nhs_numbers(frame: pl.LazyFrame, name: str, *, numbers: bool) -> list[Personal]:
    text = pl.col(name).str.strip_chars()
    wanted = text.str.contains(_IN_TEXT)
    taken = _checked(frame, name, wanted if numbers else wanted & ~text.str.contains(_NUMBER))
    rows = taken.filter(pl.col(name))[ROW]
    return [Personal(int(rows[0]), NHS_NUMBER)] if len(rows) else []


def _nhs_numbers_alone(frame: pl.LazyFrame, name: str) -> list[Personal]:
    taken = _checked(frame, name, pl.col(name).str.strip_chars().str.contains(_TEN_DIGITS))
    return [Personal(int(taken[ROW][0]), NHS_NUMBER)] if taken[name].all() else []


def _checked(frame: pl.LazyFrame, name: str, wanted: pl.Expr) -> pl.DataFrame:
    return (
        frame.filter(wanted)
        .select(pl.col(ROW), pl.col(name).str.extract_all(_IN_TEXT))
        .explode(name)
        .select(pl.col(ROW), _is_nhs_number(pl.col(name)).alias(name))
        .collect()
    )


def _is_nhs_number(text: pl.Expr) -> pl.Expr:
    digits = text.str.replace_all(r"[ -]", "")
    each = [digits.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(_DIGITS)]
    weighted = (digit * (_DIGITS - place) for place, digit in enumerate(each[:-1]))
    total = pl.sum_horizontal(weighted)
    check = (_MODULUS - total % _MODULUS) % _MODULUS
    alike = digits == pl.concat_str([digits.str.slice(0, 1)] * _DIGITS)
    return ((check == each[-1]) & ~alike).fill_null(value=False)
