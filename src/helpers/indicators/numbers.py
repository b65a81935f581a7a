"""Numbers in words and tables: published precision, never more, and never a bare ±0."""

from __future__ import annotations

from helpers.base.records import STATUS_WORDS
from helpers.indicators.registry import Indicator
from helpers.methods.rounding import half_up

DASH = "–"


def count(number: int | float) -> str:
    """Return a whole number with thousands separators."""
    return f"{int(number):,}"


def rounded_count(number: float) -> str:
    """Return a computed number of people or things as a whole number, halves up."""
    return count(half_up(number))


def value(number: float, indicator: Indicator) -> str:
    """Return a value with its published decimals, without its unit."""
    return f"{number:,.{indicator.decimals}f}"


def value_above(number: float, indicator: Indicator) -> str:
    """Return England's or a region's value with its published decimals, without its unit."""
    above = indicator.decimals if indicator.decimals_above is None else indicator.decimals_above
    return f"{number:,.{above}f}"


def published(number: float | None, indicator: Indicator, *, above: bool = False) -> float | None:
    """Return a number as precise as a table shows it, so that a chart draws that and no more.

    Parameters
    ----------
    number : float or None
        The value, or an end of its interval.
    indicator : Indicator
        Whose decimals it has.
    above : bool
        Whether it is England's or a region's.
    """
    if number is None:
        return None
    if above and indicator.decimals_above is not None:
        return round(number, indicator.decimals_above)
    return round(number, indicator.decimals)


def with_unit(number: float, indicator: Indicator, *, above: bool = False) -> str:
    """Return a value with its unit, as a sentence says it.

    Parameters
    ----------
    number : float
        The value.
    indicator : Indicator
        Whose unit and decimals it has.
    above : bool
        Whether the value is England's or a region's.
    """
    plain = value_above(number, indicator) if above else value(number, indicator)
    if indicator.unit == "per cent":
        return f"{plain}%"
    if indicator.unit == "score":
        return plain
    if indicator.unit.startswith("score "):
        return f"{plain} {indicator.unit.removeprefix('score ')}"
    return f"{plain} {indicator.unit}"


def signed(number: float, indicator: Indicator) -> str:
    """Return a change with its sign, a minus sign and not a hyphen."""
    plain = value(abs(number), indicator)
    return f"\N{MINUS SIGN}{plain}" if number < 0 and float(plain.replace(",", "")) else plain


def margin(number: float, indicator: Indicator) -> str:
    """Return a margin of error as printed; a printed nought is under half of the last digit."""
    if number == 0:
        return f"under {0.5 * 10**-indicator.decimals:.{indicator.decimals + 1}f}"
    return f"±{number:.{indicator.decimals}f}"


def interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return an interval as "from to to"."""
    return f"{value(lower, indicator)} to {value(upper, indicator)}"


def status(name: str) -> str:
    """Return the words for a number that is not shown."""
    return STATUS_WORDS.get(name, name)
