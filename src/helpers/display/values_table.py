"""Every value of the measures that promises are held against, so that nobody picks the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.display.tables import Column, Table
from helpers.indicators import numbers
from helpers.indicators.registry import Indicator
from helpers.strategies import words
from helpers.strategies.parts import Continues, Measure
from helpers.strategies.readings import Held, Reading, indicator_of, readings
from helpers.strategies.verdicts import Judged


def values_table(judged: Sequence[Judged], held: Held) -> Table:
    """Table of every measure with all values collected, earliest first.

    Parameters
    ----------
    judged : sequence of Judged
        The promises; a measure that several of them use stands once.
    held : Held
        What was observed, and what it means.
    """
    found: dict[str, tuple[Measure | Continues, tuple[Reading, ...], list[str]]] = {}
    for each in judged:
        for name, measure, rows in _series(each, held):
            if rows:
                found.setdefault(name, (measure, rows, []))[2].append(each.id)
    behind: dict[tuple[str, str], list[str]] = {}
    for measure, rows, promises in found.values():
        indicator = indicator_of(held, measure)
        if indicator is not None:
            line = words.title_of(indicator, measure), _values(rows, indicator)
            behind.setdefault(line, []).extend(promises)
    lines = [(*line, ", ".join(dict.fromkeys(promises))) for line, promises in behind.items()]
    return Table(
        "values",
        "Every value collected of the measures behind the promises",
        (Column("measure", "Measure"), Column("values", "Values"), Column("promises", "Promises")),
        tuple(lines),
        tuple(None for _ in lines),
        "A bar (|) stands where the series breaks: values on either side are not compared.",
    )


def _series(
    judged: Judged, held: Held
) -> Iterator[tuple[str, Measure | Continues, tuple[Reading, ...]]]:
    """Series of a promise's measures, each with that by which the same was counted before."""
    for measure in judged.commitment.measures:
        yield measure.name, measure, judged.series.get(measure.name, ())
        before = measure.continues
        if before is not None:
            name = f"{before.framework} {before.code}, {before.breakdown}"
            yield name, before, readings(held, before)


def _values(rows: Sequence[Reading], indicator: Indicator) -> str:
    told = ""
    for row in rows:
        link = "" if not told else " | " if row.break_before else "; "
        told += f"{link}{_value(row, indicator)}"
    return told


def _value(row: Reading, indicator: Indicator) -> str:
    if row.value is None:
        return f"{numbers.status(row.status)} {row.at}"
    margin = "" if row.margin is None else f" {numbers.margin(row.margin, indicator)}"
    flag = f" (flagged: {row.flags})" if row.flags else ""
    return f"{words.value_of(row, indicator)}{margin} {row.at}{flag}"
