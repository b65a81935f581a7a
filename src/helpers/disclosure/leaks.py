"""Scanning the finished files of a version for figures that their source suppresses."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl

from helpers.base.errors import DisclosureRefused
from helpers.base.packed import unpack
from helpers.base.png_words import words_of
from helpers.contracts.columns import Obs
from helpers.disclosure.policy import HIDDEN, Withheld
from helpers.disclosure.sheet_cells import look_into

# Columns of tables for people that hold the area's own figures.
OWN_COLUMNS = frozenset({"value", "interval", "counts", "people", "rank"})
# Fields of a chart's data that hold a figure, or words with it.
DRAWN = ("value", "lower", "upper", "label", "told", "limits", "name")
# The framework stands last: the same code means different things in different frameworks.
KEY_PARTS = ("area_code", "indicator", "period", "breakdown", "framework")
UNNAMED = len(KEY_PARTS) - 1
KEY_SEPARATOR = "|"
PICTURE_DATA = "Data"
"""Keyword under which a picture carries the figure that it was drawn from, as JSON."""
CHARTS = "layer-charts"
"""Name of the part of a page that holds its charts packed, to be drawn anew on request."""
_DIGIT = re.compile(r"\d")
# What `_Rows` heeds: rows, the groups that they stand in, and scripts; what is not closed goes on
# to the end.
_TELLING = re.compile(
    r"""(?is)<tr\b.*?(?:</tr\s*>|\Z)
    |</?tbody\b(?:"[^"]*"|'[^']*'|[^>"'])*>
    |<script\b.*?(?:</script\s*>|\Z)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Leak:
    """A suppressed figure found in a file."""

    file: str
    observation: Withheld
    found: str


def check(folder: Path, hidden: frozenset[Withheld]) -> None:
    """Refuse a finished version that shows a suppressed figure.

    Parameters
    ----------
    folder : Path
        The version before it is put in place.
    hidden : frozenset of Withheld
        The observations that the source suppresses.

    Raises
    ------
    DisclosureRefused
        Naming the first file and observation, and how many there are.
    """
    leaks = list(scan(folder, hidden))
    if not leaks:
        return
    first = leaks[0]
    more = f", and {len(leaks) - 1} more" if len(leaks) > 1 else ""
    raise DisclosureRefused(
        f"{first.file}, {first.observation.words}",
        f"{first.found} is shown although the source suppresses this figure{more}",
        "no figure where the source has none",
        "take the cell out that shows it; the version was not published",
    )


def scan(folder: Path, hidden: frozenset[Withheld]) -> Iterator[Leak]:
    """Find suppressed figures in every file of a finished version.

    A file of a kind that cannot be scanned is refused too: what nobody can look
    into is not published.

    Raises
    ------
    DisclosureRefused
        When a file is of an unknown kind.
    """
    # A figure whose framework is not said may be of any: it is held to be of each.
    hidden = hidden | {replace(each, framework="") for each in hidden}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        look = _SCANNERS.get(path.suffix)
        if look is None:
            raise DisclosureRefused(
                path.name,
                "a file of a kind that cannot be scanned for suppressed figures",
                ", ".join(sorted(_SCANNERS)),
                "add a scanner to helpers.disclosure.leaks, or leave the file out",
            )
        if not hidden and path.suffix not in _SEALED:
            continue
        for observation, found in look(path, hidden):
            yield Leak(path.name, observation, found)


# Where nothing is withheld nothing can be found; these must be readable all the same.
_SEALED = frozenset({".xlsx", ".ods", ".png"})

Found = Iterator[tuple[Withheld, str]]


def _csv(path: Path, hidden: frozenset[Withheld]) -> Found:
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    yield from _records(rows, hidden)


def _parquet(path: Path, hidden: frozenset[Withheld]) -> Found:
    yield from _records(pl.read_parquet(path).iter_rows(named=True), hidden)


def _records(rows: Any, hidden: frozenset[Withheld]) -> Found:
    for row in rows:
        observation = _observation(row)
        if observation in hidden:
            for column in HIDDEN:
                if str(row.get(column.value) or "").strip():
                    yield observation, f"{column.value} {row[column.value]}"


def _notebook(path: Path, hidden: frozenset[Withheld]) -> Found:
    yield from _plain(json.loads(path.read_text("utf-8")), hidden)


def _plain(value: Any, hidden: frozenset[Withheld]) -> Found:
    """Look into any plain value: tables for people, chart data, handed-over observations."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "rows" in value:
                yield from _table(value, hidden)
                yield from _handed(value, hidden)
            if "key" in value:
                yield from _datum(value, hidden)
            value = list(value.values())
        elif not isinstance(value, list):
            continue
        # Words and numbers hold nothing, and are nearly all that there is.
        waiting += [item for item in reversed(value) if isinstance(item, dict | list)]


def _table(value: Mapping[str, Any], hidden: frozenset[Withheld]) -> Found:
    keys, columns, rows = (value.get(name) for name in ("keys", "columns", "rows"))
    if not (isinstance(keys, list) and isinstance(columns, list) and isinstance(rows, list)):
        return
    names = [column.get("name") if isinstance(column, Mapping) else None for column in columns]
    for key, row in zip(keys, rows, strict=False):
        observation = _observation(key) if isinstance(key, Mapping) else None
        if observation in hidden and observation is not None:
            for name, cell in zip(names, row, strict=False):
                if name in OWN_COLUMNS and _DIGIT.search(str(cell)):
                    yield observation, f"{name} {cell}"


def _datum(value: Mapping[str, Any], hidden: frozenset[Withheld]) -> Found:
    parts = str(value["key"]).split(KEY_SEPARATOR)
    if len(parts) not in (UNNAMED, len(KEY_PARTS)):
        return
    observation = Withheld(*parts)
    if observation in hidden:
        for name in DRAWN:
            if value.get(name) is not None and _DIGIT.search(str(value[name])):
                yield observation, f"{name} {value[name]}"


def _handed(value: Mapping[str, Any], hidden: frozenset[Withheld]) -> Found:
    columns, rows = value.get("columns"), value.get("rows")
    if isinstance(columns, list) and isinstance(rows, list) and Obs.AREA_CODE.value in columns:
        yield from _records((dict(zip(columns, row, strict=False)) for row in rows), hidden)


class _Rows(HTMLParser):
    """Collect the rows of tables that name their observation, with their cells by column."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[Withheld, list[tuple[str, str]]]] = []
        self.charts = ""
        self._column = ""
        self._script = ""
        self._shared: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._script = named.get("id", "") if tag == "script" else ""
        if tag == "tbody":
            # What all rows of a table name alike stands once, on their group.
            self._shared = named
        if tag == "tr":
            self._column = ""
            if "data-area" in named:
                named = self._shared | named
            if "data-indicator" in named:
                observation = Withheld(
                    named.get("data-area", ""),
                    named["data-indicator"],
                    named.get("data-period", ""),
                    named.get("data-breakdown", "all") or "all",
                    named.get("data-framework", ""),
                )
                self.rows.append((observation, []))
            else:
                self.rows.append((Withheld("", "", "", ""), []))
        elif tag in {"td", "th"} and self.rows:
            self._column = named.get("data-column", "")
            self.rows[-1][1].append((self._column, ""))

    def handle_data(self, data: str) -> None:
        if self._script == CHARTS:
            self.charts += data
        if self.rows and self.rows[-1][1]:
            column, text = self.rows[-1][1][-1]
            self.rows[-1][1][-1] = (column, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._shared = {}
        if tag == "tr" and self.rows:
            self.rows.append((Withheld("", "", "", ""), []))


def _html(path: Path, hidden: frozenset[Withheld]) -> Found:
    reader = _Rows()
    # Nothing else counts, and the marks of a page's charts are most of it.
    for part in _TELLING.findall(path.read_text("utf-8")):
        reader.feed(part)
    reader.close()
    for observation, cells in reader.rows:
        if observation in hidden:
            for column, text in cells:
                if column in OWN_COLUMNS and _DIGIT.search(text):
                    yield observation, f"{column} {' '.join(text.split())}"
    if reader.charts:
        yield from _plain(json.loads(unpack(reader.charts.strip())), hidden)


def _picture(path: Path, hidden: frozenset[Withheld]) -> Found:
    """Look into the data that a picture of ours carries with it."""
    try:
        carried = words_of(path.read_bytes())[PICTURE_DATA]
    except (ValueError, KeyError, zlib.error):
        raise DisclosureRefused(
            path.name,
            "a picture that does not carry the data it was drawn from",
            "a picture that can be scanned for suppressed figures",
            "draw it with workbooks export, or leave it out",
        ) from None
    yield from _plain(json.loads(carried), hidden)


def _json(path: Path, hidden: frozenset[Withheld]) -> Found:
    yield from _plain(json.loads(path.read_text("utf-8")), hidden)


def _observation(row: Mapping[str, Any]) -> Withheld | None:
    if not all(part in row for part in KEY_PARTS[:3]):
        return None
    return Withheld(
        str(row["area_code"]),
        str(row["indicator"]),
        str(row["period"]),
        str(row.get("breakdown") or "all"),
        str(row.get("framework") or ""),
    )


_SCANNERS: dict[str, Callable[[Path, frozenset[Withheld]], Found]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".ipynb": _notebook,
    ".html": _html,
    ".json": _json,
    ".xlsx": look_into,
    ".ods": look_into,
    ".png": _picture,
}
