"""Prose that points to a single person, found by form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.base.personal_forms import (
    NHS_NUMBER,
    PATTERNS,
    POSTCODE,
    POSTCODE_FORM,
    TEN_DIGITS,
    is_nhs_number,
)

NAME = "a person's name with a title"
BORN = "a date of birth"
NOTHING_PERSONAL = "nothing by which a person could be found or reached"
TAKE_OUT = "take it out, and name people by their role"

_FORMS = {form: re.compile(pattern) for form, pattern in PATTERNS.items()} | {
    # In prose small letters make words such as "no 1 do"; a postcode is written in capitals.
    POSTCODE: re.compile(rf"\b{POSTCODE_FORM}\b"),
    NAME: re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame)\.?\s+[A-Z][a-z'’-]+"),
    BORN: re.compile(r"(?i)\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth)\W{1,3}\d{1,2}[ ./-]"),
}
_TEN = re.compile(TEN_DIGITS)


@dataclass(frozen=True)
class Found:
    """A line that points to a person: its number from 1, and what it has the form of."""

    line: int
    form: str

    @property
    def told(self) -> str:
        """What was found, in words that do not repeat it."""
        return f"something that has the form of {self.form}"


def personal_text(text: str) -> Found | None:
    """Find the first line of prose that has something personal in it.

    Parameters
    ----------
    text : str
        Any prose. Names without a title are not found: a program cannot tell them from
        other words, so whoever writes has to.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        form = next((form for form, pattern in _FORMS.items() if pattern.search(line)), None)
        if form is None and any(is_nhs_number(found) for found in _TEN.findall(line)):
            form = NHS_NUMBER
        if form is not None:
            return Found(number, form)
    return None
