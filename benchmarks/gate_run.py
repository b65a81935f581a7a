"""The gate beside stock Great Expectations on pandas: the same rows, the same 30 rules.

    python benchmarks/gate_run.py [--rows 1000000] [--rounds 5]

Each side runs in a process of its own, in alternating rounds, on clean data and on data with
planted faults (about one row in a hundred). Both load the CSV, judge every rule and name every
failing row. Importing the libraries, and judging ten rows once, is timed apart. The verdicts and
the failing rows of both sides are compared; a difference ends the benchmark.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

HERE = Path(__file__).resolve().parent
CONTRACT = HERE / "gate.odcs.yaml"
SEED = 20
FAULTY_SHARE = 0.01


def invent(rows: int, *, faulty: bool) -> pl.DataFrame:
    """Invented rows in the benchmark's contract; faults in about one row of a hundred."""
    random = np.random.default_rng(SEED)

    def pick(words: list[str]) -> list[str]:
        return [words[i] for i in random.integers(0, len(words), rows)]

    denominator = random.integers(10, 5000, rows).astype(float)
    numerator = np.floor(denominator * random.random(rows))
    lower = np.round(random.random(rows) * 50, 1)
    frame = pl.DataFrame(
        {
            "row_id": [f"r{number:07d}" for number in range(rows)],
            "area_code": [f"E0{6 + n % 4}{n % 153:06d}" for n in range(rows)],
            "area_name": [f"Council {n % 153}" for n in range(rows)],
            "region": pick(list("ABCDEFGHI")),
            "level": pick(["council", "region", "england"]),
            "period": pick(["2021-22", "2022-23", "2023-24", "2024-25"]),
            "measure": pick(["2A", "2B", "2C", "3D"]),
            "breakdown": pick(["all", "by age", "by sex"]),
            "sex": pick(["persons", "males", "females"]),
            "age_band": pick(["18-64", "65 and over", "all"]),
            "status": pick(["ok", "suppressed"]),
            "flag": pick(["Y", "N"]),
            "value": np.round(random.random(rows) * 100, 1),
            "numerator": numerator,
            "denominator": denominator,
            "lower": lower,
            "upper": lower + np.round(random.random(rows) * 50, 1),
            "margin": np.round(random.random(rows) * 9, 1),
            "respondents": random.integers(5, 900, rows).astype(float),
            "population": random.integers(1000, 90000, rows).astype(float),
            "rate": np.round(random.random(rows) * 900, 1),
            "rank": random.integers(1, 154, rows).astype(float),
            "year": random.integers(2015, 2025, rows).astype(float),
            "weight": np.round(random.random(rows), 4),
            "spend": np.round(random.random(rows) * 1e6, 2),
        }
    )
    if not faulty:
        return frame
    wrong = pl.Series(random.random(rows) < FAULTY_SHARE)
    kind = pl.Series(random.integers(0, 8, rows))
    faults = {
        "area_code": ((0, "E0800015"),),
        "level": ((1, "borough"),),
        "value": ((2, 140.0),),
        "numerator": ((3, None), (4, 999_999.0)),
        "row_id": ((5, "r0000001"),),
        "flag": ((6, "maybe"),),
        "lower": ((7, 110.0),),
    }
    for column, planted in faults.items():
        for number, value in planted:
            changed = pl.when(wrong & (kind == number)).then(pl.lit(value))
            frame = frame.with_columns(changed.otherwise(pl.col(column)).alias(column))
    return frame


def ours(path: Path) -> dict[str, Any]:
    """The gate: read, count, judge and name the rows; then digest, receipt and table apart."""
    begun = time.perf_counter()
    from helpers.base.settings import Settings
    from helpers.contracts.facts import facts
    from helpers.contracts.model import load_contract
    from helpers.extracts.recognise import recognise
    from helpers.gate.judge import judge, warm
    from helpers.gate.passing import gate_file
    from helpers.gate.quarantine import quarantine

    warm()
    contract = load_contract(CONTRACT)
    small = path.with_name("small.csv")
    first = recognise(small, (contract,)).read()
    judge(facts(first.frame, contract.rules), contract.rules)
    imported = time.perf_counter()
    extract = recognise(path, (contract,)).read()
    results = judge(facts(extract.frame, contract.rules), contract.rules)
    faults = quarantine(extract, contract, {each.rule: each.violations for each in results})
    judged = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = {
        str(rule): sorted(part["row"].to_list())
        for (rule,), part in faults.group_by("rule")
        if part["row"].null_count() == 0
    }
    del extract, faults
    whole = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        gate_file(path, (contract,), Settings(root=HERE.parent, outputs=Path(folder)))
    return {
        "import": imported - begun,
        "seconds": judged - imported,
        "whole": time.perf_counter() - whole,
        "verdicts": {each.rule: each.passed for each in results},
        "rows": rows,
        "peak": peak,
    }


def stock(path: Path) -> dict[str, Any]:
    """Great Expectations on pandas, each rule by its stock expectation."""
    begun = time.perf_counter()
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.registry import get_expectation_impl

    from helpers.contracts.expectations import on_rows
    from helpers.contracts.model import load_contract

    contract = load_contract(CONTRACT)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("benchmark")
    batch = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
    suite = gx.ExpectationSuite(name="rules")
    for rule in contract.rules:
        expectation = on_rows(rule)
        assert expectation is not None, rule.id
        build = get_expectation_impl(expectation.type)
        suite.add_expectation(build(**expectation.arguments, meta={"rule": rule.id}))
    suite = context.suites.add(suite)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name="rows", data=batch, suite=suite)
    )

    def run(file: Path) -> Any:
        frame = pd.read_csv(file, dtype={"row_id": str, "area_code": str, "measure": str})
        return definition.run(
            batch_parameters={"dataframe": frame},
            result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False},
        )

    run(path.with_name("small.csv"))
    imported = time.perf_counter()
    result = run(path)
    verdicts, rows = {}, {}
    for item in result.results:
        rule = item.expectation_config.meta["rule"]
        verdicts[rule] = bool(item.success)
        unexpected = item.result.get("unexpected_index_list")
        if unexpected:
            # Row 1 of the file is the header.
            rows[rule] = sorted(int(index) + 2 for index in unexpected)
    spent = time.perf_counter() - imported
    return {"import": imported - begun, "seconds": spent, "verdicts": verdicts, "rows": rows}


def child(side: str, path: Path) -> None:
    """Measure one side in this process and print what it took."""
    done = {"ours": ours, "stock": stock}[side](path)
    rows = done.pop("rows")
    done["rows"] = {rule: [len(found), _digest(found)] for rule, found in sorted(rows.items())}
    done.setdefault("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(done))


def _digest(rows: list[int]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", nargs=2)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, faulty in (("clean", False), ("faulty", True)):
            path = Path(folder) / f"{name}.csv"
            invent(asked.rows, faulty=faulty).write_csv(path)
            invent(10, faulty=False).write_csv(path.with_name("small.csv"))
            _compare(name, path, asked.rounds)


def _compare(name: str, path: Path, rounds: int) -> None:
    sides: dict[str, list[dict[str, Any]]] = {"stock": [], "ours": []}
    for _ in range(rounds):
        for side, runs in sides.items():
            command = [sys.executable, __file__, "--child", side, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    first, second = sides["stock"][0], sides["ours"][0]
    for part in ("verdicts", "rows"):
        if first[part] != second[part]:
            sys.exit(f"{name}: the two sides differ in their {part}: {first[part]} {second[part]}")
    medians = {
        side: statistics.median(run["seconds"] for run in runs) for side, runs in sides.items()
    }
    for side, runs in sides.items():
        each = ", ".join(f"{run['seconds']:.1f}" for run in runs)
        peak = max(run["peak"] for run in runs)
        imports = statistics.median(run["import"] for run in runs)
        print(
            f"{name:7} {side:6} median {medians[side]:6.2f} s  peak {peak:6.0f} MB  "
            f"import {imports:4.1f} s  ({each})"
        )
    whole = statistics.median(run["whole"] for run in sides["ours"])
    print(f"{name:7} ours   with digest, receipt and canonical table {whole:.2f} s")
    faults = sum(count for count, _ in second["rows"].values())
    print(
        f"{name:7} ratio  {medians['stock'] / medians['ours']:.1f}  "
        f"{len(second['verdicts'])} rules, {faults} failing rows on both sides"
    )


if __name__ == "__main__":
    main()
