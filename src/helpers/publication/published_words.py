"""What a published notebook says, taken apart again: points, readings, caveats, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from helpers.disclosure.leaks import KEY_PARTS, KEY_SEPARATOR
from helpers.display.passages import PASSAGE_MIME
from helpers.display.sentences import NO_DIRECTION
from helpers.publication import emitted
from helpers.publication.body import DESK
from helpers.publication.emitted import Notice, RowKey, Table

TO_COLLECT = "to-collect"
"""Id of the table of data that would answer what stayed open."""

CODE = r"(?=[^\s,)]*\d)[A-Za-z0-9][\w./-]*(?:\(\w+\))?"
_READING = re.compile(
    rf"\A(?:- )?\*\*(?P<title>.+?)\*\* \((?P<code>{CODE})\): (?P<said>.+)\Z", re.S
)
_CODES = re.compile(rf"\s*\((?P<codes>{CODE}(?:, {CODE})*)\)\.?\s*\Z")
# A sentence on a change ends before the next that starts with a capital or in bold.
_SINCE = re.compile(r"(?:Since|There is no earlier figure) .*?\.(?=\s+[A-Z*]|\s*\Z)", re.S)
_STANDING = re.compile(r"\s*Official statistics in development\.\s*\Z")


@dataclass(frozen=True)
class Reading:
    """What the page says of one measure.

    Attributes
    ----------
    title, code : str
        The measure.
    direction : str
        The sentence on its change, empty where there is none.
    """

    title: str
    code: str
    direction: str


@dataclass(frozen=True)
class Caveat:
    """One thing that the figures cannot say, and the measures that it belongs to."""

    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PublishedWords:
    """The words and tables of a published notebook, in order.

    Attributes
    ----------
    lead : str
        The first paragraph under the title, in Markdown.
    headline : tuple of RowKey
        The observations of the main points.
    points : tuple of str
        The main points, in Markdown.
    readings : tuple of Reading
        Each measure's reading; the first, where it is read twice.
    caveats : tuple of Caveat
        What the figures cannot say.
    cautions : tuple of str
        Notices that a figure is flagged.
    tables : tuple of Table
        Every table that stands by itself.
    """

    lead: str
    headline: tuple[RowKey, ...]
    points: tuple[str, ...]
    readings: tuple[Reading, ...]
    caveats: tuple[Caveat, ...]
    cautions: tuple[str, ...]
    tables: tuple[Table, ...]


def published_words(notebook: NotebookNode) -> PublishedWords:
    """Take a published notebook apart.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook of a version.

    Raises
    ------
    PublicationError
        When a table has not the agreed shape.
    """
    headline: tuple[RowKey, ...] = ()
    points: tuple[str, ...] = ()
    readings: dict[str, Reading] = {}
    caveats: list[Caveat] = []
    cautions: list[str] = []
    tables: list[Table] = []
    for place, source, data in _shown(notebook):
        if emitted.TABLE in data:
            tables.append(emitted.read(Table, data[emitted.TABLE], place))
        elif emitted.NOTICE in data:
            notice = emitted.read(Notice, data[emitted.NOTICE], place)
            cautions += [notice.text] if notice.kind == "caution" else []
        elif "text/markdown" in data:
            text = _joined(data["text/markdown"])
            if PASSAGE_MIME in data and not headline:
                headline = tuple(_key(item["key"]) for item in data[PASSAGE_MIME]["figures"])
                points = tuple(line[2:] for line in text.splitlines() if line.startswith("- "))
            elif PASSAGE_MIME in data:
                for one in _readings(text):
                    readings.setdefault(one.code, one)
            elif ".cannot_say(" in source:
                caveats += [_caveat(line[2:]) for line in text.splitlines() if line[:2] == "- "]
    return PublishedWords(
        _lead(notebook),
        headline,
        points,
        tuple(readings.values()),
        tuple(caveats),
        tuple(dict.fromkeys(cautions)),
        tuple(tables),
    )


def _shown(notebook: NotebookNode) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or DESK in cell.metadata.get("tags", []):
            continue
        for output in cell.get("outputs", []):
            if output.output_type in {"display_data", "execute_result"}:
                yield f"cell {number}", cell.source, dict(output.get("data", {}))


def _lead(notebook: NotebookNode) -> str:
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.cell_type != "markdown":
        return ""
    paragraphs = [part for part in first.source.split("\n\n") if not part.startswith("#")]
    return " ".join(paragraphs[0].split()) if paragraphs else ""


def _readings(text: str) -> Iterator[Reading]:
    """Take a reading apart: a bullet a measure, and directions that several of them share."""
    shared: dict[str, str] = {}
    items: list[str] = []
    for line in _lines(text):
        if _READING.match(line):
            items.append(line)
        elif line.startswith((NO_DIRECTION, "Since", "There is")) and (
            codes := _CODES.search(line)
        ):
            said = f"{line[: codes.start()].rstrip('.')}."
            shared |= dict.fromkeys(codes["codes"].split(", "), said)
        elif items:
            # What bears a finding out stands below it, as a point of its own or a paragraph.
            items[-1] += f" {line.removeprefix('- ')}"
    for item in items:
        if one := _READING.match(item):
            direction = _direction(one["said"]) or shared.get(one["code"], "")
            yield Reading(one["title"], one["code"], direction)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _direction(said: str) -> str:
    at = said.find(NO_DIRECTION)
    if at >= 0:
        return _STANDING.sub("", said[at:])
    since = _SINCE.search(said)
    return since[0] if since else ""


def _caveat(line: str) -> Caveat:
    codes = _CODES.search(line)
    if codes is None:
        return Caveat(line, ())
    return Caveat(line[: codes.start()], tuple(codes["codes"].split(", ")))


def _key(text: str) -> RowKey:
    return RowKey(**dict(zip(KEY_PARTS, text.split(KEY_SEPARATOR), strict=False)))


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
