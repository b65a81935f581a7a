"""How many promises there are, by theme and by what they can be judged from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.themes import THEMES
from helpers.strategies.judging import is_answered
from helpers.strategies.model import ALL_THEMES, OUTSIDE, JudgedFrom
from helpers.strategies.verdicts import Judged

SOURCES: tuple[JudgedFrom, ...] = (
    "published data",
    "other published data",
    "local data",
    "the council",
    "the document",
)
GROUPS = (*(theme.slug for theme in THEMES), OUTSIDE, ALL_THEMES)


@dataclass(frozen=True)
class Counted:
    """The promises of one group, counted.

    Attributes
    ----------
    promises : int
        How many there are.
    by_source : dict of str to int
        By what they are to be judged from.
    answered : int
        How many have an answer that says more than that they cannot be judged.
    answered_from_published : int
        How many of those that published data can judge have one.
    """

    promises: int
    by_source: dict[str, int]
    answered: int
    answered_from_published: int


def counted(judged: Sequence[Judged]) -> Counted:
    """Count promises by what they can be judged from."""
    sources = Counter(each.commitment.judged_from for each in judged)
    published = [each for each in judged if each.commitment.judged_from == SOURCES[0]]
    return Counted(
        len(judged),
        {source: sources[source] for source in SOURCES},
        sum(is_answered(each) for each in judged),
        sum(is_answered(each) for each in published),
    )


def group_of(judged: Judged) -> str:
    """Group in which a promise stands: the first of its themes, so that each stands once."""
    return judged.commitment.themes[0]


def in_group(judged: Sequence[Judged], *groups: str) -> tuple[Judged, ...]:
    """Promises that stand in some groups, in the order of their document."""
    return tuple(each for each in judged if group_of(each) in groups)


def elsewhere(judged: Sequence[Judged], group: str) -> tuple[Judged, ...]:
    """Promises that bear on a theme too, and stand under another."""
    return tuple(
        each for each in judged if group in each.commitment.themes and group_of(each) != group
    )


def in_force(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Promises of documents that are in force: those of the headline count."""
    return tuple(each for each in judged if each.headline)


def closed(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Promises of documents whose time is over."""
    return tuple(each for each in judged if not each.headline)
