"""Finding titles and text alternatives of figures: at most fifteen words, computed, true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from helpers.display import numbers, sentences
from helpers.display.shown import Shown
from helpers.indicators.observations import Obs

WORDS_AT_MOST = 15
FEW = "too few to compare"
CHECK_RECORDING = "check recording before use"
VERDICTS = {
    "higher": "higher than England",
    "lower": "lower than England",
    "similar": "not clearly different from England",
}
COUNTED = {
    "higher": "higher",
    "lower": "lower",
    "similar": "not clearly different",
    "flagged": "flagged",
    "": "not compared",
}
WHOM = {
    "higher": "higher than England",
    "lower": "lower than England",
    "not clearly different": "not clearly different from England",
}


def compared(figures: Sequence[Shown]) -> str:
    """Title of a comparison with England: one measure by name, several by count."""
    area = figures[0].area.name
    if len(figures) == 1:
        return _one(figures[0])
    counted = Counter(_verdict(figure) for figure in figures)
    every = "both measures" if len(figures) == 2 else f"all {len(figures)} measures"
    if len(counted) == 1 and (verdict := next(iter(counted))) in VERDICTS:
        return f"{area}: {every} {VERDICTS[verdict]}"
    if all(not _verdict(figure) and figure.number(Obs.LOWER) is None for figure in figures):
        return f"{area}: {every} without a margin to judge by"
    parts = [(counted[verdict], words) for verdict, words in COUNTED.items() if counted[verdict]]
    told = [f"{number} {words}" for number, words in parts]
    first, words = parts[0]
    of = f"{first} of {len(figures)} measures {WHOM.get(words, words)}"
    # A council of many names leaves less room: what was not compared goes first.
    for shown in range(len(told), 0, -1):
        title = f"{area}: {', '.join([of, *told[1:shown]])}"
        if len(title.split()) <= WORDS_AT_MOST:
            break
    return title


def _one(figure: Shown) -> str:
    area = figure.area.name
    if figure.value is None:
        return f"{area}: no figure to show"
    told = numbers.with_unit(figure.value, figure.indicator)
    verdict = _verdict(figure)
    if verdict in VERDICTS:
        return f"{area}, {told}: {VERDICTS[verdict]}"
    if verdict == "flagged":
        return f"{area}, {told}: {_short_flag(figure.flags)}"
    england = figure.number(Obs.ENGLAND)
    if england is not None:
        told += f"; England, {numbers.with_unit(england, figure.indicator, above=True)}"
    return f"{area}, {told}{_no_margin(figure)}"


def _no_margin(figure: Shown) -> str:
    return ": no margin published" if figure.indicator.interval == "none" else ""


def _short_flag(flags: str) -> str:
    known = (FEW, CHECK_RECORDING)
    return next((words for words in known if words in flags), "check before use")


def _verdict(figure: Shown) -> str:
    if figure.flags:
        return "flagged"
    if figure.indicator.polarity == "context":
        return ""
    return str(figure.row.get(Obs.COMPARISON) or "")


def ranked(figure: Shown) -> str:
    """Title of a strip of all councils."""
    return f"{figure.area.name}: {sentences.rank(figure)}"


def moved(later: Shown, direction: str) -> str:
    """Title of a series: the last value and what can be said of its direction."""
    area = later.area.name
    if later.value is None:
        return f"{area}: no figure for {later.year}"
    told = numbers.with_unit(later.value, later.indicator)
    if "a clear rise" in direction:
        words = "a clear rise"
    elif "a clear fall" in direction:
        words = "a clear fall"
    elif "no clear change" in direction:
        words = "no clear change"
    elif later.indicator.interval == "none":
        words = "no margin published"
    else:
        return f"{area}: {told} {later.when}"
    return f"{area}: {told} {later.when}, {words}"


def alternative(kind: str, title: str, figures: Sequence[Shown]) -> str:
    """Text alternative of a figure: its kind, its finding and its numbers.

    Parameters
    ----------
    kind : str
        Kind of chart, such as "Dot chart with intervals".
    title : str
        The finding.
    figures : sequence of Shown
        The figures drawn.
    """
    parts = []
    for figure in figures:
        if figure.value is None:
            parts.append(f"{figure.indicator.title}: {sentences.absent(figure)}")
            continue
        told = f"{figure.indicator.title}, {figure.year}: {figure.area.name} "
        told += numbers.with_unit(figure.value, figure.indicator)
        inside = sentences.inside_brackets(figure)
        told += f" ({inside})" if inside else ""
        for name, column in (("England", Obs.ENGLAND), (figure.area.region, Obs.REGION)):
            beside = figure.number(column)
            if beside is not None:
                told += f", {name} {numbers.value_above(beside, figure.indicator)}"
        parts.append(told)
    return f"{kind}. {title}. {'; '.join(parts)}."


def subtitle(figures: Sequence[Shown]) -> str:
    """Statistical subtitle: measures, geography, periods, unit."""
    names = list(dict.fromkeys(figure.indicator.title for figure in figures))
    measure = names[0] if len(names) == 1 else f"{len(names)} measures"
    units = list(dict.fromkeys(figure.indicator.unit for figure in figures))
    spans = sorted({(figure.period, figure.year) for figure in figures})
    years = " and ".join(year for _, year in spans)
    if len(spans) > 2:
        years = f"from {spans[0][1]} until {spans[-1][1]}"
    return f"{measure}, {figures[0].area.name}, {years}, {' and '.join(units)}"


def note(figures: Sequence[Shown]) -> str:
    """Standing of the figures, and their flags."""
    designations = list(dict.fromkeys(f.designation for f in figures if f.designation))
    flags = [f"{figure.indicator.title}: {figure.flags}." for figure in figures if figure.flags]
    return " ".join([*(f"{designation}." for designation in designations), *flags])


def source(figures: Sequence[Shown]) -> str:
    """Source line of some figures."""
    every = (part for figure in figures for part in str(figure.row[Obs.SOURCE]).split("; "))
    return "; ".join(dict.fromkeys(every))
