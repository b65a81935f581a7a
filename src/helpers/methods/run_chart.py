"""Run charts with the Anhoej rules, for series too short for control limits (annual figures)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers
from helpers.methods.xmr_rules import Flags, Signs, sides, slack

FEWEST_POINTS = 10
CROSSING_SHARE = (1, 20)


@dataclass(frozen=True)
class RunChart:
    """A run chart of n points.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Points, in the series' unit.
    centre : float
        The median, or the centre line given.
    side : ndarray of int, shape (n,)
        1 above the centre, -1 below, 0 on it or missing: such a point is not useful.
    points, useful : int
        Known points; known points off the centre line.
    longest_run : int
        Most useful points in a row on one side.
    longest_run_limit : int or None
        The longest run that chance would explain; None without useful points.
    crossings : int
        Times that the useful points change sides.
    fewest_crossings : int or None
        The fewest crossings that chance would explain; None without useful points.
    judged : bool
        Whether the series has enough points for the rules.
    signal : bool
        Whether the run is too long or the crossings are too few; never where not judged.
    in_long_run : ndarray of bool, shape (n,)
        Useful points of runs longer than the limit, where judged.
    """

    value: Numbers
    centre: float
    side: Signs
    points: int
    useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    fewest_crossings: int | None
    judged: bool
    signal: bool
    in_long_run: Flags


def run_chart(
    values: ArrayLike, *, centre: float | None = None, fewest_points: int = FEWEST_POINTS
) -> RunChart:
    """Judge a short series by its runs about the median.

    Parameters
    ----------
    values : array_like, shape (n,)
        Points in order of time, evenly spaced; NaN where one is missing.
    centre : float, optional
        A centre line from elsewhere (the median of a baseline); the series' own median
        otherwise.
    fewest_points : int
        With fewer known points no rule is applied: the rules would find nothing but the
        largest changes, and silence would be mistaken for steadiness.

    Returns
    -------
    RunChart
        Runs, crossings, what chance allows, and whether they go beyond it.

    Raises
    ------
    ValueError
        When the values are not one series.

    Notes
    -----
    With u useful points a signal is a run longer than round(log2 u) + 3, or fewer
    crossings than the 5 per cent point of a binomial(u - 1, 1/2). Points on the centre
    line and missing points are passed over: they neither make nor break a run.
    Anhoej, J. and Olesen, A. V. (2014), PLoS ONE 9, e113825; Schilling, M. F. (2012),
    Mathematics Magazine 85, 141-149; Chen, Z. (2010), Model Assisted Statistics and
    Applications 5, 73-77.
    """
    y = np.asarray(values, dtype=float)
    if y.ndim != 1:
        message = "a chart takes one series of values"
        raise ValueError(message)
    known = y[~np.isnan(y)]
    middle = _median(known) if centre is None else centre
    side = sides(y - middle, slack(y))
    places = np.flatnonzero(side)
    useful = side[places]
    starts = np.flatnonzero(np.diff(useful, prepend=0))
    lengths = np.diff(starts, append=useful.size)
    longest, crossings = int(lengths.max(initial=0)), max(lengths.size - 1, 0)
    limit, fewest = _allowed(useful.size)
    judged = known.size >= fewest_points
    long_run = np.zeros(y.size, dtype=bool)
    signal = False
    if judged and limit is not None and fewest is not None:
        long_run[places] = np.repeat(lengths, lengths) > limit
        signal = longest > limit or crossings < fewest
    return RunChart(
        value=y.copy(),
        centre=middle,
        side=side,
        points=known.size,
        useful=useful.size,
        longest_run=longest,
        longest_run_limit=limit,
        crossings=crossings,
        fewest_crossings=fewest,
        judged=judged,
        signal=signal,
        in_long_run=long_run,
    )


def _median(known: Numbers) -> float:
    return float(np.median(known)) if known.size else math.nan


def _allowed(useful: int) -> tuple[int, int] | tuple[None, None]:
    if useful == 0:
        return None, None
    return round(math.log2(useful)) + 3, _binomial_point(useful - 1)


def _binomial_point(trials: int) -> int:
    """Fewest heads of fair coins whose cumulative probability reaches 5 per cent, exactly."""
    part, whole = CROSSING_SHARE
    ways, heads = 1, 0
    term = 1
    while ways * whole < part * 2**trials:
        term = term * (trials - heads) // (heads + 1)
        heads += 1
        ways += term
    return heads
