"""What a page says of itself beside what the notebook says."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.publication.changed_block import ChangedBlock
from helpers.publication.commentary import Comment


@dataclass(frozen=True)
class CheckedFile:
    """One extract that passed its gate."""

    name: str
    sha256: str
    receipt: str


@dataclass(frozen=True)
class CheckedData:
    """The extracts of one dataset that passed their gates.

    Attributes
    ----------
    rules_checked : int
        Rules of their contract, the same for each file.
    warned : tuple of str
        Each warning in words, with its rows in all files.
    """

    dataset: str
    publisher: str
    period: str
    contract: str
    rules_checked: int
    files: tuple[CheckedFile, ...]
    warned: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageFile:
    """One file that lies beside the page in its version folder."""

    name: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """Everything that a page shows and that is not in its notebook.

    Attributes
    ----------
    title : str
        The page's first heading; where it is empty, the notebook's own title.
    period_label : str
        The reporting year for people: "2024 to 2025".
    comment : Comment or None
        The council's own words, checked against the page's figures.
    parameters : tuple of (name, value)
        The settings that the notebook ran with.
    caveats, method : tuple of str
        Sentences, with emphasis and links as in Markdown.
    previous : str or None
        Name of the version before this one.
    changed : ChangedBlock or None
        What changed since an earlier version; None where nothing did, or there is none.
    related : tuple of (title, href)
        Other pages; addresses relative to this one, or on the web.
    licence, contact : str
        Sentences, with emphasis and links as in Markdown.
    interactive : bool
        Whether the page carries what draws its charts anew on request.
    """

    title: str
    theme_title: str
    area_name: str
    area_code: str
    period_label: str
    version: str
    sample: bool
    product_version: str
    licence: str
    contact: str
    parameters: tuple[tuple[str, str], ...] = ()
    data: tuple[CheckedData, ...] = ()
    caveats: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    files: tuple[PageFile, ...] = ()
    comment: Comment | None = None
    strategy_title: str | None = None
    strategy_source: str | None = None
    related: tuple[tuple[str, str], ...] = ()
    previous: str | None = None
    changed: ChangedBlock | None = None
    interactive: bool = False
