"""The book: what the cells of a workbook call, each a question answered from the evidence."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.base.periods import spoken
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.display import sentences
from helpers.display.comparison_chart import comparison_chart
from helpers.display.counts_chart import counts_chart
from helpers.display.figures import Figure
from helpers.display.funnel_chart import can_be_drawn, funnel_chart, places_open
from helpers.display.goal_path import path_to_goal
from helpers.display.long_series import judged, long_series_reading
from helpers.display.long_series_chart import long_series_chart
from helpers.display.observed import figures_table
from helpers.display.passages import Notice, Passage
from helpers.display.promise_list import levels_in_list, promise_list
from helpers.display.promise_words import told
from helpers.display.series_chart import series_chart
from helpers.display.shares_chart import parts_chart, shares_chart
from helpers.display.shown import Shown
from helpers.display.strip_chart import strip_chart
from helpers.display.tables import Table
from helpers.indicators.computation import ALL
from helpers.indicators.evidence import Evidence
from helpers.indicators.neighbours import NO_LIST
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator
from helpers.strategies.judging import judge_one
from helpers.strategies.readings import hold
from helpers.strategies.register import Strategy
from helpers.workbook import ending, handover
from helpers.workbook.demand import Demand
from helpers.workbook.eras import eras as eras_table
from helpers.workbook.frames import Frames, one_series
from helpers.workbook.gaps import Gaps
from helpers.workbook.opened import Opened
from helpers.workbook.pool import PoolShown
from helpers.workbook.strategy import read_against


class Book(Opened):
    """The evidence of one theme for one council, as frames, charts and sentences.

    Frames are plain pandas: filter them, join them, and hand them back to be drawn.
    What a frame holds when it is handed back is what is drawn and said.
    """

    def __init__(self, evidence: Evidence, strategy: Strategy | None) -> None:
        super().__init__(evidence)
        self._strategy = strategy
        self._frames = Frames(evidence)
        self._gaps = Gaps(evidence, self._frames)
        self._shown: list[Indicator] = []

    def _introduction(self) -> str:
        request = self._evidence.request
        text = f"**{request.theme.title}** in **{self.area_name}**, {spoken(self.period)}. "
        text += f"Compared with England and the region {request.area.region}"
        if isinstance(request.compare_with, tuple):
            text += ", and with " + ", ".join(area.name for area in request.compare_with)
        text += "."
        if request.compare_with == "neighbours":
            text += f" {self._neighbours()}"
        return f"{text} **{SAMPLE_MARK}.**" if self._evidence.sample else text

    def _neighbours(self) -> str:
        peers = self._evidence.peers
        if not peers.areas:
            return NO_LIST
        names = ", ".join(area.name for area in peers.areas)
        return f"Its statistical neighbours ({peers.words}): {names}."

    def main_points(self, *codes: str) -> Passage:
        """Say the main points: the figures of `codes` that can carry a sentence."""
        figures = self._frames.latest(codes)
        said: list[tuple[str, str]] = []
        left = 0
        carried = {figure.indicator.code for figure in figures if any(sentences.short(figure))}
        for figure in figures:
            partner = figure.indicator.shown_with
            alone = bool(partner) and partner not in carried
            point = ("", "") if alone else sentences.short(figure, self._frames.direction(figure))
            said += [point] if any(point) else []
            left += not any(point)
        self._headline = said[0][0].replace("**", "") if said else ""
        if not figures:
            none = f"No headline figure is published for {spoken(self.period)} or before."
            said.append((none, ""))
        if left:
            verb = "it stands: it is" if left == 1 else "they stand: they are"
            words = (
                f"{left} of {len(figures)} headline figures cannot be used as {verb} missing, "
                "suppressed, flagged or not to be read alone. The sections below say which and why."
            )
            said.append((words, ""))
        return Passage(sentences.points(said), tuple(figure.told for figure in figures))

    def data_used(self) -> Table:
        """Table of the extracts that this page stands on, each with what was checked."""
        return ending.data_used(self._evidence)

    def observations(self, *codes: str, framework: str = "") -> pd.DataFrame:
        """Return the latest figure of each indicator as a frame.

        Parameters
        ----------
        *codes : str
            Indicator codes, such as "2C".
        framework : str
            Whose codes they are; where it is left out, those in force.

        Returns
        -------
        DataFrame, shape (number of codes with a figure, 31)
            Value, interval, numerator, denominator, status and comparison, by column.

        Raises
        ------
        ParameterError
            When a code is not registered, or not one of the theme's.
        """
        figures = self._frames.latest(codes, framework)
        asked = self._frames.with_partners(codes, framework)
        return self._frames.made([figure.row for figure in figures], asked)

    def series(self, code: str, framework: str = "") -> pd.DataFrame:
        """Return every period of one indicator as a frame, those without a figure included."""
        return self._frames.series(self._frames.indicator(code, framework))

    def parts(self, code: str, *only: str, framework: str = "") -> pd.DataFrame:
        """Return the breakdowns of one indicator in its latest period as a frame.

        Parameters
        ----------
        code : str
            The indicator.
        *only : str
            Names of the parts wanted; all of them if left out.
        framework : str
            Whose code it is; where it is left out, those in force.
        """
        return self._frames.parts(self._frames.indicator(code, framework), only)

    def table(self, frame: pd.DataFrame, caption: str = "") -> Table | Notice | Passage:
        """Show a frame of observations as a table."""
        figures = self._figures(frame)
        if not figures:
            return self._gaps.nothing(frame, figures)
        name = self._name("table", figures)
        return figures_table(figures, name, caption or f"Figures for {self.area_name}")

    def compare(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw a frame of observations beside England, the region and the named councils."""
        figures = self._figures(frame)
        known = [figure for figure in figures if figure.value is not None]
        if not known:
            return self._gaps.nothing(frame, figures)
        areas = [self._frames.beside(figure) for figure in known]
        return comparison_chart(known, areas, self._name("compare", known))

    def place(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw the council among all councils, for one indicator that carries a rank."""
        figures = self._figures(frame)
        ranked = [figure for figure in figures if figure.number(Obs.RANK) is not None]
        if not ranked:
            return self._gaps.not_placed(frame, figures)
        others = self._frames.councils(ranked[0])
        return strip_chart(ranked[0], others, self._name("place", ranked[:1]))

    def funnel(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw all councils by value and size, with limits for chance and their usual spread."""
        figures = self._figures(frame)
        ranked = [figure for figure in figures if figure.number(Obs.RANK) is not None]
        drawn = [each for each in ranked if can_be_drawn(each, self._frames.councils(each))]
        if not drawn:
            return self._gaps.not_placed(frame, figures)
        others = self._frames.councils(drawn[0])
        return funnel_chart(drawn[0], others, self._name("funnel", drawn[:1]))

    def trend(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw one indicator over the years, with its gaps and breaks."""
        figures = one_series(self._figures(frame))
        known = [figure for figure in figures if figure.value is not None]
        if len(known) < 2:
            return self._gaps.no_series(frame, figures)
        direction = self._frames.direction(known[-1])
        return series_chart(
            figures, self._england(figures), direction, self._name("trend", known[-1:])
        )

    def months(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw one indicator by month or quarter, with its usual swing where one can be said."""
        figures = one_series(self._figures(frame))
        known = [figure for figure in figures if figure.value is not None]
        if len(known) < 2:
            return self._gaps.no_series(frame, figures)
        name = self._name("months", known[-1:])
        return long_series_chart(judged(figures), self._england(figures), name)

    def counts(self, *frames: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw the two counts of a share apart, for figures that may not be comparable."""
        figures = [figure for frame in frames for figure in self._figures(frame)]
        known = [f for f in figures if f.number(Obs.NUMERATOR) is not None]
        known = [figure for figure in known if figure.number(Obs.DENOMINATOR) is not None]
        if not known:
            return self._gaps.nothing(frames[-1], figures)
        known.sort(key=lambda figure: figure.period)
        return counts_chart(known, self._name("counts", known))

    def shares(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw the parts of a whole beside England's."""
        figures = self._figures(frame)
        known = [figure for figure in figures if figure.value is not None]
        if not known:
            return self._gaps.nothing(frame, figures)
        flagged = [figure for figure in known if figure.flags]
        if flagged:
            title = flagged[0].indicator.title
            return Notice("caution", f"{title}, by part: {flagged[0].flags}.")
        return shares_chart(known, self._name("shares", known[:1]))

    def groups(self, frame: pd.DataFrame) -> Figure | Notice | Passage:
        """Draw the breakdowns of one indicator, such as by age or sex, beside England's."""
        figures = self._figures(frame)
        known = [figure for figure in figures if figure.value is not None]
        if not known:
            return self._gaps.nothing(frame, figures)
        return parts_chart(known, self._name("groups", known[:1]))

    def reading(self, *frames: pd.DataFrame) -> Passage | Notice:
        """Say what frames of observations show, each figure with its comparison and change."""
        figures = [figure for frame in frames for figure in self._figures(frame)]
        latest = {figure.indicator.name: figure for figure in figures if figure.breakdown == ALL}
        if not latest:
            asked = [item for frame in frames for item in self._frames.asked(frame)]
            return self._gaps.no_file(asked) or Passage(self._gaps.empty())
        now = list(latest.values())
        text = sentences.together(now, [self._frames.direction(figure) for figure in now])
        placed = [places_open(each, self._frames.councils(each)) for each in now if _ranked(each)]
        said = [text, *(placed if len(now) == 1 else [])]
        return Passage("\n\n".join(part for part in said if part), tuple(f.told for f in now))

    def months_reading(self, *frames: pd.DataFrame) -> Passage | Notice:
        """Say what series by month or quarter show beyond their usual swing."""
        read = [figures for frame in frames if (figures := one_series(self._figures(frame)))]
        known = [each for each in read if any(figure.value is not None for figure in each)]
        if not known:
            return self.reading(*frames)
        return long_series_reading([judged(figures) for figures in known])

    def path(self, frame: pd.DataFrame, goal: float, goal_year: str) -> Table | Notice | Passage:
        """Show the path of equal steps from the latest figure to a goal."""
        figures = self._figures(frame)
        known = [figure for figure in figures if figure.value is not None]
        if not known:
            return self._gaps.nothing(frame, figures)
        return path_to_goal(known[0], goal, goal_year, self._name("path", known[:1]))

    @property
    def demand(self) -> Demand:
        """Placements beside the population: its split, its pace and what lies ahead."""
        return Demand(self._evidence, self._gaps)

    @property
    def pool(self) -> PoolShown:
        """The pool of the Better Care Fund: who pays in, and what it pays for."""
        shown = PoolShown(self._evidence, self._gaps)
        self._show(shown.indicators)
        return shown

    def eras(self, *frameworks: str) -> Table:
        """Table of what each framework measured, from when until when, and what is shown of it."""
        return eras_table(self._evidence, frameworks)

    def promises(self) -> Passage:
        """Say what the council's strategy promised on this theme, each with both answers."""
        plan, theme = self._strategy, self._evidence.request.theme
        text = read_against(plan, self._evidence.request.area)
        if plan is None:
            return Passage(text)
        held = hold(self._evidence)
        judged = [judge_one(plan, each, held) for each in plan.of_theme(theme.slug)]
        measures = [level.measure for level in levels_in_list(judged)]
        self._show(self._evidence.registry.find(each.code, each.framework) for each in measures)
        return Passage(f"{text} {promise_list(judged)}", told(judged))

    def cannot_say(self) -> Passage:
        """Say what the figures shown on this page cannot say."""
        return Passage(ending.caveats(self._evidence, tuple(self._shown)))

    def to_collect(self) -> Table:
        """Table of the data that would answer what stayed open."""
        return ending.to_collect(self._evidence)

    def publish(self) -> handover.Handover | Passage:
        """Hand the observations to the run; by hand, say that nothing is published."""
        return handover.hand_over(self._evidence, tuple(self._shown), self._headline)

    def _show(self, indicators: Iterable[Indicator]) -> None:
        both = [*self._shown, *indicators]
        self._shown = list({item.name: item for item in both}.values())

    def _figures(self, frame: pd.DataFrame) -> list[Shown]:
        figures = self._frames.read(frame)
        if figures:
            self._gaps.drawn()
        self._show(figure.indicator for figure in figures)
        return figures

    def _england(self, figures: list[Shown]) -> dict[str, float | None]:
        # A number by itself is of another size in England, and shares no scale with a council's.
        beside = [figure for figure in figures if not figure.indicator.is_number]
        return {figure.period: figure.number(Obs.ENGLAND) for figure in beside}

    def _name(self, kind: str, figures: list[Shown]) -> str:
        codes = "-".join(dict.fromkeys(figure.indicator.code for figure in figures))
        plain = "".join(letter if letter.isalnum() else "-" for letter in codes.lower())
        return f"{kind}-{'-'.join(part for part in plain.split('-') if part)}"


def _ranked(figure: Shown) -> bool:
    return figure.number(Obs.RANK) is not None and figure.indicator.has_counts
