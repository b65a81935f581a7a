"""Observations of all councils for all indicators, and how their cost grows.

    python benchmarks/observations_run.py [--inputs ../shared/data/real] [--rounds 3]

Every extract of the folder is gated once and its tables are loaded; that is timed apart. Then
the figures of every series are computed for every council, region and England, compared, ranked,
flagged, given their limits and judged against England: what observations are cut from. The same
is done without breakdowns, and with the outcomes framework's tables made two and four times as
long by years that are copies. Wall time is that of a shared machine; CPU is the process's own.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from helpers.base.geography import all_areas
from helpers.base.parameters import check_request
from helpers.base.periods import financial_year, first_year
from helpers.base.settings import Settings
from helpers.base.themes import THEMES
from helpers.gate.passing import gate_inputs
from helpers.indicators.calculation import figures
from helpers.indicators.comparison import compared, with_verdicts
from helpers.indicators.flags import with_flags
from helpers.indicators.limits import with_limits
from helpers.indicators.registry import Registry, Series
from helpers.indicators.source import Source
from helpers.indicators.tables import Tables

ROOT = Path(__file__).resolve().parents[1]
GROWN = ("ascof_timeseries", "ascof_long")
AREAS = 15


class Longer(Tables):
    """Tables of which the outcomes framework's have several times as many years."""

    def __init__(self, tables: Tables, settings: Settings, registry: Registry, times: int) -> None:
        super().__init__(tables.receipts, settings, registry)
        self._of, self._times = tables, times

    def placed(self, dataset: str) -> pl.DataFrame:
        """Rows as they are, and copies of them of earlier decades."""
        table = self._of.placed(dataset)
        if dataset not in GROWN or self._times == 1:
            return table
        years = table["period"].unique().to_list()
        copies = [
            table.with_columns(
                pl.col("period").replace_strict(
                    {year: financial_year(first_year(year) - 10 * number) for year in years}
                )
            )
            for number in range(1, self._times)
        ]
        return pl.concat([table, *copies])

    def once(self, name: str, made: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Share what the tables have made already."""
        return self._of.once(name, made)


def everything(tables: Tables, registry: Registry, wanted: list[Series]) -> pl.DataFrame:
    """Compute the figures of every area, with limits; compare, flag and judge the councils'."""
    every = with_limits(figures(tables, registry, wanted), registry)
    return with_verdicts(with_flags(compared(every), registry), registry)


def timed(rounds: int, work: Callable[[], pl.DataFrame]) -> tuple[int, float, float]:
    """Rows, median wall seconds and median CPU seconds."""
    walls, processors, rows = [], [], 0
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        rows = work().height
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return rows, statistics.median(walls), statistics.median(processors)


def without_parts(registry: Registry) -> list[Series]:
    """Every series that has a whole, without its breakdowns."""
    return [
        Series(each.number, each.indicator, each.computation.model_copy(update={"parts": ()}))
        for each in registry.series
        if each.computation.whole
    ]


def main() -> None:
    """Run and print a table for the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", default=str(ROOT.parent / "shared" / "data" / "real"))
    parser.add_argument("--outputs", default="", help="an outputs folder with answers of the gate")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(root=ROOT, outputs=Path(options.outputs or folder))
        receipts = gate_inputs(options.inputs, settings).receipts
        wall, processor = time.perf_counter(), time.process_time()
        source = Source(receipts, settings)
        tables, registry = source.tables, source.registry
        datasets = sorted({s.dataset for s in registry.series if tables.have(s.dataset)})
        rows = sum(tables.placed(dataset).height for dataset in datasets if dataset != "ons_mye")
        print(
            f"tables of {len(receipts)} extracts loaded and placed: {rows:,} rows, "
            f"{time.perf_counter() - wall:.2f} s wall, {time.process_time() - processor:.2f} s CPU"
        )
        every = list(registry.series)
        # Once for what Polars and the populations set up.
        everything(tables, registry, every)
        print("| what | figures of councils | wall s | CPU s | figures a CPU second |")
        print("|---|---|---|---|---|")
        ways: dict[str, Callable[[], pl.DataFrame]] = {
            "all series, no breakdowns": lambda: everything(
                tables, registry, without_parts(registry)
            ),
            "all series with their breakdowns": lambda: everything(tables, registry, every),
        }
        for times in (2, 4):
            longer = Longer(tables, settings, registry, times)
            ways[f"the framework's tables {times} times as long"] = lambda longer=longer: (
                everything(longer, registry, every)
            )
        for name, work in ways.items():
            height, wall, cpu = timed(options.rounds, work)
            print(f"| {name} | {height:,} | {wall:.2f} | {cpu:.2f} | {height / cpu:,.0f} |")
        areas = all_areas()[:: len(all_areas()) // AREAS][:AREAS]
        for theme in THEMES:
            source.figures_of(theme.slug)
        cuts = [
            timed(
                1,
                lambda theme=theme, area=area: (
                    source.evidence(
                        check_request(theme.slug, area.code, "latest", "region", "")
                    ).observations
                ),
            )
            for theme in THEMES
            for area in areas
        ]
        rows, wall, cpu = (statistics.median(cut[part] for cut in cuts) for part in range(3))
        print(f"one council's evidence of one theme, cut out: {wall:.3f} s wall, {cpu:.3f} s CPU ")
        print(f"(median of {len(cuts)}), {rows:.0f} observations")


if __name__ == "__main__":
    main()
