"""What a pool shows, in sentences: its size, who pays, what it pays for, and what is not listed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from helpers.base.counted import counted
from helpers.base.periods import spoken
from helpers.display.pool_tables import pounds, share
from helpers.display.quoted import quoted
from helpers.indicators.pool import EVERYONE, OUTTURN, PLAN, Amount, Pool, PoolYear
from helpers.indicators.pool_gap import gap_of

NAMED = 3
"""Organisations that a sentence names; the table has all of them."""
OF = {PLAN: "planned", OUTTURN: "spent"}
PAY = {PLAN: "By the plan these pay in", OUTTURN: "These paid in"}
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
    which = leading(newest)
    paragraphs = [
        (_size(newest), _payers(newest, which)),
        (_schemes(newest, which), _gap(newest, PLAN), _gap(newest, OUTTURN)),
        (_earlier(pool[1:]),),
    ]
    told = (" ".join(filter(None, sentences)) for sentences in paragraphs)
    return "\n\n".join(filter(None, told))


def leading(year: PoolYear) -> str:
    """Whether sentences and charts start from the plan, or from the outturn alone."""
    lines = (*year.contributions, *year.schemes)
    return PLAN if any(line.plan for line in lines) else OUTTURN


def _size(year: PoolYear) -> str:
    plan, outturn = year.pool(PLAN), year.pool(OUTTURN)
    when = f"In {spoken(year.period)}"
    if plan and outturn:
        said = f"{when} the pool was planned at **{pounds(plan.pounds)}** and came to "
        return f"{said}**{pounds(outturn.pounds)}**{_beside(plan, outturn)}."
    if plan or outturn:
        amount = plan or outturn
        word = OF[PLAN] if plan else OF[OUTTURN]
        return f"{when} the pool as {word} was **{pounds(amount.pounds if amount else 0.0)}**."
    return f"The documents state no pooled total for {spoken(year.period)}, so no share is given."


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
    order = sorted(paid, key=lambda name: -paid[name])
    named = order if len(order) <= NAMED + 1 else order[:NAMED]
    told = [f"{quoted(name)} {_with_share(paid[name], year.pool(which))}" for name in named]
    if len(order) > len(named):
        rest = sum(paid[name] for name in order[len(named) :])
        others = f"{len(order) - len(named)} others together"
        told.append(f"{others} {_with_share(rest, year.pool(which))}")
    said = f"{PAY[which]}: {'; '.join(told)}."
    pool = year.pool(which)
    if pool is None:
        return said
    gap = gap_of([each for amounts in year.paid_in(which).values() for each in amounts], pool)
    if gap.closed:
        return said
    words = "less" if gap.apart > 0 else "more"
    return f"{said} That is {pounds(abs(gap.apart))} {words} than the pool stated."


def _schemes(year: PoolYear, which: str) -> str:
    lines = [line for line in year.schemes if line.amount(which)]
    if not lines:
        return "No scheme is listed." if not year.schemes else ""
    largest = max(lines, key=lambda line: _pounds(line.amount(which)))
    name = quoted(largest.name)
    if largest.organisation != EVERYONE:
        name = f"{name}, paid by {quoted(largest.organisation)}"
    sized = _with_share(_pounds(largest.amount(which)), year.pool(which))
    listed = counted(len(lines), "line of a scheme", "lines of schemes")
    if all(line.organisation == EVERYONE for line in lines):
        listed = counted(len(lines), "scheme")
    verb = "is" if len(lines) == 1 else "are"
    return f"In the {IN[which]} {listed} {verb} listed; the largest is {name}, {sized}."


def _gap(year: PoolYear, which: str, of: str = "") -> str:
    amounts, pool = year.listed(which), year.pool(which)
    if not amounts or pool is None:
        return ""
    gap = gap_of(amounts, pool)
    start = f"The schemes of the {IN[which]}{of} add up to"
    if pounds(abs(gap.apart)) == pounds(0.0):
        return f"{start} the pool."
    if gap.closed:
        return f"{start} the pool, within the rounding of the document."
    words, why = ("less", UNLISTED) if gap.apart > 0 else ("more", OVER)
    apart = f"**{pounds(abs(gap.apart))} {words} than the pool stated**"
    part = f" ({share(abs(gap.apart), pool.pounds)} of it)" if pool.pounds else ""
    return f"{start} {pounds(gap.total)}, {apart}{part}: {why}."


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


def _pounds(amount: Amount | None) -> float:
    return amount.pounds if amount else 0.0
