"""The pool of the Better Care Fund, as the cells of a workbook ask for it."""

from __future__ import annotations

from dataclasses import replace

from helpers.base.samples_mark import IN_THE_LAYOUT_OF
from helpers.display.figures import Figure
from helpers.display.passages import Notice, Passage
from helpers.display.pool_chart import schemes_chart
from helpers.display.pool_tables import payers_table, schemes_table
from helpers.display.pool_words import pool_reading
from helpers.display.tables import Table
from helpers.indicators.evidence import Evidence
from helpers.indicators.pool import FRAMEWORK, POOL, SCHEMES, PoolYear
from helpers.indicators.registry import Indicator
from helpers.workbook.gaps import Gaps


class PoolShown:
    """Who pays into a pool and what it pays for; a notice where no file has a line of it.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    gaps : Gaps
        Says what is missing, each file once.
    """

    def __init__(self, evidence: Evidence, gaps: Gaps) -> None:
        self._evidence = evidence
        self._gaps = gaps
        self._before_source = IN_THE_LAYOUT_OF if evidence.sample else ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those whose caveats belong to the lines; none where there is no line."""
        return self._of_the_pool() if self._evidence.pool else ()

    def lines(self) -> tuple[Table | Figure | Notice | Passage, ...]:
        """Show who pays in and what is paid for: the newest year drawn, each older one apart."""
        pool = self._evidence.pool
        if not pool:
            # It opens a section of its own, which is not left without a word.
            self._gaps.drawn()
            return (self._gaps.no_file(self._of_the_pool()) or Notice("gap", self._gaps.empty()),)
        newest, older = pool[0], pool[1:]
        shown: list[Table | Figure | Notice | Passage] = []
        if newest.contributions:
            shown.append(self._sourced(payers_table(newest, "pool-payers")))
        if newest.schemes:
            shown.append(self._drawn(newest))
        for year in older:
            if year.contributions:
                shown.append(self._sourced(payers_table(year, f"pool-payers-{year.period}")))
            if year.schemes:
                shown.append(self._sourced(schemes_table(year, f"pool-schemes-{year.period}")))
        return tuple(shown)

    def reading(self) -> Notice | Passage:
        """Say how large the pool is, who pays, and what its schemes leave open."""
        pool = self._evidence.pool
        if pool:
            return Passage(pool_reading(pool))
        return self._gaps.no_file(self._of_the_pool()) or Passage(self._gaps.empty())

    def _drawn(self, year: PoolYear) -> Figure:
        figure = schemes_chart(year, self._evidence.request.area.name, "pool-schemes")
        source = f"{self._before_source}{figure.source}"
        return replace(figure, source=source, table=self._sourced(figure.table))

    def _of_the_pool(self) -> tuple[Indicator, ...]:
        return tuple(self._evidence.registry.find(code, FRAMEWORK) for code in (POOL, SCHEMES))

    def _sourced(self, table: Table) -> Table:
        """Say of a table of invented data that its documents are invented too."""
        return replace(table, source=f"{self._before_source}{table.source}")
