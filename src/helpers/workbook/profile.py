"""The profile of a council without registered promises: its figures, theme by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from helpers.base.themes import THEMES
from helpers.display import sentences
from helpers.display.latest import latest_figures
from helpers.display.observed import figures_table
from helpers.display.passages import Notice, Passage
from helpers.display.shown import Shown
from helpers.indicators.evidence import Evidence
from helpers.indicators.observations import Obs
from helpers.strategies.register import Strategy
from helpers.workbook.parts import Part
from helpers.workbook.strategy import hint, none_of

WORDS = {
    "higher": "higher than England's",
    "lower": "lower than England's",
    "similar": "not clearly different from England's",
    "": "not compared",
}


class Profile:
    """Figures of the five themes for a council whose strategy is not registered.

    Parameters
    ----------
    evidence : Evidence
        What the page stands on.
    strategy : Strategy or None
        A strategy whose file holds no promise yet; None where there is none.
    """

    def __init__(self, evidence: Evidence, strategy: Strategy | None) -> None:
        self._evidence = evidence
        area = evidence.request.area
        self.why, self._hint = none_of(strategy, area), hint(strategy, area)

    def points(self) -> list[tuple[str, str]]:
        """Main points: that there is no strategy, how to add one, and how the figures stand."""
        area = self._evidence.request.area
        figures = [figure for theme in THEMES for figure in self._figures(theme.slug)]
        once = {figure.key_text: figure for figure in figures}
        known = [figure for figure in once.values() if figure.value is not None]
        stand = Counter(str(figure.row[Obs.COMPARISON] or "") for figure in known)
        told = ", ".join(f"{stand[word]} {words}" for word, words in WORDS.items() if stand[word])
        return [
            (
                f"**{self.why}: this page is a profile of {len(once)} published measures.**",
                self._hint,
            ),
            (
                f"{len(known)} of the {len(once)} measures have a figure for {area.name}.",
                f"{told}." if told else "",
            ),
        ]

    def part(self, groups: Sequence[str]) -> Part:
        """Show the latest figures of one theme, where a scorecard would show its promises."""
        area = self._evidence.request.area
        figures = self._figures(groups[0])
        if not figures:
            text = f"{self.why}, so nothing stands here."
            return Part(Notice("gap", text), Passage(self._hint))
        table = figures_table(figures, f"profile-{groups[0]}", f"Figures for {area.name}")
        told = sentences.together(figures, [""] * len(figures))
        return Part(table, Passage(told, tuple(figure.told for figure in figures)))

    def _figures(self, theme: str) -> list[Shown]:
        return latest_figures(self._evidence, self._evidence.registry.of_page(theme))
