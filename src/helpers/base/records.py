"""The small record types that several rooms share."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

# Which way is better: a higher figure, a lower one, or neither.
Polarity = Literal["higher", "lower", "context"]


class Status(StrEnum):
    """What is known of one number."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    PROVISIONAL = "provisional"
    ROUNDED = "rounded"


STATUS_WORDS: dict[str, str] = {
    Status.OK: "published",
    Status.SUPPRESSED: "suppressed by the publisher",
    Status.NOT_AVAILABLE: "not available",
    Status.NOT_APPLICABLE: "not collected or not applicable",
    Status.PROVISIONAL: "provisional",
    Status.ROUNDED: "rounded",
}


class Level(StrEnum):
    """Kind of area that a published row speaks of."""

    COUNCIL = "council"
    REGION = "region"
    ENGLAND = "england"
    COUNCIL_TYPE = "council_type"
    OTHER = "other"


ENGLAND_CODE = "E92000001"
