"""Demand by age band: known answers, and three uncertainties kept apart and nested."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from helpers.methods.back_cast import back_cast
from helpers.methods.intervals import poisson_count
from helpers.methods.projection import (
    demographic_factor,
    expected_clients,
    poisson_quantiles,
    project,
)
from methods.answer_files import Comparing, table

BASE_YEAR = 2024
GROWTH = 0.01


@pytest.fixture(scope="module")
def base(shared):
    rows = table(shared, "demand_projection", "base_2024.csv")
    assert [row["ageband"] for row in rows] == ["18-64", "65-74", "75-84", "85+"]
    return {name: [float(row[name]) for row in rows] for name in ("clients", "population")}


@pytest.fixture(scope="module")
def by_band(shared):
    return table(shared, "demand_projection", "expected_by_band.csv")


@pytest.fixture(scope="module")
def years(by_band):
    return sorted({int(row["year"]) for row in by_band})


@pytest.fixture(scope="module")
def projected(base, by_band, years):
    """Constant rate and one per cent growth, from the populations of the answers' file."""
    populations = {
        variant: [
            [float(r["population"]) for r in by_band if (r["variant"], int(r["year"])) == (variant, year)]
            for year in years
        ]
        for variant in ("principal", "high")
    }  # fmt: skip
    ahead = np.array(years) - BASE_YEAR
    chances = {"principal": 0.7, "high": 0.3}
    return {
        "clients_constant_rate": project(
            base["clients"], base["population"], populations, ahead, 0.0, chances
        ),
        "clients_rate_growth": project(
            base["clients"], base["population"], populations, ahead, GROWTH, chances
        ),
    }


def test_known_answers_by_band(base, by_band, years, projected):
    compared = Comparing()
    bands = ["18-64", "65-74", "75-84", "85+"]
    for row in by_band:
        band, year = bands.index(row["ageband"]), years.index(int(row["year"]))
        factor = demographic_factor(base["population"][band : band + 1], [float(row["population"])])
        compared.near(factor[0], row["demographic_factor"], row)
        for name, projection in projected.items():
            compared.near(projection.paths[row["variant"]].by_band[year, band], row[name], row)
    assert set(by_band[0]) == {"variant", "year", "ageband", "population", "demographic_factor", *projected}  # fmt: skip
    assert compared.count == 24 * 3


def test_known_answers_of_totals_with_chance(shared, years, projected):
    compared = Comparing()
    rows = table(shared, "demand_projection", "expected_totals.csv")
    for row in rows:
        year = years.index(int(row["year"]))
        for name, short in [("clients_constant_rate", "constant_rate"), ("clients_rate_growth", "rate_growth")]:  # fmt: skip
            path = projected[name].paths[row["variant"]]
            compared.near(path.total[year], row[name], row)
            compared.near(path.chance.lower[year], row[f"{short}_poisson_p2_5"], row)
            compared.near(path.chance.upper[year], row[f"{short}_poisson_p97_5"], row)
        compared.near(GROWTH, row["annual_rate_growth"])
    assert len(rows[0]) == 9, "columns: variant and year name the row, seven are compared"
    assert compared.count == 6 * 7


def test_known_answers_of_the_mix_of_variants(shared, years, projected):
    compared = Comparing()
    projection = projected["clients_constant_rate"]
    rows = table(shared, "demand_projection", "expected_variant_mix.csv")
    for row in rows:
        year = years.index(int(row["year"]))
        compared.near(projection.weighted[year], row["probability_weighted_mean"], row)
        compared.same(projection.principal, row["principal_variant"])
        compared.near(0.7, row["p_principal"])
        compared.near(0.3, row["p_high"])
    assert compared.count == 3 * 4


def test_sources_of_uncertainty_are_reported_apart_and_nested(projected):
    for projection in projected.values():
        for path in projection.paths.values():
            for apart in (path.chance, path.prevalence):
                assert (path.combined.lower <= apart.lower).all()
                assert (apart.upper <= path.combined.upper).all()
            assert (projection.joint.lower <= path.combined.lower).all()
            assert (path.combined.upper <= projection.joint.upper).all()
        assert (projection.joint.lower <= projection.variants.lower).all()
        assert (projection.variants.upper <= projection.joint.upper).all()


people = st.integers(0, 3000)
residents = st.integers(1, 200_000)


@st.composite
def bases(draw):
    bands = draw(st.integers(1, 5))
    base = draw(st.lists(st.tuples(people, residents), min_size=bands, max_size=bands))
    clients, population = (np.array(column, dtype=float) for column in zip(*base, strict=True))
    variants = {
        name: np.array(draw(st.lists(residents, min_size=bands, max_size=bands)), dtype=float)
        for name in draw(st.sampled_from(["p", "ph", "phl"]))
    }
    return clients, population, variants


@given(base=bases(), growth=st.floats(-0.2, 0.2), ahead=st.integers(0, 20))
def test_each_uncertainty_lies_within_the_joint_one(base, growth, ahead):
    clients, population, variants = base
    projection = project(clients, population, variants, [ahead], growth)
    joint = projection.joint
    assert joint.lower[0] >= 0
    apart = [projection.variants, *(path.chance for path in projection.paths.values())]
    apart += [path.prevalence for path in projection.paths.values()]
    for limits in apart:
        assert joint.lower[0] <= limits.lower[0] <= limits.upper[0] <= joint.upper[0]
    for path in projection.paths.values():
        assert joint.lower[0] <= path.total[0] <= joint.upper[0]


@given(base=bases())
def test_an_unchanged_population_returns_the_base(base):
    clients, population, _ = base
    path = project(clients, population, {"same": population}, [7]).paths["same"]
    assert path.by_band[0] == pytest.approx(clients)
    assert path.total[0] == pytest.approx(clients.sum())
    lower, upper = poisson_count(clients.sum())
    assert path.prevalence.lower[0] == pytest.approx(float(lower), abs=1e-9)
    assert path.prevalence.upper[0] == pytest.approx(float(upper))


@given(base=bases(), factor=st.floats(0.5, 2))
def test_demand_moves_with_a_population_that_changes_alike_in_every_band(base, factor):
    clients, population, _ = base
    found = expected_clients(clients, population, population * factor)
    assert found == pytest.approx(clients * factor)


def test_growth_of_the_rate_compounds():
    found = expected_clients([100], [1000], [[1000], [1000]], [1, 2], 0.1)
    assert found[:, 0] == pytest.approx([110, 121])
    by_band = expected_clients([100, 100], [10, 10], [10, 10], 2, [0.0, 0.1])
    assert by_band == pytest.approx([100, 121])


def test_without_probabilities_nothing_is_weighted():
    projection = project([10], [100], {"low": [[90]], "high": [[120]]}, [5])
    assert projection.principal == "low"
    assert math.isnan(projection.weighted[0])
    assert (projection.variants.lower[0], projection.variants.upper[0]) == (9, 12)


def test_the_most_likely_variant_is_the_principal_one():
    chances = {"low": 0.2, "high": 0.5, "middle": 0.3}
    populations = {"low": [[90]], "high": [[120]], "middle": [[100]]}
    projection = project([10], [100], populations, [5], 0.0, chances)
    assert projection.principal == "high"
    assert projection.weighted[0] == pytest.approx(0.2 * 9 + 0.5 * 12 + 0.3 * 10)


def test_combined_limits_hold_what_then_happens_nineteen_times_in_twenty():
    """Simulated: the base is a count, and so is the year projected."""
    random = np.random.default_rng(20)
    true_clients, multiples = np.array([12.0, 40.0, 90.0]), np.array([0.9, 1.2, 1.6])
    population = np.array([1000.0, 1000.0, 1000.0])
    inside, runs = 0, 1000
    for _ in range(runs):
        observed = random.poisson(true_clients)
        happens = random.poisson((true_clients * multiples).sum())
        path = project(observed, population, {"v": [population * multiples]}, [10]).paths["v"]
        inside += bool(path.combined.lower[0] <= happens <= path.combined.upper[0])
    assert 0.945 <= inside / runs <= 0.975


@given(mean=st.floats(0, 50_000), confidence=st.sampled_from([0.8, 0.95, 0.998]))
def test_poisson_quantiles_are_those_of_the_distribution(mean, confidence):
    limits = poisson_quantiles([mean], confidence)
    tail = (1 - confidence) / 2
    assert limits.lower[0] == poisson.ppf(tail, mean)
    assert limits.upper[0] == poisson.ppf(1 - tail, mean)


def test_an_empty_band_stays_empty_or_is_unknown():
    assert expected_clients([0, 5], [0, 50], [0, 60]).tolist() == [0, 6]
    unknown = expected_clients([0, 5], [0, 50], [10, 60])
    assert math.isnan(unknown[0]) and unknown[1] == 6
    projection = project([0, 5], [0, 50], {"v": [[10, 60]], "w": [[0, 60]]}, [1])
    assert math.isnan(projection.joint.upper[0])
    assert projection.paths["w"].total[0] == 6


def test_nobody_counted_still_has_an_upper_limit():
    path = project([0, 0], [100, 100], {"v": [[100, 200]]}, [1]).paths["v"]
    assert path.total[0] == path.chance.upper[0] == path.prevalence.lower[0] == 0
    assert path.prevalence.upper[0] == pytest.approx(2 * 3.688879454)


def test_a_missing_population_makes_its_year_and_variant_missing():
    projection = project([5], [50], {"v": [[np.nan], [60]]}, [1, 2])
    path = projection.paths["v"]
    for values in (path.total, path.chance.lower, path.prevalence.upper, path.combined.upper):
        assert math.isnan(values[0]) and not math.isnan(values[1])


def test_back_cast_says_how_far_off_a_projection_would_have_been():
    found = back_cast([400, 900], [30_000, 20_000], [33_000, 21_000], [420, 1000], 5)
    assert found.projected == pytest.approx(440 + 945)
    assert found.actual == 1420
    assert found.error == pytest.approx(-35)
    assert found.error_percent == pytest.approx(-35 / 1420 * 100)
    assert found.error_by_band == pytest.approx([20, -55])
    assert found.lower < 1420 < found.upper and found.within is True
    far = back_cast([400, 900], [30_000, 20_000], [33_000, 21_000], [800, 1600], 5)
    assert far.within is False


@given(base=bases())
def test_a_back_cast_of_what_was_projected_has_no_error(base):
    clients, population, variants = base
    then = variants["p"]
    actual = expected_clients(clients, population, then, 5, 0.02)
    found = back_cast(clients, population, then, actual, 5, 0.02)
    assert found.error == pytest.approx(0, abs=1e-9)
    assert found.within is True
    assert math.isnan(found.error_percent) == (found.actual == 0)


def test_a_back_cast_with_a_missing_number_judges_nothing():
    found = back_cast([4, 9], [30, 20], [33, 21], [np.nan, 9], 5)
    assert found.within is None and math.isnan(found.error)
    assert found.error_by_band[1] == pytest.approx(9 / 20 * 21 - 9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: project([1], [10], {}, [1]), "at least one variant"),
        (lambda: project([1], [10], {"v": [[10]]}, [1, 2]), "'v' does not have one population"),
        (lambda: project([1, 2], [10], {"v": [[10]]}, [1]), "differ in their age bands"),
        (lambda: project([1], [10], {"v": [[10, 10]]}, [1]), "age bands of the base"),
        (lambda: project([1], [0], {"v": [[10]]}, [1]), "without residents has clients"),
        (lambda: project([-1], [10], {"v": [[10]]}, [1]), "number of clients is negative"),
        (lambda: project([1], [10], {"v": [[-10]]}, [1]), "population is negative"),
        (lambda: project([1], [10], {"v": [[10]]}, [1], -1), "cannot shrink"),
        (lambda: project([1], [10], {"v": [[10]]}, [1], 0, {"w": 1}), "needs one probability"),
        (lambda: project([1], [10], {"v": [[10]]}, [1], 0, {"v": np.nan}), "negative or missing"),
        (lambda: project([1], [10], {"v": [[10]]}, [1], 0, {"v": 0.9}), "add up to 1"),
        (lambda: project([1], [10], {"v": [[10]], "w": [[10]]}, [1], 0, {"v": 1.5, "w": -0.5}), "is negative"),
        (lambda: back_cast([1], [10], [10], [1, 2]), "actual clients"),
        (lambda: back_cast([1], [10], [10], [-2]), "negative"),
        (lambda: poisson_quantiles([-1]), "negative"),
    ],
)  # fmt: skip
def test_what_cannot_be_projected_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
