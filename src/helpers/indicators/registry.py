"""The indicator registry: definitions keyed by framework version and code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers.base import digests
from helpers.base.errors import ContractError
from helpers.base.periods import first_year
from helpers.base.suggest import unknown

FILE = "indicators.yaml"

Polarity = Literal["higher", "lower", "context"]
IntervalMethod = Literal["wilson", "byar", "margin", "none"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Break(_Strict):
    """A year before which the series may not be compared, and why."""

    before: str
    why: str


class Framework(_Strict):
    """A version of an outcomes framework."""

    title: str
    starts: str


class Collection(_Strict):
    """A statistical collection that indicators come from."""

    title: str
    breaks: tuple[Break, ...]
    designation: str = ""
    designated_from: str = ""
    rounds: str = "every year"
    notes: tuple[str, ...] = ()


class Breakdown(_Strict):
    """One part of a whole, as the data name it and as a reader should hear it."""

    name: str
    label: str


class Gap(_Strict):
    """A question that the evidence leaves open, and the data that would answer it."""

    question: str
    data: str
    where: str


class Indicator(_Strict):
    """One registered definition.

    Attributes
    ----------
    framework, code : str
        Together the name of the indicator.
    title : str
        For headings; `phrase` is the same inside a sentence.
    collection, source : str
        The statistical collection, and the contract of the dataset that carries it.
    numerator, denominator : str
        What is counted above and below the line.
    unit : str
        Unit of the value: "per cent", "per 100,000", "score out of 12".
    multiplier : float
        From numerator over denominator to the unit.
    decimals : int
        Digits published after the point for a council; results never carry more.
    decimals_above : int or None
        The same for England and the regions, where the publisher rounds them further.
    polarity : {"higher", "lower", "context"}
        Which direction is better, if one is.
    interval : {"wilson", "byar", "margin", "none"}
        Where the interval comes from.
    ranked : bool
        Whether a rank among councils means anything.
    themes : tuple of str
        Themes whose workbook shows it.
    counts_rounded_to : int
        Base to which the publisher rounds both counts; 0 for exact counts.
    counted : str
        What the numerator counts, where "how many at England's rate" means anything.
    things : str
        What the denominator counts.
    breakdowns : tuple of Breakdown
        Parts of the whole that are published beside it, in order.
    maximum : float or None
        Highest possible score.
    shown_with : str
        Another indicator without which it may not be shown.
    checks : tuple of str
        Data-quality checks that apply.
    breaks : tuple of Break
        Breaks of this indicator besides those of its collection.
    caveats : tuple of str
        What the figure cannot say.
    """

    framework: str
    code: str
    title: str
    phrase: str
    collection: str
    source: str
    numerator: str
    denominator: str
    unit: str
    multiplier: float
    decimals: int = Field(ge=0, le=3)
    decimals_above: int | None = Field(default=None, ge=0, le=3)
    polarity: Polarity
    interval: IntervalMethod
    ranked: bool
    themes: tuple[str, ...]
    counts_rounded_to: int = 0
    counted: str = ""
    things: str = "people"
    breakdowns: tuple[Breakdown, ...] = ()
    maximum: float | None = None
    shown_with: str = ""
    checks: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    caveats: tuple[str, ...] = ()

    def label_of(self, breakdown: str) -> str:
        """Return the label of a breakdown, its own name where none is registered."""
        return next((part.label for part in self.breakdowns if part.name == breakdown), breakdown)

    @property
    def is_survey(self) -> bool:
        """Whether the figure comes with the publisher's margin of error."""
        return self.interval == "margin"

    @property
    def has_counts(self) -> bool:
        """Whether a numerator and a denominator are published."""
        return self.interval in {"wilson", "byar"}


class _Document(_Strict):
    registry_version: Literal[1]
    frameworks: dict[str, Framework]
    collections: dict[str, Collection]
    indicators: tuple[Indicator, ...]
    to_collect: dict[str, tuple[Gap, ...]]

    @model_validator(mode="after")
    def _consistent(self) -> _Document:
        keys = [(item.framework, item.code) for item in self.indicators]
        if len(keys) != len(set(keys)):
            message = "an indicator is registered twice"
            raise ValueError(message)
        codes = {code for _, code in keys}
        for item in self.indicators:
            for name, known in (
                (item.framework, self.frameworks),
                (item.collection, self.collections),
            ):
                if name not in known:
                    message = f"indicator {item.code} names {name}, which is not registered"
                    raise ValueError(message)
            if item.shown_with and item.shown_with not in codes:
                message = f"indicator {item.code} is to be shown with {item.shown_with}"
                raise ValueError(message)
        return self


@dataclass(frozen=True)
class Registry:
    """Every registered indicator, and the digest of the file that registers them."""

    digest: str
    frameworks: dict[str, Framework]
    collections: dict[str, Collection]
    indicators: tuple[Indicator, ...]
    to_collect: dict[str, tuple[Gap, ...]]

    @cached_property
    def _by_code(self) -> dict[str, Indicator]:
        return {indicator.code.lower(): indicator for indicator in self.indicators}

    def find(self, code: str) -> Indicator:
        """Find an indicator of the framework in force by its code, in any case.

        Raises
        ------
        ParameterError
            When no indicator has that code.
        """
        found = self._by_code.get(code.strip().lower())
        if found is None:
            raise unknown("indicator", code, [item.code for item in self.indicators])
        return found

    def of_theme(self, theme: str) -> tuple[Indicator, ...]:
        """Indicators that a theme's workbook shows, in order of the registry."""
        return tuple(item for item in self.indicators if theme in item.themes)

    def collection_of(self, indicator: Indicator) -> Collection:
        """Return the statistical collection of an indicator."""
        return self.collections[indicator.collection]

    def breaks_of(self, indicator: Indicator) -> tuple[Break, ...]:
        """Every break of an indicator's series, earliest first."""
        both = [*self.collection_of(indicator).breaks, *indicator.breaks]
        return tuple(sorted(both, key=lambda item: item.before))

    def designation(self, indicator: Indicator, period: str) -> str:
        """Standing of an indicator's figures in a period, empty for plain official statistics."""
        collection = self.collection_of(indicator)
        if collection.designated_from and first_year(period) >= first_year(
            collection.designated_from
        ):
            return collection.designation
        return ""


def load_registry(folder: Path) -> Registry:
    """Read `indicators.yaml`.

    Raises
    ------
    ContractError
        When a key is unknown or missing, or the entries contradict each other.
    """
    path = folder / FILE
    try:
        document = _Document.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError) as reason:
        raise ContractError(FILE, str(reason), "the registry in YAML", "mend the file") from reason
    except ValidationError as reason:
        first = reason.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise ContractError(
            f"{FILE}, {place}", first["msg"], "a known key and value", "mend the registry"
        ) from reason
    return Registry(
        digests.of_text_file(path),
        document.frameworks,
        document.collections,
        document.indicators,
        document.to_collect,
    )
