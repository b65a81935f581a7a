"""One changed figure in words: its name, what it was and is, and what can be said of that."""

from __future__ import annotations

from collections.abc import Callable

from helpers.base.errors import ParameterError
from helpers.base.periods import spoken
from helpers.base.records import STATUS_WORDS, Status
from helpers.indicators.definitions import is_public
from helpers.indicators.editions import Figure, FigureChange, Kind
from helpers.indicators.moves import TOO_NEAR, Verdict

NOT_REPEATED = "not repeated here"
NONE = "\N{EN DASH}"

_PERCENT = "per cent"


def name_of(change: FigureChange) -> str:
    """Return the name of a figure: title, part of the whole, and its code where readers know it."""
    part = f", {change.part}" if change.part else ""
    code = f" ({change.indicator})" if is_public(change.framework) else ""
    return f"{change.title or change.indicator}{part}{code}"


def period_words(period: str) -> str:
    """Period for people; as it stands where it is not a financial year."""
    try:
        return spoken(period)
    except ParameterError:
        return period


def amount(value: float, change: FigureChange) -> str:
    """Return a value at its published decimals, with its unit."""
    plain = number(value, change)
    if change.unit == _PERCENT:
        return f"{plain}%"
    unit = change.unit.removeprefix("score").strip()
    return f"{plain} {unit}".strip()


def number(value: float, change: FigureChange) -> str:
    """Return a value at its published decimals, without its unit."""
    plain = f"{abs(value):,}" if change.decimals is None else f"{abs(value):,.{change.decimals}f}"
    minus = "\N{MINUS SIGN}" if value < 0 and float(plain.replace(",", "")) else ""
    return f"{minus}{plain}"


def figure_words(figure: Figure | None, change: FigureChange) -> str:
    """Say a figure, or why there is none to say."""
    if figure is None:
        return NONE
    if figure.value is not None:
        return amount(figure.value, change)
    return STATUS_WORDS.get(figure.status, figure.status)


def before_words(change: FigureChange) -> str:
    """Say what a figure was, as far as the later edition lets it be said."""
    figure = change.before
    if figure is not None and figure.value is None:
        # The status of a figure that was taken away would read as if it had never been there.
        gone = change.kind in {Kind.SUPPRESSED, Kind.WITHDRAWN, Kind.GONE, Kind.FLAGGED}
        if gone and figure.status != Status.SUPPRESSED:
            return NOT_REPEATED
    return figure_words(figure, change)


def says(change: FigureChange) -> str:
    """Say what happened to a figure, and what its margin makes of that."""
    return _SAYS[change.kind](change)


def _moved(change: FigureChange) -> str:
    if change.verdict == Verdict.NOT_JUDGED:
        return f"No direction can be said: {change.why}"
    reach = ""
    if change.lower is not None and change.upper is not None:
        low, high = number(change.lower, change), number(change.upper, change)
        reach = f" (95% interval of the difference: {low} to {high})"
    if change.verdict == Verdict.INSIDE:
        near = f": {TOO_NEAR}" if change.why else ""
        return f"No clear change{near or ': inside its margin'}{reach}"
    way = "Rose" if (change.change or 0) > 0 else "Fell"
    return f"{way} by more than its margin{reach}"


def _revised(change: FigureChange) -> str:
    if change.verdict == Verdict.NOT_JUDGED:
        return f"Revised; {change.why}"
    before = change.before
    shown = ""
    if before and before.lower is not None and before.upper is not None:
        shown = f" ({number(before.lower, change)} to {number(before.upper, change)})"
    side = "inside" if change.verdict == Verdict.INSIDE else "outside"
    return f"Revised; {side} the interval shown before{shown}"


def _flagged(change: FigureChange) -> str:
    now = change.after.flags if change.after else ""
    return f"Flagged now: {now}" if now else "No longer flagged"


_SAYS: dict[Kind, Callable[[FigureChange], str]] = {
    Kind.MOVED: _moved,
    Kind.EMPTY: lambda _: "No figure for the new period",
    Kind.REVISED: _revised,
    Kind.RECOUNTED: lambda _: "The same value; its counts or interval were revised",
    Kind.SUPPRESSED: lambda _: "Suppressed by the publisher now; it is not nought",
    Kind.RELEASED: lambda _: "Suppressed before, published now",
    Kind.WITHDRAWN: lambda _: "Withdrawn by the publisher; it is not nought",
    Kind.ARRIVED: lambda _: "Published now",
    Kind.STATUS: lambda change: f"Was {_status(change.before)}, is {_status(change.after)}",
    Kind.FLAGGED: _flagged,
    Kind.ADDED: lambda _: "A measure that the page did not show before",
    Kind.GONE: lambda _: "No longer shown",
}


def _status(figure: Figure | None) -> str:
    return STATUS_WORDS.get(figure.status, figure.status) if figure else "not shown"
