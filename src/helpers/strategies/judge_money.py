"""Sums: whether a document's figures add up as it states them, within how it wrote them."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.indicators import numbers
from helpers.strategies import words
from helpers.strategies.model import Commitment, Strategy
from helpers.strategies.parts import Figure, Sum
from helpers.strategies.verdicts import ADDS_UP, CANNOT, DOES_NOT_ADD_UP, Answer

MILLION = 1_000_000
HOW = {"sum": "by addition", "difference": "by subtraction", "share": "by division"}


@dataclass(frozen=True)
class Checked:
    """A sum held against what the document states.

    Attributes
    ----------
    computed, stated : float
        What the parts come to, and what they should.
    gap : float
        Stated less computed.
    holds : bool
        Whether the gap is no more than the rounding of the figures allows.
    text : str
        All of it in words.
    """

    computed: float
    stated: float
    gap: float
    holds: bool
    text: str


def check_sum(strategy: Strategy, each: Sum) -> Checked:
    """Hold a sum, difference or share against the figure that the document states.

    Parameters
    ----------
    strategy : Strategy
        Whose figures they are.
    each : Sum
        What they imply.

    Returns
    -------
    Checked
        Every figure may be off by half of the step in which it is written.
    """
    parts = [strategy.figure(name) for name in each.parts]
    result = strategy.figure(each.result)
    low, computed, high = _range(each, parts)
    holds = low - result.step / 2 <= result.value <= high + result.step / 2
    gap = result.value - computed
    text = f"{each.says}: {_amount(computed, result)} {HOW[each.kind]}, {result.written} as stated"
    if not holds:
        text += f". That is {_amount(abs(gap), result)} {'more' if gap > 0 else 'less'}"
        text += f", and {each.gap}" if each.gap else ""
    return Checked(computed, result.value, gap, holds, words.sentence(text))


def judge_money(strategy: Strategy, commitment: Commitment) -> Answer:
    """Answer whether the sums that a commitment is part of add up.

    Parameters
    ----------
    strategy, commitment : Strategy, Commitment
        The document's figures, and the commitment.

    Returns
    -------
    Answer
        "cannot be judged" where it is part of no sum. A gap is stated, and never balanced.
    """
    checked = sums_of(strategy, commitment)
    figures = "; ".join(f"{each.name}: {each.written}" for each in commitment.stated)
    stated = f"Stated: {figures}" if figures else "No sum of money is stated"
    if not checked:
        told = "there is nothing to add it to in the document" if figures else ""
        return Answer("money", CANNOT, "nothing to add up", words.sentence(stated, told))
    verdict = ADDS_UP if all(each.holds for each in checked) else DOES_NOT_ADD_UP
    reason = words.sentence(stated, *(each.text for each in checked))
    return Answer("money", verdict, "", reason)


def sums_of(strategy: Strategy, commitment: Commitment) -> list[Checked]:
    """Check the sums that a commitment's figures take part in."""
    document = strategy.document_of(commitment)
    own = {f"{commitment.id}/{each.name}" for each in commitment.stated}
    money = "money" in commitment.types
    return [
        check_sum(strategy, each)
        for each in document.sums
        # A sum of money stands with all its parts; a check of another figure with that figure.
        if own & ({*each.parts, each.result} if money else {each.result})
    ]


def _range(each: Sum, parts: list[Figure]) -> tuple[float, float, float]:
    """Return the least, the plain and the most that the parts can come to."""
    halves = [part.step / 2 for part in parts]
    values = [part.value for part in parts]
    if each.kind == "share":
        (above, below), (half, other) = values[:2], halves[:2]
        low, high = (above - half) / (below + other), (above + half) / (below - other)
        return low * 100, above / below * 100, high * 100
    signs = [1.0] * len(parts) if each.kind == "sum" else [1.0] + [-1.0] * (len(parts) - 1)
    computed = sum(sign * value for sign, value in zip(signs, values, strict=True))
    return computed - sum(halves), computed, computed + sum(halves)


def _amount(value: float, like: Figure) -> str:
    """Say an amount as its figures are written: pounds of a large sum as millions."""
    if like.unit == "pounds":
        if abs(value) >= MILLION:
            return f"£{value / MILLION:,.3f} million"
        return f"£{numbers.rounded_count(value)}"
    if like.unit == "per cent":
        return f"{value:.2f} per cent"
    return f"{numbers.rounded_count(value)} {like.unit}"
