"""What a page says where it has no file: what is missing, and where it is published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.indicators.publications import Publication
from helpers.indicators.registry import Indicator

NAMED = 3
KEPT = "kept by the council"


def all_missing(indicators: Sequence[Indicator], absent: Sequence[Publication]) -> bool:
    """Whether no file among the inputs could give any of these figures."""
    missing = {each.dataset for each in absent}
    return bool(indicators) and all(
        all(each.dataset in missing for each in item.computed) for item in indicators
    )


def words(indicators: Sequence[Indicator], absent: Sequence[Publication], area_name: str) -> str:
    """Say which files would fill a section and where they are published, in one notice.

    Parameters
    ----------
    indicators : sequence of Indicator
        What the section would show.
    absent : sequence of Publication
        Datasets of which there is no file with a figure for the council.
    area_name : str
        The council.
    """
    fillable = [item for item in indicators if item.computed]
    others = [item for item in indicators if not item.computed]
    said = []
    if fillable:
        said.append(
            f"No file among the inputs gives this for {area_name}: {titles(fillable)}. "
            f"{come_from(needed(fillable, absent))}"
        )
    said += [f"{item.title}: {item.uncomputed.rstrip('.')}." for item in others]
    return " ".join(said)


def needed(
    indicators: Sequence[Indicator], absent: Sequence[Publication]
) -> tuple[Publication, ...]:
    """Return the first absent dataset of each indicator, each once."""
    by_name = {each.dataset: each for each in absent}
    first = [
        next((each.dataset for each in item.computed if each.dataset in by_name), "")
        for item in indicators
    ]
    return tuple(by_name[name] for name in dict.fromkeys(first) if name)


def titles(indicators: Sequence[Indicator]) -> str:
    """Name some measures by title, and count those that are too many to name."""
    names = [item.title[:1].lower() + item.title[1:] for item in indicators[:NAMED]]
    more = len(indicators) - len(names)
    return "; ".join([*names, f"{more} more"] if more else names)


def come_from(publications: Sequence[Publication]) -> str:
    """Name the files that would fill a gap and who publishes them, in a sentence."""
    return f"It would come from {'; and from '.join(_sources(publications))}."


def where(publication: Publication) -> str:
    """Say who publishes a dataset and on which site."""
    if not publication.landing_page:
        return "The council itself"
    return f"{publication.publisher}, {publication.site}"


def _sources(publications: Sequence[Publication]) -> list[str]:
    """Name the files, those of one publisher together."""
    named: dict[str, list[str]] = {}
    for each in publications:
        kept, by = _source(each)
        named.setdefault(by, []).append(kept)
    return [f"{_and(files)}{by}" for by, files in named.items()]


def _source(publication: Publication) -> tuple[str, str]:
    """Name a file, and who publishes it."""
    if not publication.landing_page:
        columns = f"its columns stand in the contract {publication.dataset}"
        if KEPT not in publication.title:
            columns = f"a file that the council itself keeps; {columns}"
        return f"{publication.title} ({columns})", ""
    link = f"[{publication.title}]({publication.landing_page})"
    # "The health and wellbeing board" is no name: inside a sentence its article is a small one.
    publisher = re.sub("^The ", "the ", publication.publisher)
    return link, f", published on {publication.site} ({publisher})"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
