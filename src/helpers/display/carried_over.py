"""A count that carries over, such as people on a day: its moves described and not tested."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.period_kinds import PeriodKind
from helpers.base.spans import last_day
from helpers.display import numbers
from helpers.display.shown import Shown
from helpers.methods.rounding import half_up


def why_untested(kind: str) -> str:
    """Say why no rule is applied.

    Parameters
    ----------
    kind : str
        Kind of the series' periods.
    """
    if kind in {PeriodKind.DATE, PeriodKind.MONTH}:
        return (
            "This stands at a month's end, and who is counted at one may be counted again at the "
            "next: so its moves from month to month are described, and no rule tests them"
        )
    return (
        f"Who is counted in one {kind} may be counted again in the next: so its moves are "
        "described, and no rule tests them"
    )


def since_a_year(known: Sequence[Shown]) -> str:
    """Say how far a series went in the year to its last figure, or since its first.

    Parameters
    ----------
    known : sequence of Shown
        At least two figures with a value, earliest first, without a break between them.
    """
    first, last = _ends(known)
    span = f"From {first.year} until {last.year}"
    before = numbers.with_unit(_number(first), first.indicator)
    now = numbers.with_unit(_number(last), last.indicator)
    if before == now:
        return f"{span} it ended where it began, at {now}"
    part = ""
    if last.indicator.is_number and _number(first):
        part = f" ({half_up(abs(_apart(first, last)) / _number(first) * 100, 1):.1f}%)"
    return f"{span} it went from {before} to {now}: {_told(first, last)}{part}"


def in_short(known: Sequence[Shown]) -> str:
    """Return the same for a title."""
    first, last = _ends(known)
    when = "a year before" if _is_a_year(first, last) else first.when
    if not half_up(abs(_apart(first, last)), last.indicator.decimals):
        return f"as {'many' if last.indicator.is_number else 'much'} as {when}"
    return f"{_told(first, last)} than {when}"


def _ends(known: Sequence[Shown]) -> tuple[Shown, Shown]:
    last = known[-1]
    before = [figure for figure in known[:-1] if _is_a_year(figure, last)]
    return (before[0] if before else known[0]), last


def _is_a_year(earlier: Shown, later: Shown) -> bool:
    first = last_day(earlier.period, earlier.period_kind)
    last = last_day(later.period, later.period_kind)
    return (first.year + 1, first.month) == (last.year, last.month)


def _told(first: Shown, last: Shown) -> str:
    apart = _apart(first, last)
    plain = numbers.value(half_up(abs(apart), last.indicator.decimals), last.indicator)
    unit = " percentage points" if last.indicator.unit == "per cent" else ""
    return f"{plain}{unit} {_word(apart, last)}"


def _word(apart: float, figure: Shown) -> str:
    if apart > 0:
        return "more"
    return "fewer" if figure.indicator.is_number else "less"


def _apart(first: Shown, last: Shown) -> float:
    return _number(last) - _number(first)


def _number(figure: Shown) -> float:
    return figure.value or 0.0
