"""What a cell shows where there is nothing to draw: one notice, and no more than one."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.base.periods import spoken
from helpers.display import missing, sentences
from helpers.display.passages import Notice, Passage
from helpers.display.shown import Shown
from helpers.indicators.evidence import Evidence
from helpers.indicators.placements import Unanswered
from helpers.indicators.registry import Indicator
from helpers.workbook.frames import Frames

SAID = Passage("")
"""What a cell shows when the notice above it has said why there is nothing."""


class Gaps:
    """Says why there is nothing to draw, each missing file once in a row of gaps.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    frames : Frames
        Where its frames come from.
    """

    def __init__(self, evidence: Evidence, frames: Frames) -> None:
        self._evidence = evidence
        self._frames = frames
        self._told: set[str] = set()
        self._said: set[str] = set()

    @property
    def _area(self) -> str:
        return self._evidence.request.area.name

    def drawn(self) -> None:
        """Note that something was shown: what is missing after it is told again."""
        self._told.clear()

    def empty(self) -> str:
        """Say that nothing is published in the page's year or before."""
        return f"Nothing is published here for {spoken(self._evidence.request.period)} or before."

    def nothing(self, frame: pd.DataFrame, figures: Sequence[Shown]) -> Notice | Passage:
        """Say why a frame has no value to show."""
        if not figures and (missing_file := self.no_file(self._frames.asked(frame))):
            return missing_file
        told = dict.fromkeys(
            f"{figure.indicator.title}: {sentences.absent(figure)}." for figure in figures
        )
        return Notice("gap", " ".join(told) or self.empty())

    def no_file(self, indicators: Sequence[Indicator]) -> Notice | Passage | None:
        """Say which file would fill a section; None where a file is there."""
        if not missing.all_missing(indicators, self._evidence.absent):
            return None
        needed = missing.needed(indicators, self._evidence.absent)
        if needed and self._told.issuperset(each.dataset for each in needed):
            return SAID
        self._told.update(each.dataset for each in needed)
        return Notice("gap", missing.words(indicators, self._evidence.absent, self._area))

    def unanswered(self, answer: Unanswered) -> Notice | Passage:
        """Say which file a question about placements and residents waits for."""
        absent = [each for each in self._evidence.absent if each.dataset in answer.needs]
        text = f"{answer.why} {missing.come_from(absent)}" if absent else answer.why
        if text in self._said:
            return SAID
        self._said.add(text)
        return Notice("gap", text)

    def not_placed(self, frame: pd.DataFrame, figures: Sequence[Shown]) -> Notice | Passage:
        """Say why the council is not placed among others."""
        text = f"{self._area} is not placed among other councils"
        if not figures:
            return self.nothing(frame, figures)
        if figures[0].value is None:
            return Notice("gap", f"{text}: the figure is {sentences.absent(figures[0])}.")
        if figures[0].flags:
            return Notice("gap", f"{text}: {figures[0].flags}.")
        return Notice("gap", f"{text}, because no rank is carried for this figure.")

    def no_series(self, frame: pd.DataFrame, figures: Sequence[Shown]) -> Notice | Passage:
        """Say why no series can be drawn."""
        if not figures:
            return self.nothing(frame, figures)
        known = [figure for figure in figures if figure.value is not None]
        title = figures[-1].indicator.title
        if not known:
            return Notice("gap", f"{title}: no series can be drawn, because no year has a figure.")
        return Notice(
            "gap",
            f"{title}: one figure, for {known[-1].year}. A line starts when a second year is "
            "counted in the same way.",
        )
