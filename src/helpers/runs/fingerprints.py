"""What a version depends on, part by part, so that a plan can say why it is stale."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from helpers.base import digests
from helpers.base.errors import ParameterError
from helpers.base.settings import Settings
from helpers.indicators.evidence_digests import KINDS, WHOLE

FIGURES = WHOLE
_FIGURES_PARTS = frozenset(KINDS)
PARTS: dict[str, str] = {
    "notebook": "the notebook",
    "helpers": "the helpers",
    "parameters": "the parameters",
    "own": "the council's own figures",
    "beside": "figures of England, the region or other councils set beside them",
    "ranked": "figures of the councils among which it is placed",
    "notes": "what is noted of figures",
    "neighbours": "the list of councils that stand as its neighbours",
    "demand": "the population and projections beside its placements",
    "pool": "the lines of the pool, what each pays for and who pays",
    "absent": "the files that are missing",
    FIGURES: "figures that the page shows",
    "contracts": "a contract or the indicator registry",
    "strategy": "the strategy",
    "pages": "whether pages carry interactive charts",
    "commentary": "the council's comment",
    "python": "the version of Python",
    "lock": "the lock file",
}
HELPER_FILES = ("*.py", "*.j2", "*.css", "*.js", "*.gz", "*.csv", "*.json", "*.conf")
LOCK = "requirements.lock"


@cache
def helpers_digest() -> str:
    """SHA-256 over the code, templates and tables of the package."""
    return digests.of_tree(Path(__file__).resolve().parents[1], HELPER_FILES)


def notebook_digest(path: Path) -> str:
    """SHA-256 over a notebook's cells: kind, tags and source, and nothing that a viewer adds.

    Raises
    ------
    ParameterError
        When the file is not a notebook.
    """
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return digests.of_value(
            [
                [cell["cell_type"], cell["metadata"].get("tags", []), "".join(cell["source"])]
                for cell in cells
            ]
        )
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise ParameterError(
            f"notebook {path.name}",
            f"it cannot be read ({reason})",
            "a notebook",
            "fetch it again from the project",
        ) from reason


@cache
def shared_parts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Parts that every version of a run has in common."""
    lock = settings.root / LOCK
    return (
        ("helpers", helpers_digest()),
        ("pages", settings.pages),
        ("contracts", digests.of_tree(settings.contracts, ("*.yaml",))),
        ("python", platform.python_version()),
        ("lock", digests.of_text_file(lock) if lock.is_file() else ""),
    )


def changed(parts: Mapping[str, str], before: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words which parts differ from those of a version."""
    return tuple(f"{PARTS[name]} changed" for name in differing(parts, before))


def differing(parts: Mapping[str, str], before: Mapping[str, str]) -> tuple[str, ...]:
    """Name the parts that differ; the kinds of figures where a version knows them apart."""
    apart = before.keys() >= _FIGURES_PARTS
    names = [
        name
        for name in PARTS
        if parts.get(name) != before.get(name) and (apart or name not in _FIGURES_PARTS)
    ]
    known = any(name in _FIGURES_PARTS for name in names)
    return tuple(name for name in names if not (known and name == FIGURES))
