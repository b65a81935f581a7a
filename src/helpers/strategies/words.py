"""Figures and changes in words: published precision, counts beside rates, nothing that blames."""

from __future__ import annotations

from helpers.base.geography import find_area
from helpers.base.ordinals import placed
from helpers.base.records import Status
from helpers.indicators import numbers
from helpers.indicators.change import Moved, Usual
from helpers.indicators.registry import Indicator
from helpers.strategies.parts import ALL, Continues, Measure
from helpers.strategies.readings import Reading

TINY = 0.05


def sentence(*parts: str) -> str:
    """Put parts together as sentences, each with its full stop."""
    told = [part.strip().rstrip(".") for part in parts if part.strip()]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in told)


def title_of(indicator: Indicator, measure: Measure | Continues) -> str:
    """Title of a measure, with its breakdown where it is one."""
    if measure.breakdown == ALL:
        return f"{indicator.title} ({indicator.code})"
    return f"{indicator.title} ({indicator.code}), {indicator.label_of(measure.breakdown)}"


def value_of(reading: Reading, indicator: Indicator) -> str:
    """Say a published value with its unit."""
    return numbers.with_unit(_known(reading), indicator)


def counts_of(reading: Reading) -> str:
    """Say numerator and denominator, empty where they are not published."""
    if reading.numerator is None or reading.denominator is None:
        return ""
    return f"{numbers.count(reading.numerator)} of {numbers.count(reading.denominator)}"


def respondents_of(reading: Reading) -> str:
    """Say how many answered a survey, empty where it is not published."""
    return "" if reading.denominator is None else numbers.count(reading.denominator)


def inside(reading: Reading, indicator: Indicator) -> str:
    """Say what stands in brackets after a value: counts and interval, or margin and answers."""
    if indicator.is_survey:
        parts = [] if reading.margin is None else [numbers.margin(reading.margin, indicator)]
        asked = respondents_of(reading)
        return "; ".join([*parts, f"{asked} respondents"] if asked else parts)
    parts = [counts_of(reading)] if counts_of(reading) else []
    if reading.lower is not None and reading.upper is not None:
        limits = numbers.interval(reading.lower, reading.upper, indicator)
        parts.append(f"95% interval {limits}")
    elif indicator.interval == "none":
        parts.append("no margin published")
    return "; ".join(parts)


def figure_of(reading: Reading, indicator: Indicator) -> str:
    """Say a value with its period, counts and interval or margin."""
    told = f"{value_of(reading, indicator)} {reading.at}"
    brackets = inside(reading, indicator)
    return f"{told} ({brackets})" if brackets else told


def in_brief(reading: Reading, indicator: Indicator) -> str:
    """Say a value with its period beside England's, without counts and margins.

    Parameters
    ----------
    reading : Reading
        One with a value.
    indicator : Indicator
        What it means.
    """
    told = f"{value_of(reading, indicator)} {reading.at}"
    if reading.flags:
        return f"{told}; flagged, so compared with nothing"
    if reading.england is None:
        return told
    theirs = numbers.with_unit(reading.england, indicator, above=True)
    if indicator.polarity == "context" or not reading.comparison:
        return f"{told}; England {theirs}"
    if reading.comparison == "similar":
        return f"{told}, not clearly different from England ({theirs})"
    return f"{told}, {reading.comparison} than England ({theirs})"


def absent(reading: Reading) -> str:
    """Say why an observation has no value, and that it is not nought."""
    if reading.status == Status.SUPPRESSED:
        return f"the publisher suppresses the figure of {reading.when}; it is not nought"
    above, below = reading.numerator, reading.denominator
    if above is not None and below is not None and above > below:
        return (
            f"the publisher withholds the figure of {reading.when}, because the return counts "
            f"{numbers.count(above)} of {numbers.count(below)}"
        )
    return f"the figure of {reading.when} is {numbers.status(reading.status)}"


def beside(reading: Reading, indicator: Indicator, at_england_rate: float | None) -> list[str]:
    """Say what stands beside a value: England, region, neighbours, England's rate, its place."""
    told = [_england(reading, indicator)]
    if reading.region is not None:
        region = find_area(reading.key[0]).region
        told.append(f"{region}: {numbers.with_unit(reading.region, indicator, above=True)}")
    if reading.neighbours is not None:
        told.append(f"Neighbours: {numbers.with_unit(reading.neighbours, indicator)}")
    if at_england_rate is not None and reading.numerator is not None:
        told.append(
            f"At England's rate the number of {indicator.counted} would be about "
            f"{numbers.rounded_count(at_england_rate)}; it is {numbers.count(reading.numerator)}"
        )
    if reading.rank is not None and reading.ranked is not None:
        told.append(placed(int(reading.rank), int(reading.ranked), reading.percentile))
    return [part for part in told if part]


def _england(reading: Reading, indicator: Indicator) -> str:
    if reading.england is None:
        return ""
    theirs = numbers.with_unit(reading.england, indicator, above=True)
    if reading.flags or indicator.polarity == "context" or not reading.comparison:
        return f"England: {theirs}"
    if reading.comparison == "similar":
        return f"Not clearly different from England ({theirs})"
    margin = "the joint margin" if indicator.is_survey else "chance alone would bring"
    return f"{reading.comparison} than England ({theirs}) by more than {margin}"


def moved(
    earlier: Reading, later: Reading, indicator: Indicator, told: Moved, usual: Usual | None
) -> str:
    """Say a judged change: what it is from and to, and against what it was held.

    Parameters
    ----------
    earlier, later : Reading
        The two observations.
    indicator : Indicator
        What they mean.
    told : Moved
        What the rule says.
    usual : Usual or None
        How far councils' figures usually move, for that rule.
    """
    way = "rose" if told.change > 0 else "fell"
    values = ", ".join(f"{value_of(each, indicator)} {each.at}" for each in (earlier, later))
    if told.rule == "survey":
        asked = f"({respondents_of(earlier)} to {respondents_of(later)} respondents)"
        size, joint = _pair(abs(told.change), told.reach, indicator)
        against = f"{values}; a difference of {size} against a joint margin of {joint}"
        if told.clear:
            return f"it {way} beyond its margin {asked}: {against}"
        if told.edge:
            return f"no clear change after rounding {asked}: {against}"
        return f"no clear change, inside its margins {asked}: {against}"
    if told.rule == "spread":
        reach = "" if usual is None else numbers.value(usual.reach, indicator)
        areas = "" if usual is None else f" of {usual.areas} councils"
        against = (
            f"{values}. No margin is published; the figures{areas} moved so much between the same "
            f"two years that only a change of more than {reach} stands out"
        )
        return f"it {way} further: {against}" if told.clear else f"no clear change: {against}"
    counts = [counts_of(earlier), counts_of(later)]
    each = f" ({counts[0]}, then {counts[1]})" if all(counts) else ""
    limits = f"{numbers.signed(told.lower, indicator)} to {numbers.signed(told.upper, indicator)}"
    against = f"{values}{each}; 95% interval of the change: {limits}"
    return (
        f"it {way} by more than chance: {against}" if told.clear else f"no clear change: {against}"
    )


def _pair(size: float, joint: float, indicator: Indicator) -> tuple[str, str]:
    """Say a difference and its margin; with a digit more where they would look alike."""
    plain = numbers.value(size, indicator), numbers.value(joint, indicator)
    if plain[0] != plain[1]:
        return plain
    digits = indicator.decimals + 1
    return f"{size:.{digits}f}", f"{joint:.{digits}f}"


def across_break(before: Reading, after: Reading, indicator: Indicator) -> str:
    """Say two figures on either side of a break, which are not compared.

    Parameters
    ----------
    before, after : Reading
        The observations, each with a value.
    indicator : Indicator
        What the later one means; the earlier is of the same unit.
    """
    each_side = [f"{value_of(each, indicator)} {each.at}" for each in (before, after)]
    told = ", ".join(each_side)
    counts = (before.numerator, after.numerator, before.denominator, after.denominator)
    if None in counts:
        return f"Either side of the break, and not to be compared: {told}"
    above_0, above_1, below_0, below_1 = (float(each or 0) for each in counts)
    if not below_0 or not above_0:
        return f"Either side of the break, and not to be compared: {told}"
    fewer = above_1 - above_0
    way = "fall" if fewer < 0 else "rise"
    size = (
        f"{numbers.count(abs(fewer))} {'lower' if fewer < 0 else 'higher'}" if fewer else "the same"
    )
    count = f"the count is {size} ({numbers.count(above_0)} to {numbers.count(above_1)})"
    times = below_1 / below_0
    if abs(times - 1) < TINY:
        below = "the number it is out of about the same"
    elif times > 1:
        below = f"the number it is out of {times:.1f} times as large"
    else:
        below = f"the number it is out of {times:.1f} times what it was"
    pair = f"({numbers.count(below_0)} to {numbers.count(below_1)})"
    return (
        f"It can be read neither as a {way} nor as steady: {count} and {below} {pair}, both across "
        "a change of source"
    )


def _known(reading: Reading) -> float:
    if reading.value is None:
        message = f"{reading.id} has no value"
        raise ValueError(message)
    return reading.value
