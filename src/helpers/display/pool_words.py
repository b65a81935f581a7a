"""What a pool shows, in sentences: its size, who pays, what it pays for, and what is not listed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from helpers.base.counted import counted
from helpers.base.periods import spoken
from helpers.display.pool_tables import named_all, pounds, share
from helpers.display.quoted import quoted
from helpers.indicators.pool import OUTTURN, PLAN, Amount, Pool, PoolYear
from helpers.indicators.pool_gap import Gap, gap_of

NAMED = 3
"""Organisations that a sentence names; the table has all of them."""
OF = {PLAN: "planned", OUTTURN: "spent"}
PAY = {PLAN: "By the plan these pay in", OUTTURN: "By the outturn these paid in"}
IN = {PLAN: "plan", OUTTURN: "outturn"}
UNLISTED = "no scheme listed accounts for the rest, and none was added here to make it fit"
OVER = "nothing listed says why, and nothing was taken off here to make it fit"


def pool_reading(pool: Pool) -> str:
    """Say what the newest year of a pool shows, in Markdown.

    Parameters
    ----------
    pool : Pool
        At least one year.
    """
    newest = pool[0]
    sides = [which for which in OF if _told_of(newest, which)]
    paragraphs = [
        (
            _size(newest, sides),
            *(f(newest, which) for which in sides for f in (_payers, _unlike_the_whole)),
        ),
        tuple(said for which in sides for said in (_schemes(newest, which), _gap(newest, which)))
        if newest.schemes
        else ("The documents list no scheme.",),
        (_earlier(pool[1:]),),
    ]
    told = (" ".join(filter(None, sentences)) for sentences in paragraphs)
    return "\n\n".join(filter(None, told))


def _told_of(year: PoolYear, which: str) -> bool:
    return any(line.amount(which) for line in (*year.contributions, *year.schemes))


def _size(year: PoolYear, sides: Sequence[str]) -> str:
    plan, outturn = year.pool(PLAN), year.pool(OUTTURN)
    if plan and outturn:
        planned, spent = pounds(plan.pounds), pounds(outturn.pounds)
        said = f"In {spoken(year.period)} the pool was planned at **{planned}** and came to "
        return f"{said}**{spent}**{_beside(plan, outturn)}."
    return " ".join(_stated(year, which) for which in sides)


def _stated(year: PoolYear, which: str) -> str:
    stated = [pounds(each.pounds) for each in year.stated(which)]
    when = spoken(year.period)
    if not stated:
        return f"The {IN[which]} states no pooled total for {when}, so no share of it is given."
    if len(stated) > 1:
        return (
            f"The {IN[which]} states several pooled totals for {when} ({named_all(stated)}), and "
            "not which of them the lines make up, so no share is given."
        )
    return f"In {when} the pool as {OF[which]} was **{stated[0]}**."


def _beside(plan: Amount, outturn: Amount) -> str:
    apart = outturn.pounds - plan.pounds
    if pounds(abs(apart)) == pounds(0.0):
        return ", as planned"
    words = "more" if apart > 0 else "less"
    part = f" ({share(abs(apart), plan.pounds)})" if plan.pounds else ""
    return f": {pounds(abs(apart))}{part} {words} than planned"


def _payers(year: PoolYear, which: str) -> str:
    paid = {name: _sum(amounts) for name, amounts in year.paid_in(which).items()}
    if not paid:
        return ""
    pool, least = year.pool(which), year.at_least(which)
    order = sorted(paid, key=lambda name: -paid[name])
    named = order if len(order) <= NAMED + 1 else order[:NAMED]
    told = [
        f"{quoted(name)} {'at least ' if name in least else ''}{_with_share(paid[name], pool)}"
        for name in named
    ]
    if len(order) > len(named):
        rest = sum(paid[name] for name in order[len(named) :])
        told.append(f"{len(order) - len(named)} others together {_with_share(rest, pool)}")
    said = f"{PAY[which]}: {'; '.join(told)}."
    if pool is None:
        return said
    gap = gap_of([each for amounts in year.paid_in(which).values() for each in amounts], pool)
    return f"{said} That is {_apart(gap)}." if _differ(gap) else said


def _unlike_the_whole(year: PoolYear, which: str) -> str:
    """Say whose parts are not the whole; what is paid in is told by the whole."""
    told = []
    for name, (parts, whole) in year.parts_and_whole(which).items():
        gap = gap_of(parts, whole)
        if not gap.closed and _differ(gap):
            apart = f"{pounds(abs(gap.apart))} {'less' if gap.apart > 0 else 'more'}"
            told.append(
                f"The minimum and the additional contribution of {quoted(name)} add up to "
                f"{pounds(gap.total)}, {apart} than its whole contribution in the {IN[which]}."
            )
    return " ".join(told)


def _schemes(year: PoolYear, which: str) -> str:
    sizes = year.by_scheme(which)
    if not sizes:
        return ""
    pool, largest = year.pool(which), max(sizes.values())
    top = [quoted(name) for name, size in sizes.items() if size == largest]
    sized = _with_share(largest, pool)
    start = f"In the {IN[which]} {counted(len(sizes), 'scheme')}"
    if len(sizes) == 1:
        return f"{start} is listed: {top[0]}, {sized}."
    if not largest:
        return f"{start} are listed, none with an amount above £0."
    if len(top) == len(sizes):
        return f"{start} are listed, all of one size: {sized} each."
    if len(top) > 1:
        return f"{start} are listed; the largest are {named_all(top)}, {sized} each."
    return f"{start} are listed; the largest is {top[0]}, {sized}."


def _gap(year: PoolYear, which: str, of: str = "") -> str:
    amounts, pool = year.listed(which), year.pool(which)
    if not amounts:
        return ""
    start = f"The schemes of the {IN[which]}{of} add up to"
    if pool is None:
        return f"{start} {pounds(_sum(amounts))}." if len(amounts) > 1 else ""
    gap = gap_of(amounts, pool)
    if not _differ(gap):
        return f"{start} the pool."
    if gap.closed:
        return f"{start} {pounds(gap.total)}, {_apart(gap)}."
    why = UNLISTED if gap.apart > 0 else OVER
    part = f" ({share(abs(gap.apart), pool.pounds)} of it)" if pool.pounds else ""
    return f"{start} {pounds(gap.total)}, **{_apart(gap)}**{part}: {why}."


def _differ(gap: Gap) -> bool:
    return pounds(abs(gap.apart)) != pounds(0.0)


def _apart(gap: Gap) -> str:
    """Say how far lines are from the pool, always in figures: rounding is a reason and no proof."""
    said = f"{pounds(abs(gap.apart))} {'less' if gap.apart > 0 else 'more'} than the pool stated"
    if not gap.closed:
        return said
    return f"{said}; rounding before print could make up to {pounds(gap.rounding)} of that"


def _earlier(years: Sequence[PoolYear]) -> str:
    if not years:
        return ""
    told = ", ".join(spoken(year.period) for year in years)
    gaps = (
        _gap(year, which, f" of {spoken(year.period)}")
        for year in years
        for which in (PLAN, OUTTURN)
    )
    said = (
        f"Earlier years ({told}) have tables of their own: what counts as part of a pool differs "
        "from year to year, so nothing is said of a change."
    )
    return " ".join([said, *filter(None, gaps)])


def _with_share(amount: float, pool: Amount | None) -> str:
    if pool is None or not pool.pounds:
        return pounds(amount)
    return f"{pounds(amount)} ({share(amount, pool.pounds)} of the pool)"


def _sum(amounts: Sequence[Amount]) -> float:
    return math.fsum(each.pounds for each in amounts)
