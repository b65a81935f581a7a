"""Cross-classified decomposition: the manual's worked example, and what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.methods.cross_classified import (
    Cells,
    decompose_cells,
    standardise_cells,
    structural_factors,
)
from helpers.methods.decomposition import decompose, product_sum

# Das Gupta (1993), example 5.3: deaths per 1,000 by race (rows) and age, United States.
SIZE_1985 = [
    [3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472],
    [707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236],
]
SIZE_1970 = [
    [2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315],
    [535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117],
]
RATE_1985 = [
    [9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570],
    [17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161],
]
RATE_1970 = [
    [18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837],
    [36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205],
]


def test_the_manuals_example_of_two_variables():
    found = decompose_cells(
        Cells(SIZE_1970, {"rate": RATE_1970}),
        Cells(SIZE_1985, {"rate": RATE_1985}),
        ("race", "age"),
    )
    answers = {
        "age": (8.385332, 9.907067, -221.76),
        "race": (9.136312, 9.156087, -2.88),
        "rate": (10.257368, 8.029643, 324.64),
    }
    assert set(found.standardised) == set(answers)
    for name, (earlier, later, share) in answers.items():
        assert found.standardised[name] == pytest.approx((earlier, later), abs=5e-7)
        assert found.shares[name] == pytest.approx(share, abs=0.005)
    assert found.crude == pytest.approx((9.421833, 8.735618), abs=5e-7)


def test_one_variable_is_the_plain_decomposition_of_shares_and_rates():
    sizes, rates = ([30, 60, 10], [20, 60, 20]), ([0.1, 0.4, 2.0], [0.2, 0.3, 2.5])
    found = decompose_cells(
        *(Cells(s, {"rate": r}) for s, r in zip(sizes, rates, strict=True)), ("age",)
    )
    plain = decompose(
        *(
            {"age": np.array(s) / sum(s), "rate": np.array(r)}
            for s, r in zip(sizes, rates, strict=True)
        )
    )
    for name in ("age", "rate"):
        assert found.standardised[name] == pytest.approx(plain.standardised[name], rel=1e-12)


shapes = st.sampled_from([(3,), (2, 3), (3, 2, 2), (2, 2, 2, 2)])


def of_shape(shape, elements):
    return arrays(np.float64, shape, elements=elements)


@st.composite
def cell_pairs(draw, factors=("a", "b")):
    shape = draw(shapes)
    sizes = of_shape(shape, st.integers(1, 10_000).map(float))
    rates = of_shape(shape, st.floats(0, 100))
    return [Cells(draw(sizes), {name: draw(rates) for name in factors}) for _ in range(2)]


def axes(cells):
    return tuple(f"v{i}" for i in range(np.ndim(cells.size)))


@given(pair=cell_pairs())
def test_effects_add_up_whatever_the_number_of_variables_and_factors(pair):
    found = decompose_cells(*pair, axes(pair[0]))
    assert math.fsum(found.effects.values()) == pytest.approx(found.change, abs=1e-8)
    for cells, crude in zip(pair, found.crude, strict=True):
        rate = cells.factors["a"] * cells.factors["b"]
        assert crude == pytest.approx((cells.size * rate).sum() / cells.size.sum(), rel=1e-9)


@given(pair=cell_pairs())
def test_reversed_populations_give_negated_effects(pair):
    there = decompose_cells(*pair, axes(pair[0])).effects
    back = decompose_cells(*pair[::-1], axes(pair[0])).effects
    assert back == {name: -effect for name, effect in there.items()}


@given(pair=cell_pairs(factors=("a",)), seed=st.integers(0, 99))
def test_relabelled_levels_and_variables_change_no_effect(pair, seed):
    names = axes(pair[0])
    there = decompose_cells(*pair, names).effects
    order = np.random.default_rng(seed).permutation(np.shape(pair[0].size)[0])
    relabelled = [
        Cells(cells.size[order].T, {n: f[order].T for n, f in cells.factors.items()})
        for cells in pair
    ]
    assert decompose_cells(*relabelled, names[::-1]).effects == pytest.approx(there, abs=1e-8)


@given(data=st.data())
def test_structural_factors_multiply_to_the_shares(data):
    shape = data.draw(shapes)
    size = data.draw(of_shape(shape, st.integers(0, 500).map(float)))
    size.flat[0] += 1
    factors = structural_factors(size)
    assert len(factors) == len(shape)
    assert np.prod(factors, axis=0) == pytest.approx(size / size.sum(), rel=1e-9, abs=1e-15)


def test_independent_variables_have_their_own_shares_as_factors():
    ages, sexes = np.array([0.2, 0.3, 0.5]), np.array([0.4, 0.6])
    by_age, by_sex = structural_factors(1000 * np.outer(ages, sexes))
    assert by_age == pytest.approx(np.outer(ages, [1, 1]))
    assert by_sex == pytest.approx(np.outer([1, 1, 1], sexes))


@given(pair=cell_pairs(factors=("a",)))
def test_three_cross_classified_populations_add_up(pair):
    third = Cells(pair[0].size[::-1], {"a": pair[1].factors["a"][::-1]})
    found = standardise_cells({"x": pair[0], "y": pair[1], "z": third}, axes(pair[0]))
    for earlier, later in (("x", "y"), ("y", "z"), ("x", "z")):
        change = found.between(earlier, later)
        assert math.fsum(change.effects.values()) == pytest.approx(change.change, abs=1e-8)


def test_an_empty_cell_needs_no_rate_and_a_full_one_does():
    earlier = Cells([[5, 0], [10, 5]], {"rate": [[1, np.nan], [2, 3]]})
    later = Cells([[5, 5], [10, 5]], {"rate": [[1, 4], [2, 3]]})
    found = decompose_cells(earlier, later, ("age", "sex"))
    assert found.effects["rate"] == pytest.approx(0, abs=1e-12)
    assert math.fsum(found.effects.values()) == pytest.approx(found.change)
    missing = Cells([[5, 1], [10, 5]], earlier.factors)
    assert math.isnan(decompose_cells(missing, later, ("age", "sex")).change)


@pytest.mark.parametrize(
    ("earlier", "later", "variables", "message"),
    [
        (Cells([1, 2], {"r": [1, 2]}), Cells([1, 2, 3], {"r": [1, 2, 3]}), ("a",), "shape of their tables"),
        (Cells([1, 2], {"r": [1, 2]}), Cells([1, 2], {"q": [1, 2]}), ("a",), "same factors"),
        (Cells([1, 2]), Cells([1, 2]), ("a",), "at least one"),
        (Cells([1, 2], {"a": [1, 2]}), Cells([1, 2], {"a": [1, 2]}), ("a",), "both called a"),
        (Cells([1, 2], {"r": [1, 2]}), Cells([1, 2], {"r": [1, 2]}), ("a", "b"), "one axis"),
        (Cells([1, -2], {"r": [1, 2]}), Cells([1, 2], {"r": [1, 2]}), ("a",), "negative"),
        (Cells([0, 0], {"r": [1, 2]}), Cells([1, 2], {"r": [1, 2]}), ("a",), "nobody"),
        (Cells([1, 2], {"r": [1]}), Cells([1, 2], {"r": [1, 2]}), ("a",), "differs in shape"),
    ],
)  # fmt: skip
def test_tables_that_do_not_fit_are_refused(earlier, later, variables, message):
    with pytest.raises(ValueError, match=message):
        decompose_cells(earlier, later, variables)


def test_a_rate_that_adds_up_over_the_cells_is_refused():
    cells = Cells([1, 2], {"r": [1, 2]})
    with pytest.raises(ValueError, match="each cell"):
        decompose_cells(cells, cells, ("a",), product_sum)
