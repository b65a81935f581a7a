"""Sentences and notices that a cell shows: plain objects that JupyterLab and the page read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

PASSAGE_MIME = "application/vnd.care-workbooks.passage+json"
FOLDED_MIME = "application/vnd.care-workbooks.folded+json"
NOTICE_MIME = "application/vnd.care-workbooks.notice+json"


@dataclass(frozen=True)
class Passage:
    """Computed prose, in Markdown.

    Attributes
    ----------
    text : str
        The sentences.
    told : tuple of dict
        The observations that the sentences speak of, for the disclosure scan.
    folded : str
        Words under which a page keeps them folded away until they are asked for; empty where
        they stand open. On paper, and in JupyterLab, they always do.
    """

    text: str
    told: tuple[dict[str, Any], ...] = ()
    folded: str = ""

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/markdown": self.text, "text/plain": self.text}
        if self.told:
            bundle[PASSAGE_MIME] = {"figures": list(self.told)}
        if self.folded:
            bundle[FOLDED_MIME] = {"words": self.folded}
        return bundle


@dataclass(frozen=True)
class Notice:
    """A notice that stands out: sample data, a caution, a gap in the evidence."""

    kind: Literal["sample", "caution", "gap"]
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            NOTICE_MIME: {"kind": self.kind, "text": self.text},
            "text/markdown": f"> {self.text}",
            "text/plain": self.text,
        }
