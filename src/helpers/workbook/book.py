"""The book: what the cells of a workbook call, each a question answered from the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import polars as pl

from helpers.base.errors import ParameterError
from helpers.base.frames import to_pandas
from helpers.base.period_kinds import PeriodKind
from helpers.base.periods import spoken
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.spans import first_day
from helpers.display import sentences
from helpers.display.comparison_chart import comparison_chart
from helpers.display.figures import Figure
from helpers.display.latest import latest_figures
from helpers.display.observed import figures_table
from helpers.display.passages import Notice, Passage
from helpers.display.promise_list import promise_list
from helpers.display.promise_words import told
from helpers.display.series_chart import series_chart
from helpers.display.shares_chart import shares_chart
from helpers.display.shown import Shown, shown
from helpers.display.strip_chart import strip_chart
from helpers.display.tables import Table
from helpers.indicators.computation import ALL
from helpers.indicators.evidence import Evidence, shown_period
from helpers.indicators.neighbours import NO_LIST
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Break, Indicator
from helpers.strategies.judging import judge_one
from helpers.strategies.readings import hold
from helpers.strategies.register import Strategy
from helpers.workbook import ending, handover
from helpers.workbook.strategy import named


class Book:
    """The evidence of one theme for one council, as frames, charts and sentences.

    Frames are plain pandas: filter them, join them, and hand them back to be drawn.
    What a frame holds when it is handed back is what is drawn and said.
    """

    def __init__(self, evidence: Evidence, strategy: Strategy | None) -> None:
        self._evidence = evidence
        self._strategy = strategy
        self._shown: list[Indicator] = []
        self._headline = ""

    @property
    def area_name(self) -> str:
        """Name of the council."""
        return self._evidence.request.area.name

    @property
    def period(self) -> str:
        """Reporting year of the page."""
        return self._evidence.request.period

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return Passage(self._introduction())._repr_mimebundle_()

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
        figures = self._latest(codes)
        said: list[tuple[str, str]] = []
        left = 0
        carried = {figure.indicator.code for figure in figures if any(sentences.short(figure))}
        for figure in figures:
            partner = figure.indicator.shown_with
            alone = bool(partner) and partner not in carried
            point = ("", "") if alone else sentences.short(figure, self._direction(figure))
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
        DataFrame, shape (number of codes, 31)
            Value, interval, numerator, denominator, status and comparison, by column.

        Raises
        ------
        ParameterError
            When a code is not registered, or not one of the theme's.
        """
        return self._frame([figure.row for figure in self._latest(codes, framework)])

    def series(self, code: str, framework: str = "") -> pd.DataFrame:
        """Return every year of one indicator as a frame, years without a figure included."""
        rows = self._evidence.of(self._indicator(code, framework))
        return self._frame(rows.filter(pl.col(Obs.BREAKDOWN) == ALL).to_dicts())

    def parts(self, code: str, framework: str = "") -> pd.DataFrame:
        """Return the breakdowns of one indicator in its latest year as a frame."""
        indicator = self._indicator(code, framework)
        every = self._evidence.of(indicator)
        rows = every.filter(
            (pl.col(Obs.BREAKDOWN) != ALL) & (pl.col(Obs.PERIOD) == (shown_period(every) or ""))
        )
        named = [part.name for part in indicator.breakdowns]
        kept = [row for row in rows.to_dicts() if row[Obs.BREAKDOWN] in named]
        return self._frame(sorted(kept, key=lambda row: named.index(row[Obs.BREAKDOWN])))

    def table(self, frame: pd.DataFrame, caption: str = "") -> Table | Notice:
        """Show a frame of observations as a table."""
        figures = self._figures(frame)
        if not figures:
            return Notice("gap", self._empty())
        name = self._name("table", figures)
        return figures_table(figures, name, caption or f"Figures for {self.area_name}")

    def compare(self, frame: pd.DataFrame) -> Figure | Notice:
        """Draw a frame of observations beside England, the region and the named councils."""
        figures = [figure for figure in self._figures(frame) if figure.value is not None]
        if not figures:
            return self._nothing(frame)
        areas = [self._beside(figure) for figure in figures]
        return comparison_chart(figures, areas, self._name("compare", figures))

    def place(self, frame: pd.DataFrame) -> Figure | Notice:
        """Draw the council among all councils, for one indicator that carries a rank."""
        figures = self._figures(frame)
        ranked = [figure for figure in figures if figure.number(Obs.RANK) is not None]
        if not ranked:
            return Notice("gap", self._not_placed(figures))
        figure = ranked[0]
        every = self._evidence.of(figure.indicator, self._evidence.spread)
        others = every.filter(pl.col(Obs.PERIOD) == figure.period)
        return strip_chart(figure, others, self._name("place", [figure]))

    def trend(self, frame: pd.DataFrame) -> Figure | Notice:
        """Draw one indicator over the years, with its gaps and breaks."""
        figures = self._figures(frame)
        known = [figure for figure in figures if figure.value is not None]
        if len(known) < 2:
            return Notice("gap", self._no_series(figures, known))
        england = {figure.period: figure.number(Obs.ENGLAND) for figure in figures}
        direction = self._direction(known[-1])
        return series_chart(figures, england, direction, self._name("trend", known[-1:]))

    def shares(self, frame: pd.DataFrame) -> Figure | Notice:
        """Draw the parts of a whole beside England's."""
        figures = [figure for figure in self._figures(frame) if figure.value is not None]
        if not figures:
            return self._nothing(frame)
        flagged = [figure for figure in figures if figure.flags]
        if flagged:
            title = flagged[0].indicator.title
            return Notice("caution", f"{title}, by part: {flagged[0].flags}.")
        return shares_chart(figures, self._name("shares", figures[:1]))

    def reading(self, frame: pd.DataFrame) -> Passage:
        """Say what a frame of observations shows, each figure with its comparison and change."""
        figures = self._figures(frame)
        latest = {figure.indicator.name: figure for figure in figures if figure.breakdown == ALL}
        if not latest:
            return Passage(self._empty())
        shown_now = list(latest.values())
        return Passage(
            sentences.together(shown_now, [self._direction(figure) for figure in shown_now]),
            tuple(figure.told for figure in shown_now),
        )

    def promises(self) -> Passage:
        """Say what the council's strategy promised on this theme, each with both answers."""
        plan, theme = self._strategy, self._evidence.request.theme
        text = named(plan, self._evidence.request.area)
        if plan is None:
            return Passage(text)
        held = hold(self._evidence)
        judged = [judge_one(plan, each, held) for each in plan.of_theme(theme.slug)]
        levels = [level for each in judged for level in each.levels if level.reading is not None]
        self._show(
            self._evidence.registry.find(e.measure.code, e.measure.framework) for e in levels
        )
        return Passage(f"{text} {promise_list(judged, theme.title)}", told(judged))

    def cannot_say(self) -> Passage:
        """Say what the figures shown on this page cannot say."""
        return Passage(ending.caveats(self._evidence, tuple(self._shown)))

    def to_collect(self) -> Table:
        """Table of the data that would answer what stayed open."""
        return ending.to_collect(self._evidence)

    def publish(self) -> handover.Handover | Passage:
        """Hand the observations to the run; by hand, say that nothing is published."""
        return handover.hand_over(self._evidence, tuple(self._shown), self._headline)

    def _indicator(self, code: str, framework: str = "") -> Indicator:
        indicator = self._evidence.registry.find(code, framework)
        theme = self._evidence.request.theme
        if theme.slug not in indicator.themes:
            of_theme = self._evidence.registry.of_theme(theme.slug)
            same = [item for item in of_theme if item.framework == indicator.framework]
            codes = ", ".join(item.code for item in same)
            raise ParameterError(
                f'indicator "{code}"',
                f"it is not one of {theme.title.lower()}'s",
                codes,
                f"add {theme.slug} to its themes in data_contracts/indicators.yaml",
            )
        return indicator

    def _latest(self, codes: tuple[str, ...], framework: str = "") -> list[Shown]:
        return latest_figures(self._evidence, self._with_partners(codes, framework))

    def _with_partners(self, codes: tuple[str, ...], framework: str) -> list[Indicator]:
        """Return the indicators, each with the one without which it may not be shown."""
        named = [self._indicator(code, framework) for code in codes]
        partners = [
            self._evidence.registry.find(item.shown_with, item.framework)
            for item in named
            if item.shown_with
        ]
        return list({item.name: item for item in (*named, *partners)}.values())

    def _frame(self, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        schema = self._evidence.observations.schema
        return to_pandas(pl.DataFrame([dict(row) for row in rows], schema=schema))

    def _figures(self, frame: pd.DataFrame) -> list[Shown]:
        figures = [
            shown(self._evidence, {str(key): value for key, value in row.items()})
            for row in frame.to_dict("records")
        ]
        names = {(figure.indicator.framework, figure.indicator.code) for figure in figures}
        for indicator in (figure.indicator for figure in figures):
            partner = (indicator.framework, indicator.shown_with)
            if indicator.shown_with and partner not in names:
                raise ParameterError(
                    f'indicator "{indicator.code}"',
                    "it is shown alone",
                    f"together with {indicator.shown_with}, without which it misleads",
                    f"keep the rows of {indicator.shown_with} in the frame",
                )
        self._show(figure.indicator for figure in figures)
        return figures

    def _show(self, indicators: Iterable[Indicator]) -> None:
        both = [*self._shown, *indicators]
        self._shown = list({item.name: item for item in both}.values())

    def _beside(self, figure: Shown) -> pl.DataFrame:
        rows = self._evidence.of(figure.indicator, self._evidence.comparators).filter(
            (pl.col(Obs.PERIOD) == figure.period) & (pl.col(Obs.BREAKDOWN) == figure.breakdown)
        )
        # What the analyst's frame holds now is what is drawn for the council itself.
        own = pl.col(Obs.AREA_CODE) == figure.area.code
        return rows.with_columns(
            pl.when(own).then(pl.lit(figure.number(column))).otherwise(pl.col(column)).alias(column)
            for column in (Obs.VALUE.value, Obs.LOWER.value, Obs.UPPER.value)
        )

    def _direction(self, figure: Shown) -> str:
        rows = self._evidence.of(figure.indicator).filter(
            (pl.col(Obs.BREAKDOWN) == figure.breakdown)
            & (pl.col(Obs.PERIOD) < figure.period)
            & pl.col(Obs.VALUE).is_not_null()
        )
        earlier = shown(self._evidence, rows.to_dicts()[-1]) if rows.height else None
        return sentences.change(earlier, figure, self._gap(earlier, figure))

    def _gap(self, earlier: Shown | None, later: Shown) -> Break | None:
        since = first_day(earlier.period, earlier.period_kind) if earlier else date.min
        until = first_day(later.period, later.period_kind)
        gaps = [
            gap
            for gap in self._evidence.registry.breaks_of(later.indicator)
            if since < first_day(gap.before, PeriodKind.FINANCIAL_YEAR) <= until
        ]
        return gaps[-1] if gaps else None

    def _empty(self) -> str:
        return f"Nothing is published here for {spoken(self.period)} or before."

    def _not_placed(self, figures: list[Shown]) -> str:
        text = f"{self.area_name} is not placed among other councils"
        if not figures:
            return self._empty()
        if figures[0].value is None:
            return f"{text}: the figure is {sentences.absent(figures[0])}."
        if figures[0].flags:
            return f"{text}: {figures[0].flags}."
        return f"{text}, because no rank is carried for this figure."

    def _no_series(self, figures: list[Shown], known: list[Shown]) -> str:
        if not figures:
            return self._empty()
        title = figures[-1].indicator.title
        if not known:
            return f"{title}: no series can be drawn, because no year has a figure."
        return (
            f"{title}: one figure, for {known[-1].year}. A line starts when a second year is "
            "counted in the same way."
        )

    def _nothing(self, frame: pd.DataFrame) -> Notice:
        told = dict.fromkeys(
            f"{figure.indicator.title}: {sentences.absent(figure)}."
            for figure in self._figures(frame)
        )
        return Notice("gap", " ".join(told) or self._empty())

    def _name(self, kind: str, figures: list[Shown]) -> str:
        codes = "-".join(dict.fromkeys(figure.indicator.code for figure in figures))
        plain = "".join(letter if letter.isalnum() else "-" for letter in codes.lower())
        return f"{kind}-{'-'.join(part for part in plain.split('-') if part)}"
