"""Individuals (XmR) charts of a series: limits, special causes, and what can be said of the last.

The rules and lengths are those of "Making Data Count" as the package
NHSRplotthedots applies them, each a visible setting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import Numbers
from helpers.methods.xmr_limits import process_limits
from helpers.methods.xmr_rules import (
    Causes,
    Flags,
    Signs,
    in_long_runs,
    sides,
    slack,
    trends,
    two_in_three,
)

Direction = Literal["increase", "decrease", "neutral"]
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent"]
FEWEST_TO_FIX = 12

_WORDS = {
    "increase": ("special_cause_concern", "common_cause", "special_cause_improvement"),
    "decrease": ("special_cause_improvement", "common_cause", "special_cause_concern"),
    "neutral": ("special_cause_neutral_low", "common_cause", "special_cause_neutral_high"),
}


@dataclass(frozen=True)
class XmrSettings:
    """Choices of a chart, kept in its result so that a page can state them.

    Attributes
    ----------
    direction : {"increase", "decrease", "neutral"}
        Which way is better, if one is.
    screen : bool
        Leave moving ranges out of the limits that are themselves outliers. On, as in
        the reference package; off, as in NHS England's Excel tool.
    shift : int
        Points in a row on one side of the mean.
    trend : int
        Points in a row each higher, or each lower, than the one before.
    two_in_three : bool
        Look for two points in three near one limit.
    fix_after : int or None
        Take each stretch's limits from its first so many points, at least 12; None for
        all of them.
    short_below : int
        A stretch with fewer known points than this is marked as short.
    """

    direction: Direction = "neutral"
    screen: bool = True
    shift: int = 7
    trend: int = 7
    two_in_three: bool = True
    fix_after: int | None = None
    short_below: int = 13

    def __post_init__(self) -> None:
        """Refuse settings by which no chart can be judged."""
        if self.direction not in _WORDS:
            message = "the direction of improvement is increase, decrease or neutral"
            raise ValueError(message)
        if self.shift < 2 or self.trend < 3:
            message = "a shift takes at least two points, and a trend three"
            raise ValueError(message)
        if self.fix_after is not None and self.fix_after < FEWEST_TO_FIX:
            message = f"limits are fixed after {FEWEST_TO_FIX} points or more"
            raise ValueError(message)


@dataclass(frozen=True)
class XmrChart:
    """An individuals chart of n points.

    Attributes
    ----------
    value, mean, lower, upper, near_lower, near_upper : ndarray, shape (n,)
        Points, centre line, limits and near limits (two thirds of the way), in the
        series' unit. Limits are NaN in a stretch without a moving range.
    stretch : ndarray of int, shape (n,)
        Number of the stretch between rebasing points, from 0.
    side : ndarray of int, shape (n,)
        1 above the mean, -1 below, 0 on it or missing.
    outside, near : ndarray of bool, shape (n,)
        Beyond a limit; between a near limit and its limit.
    cause : ndarray of str, shape (n,)
        "outside", "trend", "two_in_three" or "shift", the first that applies; "" for
        common cause.
    towards : ndarray of int, shape (n,)
        Which way the cause points: 1 up, -1 down, 0 for common cause.
    point_type : ndarray of str, shape (n,)
        "common_cause", "special_cause_improvement", "special_cause_concern",
        "special_cause_neutral_high" or "special_cause_neutral_low"; "" where missing.
    short : ndarray of bool, shape (n,)
        Whether the point's stretch is short, so that its limits are uncertain.
    left_out : tuple of int
        Moving ranges that screening left out, for each stretch.
    variation : str
        The type of the last known point; "" for a series without one.
    assurance : str or None
        Whether the last limits leave the target on one side: "consistent_pass",
        "consistent_fail" or "inconsistent"; None without a target, a direction or limits.
    settings : XmrSettings
        The choices made.
    """

    value: Numbers
    mean: Numbers
    lower: Numbers
    upper: Numbers
    near_lower: Numbers
    near_upper: Numbers
    stretch: NDArray[np.int64]
    side: Signs
    outside: Flags
    near: Flags
    cause: Causes
    towards: Signs
    point_type: NDArray[np.str_]
    short: Flags
    left_out: tuple[int, ...]
    variation: str
    assurance: Assurance | None
    settings: XmrSettings


def xmr_chart(
    values: ArrayLike,
    settings: XmrSettings | None = None,
    *,
    rebase: Sequence[int] = (),
    target: ArrayLike | None = None,
) -> XmrChart:
    """Judge a series by an individuals chart.

    Parameters
    ----------
    values : array_like, shape (n,)
        Points in order of time, evenly spaced; NaN where one is missing.
    settings : XmrSettings, optional
        Direction, screening, rules; the defaults otherwise.
    rebase : sequence of int
        Positions, counted from 0, at which a new stretch begins: the process is known
        to have changed there. Each stretch is judged as a series of its own.
    target : float or array_like, shape (n,), optional
        What is aimed at; an array for a trajectory, of which the last point counts.

    Returns
    -------
    XmrChart
        Limits, causes and verdicts.

    Raises
    ------
    ValueError
        When the values are not one series, a rebasing point lies outside it or they are
        not in order, or there is not one target or one for each point.

    Notes
    -----
    A point is special when it lies outside the limits (mean +/- 2.66 average moving
    ranges); belongs to a trend; is one of two in three near a limit, all three on one
    side; or belongs to a shift. A point on the mean, or a missing one, breaks a shift; a
    tie, or a missing point, breaks a trend. Limits are not cut at zero or 100 per cent.

    Differences from the reference: a series that never changes has its limits on its
    mean, where the reference has none; screening is not done where it would leave no
    variation (see `process_limits`); numbers are compared with an allowance for the
    rounding of doubles; the last point of a rising trend is never called falling.
    Wheeler, D. J. (2000), Understanding Variation. NHS England, Making Data Count.
    """
    chosen = settings or XmrSettings()
    y = np.asarray(values, dtype=float)
    if y.ndim != 1:
        message = "a chart takes one series of values"
        raise ValueError(message)
    parts = _parts(y.size, rebase)
    mean, reach, near_reach, same = (np.full(y.size, np.nan) for _ in range(4))
    short = np.zeros(y.size, dtype=bool)
    left_out = []
    for part in parts:
        limits = process_limits(y[part][: chosen.fix_after], chosen.screen)
        mean[part], reach[part], near_reach[part] = limits.mean, limits.reach, limits.near_reach
        same[part] = slack(y[part])
        short[part] = np.count_nonzero(~np.isnan(y[part])) < chosen.short_below
        left_out.append(limits.left_out)
    off = y - mean
    side = sides(off, same)
    outside = np.abs(off) - reach > same
    near = (np.abs(off) - near_reach > same) & ~outside
    cause, towards = _causes(y, parts, chosen, side, outside, near)
    words = np.array(_WORDS[chosen.direction])[towards + 1]
    point_type = np.where(np.isnan(y), "", words)
    last = np.flatnonzero(~np.isnan(y))[-1:]
    return XmrChart(
        value=y.copy(),
        mean=mean,
        lower=mean - reach,
        upper=mean + reach,
        near_lower=mean - near_reach,
        near_upper=mean + near_reach,
        stretch=np.repeat(np.arange(len(parts)), [part.stop - part.start for part in parts]),
        side=side,
        outside=outside,
        near=near,
        cause=cause,
        towards=towards,
        point_type=point_type,
        short=short,
        left_out=tuple(left_out),
        variation=str(point_type[last[0]]) if last.size else "",
        assurance=_assurance(_targets(target, y.size), mean, reach, last, chosen.direction),
        settings=chosen,
    )


def _parts(size: int, rebase: Sequence[int]) -> list[slice]:
    edges = [0, *rebase, size]
    if any(later <= earlier for earlier, later in pairwise(edges)) and (rebase or size):
        message = "rebasing points are positions after the first, inside the series, in order"
        raise ValueError(message)
    return [slice(*pair) for pair in pairwise(edges)]


def _causes(
    y: Numbers,
    parts: list[slice],
    settings: XmrSettings,
    side: Signs,
    outside: Flags,
    near: Flags,
) -> tuple[Causes, Signs]:
    trend = np.zeros(y.size, dtype=np.int8)
    close, shift = np.zeros(y.size, dtype=bool), np.zeros(y.size, dtype=bool)
    for part in parts:
        trend[part] = trends(y[part], settings.trend, slack(y[part]))
        shift[part] = in_long_runs(side[part], settings.shift)
        if settings.two_in_three:
            close[part] = two_in_three(near[part], side[part])
    rules = [outside, trend != 0, close, shift]
    cause = np.select(rules, ["outside", "trend", "two_in_three", "shift"], "")
    towards = np.select(rules, [side, trend, side, side], 0).astype(np.int8)
    return cause, towards


def _targets(target: ArrayLike | None, size: int) -> Numbers | None:
    if target is None:
        return None
    aim = np.asarray(target, dtype=float)
    if aim.ndim != 0 and aim.shape != (size,):
        message = "there is one target for a series, or one for each of its points"
        raise ValueError(message)
    return np.broadcast_to(aim, (size,))


def _assurance(
    target: Numbers | None,
    mean: Numbers,
    reach: Numbers,
    last: NDArray[np.int64],
    direction: Direction,
) -> Assurance | None:
    if target is None or direction == "neutral" or last.size == 0:
        return None
    off, limit = float(target[last[0]] - mean[last[0]]), float(reach[last[0]])
    if math.isnan(off) or math.isnan(limit):
        return None
    if abs(off) <= limit:
        return "inconsistent"
    return "consistent_fail" if (off > 0) == (direction == "increase") else "consistent_pass"
