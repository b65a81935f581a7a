"""Stock Great Expectations on raw rows, with the rows that it names: what the gate is held to."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.gate.judge import warm


def judged(frame: pd.DataFrame, kind: str, arguments: dict[str, Any]) -> tuple[bool, list[int]]:
    """Judge rows by one stock expectation.

    Parameters
    ----------
    frame : pandas.DataFrame
        The raw rows, numbered from nought.
    kind, arguments : str, dict
        The expectation.

    Returns
    -------
    tuple of bool and list of int
        The verdict, and the numbers of the rows that break it.
    """
    warm()
    import great_expectations as gx
    from great_expectations.expectations.registry import get_expectation_impl

    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("rows")
    batch = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
    expectation = get_expectation_impl(kind)(**arguments)
    suite = gx.ExpectationSuite(name="rows", expectations=[expectation])
    result = batch.get_batch(batch_parameters={"dataframe": frame}).validate(
        suite, result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False}
    )
    (item,) = result.results
    assert not item.exception_info.get("raised_exception"), item.exception_info
    found = item.result.get("unexpected_index_list") or []
    return bool(item.success), sorted(int(index) for index in found)
