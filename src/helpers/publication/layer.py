"""The interactive layer: charts that a page draws anew on request, from within itself.

A page carries the drawing library packed, in letters that nothing runs; a small
script unpacks it when a reader presses a button. The page's security policy names
that script and the library by their digests, and lets in nothing else.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers.base.packed import in_letters, pack
from helpers.publication.emitted import Figure, Table

_FOLDER = Path(__file__).with_name("template")
SCRIPT = _FOLDER / "explore.js"
BUNDLE = _FOLDER / "vega.js.gz"
LICENCES = _FOLDER / "vega_licences.txt"

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_MARGIN = re.compile(r"\n\s*")
_DECIMALS = re.compile(r"\d\.(\d+)")
_DATA = frozenset({"values", "datasets"})
# What a chart says of how it is embedded would be obeyed by the library.
_LEFT_OUT = frozenset({"usermeta"})
_NESTED = (dict, list)


@dataclass(frozen=True)
class Layer:
    """What every interactive page carries alike.

    Attributes
    ----------
    script : Markup
        The small script that waits for a button.
    library : Markup
        The drawing library, packed.
    sources : str
        The part of a security policy that lets in these two and no other script.
    """

    script: Markup
    library: Markup
    sources: str


@cache
def interactive_layer() -> Layer:
    """Read the layer once."""
    script = _MARGIN.sub("\n", _COMMENT.sub("", SCRIPT.read_text(encoding="utf-8"))).strip()
    packed = BUNDLE.read_bytes()
    sources = " ".join(_source(content) for content in (script.encode(), gzip.decompress(packed)))
    return Layer(Markup(script), Markup(in_letters(packed)), f"script-src {sources}")


def packed_charts(figures: Iterable[tuple[str, Figure]]) -> Markup:
    """Pack the charts of a page, each under its anchor, in both cuts.

    A number is cut to the precision of the figure's table, so that the layer shows
    nothing that the table does not.

    Parameters
    ----------
    figures : iterable of (anchor, Figure)
        In the order of the page.
    """
    charts = {
        anchor: {
            cut: _shown(spec, precision_of(figure.table))
            for cut, spec in (("wide", figure.wide), ("narrow", figure.narrow))
        }
        for anchor, figure in figures
    }
    return Markup(pack(json.dumps(charts, separators=(",", ":"), ensure_ascii=False)))


def precision_of(table: Table) -> int:
    """Digits after the point of a table's most precise number."""
    found = (
        len(digits) for row in table.rows for cell in row for digits in _DECIMALS.findall(cell)
    )
    return max(found, default=0)


def _shown(value: Any, precision: int) -> Any:
    """Copy a chart, its data cut to a precision."""
    if isinstance(value, list):
        return [_shown(part, precision) if isinstance(part, _NESTED) else part for part in value]
    shown = {}
    for name, part in value.items():
        if name in _DATA:
            shown[name] = _cut(part, precision)
        elif isinstance(part, _NESTED):
            if name not in _LEFT_OUT:
                shown[name] = _shown(part, precision)
        else:
            shown[name] = part
    return shown


def _cut(value: Any, precision: int) -> Any:
    if isinstance(value, dict):
        return {name: _cut(part, precision) for name, part in value.items()}
    if isinstance(value, list):
        return [_cut(part, precision) for part in value]
    return round(value, precision) if isinstance(value, float) else value


def _source(content: bytes) -> str:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return f"'sha256-{digest}'"
