"""Placements beside the population, as the cells of a workbook ask for them."""

from __future__ import annotations

from dataclasses import replace

from helpers.base.samples_mark import IN_THE_LAYOUT_OF
from helpers.display.demand_words import ahead_chart, kept_pace, split_table
from helpers.display.figures import Figure
from helpers.display.passages import Notice, Passage
from helpers.display.tables import Table
from helpers.indicators.evidence import Evidence
from helpers.indicators.placements import Unanswered
from helpers.workbook.gaps import Gaps

NO_DEMAND = Unanswered("Placements are not counted on this page.", ())


class Demand:
    """Three questions about placements and residents; a notice where the data do not answer.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    gaps : Gaps
        Says what is missing, each file once.
    """

    def __init__(self, evidence: Evidence, gaps: Gaps) -> None:
        self._answers = evidence.demand
        self._area = evidence.request.area.name
        self._gaps = gaps
        self._before_source = IN_THE_LAYOUT_OF if evidence.sample else ""

    def split(self) -> Table | Notice | Passage:
        """Split a change in placements into size and ages of the population, and rate."""
        change = self._answers.change if self._answers else NO_DEMAND
        if isinstance(change, Unanswered):
            return self._gaps.unanswered(change)
        return self._sourced(split_table(change, "demand-split"))

    def ahead(self) -> Figure | Notice | Passage:
        """Draw placements to the projection's horizon, each assumption about the rate apart."""
        ahead = self._answers.ahead if self._answers else NO_DEMAND
        if isinstance(ahead, Unanswered):
            return self._gaps.unanswered(ahead)
        drawn = ahead_chart(ahead, self._area, "demand-ahead")
        table = self._sourced(drawn.table)
        return replace(drawn, source=f"{self._before_source}{drawn.source}", table=table)

    def reading(self) -> Notice | Passage:
        """Say whether placements grew no faster than older residents."""
        beside = self._answers.beside if self._answers else NO_DEMAND
        if isinstance(beside, Unanswered):
            return self._gaps.unanswered(beside)
        return Passage(kept_pace(beside))

    def _sourced(self, table: Table) -> Table:
        """Say of a table of invented data that its sources are those of its layout alone."""
        return replace(table, source=f"{self._before_source}{table.source}")
