"""The shorthand that stands where there is no number, and what each sign means here.

The signs are those of the Government Statistical Service; square brackets, because a screen
reader speaks them and no spreadsheet counts with them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from helpers.base.records import STATUS_WORDS, Status
from helpers.publication.frames import NO_VALUE


class Symbol(StrEnum):
    """A sign in the place of a number."""

    CONFIDENTIAL = "[c]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    PROVISIONAL = "[p]"


SIGNS: Final = frozenset(symbol.value for symbol in Symbol)

SHORT: Final = {
    Symbol.CONFIDENTIAL: "confidential",
    Symbol.NOT_AVAILABLE: "not available",
    Symbol.NOT_APPLICABLE: "not applicable",
    Symbol.PROVISIONAL: "provisional",
}

MEANINGS: Final = {
    Symbol.CONFIDENTIAL: "Confidential: the publisher knows this figure and suppresses it, so "
    "that nobody can be recognised. It is never zero.",
    Symbol.NOT_AVAILABLE: "Not available: the data hold no such figure, or its publisher "
    "withheld it.",
    Symbol.NOT_APPLICABLE: "Not applicable: nothing belongs in this cell. Nothing was collected "
    "that year, or a rank would mean nothing, or the row is of another kind, or there is no "
    "remark.",
    Symbol.PROVISIONAL: "Provisional: published, and expected to change.",
}

BY_STATUS: Final = {
    Status.SUPPRESSED: Symbol.CONFIDENTIAL,
    Status.NOT_AVAILABLE: Symbol.NOT_AVAILABLE,
    Status.NOT_APPLICABLE: Symbol.NOT_APPLICABLE,
    Status.PROVISIONAL: Symbol.PROVISIONAL,
}

DASHES: Final = frozenset("-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")

BY_WORDS: Final = {
    **{
        STATUS_WORDS[status]: symbol
        for status, symbol in BY_STATUS.items()
        if status is not Status.PROVISIONAL
    },
    "withheld by the publisher": Symbol.NOT_AVAILABLE,
    "no margin published": Symbol.NOT_AVAILABLE,
    NO_VALUE: Symbol.NOT_AVAILABLE,
}
"""What the pages say in words, and its sign."""
