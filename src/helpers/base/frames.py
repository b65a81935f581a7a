"""The one place where Polars and pandas meet: Polars inside, pandas where a cell wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a Polars frame as pandas, without pyarrow, with missing numbers as NaN.

    Parameters
    ----------
    frame : polars.DataFrame, shape (rows, columns)

    Returns
    -------
    pandas.DataFrame, shape (rows, columns)
    """
    import pandas as pd

    return pd.DataFrame({column.name: column.to_list() for column in frame.iter_columns()})
