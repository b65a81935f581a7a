"""Which passages of a notebook are not as they were, by heading.

What a passage said before is not repeated: a figure typed into it may have been suppressed
since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from helpers.publication.body import DESK
from helpers.publication.executed import INJECTED

NotebookPart = Literal["text", "code"]

TEXT: Final = "text"
CODE: Final = "code"
UNSEEN = {DESK, INJECTED}

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<words>[^\n]+?)\s*#*\s*$")
_PARAGRAPHS = re.compile(r"\n\s*\n")


class TextChange(BaseModel):
    """How many passages under a heading are not as they were.

    Attributes
    ----------
    kind : {"text", "code"}
        Prose or code cells.
    heading : str
        The heading of the later notebook that they stand under; empty before the first.
    reworded, added, removed : int
        Passages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: NotebookPart
    heading: str
    reworded: int
    added: int
    removed: int


@dataclass(frozen=True)
class _Passage:
    heading: str
    words: str


Cells = Sequence[Mapping[str, Any]]


def notebook_changes(old: Cells, new: Cells) -> tuple[TextChange, ...]:
    """Count the passages that a reader of the page would find changed.

    Parameters
    ----------
    old, new : sequence of mapping
        The cells of both notebooks, as executed.
    """
    return (
        *_changes(TEXT, _passages(old, TEXT), _passages(new, TEXT)),
        *_changes(CODE, _passages(old, CODE), _passages(new, CODE)),
    )


def _passages(cells: Cells, kind: NotebookPart) -> list[_Passage]:
    found, heading = [], ""
    for cell in cells:
        if UNSEEN & set(cell.get("metadata", {}).get("tags", [])):
            continue
        source = cell.get("source", "")
        source = source if isinstance(source, str) else "".join(source)
        is_code = cell.get("cell_type") == "code"
        for part in [source] if is_code else _PARAGRAPHS.split(source):
            words = part.strip()
            if not is_code and (titled := _HEADING.match(words.partition("\n")[0])):
                heading = titled["words"]
            if words and is_code == (kind == CODE):
                found.append(_Passage(heading, words))
    return found


def _changes(kind: NotebookPart, old: list[_Passage], new: list[_Passage]) -> list[TextChange]:
    counted: dict[str, list[int]] = {}
    matcher = SequenceMatcher(
        None, [item.words for item in old], [item.words for item in new], autojunk=False
    )
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        before, after = last - first, end - start
        heading = new[min(start, len(new) - 1)].heading if new else ""
        counts = counted.setdefault(heading, [0, 0, 0])
        counts[0] += min(before, after)
        counts[1] += max(after - before, 0)
        counts[2] += max(before - after, 0)
    return [
        TextChange(kind=kind, heading=heading, reworded=reworded, added=added, removed=removed)
        for heading, (reworded, added, removed) in counted.items()
    ]
