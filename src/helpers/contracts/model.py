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
from helpers.contracts.rules import Rule
from helpers.contracts.translation import rules_of

ENDING = ".odcs.yaml"
POLICIES = ("people", "organisations", "as published")


@dataclass(frozen=True)
class Column:
    """One column of a contracted table."""

    name: str
    logical_type: str
    meaning: str
    required: bool


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
    """

    id: str
    title: str
    version: str
    digest: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    policy: str
    facts: dict[str, Any]

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
    try:
        text = path.read_text("utf-8")
        document = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as reason:
        raise ContractError(
            path.name, str(reason), "a contract in YAML, UTF-8", "mend the file"
        ) from reason
    check_document(document, path.name)
    tables = document.get("schema") or []
    if len(tables) != 1:
        raise ContractError(
            f"{path.name}, schema", f"{len(tables)} tables", "one table", "split the contract"
        )
    table = tables[0]
    facts = {
        entry["property"]: entry["value"]
        for entry in [*document.get("customProperties", []), *table.get("customProperties", [])]
    }
    policy = str(facts.get("disclosurePolicy", ""))
    if policy not in POLICIES:
        raise ContractError(
            f"{path.name}, customProperties/disclosurePolicy",
            policy or "no policy",
            " or ".join(POLICIES),
            "state the disclosure policy",
        )
    return Contract(
        id=document["id"],
        title=document.get("name", document["id"]),
        version=document["version"],
        digest=digests.of_text_file(path),
        columns=tuple(
            Column(
                name=entry["name"],
                logical_type=entry.get("logicalType", "string"),
                meaning=entry.get("description", ""),
                required=bool(entry.get("required", False)),
            )
            for entry in table["properties"]
        ),
        rules=rules_of(table, path.name),
        policy=policy,
        facts=facts,
    )


def load_contracts(folder: Path) -> tuple[Contract, ...]:
    """Read every contract of a folder, in order of file name."""
    return tuple(load_contract(path) for path in sorted(folder.glob(f"*{ENDING}")))
