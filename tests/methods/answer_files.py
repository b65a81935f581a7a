"""Reads known answers and counts what was compared, so that a test cannot pass by reading nothing."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

TOLERANCE = 1e-6


def table(shared: Path, method: str, name: str) -> list[dict[str, str]]:
    """Rows of one CSV file of known answers, as text by column."""
    path = shared / "data" / "known_answers" / method / name
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


class Comparing:
    """Compares values with their answers and counts them."""

    def __init__(self, rel: float = TOLERANCE, abs_: float = 1e-9) -> None:
        self.rel, self.abs, self.count = rel, abs_, 0

    def near(self, found: float, answer: str | float, where: object = "") -> None:
        """A number within the tolerance; an empty answer is a missing number."""
        if answer == "":
            assert math.isnan(found), where
        else:
            assert float(found) == pytest.approx(float(answer), rel=self.rel, abs=self.abs), where
        self.count += 1

    def same(self, found: object, answer: object, where: object = "") -> None:
        """Exactly the answer."""
        assert found == answer, where
        self.count += 1
