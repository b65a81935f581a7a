"""Where a dataset is published, as its contract says: what a page names in place of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from helpers.base.landing_words import NO_PAGE
from helpers.contracts.outline import ENDING

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Publication:
    """One dataset and where it is published.

    Attributes
    ----------
    dataset : str
        Id of its contract.
    title, publisher : str
        For people.
    landing_page : str
        Address of the publisher's page; empty for a file that the council keeps itself.
    """

    dataset: str
    title: str
    publisher: str
    landing_page: str

    @property
    def site(self) -> str:
        """Name of the publisher's site; empty where there is none."""
        return self.landing_page.partition("://")[2].partition("/")[0].removeprefix("www.")


def publications(contracts: Path, datasets: Iterable[str]) -> tuple[Publication, ...]:
    """Read where datasets are published, from their contracts.

    Parameters
    ----------
    contracts : Path
        Folder of the contracts.
    datasets : iterable of str
        Ids; those without a contract are passed over.
    """
    return tuple(
        _publication(dataset, path)
        for dataset in datasets
        if (path := contracts / f"{dataset}{ENDING}").is_file()
    )


def _publication(dataset: str, path: Path) -> Publication:
    document = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    said = {
        str(each["property"]): each.get("value") for each in document.get("customProperties", [])
    }
    address = str(said.get("landingPage") or "")
    return Publication(
        dataset,
        str(document.get("name") or dataset),
        " ".join(str(said.get("publisher") or "").split()),
        "" if address == NO_PAGE else address,
    )
