"""Telling the vintage of a table by figures that its contract knows.

Some publishers revise a table and keep its name, its layout and its title. Then only the
figures tell the two apart. A contract states a few figures of each vintage it knows; the
rows of a period are of that vintage where every pinned figure that they hold is the same.
"""

from __future__ import annotations

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.base.errors import ContractError
from helpers.contracts.model import Contract

PINS = "pins"
OTHER = "another vintage"
UNKNOWN = "not pinned"
_AREA, _PERIOD, _PINNED, _NAME = "_area", "_period", "_pinned", "_name"


class Vintage(BaseModel):
    """Figures of one period by which one vintage is known.

    Attributes
    ----------
    name : str
        What the vintage is called.
    period : str
        The period that the figures speak of.
    figures : dict of str to float
        The figure by area code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    period: str
    figures: dict[str, float]


class Pins(BaseModel):
    """Where the pinned figures stand in a table.

    Attributes
    ----------
    into : str
        Column that receives the vintage.
    figure, area, period : str
        Columns of the figure, its area and its period.
    where : dict of str to tuple of str
        Which rows hold pinned figures.
    known : tuple of Vintage
        The vintages that the contract knows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    into: str
    figure: str
    area: str
    period: str
    where: dict[str, tuple[str, ...]]
    known: tuple[Vintage, ...]


def with_vintage(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Say of each row which vintage it is of, where the contract states pins.

    Parameters
    ----------
    frame : DataFrame
        Every row of the file, in the contract's columns.
    contract : Contract
        Its contract.

    Returns
    -------
    DataFrame
        The column `into` holds the vintage's name, `OTHER` where a pinned area has another
        figure, `UNKNOWN` where the file has no pinned area for the period.

    Raises
    ------
    ContractError
        When the contract's pins have an unknown or missing key.
    """
    pins = _pins(contract)
    if pins is None:
        return frame
    names = _vintages(frame, pins)
    return frame.with_columns(
        pl.col(pins.period)
        .replace_strict(names, default=UNKNOWN, return_dtype=pl.String)
        .alias(pins.into)
    )


def _pins(contract: Contract) -> Pins | None:
    stated = contract.facts.get(PINS)
    if stated is None:
        return None
    try:
        return Pins.model_validate(stated)
    except ValidationError as reason:
        first = reason.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise ContractError(
            f"contract {contract.id}, {PINS}/{place}",
            first["msg"],
            "pins that the table reader knows",
            "mend the contract",
        ) from reason


def _vintages(frame: pl.DataFrame, pins: Pins) -> dict[str, str]:
    rows = [
        (vintage.name, vintage.period, area, figure)
        for vintage in pins.known
        for area, figure in vintage.figures.items()
    ]
    known = pl.DataFrame(rows, schema=[_NAME, _PERIOD, _AREA, _PINNED], orient="row")
    held = [pl.col(column).is_in(list(values)) for column, values in pins.where.items()]
    found = frame.filter(held).join(
        known, left_on=[pins.period, pins.area], right_on=[_PERIOD, _AREA]
    )
    same = (pl.col(pins.figure) == pl.col(_PINNED)).fill_null(value=False).all()
    agree = found.group_by(pins.period, _NAME, maintain_order=True).agg(same.alias(_PINNED))
    names = dict.fromkeys(agree[pins.period], OTHER)
    names |= dict(agree.filter(_PINNED).select(pins.period, _NAME).iter_rows())
    return names
