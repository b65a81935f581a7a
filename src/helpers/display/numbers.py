"""Numbers in words and tables: kept with the indicators, because strategies say them too."""

from helpers.indicators.numbers import (
    DASH,
    count,
    interval,
    margin,
    published,
    signed,
    status,
    value,
    value_above,
    with_unit,
)

__all__ = [
    "DASH",
    "count",
    "interval",
    "margin",
    "published",
    "signed",
    "status",
    "value",
    "value_above",
    "with_unit",
]
