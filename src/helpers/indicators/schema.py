"""The JSON schema of the registry: for editors, and for a check that knows nothing of our models.

It is made from the models and kept beside them, so that an editor can be pointed at it. A
test holds the file to the models, and the registry to the file; a run relies on the models,
which refuse the same in a hundredth of the time. `python -m helpers.indicators.schema` writes
it anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from helpers.base.errors import ContractError
from helpers.base.files import write_whole
from helpers.indicators.registry import Document

PATH = Path(__file__).with_name("indicators.schema.json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def made_schema() -> dict[str, Any]:
    """Return the schema as the models give it."""
    return {"$schema": DIALECT, **Document.model_json_schema(), "title": "Indicator registry"}


def schema_text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(made_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@cache
def _kept() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return schema


def check_by_schema(document: object, name: str) -> None:
    """Check a registry by the JSON schema in the package.

    Parameters
    ----------
    document : object
        The registry as YAML gives it.
    name : str
        Name of the file, for the message.

    Raises
    ------
    ContractError
        Naming the deepest place that does not fit.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    fault = best_match(Draft202012Validator(_kept()).iter_errors(document))
    if fault is not None:
        place = "/".join(str(step) for step in fault.absolute_path) or "the document"
        raise ContractError(
            f"{name}, {place}",
            fault.message[:300],
            "a registry of indicators",
            "mend the spelling or the value at that place",
        )


if __name__ == "__main__":
    write_whole(PATH, schema_text().encode())
