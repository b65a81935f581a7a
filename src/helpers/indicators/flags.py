"""Data-quality flags: computed from rules, never from a council's name, and alleging nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from helpers.base.ordinals import ordinal
from helpers.base.spans import first_day, follows
from helpers.contracts.columns import Obs
from helpers.indicators.calculation import ALL
from helpers.indicators.columns import DENOMINATOR, KIND, NOTE, NUMERATOR, SERIES, TODAY, VALUE
from helpers.indicators.comparison import KEYS
from helpers.indicators.definitions import ABOVE, EQUALS, FAR, FEWER, MOVES
from helpers.indicators.registry import Registry, Series
from helpers.indicators.slices import by_group
from helpers.methods.outliers import is_far

FEW = 10
FEW_ANSWERS = 30
RANKED_FROM = 20
PLACE, TURN, TEXT = "_place", "_turn", "_text"
FOUND = pl.Schema({PLACE: pl.UInt32, TURN: pl.Int64, TEXT: pl.String})


def with_flags(councils: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Add the `flags` of each figure, and take ranks away where they mean nothing.

    A flagged figure shows no rank but the one in its flag; nor does one of an indicator
    for which ranks are switched off in the registry, of a breakdown, or one with fewer
    than 20 counted in its numerator.

    Parameters
    ----------
    councils : DataFrame
        Councils' figures with ranks.
    registry : Registry
        Which checks apply to which indicator.
    """
    placed = councils.with_row_index(PLACE)
    found = [pl.DataFrame(schema=FOUND), *_few(placed, registry)]
    wholes = placed.filter(pl.col(Obs.BREAKDOWN) == ALL)
    numbers = [int(number) for number in wholes[SERIES].unique(maintain_order=True)]
    for number in numbers:
        series = registry.series[number]
        own = wholes.filter(pl.col(SERIES) == number)
        for turn, check in enumerate(series.indicator.checks):
            look = next(look for name, look in LOOKS.items() if check.startswith(name))
            told = look(own, wholes, series, registry, check.partition(":")[2])
            found.append(told.select(PLACE, pl.lit(turn, pl.Int64).alias(TURN), TEXT).cast(FOUND))
    flags = (
        pl.concat(found)
        .sort(PLACE, TURN)
        .group_by(PLACE, maintain_order=True)
        .agg(pl.col(TEXT).str.join("; ").alias(Obs.FLAGS))
    )
    flagged = placed.join(flags, on=PLACE, how="left", maintain_order="left").drop(PLACE)
    found_so_far = pl.col(Obs.FLAGS).fill_null("")
    # What a sum leaves out must stand wherever the sum does.
    both = (
        pl.when(pl.col(NOTE) == "")
        .then(found_so_far)
        .when(found_so_far == "")
        .then(pl.col(NOTE))
        .otherwise(pl.concat_str(found_so_far, pl.col(NOTE), separator="; "))
    )
    return _ranks_kept(flagged.with_columns(both.alias(Obs.FLAGS)), registry)


def _ranks_kept(flagged: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    ranked = [each.number for each in registry.series if each.indicator.ranked]
    counts = [each.number for each in registry.series if each.indicator.has_counts]
    # Below this a few people more or fewer move a figure past dozens of councils.
    enough = ~pl.col(SERIES).is_in(counts) | (pl.col(NUMERATOR) >= RANKED_FROM)
    keep = (
        (pl.col(Obs.FLAGS) == "")
        & pl.col(SERIES).is_in(ranked)
        & (pl.col(Obs.BREAKDOWN) == ALL)
        & enough
    )
    return flagged.with_columns(
        pl.when(keep).then(pl.col(name)).otherwise(None).alias(name)
        for name in (Obs.RANK.value, Obs.RANKED.value, Obs.PERCENTILE.value)
    )


def _few(rows: pl.DataFrame, registry: Registry) -> Iterator[pl.DataFrame]:
    """Figures of few people, in all series at once; said after every other flag."""
    surveys = [each.number for each in registry.series if each.indicator.is_survey]
    rounded = [each.number for each in registry.series if each.indicator.counts_rounded_to]
    for numbers, others, least, words in (
        (surveys, [], FEW_ANSWERS, "answered"),
        (rounded, surveys, FEW_ANSWERS, "are counted"),
        (None, surveys + rounded, FEW, "are counted"),
    ):
        ours = ~pl.col(SERIES).is_in(others)
        if numbers is not None:
            ours = ours & pl.col(SERIES).is_in(numbers)
        few = rows.filter(ours & (pl.col(DENOMINATOR) < least) & pl.col(VALUE).is_not_null())
        text = f"fewer than {least} {words}: too few to compare"
        yield few.select(PLACE, pl.lit(99, pl.Int64).alias(TURN), pl.lit(text).alias(TEXT))


Look = Callable[[pl.DataFrame, pl.DataFrame, Series, Registry, str], pl.DataFrame]


def _far(
    own: pl.DataFrame, wholes: pl.DataFrame, series: Series, registry: Registry, more: str
) -> pl.DataFrame:
    far = by_group(own, KEYS, VALUE, lambda x: np.where(is_far(x), 1.0, np.nan))
    rows = own.filter(far.is_not_null() & own[Obs.RANK.value].is_not_null())
    texts = [
        f"far from other councils ({ordinal(rank)} of {ranked}): check recording before use"
        for rank, ranked in rows.select(Obs.RANK, Obs.RANKED).iter_rows()
    ]
    return rows.select(PLACE, pl.Series(TEXT, texts, dtype=pl.String))


def _above(
    own: pl.DataFrame, wholes: pl.DataFrame, series: Series, registry: Registry, more: str
) -> pl.DataFrame:
    text = (
        "the numerator is above the denominator, so the publisher withholds the figure: "
        "check recording before use"
    )
    rows = own.filter(pl.col(NUMERATOR) > pl.col(DENOMINATOR))
    return rows.select(PLACE, pl.lit(text).alias(TEXT))


def _equal(
    own: pl.DataFrame, wholes: pl.DataFrame, series: Series, registry: Registry, more: str
) -> pl.DataFrame:
    other = registry.find(more, series.indicator.framework)
    numbers = [
        each.number
        for each in registry.series
        if each.indicator is other and each.dataset == series.dataset
    ]
    place = [TODAY, Obs.PERIOD.value]
    rival = wholes.filter(pl.col(SERIES).is_in(numbers)).select(
        *place, pl.col(NUMERATOR).alias("_other")
    )
    rows = own.join(rival, on=place, how="inner").filter(pl.col(NUMERATOR) == pl.col("_other"))
    text = "equal to the direct-payment count: managed budgets may not be recorded"
    return rows.select(PLACE, pl.lit(text).alias(TEXT))


def _moved(
    own: pl.DataFrame, wholes: pl.DataFrame, series: Series, registry: Registry, more: str
) -> pl.DataFrame:
    in_order = own.filter(pl.col(DENOMINATOR) > 0).sort(TODAY, Obs.PERIOD.value)
    before = in_order.with_columns(
        pl.col(Obs.PERIOD).shift(1).over(TODAY).alias("_earlier"),
        pl.col(DENOMINATOR).shift(1).over(TODAY).alias("_before"),
    ).filter(pl.col("_earlier").is_not_null())
    pairs = before.select("_earlier", Obs.PERIOD, KIND).unique()
    breaks = [
        first_day(gap.before, "financial year") for gap in registry.breaks_of(series.indicator)
    ]
    next_to = [
        (earlier, later, kind)
        for earlier, later, kind in pairs.iter_rows()
        if follows(earlier, later, kind)
        # Across a break of the series another count is no finding.
        and not any(first_day(earlier, kind) < day <= first_day(later, kind) for day in breaks)
    ]
    one_after = pl.DataFrame(next_to, schema=pairs.schema, orient="row")
    change = pl.col(DENOMINATOR) / pl.col("_before") - 1
    rows = before.join(one_after, on=pairs.columns, how="semi").filter(
        change.abs() * 100 > float(more)
    )
    texts = [
        f"the {series.indicator.things} it is out of went from {was:,.0f} to {now:,.0f} since the "
        "period before: check recording before use"
        for was, now in rows.select("_before", DENOMINATOR).iter_rows()
    ]
    return rows.select(PLACE, pl.Series(TEXT, texts, dtype=pl.String))


def _fewer(
    own: pl.DataFrame, wholes: pl.DataFrame, series: Series, registry: Registry, more: str
) -> pl.DataFrame:
    text = f"fewer than {more} are counted: too few to compare"
    rows = own.filter(pl.col(DENOMINATOR).is_between(FEW, float(more), closed="left"))
    return rows.filter(pl.col(VALUE).is_not_null()).select(PLACE, pl.lit(text).alias(TEXT))


LOOKS: dict[str, Look] = {
    FAR: _far,
    ABOVE: _above,
    EQUALS: _equal,
    MOVES: _moved,
    FEWER: _fewer,
}
