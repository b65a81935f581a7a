"""What a page and its fingerprint need to know of the council's strategy."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.geography import Area
from helpers.base.settings import Settings
from helpers.base.themes import Theme
from helpers.indicators.registry import Registry
from helpers.indicators.source import Wanted
from helpers.strategies.needed import needed
from helpers.strategies.register import load_finished, load_strategy, strategy_names, strategy_of


@dataclass(frozen=True)
class StrategyFacts:
    """A council's strategy in a page's words."""

    name: str
    title: str
    source: str
    digest: str


NONE = StrategyFacts("", "", "", "")


def strategy_facts(settings: Settings, area: Area, asked: str) -> StrategyFacts:
    """Return the strategy that a page is for.

    Parameters
    ----------
    settings : Settings
        Where the strategies are.
    area : Area
        The council.
    asked : str
        "auto" for the council's own, the name of a file, or "" for none.

    Raises
    ------
    ContractError
        When its file cannot be used, or is not filled in yet.
    """
    name = strategy_of(settings.strategies, area) if asked == "auto" else asked
    if not name:
        return NONE
    strategy = load_finished(settings.strategies, name)
    first = strategy.documents[0]
    return StrategyFacts(
        name, strategy.title, f"{first.publisher}, {first.published}", strategy.digest
    )


def needed_by(facts: StrategyFacts, settings: Settings, theme: Theme, registry: Registry) -> Wanted:
    """Name the indicators by which a page judges the promises of its strategy.

    Parameters
    ----------
    facts : StrategyFacts
        The strategy that the page is for.
    settings : Settings
        Where the strategies are.
    theme : Theme
        The page's theme, or the scorecard.
    registry : Registry
        What the indicators mean.
    """
    strategy = load_strategy(settings.strategies, facts.name) if facts.name else None
    return needed(strategy, theme, registry)


def strategy_areas(settings: Settings) -> tuple[Area, ...]:
    """Return the councils that have a strategy, in order of file name."""
    return tuple(
        load_strategy(settings.strategies, name).area
        for name in strategy_names(settings.strategies)
    )
