"""What changed, as a page shows it: sentences first, every figure in a table behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.change_words import since_words
from helpers.publication.differences import Differences, Said
from helpers.publication.figure_words import (
    before_words,
    figure_words,
    name_of,
    period_words,
    says,
)
from helpers.publication.found import REPORT

LABELS = {"figures": "Figures", "data": "Data", "method": "Method", "notebook": "Notebook"}


@dataclass(frozen=True)
class ChangedRow:
    """One figure in the table of changes, with its name for the disclosure scan."""

    area: str
    indicator: str
    breakdown: str
    period: str
    name: str
    when: str
    before: str
    after: str
    says: str


@dataclass(frozen=True)
class ChangedBlock:
    """What changed since an earlier version, as a template sees it.

    Attributes
    ----------
    found : Differences
        The record.
    address : str
        Address of the earlier version's page; empty where none can be given.
    """

    found: Differences
    address: str

    @property
    def since(self) -> str:
        """Name of the earlier version."""
        return since_words(self.found)

    @property
    def heading(self) -> str:
        """Heading of the block."""
        return f"What changed since {self.since}"

    @property
    def sample_sentence(self) -> str:
        """The words that mark sample data, empty for published figures."""
        return SAMPLE_MARK if self.found.sample else ""

    @property
    def groups(self) -> Iterator[tuple[str, list[Said]]]:
        """Sentences by what they are about."""
        for about, label in LABELS.items():
            said = [one for one in self.found.summary if one.about == about]
            if said:
                yield label, said

    @property
    def rows(self) -> tuple[ChangedRow, ...]:
        """Every figure that is not as it was."""
        return tuple(
            ChangedRow(
                area=self.found.area.code,
                indicator=change.indicator,
                breakdown=change.breakdown,
                period=change.period,
                name=name_of(change),
                when=_when(change.before.period if change.before else "", change.period),
                before=before_words(change),
                after=figure_words(change.after, change),
                says=says(change),
            )
            for change in self.found.figures
        )


def changed_block(found: Differences | None) -> ChangedBlock | None:
    """Return what a page shows of its differences; nothing where there are none.

    Parameters
    ----------
    found : Differences or None
        With sentences.
    """
    if found is None or not found.summary:
        return None
    version = f"{found.old.version}/{REPORT}"
    same = found.old.period == found.new.period
    return ChangedBlock(found, f"../{version}" if same else f"../../{found.old.period}/{version}")


def _when(before: str, period: str) -> str:
    if before and before != period:
        return f"{period_words(before)}, then {period_words(period)}"
    return period_words(period)
