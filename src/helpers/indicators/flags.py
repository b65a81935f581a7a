"""Data-quality flags: computed from rules, never from a council's name, and alleging nothing."""

from __future__ import annotations

import polars as pl

from helpers.base.errors import ContractError
from helpers.base.ordinals import ordinal
from helpers.indicators.calculation import ALL
from helpers.indicators.comparison import KEYS
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator, Registry
from helpers.methods.outliers import is_far

FAR = "far_from_others"
EQUALS = "numerator_equals:"
ABOVE = "numerator_above_denominator"
TOO_FEW = "too_few"
FEW = 10
FEW_ANSWERS = 30
RANKED_FROM = 20


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
    parts = []
    for (_, code, breakdown), group in councils.group_by(KEYS, maintain_order=True):
        indicator = registry.find(str(code))
        checks = (*indicator.checks, TOO_FEW) if breakdown == ALL else (TOO_FEW,)
        flags = _flags(group, indicator, councils, checks)
        keep = (flags == "") & pl.lit(indicator.ranked and breakdown == ALL)
        if indicator.has_counts:
            # Below this a few people more or fewer move a figure past dozens of councils.
            keep = keep & (pl.col(Obs.NUMERATOR) >= RANKED_FROM)
        parts.append(
            group.with_columns(flags).with_columns(
                pl.when(keep).then(pl.col(name)).otherwise(None).alias(name)
                for name in (Obs.RANK.value, Obs.RANKED.value, Obs.PERCENTILE.value)
            )
        )
    return pl.concat(parts) if parts else councils.with_columns(pl.lit("").alias(Obs.FLAGS))


def _flags(
    group: pl.DataFrame, indicator: Indicator, councils: pl.DataFrame, checks: tuple[str, ...]
) -> pl.Series:
    found: list[list[str]] = [[] for _ in range(group.height)]
    for check in checks:
        if check == TOO_FEW:
            texts = _few(group, indicator)
        elif check == FAR:
            texts = _far(group)
        elif check == ABOVE:
            texts = _above(group)
        elif check.startswith(EQUALS):
            texts = _equal(group, councils, check.removeprefix(EQUALS))
        else:
            raise ContractError(
                f"indicators.yaml, {indicator.code}",
                f"check {check}",
                f"{FAR}, {ABOVE} or {EQUALS}<code>",
                "mend the registry",
            )
        for texts_so_far, text in zip(found, texts, strict=True):
            if text:
                texts_so_far.append(text)
    return pl.Series(Obs.FLAGS.value, ["; ".join(texts) for texts in found], dtype=pl.String)


def _far(group: pl.DataFrame) -> list[str]:
    values = group[Obs.VALUE.value].fill_null(float("nan")).to_numpy()
    return [
        f"far from other councils ({ordinal(rank)} of {ranked}): check recording before use"
        if far and rank is not None
        else ""
        for far, rank, ranked in zip(
            is_far(values), group[Obs.RANK.value], group[Obs.RANKED.value], strict=True
        )
    ]


def _few(group: pl.DataFrame, indicator: Indicator) -> list[str]:
    rounded = indicator.is_survey or indicator.counts_rounded_to
    least = FEW_ANSWERS if rounded else FEW
    words = "answered" if indicator.is_survey else "are counted"
    few = (group[Obs.DENOMINATOR.value] < least) & group[Obs.VALUE.value].is_not_null()
    text = f"fewer than {least} {words}: too few to compare"
    return [text if row else "" for row in few.fill_null(value=False)]


def _above(group: pl.DataFrame) -> list[str]:
    return [
        "the numerator is above the denominator, so the publisher withholds the figure: "
        "check recording before use"
        if above
        else ""
        for above in (group[Obs.NUMERATOR.value] > group[Obs.DENOMINATOR.value]).fill_null(
            value=False
        )
    ]


def _equal(group: pl.DataFrame, councils: pl.DataFrame, other: str) -> list[str]:
    period = group[Obs.PERIOD.value][0]
    rival = councils.filter(
        (pl.col(Obs.INDICATOR) == other)
        & (pl.col(Obs.PERIOD) == period)
        & (pl.col(Obs.BREAKDOWN) == ALL)
    ).select(Obs.AREA_CODE.value, pl.col(Obs.NUMERATOR).alias("other"))
    joined = group.join(rival, on=Obs.AREA_CODE.value, how="left", maintain_order="left")
    equal = (joined[Obs.NUMERATOR.value] == joined["other"]).fill_null(value=False)
    return [
        "equal to the direct-payment count: managed budgets may not be recorded" if same else ""
        for same in equal
    ]
