"""The indicator registry: definitions keyed by framework and code, read and checked whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from helpers.base import digests
from helpers.base.errors import ContractError, ParameterError
from helpers.base.spans import first_day
from helpers.base.suggest import unknown
from helpers.indicators.computation import Computation, Dataset
from helpers.indicators.definitions import (
    Break,
    Breakdown,
    Collection,
    Framework,
    Gap,
    Indicator,
)
from helpers.indicators.demand_definitions import Demand
from helpers.indicators.registry_check import check_computations
from helpers.indicators.strict import Strict

__all__ = ["Break", "Breakdown", "Collection", "Framework", "Gap", "Indicator", "Registry"]

FILE = "indicators.yaml"
# The same loader in C, many times faster, where the wheel carries it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Commissioners(Strict):
    """The NHS commissioners that make up one council's area.

    Attributes
    ----------
    council : str
        ONS code.
    codes : tuple of str
        Codes of the commissioners.
    """

    council: str
    codes: tuple[str, ...]


class Document(Strict):
    """The registry as it is written."""

    registry_version: Literal[2]
    frameworks: dict[str, Framework]
    collections: dict[str, Collection]
    datasets: dict[str, Dataset]
    commissioners: tuple[Commissioners, ...]
    # Column sets for the anchors of YAML: what they hold is checked where it is used.
    shapes: dict[str, Any] = Field(default_factory=dict)
    indicators: tuple[Indicator, ...]
    demand: Demand
    to_collect: dict[str, tuple[Gap, ...]]

    @model_validator(mode="after")
    def _consistent(self) -> Document:
        keys = {(item.framework, item.code) for item in self.indicators}
        if len(keys) != len(self.indicators):
            message = "an indicator is registered twice"
            raise ValueError(message)
        for item in self.indicators:
            named: list[tuple[str, Iterable[str]]] = [
                (item.framework, self.frameworks),
                (item.collection, self.collections),
                *((each.dataset, self.datasets) for each in item.computed),
            ]
            for name, known in named:
                if name not in known:
                    message = f"indicator {item.name} names {name}, which is not registered"
                    raise ValueError(message)
            if item.shown_with and (item.framework, item.shown_with) not in keys:
                message = f"indicator {item.name} is to be shown with {item.shown_with}"
                raise ValueError(message)
        names = {item.name for item in self.indicators}
        for framework, each in self.frameworks.items():
            if strange := sorted(set(each.takes) - names):
                message = f"framework {framework} takes {strange[0]}, which is not registered"
                raise ValueError(message)
        self._counts_demand()
        return self

    def _counts_demand(self) -> None:
        of = [
            item
            for item in self.indicators
            if (item.framework, item.code) == (self.demand.framework, self.demand.code)
        ]
        parts = {part.name for item in of for each in item.computed for part in each.parts}
        wanted = {band.breakdown for way in self.demand.bands for band in way}
        if unknown_parts := sorted(wanted - parts):
            message = f"demand names the part {unknown_parts[0]}, which its indicator does not have"
            raise ValueError(message)


@dataclass(frozen=True, eq=False)
class Series:
    """One indicator as one dataset gives it: what no other figure is ever joined with.

    Attributes
    ----------
    number : int
        Its place in the registry; what frames of figures are keyed by.
    indicator : Indicator
        What it means.
    computation : Computation
        How it is computed.
    """

    number: int
    indicator: Indicator
    computation: Computation

    @property
    def dataset(self) -> str:
        """Dataset that the figures come from."""
        return self.computation.dataset


@dataclass(frozen=True)
class Registry:
    """Every registered indicator, and the digest of the file that registers them."""

    digest: str
    frameworks: dict[str, Framework]
    collections: dict[str, Collection]
    datasets: dict[str, Dataset]
    commissioners: tuple[Commissioners, ...]
    indicators: tuple[Indicator, ...]
    demand: Demand
    to_collect: dict[str, tuple[Gap, ...]]

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Every indicator from every dataset, numbered in order of the registry."""
        pairs = [(item, each) for item in self.indicators for each in item.computed]
        return tuple(Series(number, *pair) for number, pair in enumerate(pairs))

    @cached_property
    def _by_code(self) -> dict[str, tuple[Indicator, ...]]:
        found: dict[str, tuple[Indicator, ...]] = {}
        for item in self.indicators:
            key = item.code.lower()
            found[key] = (*found.get(key, ()), item)
        return found

    def find(self, code: str, framework: str = "") -> Indicator:
        """Find an indicator by its code, in any case.

        Parameters
        ----------
        code : str
            Its code.
        framework : str
            Its framework; where it is left out, one of those in force.

        Raises
        ------
        ParameterError
            When there is no such indicator, when the code is only one of frameworks that are
            not in force, or when several in force have it: the message names the choices.
        """
        same = self._by_code.get(code.strip().lower(), ())
        if framework:
            if framework not in self.frameworks:
                raise unknown("framework", framework, self.frameworks)
            of_it = [item for item in same if item.framework == framework]
            if of_it:
                return of_it[0]
            raise unknown(f"indicator of {framework}", code, self._codes_of([framework]))
        in_force = [item for item in same if self.frameworks[item.framework].in_force]
        if len(in_force) == 1:
            return in_force[0]
        if same:
            raise _choose(code, in_force or list(same), several=bool(in_force))
        raise unknown("indicator", code, self._codes_of(self._in_force))

    @property
    def _in_force(self) -> list[str]:
        return [name for name, each in self.frameworks.items() if each.in_force]

    def _codes_of(self, frameworks: Iterable[str]) -> list[str]:
        wanted = set(frameworks)
        return [item.code for item in self.indicators if item.framework in wanted]

    def of_theme(self, theme: str) -> tuple[Indicator, ...]:
        """Indicators whose figures a theme's files hold, in order of the registry."""
        return tuple(item for item in self.indicators if theme in item.themes)

    def of_page(self, theme: str) -> tuple[Indicator, ...]:
        """Indicators that a theme's workbook shows, in order of the registry."""
        return tuple(item for item in self.indicators if theme in item.pages)

    def of_framework(self, framework: str) -> tuple[Indicator, ...]:
        """Indicators of a framework, those that it takes from others first."""
        taken = [item for item in self.indicators if item.name in self.frameworks[framework].takes]
        own = [item for item in self.indicators if item.framework == framework]
        return (*taken, *own)

    def series_of_theme(self, theme: str) -> tuple[Series, ...]:
        """Series whose figures a theme's files hold, in order of the registry."""
        return tuple(each for each in self.series if theme in each.indicator.themes)

    def answering(self, name: str) -> tuple[Indicator, ...]:
        """Indicators that answer an id of the catalogue, such as "PL1"."""
        return tuple(item for item in self.indicators if name in item.answers)

    def collection_of(self, indicator: Indicator) -> Collection:
        """Return the statistical collection of an indicator."""
        return self.collections[indicator.collection]

    def breaks_of(self, indicator: Indicator) -> tuple[Break, ...]:
        """Every break of an indicator's series, earliest first."""
        both = [*self.collection_of(indicator).breaks, *indicator.breaks]
        return tuple(sorted(both, key=lambda item: item.before))

    def designation(self, indicator: Indicator, period: str, kind: str) -> str:
        """Standing of an indicator's figures in a period, empty for plain official statistics."""
        collection = self.collection_of(indicator)
        since = collection.designated_from
        if since and first_day(period, kind) >= first_day(since, "financial year"):
            return collection.designation
        return ""


def load_registry(folder: Path, datasets: Iterable[str] | None = None) -> Registry:
    """Read `indicators.yaml` and hold its computations against the contracts beside it.

    Parameters
    ----------
    folder : Path
        Where the registry and the contracts are.
    datasets : iterable of str or None
        Datasets whose computations are held against their contracts; None for all of them.

    Raises
    ------
    ContractError
        When a key is unknown or missing, the entries contradict each other, or a computation
        names a column or a word that the contract of its dataset does not have.
    """
    path = folder / FILE
    try:
        document = Document.model_validate(yaml.load(path.read_text("utf-8"), Loader=_LOADER))
    except (OSError, yaml.YAMLError) as reason:
        raise ContractError(FILE, str(reason), "the registry in YAML", "mend the file") from reason
    except ValidationError as reason:
        raise _refused(reason) from reason
    check_computations(document.indicators, document.datasets, folder, datasets)
    return Registry(
        digests.of_text_file(path),
        document.frameworks,
        document.collections,
        document.datasets,
        document.commissioners,
        document.indicators,
        document.demand,
        document.to_collect,
    )


def _refused(reason: ValidationError) -> ContractError:
    first = reason.errors()[0]
    place = "/".join(str(step) for step in first["loc"]) or "the document"
    unknown_key = first["type"] == "extra_forbidden"
    return ContractError(
        f"{FILE}, {place}",
        "this key is not known" if unknown_key else first["msg"],
        "a known key and value",
        "mend the spelling, or take it out" if unknown_key else "mend the registry at that place",
    )


def _choose(code: str, items: list[Indicator], *, several: bool) -> ParameterError:
    found = "several frameworks in force have this code" if several else "it is of no framework now"
    return ParameterError(
        f'indicator "{code}"',
        found if several else "no framework in force has this code",
        "; ".join(f"{item.framework}: {item.title}" for item in items),
        f'name the framework too, such as framework="{items[0].framework}"',
    )
