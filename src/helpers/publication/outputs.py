"""What a cell showed, as blocks of the page: published with care, or left out with a sentence."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from helpers.base.errors import PublicationError
from helpers.publication import emitted
from helpers.publication.blocks import (
    Block,
    BlockMaker,
    FoldedBlock,
    LeftOutBlock,
    PlainBlock,
    ProseBlock,
)
from helpers.publication.frames import read_frame
from helpers.publication.markdown import Prose

_PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
_BARE_OBJECT = re.compile(r"<[^>]*>|\w+\.(Chart|LayerChart|HConcatChart|VConcatChart)\(\.\.\.\)")

# The page gives the main points their heading itself.
_POINTS_HEADING = re.compile(r"\A\s*#{1,6}\s+main points\s*\n", re.IGNORECASE)

_NO_CHART = (
    "A chart was left out here. It came without a description in words and its data as a table, "
    "so that not every reader could use it. The workbook’s own chart functions add both."
)
_NO_PICTURE = (
    "A picture was left out here. It has no {missing}, so that not every reader could use it. "
    "Name it and describe it in the output’s metadata: “title” and “alt”."
)
_NO_WORDS = (
    "Something was left out here: it is of a kind that cannot be shown to every reader ({kinds})."
)


@dataclass
class OutputReader:
    """Turn the outputs of a notebook's cells into blocks.

    Parameters
    ----------
    maker : BlockMaker
        Numbers figures and tables.
    prose : Prose
        Renders sentences and remembers headings.
    """

    maker: BlockMaker
    prose: Prose

    def blocks(self, cell: NotebookNode, place: str) -> Iterator[Block]:
        """Yield the blocks of a code cell's outputs.

        Raises
        ------
        PublicationError
            When the cell failed, or shows something that has not the agreed shape.
        """
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise PublicationError(
                    place,
                    f"this cell stopped with {output.get('ename', 'an error')}: "
                    f"{output.get('evalue', '')}",
                    "a notebook that ran to its end",
                    "run the notebook again and mend the cell",
                )
            if output.output_type == "stream":
                if output.get("name") == "stdout" and _joined(output.text).strip():
                    yield PlainBlock(_joined(output.text).rstrip())
            else:
                yield from self._shown(output, cell, place)

    def _shown(self, output: NotebookNode, cell: NotebookNode, place: str) -> Iterator[Block]:
        data: Mapping[str, Any] = output.get("data", {})
        if emitted.HANDOVER in data:
            return
        if emitted.FIGURE in data:
            yield self.maker.figure(emitted.read(emitted.Figure, data[emitted.FIGURE], place))
        elif emitted.TABLE in data:
            yield self.maker.table(emitted.read(emitted.Table, data[emitted.TABLE], place))
        elif emitted.NOTICE in data:
            yield self.maker.notice(emitted.read(emitted.Notice, data[emitted.NOTICE], place))
        elif "text/markdown" in data:
            # A cell whose gap is told above it says nothing.
            if not _joined(data["text/markdown"]).strip():
                return
            html = self._sentences(_joined(data["text/markdown"]))
            if emitted.FOLDED in data:
                words = emitted.read(emitted.Folded, data[emitted.FOLDED], place).words
                yield FoldedBlock(words, html)
            else:
                yield ProseBlock(html)
        elif any("vegalite" in kind or "vega." in kind for kind in data):
            yield LeftOutBlock(_NO_CHART)
        elif picture := next((kind for kind in _PICTURES if kind in data), None):
            yield self._picture(picture, data, output.get("metadata", {}))
        else:
            yield from self._frame_or_text(data, {**cell.metadata, **output.get("metadata", {})})

    def _sentences(self, text: str) -> Markup:
        if not self.prose.headings:
            text = _POINTS_HEADING.sub("", text)
        return self.prose.html(text)

    def _frame_or_text(self, data: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[Block]:
        if "text/html" in data:
            under = self.prose.headings[-1].text if self.prose.headings else "Rows of data"
            table = read_frame(
                _joined(data["text/html"]),
                identifier="frame",
                caption=str(said.get("caption") or under),
            )
            if table is not None:
                yield self.maker.table(table)
                return
        text = _joined(data.get("text/plain", "")).strip()
        if text and not _BARE_OBJECT.fullmatch(text):
            yield PlainBlock(text)
        elif data:
            yield LeftOutBlock(_NO_WORDS.format(kinds=", ".join(sorted(data))))

    def _picture(self, kind: str, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Block:
        said = {**metadata, **metadata.get(kind, {})}
        title, words = str(said.get("title") or "").strip(), str(said.get("alt") or "").strip()
        content = _joined(data[kind])
        if kind == "image/svg+xml":
            content = base64.b64encode(content.encode()).decode()
        content = "".join(content.split())
        missing = [
            name
            for name, found in (
                ("name", title),
                ("alternative text", words),
                ("readable content", _is_base64(content)),
            )
            if not found
        ]
        if missing:
            return LeftOutBlock(_NO_PICTURE.format(missing=" and no ".join(missing)))
        return self.maker.picture(title, words, f"data:{kind};base64,{content}")


def _joined(text: str | list[str]) -> str:
    """Text of a notebook, which may be kept as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except binascii.Error:
        return False
