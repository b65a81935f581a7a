"""Discharge ready date: what NHS England's monthly files leave to be worked out.

The workbook gives shares from 0 to 1 and no count of delayed patients. The monthly CSV gives
each measure a row of its own, under long names. Both become one row an area and month here.
"""

from __future__ import annotations

import polars as pl

from helpers.base.geography import ENGLAND
from helpers.base.records import Status
from helpers.contracts.columns import Drd
from helpers.contracts.facts import UNREADABLE
from helpers.extracts.cells import UNREADABLE as UNREADABLE_STATUS
from helpers.extracts.opened import ROW

Stepped = tuple[pl.DataFrame, tuple[str, ...]]


BANDS = (Drd.ONE, Drd.TWO, Drd.FOUR, Drd.SEVEN, Drd.FOURTEEN, Drd.MORE)
SHARES = (Drd.SAME_DAY_PERCENT, Drd.COVERAGE)
COUNTS = (Drd.DISCHARGES, Drd.SAME_DAY, Drd.DELAYED, Drd.BED_DAYS, *BANDS)
FIGURES = (*COUNTS, Drd.SAME_DAY_PERCENT, Drd.MEAN_IF_DELAYED, Drd.MEAN, Drd.COVERAGE)
MONTH, YEAR = "month", "year"
LEVELS = ("utla", "icb", "provider", "england")
# Patients whose home is not in England, or not known, stand in the table under these.
NO_AREA = ("#N/A", "NULL", "[z]", "-")
MEASURE, VALUE, OTHER_CODE, OTHER_NAME = "measure", "value", "other_code", "other_name"
APRIL = 4


def status_of(column: str) -> str:
    """Name of the column that holds the status of a figure."""
    return f"{column}_status"


def discharge_workbook(frame: pl.DataFrame, name: str) -> Stepped:
    """Keep the rows of whole areas, turn shares into per cent and count the delayed.

    Parameters
    ----------
    frame : DataFrame
        Rows of the sheet as read.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        Rows of upper-tier councils, and how many others were left alone.
    """
    known = pl.col(Drd.LEVEL).is_in(list(LEVELS))
    area = pl.col(Drd.AREA_CODE).fill_null("").is_in(list(NO_AREA))
    rows = frame.filter(known & ~area)
    left = frame.height - rows.height
    notes = (f"{left} rows of single trusts or of no English council were left alone",)
    return finished(_in_percent(_delayed(rows))), notes if left else ()


def discharge_measures(frame: pl.DataFrame, name: str) -> Stepped:
    """Turn rows of single measures into one row an area.

    Parameters
    ----------
    frame : DataFrame
        One row a measure; the measures that the contract does not name are left alone.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        Rows by area and month. A row stands at the first measure that it is made of.
    """
    of_council = pl.col(Drd.LEVEL) == "utla"
    rows = frame.with_columns(
        pl.when(of_council).then(pl.col(Drd.AREA_CODE)).otherwise(OTHER_CODE).alias(Drd.AREA_CODE),
        pl.when(of_council).then(pl.col(Drd.AREA_NAME)).otherwise(OTHER_NAME).alias(Drd.AREA_NAME),
    )
    known = pl.col(Drd.LEVEL).is_in(list(LEVELS)) & ~pl.col(Drd.AREA_CODE).is_in(list(NO_AREA))
    rows = rows.filter(known & pl.col(MEASURE).is_in([str(figure) for figure in FIGURES]))
    key = [Drd.PERIOD, Drd.SPAN, Drd.LEVEL, Drd.AREA_CODE, Drd.AREA_NAME, Drd.SHEET]
    cells = [
        pl.col(column).filter(pl.col(MEASURE) == figure).first().alias(made)
        for figure in FIGURES
        for column, made in ((VALUE, str(figure)), (status_of(VALUE), status_of(figure)))
    ]
    wide = rows.group_by([str(column) for column in key], maintain_order=True).agg(
        pl.col(ROW).min(), *cells, pl.lit(None, pl.String).alias(UNREADABLE)
    )
    return finished(_in_percent(_delayed(wide))), ()


def finished(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the financial year, England's code and the change from the month before.

    Parameters
    ----------
    frame : DataFrame
        Rows with period, span, level, area and figures.

    Returns
    -------
    DataFrame
        The rows in their order.
    """
    year = pl.col(Drd.PERIOD).str.slice(0, 4).cast(pl.Int32, strict=False)
    month = pl.col(Drd.PERIOD).str.slice(5, 2).cast(pl.Int32, strict=False)
    first = pl.when(month < APRIL).then(year - 1).otherwise(year)
    last = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    count = pl.col(Drd.DISCHARGES)
    # Months are counted from 0, so that one without a file between two is noticed.
    number = year * 12 + month
    area = [str(Drd.SPAN), str(Drd.LEVEL), str(Drd.AREA_CODE)]
    before = count.shift(1).over(area, order_by=Drd.PERIOD)
    follows = number - number.shift(1).over(area, order_by=Drd.PERIOD) == 1
    known = (pl.col(Drd.SPAN) == MONTH) & follows & (before > 0)
    return frame.with_columns(
        pl.concat_str(first.cast(pl.String), pl.lit("-"), last).alias(Drd.FINANCIAL_YEAR),
        pl.when(pl.col(Drd.LEVEL) == "england")
        .then(pl.lit(ENGLAND))
        .otherwise(pl.col(Drd.AREA_CODE))
        .alias(Drd.AREA_CODE),
        pl.when(known).then((count / before * 100 - 100).round(1)).alias(Drd.CHANGE),
    )


def _delayed(frame: pl.DataFrame) -> pl.DataFrame:
    bands = [pl.col(band) for band in BANDS]
    statuses = [pl.col(status_of(band)) for band in BANDS]
    # A blank count is as unknown as the first of its bands that is.
    unknown = pl.coalesce(
        pl.when(status != Status.OK).then(status.replace(UNREADABLE_STATUS, Status.NOT_AVAILABLE))
        for status in statuses
    )
    total = bands[0]
    for band in bands[1:]:
        total = total + band
    return frame.with_columns(
        total.alias(Drd.DELAYED),
        pl.coalesce(unknown, pl.lit(Status.OK.value)).alias(status_of(Drd.DELAYED)),
    )


def _in_percent(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns((pl.col(share) * 100).round(4) for share in SHARES)
