"""Das Gupta: the package's answers, the manual's worked examples, and what must always hold."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods.decomposition import (
    decompose,
    product_sum,
    size_structure_rate,
    standardise,
)
from methods.answer_files import Comparing

EXACT = 1e-12
PRODUCT = re.compile(r"(sum\()?(\w+(?:\*\w+)*)\)?$")


def shares_times_rates(size, rate):
    return (size / size.sum() * rate).sum()


def rate_of(case):
    """The case's rate: a product of its factors, or the one function that is none."""
    told = case["rate"].replace(" ", "")
    if told == "sum((size/sum(size))*rate)":
        return shares_times_rates
    product = PRODUCT.match(told)
    assert product, told
    assert set(product[2].split("*")) == set(case["factors"]), told
    return product_sum


def populations_of(case):
    column, factors = case["population_column"], case["factors"]
    names = list(dict.fromkeys(str(row[column]) for row in case["data"]))
    return {
        name: {
            factor: [row[factor] for row in case["data"] if str(row[column]) == name]
            for factor in factors
        }
        for name in names
    }


def test_known_answers(shared):
    path = shared / "data" / "known_answers" / "das_gupta" / "cases.json"
    compared = Comparing()
    for case in json.loads(path.read_text("utf-8")):
        assert not case["crossclassified"], "see the manual's example for those"
        populations = populations_of(case)
        found = standardise(populations, rate_of(case))
        for answer in case["expected_standardised_rates"]:
            name, factor = answer["pop"], answer["factor"]
            value = found.crude[name] if factor == "crude" else found.rates[factor][name]
            compared.near(value, answer["rate"], (case["case"], name, factor))
            others = set(populations) - {name}
            compared.same({answer["std.set"]}, {None} if factor == "crude" else others)
    assert compared.count == 2 * (6 + 10 + 8 + 6 + 6 + 8)


# Das Gupta (1993), example 6.5: four vector factors by age, five populations. The standardised
# rates are those that the manual's method gives, as the R package prints them.
WOMEN = {
    "1963": [0.200, 0.163, 0.146, 0.154, 0.168, 0.169],
    "1968": [0.215, 0.191, 0.156, 0.137, 0.144, 0.157],
    "1973": [0.218, 0.203, 0.175, 0.144, 0.127, 0.133],
    "1978": [0.205, 0.200, 0.181, 0.162, 0.134, 0.118],
    "1983": [0.169, 0.195, 0.190, 0.174, 0.150, 0.122],
}
UNMARRIED = {
    "1963": [0.866, 0.325, 0.119, 0.099, 0.099, 0.121],
    "1968": [0.891, 0.373, 0.124, 0.100, 0.107, 0.127],
    "1973": [0.870, 0.396, 0.158, 0.125, 0.113, 0.129],
    "1978": [0.900, 0.484, 0.243, 0.176, 0.155, 0.168],
    "1983": [0.931, 0.563, 0.311, 0.216, 0.199, 0.191],
}
BIRTHS_UNMARRIED = {
    "1963": [0.007, 0.021, 0.023, 0.015, 0.008, 0.002],
    "1968": [0.010, 0.023, 0.023, 0.015, 0.008, 0.002],
    "1973": [0.011, 0.016, 0.017, 0.011, 0.006, 0.002],
    "1978": [0.014, 0.019, 0.015, 0.010, 0.005, 0.001],
    "1983": [0.018, 0.026, 0.023, 0.016, 0.008, 0.002],
}
BIRTHS_MARRIED = {
    "1963": [0.454, 0.326, 0.195, 0.107, 0.051, 0.015],
    "1968": [0.433, 0.249, 0.159, 0.079, 0.037, 0.011],
    "1973": [0.314, 0.181, 0.133, 0.063, 0.023, 0.006],
    "1978": [0.313, 0.191, 0.143, 0.069, 0.021, 0.004],
    "1983": [0.380, 0.201, 0.149, 0.079, 0.025, 0.006],
}
FIVE_POPULATIONS = {
    year: {
        "A": WOMEN[year],
        "B": UNMARRIED[year],
        "C": BIRTHS_UNMARRIED[year],
        "D": BIRTHS_MARRIED[year],
    }
    for year in WOMEN
}
STANDARDISED_OVER_FIVE = {
    "A": [72.77031, 74.65254, 73.83625, 71.36001, 64.60057],
    "B": [53.28255, 56.63216, 59.52972, 79.49763, 104.38728],
    "C": [62.17750, 69.61231, 60.48031, 68.54219, 94.17361],
    "D": [54.83361, 64.43823, 81.24203, 79.60288, 74.12756],
}


def ratio_per_1000(A, B, C, D):
    outside = (A * B * C).sum()
    return 1000 * outside / (outside + (A * (1 - B) * D).sum())


def test_five_populations_of_the_manual():
    compared = Comparing(rel=1e-7, abs_=5.1e-6)
    found = standardise(FIVE_POPULATIONS, ratio_per_1000)
    for factor, answers in STANDARDISED_OVER_FIVE.items():
        for year, answer in zip(FIVE_POPULATIONS, answers, strict=True):
            compared.near(found.rates[factor][year], answer, (factor, year))
    for year, answer in zip(
        FIVE_POPULATIONS, [30.94957, 53.22084, 62.97390, 86.88830, 125.17462], strict=True
    ):
        compared.near(found.crude[year], answer, year)
    first = found.between("1963", "1968")
    for factor, effect, share in [
        ("A", 1.882236, 8.45),
        ("B", 3.349606, 15.04),
        ("C", 7.434806, 33.38),
        ("D", 9.604628, 43.13),
    ]:
        compared.near(first.effects[factor], effect)
        assert first.shares[factor] == pytest.approx(share, abs=0.005)
    assert compared.count == 29
    pair = decompose(FIVE_POPULATIONS["1963"], FIVE_POPULATIONS["1973"], ratio_per_1000)
    assert pair.effects["D"] == pytest.approx(21.9910032, abs=1e-7)
    assert pair.effects["D"] != pytest.approx(found.between("1963", "1973").effects["D"], abs=0.1)


def test_effects_across_populations_are_equation_6_12():
    """The effect given all populations, from the pairs alone, by the manual's other formula."""
    years = list(FIVE_POPULATIONS)
    found = standardise(FIVE_POPULATIONS, ratio_per_1000)

    def pairwise(one, other):
        return decompose(FIVE_POPULATIONS[one], FIVE_POPULATIONS[other], ratio_per_1000).effects

    for factor in "ABCD":
        alone = pairwise("1963", "1983")[factor]
        corrections = sum(
            alone + pairwise("1983", third)[factor] - pairwise("1963", third)[factor]
            for third in years[1:-1]
        )
        expected = alone - corrections / len(years)
        assert found.between("1963", "1983").effects[factor] == pytest.approx(expected, rel=1e-10)


def test_effects_over_three_years_add_up_through_the_middle():
    found = standardise(FIVE_POPULATIONS, ratio_per_1000)
    for factor, whole in found.between("1963", "1983").effects.items():
        parts = (
            found.between("1963", "1973").effects[factor]
            + found.between("1973", "1983").effects[factor]
        )
        assert parts == pytest.approx(whole, abs=1e-10)
    with pytest.raises(ValueError, match="no population called '1999'"):
        found.between("1963", "1999")


values = st.floats(0.001, 1000)


@st.composite
def two_populations(draw):
    """Two populations with one to five factors over one to six groups."""
    factors = [f"f{i}" for i in range(draw(st.integers(1, 5)))]
    groups = draw(st.integers(1, 6))
    vector = st.lists(values, min_size=groups, max_size=groups)
    return tuple({name: np.array(draw(vector)) for name in factors} for _ in range(2))


def largest(earlier, later):
    """Above every rate that occurs when factors are exchanged."""
    return product_sum(**{name: np.maximum(earlier[name], later[name]) for name in earlier})


@given(populations=two_populations())
def test_effects_add_up_to_the_change(populations):
    found = decompose(*populations)
    assert math.fsum(found.effects.values()) == pytest.approx(
        found.change, abs=EXACT * largest(*populations)
    )
    assert found.change == product_sum(**populations[1]) - product_sum(**populations[0])


@given(populations=two_populations())
def test_reversed_populations_give_exactly_negated_effects(populations):
    earlier, later = populations
    there, back = decompose(earlier, later), decompose(later, earlier)
    assert back.effects == {name: -effect for name, effect in there.effects.items()}


@given(populations=two_populations(), seed=st.integers(0, 99))
def test_the_order_of_groups_changes_nothing_at_all(populations, seed):
    earlier, later = populations
    order = np.random.default_rng(seed).permutation(len(earlier["f0"]))
    shuffled = [{name: of[order] for name, of in one.items()} for one in populations]
    assert decompose(*shuffled) == decompose(earlier, later)


@given(populations=two_populations())
def test_the_order_of_factors_changes_no_effect(populations):
    turned = [dict(reversed(one.items())) for one in populations]
    there, other = decompose(*populations).effects, decompose(*turned).effects
    for name, effect in there.items():
        assert other[name] == pytest.approx(effect, abs=EXACT * largest(*populations))


@given(populations=two_populations())
def test_a_factor_that_did_not_change_has_no_effect(populations):
    earlier, later = populations
    found = decompose(earlier, later | {"f0": earlier["f0"]})
    assert found.effects["f0"] == 0


@given(populations=two_populations(), other=st.lists(values, min_size=6, max_size=6))
def test_effects_across_three_populations_add_up_too(populations, other):
    earlier, later = populations
    third = {name: np.array(other[: of.size]) for name, of in earlier.items()}
    found = standardise({"a": earlier, "b": later, "c": third})
    scale = max(largest(earlier, later), largest(earlier, third), largest(later, third))
    for pair in ("ab", "bc", "ca"):
        change = found.between(*pair)
        assert math.fsum(change.effects.values()) == pytest.approx(
            change.change, abs=10 * EXACT * scale
        )


counts = st.integers(0, 5000)


@given(
    bands=st.lists(
        st.tuples(counts, st.integers(1, 90_000), counts, st.integers(1, 90_000)),
        min_size=1,
        max_size=6,
    )
)
def test_size_structure_and_rate_make_the_whole_change(bands):
    clients_0, people_0, clients_1, people_1 = zip(*bands, strict=True)
    found = size_structure_rate(clients_0, people_0, clients_1, people_1)
    assert found.crude == (sum(clients_0), sum(clients_1))
    # A young band's rate on an old band's population: large numbers occur on the way.
    scale = max(sum(people_0), sum(people_1)) * max(
        clients / people for c, p, d, q in bands for clients, people in ((c, p), (d, q))
    )
    assert math.fsum(found.effects.values()) == pytest.approx(
        sum(clients_1) - sum(clients_0), abs=1e-11 * max(scale, 1)
    )


def test_size_structure_and_rate_of_a_growing_population():
    """Ten per cent more people of each age at the same rates is size and nothing else."""
    found = size_structure_rate([40, 60], [4000, 1000], [44, 66], [4400, 1100])
    assert found.effects["size"] == pytest.approx(10)
    assert found.effects["structure"] == pytest.approx(0, abs=1e-12)
    assert found.effects["rate"] == pytest.approx(0, abs=1e-12)
    assert list(found.effects) == ["size", "structure", "rate"]


def test_an_ageing_population_of_the_same_size_is_structure():
    found = size_structure_rate([40, 60], [4000, 1000], [30, 120], [3000, 2000])
    assert found.effects["structure"] == pytest.approx(50)
    assert found.effects["size"] == found.effects["rate"] == 0


def test_a_band_empty_in_one_period_changes_structure_and_not_rate():
    found = size_structure_rate([10, 0], [100, 0], [10, 5], [100, 50])
    assert found.effects["rate"] == pytest.approx(0, abs=1e-12)
    assert found.change == pytest.approx(5)
    assert size_structure_rate([10, 0], [100, 0], [20, 0], [100, 0]).effects["rate"] == 10


def test_nobody_counted_is_a_change_of_nought():
    found = size_structure_rate([0, 0], [100, 50], [0, 0], [110, 60])
    assert found.crude == (0, 0)
    assert set(found.effects.values()) == {0}
    assert all(math.isnan(share) for share in found.shares.values())


def test_a_missing_number_makes_what_needs_it_missing():
    found = size_structure_rate([10, np.nan], [100, 50], [12, 6], [100, 50])
    assert math.isnan(found.crude[0]) and found.crude[1] == 18
    assert math.isnan(found.effects["rate"])
    assert math.isnan(decompose({"a": [1, np.nan]}, {"a": [1, 2]}).change)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: decompose({}, {}), "at least one"),
        (lambda: decompose({"a": 1}, {"b": 1}), "same factors"),
        (lambda: decompose({"a": [1, 2]}, {"a": [1, 2, 3]}), "number of groups for a"),
        (lambda: decompose({"a": [1, 2]}, {"a": [1, 2]}, lambda a: a), "one number"),
        (lambda: standardise({"a": {"x": 1}}), "at least two populations"),
        (lambda: size_structure_rate([1], [0], [1], [10]), "without residents has clients"),
        (lambda: size_structure_rate([0], [0], [1], [10]), "no population"),
        (lambda: size_structure_rate([], [], [], []), "no population"),
        (lambda: size_structure_rate([-1], [10], [1], [10]), "negative"),
        (lambda: size_structure_rate([1, 2], [10], [1], [10]), "number of age bands"),
    ],
)
def test_what_cannot_be_decomposed_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
