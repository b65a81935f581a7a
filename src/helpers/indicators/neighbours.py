"""Statistical neighbours: the office's open list, or councils that are named, and their value.

The neighbours' value is the pooled rate, all their counts above over all below, where the
counts are exact; where they are rounded or not published it is the median of their values.
It is never a mean of rates.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from helpers.base.geography import Area, all_areas
from helpers.base.records import Level, Status
from helpers.contracts.columns import Neighbours, Obs
from helpers.indicators.areas import by_code, level_of
from helpers.indicators.columns import END, KIND, LEVEL, NAMES, SERIES
from helpers.indicators.comparison import KEYS
from helpers.indicators.definitions import Indicator
from helpers.indicators.registry import Registry
from helpers.indicators.registry_check import NEIGHBOURS
from helpers.indicators.tables import Tables
from helpers.indicators.territories import today
from helpers.methods.rounding import half_up

NEAREST = 15
MODEL = "ONS statistical nearest neighbours"
NO_LIST = (
    "The list of statistical neighbours of the Office for National Statistics is not among the "
    "inputs, so none are shown."
)
POOLED, MEDIAN = "pooled", "median"
COUNT, OF = "_peers", "_of_peers"
TOGETHER = "neighbours"


@dataclass(frozen=True)
class Peers:
    """The councils that an area is compared with.

    Attributes
    ----------
    areas : tuple of Area
        The councils, the nearest first where they come from the list.
    named : bool
        Whether the reader named them.
    """

    areas: tuple[Area, ...]
    named: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """ONS codes of the councils."""
        return tuple(area.code for area in self.areas)

    @property
    def words(self) -> str:
        """What they are, for a note: the model, or that they were named."""
        if self.named:
            return "the councils named"
        return f"{MODEL}, the first {len(self.areas)}"


def peers_of(area: Area, compare_with: str | tuple[Area, ...], tables: Tables) -> Peers:
    """Councils to set beside an area: those named, else the nearest of the office's list.

    Parameters
    ----------
    area : Area
        The council.
    compare_with : str or tuple of Area
        "region", "neighbours" or the councils named.
    tables : Tables
        The canonical tables.
    """
    if isinstance(compare_with, tuple):
        others = dict.fromkeys(other for other in compare_with if other != area)
        return Peers(tuple(others), named=True)
    if not tables.have(NEIGHBOURS):
        return Peers((), named=False)
    table = tables.raw(NEIGHBOURS)
    # The list may name a council by its second code, or by the one that it had.
    names = (Neighbours.AREA_CODE.value, Neighbours.NEIGHBOUR_CODE.value)
    area_of = _councils({code for name in names for code in table[name].unique()})
    own = [code for code, each in area_of.items() if each == area]
    rows = table.filter(
        pl.col(Neighbours.AREA_CODE).is_in(own) & (pl.col(Neighbours.RANK) <= NEAREST)
    ).sort(Neighbours.RANK)
    near = [area_of[code] for code in rows[Neighbours.NEIGHBOUR_CODE.value]]
    return Peers(tuple(each for each in near if each and each != area), named=False)


def _councils(codes: set[str]) -> dict[str, Area | None]:
    """Today's councils by the codes that a list gives them, None where there is none."""
    used = {code: by_code(code) for code in codes}
    now = today(code for code in used.values() if code and level_of(code) == Level.COUNCIL)
    councils = {each.code: each for each in all_areas()}
    return {code: councils.get(now.get(own or "") or "") for code, own in used.items()}


def kind_of(indicator: Indicator) -> str:
    """How the neighbours' value is made: "pooled", "median", or empty for a number by itself."""
    if indicator.is_number:
        return ""
    return POOLED if indicator.has_exact_counts else MEDIAN


def neighbours_values(figures: pl.DataFrame, peers: Peers, registry: Registry) -> pl.DataFrame:
    """Value of the neighbours for each series, breakdown and period.

    Parameters
    ----------
    figures : DataFrame
        Figures of every area.
    peers : Peers
        The neighbours.
    registry : Registry
        What the indicators mean.

    Returns
    -------
    DataFrame
        The columns of `KEYS`, kind and end of the period, `neighbours`, and of how many of
        the neighbours it is. Where not more than half of them have a figure there is no row.
    """
    own = figures.filter(
        (pl.col(LEVEL) == Level.COUNCIL.value)
        & pl.col(Obs.AREA_CODE).is_in(list(peers.codes))
        & pl.col(Obs.VALUE).is_not_null()
    )
    both = pl.col(Obs.NUMERATOR).is_not_null() & pl.col(Obs.DENOMINATOR).is_not_null()
    added = own.group_by([*KEYS, KIND, END], maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias(COUNT),
        pl.col(Obs.VALUE).median().alias(MEDIAN),
        pl.col(Obs.NUMERATOR).sum().alias("_above"),
        pl.col(Obs.DENOMINATOR).sum().alias("_below"),
        both.all().alias("_counts"),
    )
    rows = []
    for row in added.filter(pl.col(COUNT) * 2 > len(peers.areas)).to_dicts():
        indicator = registry.series[row[SERIES]].indicator
        made = kind_of(indicator)
        if made == POOLED and not (row["_counts"] and row["_below"]):
            made = MEDIAN
        if not made:
            continue
        value = row[MEDIAN]
        if made == POOLED:
            value = row["_above"] / row["_below"] * indicator.multiplier
        rows.append(
            (
                *(row[name] for name in (*KEYS, KIND, END)),
                half_up(value, indicator.decimals),
                row[COUNT],
                made,
            )
        )
    schema = {name: added.schema[name] for name in (*KEYS, KIND, END)} | {
        Obs.NEIGHBOURS.value: pl.Float64,
        COUNT: pl.Int64,
        OF: pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def with_neighbours(shown: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Add the neighbours' value to figures that a chart shows, as one area more.

    Parameters
    ----------
    shown : DataFrame
        Named figures of the area and those beside it.
    values : DataFrame
        The neighbours' values.
    """
    rows = values.join(shown.select(*KEYS, *NAMES).unique(), on=KEYS, how="inner").select(
        *KEYS,
        *NAMES,
        KIND,
        END,
        pl.lit(TOGETHER).alias(Obs.AREA_CODE),
        pl.format("Statistical neighbours ({})", OF).alias(Obs.AREA_NAME),
        pl.lit(TOGETHER).alias(LEVEL),
        pl.col(Obs.NEIGHBOURS).alias(Obs.VALUE),
        pl.lit(Status.OK.value).alias(Obs.STATUS),
    )
    return pl.concat([shown, rows], how="diagonal").sort(*KEYS, maintain_order=True)
