"""Every computation of the registry held against the contracts of the datasets it names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from helpers.base.errors import ContractError
from helpers.base.period_kinds import PeriodKind
from helpers.contracts.outline import ENDING, Outline, read_outline
from helpers.indicators.computation import (
    Ages,
    Computation,
    Dataset,
    Locations,
    PopulationRate,
    Published,
    Reference,
    Term,
    Where,
)
from helpers.indicators.definitions import Indicator

POPULATION = "ons_mye"
TIERS = "lookup_ltla_utla"
NEIGHBOURS = "ons_nearest_neighbours"
Uses = tuple[str, Where]


def outlines_of(folder: Path, datasets: Iterable[str]) -> dict[str, Outline]:
    """Read the outlines of some contracts.

    Raises
    ------
    ContractError
        When a dataset has no contract.
    """
    return {name: read_outline(folder / f"{name}{ENDING}") for name in sorted(set(datasets))}


def datasets_read(computation: Computation, datasets: Mapping[str, Dataset]) -> tuple[str, ...]:
    """Datasets that a computation reads: its own, and what it divides by or adds up with."""
    names = [computation.dataset]
    if isinstance(computation, PopulationRate):
        per = computation.per
        names.append(POPULATION if isinstance(per, Ages) else per.dataset)
    if any(name in datasets and datasets[name].areas == "districts" for name in names):
        names.append(TIERS)
    return tuple(dict.fromkeys(names))


def check_computations(
    indicators: tuple[Indicator, ...],
    datasets: Mapping[str, Dataset],
    folder: Path,
    wanted: Iterable[str] | None,
) -> None:
    """Hold the registry's columns and words against the contracts.

    Parameters
    ----------
    indicators : tuple of Indicator
        The registry's entries.
    datasets : mapping of str to Dataset
        Where each dataset has its areas.
    folder : Path
        Where the contracts are.
    wanted : iterable of str or None
        Datasets to check; None for all.

    Raises
    ------
    ContractError
        For the first column or word that a contract does not have.
    """
    names = set(datasets) if wanted is None else set(wanted) & set(datasets)
    outlines = outlines_of(folder, names)
    for name in sorted(names):
        place = f"indicators.yaml, datasets/{name}"
        area = datasets[name]
        for column in filter(None, (area.area, area.as_at)):
            _check_column(column, outlines[name], place)
    for item in indicators:
        for computation in item.computed:
            if computation.dataset not in names:
                continue
            place = f"indicators.yaml, {item.name}, computed from {computation.dataset}"
            for dataset, column, where in _uses(computation):
                if dataset in names:
                    _check_column(column, outlines[dataset], place)
                    _check_words(where, outlines[dataset], place)
            _check_period(computation, outlines[computation.dataset], datasets, place)


def _uses(computation: Computation) -> Iterator[tuple[str, str, Where]]:
    own, base = computation.dataset, computation.where
    yield own, "", base
    for part in computation.parts:
        yield own, part.column, base | part.where | part.counted
    if computation.period is not None:
        yield own, computation.period.column, {}
        yield own, computation.period.quarter, {}
    if isinstance(computation, Published):
        taken = computation.model_dump(
            include={"value", "status", "numerator", "denominator", "margin"}
            | {"respondents", "lower", "upper"}
        )
        yield from ((own, column, {}) for column in taken.values())
    elif isinstance(computation, Locations):
        yield own, computation.distinct, base | computation.counted
        yield own, computation.same_as, {}
        yield own, computation.column, {}
    else:
        for term in _terms(computation):
            yield from ((own, term.column, base | term.where | more) for more in ({}, term.less))
        if isinstance(computation, PopulationRate) and isinstance(computation.per, Reference):
            count = computation.per.count
            for more in ({}, count.less):
                yield computation.per.dataset, count.column, count.where | more


def _terms(computation: Computation) -> tuple[Term, ...]:
    found = (getattr(computation, name, None) for name in ("numerator", "denominator", "count"))
    return tuple(term for term in found if isinstance(term, Term))


def _check_column(column: str, outline: Outline, place: str) -> None:
    if column and column not in outline.columns:
        raise ContractError(
            place,
            f"the contract of {outline.id} has no column {column}",
            ", ".join(outline.columns),
            _near(column, outline.columns),
        )


def _check_words(where: Where, outline: Outline, place: str) -> None:
    for column in where:
        _check_column(column, outline, place)
    for words in outline.words:
        given = {word for word in where.get(words.column, ()) if word is not None}
        narrowed = all(
            set(where.get(name, ())) and set(where[name]) <= of for name, of in words.where.items()
        )
        if narrowed and (strange := sorted(given - words.accepted)):
            raise ContractError(
                place,
                f"{words.column} is never {strange[0]} in {outline.id}",
                ", ".join(sorted(words.accepted)),
                _near(strange[0], words.accepted),
            )


def _check_period(
    computation: Computation, outline: Outline, datasets: Mapping[str, Dataset], place: str
) -> None:
    stated = computation.period is not None or outline.period_kind != PeriodKind.NONE
    if not stated and not datasets[computation.dataset].as_at:
        raise ContractError(
            place,
            f"the contract of {outline.id} gives its rows no period",
            "a period, or as_at in datasets",
            "say which column holds the day that the extract speaks of",
        )


def _near(text: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(text, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else "mend the registry, or the contract"
