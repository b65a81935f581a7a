"""Refusing a table that others made from Skills for Care's, with zeros for what was suppressed."""

from __future__ import annotations

import polars as pl

from helpers.base.errors import ExtractRefused


def derived_workforce(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Refuse the table, whatever is in it.

    Raises
    ------
    ExtractRefused
        Always: its rates are means over job roles with suppressed cells counted as zero.
    """
    raise ExtractRefused(
        f"{name}, {frame.height} rows",
        "this is not Skills for Care's file but one that others derived from it: suppressed "
        "cells were written as zero and averaged, and rates of counties were shared out to "
        "districts",
        "Skills for Care's own local area download, where a suppressed cell is *",
        "take this file out of the inbox, and fetch the original from Skills for Care, "
        "Workforce intelligence, Data downloads; its landing page stands in the contract "
        "sfc_workforce",
    )
