"""Great Expectations as the judge: the one module of the project that imports it.

It judges the one-row table of facts, not the rows: the same verdict, a fraction of the
work. Its results come back in another order than the suite's and are sorted here.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import polars as pl

from helpers.base.frames import to_pandas
from helpers.contracts.expectations import Expectation, on_facts
from helpers.contracts.rules import Rule
from helpers.gate.store.records import RuleResult

# Read when the library is imported: it must neither call home nor draw progress bars.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


@cache
def _batches() -> Any:
    """Make the context and what turns a frame into a batch, once a process."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("facts").add_dataframe_asset("facts")
    return asset.add_batch_definition_whole_dataframe("facts")


def warm() -> None:
    """Import Great Expectations and make its context now rather than at the first verdict."""
    _batches()


def validate(frame: pl.DataFrame, expectations: list[Expectation]) -> list[bool]:
    """Judge a frame by expectations.

    Parameters
    ----------
    frame : DataFrame, shape (rows, columns)
        Turned into pandas, which is what Great Expectations reads.
    expectations : list of Expectation
        What is expected of it.

    Returns
    -------
    list of bool
        The verdicts, in the order of the expectations.
    """
    import great_expectations as gx
    from great_expectations.expectations.registry import get_expectation_impl

    built = [
        get_expectation_impl(each.type)(**each.arguments, meta={"number": number})
        for number, each in enumerate(expectations)
    ]
    # Given whole to the suite and to a batch: a suite that grows is compared with itself at
    # every step, and one that is stored is written out first.
    suite = gx.ExpectationSuite(name="rules", expectations=built)
    data = _batches().get_batch(batch_parameters={"dataframe": to_pandas(frame)})
    result = data.validate(suite, result_format={"result_format": "BOOLEAN_ONLY"})
    verdicts: dict[int, bool] = {}
    for item in result.results:
        if item.exception_info.get("raised_exception"):
            message = f"Great Expectations could not judge: {item.exception_info}"
            raise RuntimeError(message)
        verdicts[item.expectation_config.meta["number"]] = bool(item.success)
    return [verdicts[number] for number in range(len(expectations))]


def judge(facts: pl.DataFrame, rules: tuple[Rule, ...]) -> tuple[RuleResult, ...]:
    """Judge the violation counts of a contract's rules.

    Parameters
    ----------
    facts : DataFrame, shape (1, number of rules)
        One integer column a rule.
    rules : tuple of Rule
        The contract's rules.

    Returns
    -------
    tuple of RuleResult
        One a rule, in the order of the contract.
    """
    return results(facts, rules, validate(facts, [on_facts(rule) for rule in rules]))


def results(
    facts: pl.DataFrame, rules: tuple[Rule, ...], verdicts: list[bool]
) -> tuple[RuleResult, ...]:
    """Return each rule's verdict with its count, in the order of the contract."""
    counts = facts.row(0, named=True)
    return tuple(
        RuleResult(
            rule=rule.id,
            severity=rule.severity,
            passed=passed,
            violations=counts[rule.id] if counts[rule.id] is not None else -1,
            meaning=rule.meaning,
        )
        for rule, passed in zip(rules, verdicts, strict=True)
    )
