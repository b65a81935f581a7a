"""One version to be made, with all that the process that makes it needs. It pickles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.base.geography import Area
from helpers.base.settings import Settings
from helpers.base.themes import Theme
from helpers.disclosure.policy import Withheld
from helpers.publication.manifest import Since


@dataclass(frozen=True)
class Job:
    """One workbook to be run and published.

    Attributes
    ----------
    theme, area, period
        Which version.
    parameters : mapping
        What papermill injects.
    fingerprint : str
        Digest over `parts`.
    parts : mapping of str to str
        What the version depends on.
    version : str
        Name of the version's folder.
    previous : str or None
        Name of the version before.
    since : Since or None
        The version that the page says what changed since.
    hidden : frozenset of Withheld
        Observations that may not be shown.
    evidence : str
        File of the run that holds what the page may show; empty where there is none.
    """

    theme: Theme
    area: Area
    period: str
    parameters: Mapping[str, Any]
    fingerprint: str
    parts: Mapping[str, str]
    version: str
    previous: str | None
    hidden: frozenset[Withheld]
    settings: Settings
    product_version: str
    sample: bool
    since: Since | None = None
    evidence: str = ""
    run_facts: Mapping[str, Any] = field(default_factory=dict)
