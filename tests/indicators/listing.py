"""The page of indicators, as the registry gives it: `python tests/indicators/listing.py` writes it."""

from __future__ import annotations

from pathlib import Path

from helpers.indicators.definitions import Indicator
from helpers.indicators.registry import Registry, load_registry

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "indicators.md"
HEAD = """# Indicators

What the registry (`data_contracts/indicators.yaml`) holds: under each framework its codes, what they are about, which ids of the catalogue they answer (PL placements, CA carers, DP direct
payments, WF workforce, BC Better Care Fund), and from which datasets they are computed. A page shows the first of several. A code is one measure only together with its framework.

"Unconfirmed" marks a definition, a word or a list that was not read in a source; the registry says what. Measures that nothing computes say why.
"""


def page(registry: Registry) -> str:
    """Return the page's text."""
    parts = [HEAD]
    for name, framework in registry.frameworks.items():
        items = [item for item in registry.indicators if item.framework == name]
        if not items:
            continue
        force = (
            "in force: its codes need no framework beside them" if framework.in_force else "former"
        )
        parts.append(f"## {framework.title}\n\n`{name}`, {force}.\n")
        parts.append("| code | measure | answers | computed from |\n|---|---|---|---|")
        parts.append("\n".join(_row(item) for item in items) + "\n")
    return "\n".join(parts)


def _row(item: Indicator) -> str:
    sources = (
        ", ".join(f"`{each.dataset}`" for each in item.computed) or f"nothing: {item.uncomputed}"
    )
    note = " (unconfirmed)" if item.unconfirmed else ""
    return f"| {item.code} | {item.title}{note} | {', '.join(item.answers)} | {sources} |"


if __name__ == "__main__":
    PAGE.write_text(page(load_registry(ROOT / "data_contracts")), "utf-8")
