"""Forecast accuracy: known answers, both definitions of sMAPE, and the benchmark."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods import forecast
from methods.answer_files import Comparing, table

FOLDER = "forecast_accuracy"


@pytest.fixture(scope="module")
def history(shared):
    rows = table(shared, FOLDER, "train.csv")
    assert [int(row["ds"]) for row in rows] == list(range(1, 37))
    return [float(row["y"]) for row in rows]


@pytest.fixture(scope="module")
def later(shared):
    rows = table(shared, FOLDER, "test_and_forecasts.csv")
    assert [int(row["ds"]) for row in rows] == list(range(37, 49))
    assert {row["unique_id"] for row in rows} == {"a"}
    return {name: [float(row[name]) for row in rows] for name in list(rows[0])[2:]}


def test_known_answers(shared, history, later):
    measures = {
        "mae": forecast.mean_absolute_error,
        "rmse": forecast.root_mean_squared_error,
        "mape": forecast.mean_absolute_percentage_error,
        "smape": forecast.symmetric_mape_half,
        "bias": forecast.bias,
        "mase_season12": lambda y, f: forecast.mean_absolute_scaled_error(y, f, history),
        "coverage_80": lambda y, f: forecast.coverage(
            y, later["snaive-lo-80"], later["snaive-hi-80"]
        ),
    }
    compared = Comparing()
    for row in table(shared, FOLDER, "expected.csv"):
        found = measures[row["metric"]](later["y"], later[row["model"]])
        compared.near(found, row["value"], row)
    assert compared.count == 13


def test_the_benchmark_is_the_answers_seasonal_naive_forecast(history, later):
    compared = Comparing()
    for found, answer in zip(
        forecast.seasonal_naive(history, 12).mean, later["snaive"], strict=True
    ):
        compared.near(found, answer)
    for answer in later["mean"]:
        compared.near(np.mean(history), answer)
    assert compared.count == 24


def test_the_usual_smape_is_twice_the_other(later):
    usual = forecast.symmetric_mape(later["y"], later["snaive"])
    assert usual == 2 * forecast.symmetric_mape_half(later["y"], later["snaive"])
    assert forecast.symmetric_mape([100], [0]) == 2
    assert forecast.symmetric_mape([0, 100], [0, 100]) == 0


def test_every_measure_together(history, later):
    found = forecast.accuracy(later["y"], later["snaive"], history)
    assert found.compared == 12
    assert found.mae == pytest.approx(3.1333333)
    assert found.mase == pytest.approx(0.6750449)
    assert found.smape == pytest.approx(2 * 0.0156028954)


tenths = st.integers(-100_000, 100_000).map(lambda n: n / 10)
series = st.lists(tenths, min_size=1, max_size=30)


@given(actual=series)
def test_a_forecast_without_error_has_none_by_any_measure(actual):
    found = forecast.accuracy(actual, actual, [1, 3, 2, 5], season=1)
    assert (found.mae, found.rmse, found.bias, found.smape, found.mase) == (0, 0, 0, 0, 0)


@given(actual=series, off=st.integers(-1000, 1000).map(lambda tenths: tenths / 10))
def test_the_root_mean_square_is_never_below_the_mean_error_nor_that_below_the_bias(actual, off):
    forecasts = [value + off * (-1) ** (i % 3) for i, value in enumerate(actual)]
    found = forecast.accuracy(actual, forecasts, [1, 3], season=1)
    assert found.rmse >= found.mae * (1 - 1e-12)
    assert found.mae >= abs(found.bias) * (1 - 1e-12)
    assert 0 <= found.smape <= 2


@given(actual=series)
def test_the_naive_forecast_of_its_own_history_scores_one(actual):
    history = [0.0, *np.cumsum(np.abs(actual) + 1)]
    scored = forecast.mean_absolute_scaled_error(history[1:], history[:-1], history, season=1)
    assert scored == pytest.approx(1)


def test_missing_periods_are_left_out_of_every_measure():
    found = forecast.accuracy([10, np.nan, 30], [12, 20, np.nan], [1, 2], season=1)
    assert (found.compared, found.mae, found.bias) == (1, 2, 2)
    assert forecast.coverage([1, np.nan, 5], [0, 0, np.nan], [2, 2, 2]) == 1
    nothing = forecast.accuracy([np.nan], [1], [1, 2], season=1)
    assert nothing.compared == 0 and math.isnan(nothing.mae) and math.isnan(nothing.rmse)


def test_what_has_no_scale_has_no_scaled_error():
    assert math.isnan(forecast.mean_absolute_scaled_error([1], [2], [5, 5, 5], season=1))
    assert math.isnan(forecast.mean_absolute_scaled_error([1], [2], [5, 6], season=12))
    assert math.isnan(forecast.mean_absolute_percentage_error([0, 1], [1, 1]))


def test_ends_of_an_interval_are_inside_it():
    assert forecast.coverage([0, 1, 2, 3], [0, 0, 0, 0], [2, 2, 2, 2]) == 0.75


def test_the_benchmark_repeats_the_last_season_and_is_less_sure_of_the_next():
    found = forecast.seasonal_naive([1, 5, 2, 7], 5, season=2)
    assert found.mean.tolist() == [2, 7, 2, 7, 2]
    spread = math.sqrt((1**2 + 2**2) / 2) * 1.959963985
    assert found.upper - found.mean == pytest.approx(
        [spread, spread, spread * math.sqrt(2), spread * math.sqrt(2), spread * math.sqrt(3)]
    )
    assert found.mean - found.lower == pytest.approx(found.upper - found.mean)


def test_a_missing_month_is_forecast_as_missing_and_one_season_has_no_limits():
    found = forecast.seasonal_naive([np.nan, 4], 3, season=2)
    assert math.isnan(found.mean[0]) and found.mean[1] == 4 and math.isnan(found.mean[2])
    assert np.isnan(found.upper).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forecast.seasonal_naive([1], 3), "shorter than a season"),
        (lambda: forecast.seasonal_naive([1, 2], 0, 1), "horizon"),
        (lambda: forecast.seasonal_naive([1, 2], 1, 0), "at least one period"),
        (lambda: forecast.mean_absolute_error([1], [1, 2]), "number of periods"),
        (lambda: forecast.coverage([1], [1], [1, 2]), "number of periods"),
        (lambda: forecast.mean_absolute_scaled_error([1], [2], [1], 0), "at least one period"),
    ],
)
def test_what_cannot_be_measured_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
