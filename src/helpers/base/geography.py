"""The 153 English councils with adult social services, and how to find one.

A council is accepted by ONS code, slug or name wherever one is asked for. Names differ
between publishers, and Barnsley and Sheffield have two codes each, so `councils.csv` also
holds the other names and codes in circulation. The former code of a council that kept its
territory finds it too. Councils whose territory was merged or split are not found: their
figures belong to no single council of today.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from helpers.base.area_kinds import looks_like_number
from helpers.base.errors import ParameterError
from helpers.base.reorganisations import Change, Reorganisation, reorganisations

ENGLAND: Final = "E92000001"

REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "E12000001": "North East",
        "E12000002": "North West",
        "E12000003": "Yorkshire and the Humber",
        "E12000004": "East Midlands",
        "E12000005": "West Midlands",
        "E12000006": "East of England",
        "E12000007": "London",
        "E12000008": "South East",
        "E12000009": "South West",
    }
)

_REGION_SYNONYMS: Final = {"Eastern": "E12000006"}

_COUNCILS: Final = Path(__file__).with_name("councils.csv")

# Words that a council's full style adds to its name ("Royal Borough of Greenwich").
_STYLE_WORDS: Final = frozenset(
    "the of council county city borough metropolitan district royal london corporation".split()
)

_EXPECTED: Final = (
    "the ONS code, slug or name of one of the 153 English councils with adult social services"
)
_EXAMPLE: Final = "give a code such as E08000015, a slug such as wirral or a name such as Wirral"


@dataclass(frozen=True, slots=True)
class Area:
    """A council with adult social services responsibilities.

    Parameters
    ----------
    code : str
        Its ONS code, the one in use today.
    name : str
        Its short name in plain use.
    slug : str
        Its name in folders and on the command line.
    region_code, region : str
        Its region, by ONS code and name.
    council_type : str
        The group that the publisher of ASCOF counts it in. North Yorkshire and Somerset
        became unitary in 2023, and are still counted among the shire counties.
    source_code : str
        Its three-digit or five-character code in social care collections, as text.
    """

    code: str
    name: str
    slug: str
    region_code: str
    region: str
    council_type: str
    source_code: str


def all_areas() -> tuple[Area, ...]:
    """Return every council, sorted by code.

    Returns
    -------
    tuple of Area
        The 153 councils.
    """
    return _register().areas


def second_codes() -> Mapping[str, str]:
    """Return the second codes of Barnsley and Sheffield, each with the code used here.

    Returns
    -------
    mapping of str to str
        Second code to the council's own. Both are in circulation for the same years: the
        second came with a small change of boundary on 1 April 2025 (the Barnsley and
        Sheffield (Boundary Change) Order 2024), and some publishers put it to earlier
        years too. The two are treated as one territory.
    """
    return _register().second_codes


def find_area(text: str) -> Area:
    """Find a council by ONS code, slug or name, whatever the case and punctuation.

    Parameters
    ----------
    text : str
        What the reader wrote.

    Returns
    -------
    Area
        The council meant.

    Raises
    ------
    ParameterError
        Where no council answers to it; it names the nearest.
    """
    register = _register()
    area = register.exact.get(_squeeze(text))
    if area is None and not _former(text):
        area = register.loose.get(_bare(text))
    if area is None:
        raise _unknown_area(text)
    return area


def find_region(text: str) -> str:
    """Find a region by ONS code or name ("Eastern" is East of England).

    Parameters
    ----------
    text : str
        What the reader wrote.

    Returns
    -------
    str
        The region's ONS code.

    Raises
    ------
    ParameterError
        Where no region answers to it.
    """
    code = _region_keys().get(_squeeze(text))
    if code is None:
        raise ParameterError(
            f'region "{text}"',
            "no English region has this name or code",
            "the ONS code or name of a region",
            f"give one of: {', '.join(REGIONS.values())}",
        )
    return code


@dataclass(frozen=True, slots=True)
class _Register:
    """The councils, and the keys that find them exactly and by bare name."""

    areas: tuple[Area, ...]
    exact: Mapping[str, Area]
    loose: Mapping[str, Area]
    second_codes: Mapping[str, str]


@cache
def _register() -> _Register:
    """Read the councils once."""
    areas: list[Area] = []
    exact: dict[str, Area] = {}
    loose: dict[str, Area] = {}
    second_codes: dict[str, str] = {}
    with _COUNCILS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = [row["name"], *_listed(row.pop("other_names"))]
            others = _listed(row.pop("other_codes"))
            codes = [row["code"], *others, *_renamed_to(row["code"])]
            area = Area(**row)
            areas.append(area)
            second_codes.update(dict.fromkeys(others, area.code))
            exact.update((_squeeze(text), area) for text in (*codes, area.slug, *names))
            loose.update((bare, area) for name in names if (bare := _bare(name)))
    in_order = tuple(sorted(areas, key=lambda area: area.code))
    return _Register(in_order, exact, loose, MappingProxyType(second_codes))


def _renamed_to(code: str) -> list[str]:
    """Return the former codes of the same territory."""
    return [
        step.former_code
        for step in reorganisations()
        if step.new_code == code and step.kind is Change.RENAMED
    ]


@cache
def _region_keys() -> dict[str, str]:
    """Return the squeezed codes, names and synonyms of the regions."""
    names = {name: code for code, name in REGIONS.items()}
    codes = {code: code for code in REGIONS}
    return {_squeeze(text): code for text, code in (names | _REGION_SYNONYMS | codes).items()}


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    return re.findall(r"[a-z0-9]+", plain.replace("'", ""))


def _squeeze(text: str) -> str:
    return "".join(_words(text))


def _bare(text: str) -> str:
    return "".join(word for word in _words(text) if word not in _STYLE_WORDS)


def _former(text: str) -> list[Reorganisation]:
    """Return the steps of the former council that the text names, if it names one."""
    key = _squeeze(text)
    return [
        step
        for step in reorganisations()
        if step.kind is not Change.RENAMED
        and key
        in (
            step.former_code.casefold(),
            _squeeze(step.former_name),
            f"{_squeeze(step.former_name)}council",
            f"{_squeeze(step.former_name)}countycouncil",
        )
    ]


def _unknown_area(text: str) -> ParameterError:
    """Say what is wrong with a text that names no council, and what may be meant."""
    found, mend = "no council has this code, slug or name", _EXAMPLE
    key = _squeeze(text)
    by_code = {area.code: area for area in all_areas()}
    former = _former(text)
    if former:
        found = f"{former[0].former_name} is a former council, merged or split since"
        mend = _did_you_mean(by_code[step.new_code] for step in former)
    elif key in _region_keys():
        found = "this is a region, not a council"
    elif key in ("england", ENGLAND.casefold()):
        found = "this is the whole country, not a council"
    elif re.fullmatch(r"e07\d{6}", key):
        found = "this is the code of a district council, which has no adult social services"
        mend = "give the county council that the district lies in"
    elif looks_like_number(text):
        found = "this is a number with a decimal point, not a code"
        mend = f"read the column of codes as text, never as numbers; {_EXAMPLE}"
    elif not re.fullmatch(r"e\d+", key):
        close = _close(key)
        mend = _did_you_mean(close) if close else _EXAMPLE
    return ParameterError(f'area "{text}"', found, _EXPECTED, mend)


def _close(key: str) -> list[Area]:
    """Return the councils whose keys are about as near to the key as the nearest one."""
    # Imported here because only a mistake needs it, and every kernel loads this module.
    from difflib import SequenceMatcher, get_close_matches

    exact = _register().exact
    keys = [known for known in exact if not re.fullmatch(r"e\d+", known)]
    matches = get_close_matches(key, keys, n=3, cutoff=0.75)
    ratios = [SequenceMatcher(None, match, key).ratio() for match in matches]
    near = [match for match, ratio in zip(matches, ratios, strict=True) if ratio > ratios[0] - 0.08]
    return list(dict.fromkeys(exact[match] for match in near))


def _did_you_mean(areas: Iterable[Area]) -> str:
    each = [f"{area.name} ({area.slug}, {area.code})" for area in areas]
    *most, last = each
    return f"did you mean {', '.join(most)} or {last}?" if most else f"did you mean {last}?"
