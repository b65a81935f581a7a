"""A part of the scorecard: what is shown, and the reading that belongs under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helpers.display.passages import Notice, Passage
from helpers.display.tables import Table


@dataclass(frozen=True)
class Part:
    """A table, or a notice where there is nothing to tabulate, with its reading.

    Attributes
    ----------
    shown : Table or Notice
        What the cell shows.
    reading : Passage
        The sentences under it.
    """

    shown: Table | Notice
    reading: Passage

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.shown._repr_mimebundle_()
