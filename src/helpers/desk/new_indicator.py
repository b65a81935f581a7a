"""A new indicator: its entry in the registry, its row in the list of indicators, and its test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from helpers.base.errors import ParameterError, WorkbooksError
from helpers.base.files import write_whole
from helpers.base.settings import Settings
from helpers.base.suggest import unknown
from helpers.desk.indicator_scaffold import Draft, indicator_test, list_with, registry_with
from helpers.desk.scaffold import checked_name, spoken, write_new

REGISTRY = "indicators.yaml"
LIST = Path("docs") / "indicators.md"
ENDING = ".odcs.yaml"


def new_indicator(
    text: str, dataset: str, theme: str, settings: Settings, check: Callable[[Path], object]
) -> tuple[Path, ...]:
    """Make what a new indicator of the council's own data needs, with its test.

    Parameters
    ----------
    text : str
        Its name.
    dataset : str
        The dataset that it counts, or "".
    theme : str
        The theme whose versions hold it, or "".
    settings : Settings
        The project.
    check : callable
        Reads the registry of a folder, strictly.

    Returns
    -------
    tuple of Path
        What was made or added to.

    Raises
    ------
    ParameterError
        When the name or the dataset cannot be used; nothing was written.
    ContractError
        When the registry could not be read with the new entry; it is as it was before.
    """
    code = checked_name(text, "indicator", "-")
    path = settings.contracts / REGISTRY
    before = path.read_text("utf-8")
    if any(item["code"] == code for item in yaml.safe_load(before)["indicators"]):
        raise ParameterError(
            f"indicator {code}", "it is registered already", "a code that is free", "choose another"
        )
    column = _counted(dataset, settings) if dataset else ""
    draft = Draft(code, spoken(code), dataset, column, theme)
    test = f"tests/indicators/test_indicator_{code.replace('-', '_')}.py"
    made = write_new(settings.root, {test: indicator_test(draft)}, f"indicator {code}")
    write_whole(path, registry_with(before, draft).encode())
    try:
        check(settings.contracts)
    except WorkbooksError:
        write_whole(path, before.encode())
        made[0].unlink()
        raise
    page = settings.root / LIST
    if page.is_file():
        write_whole(page, list_with(page.read_text("utf-8"), draft).encode())
    return (path, *made, *((page,) if page.is_file() else ()))


def _counted(dataset: str, settings: Settings) -> str:
    """Return the column that a dataset counts, where a row is a council and a period."""
    known = sorted(path.name.removesuffix(ENDING) for path in settings.contracts.glob(f"*{ENDING}"))
    if dataset not in known:
        raise unknown("dataset", dataset, known)
    contract = yaml.safe_load((settings.contracts / f"{dataset}{ENDING}").read_text("utf-8"))
    columns: list[dict[str, Any]] = contract["schema"][0]["properties"]
    facts = {each["property"]: each["value"] for each in contract["customProperties"]}
    keys = {each["name"] for each in columns if each.get("primaryKey")}
    further = sorted(keys - {"area_code", facts.get("period", {}).get("column")})
    counts = [
        each["name"]
        for each in columns
        if each["logicalType"] == "integer" and "place" not in each.get("tags", [])
    ]
    if further or not counts:
        found = f"it has several rows a council and period, by {', '.join(further)}"
        raise ParameterError(
            f"dataset {dataset}",
            found if further else "it has no column that counts",
            "a dataset of one row a council and period, with a whole number",
            "make the indicator without --dataset, and write by hand which rows are counted",
        )
    return str(counts[0])
