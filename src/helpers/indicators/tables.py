"""The canonical tables of a run's receipts, each read once and told which council a row is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.base.records import Level
from helpers.base.settings import Settings
from helpers.contracts.columns import Tiers
from helpers.contracts.outline import Outline
from helpers.gate.store.combined import RECEIPT, combined
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf
from helpers.indicators import areas
from helpers.indicators.columns import AREA, AS_AT, LEVEL, MADE_OF, RECEIPTS, SOURCE
from helpers.indicators.computation import Dataset
from helpers.indicators.registry import Registry
from helpers.indicators.registry_check import TIERS, outlines_of
from helpers.indicators.territories import of_the_time


class Tables:
    """Tables by dataset, with the area, its level and the receipt of each row.

    Parameters
    ----------
    receipts : tuple of Receipt
        The accepted extracts.
    settings : Settings
        Where the store and the contracts are.
    registry : Registry
        Where each dataset has its areas.
    """

    def __init__(
        self, receipts: tuple[Receipt, ...], settings: Settings, registry: Registry
    ) -> None:
        self.receipts = receipts
        self._shelf = Shelf(settings.store)
        self._registry = registry
        # An id is the digest of its receipt, so each is asked for once.
        self._ids = tuple(receipt.id for receipt in receipts)
        self._numbers = {name: number for number, name in enumerate(self._ids)}
        self._outlines = outlines_of(settings.contracts, {r.dataset for r in receipts})
        self._raw: dict[str, pl.DataFrame] = {}
        self._placed: dict[str, pl.DataFrame] = {}
        self._made: dict[str, pl.DataFrame] = {}

    def have(self, dataset: str) -> bool:
        """Whether an extract of the dataset is there."""
        return dataset in self._outlines

    def outline(self, dataset: str) -> Outline:
        """Return the outline of a dataset's contract."""
        return self._outlines[dataset]

    def at_total(self, dataset: str) -> Mapping[str, str]:
        """Columns that split a dataset, each with the word of the whole."""
        return self._registry.datasets[dataset].at_total

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """Outlines of the contracts whose extracts are there."""
        return self._outlines

    def of(self, dataset: str) -> tuple[Receipt, ...]:
        """Receipts of a dataset."""
        return tuple(receipt for receipt in self.receipts if receipt.dataset == dataset)

    def raw(self, dataset: str) -> pl.DataFrame:
        """Rows of all extracts of a dataset, with the number of each one's receipt.

        Raises
        ------
        ExtractRefused
            When no extract of it passed the gate.
        ParameterError
            When two extracts contradict each other.
        """
        if not self.have(dataset):
            raise ExtractRefused(
                f"dataset {dataset}",
                "no extract of it passed the gate",
                "one accepted extract",
                "see workbooks check",
            )
        if dataset not in self._raw:
            table = combined(self.of(dataset), self._shelf)
            self._raw[dataset] = self.numbered(table)
        return self._raw[dataset]

    def each(self, dataset: str) -> list[pl.DataFrame]:
        """Rows of each extract of a dataset apart, with the number of its receipt."""
        return [
            self._shelf.table(receipt).with_columns(
                pl.lit(self._numbers[receipt.id], dtype=pl.UInt16).alias(RECEIPTS)
            )
            for receipt in self.of(dataset)
        ]

    def placed(self, dataset: str) -> pl.DataFrame:
        """Rows of a dataset that are of a council, a region or England.

        An area that is made of several of the dataset's has the rows of all of them; how many
        they are stands beside, so that no sum is made of some of them alone.
        """
        if dataset not in self._placed:
            place = self._registry.datasets[dataset]
            table = self.raw(dataset).with_columns(pl.col(place.area).alias(SOURCE))
            if place.as_at:
                day = pl.col(place.as_at).max().over(RECEIPTS).dt.strftime("%Y-%m-%d")
                table = table.with_columns(day.alias(AS_AT))
            whole = (pl.col(name).fill_null(word) for name, word in place.at_total.items())
            table = table.with_columns(*whole)
            where = self._places(table[SOURCE].unique().to_list(), place)
            placed = table.join(where, on=SOURCE, how="inner")
            if place.areas == "return codes":
                placed = of_the_time(placed, AREA, self.outline(dataset).period_column)
            self._placed[dataset] = placed
        return self._placed[dataset]

    def once(self, name: str, made: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return a frame that is made of these tables, made at the first asking and kept."""
        if name not in self._made:
            self._made[name] = made()
        return self._made[name]

    def ids(self, numbers: list[int]) -> str:
        """Ids of receipts by their numbers, in order, joined by blanks."""
        return " ".join(sorted(self._ids[number] for number in numbers))

    def numbered(self, table: pl.DataFrame) -> pl.DataFrame:
        """Put numbers in place of the receipts' ids."""
        number = pl.col(RECEIPT).replace_strict(self._numbers, return_dtype=pl.UInt16)
        return table.with_columns(number.alias(RECEIPTS)).drop(RECEIPT)

    def _places(self, sources: list[str | None], place: Dataset) -> pl.DataFrame:
        found = {
            "names": areas.by_name,
            "return codes": areas.by_return_code,
        }.get(place.areas, areas.by_code)
        alone = areas.places(sources, found)
        known = [text for text in sources if text]
        if place.areas == "districts" and self.have(TIERS):
            tiers = self.raw(TIERS).select(Tiers.AREA_CODE, Tiers.UPPER_CODE).rows()
            return pl.concat([alone, areas.added_up(areas.counties(tiers), known)])
        if place.areas == "commissioners":
            of_councils = [(each.council, each.codes) for each in self._registry.commissioners]
            whole = alone.filter(pl.col(LEVEL) == Level.ENGLAND.value)
            return pl.concat([whole, areas.added_up(of_councils, known)])
        return alone


__all__ = ["AREA", "AS_AT", "LEVEL", "MADE_OF", "RECEIPTS", "SOURCE", "Tables"]
