"""Great Expectations' verdicts, remembered: the same facts are not put to it twice.

A verdict follows from the counts, the expectations on them and the library's own code. A revised
file breaks the same rules as the one before it, most often none, and so asks a question that was
answered; importing the library to hear the same again would be half of the gate's time.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import write_json
from helpers.contracts.expectations import on_facts
from helpers.contracts.rules import Rule
from helpers.gate.judge import judge, results
from helpers.gate.store.records import RuleResult
from helpers.gate.store.shelf import reader_digest

_JUDGES = ("great_expectations", "pandas", "numpy", "polars")


class Verdicts:
    """Verdicts kept in a folder, each beside its whole question.

    Parameters
    ----------
    folder : Path
        Where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def judge(self, facts: pl.DataFrame, rules: tuple[Rule, ...]) -> tuple[RuleResult, ...]:
        """Judge as `helpers.gate.judge.judge` does, or say what it said of the very same facts."""
        question = _question(facts, rules)
        path = self._folder / f"{digests.of_value(question)}.json"
        known = _answer(path, question)
        if known is not None:
            return results(facts, rules, known)
        found = judge(facts, rules)
        answer = {"question": question, "passed": [result.passed for result in found]}
        try:
            write_json(path, answer)
        except PublicationError:
            # Then it is asked again the next time; the receipt says where nothing can be written.
            pass
        return found


def _question(facts: pl.DataFrame, rules: tuple[Rule, ...]) -> dict[str, Any]:
    counts = facts.row(0, named=True)
    return {
        "judges": _judges(),
        "expectations": [asdict(on_facts(rule)) for rule in rules],
        "types": {name: str(kind) for name, kind in facts.schema.items()},
        "counts": counts,
    }


def _answer(path: Path, question: dict[str, Any]) -> list[bool] | None:
    """Return the verdicts that a file holds, None where it is not the whole answer."""
    try:
        noted = json.loads(path.read_text("utf-8"))
        passed = noted["passed"]
        whole = noted["question"] == question and passed == [
            question["counts"][each["rule"]] == 0 for each in question["expectations"]
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    # Whoever edited it to let something through is not believed: the library is asked.
    return passed if whole else None


@cache
def _judges() -> dict[str, str]:
    """Versions and digests of all that a verdict comes from."""
    known = {name: version(name) for name in _JUDGES}
    return known | {"python": platform.python_version(), "code": reader_digest()}
