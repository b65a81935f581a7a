"""The views of the activity files: "1", "1 - Clients" and "4(Funding status)" cut in two."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

_VIEW = r"^\s*(\d+)(?:\.0+)?\s*(?:[-(]\s*(.*?)\s*\)?)?\s*$"


class Activity(StrEnum):
    """Columns that this step reads or makes."""

    VIEW = "view"
    VIEW_NUMBER = "view_number"
    VIEW_LABEL = "view_label"


def activity_view(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Cut the name of each view into its number and its words, in lower case.

    Parameters
    ----------
    frame : DataFrame
        Rows with `view` as published.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with `view_number` and `view_label`, empty where a view cannot be cut.
    """
    view = pl.col(Activity.VIEW)
    label = view.str.extract(_VIEW, 2).str.to_lowercase()
    return frame.with_columns(
        view.str.extract(_VIEW, 1).alias(Activity.VIEW_NUMBER),
        pl.when(label != "").then(label).alias(Activity.VIEW_LABEL),
    ), ()
