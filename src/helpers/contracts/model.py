"""Reading a data contract: Open Data Contract Standard v3.1, strictly.

The document is checked by the standard's own JSON schema first, because the pydantic
model alone drops unknown keys of nested parts. Then its rules are translated. A rule
that cannot be translated is an error here, never a rule that nobody checks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from helpers.base import digests
from helpers.base.errors import ContractError
from helpers.contracts.passed import Passed
from helpers.contracts.rules import Rule
from helpers.contracts.translation import rules_of

ENDING = ".odcs.yaml"
# The same loader in C, many times faster, where the wheel carries it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
POLICIES = ("people", "organisations", "as published")


@dataclass(frozen=True)
class Column:
    """One column of a contracted table."""

    name: str
    logical_type: str
    meaning: str
    required: bool
    key: bool = False
    unit: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frequency:
    """How often a dataset comes, as its contract's `slaProperties` state it.

    Attributes
    ----------
    value : float
        How many units lie between two editions; 0 where no further edition is expected.
    unit : str
        "y", "q" or "m", as the standard writes it.
    """

    value: float
    unit: str


@dataclass(frozen=True)
class Contract:
    """One data contract, ready for the gate.

    Attributes
    ----------
    id, title, version : str
        As the document gives them.
    digest : str
        SHA-256 of the document's text.
    columns : tuple of Column
        The canonical columns, in order.
    rules : tuple of Rule
        Every rule, those of single columns first.
    policy : str
        Disclosure policy, one of `POLICIES`.
    facts : mapping of str to object
        The contract's own further properties: publisher, licence, landing page, layout.
    frequency : Frequency or None
        How often a new edition comes; None where the contract does not state it.
    """

    id: str
    title: str
    version: str
    digest: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    policy: str
    facts: dict[str, Any]
    frequency: Frequency | None = None

    def fact(self, name: str) -> Any:
        """Return a further property of the contract by name.

        Raises
        ------
        ContractError
            When the contract does not state it.
        """
        if name not in self.facts:
            raise ContractError(
                f"contract {self.id}",
                f"it does not state {name}",
                f"a customProperties entry named {name}",
                "add it to the contract",
            )
        return self.facts[name]


@cache
def _standard() -> dict[str, Any]:
    text = resources.files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def check_document(document: object, name: str) -> None:
    """Check a document by the standard's JSON schema, at every depth.

    Raises
    ------
    ContractError
        Naming the deepest place that does not fit.
    """
    from jsonschema import Draft201909Validator
    from jsonschema.exceptions import best_match

    fault = best_match(Draft201909Validator(_standard()).iter_errors(document))
    if fault is not None:
        place = "/".join(str(step) for step in fault.absolute_path) or "the document"
        raise ContractError(
            f"{name}, {place}",
            fault.message[:300],
            "Open Data Contract Standard v3.1",
            "mend the spelling or the value at that place",
        )


def load_contract(path: Path) -> Contract:
    """Read one contract.

    Raises
    ------
    ContractError
        When it is not YAML, not of the standard, or holds a rule that cannot be translated.
    """
    return _contract(path.name, _content(path), passed=False)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        raise _not_yaml(path.name, reason) from reason


def _not_yaml(name: str, reason: Exception) -> ContractError:
    return ContractError(name, str(reason), "a contract in YAML, UTF-8", "mend the file")


def _contract(name: str, content: bytes, *, passed: bool) -> Contract:
    """Read a contract from its file's content; `passed` where the standard's schema knows it."""
    try:
        document = yaml.load(content.decode("utf-8"), Loader=_LOADER)
    except (UnicodeDecodeError, yaml.YAMLError) as reason:
        raise _not_yaml(name, reason) from reason
    if not passed:
        check_document(document, name)
    tables = document.get("schema") or []
    if len(tables) != 1:
        raise ContractError(
            f"{name}, schema", f"{len(tables)} tables", "one table", "split the contract"
        )
    table = tables[0]
    facts = {
        entry["property"]: entry["value"]
        for entry in [*document.get("customProperties", []), *table.get("customProperties", [])]
    }
    policy = str(facts.get("disclosurePolicy", ""))
    if policy not in POLICIES:
        raise ContractError(
            f"{name}, customProperties/disclosurePolicy",
            policy or "no policy",
            " or ".join(POLICIES),
            "state the disclosure policy",
        )
    return Contract(
        id=document["id"],
        title=document.get("name", document["id"]),
        version=document["version"],
        digest=digests.of_text(content),
        columns=tuple(
            Column(
                name=entry["name"],
                logical_type=entry.get("logicalType", "string"),
                meaning=entry.get("description", ""),
                required=bool(entry.get("required", False)),
                key=bool(entry.get("primaryKey", False)),
                unit=_unit_of(entry),
                tags=tuple(entry.get("tags", [])),
            )
            for entry in table["properties"]
        ),
        rules=rules_of(table, name),
        policy=policy,
        facts=facts,
        frequency=_frequency_of(document),
    )


def _unit_of(entry: dict[str, Any]) -> str:
    properties = {item["property"]: item["value"] for item in entry.get("customProperties", [])}
    return str(properties.get("unit", ""))


def _frequency_of(document: dict[str, Any]) -> Frequency | None:
    for entry in document.get("slaProperties") or []:
        value = entry.get("value")
        if entry["property"] == "frequency" and isinstance(value, int | float):
            return Frequency(float(value), str(entry.get("unit", "")))
    return None


def load_contracts(folder: Path, memory: Passed | None = None) -> tuple[Contract, ...]:
    """Read every contract of a folder, in order of file name.

    Parameters
    ----------
    folder : Path
        Where they are.
    memory : Passed or None
        What is remembered of documents that the standard's schema let through; without it each is
        checked by the schema.

    Raises
    ------
    ContractError
        As in `load_contract`, for the first that cannot be used.
    """
    documents = {path.name: _content(path) for path in sorted(folder.glob(f"*{ENDING}"))}
    passed = memory is not None and memory.holds(documents)
    contracts = tuple(
        _contract(name, content, passed=passed) for name, content in documents.items()
    )
    if memory is not None and not passed:
        memory.keep(documents)
    return contracts
