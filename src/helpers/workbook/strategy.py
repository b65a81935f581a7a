"""Words about the council's strategy on its pages."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.geography import Area
from helpers.strategies.register import Strategy

AUTO = "auto"


def check_council(strategy: Strategy, name: str, area: Area) -> Strategy:
    """Return the strategy if it is the council's own.

    Raises
    ------
    ParameterError
        When it is another council's.
    """
    if strategy.council != area.code:
        raise ParameterError(
            f'strategy "{name}"',
            f"it is {strategy.area.name}'s, not {area.name}'s",
            f"a strategy of {area.name}",
            'use strategy="auto", or strategy="" for none',
        )
    return strategy


def promises(strategy: Strategy | None, area: Area) -> str:
    """Say which strategy the evidence is for, in Markdown."""
    if strategy is None:
        return (
            f"No strategy of {area.name} is registered: the evidence stands by itself. "
            "A file in `strategies/` adds one."
        )
    standing = "is in force" if strategy.in_force else "has ended and is kept for the record"
    documents = "\n".join(
        f"- {document.title} ({document.publisher}, {document.published}; {document.standing})"
        for document in strategy.documents
    )
    return (
        f"The strategy of {area.name}, *{strategy.title}* ({strategy.starts} to {strategy.ends}), "
        f"{standing}. Its documents:\n\n{documents}\n\n"
        "Its promises are not judged on this page yet: a later release holds each of them "
        "against the evidence."
    )
