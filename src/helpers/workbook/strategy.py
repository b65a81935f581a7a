"""Words about the council's strategy on its pages."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.geography import Area
from helpers.display.promise_words import plain
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


def documents(strategy: Strategy | None, area: Area) -> str:
    """Say which strategy is held against the evidence, and what is odd in its documents.

    Parameters
    ----------
    strategy : Strategy or None
        The council's, where one is registered.
    area : Area
        The council.
    """
    if strategy is None:
        return without(area)
    lines = [f"{named(strategy, area)} Its documents:", ""]
    for document in strategy.documents:
        lines.append(
            f"- Document {document.id}: {document.title} ({document.publisher}, "
            f"{document.published}; {document.standing})"
        )
        told = [f"{document.starts.why}." if document.starts.why else "", document.note]
        told += [f"{slip.where}: {slip.found}." for slip in document.slips]
        lines += [f"  - {plain(_sentence(text))}" for text in told if text]
    return "\n".join(lines)


def without(area: Area) -> str:
    """Say that no strategy is registered, and how one is added."""
    return f"{none_of(None, area)}: the evidence stands by itself. {hint(None, area)}"


def none_of(strategy: Strategy | None, area: Area) -> str:
    """Say why there are no promises: no strategy is registered, or its file holds none yet."""
    if strategy is None:
        return f"No strategy of {area.name} is registered"
    return f"The strategy file of {area.name} holds no promise yet"


def hint(strategy: Strategy | None, area: Area) -> str:
    """Say how promises come onto the page."""
    if strategy is None:
        return f"`workbooks new strategy {area.slug}` makes an empty file for its promises."
    return "The examples in the file show how one is written."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def named(strategy: Strategy | None, area: Area) -> str:
    """Name the strategy that a theme's page is read against, in one sentence."""
    if strategy is None:
        return without(area)
    standing = "is in force" if strategy.in_force else "has ended and is kept for the record"
    return (
        f"The strategy of {area.name}, *{strategy.title}* ({strategy.starts} to {strategy.ends}), "
        f"{standing}."
    )


def read_against(strategy: Strategy | None, area: Area) -> str:
    """Name the strategy, and say what a reader must know of its documents before its promises."""
    if strategy is None:
        return without(area)
    several = len(strategy.documents) > 1
    notes = [
        f"{f'Document {document.id}: ' if several else ''}{plain(_sentence(document.note))}"
        for document in strategy.documents
        if document.note
    ]
    return " ".join([named(strategy, area), *notes])
