"""The gate beside stock Great Expectations on pandas: the same rows, the same rules.

    python benchmarks/gate_run.py [--rows 1000000] [--rounds 5]

Each side runs in a process of its own, in alternating rounds, on clean data and on data with
planted faults (about one row in a hundred). All load the CSV, judge every rule and name every
failing row; the clock stops there. Importing the libraries, and judging ten rows once, is timed
apart. The verdicts and the failing rows of all sides are compared in every round; a difference
ends the benchmark. Memory is the peak of the process when the clock stops, its libraries
included, where the system says it (Linux).

Great Expectations runs twice. `stock` is what its documentation shows: text and numbers in the
types of the contract, a stored suite, a validation definition. `tuned` is what a careful engineer
makes of it: texts that repeat as categories, and the suite held against the batch, stored nowhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONTRACT = HERE / "gate.odcs.yaml"
STATUS = Path("/proc/self/status")
KEY = "row_id"


class Clock:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self.begun = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return wall and CPU seconds."""
        return time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]


@dataclass(frozen=True)
class Run:
    """What one run of one side took, and what it found."""

    imported: float
    wall: float
    cpu: float
    peak: float
    verdicts: dict[str, bool]
    rows: dict[str, list[int]]
    whole: float = math.nan
    whole_peak: float = math.nan


def peak() -> float:
    """Peak memory of this process in MB; `getrusage` gives that of its parent if that is more."""
    if not STATUS.exists():
        return math.nan
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def ours(path: Path) -> Run:
    """The gate: read, count, judge and name the rows; then digest, receipt and table apart."""
    clock = Clock()
    from helpers.base.settings import Settings
    from helpers.contracts.facts import facts
    from helpers.contracts.model import load_contract
    from helpers.extracts.recognise import recognise
    from helpers.gate.judge import judge, warm
    from helpers.gate.passing import gate_file
    from helpers.gate.quarantine import quarantine

    warm()
    contract = load_contract(CONTRACT)

    def run(file: Path) -> tuple[Any, Any]:
        extract = recognise(file, (contract,)).read()
        results = judge(facts(extract.frame, contract.rules), contract.rules)
        counts = {each.rule: each.violations for each in results}
        return results, quarantine(extract, contract, counts)

    run(path.with_name("small.csv"))
    imported, _ = clock.read()
    clock = Clock()
    results, faults = run(path)
    (wall, cpu), most = clock.read(), peak()
    rows = {
        str(rule): sorted(part["row"].to_list())
        for (rule,), part in faults.group_by("rule")
        if part["row"].null_count() == 0
    }
    verdicts = {each.rule: each.passed for each in results}
    del faults
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        gate_file(path, (contract,), Settings(root=HERE.parent, outputs=Path(folder)))
    whole, _ = clock.read()
    return Run(imported, wall, cpu, most, verdicts, rows, whole, peak())


def stock(path: Path) -> Run:
    """Great Expectations on pandas as its documentation shows it."""
    clock = Clock()
    import great_expectations as gx

    context, batch, expectations, kinds = _great_expectations(path)
    suite = context.suites.add(gx.ExpectationSuite(name="rules"))
    for expectation in expectations:
        suite.add_expectation(expectation)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name="rows", data=batch, suite=suite)
    )

    def validate(frame: Any, result_format: dict[str, Any]) -> Any:
        return definition.run(batch_parameters={"dataframe": frame}, result_format=result_format)

    return _timed(path, clock, kinds, validate)


def tuned(path: Path) -> Run:
    """Great Expectations on pandas with what makes it faster and smaller."""
    clock = Clock()
    import great_expectations as gx

    _, batch, expectations, kinds = _great_expectations(path)
    suite = gx.ExpectationSuite(name="rules", expectations=expectations)
    repeating = {
        name: "category" if kind == "str" and name != KEY else kind for name, kind in kinds.items()
    }

    def validate(frame: Any, result_format: dict[str, Any]) -> Any:
        given = batch.get_batch(batch_parameters={"dataframe": frame})
        return given.validate(suite, result_format=result_format)

    return _timed(path, clock, repeating, validate)


def _great_expectations(path: Path) -> tuple[Any, Any, list[Any], dict[str, str]]:
    """A context, its batches, the rules as expectations, and the types of the columns."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.registry import get_expectation_impl

    given = json.loads(path.with_name("rules.json").read_text("utf-8"))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("benchmark").add_dataframe_asset("rows")
    expectations = [
        get_expectation_impl(each["type"])(**each["arguments"], meta={"rule": each["rule"]})
        for each in given["rules"]
    ]
    return context, asset.add_batch_definition_whole_dataframe("rows"), expectations, given["kinds"]


def _timed(
    path: Path, clock: Clock, kinds: dict[str, str], validate: Callable[[Any, Any], Any]
) -> Run:
    import pandas as pd

    # Every failing row by its number; no query that would fetch it again.
    result_format = {"result_format": "COMPLETE", "return_unexpected_index_query": False}

    def run(file: Path) -> Any:
        return validate(pd.read_csv(file, dtype=kinds), result_format)

    run(path.with_name("small.csv"))
    imported, _ = clock.read()
    clock = Clock()
    results = run(path).results
    (wall, cpu), most = clock.read(), peak()
    verdicts, rows = {}, {}
    for item in results:
        rule = item.expectation_config.meta["rule"]
        verdicts[rule] = bool(item.success)
        if unexpected := item.result.get("unexpected_index_list"):
            # Row 1 of the file is the header.
            rows[rule] = sorted(int(index) + 2 for index in unexpected)
    return Run(imported, wall, cpu, most, verdicts, rows)


SIDES = {"stock": stock, "tuned": tuned, "ours": ours}


def child(side: str, path: Path) -> None:
    """Measure one side in this process and print what it took."""
    done = asdict(SIDES[side](path))
    rows = sorted(done["rows"].items())
    done["rows"] = {rule: [len(found), _digest(found)] for rule, found in rows}
    print(json.dumps(done))


def _digest(rows: list[int]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def main() -> None:
    """Run the rounds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", nargs=2)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder, asked.rows)
        for data in ("clean", "faulty"):
            _compare(data, folder / f"{data}.csv", asked.rounds)


def _prepare(folder: Path, rows: int) -> None:
    """Write the data, and the rules as Great Expectations knows them."""
    from gate_rows import invent

    from helpers.contracts.expectations import on_rows
    from helpers.contracts.model import load_contract

    invent(10, faulty=False).write_csv(folder / "small.csv")
    invent(rows, faulty=False).write_csv(folder / "clean.csv")
    frame = invent(rows, faulty=True)
    frame.write_csv(folder / "faulty.csv")
    contract = load_contract(CONTRACT)
    rules = [on_rows(rule) for rule in contract.rules]
    assert all(rules), "a rule that Great Expectations has not"
    kinds = {
        column.name: "str" if column.logical_type == "string" else "float64"
        for column in contract.columns
        if column.name in frame.columns
    }
    given = {"rules": [asdict(rule) for rule in rules if rule], "kinds": kinds}
    (folder / "rules.json").write_text(json.dumps(given), "utf-8")


def _compare(data: str, path: Path, rounds: int) -> None:
    runs: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, done in runs.items():
            command = [sys.executable, __file__, "--child", side, str(path)]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            done.append(json.loads(told.splitlines()[-1]))
            for part in ("verdicts", "rows"):
                if done[-1][part] != runs["stock"][0][part]:
                    sys.exit(f"{data}: {side} differs from stock in its {part}")
    for side, done in runs.items():
        print(f"{data:7} {side:6} {_told(done)}")
    for side in ("stock", "tuned"):
        ratios = (f"{part} {_ratio(runs, side, part):.1f}" for part in ("wall", "cpu"))
        print(f"{data:7} {side} to ours: {', '.join(ratios)}")
    last = runs["ours"][-1]
    whole = statistics.median(run["whole"] for run in runs["ours"])
    most = max(run["whole_peak"] for run in runs["ours"])
    print(f"{data:7} ours with digest, receipt, table: {whole:.2f} s, peak {most:.0f} MB")
    faults = sum(count for count, _ in last["rows"].values())
    print(f"{data:7} {len(last['verdicts'])} rules, {faults} failing rows, alike on all sides")


def _told(done: list[dict[str, Any]]) -> str:
    def median(part: str) -> float:
        return statistics.median(run[part] for run in done)

    each = ", ".join(f"{run['wall']:.2f}" for run in done)
    return (
        f"wall {median('wall'):5.2f} s  cpu {median('cpu'):5.2f} s  "
        f"peak {max(run['peak'] for run in done):4.0f} MB  "
        f"import {median('imported'):4.1f} s  (wall: {each})"
    )


def _ratio(runs: dict[str, list[dict[str, Any]]], side: str, part: str) -> float:
    """Ratio of the medians."""
    theirs, own = (statistics.median(run[part] for run in runs[each]) for each in (side, "ours"))
    return theirs / own


if __name__ == "__main__":
    main()
