"""What a contract asks of its rows: one frozen record a rule, and the table of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Severity = Literal["error", "warning"]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "not_null": "a value is given",
        "unique": "the columns together name one row only",
        "in_set": "the value is one of a list",
        "matches": "the text has a fixed form",
        "between": "the number lies between two limits",
        "row_count": "the table has enough rows",
        "present_in_each": "every group has a row with this value",
        "given_when_ok": "a number stands exactly where its status says that it is published",
        "recomputes": "the outcome is the numerator over the denominator, within rounding",
        "at_most": "one number is not larger than another",
        "sums": "the whole is the sum of its parts, within rounding",
        "adds_up": "the row of the whole is the sum of the other rows of its group",
        "ratio_of": "one number is another divided by a third, within rounding",
        "present": "the table has a row with this value",
        "carries_forward": "the count is that of the month before, plus who came, less who left",
        "month_end": "the date is the last day of a month",
        "readable": "the cell can be read as what the column holds",
    }
)


@dataclass(frozen=True)
class Rule:
    """One rule of a contract.

    Attributes
    ----------
    id : str
        Name within the contract; it names the rule in receipts and letters.
    kind : str
        A key of `KINDS`.
    columns : tuple of str
        The columns it speaks of, the main one first.
    severity : {"error", "warning"}
        An error refuses the extract; a warning is carried to the page.
    arguments : mapping
        What the kind needs: values, pattern, limits.
    where : mapping of str to tuple of str
        Rows it applies to: those whose column has one of the values. Empty: all rows.
    meaning : str
        The rule in words for the supplier of the data.
    """

    id: str
    kind: str
    columns: tuple[str, ...]
    severity: Severity = "error"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meaning: str = ""

    @property
    def counts_rows(self) -> bool:
        """Whether the rule is broken by single rows, rather than by the table as a whole."""
        return self.kind not in {"row_count", "present_in_each", "present"}
