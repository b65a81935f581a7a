"""Frames of observations, as the cells of a workbook ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import polars as pl

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind
from helpers.base.spans import first_day
from helpers.display import sentences
from helpers.display.latest import latest_figures
from helpers.display.shown import Shown, shown
from helpers.indicators.computation import ALL
from helpers.indicators.evidence import Evidence, shown_period
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Break, Indicator

ASKED = "asked"
"""Attribute of a frame: names of the indicators that it was asked for, rows or none."""


class Frames:
    """Cuts frames out of the evidence of one workbook, and reads them back.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def indicator(self, code: str, framework: str = "") -> Indicator:
        """Find an indicator of the workbook's theme.

        Raises
        ------
        ParameterError
            When it is not registered, or not one of the theme's.
        """
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

    def latest(self, codes: tuple[str, ...], framework: str = "") -> list[Shown]:
        """Latest figure of each indicator, and of those without which they may not be shown."""
        return latest_figures(self._evidence, self.with_partners(codes, framework))

    def series(self, indicator: Indicator) -> pd.DataFrame:
        """Every period of one indicator."""
        rows = self._evidence.of(indicator)
        return self.made(rows.filter(pl.col(Obs.BREAKDOWN) == ALL).to_dicts(), [indicator])

    def parts(self, indicator: Indicator, only: tuple[str, ...] = ()) -> pd.DataFrame:
        """Breakdowns of one indicator in its latest period, in order of the registry."""
        every = self._evidence.of(indicator)
        rows = every.filter(
            (pl.col(Obs.BREAKDOWN) != ALL) & (pl.col(Obs.PERIOD) == (shown_period(every) or ""))
        )
        named = [name for name in indicator.part_names if not only or name in only]
        kept = [row for row in rows.to_dicts() if row[Obs.BREAKDOWN] in named]
        kept.sort(key=lambda row: named.index(row[Obs.BREAKDOWN]))
        return self.made(kept, [indicator])

    def made(self, rows: Sequence[Mapping[str, Any]], asked: Sequence[Indicator]) -> pd.DataFrame:
        """Make a frame of rows that remembers what it was asked for."""
        names = self._evidence.observations.columns
        frame = pd.DataFrame({name: [row[name] for row in rows] for name in names})
        frame.attrs[ASKED] = [(item.framework, item.code) for item in asked]
        return frame

    def with_partners(self, codes: tuple[str, ...], framework: str) -> list[Indicator]:
        """Return the indicators, each with the one without which it may not be shown."""
        named = [self.indicator(code, framework) for code in codes]
        partners = [
            self._evidence.registry.find(item.shown_with, item.framework)
            for item in named
            if item.shown_with
        ]
        return list({item.name: item for item in (*named, *partners)}.values())

    def asked(self, frame: pd.DataFrame) -> list[Indicator]:
        """Return the indicators that a frame was asked for."""
        return [
            self._evidence.registry.find(code, framework)
            for framework, code in frame.attrs.get(ASKED, ())
        ]

    def read(self, frame: pd.DataFrame) -> list[Shown]:
        """Read the figures of a frame as it now stands.

        Raises
        ------
        ParameterError
            When a figure stands without the one without which it misleads.
        """
        # Not `to_dict`: column by column, it copies the attributes of the frame each time.
        columns = [str(name) for name in frame.columns]
        figures = [
            shown(self._evidence, dict(zip(columns, row, strict=True)))
            for row in frame.to_numpy(dtype=object).tolist()
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
        return figures

    def beside(self, figure: Shown) -> pl.DataFrame:
        """Return the figures of the areas that one figure is compared with."""
        rows = self._evidence.of(figure.indicator, self._evidence.comparators).filter(
            (pl.col(Obs.PERIOD) == figure.period) & (pl.col(Obs.BREAKDOWN) == figure.breakdown)
        )
        # What the analyst's frame holds now is what is drawn for the council itself.
        own = pl.col(Obs.AREA_CODE) == figure.area.code
        return rows.with_columns(
            pl.when(own).then(pl.lit(figure.number(column))).otherwise(pl.col(column)).alias(column)
            for column in (Obs.VALUE.value, Obs.LOWER.value, Obs.UPPER.value)
        )

    def councils(self, figure: Shown) -> pl.DataFrame:
        """Return every council's figure of the same indicator and period."""
        every = self._evidence.of(figure.indicator, self._evidence.spread)
        return every.filter(pl.col(Obs.PERIOD) == figure.period)

    def direction(self, figure: Shown) -> str:
        """Say what can be said of the change since the figure before."""
        rows = self._evidence.of(figure.indicator).filter(
            (pl.col(Obs.BREAKDOWN) == figure.breakdown)
            & (pl.col(Obs.PERIOD) < figure.period)
            & pl.col(Obs.VALUE).is_not_null()
        )
        earlier = shown(self._evidence, rows.to_dicts()[-1]) if rows.height else None
        framework = self._evidence.registry.frameworks[figure.indicator.framework]
        if earlier is None and not framework.in_force:
            # It stands by itself from the start; nobody expects an earlier one beside it.
            return ""
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


def one_series(figures: list[Shown]) -> list[Shown]:
    """Return the figures if they are one measure, of one breakdown, from one dataset.

    Raises
    ------
    ParameterError
        When they are not: a line through them would compare what nobody may compare.
    """
    found = {
        (figure.indicator.name, figure.breakdown, str(figure.row[Obs.DATASET]))
        for figure in figures
    }
    if len(found) > 1:
        names = sorted({name for name, _, _ in found})
        raise ParameterError(
            "a line over time",
            f"the frame holds {len(found)} series: {', '.join(names)}",
            "one measure, of one breakdown, from one dataset",
            "draw each by itself; figures that do not compare are never joined",
        )
    return figures
