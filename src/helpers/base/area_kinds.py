"""What kind of area an ONS code stands for, told from its first three characters.

Codes are text. A code that has been through a column of numbers ("319.0") has lost
what it was, so it is refused and not repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from helpers.base.errors import ParameterError

_NUMBER: Final = re.compile(r"[-+]?\d*(\d\.|\.\d)\d*(e[-+]?\d+)?", re.IGNORECASE)
_ONS_CODE: Final = re.compile(r"[A-Z]\d{8}")


class AreaKind(StrEnum):
    """Kind of area that an ONS code stands for."""

    COUNTRY = "country"
    REGION = "region"
    COUNTY = "county"
    UNITARY_AUTHORITY = "unitary authority"
    METROPOLITAN_DISTRICT = "metropolitan district"
    LONDON_BOROUGH = "London borough"
    DISTRICT = "district"
    METROPOLITAN_COUNTY = "metropolitan county"
    INNER_OR_OUTER_LONDON = "inner or outer London"
    WELSH_COUNCIL = "Welsh council"
    SCOTTISH_COUNCIL = "Scottish council"
    NORTHERN_IRISH_COUNCIL = "Northern Irish council"
    CLINICAL_COMMISSIONING_GROUP = "clinical commissioning group"
    INTEGRATED_CARE_BOARD = "integrated care board"
    OTHER = "other"


# E13 and E54 are unconfirmed: no real file to hand holds them. The others are in the ONS
# mid-year estimates of 2018, 2020 and 2024 and in CQC's files (E38).
_KINDS: Final[Mapping[str, AreaKind]] = MappingProxyType(
    {
        "E92": AreaKind.COUNTRY,
        "W92": AreaKind.COUNTRY,
        "S92": AreaKind.COUNTRY,
        "N92": AreaKind.COUNTRY,
        "K02": AreaKind.COUNTRY,
        "K03": AreaKind.COUNTRY,
        "K04": AreaKind.COUNTRY,
        "E12": AreaKind.REGION,
        "E10": AreaKind.COUNTY,
        "E06": AreaKind.UNITARY_AUTHORITY,
        "E08": AreaKind.METROPOLITAN_DISTRICT,
        "E09": AreaKind.LONDON_BOROUGH,
        "E07": AreaKind.DISTRICT,
        "E11": AreaKind.METROPOLITAN_COUNTY,
        "E13": AreaKind.INNER_OR_OUTER_LONDON,
        "W06": AreaKind.WELSH_COUNCIL,
        "S12": AreaKind.SCOTTISH_COUNCIL,
        "N09": AreaKind.NORTHERN_IRISH_COUNCIL,
        "E38": AreaKind.CLINICAL_COMMISSIONING_GROUP,
        "E54": AreaKind.INTEGRATED_CARE_BOARD,
    }
)

SOCIAL_CARE_KINDS: Final = frozenset(
    {
        AreaKind.COUNTY,
        AreaKind.UNITARY_AUTHORITY,
        AreaKind.METROPOLITAN_DISTRICT,
        AreaKind.LONDON_BOROUGH,
    }
)


def looks_like_number(text: str) -> bool:
    """Whether a text is a number with a decimal point, as "319.0" is.

    Parameters
    ----------
    text : str
        What stands where a code should.

    Returns
    -------
    bool
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def code_text(code: object) -> str:
    """Return a code as text in capitals, without the spaces around it.

    Parameters
    ----------
    code : object
        An ONS code or a code of a social care collection, as a file holds it.

    Returns
    -------
    str

    Raises
    ------
    ParameterError
        Where it is not text, is empty, or is a number with a decimal point.
    """
    if code is None or (isinstance(code, str) and not code.strip()):
        found = "there is no code"
    elif not isinstance(code, str):
        found = f"this is a number or something else that is not text ({type(code).__name__})"
    elif looks_like_number(code):
        found = "this is a number with a decimal point, not a code"
    else:
        return code.strip().upper()
    raise ParameterError(
        f'code "{code}"',
        found,
        'a code as text, such as "E08000015" or "319"',
        "read the column of codes as text, never as numbers",
    )


def area_kind(code: object) -> AreaKind:
    """Say what kind of area an ONS code stands for.

    Parameters
    ----------
    code : object
        A nine-character ONS code.

    Returns
    -------
    AreaKind
        `OTHER` for an ONS code of a kind that is not used here (an output area, say).

    Raises
    ------
    ParameterError
        Where it is not an ONS code at all.

    Notes
    -----
    A code's letters outlive a council's type: North Yorkshire and Somerset have the codes
    of unitary authorities, and ASCOF still counts them among the shire counties. For the
    type of a council see `helpers.base.council_groups`.
    """
    text = code_text(code)
    if not _ONS_CODE.fullmatch(text):
        raise ParameterError(
            f'code "{text}"',
            "this is not an ONS code",
            "a letter and eight digits, such as E08000015",
            "give the ONS code of the area",
        )
    return _KINDS.get(text[:3], AreaKind.OTHER)


def is_district(code: object) -> bool:
    """Whether a code is of a district within a county, which has no social services.

    Parameters
    ----------
    code : object
        Any code, of the ONS or of a social care collection.

    Returns
    -------
    bool
        Metropolitan districts are councils with social services, so not for them.

    Raises
    ------
    ParameterError
        Where it is no code: see `code_text`.
    """
    return _is(code, AreaKind.DISTRICT)


def is_county(code: object) -> bool:
    """Whether a code is of a county council, whose districts have codes of their own.

    Parameters
    ----------
    code : object
        Any code, of the ONS or of a social care collection.

    Returns
    -------
    bool
        Where a file holds such a code and those of its districts, never add both.

    Raises
    ------
    ParameterError
        Where it is no code: see `code_text`.
    """
    return _is(code, AreaKind.COUNTY)


def _is(code: object, kind: AreaKind) -> bool:
    text = code_text(code)
    return _ONS_CODE.fullmatch(text) is not None and area_kind(text) is kind
