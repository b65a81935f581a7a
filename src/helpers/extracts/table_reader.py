"""Reading plain tables by the layouts that their contract states."""

from __future__ import annotations

import polars as pl

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.contracts.facts import UNREADABLE as UNREADABLE_COLUMN
from helpers.contracts.model import Column, Contract
from helpers.extracts.conversion import POLARS_TYPES
from helpers.extracts.identifiers import check_identifiers
from helpers.extracts.matching import Match
from helpers.extracts.opened import Opened
from helpers.extracts.pins import with_vintage
from helpers.extracts.provenance import edition_of, periods_of
from helpers.extracts.reading import Extract
from helpers.extracts.steps import STEPS
from helpers.extracts.typed_rows import typed_rows
from helpers.extracts.unreadable import unreadable_cells

NAMED_UNREAD = 6


def read_tables(opened: Opened, contract: Contract, matches: tuple[Match, ...]) -> Extract:
    """Read every sheet that a layout of the contract fits.

    Parameters
    ----------
    opened : Opened
        The file.
    contract : Contract
        Its contract.
    matches : tuple of Match
        The layouts that fit, one a sheet.

    Raises
    ------
    ExtractRefused
        When the rows cannot be cut into cells, or hold identifiers of people.
    """
    frames, faults, notes = [], [], list(opened.notes)
    for match in matches:
        check_identifiers(opened, contract, match)
        rows = typed_rows(opened, contract, match)
        faults.append(unreadable_cells(opened, match, rows.frame))
        notes.extend((*rows.notes, *_unread(match)))
        frame = rows.frame
        if match.layout.step:
            frame, noted = STEPS[match.layout.step](frame, opened.name)
            notes.extend(noted)
        frames.append(_in_order(frame, contract))
    frame = with_vintage(pl.concat(frames), contract)
    first, last = periods_of(frame, contract)
    editions = (edition_of(match.layout.edition, match.above) for match in matches)
    return Extract(
        frame=frame,
        unreadable=pl.concat(faults),
        notes=tuple(dict.fromkeys(notes)),
        first_period=first,
        latest_period=last,
        sample=_is_sample(opened),
        edition=next((edition for edition in editions if edition), ""),
    )


def _unread(match: Match) -> list[str]:
    if not match.unread:
        return []
    more = len(match.unread) - NAMED_UNREAD
    named = ", ".join(match.unread[:NAMED_UNREAD])
    return [f"columns that are not read: {named}" + (f" and {more} more" if more > 0 else "")]


def _in_order(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    return frame.select(
        *(_in_type(frame, column) for column in contract.columns), pl.col(UNREADABLE_COLUMN)
    )


def _in_type(frame: pl.DataFrame, column: Column) -> pl.Expr:
    kind = POLARS_TYPES[column.logical_type]
    if column.name not in frame.columns:
        return pl.lit(None, kind).alias(column.name)
    if isinstance(frame.schema[column.name], pl.Categorical) and kind == pl.String:
        return pl.col(column.name)
    return pl.col(column.name).cast(kind)


def _is_sample(opened: Opened) -> bool:
    mark = SAMPLE_MARK.lower()
    first = opened.head(opened.sheets[0], 1) if opened.sheets else []
    return any(mark in str(cell).lower() for row in first for cell in row)
