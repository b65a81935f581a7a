"""Nearest neighbours: whether each neighbour is another council of the same list."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Neighbours

ANOTHER, ITSELF, UNLISTED = "another council", "the council itself", "not in the list"


def kinds_of_neighbours(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add what each neighbour is to the council that it stands beside.

    Parameters
    ----------
    frame : DataFrame
        One row a council and rank.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with the kind of the neighbour; none where no neighbour is given.
    """
    area, neighbour = pl.col(Neighbours.AREA_CODE), pl.col(Neighbours.NEIGHBOUR_CODE)
    listed = neighbour.is_in(frame[Neighbours.AREA_CODE].drop_nulls().unique().implode())
    kind = (
        pl.when(neighbour == area)
        .then(pl.lit(ITSELF))
        .when(listed)
        .then(pl.lit(ANOTHER))
        .when(neighbour.is_not_null())
        .then(pl.lit(UNLISTED))
    )
    return frame.with_columns(kind.alias(Neighbours.NEIGHBOUR_IS)), ()
