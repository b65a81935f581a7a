"""Known answers as tables that must be compared whole: no row and no column may be passed over."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from methods.answer_files import TOLERANCE, table

# Where the answer is nought no relative tolerance can hold; this is far below any figure.
NOUGHT = 1e-12


class Table:
    """One file of known answers, with a count of what has been compared."""

    def __init__(self, shared: Path, method: str, name: str) -> None:
        self.rows = table(shared, method, name)
        assert self.rows, f"{name} is empty"
        self.columns = set(self.rows[0])
        self.compared: dict[str, int] = {}

    def texts(self, column: str) -> list[str]:
        return [row[column] for row in self.rows]

    def numbers(self, column: str) -> np.ndarray:
        """Return a column of numbers; NaN for a blank."""
        return np.array([float(row[column] or "nan") for row in self.rows])

    def by(self, column: str, value: str, number: str) -> np.ndarray:
        """Return the numbers of the rows with one value in another column."""
        return self.numbers(number)[[text == value for text in self.texts(column)]]

    def compare(self, column: str, found, rel: float = TOLERANCE, digit: float = 0.0) -> None:
        """Compare a column of numbers; `digit` is half a unit of the last digit printed."""
        expected = self.numbers(column)
        found = np.asarray(found, dtype=float)
        assert found.shape == expected.shape, column
        blank = np.isnan(expected)
        assert np.array_equal(np.isnan(found), blank), f"{column}: missing where a number is given"
        apart = np.abs(found - expected)
        allowed = rel * np.abs(expected) + NOUGHT + digit
        wrong = np.flatnonzero(~blank & (apart > allowed))
        assert not wrong.size, [(column, self.rows[i], found[i]) for i in wrong]
        self.compared[column] = found.size

    def compare_texts(self, column: str, found) -> None:
        """Compare a column of words."""
        assert list(found) == self.texts(column), column
        self.compared[column] = len(self.rows)

    def compare_limits(self, limits, unit: float = 1.0) -> None:
        """Compare both pairs of limits, as the public health package names them."""
        self.compare("lower95_0cl", limits.lower_95 * unit)
        self.compare("upper95_0cl", limits.upper_95 * unit)
        self.compare("lower99_8cl", limits.lower_998 * unit)
        self.compare("upper99_8cl", limits.upper_998 * unit)

    def whole(self, *given: str, values: int) -> None:
        """Assert that every column but the given ones was compared, on so many values."""
        assert self.columns - set(given) == set(self.compared)
        assert not set(given) & set(self.compared)
        assert sum(self.compared.values()) == values
