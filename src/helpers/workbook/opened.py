"""What every opened workbook says of itself: whose it is, of which year, and how it begins."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from helpers.display.passages import Passage
from helpers.indicators.evidence import Evidence


class Opened(ABC):
    """A workbook that was opened for one council and one reporting year.

    Parameters
    ----------
    evidence : Evidence
        What the page stands on.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._headline = ""

    @property
    def area_name(self) -> str:
        """Name of the council."""
        return self._evidence.request.area.name

    @property
    def period(self) -> str:
        """Reporting year of the page."""
        return self._evidence.request.period

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return Passage(self._introduction())._repr_mimebundle_()

    @abstractmethod
    def _introduction(self) -> str:
        """Say what the page is about, in Markdown."""
