"""Where we are: the latest figure of a measure beside England, region, neighbours and counts."""

from __future__ import annotations

from helpers.indicators.registry import Indicator
from helpers.strategies import words
from helpers.strategies.parts import ALL, Measure
from helpers.strategies.readings import Held, Reading, indicator_of, readings
from helpers.strategies.verdicts import Cause, Level

# Frameworks whose figures only the council has, or its board with the NHS.
OF_THE_COUNCIL = ("local", "bcf-2014", "bcf-2023", "bcf-2025", "bcf-money")


def judge_level(held: Held, measure: Measure) -> Level:
    """Say where a measure stands.

    Parameters
    ----------
    held : Held
        The frames.
    measure : Measure
        Which.

    Returns
    -------
    Level
        With the cause, and no figure, where there is none. A figure that is flagged is shown
        with its flag and compared with nothing.
    """
    indicator = indicator_of(held, measure)
    rows = readings(held, measure)
    if indicator is None or not rows:
        title = measure.name if indicator is None else words.title_of(indicator, measure)
        cause = absence(measure)
        text = words.sentence(without(cause), measure.note, _earlier(held, measure))
        return Level(measure, title, None, None, cause, text, without_in_brief(cause))
    latest = rows[-1]
    title = words.title_of(indicator, measure)
    if latest.value is None:
        text = words.sentence(words.absent(latest), *_england_alone(latest, indicator))
        return Level(measure, title, latest, None, "not published", text, words.absent(latest))
    people = at_england_rate(latest, indicator, measure)
    parts = [words.figure_of(latest, indicator)]
    if latest.flags:
        parts.append(f"Flagged: {latest.flags}")
    parts += words.beside(latest, indicator, people)
    parts += [_designation(held, indicator, latest), measure.note]
    brief = words.in_brief(latest, indicator)
    return Level(measure, title, latest, people, "", words.sentence(*parts), brief)


def absence(measure: Measure) -> Cause:
    """Why there is no observation of a measure at all."""
    return "needs local data" if measure.framework in OF_THE_COUNCIL else "not in the data"


def without(cause: Cause) -> str:
    """Say that there is no observation."""
    if cause == "needs local data":
        return "this figure is held locally, not published, and is not among the data"
    return "no figure of it is among the data that this page stands on"


def without_in_brief(cause: Cause) -> str:
    """Say in a few words that there is no observation."""
    return "held locally" if cause == "needs local data" else "not among the data"


def at_england_rate(reading: Reading, indicator: Indicator, measure: Measure) -> float | None:
    """Return what the count would be at England's rate, None where that means nothing."""
    counts = (reading.england_numerator, reading.england_denominator, reading.denominator)
    above, below, whole = counts
    if above is None or not below or whole is None or reading.numerator is None:
        return None
    told = indicator.counted and indicator.polarity != "context" and not reading.flags
    return above / below * whole if told and measure.breakdown == ALL else None


def _earlier(held: Held, measure: Measure) -> str:
    """Say the last figure of what was counted before, where nothing is counted now."""
    before = indicator_of(held, measure.continues) if measure.continues else None
    if before is None or measure.continues is None:
        return ""
    rows = [row for row in readings(held, measure.continues) if row.value is not None]
    return f"Before the series broke: {words.figure_of(rows[-1], before)}" if rows else ""


def _england_alone(reading: Reading, indicator: Indicator) -> list[str]:
    return words.beside(reading, indicator, None) if reading.england is not None else []


def _designation(held: Held, indicator: Indicator, reading: Reading) -> str:
    return held.registry.designation(indicator, reading.period, reading.kind)
