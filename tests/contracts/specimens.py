"""The invented extracts of `tests/specimens`, as cells that a test may change and write."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from helpers.extracts.ods import xlsx_bytes

FOLDER = Path(__file__).resolve().parents[1] / "specimens"
CASES_ENDING = "_cases"
Sheets = dict[str, list[list[Any]]]
Case = Callable[[Any], int | str | None]


@dataclass(frozen=True)
class Specimen:
    """One invented extract: sheets of cells, or a JSON document."""

    path: Path

    @property
    def dataset(self) -> str:
        """The dataset that it is of; a variant follows two underscores."""
        return self.path.stem.split("__")[0]

    @property
    def is_variant(self) -> bool:
        """Whether it is a further edition of a dataset."""
        return "__" in self.path.stem

    def content(self) -> Any:
        """Fresh cells by sheet, or a fresh document."""
        if self.path.suffix == ".csv":
            return {"": list(csv.reader(io.StringIO(self.path.read_text("utf-8"))))}
        module = _module(self.path)
        return module.sheets() if hasattr(module, "sheets") else module.document()

    def cases(self) -> dict[str, Case]:
        """Mutations of this dataset that are written by hand, by rule."""
        path = FOLDER / f"{self.dataset}{CASES_ENDING}.py"
        return dict(_module(path).CASES) if path.is_file() else {}

    @property
    def file_name(self) -> str:
        """Name of the file, where the dataset's period is read from it."""
        module = _module(self.path) if self.path.suffix == ".py" else None
        return str(getattr(module, "FILE_NAME", self.path.stem))


def all_specimens() -> list[Specimen]:
    """Every specimen, in order of name."""
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix in (".csv", ".py"))
    return [
        Specimen(path)
        for path in paths
        if not path.stem.endswith(CASES_ENDING) and not path.stem.startswith("_")
    ]


def write(content: Any, folder: Path, name: str) -> Path:
    """Write cells as CSV or Excel workbook, or a document as JSON."""
    if not _is_sheets(content):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(content), "utf-8")
        return path
    if set(content) == {""}:
        stream = io.StringIO()
        csv.writer(stream).writerows(content[""])
        path = folder / f"{name}.csv"
        path.write_text(stream.getvalue(), "utf-8")
        return path
    path = folder / f"{name}.xlsx"
    path.write_bytes(xlsx_bytes(content))
    return path


def _is_sheets(content: Any) -> bool:
    return isinstance(content, dict) and all(
        isinstance(rows, list) and all(isinstance(row, list) for row in rows)
        for rows in content.values()
    )


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"specimen_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
