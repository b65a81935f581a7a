"""Placements split, held against the population and projected, from extracts to answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.gate.passing import gate_inputs
from helpers.indicators.demand import PlacementsDemand, placements_demand
from helpers.indicators.demand_definitions import Projected
from helpers.indicators.placements import (
    PlacementsBesidePopulation,
    PlacementsChange,
    Stock,
    Unanswered,
    placements_beside_population,
    placements_change,
    stock_of,
)
from helpers.indicators.source import Source
from helpers.methods.growth import growth_ratio
from helpers.methods.projection import project
from indicators import invented_demand as invented

COUNTY = find_area("worcestershire")
FIRST = dict(zip(invented.BANDS, (500, 400, 800, 1200), strict=True))
SECOND = dict(zip(invented.BANDS, (500, 420, 880, 1320), strict=True))
AT_2024 = {"under 65": 3000, "65 to 74": 6000, "75 to 84": 4000, "85 and over": 1000}
AT_2025 = {"under 65": 3000, "65 to 74": 6300, "75 to 84": 4400, "85 and over": 1100}
TO_COME = {
    year: {band: people * (1 + 0.02 * (year - 2024)) for band, people in AT_2024.items()}
    for year in range(2022, 2048)
}
QUICKER = {
    year: {band: people * (1 + 0.03 * (year - 2024)) for band, people in AT_2024.items()}
    for year in range(2022, 2048)
}


def source(project_root: Path, folder: Path) -> Source:
    settings = Settings(root=project_root, outputs=folder / "outputs")
    evidence = gate_inputs(str(folder), settings)
    assert not evidence.refusals, evidence.refusals
    return Source(evidence.receipts, settings)


@pytest.fixture(scope="module")
def two_years(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("two-years")
    invented.placements(folder, COUNTY, 2025, FIRST)
    invented.placements(folder, COUNTY, 2026, SECOND)
    invented.residents(folder, COUNTY, {2024: AT_2024, 2025: AT_2025})
    invented.projection(folder, {COUNTY.code: 1.0}, "migration category", TO_COME)
    invented.projection(folder, {COUNTY.code: 1.0}, "five-year migration", QUICKER)
    return source(project_root, folder)


def test_placements_and_residents_stand_side_by_side(two_years: Source) -> None:
    stock = stock_of(two_years, COUNTY)
    assert isinstance(stock, Stock)
    assert stock.periods == ("2024-25", "2025-26")
    assert stock.people.tolist() == [list(FIRST.values()), list(SECOND.values())]
    # 47 single years of age, ten, ten, and six up to "90 and over".
    assert stock.residents[0].tolist() == [141_000, 60_000, 40_000, 6_000]


def test_a_change_is_split_into_parts_that_add_up(two_years: Source) -> None:
    change = placements_change(two_years, COUNTY)
    assert isinstance(change, PlacementsChange)
    effects = change.split.effects
    assert sum(effects.values()) == pytest.approx(220)
    # The rate of every band stands still but that of 65 to 74, which is unchanged as well:
    # 420 of 63,000 is 400 of 60,000. So all of the change is the population.
    assert effects["rate"] == pytest.approx(0, abs=1e-9)
    assert effects["size"] > 0 and effects["structure"] > 0
    assert change.table["people"][0] == 2900 and change.table["people"][-1] == 3120
    assert abs(change.table["people"][1:4].sum() - 220) <= 1


def test_placements_that_grow_with_older_residents_are_told_so(two_years: Source) -> None:
    answer = placements_beside_population(two_years, COUNTY)
    assert isinstance(answer, PlacementsBesidePopulation)
    assert set(answer.ratios) == {65, 85}
    ratio = answer.ratios[85]
    assert ratio.people_growth == pytest.approx(2620 / 2400 - 1)
    assert ratio.population_growth == pytest.approx(0.1)
    assert ratio.lower < ratio.ratio < ratio.upper
    # Three bands, each of two settings that may have been rounded to five.
    assert ratio == growth_ratio((2400, 2620), (6000, 6600), rounded_to=30)
    assert answer.verdict == "cannot tell", "the limits reach beyond five per cent"


@pytest.mark.parametrize(("last", "verdict"), [(0.8, "yes"), (1.4, "no")])
def test_the_verdict_follows_the_count(
    project_root: Path, tmp_path: Path, last: float, verdict: str
) -> None:
    later = {band: int(people * last) for band, people in FIRST.items()}
    invented.placements(tmp_path, COUNTY, 2025, FIRST)
    invented.placements(tmp_path, COUNTY, 2026, later)
    invented.residents(tmp_path, COUNTY, {2024: AT_2024, 2025: AT_2025})
    answer = placements_beside_population(source(project_root, tmp_path), COUNTY)
    assert isinstance(answer, PlacementsBesidePopulation)
    assert answer.verdict == verdict


def test_demand_runs_to_the_horizon_with_each_uncertainty_apart(two_years: Source) -> None:
    demand = placements_demand(two_years, COUNTY)
    assert isinstance(demand, PlacementsDemand)
    assert (demand.base, demand.superseded, demand.counted) == (2022, False, "2025-26")
    assert demand.years == tuple(range(2026, 2048))
    assert [scenario.name for scenario in demand.scenarios] == ["as today", "falling", "rising"]
    table = demand.table
    assert table.height == 3 * 2 * len(demand.years)
    assert all(table[name.value].dtype == pl.Int64 for name in list(Projected)[2:])
    as_today = table.filter(
        (pl.col(Projected.SCENARIO) == "as today")
        & (pl.col(Projected.VARIANT).str.contains("category"))
        & (pl.col(Projected.YEAR) == 2047)
    ).row(0, named=True)
    grown = (1 + 0.02 * 23) / (1 + 0.02 * 1)
    assert as_today["people"] == round(sum(SECOND.values()) * grown)
    assert as_today["lower"] <= as_today["prevalence_lower"] <= as_today["people"]
    assert as_today["people"] <= as_today["chance_upper"] <= as_today["upper"]


def test_demand_is_that_of_the_method(two_years: Source) -> None:
    demand = placements_demand(two_years, COUNTY, first_age=65)
    assert isinstance(demand, PlacementsDemand)
    scenario, projection = list(demand.scenarios.items())[2]
    residents = np.array([[6300.0 * 10, 4400 * 10, 1100 * 6]])
    factor = (1 + 0.02 * 2) / (1 + 0.02)
    alone = project(
        [420, 880, 1320], residents[0], {"one": residents * factor}, [1.0], scenario.growth
    )
    name = next(name for name in projection.paths if "category" in name)
    assert projection.paths[name].total[0] == pytest.approx(alone.paths["one"].total[0])


def test_a_suppressed_band_is_no_smaller_number(project_root: Path, tmp_path: Path) -> None:
    hidden = {**FIRST, "65 to 74": invented.SUPPRESSED}
    invented.placements(tmp_path, COUNTY, 2025, hidden)
    invented.residents(tmp_path, COUNTY, {2024: AT_2024})
    answer = placements_change(source(project_root, tmp_path), COUNTY)
    assert isinstance(answer, Unanswered)
    assert "suppressed" in answer.why


def test_two_bands_serve_where_four_are_not_published(project_root: Path, tmp_path: Path) -> None:
    for year, older in ((2025, 2400), (2026, 2500)):
        people = dict(zip(invented.COARSE, (500, older), strict=True))
        invented.placements(tmp_path, COUNTY, year, people)
    invented.residents(tmp_path, COUNTY, {2024: AT_2024, 2025: AT_2025})
    change = placements_change(source(project_root, tmp_path), COUNTY)
    assert isinstance(change, PlacementsChange)
    assert sum(change.split.effects.values()) == pytest.approx(100)


def test_one_year_is_no_change(project_root: Path, tmp_path: Path) -> None:
    invented.placements(tmp_path, COUNTY, 2025, FIRST)
    invented.residents(tmp_path, COUNTY, {2024: AT_2024})
    evidence = source(project_root, tmp_path)
    for answer in (
        placements_change(evidence, COUNTY),
        placements_beside_population(evidence, COUNTY),
    ):
        assert isinstance(answer, Unanswered)
        assert "needs two" in answer.why
    without = placements_demand(evidence, COUNTY)
    assert isinstance(without, Unanswered)
    assert without.needs == ("ons_snpp",)


def test_without_the_files_the_answer_names_them(project_root: Path, tmp_path: Path) -> None:
    invented.residents(tmp_path, COUNTY, {2024: AT_2024})
    answer = stock_of(source(project_root, tmp_path), COUNTY)
    assert isinstance(answer, Unanswered)
    assert answer.needs == ("activity_lts001",)


def test_another_council_is_not_answered_by_these_files(two_years: Source) -> None:
    assert isinstance(placements_change(two_years, find_area("wirral")), Unanswered)


def test_the_superseded_projection_is_called_so(
    project_root: Path, tmp_path: Path, shared: Path
) -> None:
    wirral = find_area("wirral")
    real = shared / "data" / "real" / "ons_snpp_2016_60plus"
    for path in real.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    older = {band: people for band, people in FIRST.items() if band != "18 to 64"}
    invented.placements(tmp_path, wirral, 2025, {"65 and over": sum(older.values())})
    invented.residents(tmp_path, wirral, {2024: AT_2024})
    demand = placements_demand(source(project_root, tmp_path), wirral)
    assert isinstance(demand, PlacementsDemand)
    assert demand.superseded and demand.base == 2016 and demand.years[-1] == 2041
    path = next(iter(demand.scenarios.values())).paths[
        next(iter(next(iter(demand.scenarios.values())).paths))
    ]
    assert path.total[-1] > 2400, "residents aged 65 and over of Wirral grow to 92,486 in 2041"
