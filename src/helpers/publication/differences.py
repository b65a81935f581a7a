"""What differs between two versions: the record that page, command and feed all read."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict

from helpers.indicators.editions import (
    Definition,
    Editions,
    FigureChange,
    Kind,
    compare_editions,
)
from helpers.indicators.moves import Verdict
from helpers.indicators.registry import Registry
from helpers.publication.manifest import PRODUCT, AreaName, Input, ThemeName
from helpers.publication.notebook_changes import TextChange, notebook_changes
from helpers.publication.sides import Side

SCHEMA_VERSION = 1
SCHEMA_FILE = "differences.schema.json"
BY_CHANCE = 0.05
"""Share of 95 per cent intervals that leave out nought although nothing has changed."""

READABLE_PARTS = {"python"}
"""Parts of a fingerprint that say something to a reader; the others are digests."""

About = Literal["figures", "data", "method", "notebook"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Edition(_Strict):
    """One of the two versions.

    Attributes
    ----------
    manifest : str
        SHA-256 of its manifest; empty while the version is being made.
    """

    period: str
    version: str
    sample: bool
    product_version: str
    manifest: str


class Extract(_Strict):
    """An extract as one of the versions names it."""

    file_name: str
    sha256: str
    contract: str


class DataChange(_Strict):
    """An extract that is not the same in both versions."""

    dataset: str
    title: str
    before: Extract | None
    after: Extract | None


class PartChange(_Strict):
    """Something the page depends on that is not the same, beside figures and extracts.

    Attributes
    ----------
    part : str
        Its name in the manifest; a parameter is `parameters.<name>`.
    before, after : str
        A version or a value, where that says anything; a digest is left out.
    """

    part: str
    before: str
    after: str


class Chance(_Strict):
    """How many newer figures could be compared, and what chance alone would do.

    Attributes
    ----------
    compared, beyond, inside, not_judged : int
        Series with a newer figure; how many moved beyond their margin.
    expected_by_chance : float
        How many would be beyond their margin if nothing had changed.
    """

    compared: int
    beyond: int
    inside: int
    not_judged: int
    expected_by_chance: float


class Said(_Strict):
    """One plain sentence."""

    about: About
    sentence: str


class Differences(_Strict):
    """What differs between two versions of one council's theme.

    Attributes
    ----------
    compared : bool
        Whether figures were compared; those of sample data never are with published ones.
    summary : tuple of Said
        Everything in plain sentences; empty where nothing differs.
    beside, ranks, verdicts : int
        Figures whose comparators, rank or verdict against England changed for the same period.
    """

    product: str = PRODUCT
    schema_version: int = SCHEMA_VERSION
    area: AreaName
    theme: ThemeName
    old: Edition
    new: Edition
    compared: bool
    summary: tuple[Said, ...] = ()
    chance: Chance | None
    figures: tuple[FigureChange, ...]
    beside: int
    ranks: int
    verdicts: int
    data: tuple[DataChange, ...]
    definitions: tuple[Definition, ...]
    method: tuple[PartChange, ...]
    notebook: tuple[TextChange, ...]

    @property
    def sample(self) -> bool:
        """Whether either version shows sample data."""
        return self.old.sample or self.new.sample

    def text(self) -> str:
        """Return the record as JSON, the same bytes for the same content."""
        plain = self.model_dump(mode="json")
        return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def differences(old: Side, new: Side, registry: Registry) -> Differences:
    """Compare two versions of one council's theme; `told` adds the sentences.

    Parameters
    ----------
    old, new : Side
        The earlier and the later version.
    registry : Registry
        What the measures mean.
    """
    compared = old.sample == new.sample
    editions = (
        compare_editions(old.observations, new.observations, registry)
        if compared
        else Editions((), (), 0, 0, 0)
    )
    return Differences(
        area=new.area,
        theme=new.theme,
        old=_edition(old),
        new=_edition(new),
        compared=compared,
        chance=_chance(editions.figures),
        figures=editions.figures,
        beside=editions.beside,
        ranks=editions.ranks,
        verdicts=editions.verdicts,
        data=_data(old.inputs, new.inputs),
        definitions=editions.definitions,
        method=_method(old, new),
        notebook=notebook_changes(old.cells, new.cells),
    )


def _edition(side: Side) -> Edition:
    return Edition(
        period=side.period,
        version=side.version,
        sample=side.sample,
        product_version=side.product_version,
        manifest=side.digest,
    )


def _chance(figures: tuple[FigureChange, ...]) -> Chance | None:
    moves = [change.verdict for change in figures if change.kind == Kind.MOVED]
    if not moves:
        return None
    beyond, inside = moves.count(Verdict.BEYOND), moves.count(Verdict.INSIDE)
    return Chance(
        compared=beyond + inside,
        beyond=beyond,
        inside=inside,
        not_judged=moves.count(Verdict.NOT_JUDGED),
        expected_by_chance=round((beyond + inside) * BY_CHANCE, 2),
    )


def _data(old: tuple[Input, ...], new: tuple[Input, ...]) -> tuple[DataChange, ...]:
    before = {item.dataset: item for item in old}
    after = {item.dataset: item for item in new}
    changes = []
    for dataset in dict.fromkeys([*after, *before]):
        was, now = before.get(dataset), after.get(dataset)
        named = now or was
        if named is not None and _extract(was) != _extract(now):
            changes.append(
                DataChange(
                    dataset=dataset, title=named.title, before=_extract(was), after=_extract(now)
                )
            )
    return tuple(changes)


def _extract(item: Input | None) -> Extract | None:
    if item is None:
        return None
    return Extract(file_name=item.file_name, sha256=item.sha256, contract=item.contract)


def _method(old: Side, new: Side) -> tuple[PartChange, ...]:
    """List the parts of the fingerprint that differ, parameters one by one."""
    changes = []
    for name in dict.fromkeys([*new.parts, *old.parts]):
        was, now = old.parts.get(name, ""), new.parts.get(name, "")
        if name != "parameters" and was != now:
            readable = name in READABLE_PARTS
            changes.append(
                PartChange(part=name, before=was if readable else "", after=now if readable else "")
            )
    for name in dict.fromkeys([*new.parameters, *old.parameters]):
        was, now = _shown(old.parameters.get(name)), _shown(new.parameters.get(name))
        # The period is said with the versions' names.
        if was != now and name != "period":
            changes.append(PartChange(part=f"parameters.{name}", before=was, after=now))
    return tuple(changes)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
