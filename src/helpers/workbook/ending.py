"""The end of a workbook: what was checked, what the figures cannot say, what to collect."""

from __future__ import annotations

from helpers.base.themes import THEMES
from helpers.display import missing
from helpers.display.tables import Column, Table
from helpers.gate.store.told import by_dataset, told_periods, told_publisher, told_warnings
from helpers.indicators.evidence import Evidence
from helpers.indicators.registry import Indicator

NEIGHBOURS_METHOD = (
    "The neighbours' value is the pooled rate, all their counts above over all below, where the "
    "counts are exact; for surveys and figures without counts it is the median of their values. "
    "The neighbours are the first fifteen of the Office for National Statistics' model, made from "
    "general indicators and not from social care."
)

VERDICT_LIMITS = (
    "A verdict is about a figure and not about anybody's work: figures move for many reasons.",
    "“No clear change” does not say that nothing changed, and “cannot be judged” is about the data "
    "and not about the promise.",
    "That a deadline has passed is told as a fact. It is never a reason for a verdict.",
    "The publisher of the outcomes framework says that it cannot be used to judge how effective a "
    "council is. These pages compare, qualify and ask.",
)
VERDICT_METHOD = (
    "A promise that something will move is judged by values collected after the strategy began, "
    "held against a baseline year that the strategy file fixes; before that the word is "
    "“starting point only”.",
    "Several measures make one word in this order: mixed; what those that moved clearly say; no "
    "clear change; starting point only; cannot be judged. Measures beside a promise never decide.",
    "Turnover of staff is published without a margin: a change counts only where it exceeds 1.96 "
    "robust standard deviations of all councils' changes between the same two years.",
    "Milestones need evidence with a date and a link or a place in a document. Sums may be off by "
    "half of the step in which each figure is written, and a gap is stated and never balanced.",
    "Every rule stands in the project's documentation, under judgements.",
)


def data_used(evidence: Evidence) -> Table:
    """Table of the extracts, one row a dataset, with what their contract found."""
    rows = []
    for extracts in by_dataset(evidence.receipts):
        rules = [result for receipt in extracts for result in receipt.rules]
        rows.append(
            (
                extracts[0].title,
                told_publisher(extracts[0]),
                told_periods(extracts),
                f"{sum(result.passed for result in rules):,} of {len(rules):,}",
                f"{sum(receipt.rows for receipt in extracts):,}",
                "; ".join(told_warnings(extracts)) or "none",
            )
        )
    return Table(
        "data-used",
        "The extracts behind this page and what was checked",
        (
            Column("title", "Data"),
            Column("publisher", "Publisher"),
            Column("period", "Years"),
            Column("rules", "Rules passed", numeric=True),
            Column("rows", "Rows read", numeric=True),
            Column("warnings", "Warnings"),
        ),
        tuple(rows),
        tuple(None for _ in rows),
    )


def caveats(evidence: Evidence, indicators: tuple[Indicator, ...]) -> str:
    """Say what the figures shown cannot say, in Markdown, each caveat once."""
    by_text: dict[str, list[str]] = {}
    for indicator in indicators:
        notes = evidence.registry.collection_of(indicator).notes
        for text in (*indicator.caveats, *notes, *_breaks(evidence, indicator)):
            by_text.setdefault(text, []).append(indicator.cited)
    lines = [f"- {text} ({', '.join(names)})" for text, names in by_text.items()]
    return "\n".join(lines) or "No figure is shown on this page."


def _breaks(evidence: Evidence, indicator: Indicator) -> tuple[str, ...]:
    return tuple(gap.why for gap in evidence.registry.breaks_of(indicator))


def method(evidence: Evidence, indicators: tuple[Indicator, ...]) -> tuple[str, ...]:
    """Say how the figures shown were compared, one sentence each."""
    told = []
    methods = {indicator.interval for indicator in indicators}
    if "wilson" in methods:
        told.append(
            "Percentages carry Wilson 95% intervals; one counts as different from England when "
            "its interval leaves out England's value."
        )
    if "byar" in methods:
        told.append(
            "Rates carry 95% intervals by Byar's method, exact Poisson below ten events; they are "
            "compared with England in the same way."
        )
    if "margin" in methods:
        told.append(
            "Survey figures carry the publisher's 95% margin of error; two of them differ when "
            "the difference exceeds the root of the summed squared margins, still so after the "
            "worst rounding."
        )
    if "none" in methods:
        told.append("Staff turnover is published without a margin and is compared with caution.")
    told.append(
        "A change between two years with counts is clear when its 95% interval, recovered from "
        "those of the two years, leaves out nought."
    )
    told.append(
        "Ranks count from the highest value among councils with a published figure. Surveys and "
        "measures whose comparison would mislead carry none (1A to 1E, 2B, 2D(1), 3A to 3C, "
        "3D(1a), 4A, 4B, 5A), and no figure does with fewer than twenty counted in its numerator."
    )
    told.append(
        "A figure is flagged as far from others when its modified z-score exceeds 3.5, and as too "
        "few to compare below ten counted, or thirty where people answered or counts are rounded."
    )
    if evidence.request.compare_with == "neighbours" and evidence.peers.areas:
        told.append(NEIGHBOURS_METHOD)
    return tuple(told)


def to_collect(evidence: Evidence) -> Table:
    """Table of a theme's open questions and the data that would answer them."""
    return _open_questions(evidence, (evidence.request.theme.slug,))


def questions(evidence: Evidence) -> Table:
    """Table of the open questions of all five themes, each once."""
    return _open_questions(evidence, tuple(theme.slug for theme in THEMES))


def _open_questions(evidence: Evidence, themes: tuple[str, ...]) -> Table:
    """Files that are missing come first, then questions without a file that is known.

    Measures that nothing computes yet come last.
    """
    registry = evidence.registry
    gaps = [gap for theme in themes for gap in registry.to_collect.get(theme, ())]
    absent = {each.dataset: each for each in evidence.absent}
    rows = [
        (gap.question, absent[name].title, missing.where(absent[name]))
        for gap in gaps
        for name in gap.datasets
        if name in absent
    ]
    rows += [(gap.question, gap.data, gap.where) for gap in gaps if not gap.datasets]
    rows += [
        (item.title, "no file that can be read yet", item.uncomputed)
        for theme in themes
        for item in registry.of_theme(theme)
        if item.uncomputed
    ]
    rows = list(dict.fromkeys(rows))
    return Table(
        "to-collect",
        "Data that would answer what stayed open",
        (Column("question", "Question"), Column("data", "Data"), Column("where", "Where it is")),
        tuple(rows),
        tuple(None for _ in rows),
    )
