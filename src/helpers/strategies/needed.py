"""Which indicators a page needs for its promises, beside those of its own theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.base.themes import SCORECARD, THEMES, Theme
from helpers.indicators.registry import Registry
from helpers.indicators.source import Wanted
from helpers.strategies.model import Commitment, Strategy


def needed(strategy: Strategy | None, theme: Theme, registry: Registry) -> Wanted:
    """Name the indicators by which a page judges its promises.

    Parameters
    ----------
    strategy : Strategy or None
        The council's; None where it has none.
    theme : Theme
        One of the five, or the scorecard, which shows every promise. Without any it is
        a profile of what the pages of the five themes show.
    registry : Registry
        What the indicators mean.
    """
    if theme != SCORECARD:
        return frozenset() if strategy is None else _of(strategy.of_theme(theme.slug))
    if strategy is not None and strategy.commitments:
        return _of(strategy.commitments)
    return frozenset(
        (item.framework, item.code) for each in THEMES for item in registry.of_page(each.slug)
    )


def _of(commitments: Iterable[Commitment]) -> Wanted:
    return frozenset(pair for commitment in commitments for pair in _pairs(commitment))


def _pairs(commitment: Commitment) -> Iterator[tuple[str, str]]:
    for measure in commitment.measures:
        yield measure.framework, measure.code
        if measure.continues is not None:
            yield measure.continues.framework, measure.continues.code
        if measure.by_month:
            yield measure.framework, measure.by_month
