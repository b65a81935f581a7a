"""No small number of a council's own files follows from what is shown, by any sum stated."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.base.records import Status
from helpers.base.settings import Settings
from helpers.gate.passing import gate_inputs
from helpers.indicators.calculation import figures
from helpers.indicators.columns import AREA
from helpers.indicators.count_cells import CountCells
from helpers.indicators.source import Source
from indicators.conftest import ROOT
from indicators.test_local_data import CARERS, FUND, HEADER

LOCAL = ("carers_local", "direct_payments_local", "bcf_metrics")
COUNCILS = [f"E080000{number:02d}" for number in (*range(1, 11), *range(11, 20))]
KINDS = (
    "direct payment only", "part direct payment", "managed personal budget",
    "commissioned support only", "information and advice", "respite to the cared-for person",
    "no direct support",
)  # fmt: skip
SMALL = (0, 1, 2, 3, 4, 4, 5, 6, 9, 23)


def carers(council: str, chance: random.Random) -> Iterator[str]:
    for quarter in ("2024-25-Q1", "2024-25-Q2"):
        place = f"{council},,{quarter}"
        counts = {kind: chance.choice(SMALL) for kind in KINDS}
        yield f"{place},all supported carers,{sum(counts.values())},"
        yield from (f"{place},{kind},{count}," for kind, count in counts.items())
        for measure in ("assessments", "reviews"):
            count = chance.choice(SMALL)
            yield f"{place},{measure},{count},{count}"


def payments(council: str, chance: random.Random) -> Iterator[str]:
    people = {band: chance.randint(20, 60) for band in ("18-64", "65 and over")}
    for end in ("30/04/2024", "31/05/2024", "30/06/2024", "31/07/2024"):
        moves = {band: (chance.choice(SMALL), chance.choice(SMALL)) for band in people}
        people = {band: people[band] + came - left for band, (came, left) in moves.items()}
        people = {band: max(count, 0) for band, count in people.items()}
        lines = {b: (people[b], *moves[b], people[b] + chance.choice(SMALL)) for b in people}
        lines["All"] = tuple(map(sum, zip(*lines.values(), strict=True)))
        for band, numbers in lines.items():
            short = chance.randint(0, min(9, numbers[0])) if band == "All" else ""
            yield f"{council},,{end},client,{band},All,{','.join(map(str, numbers))},{short},"


def fund(council: str, chance: random.Random) -> Iterator[str]:
    for metric, unit, per in (("BC4", "per cent", 100), ("BC6", '"per 100,000"', 100_000)):
        quarters = {}
        for quarter in ("Q1", "Q2", "Q3", "Q4"):
            count = chance.choice(SMALL)
            quarters[quarter] = (count, count + chance.choice(SMALL) + 1)
        quarters["year"] = tuple(map(sum, zip(*quarters.values(), strict=True)))
        for part, (above, below) in quarters.items():
            value = int(above / below * per * 10 + 0.5) / 10
            yield f"{council},,2022-23,{part},{metric},actual,{value},{above},{below},{unit},,"


@pytest.fixture(scope="module")
def invented_small(tmp_path_factory) -> Source:
    folder = tmp_path_factory.mktemp("small")
    inbox = folder / "inbox"
    inbox.mkdir()
    chance = random.Random(20241201)
    for name, header, lines in (
        ("carers_local", CARERS, carers),
        ("direct_payments_local", HEADER, payments),
        ("bcf_metrics", FUND, fund),
    ):
        rows = [line for council in COUNCILS for line in lines(council, chance)]
        (inbox / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    settings = Settings(root=ROOT, outputs=folder / "outputs")
    gated = gate_inputs(str(inbox), settings)
    assert not gated.refusals, gated.refusals
    return Source(gated.receipts, settings)


def audited(source: Source, shown: pl.DataFrame, dataset: str, area: str) -> list[tuple]:
    """Least and most that each small count can be, by whole-number programming."""
    cells = CountCells(source.tables, dataset, area)
    known = [
        equation for equation in cells.identities()
    ]  # what is stated to add up, whoever looks at it
    told = []
    for row in shown.filter(pl.col(AREA) == area).iter_rows(named=True):
        series = source.registry.series[row["series"]]
        if series.dataset == dataset:
            for name, total in cells.sums(series, row).items():
                if row[name] is not None and total:
                    assert row[name] == pytest.approx(cells.result(total))
                    told.append((total, row[name]))
    rows = [(each.sum, each.result) for each in known] + told
    names = list(dict.fromkeys(cell for total, _ in rows for cell in total))
    matrix = np.zeros((len(rows), len(names)))
    for place, (total, _) in enumerate(rows):
        for cell, factor in total.items():
            matrix[place, names.index(cell)] = factor
    results = np.array([result for _, result in rows])
    found = []
    for place, cell in enumerate(names):
        if 0 < cells.number(cell) < 5:
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(names))
                aim[place] = sign
                best = milp(
                    aim,
                    constraints=LinearConstraint(matrix, results, results),
                    integrality=np.ones(len(names)),
                    bounds=Bounds(0, 10_000),
                )
                assert best.success, best.message
                ends.append(round(sign * best.fun))
            found.append((dataset, area, cell, cells.number(cell), *ends))
    return found


@pytest.mark.parametrize("dataset", LOCAL)
def test_no_small_number_follows_from_what_is_shown(invented_small, dataset) -> None:
    source = invented_small
    made = figures(source.tables, source.registry, source.registry.series)
    kept = made.filter(pl.col("status") != Status.SUPPRESSED.value)
    audit = [each for area in COUNCILS for each in audited(source, kept, dataset, area)]
    assert len(audit) > 50
    assert not [each for each in audit if each[-1] < 5 or each[-1] - each[-2] < 4]
    # Not everything is hidden either.
    of_it = [s.number for s in source.registry.series if s.dataset == dataset]
    assert kept.filter(pl.col("series").is_in(of_it)).height > 3 * len(COUNCILS)


def test_what_is_hidden_does_not_depend_on_what_a_page_asks_for(invented_small) -> None:
    source = invented_small
    keys = ["series", "breakdown", AREA, "period", "status"]
    made = figures(source.tables, source.registry, source.registry.series).select(keys)
    for theme in ("carers", "direct-payments", "bcf-outcomes"):
        wanted = source.registry.series_of_theme(theme)
        part = figures(source.tables, source.registry, wanted).select(keys)
        same = made.filter(pl.col("series").is_in([series.number for series in wanted]))
        assert part.equals(same), theme
