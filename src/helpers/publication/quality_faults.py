"""The faults of one extract as its page and its supplier need them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

import polars as pl

from helpers.publication.quality_csv import frame_csv

SHOWN = 50
PLACES = 3
ERROR = "error"


@dataclass(frozen=True)
class Fault:
    """One fault, as the gate's quarantine lists it; empty where it does not say.

    The names are those of the columns of `helpers.gate.quarantine.SCHEMA`.
    """

    sheet: str
    row: str
    cell: str
    record: str
    area: str
    period: str
    column: str
    rule: str
    severity: str
    found: str
    expected: str


@dataclass(frozen=True)
class BrokenRule:
    """One rule that was broken: its first places, and how many there are."""

    severity: str
    expected: str
    places: tuple[Fault, ...]
    total: int


@dataclass(frozen=True)
class Faults:
    """Every fault of an extract.

    Attributes
    ----------
    total : int
        How many there are.
    first : tuple of Fault
        At most `SHOWN`, errors before warnings, else in order of the file.
    rules : tuple of BrokenRule
        One a broken rule, errors first.
    csv : bytes
        All of them.
    """

    total: int
    first: tuple[Fault, ...]
    rules: tuple[BrokenRule, ...]
    csv: bytes


NO_FAULTS = Faults(0, (), (), b"")


def read_faults(path: Path) -> Faults:
    """Read an extract's quarantine; no file is no faults."""
    if not path.is_file():
        return NO_FAULTS
    frame = pl.read_csv(path, infer_schema=False)
    ordered = frame.sort(pl.col("severity") != ERROR, maintain_order=True)
    return Faults(
        total=frame.height,
        first=_faults(ordered, SHOWN),
        rules=tuple(
            _rule(part) for part in ordered.partition_by("rule", "severity", maintain_order=True)
        ),
        csv=frame_csv(frame),
    )


def _rule(part: pl.DataFrame) -> BrokenRule:
    places = _faults(part, PLACES)
    return BrokenRule(places[0].severity, places[0].expected, places, part.height)


def _faults(frame: pl.DataFrame, most: int) -> tuple[Fault, ...]:
    names = [field.name for field in fields(Fault)]
    rows = islice(frame.select(names).iter_rows(), most)
    return tuple(Fault(*(cell or "" for cell in row)) for row in rows)
