"""Statistical neighbours: NHS England's model run on made-up councils, and what must always hold."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.methods.neighbours import (
    distances,
    nearest,
    scaled_features,
    statistical_neighbours,
)
from methods.answer_files import Comparing, table

FOLDER = "statistical_neighbours"
CODES = {
    "raw": "",
    "yeo-johnson": "yj",
    "square root": "sqrr",
    "log(1 + x)": "log",
    "square": "squared",
    "box-cox": "bc",
    "reciprocal square root": "recip_sqrr",
    "reciprocal": "recip",
}


@pytest.fixture(scope="module")
def settings(shared):
    path = shared / "data" / "known_answers" / FOLDER / "settings.json"
    return json.loads(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def councils(shared, settings):
    """Names, features and weights of the made-up councils."""
    rows = table(shared, FOLDER, "features.csv")
    columns = list(settings["weights"])
    assert set(rows[0]) == {"la_code", "la_name", *columns}
    features = np.array([[float(row[column]) for column in columns] for row in rows])
    return [row["la_name"] for row in rows], features, list(settings["weights"].values())


@pytest.mark.parametrize(
    ("name", "transform", "tolerance"),
    [
        ("features_minmax_only_expected.csv", False, 1e-9),
        ("features_transformed_expected.csv", True, 1e-3),
    ],
)
def test_scaled_features(shared, settings, councils, name, transform, tolerance):
    names, features, weights = councils
    compared = Comparing(rel=tolerance, abs_=tolerance)
    scaled = scaled_features(features, weights, transform)
    answers = table(shared, FOLDER, name)
    assert [row["la_name"] for row in answers] == names
    for row, values in zip(answers, scaled.values, strict=True):
        for column, value in zip(settings["weights"], values, strict=True):
            compared.near(value, row[column], (row["la_name"], column))
    assert compared.count == 18 * 5
    assert scaled.used == (0, 1, 2, 3, 4)


def test_chosen_transformations(settings, councils):
    _, features, weights = councils
    chosen = scaled_features(features, weights).transformations
    compared = Comparing()
    for (feature, answer), name in zip(
        settings["transformation_chosen"].items(), chosen, strict=True
    ):
        compared.same(f"{feature}_{CODES[name]}".rstrip("_"), answer)
    assert compared.count == 5


@pytest.mark.parametrize(
    ("name", "transform", "tolerance"),
    [
        ("peers_minmax_only_expected.csv", False, 1e-9),
        ("peers_expected.csv", True, 1e-3),
    ],
)
def test_peers(shared, settings, councils, name, transform, tolerance):
    compared = Comparing(rel=tolerance, abs_=tolerance)
    found = statistical_neighbours(*councils, settings["k"], transform)
    answers = table(shared, FOLDER, name)
    for row in answers:
        peer = found[row["la_name"]][int(row["rank"]) - 1]
        compared.near(peer.distance, row["distance"], row)
        # No two of these distances are as near to one another as the tolerance.
        compared.same(peer.name, row["peer"], row)
    assert set(answers[0]) == {"la_name", "rank", "peer", "distance"}
    assert compared.count == 18 * 5 * 2
    assert all(len(peers) == 5 for peers in found.values())


areas = st.integers(3, 12)


@st.composite
def feature_tables(draw):
    shape = draw(areas), draw(st.integers(1, 4))
    features = draw(arrays(np.float64, shape, elements=st.integers(0, 40).map(float)))
    weights = draw(
        st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=shape[1], max_size=shape[1])
    )
    return [f"Area {i:02}" for i in range(shape[0])], features, weights


@given(table=feature_tables(), seed=st.integers(0, 99))
def test_the_order_of_areas_changes_no_neighbour(table, seed):
    """Whole numbers up to 40 make many ties, and ties are where order could tell."""
    names, features, weights = table
    order = np.random.default_rng(seed).permutation(len(names))
    shuffled = statistical_neighbours(
        [names[i] for i in order], features[order], weights, 4, transform=False
    )
    assert shuffled == statistical_neighbours(names, features, weights, 4, transform=False)


@given(
    table=feature_tables(),
    scale=st.floats(0.01, 100),
    shift=st.floats(-1000, 1000),
    turn=st.booleans(),
)
def test_affine_rescaling_changes_no_distance(table, scale, shift, turn):
    _, features, weights = table
    rescaled = features * (-scale if turn else scale) + shift
    there, here = (
        distances(scaled_features(values, weights, transform=False))
        for values in (features, rescaled)
    )
    assert here == pytest.approx(there, abs=1e-9)


@given(table=feature_tables(), scale=st.floats(0.01, 100), shift=st.floats(-1000, 1000))
def test_affine_rescaling_changes_no_neighbour_that_is_not_a_near_tie(table, scale, shift):
    names, features, weights = table
    apart = distances(scaled_features(features, weights, transform=False))
    gaps = np.diff(np.sort(np.unique(np.round(apart, 12))))
    assume(gaps.size == 0 or gaps.min() > 1e-6)
    rescaled = scaled_features(features * scale + shift, weights, transform=False)
    rounded = np.round(distances(rescaled), 9)
    peers = [[peer.name for peer in of] for of in nearest(names, rounded).values()]
    assert peers == [[p.name for p in of] for of in nearest(names, np.round(apart, 9)).values()]


@given(table=feature_tables())
def test_distances_are_symmetric_and_scaled_features_stay_within_their_weights(table):
    _, features, weights = table
    scaled = scaled_features(features, weights)
    apart = distances(scaled)
    assert np.array_equal(apart, apart.T)
    assert (np.diag(apart) == 0).all()
    assert (scaled.values >= 0).all()
    assert (scaled.values <= np.array(weights) * (1 + 1e-12)).all()


def test_a_weight_of_nought_leaves_a_feature_out():
    features = np.array([[1, 5], [2, 9], [4, 1]])
    scaled = scaled_features(features, [1, 0], transform=False)
    assert scaled.used == (0,)
    assert scaled.values[:, 0] == pytest.approx([0, 1 / 3, 1])


def test_a_weight_multiplies_squared_differences_by_its_square():
    features = [[0, 0], [0, 1], [1, 0]]
    apart = distances(scaled_features(features, [1, 0.5], transform=False))
    assert apart[0].tolist() == [0, 0.5, 1]


def test_ties_are_in_the_order_of_the_names():
    found = nearest(["b", "c", "a", "d"], [[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]])
    assert [peer.name for peer in found["d"]] == ["a", "b", "c"]
    assert [peer.name for peer in found["a"]] == ["b", "c", "d"]


def test_a_feature_alike_everywhere_says_nothing():
    scaled = scaled_features([[3, 1], [3, 2], [3, 4]], [1, 1])
    assert scaled.values[:, 0].tolist() == [0, 0, 0]
    assert scaled.transformations[0] == "raw"


def test_an_area_without_a_feature_has_no_neighbours_and_is_nobodys():
    features = [[1, 1], [2, np.nan], [3, 2], [5, 4], [8, 3]]
    for transform in (False, True):
        found = statistical_neighbours(list("abcde"), features, [1, 1], 3, transform)
        assert found["b"] == ()
        assert all(peer.name != "b" for peers in found.values() for peer in peers)
        assert len(found["a"]) == 3
        assert not any(math.isnan(peer.distance) for peers in found.values() for peer in peers)


def test_negative_features_leave_out_what_cannot_be_computed_of_them():
    scaled = scaled_features([[-2.0], [-1.0], [0.0], [3.0], [40.0]], [1])
    assert scaled.transformations[0] in {"raw", "yeo-johnson", "square"}
    assert np.isfinite(scaled.values).all()


def test_all_others_are_neighbours_where_there_are_fewer_than_asked_for():
    assert len(statistical_neighbours(list("abc"), [[1], [2], [4]], [1])["a"]) == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: scaled_features([[1], [2]], [1]), "at least 3 areas"),
        (lambda: scaled_features([1, 2, 3], [1]), "table of features"),
        (lambda: scaled_features([[1], [2], [3]], [1, 1]), "one weight for each"),
        (lambda: scaled_features([[1], [2], [3]], [0]), "above nought"),
        (lambda: scaled_features([[1], [2], [3]], [-1]), "negative"),
        (lambda: scaled_features([[1], [2], [np.inf]], [1]), "infinite"),
        (lambda: nearest(["a", "a"], [[0, 1], [1, 0]]), "named twice"),
        (lambda: nearest(["a", "b"], [[0]]), "one row and one column"),
        (lambda: nearest(["a", "b"], [[0, 1], [1, 0]], 0), "k is below one"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
