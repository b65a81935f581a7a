"""The scorecard: what the cells of its workbook call, each a part of a council's promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from helpers.base.periods import spoken
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.display import promise_counts as said
from helpers.display import sentences
from helpers.display.passages import Notice, Passage
from helpers.display.promise_tables import (
    GROUP_TITLES,
    counts_table,
    ladder_table,
    promises_table,
)
from helpers.display.promise_words import Teller, told
from helpers.display.tables import Table
from helpers.display.values_table import values_table
from helpers.indicators.evidence import Evidence
from helpers.indicators.registry import Indicator
from helpers.strategies import strength
from helpers.strategies.counting import (
    GROUPS,
    closed,
    counted,
    elsewhere,
    in_force,
    in_group,
)
from helpers.strategies.judging import comparisons, judge
from helpers.strategies.readings import hold
from helpers.strategies.register import Strategy
from helpers.strategies.verdicts import Judged
from helpers.workbook import ending, handover
from helpers.workbook.opened import Opened
from helpers.workbook.parts import Part
from helpers.workbook.profile import Profile
from helpers.workbook.strategy import documents
from helpers.workbook.wanted import wanted

MOST_NAMED = 3


class Scorecard(Opened):
    """A council's promises held against the evidence; a profile where it has no strategy.

    Parameters
    ----------
    evidence : Evidence
        What the page stands on.
    strategy : Strategy or None
        What was promised.
    baselines : mapping of str to str
        For targets that state no baseline, a financial year to count from, by promise.
    as_of : date or None
        The day against which deadlines are told; left out, the end of the reporting year.
    """

    def __init__(
        self,
        evidence: Evidence,
        strategy: Strategy | None,
        baselines: Mapping[str, str] | None = None,
        as_of: date | None = None,
    ) -> None:
        super().__init__(evidence)
        self._strategy = strategy
        self._held = hold(evidence, as_of)
        self._profile = Profile(evidence, strategy)
        self.judged: tuple[Judged, ...] = (
            () if strategy is None else judge(strategy, self._held, baselines)
        )

    def _introduction(self) -> str:
        request = self._evidence.request
        text = f"**Scorecard** of **{self.area_name}**, {spoken(self.period)}. "
        if self._strategy is None:
            text += f"No strategy of {self.area_name} is registered. "
        else:
            text += f"Strategy: *{self._strategy.title}*. "
        text += f"Compared with England and the region {request.area.region}."
        return f"{text} **{SAMPLE_MARK}.**" if self._evidence.sample else text

    def main_points(self) -> Passage:
        """Say how many promises there are, what they can be judged from, and the answers."""
        points = self._points() if self.judged else self._profile.points()
        self._headline = points[0][0].replace("**", "")
        return Passage(sentences.points(points))

    def promises(self) -> Passage:
        """Name the council's strategy, its documents and what is odd in them."""
        return Passage(documents(self._strategy, self._evidence.request.area))

    def counted(self) -> Part:
        """How many promises can be judged, and from what; by theme."""
        if not self.judged:
            return self._nothing("There are no promises to count")
        counts = {name: counted(in_group(self._counting, name)) for name in GROUPS}
        groups = {name: each for name, each in counts.items() if each.promises}
        table = counts_table(groups, counted(self._counting), f"Promises {self._which}")
        kinds = [said.answers_counted(self._counting, kind) for kind in said.ORDERS]
        lines = [f"- {line}." for line in kinds if line]
        parts = [f"Of {len(self._counting)} promises {self._which}, "]
        parts[0] += f"{said.sources_told(self._counting)}. {said.local_told(self._counting)}"
        parts += [f"The answers, by kind of promise. {said.SEVERAL_KINDS}:"]
        return Part(table, Passage("\n\n".join([*parts, "\n".join(lines)])))

    def promised(self, *groups: str) -> Part:
        """Show the promises of some themes with both answers, those in force.

        Parameters
        ----------
        *groups : str
            Themes; "outside" for promises outside the five, "all" for those on all.
        """
        if not self.judged:
            return self._profile.part(groups)
        own = in_group(in_force(self.judged), *groups)
        titles = "; ".join(GROUP_TITLES[name] for name in groups)
        if not own:
            return self._nothing(
                f"No promise that is in force stands under this heading ({titles})",
                self._also(groups),
            )
        table = promises_table(own, f"promises-{groups[0]}", f"Promises: {titles}")
        texts, also = [self._teller.all_of(own)], self._also(groups)
        text = "\n\n".join([*texts, *([also] if also else [])])
        return Part(table, Passage(text, told(own), _in_full(own)))

    def closed(self) -> Part:
        """Show what documents promised whose time is over, apart from the others."""
        own = closed(self.judged)
        if not own:
            return self._nothing("No closed document is registered")
        table = promises_table(own, "promises-closed", "Promises of documents whose time is over")
        texts = []
        for document in self._strategy.documents if self._strategy else ():
            of_it = [each for each in own if each.document == document]
            if of_it:
                time = f"begins {document.starts.written}, ends {document.ends.written}"
                texts.append(f"**Document {document.id}: {document.title}** (as written: {time}).")
                texts.append(self._teller.all_of(of_it))
        return Part(table, Passage("\n\n".join(texts), told(own), _in_full(own)))

    def strength(self) -> Part:
        """Put the promises on the ladder of evidence, from the strongest to none."""
        if not self.judged:
            return self._nothing("There are no promises whose evidence could be weighed")
        table = ladder_table(strength.on_rungs(self._counting))
        top, low = strength.strongest(self._counting), strength.weakest(self._counting)
        lines = []
        if top:
            lines.append(f"- **Strongest** ({top[0].name.lower()}): {self._named(top[1])}.")
        if low:
            lines.append(f"- **Weakest of those with a figure** ({low[0].name.lower()}): ")
            lines[-1] += f"{self._named(low[1][::-1])}."
        if not lines:
            lines = ["No promise rests on a published figure of the thing promised."]
        rule = (
            "On each rung stand first the promises whose figures rest on most people or things. "
            "Strong evidence is not good news and weak evidence is not bad news: the rung says "
            "how much a figure can carry."
        )
        return Part(table, Passage("\n".join(lines) + f"\n\n{rule}"))

    def values(self) -> Part:
        """Show every value of the measures behind the promises, and how many were compared."""
        if not self.judged:
            return self._nothing("There are no measures of promises to list")
        made = comparisons(self.judged)
        table = values_table(self.judged, self._held)
        return Part(table, Passage(said.comparisons_told(made), told(self.judged)))

    def reading(self, part: Part) -> Passage:
        """Say what a part of the scorecard shows."""
        return part.reading

    def data_used(self) -> Table:
        """Table of the extracts that this page stands on, each with what was checked."""
        return ending.data_used(self._evidence)

    def cannot_say(self) -> Passage:
        """Say what verdicts and the figures shown cannot say."""
        general = "\n".join(f"- {line}" for line in ending.VERDICT_LIMITS)
        of_figures = ending.caveats(self._evidence, self._indicators)
        return Passage(f"{general}\n{of_figures}" if self.judged else of_figures)

    def to_collect(self) -> Table:
        """Table of the data that would answer promises which have no answer yet."""
        return wanted(self.judged, self._evidence)

    def publish(self) -> handover.Handover | Passage:
        """Hand the observations to the run; by hand, say that nothing is published."""
        return handover.hand_over(
            self._evidence, self._indicators, self._headline, judged=bool(self.judged)
        )

    @cached_property
    def _counting(self) -> tuple[Judged, ...]:
        """Promises of the headline count; where no document is in force, of the closed ones."""
        return in_force(self.judged) or self.judged

    @property
    def _which(self) -> str:
        return "in force" if in_force(self.judged) else "of documents whose time is over"

    @cached_property
    def _teller(self) -> Teller:
        return Teller(
            (*(e for g in GROUPS for e in in_group(in_force(self.judged), g)), *closed(self.judged))
        )

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        every = self._evidence.registry.indicators
        return tuple(item for item in every if self._evidence.of(item).height)

    def _points(self) -> list[tuple[str, str]]:
        own, over = self._counting, closed(self.judged)
        whole = counted(own)
        count = said.number_of(whole.promises, "promise", "promises")
        first = f"{self.area_name}: {count} in force, of which {whole.answered} have an answer now."
        if own == over:
            first = (
                f"{self.area_name}: no promise is in force; {count} registered here stand in "
                f"documents whose time is over, and {whole.answered} of them have an answer now."
            )
        points = [(f"**{first}**", f"{said.sources_told(own)}.")]
        if directions := said.answers_counted(own, "direction"):
            causes = said.causes_counted(own)
            points.append((f"{directions}.", f"Why not: {causes}." if causes else ""))
        if milestones := said.answers_counted(own, "milestone"):
            several = any(len(each.commitment.types) > 1 for each in own)
            points.append((f"{milestones}.", f"{said.SEVERAL_KINDS}." if several else ""))
        if over and over != own:
            more = said.number_of(len(over), "more promise stands", "more promises stand")
            text = f"{more} in documents whose time is over: shown apart, and not in these counts."
            points.append((text, ""))
        points.append((said.comparisons_told(comparisons(self.judged)), ""))
        return points

    def _named(self, judged: Sequence[Judged]) -> str:
        return said.listed(judged, MOST_NAMED)

    def _also(self, groups: Sequence[str]) -> str:
        """Name the promises that bear on a theme and are told in another place of the page."""
        there = {e.id: e for g in groups for e in elsewhere(in_force(self.judged), g)}
        over = [e.id for e in in_group(closed(self.judged), *groups)]
        told_there = "Told under another theme, and bearing on this one too"
        texts = [f"{told_there}: {', '.join(there)}."] if there else []
        if over:
            texts.append(f"In documents whose time is over, told further down: {', '.join(over)}.")
        return " ".join(texts)

    def _nothing(self, text: str, more: str = "") -> Part:
        if not self.judged:
            text = f"{text}. {self._profile.why}"
        return Part(Notice("gap", f"{text}."), Passage(more or "Nothing stands in its place."))


def _in_full(own: Sequence[Judged]) -> str:
    """Words under which promises stand in full."""
    return "This promise in full" if len(own) == 1 else f"These {len(own)} promises in full"
