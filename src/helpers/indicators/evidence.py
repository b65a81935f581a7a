"""The evidence of one workbook: everything that its page may show, and nothing else.

A run takes the digest of this evidence into the version's fingerprint, and the notebook
is given the same evidence: so no page can show a figure that its fingerprint does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import polars as pl

from helpers.base.parameters import Request
from helpers.base.records import Status
from helpers.contracts.columns import Obs
from helpers.gate.store.records import Receipt
from helpers.indicators.definitions import Indicator
from helpers.indicators.demand import DemandAnswers
from helpers.indicators.evidence_digests import WHOLE, of_each_kind
from helpers.indicators.neighbours import Peers
from helpers.indicators.pool import Pool
from helpers.indicators.publications import Publication
from helpers.indicators.registry import Registry

_FRAMES = ("observations", "extras", "comparators", "spread")
_SERIES_KEYS = (Obs.FRAMEWORK.value, Obs.INDICATOR.value, Obs.DATASET.value)


@dataclass(frozen=True)
class Evidence:
    """Observations of one area for one theme, with what they are compared with.

    Attributes
    ----------
    request : Request
        What was asked for, with the period settled.
    registry : Registry
        What the indicators mean.
    receipts : tuple of Receipt
        The extracts that its figures come from.
    observations : DataFrame
        `Obs` columns: the area's own figures, all periods up to the request's.
    extras : DataFrame
        Beside each observation the margin of error and England's counts.
    comparators : DataFrame
        Figures of the area, England, region, neighbours and named councils, for charts.
    spread : DataFrame
        Values of all councils for the figures that carry a rank.
    peers : Peers
        The councils whose value stands as the neighbours'.
    absent : tuple of Publication
        Datasets of the theme that none of the receipts is of, and where they are published.
    demand : DemandAnswers or None
        Placements beside the population, for the theme that counts them.
    pool : tuple of PoolYear
        Lines of the Better Care Fund's pool, for the theme that shows it.
    """

    request: Request
    registry: Registry
    receipts: tuple[Receipt, ...]
    observations: pl.DataFrame
    extras: pl.DataFrame
    comparators: pl.DataFrame
    spread: pl.DataFrame
    peers: Peers
    absent: tuple[Publication, ...]
    demand: DemandAnswers | None
    pool: Pool = ()

    @property
    def sample(self) -> bool:
        """Whether the figures are invented."""
        return any(receipt.sample for receipt in self.receipts)

    @property
    def digest(self) -> str:
        """SHA-256 over every row that the page may show, without receipts."""
        return self.digests[WHOLE]

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 over every row that the page may show, and over those of each kind.

        Returns
        -------
        dict of str to str
            `WHOLE` over everything; "own" over the council's own figures, "beside" over what they
            are compared with, "ranked" over the councils among which they are placed, "notes" over
            what is noted of them, "neighbours" over the list of those, "demand" over what is said
            of placements beside residents, "pool" over the lines of a pool, and "absent" over the
            files that are missing.
        """
        frames = {
            "observations": self.observations,
            "extras": self.extras,
            "comparators": self.comparators,
            "spread": self.spread,
        }
        rest: dict[str, list[object]] = {
            "neighbours": [*self.peers.codes, self.peers.named],
            "demand": self.demand.plain if self.demand else [],
            "pool": [repr(year) for year in self.pool],
            "absent": [repr(each) for each in self.absent],
        }
        return of_each_kind(frames, self.request.area.code, rest, sample=self.sample)

    def of(self, indicator: Indicator, frame: pl.DataFrame | None = None) -> pl.DataFrame:
        """Rows of one indicator from the one dataset that pages show it from.

        This is the only way to a series: a code alone names none, because codes were used
        again with other meanings, and one measure is published in several datasets.

        Parameters
        ----------
        indicator : Indicator
            Which.
        frame : DataFrame or None
            The observations if left out, or another frame of this evidence.
        """
        rows = self.observations if frame is None else frame
        key = (indicator.framework, indicator.code, self.shown_from(indicator))
        own = next((name for name in _FRAMES if getattr(self, name) is rows), "")
        if own:
            found = self._cut(own).get(key)
            return found if found is not None else rows.clear()
        framework, code, dataset = key
        return rows.filter(
            (pl.col(Obs.FRAMEWORK) == framework)
            & (pl.col(Obs.INDICATOR) == code)
            & (pl.col(Obs.DATASET) == dataset)
        )

    def shown_from(self, indicator: Indicator) -> str:
        """Dataset from which pages show an indicator: the registry's first that has rows of it."""
        there = self._cut("observations")
        named = (indicator.framework, indicator.code)
        return next((c.dataset for c in indicator.computed if (*named, c.dataset) in there), "")

    def _cut(self, name: str) -> dict[tuple[str, str, str], pl.DataFrame]:
        """Cut one of its frames into series, once: a page asks for them some hundred times."""
        if name not in self._series:
            frame: pl.DataFrame = getattr(self, name)
            parts = frame.partition_by(*_SERIES_KEYS, as_dict=True, maintain_order=True)
            self._series[name] = {
                (str(framework), str(code), str(dataset)): part
                for (framework, code, dataset), part in parts.items()
            }
        return self._series[name]

    @cached_property
    def _series(self) -> dict[str, dict[tuple[str, str, str], pl.DataFrame]]:
        return {}

    def __getstate__(self) -> dict[str, object]:
        # What was worked out on the way is not handed on.
        return {field.name: getattr(self, field.name) for field in fields(self)}


def shown_period(rows: pl.DataFrame) -> str | None:
    """Latest period in which an indicator was collected at all for the area.

    Years between the rounds of a survey are not applicable and are passed over; a
    suppressed or missing figure is shown as such, and not replaced by an older one.

    Parameters
    ----------
    rows : DataFrame
        Observations of one indicator, as `Evidence.of` gives them.
    """
    not_collected = pl.col(Obs.STATUS) == Status.NOT_APPLICABLE.value
    # A year without a figure for England either was not collected in full.
    nowhere = (pl.col(Obs.STATUS) == Status.NOT_AVAILABLE.value) & pl.col(Obs.ENGLAND).is_null()
    collected = rows.filter(~(not_collected | nowhere) | pl.col(Obs.NUMERATOR).is_not_null())
    return None if collected.is_empty() else str(collected[Obs.PERIOD.value].max())
