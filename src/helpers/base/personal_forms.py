"""The forms of what points to a single person: one list for columns of cells and for prose.

The patterns are of the kind that both Polars and Python read alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NHS_NUMBER = "an NHS number"
DATE_OF_BIRTH = "dates of birth"
EMAIL = "an e-mail address"
TELEPHONE = "a telephone number"
NATIONAL_INSURANCE = "a National Insurance number"
POSTCODE = "a full postcode"

# A postcode stands alone in a cell and anywhere in prose, so that each adds its own ends.
POSTCODE_FORM = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        EMAIL: r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}",
        TELEPHONE: (
            r"(?:^|[^\dA-Za-z.+])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?[1-37](?:[ -]?\d){8,9}"
            r"|\(?0[1-37]\d\)?[ -]?\d{4}[ -]?\d{4}|\(?0[1-37]\d{2}\)?[ -]?\d{3}[ -]?\d{4}"
            r"|\(?0[1-37]\d{3}\)?[ -]?\d{3}[ -]?\d{3}|\(?0[1-37]\d{3}\)?[ -]?\d{5})(?:$|[^\d])"
        ),
        NATIONAL_INSURANCE: (
            r"(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
        ),
    }
)
TEN_DIGITS = r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"
_DIGITS = 10
_MODULUS = 11


def is_nhs_number(text: str) -> bool:
    """Whether ten digits are a well-formed NHS number: the last checks the others.

    Parameters
    ----------
    text : str
        Ten digits, in groups or not.
    """
    digits = [int(letter) for letter in text if letter.isdigit()]
    if len(digits) != _DIGITS or len(set(digits)) == 1:
        return False
    weighted = sum(digit * (_DIGITS - place) for place, digit in enumerate(digits[:-1]))
    return (_MODULUS - weighted % _MODULUS) % _MODULUS == digits[-1]
