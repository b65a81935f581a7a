"""Sums that hold between the counts of a contracted table: what a hidden count follows from.

A contract states them as rules that the gate checks (`adds_up`, `carries_forward`). Those that
hold only where everything is filled in, such as the quarters of a year, would be false alarms
there, so they stand in the contract's property `followsFrom`, in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FOLLOWS_FROM = "followsFrom"


@dataclass(frozen=True)
class AddsUp:
    """The row of the whole is the sum of the other rows of its group.

    Attributes
    ----------
    column : str
        What is added up.
    by : str
        Column that tells the parts and the whole.
    keys : tuple of str
        Columns that a group has in common.
    whole : str
        Word of the whole in `by`.
    apart : frozenset of str
        Words in `by` that belong to no sum.
    parts : frozenset of str
        Words that must all be there for the sum to hold; empty where those there are all.
    where : mapping of str to frozenset of str
        Rows that it is said of; empty for all.
    """

    column: str
    by: str
    keys: tuple[str, ...]
    whole: str
    apart: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class CarriesForward:
    """The count is that of the period before, plus who came, less who left.

    Attributes
    ----------
    stock, came, left : str
        Columns of the counts.
    period : str
        Column of the period.
    keys : tuple of str
        Columns that a series has in common.
    """

    stock: str
    came: str
    left: str
    period: str
    keys: tuple[str, ...]


Identity = AddsUp | CarriesForward


def identities_of(table: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Identity]:
    """Read the sums that a contract states.

    Parameters
    ----------
    table : mapping
        The one table of the document's `schema`.
    facts : mapping
        The custom properties of the document and of the table, by name.

    Raises
    ------
    KeyError, ValueError
        When a sum names too few columns, or no whole.
    """
    stated = [rule.get("implementation") or {} for rule in table.get("quality", [])]
    for rule in [*stated, *facts.get(FOLLOWS_FROM, [])]:
        columns = [str(name) for name in rule.get("columns", [])]
        if rule.get("rule") == "adds_up":
            column, by, *keys = columns
            yield AddsUp(
                column,
                by,
                tuple(keys),
                str(rule["whole"]),
                _words(rule.get("apart", [])),
                _words(rule.get("parts", [])),
                {name: _words(words) for name, words in (rule.get("where") or {}).items()},
            )
        elif rule.get("rule") == "carries_forward":
            stock, came, left, period, *keys = columns
            yield CarriesForward(stock, came, left, period, tuple(keys))


def _words(words: Any) -> frozenset[str]:
    return frozenset(str(word) for word in words)
