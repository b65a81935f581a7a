"""Sentences computed from figures: level, comparison, change; each true or not said."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.ordinals import in_cell, placed
from helpers.base.records import Status
from helpers.display import numbers
from helpers.display.shown import Shown
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Break
from helpers.methods.change import mover
from helpers.methods.rounding import half_up
from helpers.methods.survey import difference

NO_CHANCE = "not clearly different from"
CLEAR = "a clear "
NO_DIRECTION = "No direction can be said"
CARRIES_OVER = "some may be counted in both, so no direction is judged"
UNMEASURED = {
    "none": "no margin is published, so whether this is a change cannot be said",
    "not given": "what chance alone would bring is not measured, so no direction is judged",
}


def level(figure: Shown) -> str:
    """Say the value with its counts, and its interval or margin."""
    indicator = figure.indicator
    if figure.value is None:
        return absent(figure)
    text = f"{numbers.with_unit(figure.value, indicator)} in {figure.area.name} {figure.when}"
    inside = inside_brackets(figure)
    return f"{text} ({inside})" if inside else text


def inside_brackets(figure: Shown) -> str:
    """Say the counts and the interval or margin of a published value."""
    indicator = figure.indicator
    parts = []
    below = figure.number(Obs.DENOMINATOR)
    if counts := _counts(figure):
        parts.append(counts)
    elif indicator.is_survey and below is not None:
        parts.append(f"{numbers.count(below)} respondents")
    lower, upper = figure.number(Obs.LOWER), figure.number(Obs.UPPER)
    if indicator.is_survey and figure.margin is not None:
        parts.append(f"margin {numbers.margin(figure.margin, indicator)}")
    elif indicator.has_counts and lower is not None and upper is not None:
        parts.append(f"95% interval {numbers.interval(lower, upper, indicator)}")
    elif indicator.interval == "none":
        parts.append("no margin published")
    return "; ".join(parts)


def absent(figure: Shown) -> str:
    """Say why there is no value, and that it is not nought."""
    name = figure.area.name
    status = str(figure.row[Obs.STATUS])
    if status == Status.SUPPRESSED:
        return (
            f"suppressed by the publisher for {name} {figure.when}: few people are counted, or "
            "the council's data are missing. It is not nought"
        )
    above, below = figure.number(Obs.NUMERATOR), figure.number(Obs.DENOMINATOR)
    if above is not None and below is not None and above > below:
        return (
            f"withheld by the publisher for {name} {figure.when}: the council's return counts "
            f"{numbers.count(above)} of {numbers.count(below)}"
        )
    return f"{numbers.status(status)} for {name} {figure.when}"


def against_england(figure: Shown) -> str:
    """Compare a value with England's, as far as its interval or margin allows."""
    indicator = figure.indicator
    england = figure.number(Obs.ENGLAND)
    if figure.value is None or england is None:
        return ""
    theirs = numbers.with_unit(england, indicator, above=True)
    if indicator.polarity == "context" or indicator.is_number:
        return _england(figure)
    verdict = str(figure.row.get(Obs.COMPARISON) or "")
    if verdict == "similar":
        return f"{NO_CHANCE} England ({theirs})"
    if verdict in {"higher", "lower"}:
        margin = "the joint margin" if indicator.is_survey else "chance alone would bring"
        return f"{verdict} than England ({theirs}) by more than {margin}"
    return f"England {theirs}; without a margin the difference cannot be called large or small"


def _england(figure: Shown) -> str:
    england = figure.number(Obs.ENGLAND)
    if england is None:
        return ""
    return f"England: {numbers.with_unit(england, figure.indicator, above=True)}"


def region_beside(figure: Shown) -> str:
    """Name the region's value."""
    region = figure.number(Obs.REGION)
    if region is None:
        return ""
    return f"{figure.area.region}: {numbers.with_unit(region, figure.indicator, above=True)}"


def people_at_england_rate(figure: Shown) -> str:
    """Say what the count would be at England's rate; nothing for figures not to be compared."""
    own = figure.number(Obs.NUMERATOR)
    if figure.at_england_rate is None or own is None or figure.value is None:
        return ""
    counted = figure.indicator.counted
    if figure.flags or not counted or figure.indicator.polarity == "context":
        return ""
    there = numbers.count(half_up(figure.at_england_rate))
    return f"At England's rate the number of {counted} would be {there}; it is {numbers.count(own)}"


def rank(figure: Shown) -> str:
    """Give the rank among councils, where one is carried."""
    place, of = figure.number(Obs.RANK), figure.number(Obs.RANKED)
    if place is None or of is None:
        return ""
    return placed(int(place), int(of), figure.number(Obs.PERCENTILE))


def short_rank(figure: Shown) -> str:
    """Give the rank for a cell whose heading says that ranks count from the highest."""
    place, of = figure.number(Obs.RANK), figure.number(Obs.RANKED)
    if place is None or of is None:
        return ""
    return in_cell(int(place), int(of), figure.number(Obs.PERCENTILE))


def standing(figure: Shown) -> str:
    """Name the standing of the figure, where it is not a plain official statistic."""
    return figure.designation


def change(earlier: Shown | None, later: Shown, gap: Break | None) -> str:
    """Say what can be said of the change since the round before.

    Parameters
    ----------
    earlier : Shown or None
        The last figure before `later`, comparable or not.
    later : Shown
        The figure shown.
    gap : Break or None
        A break of the series between the two.
    """
    if later.value is None:
        return ""
    if gap is not None:
        return f"{NO_DIRECTION}. {gap.why}"
    if earlier is None or earlier.value is None:
        return "There is no earlier figure to compare with"
    indicator = later.indicator
    since = f"Since {earlier.year}"
    pair = f"{numbers.value(earlier.value, indicator)} to {numbers.value(later.value, indicator)}"
    if later.flags or earlier.flags:
        return f"{since}: {pair}; flagged figures are not compared"
    if indicator.carries_over or not indicator.has_interval:
        why = CARRIES_OVER if indicator.carries_over else UNMEASURED[indicator.interval]
        return f"{since}: {pair}; {why}"
    judged = _judge(earlier, later)
    if judged is None:
        return f"{since}: {pair}; a margin is missing, so no direction can be said"
    moved, clear, reach = judged
    way = "rise" if moved > 0 else "fall"
    if clear:
        return f"{since} a clear {way}, {pair}{reach}"
    return f"{since} no clear change: {pair}{reach}"


def _judge(earlier: Shown, later: Shown) -> tuple[float, bool, str] | None:
    indicator = later.indicator
    before, after = earlier.value, later.value
    if before is None or after is None:
        return None
    if indicator.is_survey:
        if earlier.margin is None or later.margin is None:
            return None
        told = difference(before, earlier.margin, after, later.margin, indicator.decimals)
        size = numbers.value(abs(told.change), indicator)
        joint = numbers.value(told.margin, indicator)
        asked = [figure.number(Obs.DENOMINATOR) for figure in (earlier, later)]
        people = " and ".join(numbers.count(n) for n in asked if n is not None)
        beyond = "beyond" if told.clear else "against"
        if not told.clear and abs(told.change) > told.margin:
            beyond = "with rounding too near to"
        return (
            told.change,
            told.clear,
            f" ({size}, {beyond} a joint margin of {joint}; {people} respondents)",
        )
    limits = [f.number(column) for f in (earlier, later) for column in (Obs.LOWER, Obs.UPPER)]
    if any(limit is None for limit in limits):
        return None
    low_0, up_0, low_1, up_1 = (float(limit) for limit in limits if limit is not None)
    counted = mover((before, low_0, up_0), (after, low_1, up_1))
    reach = (
        f"{numbers.signed(counted.lower, indicator)} to {numbers.signed(counted.upper, indicator)}"
    )
    # Both counts of both years, because a rate also moves when its denominator does.
    each = [_counts(figure) for figure in (earlier, later)]
    told_counts = f"{each[0]}, then {each[1]}; " if all(each) else ""
    return counted.change, counted.clear, f" ({told_counts}95% interval of the change: {reach})"


def _counts(figure: Shown) -> str:
    above, below = figure.number(Obs.NUMERATOR), figure.number(Obs.DENOMINATOR)
    if above is None or below is None:
        return ""
    if figure.indicator.is_average:
        things = figure.indicator.things
        return f"{numbers.count(above)} over {numbers.count(below)} {things}"
    return f"{numbers.count(above)} of {numbers.count(below)}"


def full(figure: Shown, direction: str) -> tuple[str, str]:
    """Put a figure's sentences together: the finding, its title first in bold, and the rest.

    Parameters
    ----------
    figure : Shown
        The figure.
    direction : str
        The sentence on its change, empty for none.
    """
    code = f" ({figure.indicator.code})" if figure.indicator.has_public_code else ""
    finding = [f"**{figure.indicator.title}**{code}: {level(figure)}"]
    rest = []
    if figure.flags:
        finding.append(f"**Flagged:** {figure.flags}")
        rest.append(_england(figure))
    elif figure.value is None:
        rest += [_england(figure), region_beside(figure)]
    else:
        finding.append(_capital(against_england(figure)))
        rest += [region_beside(figure), people_at_england_rate(figure), _capital(rank(figure))]
    return _said(finding), _said([*rest, direction, standing(figure)])


def _said(parts: Sequence[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def together(figures: Sequence[Shown], directions: Sequence[str]) -> str:
    """Put several figures into a list; a direction that all of them share is said once.

    Parameters
    ----------
    figures : sequence of Shown
        The figures.
    directions : sequence of str
        For each the sentence on its change.
    """
    if len(figures) == 1:
        return "\n\n".join(part for part in full(figures[0], directions[0]) if part)
    shared = {text for text in directions if text and directions.count(text) > 1}
    lines = [
        _listed(*full(figure, "" if text in shared else text))
        for figure, text in zip(figures, directions, strict=True)
    ]
    for text in dict.fromkeys(text for text in directions if text in shared):
        codes = [
            f.indicator.cited for f, own in zip(figures, directions, strict=True) if own == text
        ]
        public = all(figure.indicator.has_public_code for figure in figures)
        which = f" ({', '.join(codes)})" if public or len(codes) < len(figures) else ""
        lines.append(f"\n{text.rstrip('.')}{which}.")
    return "\n".join(lines)


def _listed(finding: str, rest: str) -> str:
    """Make an item of a list, with what bears the finding out in a line of its own below it."""
    return f"- {finding}\n  - {rest}" if rest else f"- {finding}"


def short(figure: Shown, direction: str = "") -> tuple[str, str]:
    """Put a figure into one main point and what bears it out; nothing for a flagged or missing one.

    Parameters
    ----------
    figure : Shown
        The figure.
    direction : str
        The sentence on its change; only a clear change belongs to the main points.
    """
    if figure.value is None or figure.flags:
        return "", ""
    told = f"{numbers.with_unit(figure.value, figure.indicator)} in {figure.area.name}"
    finding = f"**{figure.indicator.title}:** {told} {figure.when}"
    if beside := against_england(figure):
        finding += f"{';' if beside == _england(figure) else ','} {beside}"
    moved = direction if CLEAR in direction else ""
    rest = [_capital(inside_brackets(figure)), people_at_england_rate(figure), moved]
    return f"{finding}.", _said([*rest, figure.designation])


def points(said: Sequence[tuple[str, str]]) -> str:
    """Put main points into a list, each with what bears it out below it."""
    return "\n".join(_listed(*point) for point in said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
