"""How far forecasts were off, and the forecast that any other has to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import CONFIDENCE, Numbers, normal_quantile

MONTHS = 12


@dataclass(frozen=True)
class Accuracy:
    """The measures of one forecast, on the periods where forecast and actual are known.

    Attributes
    ----------
    compared : int
        Number of periods compared; with none every measure is NaN.
    mae, rmse, bias : float
        In the series' unit.
    mape, smape : float
        Shares: 0.05 for five per cent.
    mase : float
        Below 1 where the forecast beat the seasonal naive one.
    """

    compared: int
    mae: float
    rmse: float
    bias: float
    mape: float
    smape: float
    mase: float


@dataclass(frozen=True)
class Forecast:
    """A forecast and its limits, each of shape (horizon,), in the series' unit."""

    mean: Numbers
    lower: Numbers
    upper: Numbers


def mean_absolute_error(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Mean of |forecast - actual|, over the periods where both are known."""
    y, f = _known(actual, forecast)
    return _mean(np.abs(f - y))


def root_mean_squared_error(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Root of the mean of (forecast - actual)^2, over the periods where both are known."""
    y, f = _known(actual, forecast)
    return float(np.sqrt(_mean((f - y) ** 2)))


def bias(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Mean of forecast - actual: above nought where the forecast was too high."""
    y, f = _known(actual, forecast)
    return _mean(f - y)


def mean_absolute_percentage_error(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Mean of |forecast - actual| / |actual| as a share; NaN where an actual is nought."""
    y, f = _known(actual, forecast)
    if np.any(y == 0):
        return float("nan")
    return _mean(np.abs(f - y) / np.abs(y))


def symmetric_mape(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Mean of 2 |forecast - actual| / (|actual| + |forecast|): the usual definition, 0 to 2.

    A period where both are nought was forecast without error and counts as 0.
    """
    return 2 * symmetric_mape_half(actual, forecast)


def symmetric_mape_half(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Half of the usual definition, 0 to 1: what the package utilsforecast calls smape."""
    y, f = _known(actual, forecast)
    whole = np.abs(y) + np.abs(f)
    return _mean(np.divide(np.abs(f - y), whole, out=np.zeros(whole.shape), where=whole != 0))


def mean_absolute_scaled_error(
    actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, season: int = MONTHS
) -> float:
    """Mean absolute error in units of the seasonal naive forecast's error on the history.

    Parameters
    ----------
    actual, forecast : array_like, shape (n,)
        What happened and what was forecast.
    history : array_like, shape (m,)
        The series that the forecast was made from.
    season : int
        Periods in a season: 12 for months, 4 for quarters, 1 for years.

    Returns
    -------
    float
        NaN where the history is no longer than a season, or repeats itself exactly.

    Raises
    ------
    ValueError
        When the season is below one.

    Notes
    -----
    Hyndman, R. J. and Koehler, A. B. (2006), International Journal of Forecasting 22, 679-688.
    """
    scale = _mean(np.abs(_seasonal_differences(history, season)))
    return mean_absolute_error(actual, forecast) / scale if scale > 0 else float("nan")


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> float:
    """Share of the actual values within their limits, ends included.

    Parameters
    ----------
    actual, lower, upper : array_like, shape (n,)
        Periods where one is missing are left out.
    """
    y, low = _known(actual, lower, together=upper)
    _, high = _known(actual, upper, together=lower)
    return _mean(((y >= low) & (y <= high)).astype(np.float64))


def accuracy(
    actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, season: int = MONTHS
) -> Accuracy:
    """Compute every measure of one forecast.

    Parameters
    ----------
    actual, forecast, history, season
        As in `mean_absolute_scaled_error`.
    """
    return Accuracy(
        _known(actual, forecast)[0].size,
        mean_absolute_error(actual, forecast),
        root_mean_squared_error(actual, forecast),
        bias(actual, forecast),
        mean_absolute_percentage_error(actual, forecast),
        symmetric_mape(actual, forecast),
        mean_absolute_scaled_error(actual, forecast, history, season),
    )


def seasonal_naive(
    history: ArrayLike, horizon: int, season: int = MONTHS, confidence: float = CONFIDENCE
) -> Forecast:
    """Forecast each period as it was a season ago: the benchmark for every other forecast.

    Parameters
    ----------
    history : array_like, shape (m,)
        The series so far, at least one season long; the newest value last.
    horizon : int
        Periods to forecast.
    season : int
        Periods in a season.
    confidence : float
        Two-sided confidence of the limits.

    Returns
    -------
    Forecast
        A period that was missing a season ago is forecast as missing.

    Raises
    ------
    ValueError
        When the history is shorter than a season, or horizon or season is below one.

    Notes
    -----
    The limits are the forecast -/+ z s sqrt(k), with s the root of the mean squared seasonal
    difference and k the season ahead that the period lies in. Hyndman, R. J. and
    Athanasopoulos, G. (2021), Forecasting: Principles and Practice, third edition, 5.5. They
    are NaN where the history is no longer than a season.
    """
    series = np.asarray(history, dtype=np.float64)
    differences = _seasonal_differences(series, season)
    if series.size < season:
        message = "the history is shorter than a season"
        raise ValueError(message)
    if horizon < 1:
        message = "there is nothing to forecast: the horizon is below one"
        raise ValueError(message)
    ahead = np.arange(horizon)
    mean = series[series.size - season + ahead % season]
    spread = np.sqrt(_mean(differences**2)) * np.sqrt(ahead // season + 1.0)
    reach = normal_quantile(confidence) * spread
    return Forecast(mean, mean - reach, mean + reach)


def _seasonal_differences(history: ArrayLike, season: int) -> Numbers:
    if season < 1:
        message = "a season has at least one period"
        raise ValueError(message)
    series = np.asarray(history, dtype=np.float64)
    differences = series[season:] - series[: max(series.size - season, 0)]
    return np.asarray(differences[~np.isnan(differences)], dtype=np.float64)


def _known(
    actual: ArrayLike, forecast: ArrayLike, together: ArrayLike | None = None
) -> tuple[Numbers, Numbers]:
    y = np.asarray(actual, dtype=np.float64)
    f = np.asarray(forecast, dtype=np.float64)
    other = f if together is None else np.asarray(together, dtype=np.float64)
    if not y.shape == f.shape == other.shape:
        message = "actual and forecast differ in their number of periods"
        raise ValueError(message)
    both = ~np.isnan(y + f + other)
    return y[both], f[both]


def _mean(values: Numbers) -> float:
    return float(values.mean()) if values.size else float("nan")
