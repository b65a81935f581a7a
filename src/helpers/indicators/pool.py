"""The pool of the Better Care Fund: who pays in and what it pays for, as its documents list it.

Schemes and organisations have the names that a document gives them, so they are lines of a table
of their own and no breakdowns of an indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from helpers.base.named_in_data import told_name, told_names
from helpers.contracts.columns import BcfBudget
from helpers.indicators.columns import AREA, RECEIPTS
from helpers.indicators.tables import Tables

BUDGET = "bcf_budget"
FRAMEWORK, POOL, SCHEMES = "bcf-money", "pool", "schemes"
"""The registry's indicators of the same dataset."""

EVERYONE = "All"
SCHEME, WHOLE, POOLED = "scheme", "whole contribution", "pooled total"
MINIMUM = "minimum contribution"
PARTS = (MINIMUM, "additional contribution")
CONTRIBUTIONS = (*PARTS, WHOLE, POOLED)
PLAN, OUTTURN = "plan", "outturn"
STEPS = {"GBP": 1.0, "GBP thousand": 1_000.0, "GBP million": 1_000_000.0}
"""Pounds of one in each unit that a document may print."""


@dataclass(frozen=True)
class Amount:
    """One printed amount.

    Attributes
    ----------
    pounds : float
        In pounds.
    printed : float
        As printed, in `unit`.
    unit : str
        One of `STEPS`.
    document, page : str
        Where it stands; the page may be empty.
    """

    pounds: float
    printed: float
    unit: str
    document: str
    page: str


@dataclass(frozen=True)
class Line:
    """One line of a pool, planned and spent.

    Attributes
    ----------
    kind : str
        "scheme", or one of `CONTRIBUTIONS`.
    organisation, name : str
        As the document has them; `EVERYONE` for all together, and no name but of a scheme.
    plan, outturn : Amount or None
        None where no document gives one.
    """

    kind: str
    organisation: str
    name: str
    plan: Amount | None
    outturn: Amount | None

    def amount(self, which: str) -> Amount | None:
        """Return what was planned or spent."""
        return self.plan if which == PLAN else self.outturn

    @property
    def size(self) -> float:
        """Pounds by which lines are put in order: the plan's where there is one."""
        first = self.plan or self.outturn
        return first.pounds if first else 0.0


@dataclass(frozen=True)
class PoolYear:
    """The lines of one financial year.

    Attributes
    ----------
    period : str
        Such as "2024-25".
    contributions, schemes : tuple of Line
        Largest first, those of one organisation together; what all pay stands last.
    """

    period: str
    contributions: tuple[Line, ...]
    schemes: tuple[Line, ...]

    def stated(self, which: str) -> tuple[Amount, ...]:
        """Return the pooled totals that the documents state, equal ones once."""
        found = _known((line for line in self.contributions if line.kind == POOLED), which)
        return tuple({each.pounds: each for each in reversed(found)}.values())[::-1]

    def pool(self, which: str) -> Amount | None:
        """Return the pool that the documents state; None where they state none, or several."""
        stated = self.stated(which)
        return stated[0] if len(stated) == 1 else None

    def listed(self, which: str) -> tuple[Amount, ...]:
        """Amounts of the schemes that add up: one given for all stands for its parts."""
        return _known((line for line in self.schemes if self._adds_up(line, which)), which)

    def by_scheme(self, which: str) -> dict[str, float]:
        """Pounds of each scheme, whoever pays and however its name is written, largest first."""
        names: dict[str, str] = {}
        found: dict[str, float] = {}
        for line in self.schemes:
            amount = line.amount(which)
            if amount is not None and self._adds_up(line, which):
                name = names.setdefault(line.name.casefold(), line.name)
                found[name] = found.get(name, 0.0) + amount.pounds
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    def once(self) -> tuple[Line, ...]:
        """Schemes without the parts of one that is given for all."""
        return tuple(
            line
            for line in self.schemes
            if any(line.amount(which) and self._adds_up(line, which) for which in (PLAN, OUTTURN))
        )

    def paid_in(self, which: str) -> dict[str, tuple[Amount, ...]]:
        """Amounts that add up to what each organisation pays: the whole, or else its parts."""
        found = {}
        for name in dict.fromkeys(line.organisation for line in self.contributions):
            own = [line for line in self.contributions if line.organisation == name]
            amounts = _without_parts(own, (WHOLE,), which) or _without_parts(own, PARTS, which)
            if name != EVERYONE and amounts:
                found[name] = amounts
        return found

    def parts_and_whole(self, which: str) -> dict[str, tuple[tuple[Amount, ...], Amount]]:
        """Parts of what each organisation pays and the whole, where a document gives all three."""
        found = {}
        for name in dict.fromkeys(line.organisation for line in self.contributions):
            own = [line for line in self.contributions if line.organisation == name]
            each = [_without_parts(own, (kind,), which) for kind in PARTS]
            whole = _without_parts(own, (WHOLE,), which)
            if all(each) and len(whole) == 1:
                found[name] = (tuple(amount for part in each for amount in part), whole[0])
        return found

    def at_least(self, which: str) -> frozenset[str]:
        """Organisations of which no more is known than the least that they must pay."""
        kinds: dict[str, set[str]] = {}
        for line in self.contributions:
            if line.amount(which):
                kinds.setdefault(line.organisation, set()).add(line.kind)
        return frozenset(name for name, found in kinds.items() if found == {MINIMUM})

    def _adds_up(self, line: Line, which: str) -> bool:
        return line.organisation == EVERYONE or not any(
            other.organisation == EVERYONE
            and other.name.casefold() == line.name.casefold()
            and other.amount(which)
            for other in self.schemes
        )


Pool = tuple[PoolYear, ...]
"""Years of one council's pool, the newest first; none where no file has a line of it."""


def pool_lines(tables: Tables, area: str, until: str) -> pl.DataFrame:
    """Return the rows of one council's pool, none beyond a financial year.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    area : str
        Code of the council.
    until : str
        Last financial year.

    Returns
    -------
    DataFrame
        Columns of `BcfBudget` and the receipt's number; empty without a file.
    """
    if not tables.have(BUDGET):
        return pl.DataFrame(schema={RECEIPTS: pl.UInt16})
    return tables.placed(BUDGET).filter(
        (pl.col(AREA) == area) & (pl.col(BcfBudget.FINANCIAL_YEAR) <= until)
    )


def pool_of(lines: pl.DataFrame) -> Pool:
    """Put the rows of one council's pool side by side, plan and outturn of each line.

    Parameters
    ----------
    lines : DataFrame
        As `pool_lines` returns them.
    """
    if lines.is_empty():
        return ()
    names = [
        BcfBudget.FINANCIAL_YEAR,
        BcfBudget.LINE_KIND,
        BcfBudget.ORGANISATION,
        BcfBudget.LINE_NAME,
    ]
    by_line: dict[tuple[str, ...], dict[str, Amount]] = {}
    for row in lines.filter(pl.col(BcfBudget.AMOUNT_GBP).is_not_null()).to_dicts():
        key = tuple(" ".join(str(row[name] or "").split()) for name in names)
        by_line.setdefault(key, {})[row[BcfBudget.PLAN_OR_OUTTURN]] = _amount(row)
    by_year: dict[str, list[Line]] = {}
    for (year, kind, organisation, name), amounts in by_line.items():
        by_year.setdefault(year, []).append(
            Line(kind, organisation, name, amounts.get(PLAN), amounts.get(OUTTURN))
        )
    return tuple(_year(year, by_year[year]) for year in sorted(by_year, reverse=True))


def _amount(row: Mapping[str, Any]) -> Amount:
    return Amount(
        row[BcfBudget.AMOUNT_GBP],
        row[BcfBudget.AMOUNT],
        row[BcfBudget.UNIT],
        told_name(str(row[BcfBudget.SOURCE_DOCUMENT] or "")),
        told_name(str(row[BcfBudget.PAGE] or "")),
    )


def _year(period: str, lines: Sequence[Line]) -> PoolYear:
    paid = [line for line in lines if line.kind in CONTRIBUTIONS]
    largest: dict[str, float] = {}
    for line in paid:
        largest[line.organisation] = max(largest.get(line.organisation, 0.0), line.size)
    paid.sort(
        key=lambda line: (
            line.organisation == EVERYONE,
            -largest[line.organisation],
            line.organisation,
            CONTRIBUTIONS.index(line.kind),
            line.name,
        )
    )
    schemes = [line for line in lines if line.kind == SCHEME]
    schemes.sort(key=lambda line: (-line.size, line.name, line.organisation))
    organisations = told_names(line.organisation for line in lines)
    names = told_names(line.name for line in lines)
    told = [
        tuple(
            replace(line, organisation=organisations[line.organisation], name=names[line.name])
            for line in each
        )
        for each in (paid, schemes)
    ]
    return PoolYear(period, *told)


def _known(lines: Iterable[Line], which: str) -> tuple[Amount, ...]:
    return tuple(amount for line in lines if (amount := line.amount(which)) is not None)


def _without_parts(lines: Sequence[Line], kinds: Sequence[str], which: str) -> tuple[Amount, ...]:
    """Amounts of some kinds; a line without a name stands for the named ones of its kind."""
    found: tuple[Amount, ...] = ()
    for kind in kinds:
        own = [line for line in lines if line.kind == kind]
        whole = _known((line for line in own if not line.name), which)
        found += whole or _known(own, which)
    return found
