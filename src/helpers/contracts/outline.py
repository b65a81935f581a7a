"""The outline of a contract: its columns, the words they may hold, and when and whose it is.

The gate reads a contract in full and strictly. Whoever computes from a passed table needs
only its outline, and a kernel has no time to check the document against the standard again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from helpers.base.errors import ContractError
from helpers.base.period_kinds import PeriodKind
from helpers.contracts.identities import Identity, identities_of
from helpers.contracts.translation import STATUS_ENDING

ENDING = ".odcs.yaml"
DEFAULT_POLICY = "as published"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Words:
    """The words that a column may hold, in all rows or in those of a condition.

    Attributes
    ----------
    column : str
        The column.
    accepted : frozenset of str
        Its words.
    where : mapping of str to frozenset of str
        The rows that the list is for; empty for all of them.
    """

    column: str
    accepted: frozenset[str]
    where: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Outline:
    """What a computation has to know of a contracted table.

    Attributes
    ----------
    id, title : str
        As the document gives them.
    columns : tuple of str
        Names, in order.
    words : tuple of Words
        Lists of accepted words, as far as the contract gives them.
    period_column, period_kind : str
        Where the period stands, and what it is.
    policy : str
        Disclosure policy.
    vintages : tuple of (period, name)
        Vintages that the contract knows by pinned figures, the preferred one first.
    identities : tuple of Identity
        Sums that hold between its counts.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    words: tuple[Words, ...]
    period_column: str
    period_kind: str
    policy: str
    vintages: tuple[tuple[str, str], ...] = ()
    identities: tuple[Identity, ...] = ()

    def status_of(self, column: str) -> str:
        """Return the column that says whether a figure is published, empty where there is none."""
        name = column + STATUS_ENDING
        return name if name in self.columns else ""


def read_outline(path: Path) -> Outline:
    """Read the outline of one contract.

    Parameters
    ----------
    path : Path
        The document.

    Raises
    ------
    ContractError
        When there is no such contract, or it is not one table in YAML.
    """
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
        (table,) = document["schema"]
        properties = table["properties"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as reason:
        raise ContractError(
            path.name, f"it cannot be read ({reason})", "a contract of one table", "mend the file"
        ) from reason
    facts = {
        entry["property"]: entry["value"]
        for entry in [*document.get("customProperties", []), *table.get("customProperties", [])]
    }
    period = facts.get("period", {})
    return Outline(
        id=document["id"],
        title=document.get("name", document["id"]),
        columns=tuple(entry["name"] for entry in properties),
        words=tuple(_words(table)),
        period_column=period.get("column", ""),
        period_kind=period.get("kind", PeriodKind.NONE.value),
        policy=str(facts.get("disclosurePolicy", DEFAULT_POLICY)),
        vintages=tuple(
            (str(known["period"]), str(known["name"]))
            for known in facts.get("pins", {}).get("known", ())
        ),
        identities=tuple(identities_of(table, facts)),
    )


def _words(table: Mapping[str, Any]) -> Iterator[Words]:
    for column, rule in _rules(table):
        implemented = rule.get("implementation") or {}
        listed = (rule.get("arguments") or {}).get("validValues")
        if listed is None and implemented.get("rule") == "in_set":
            listed = implemented.get("values")
        # A rule that only warns does not close the list.
        if listed and rule.get("severity") != "warning":
            where = implemented.get("where") or {}
            yield Words(column, _texts(listed), {name: _texts(of) for name, of in where.items()})


def _texts(words: Iterable[object]) -> frozenset[str]:
    return frozenset(str(word) for word in words)


def _rules(table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in table["properties"]:
        for rule in entry.get("quality", []):
            yield entry["name"], rule
    for rule in table.get("quality", []):
        for column in (rule.get("implementation") or {}).get("columns", [])[:1]:
            yield column, rule
