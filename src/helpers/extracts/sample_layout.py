"""The rows and columns of the publisher's ASCOF time series, oddities and all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

from helpers.base.geography import ENGLAND, all_areas
from helpers.extracts.ods import Cell

Column = Mapping[str, Sequence[Cell]]

_KEYS: Final = ("Local authority code", "Local authority", "ONS area code")
CUMBRIA: Final = "E10000006"
DORSET: Final = "E06000059"
OLD_DORSET: Final = "E10000009"
NORTHAMPTONSHIRES: Final = frozenset({"E06000061", "E06000062"})

_ALWAYS: Final = 9999
_PUBLISHERS_NAMES: Final = {"E06000035": "Medway Towns", "E06000020": "Telford and the Wrekin"}
_FIRST_YEARS: Final = {
    "E06000058": 2019,
    DORSET: 2019,
    "E06000061": 2021,
    "E06000062": 2021,
    "E06000063": 2023,
    "E06000064": 2023,
}
_TYPES: Final = {
    "shire county": "S",
    "unitary authority": "U",
    "metropolitan district": "M",
    "inner London": "I",
    "outer London": "O",
}
_LAST_ROWS: Final = ("Z9D4Z", "U6Q5Z", "W8X1Q", "H6X4G")


@dataclass(frozen=True)
class Council:
    """A row of one council, of today or abolished since."""

    source_code: str
    name: str
    code: str
    region: str
    kind: str
    first: int = 0
    last: int = _ALWAYS

    def exists(self, year: int) -> bool:
        """Return whether the council existed in the year that starts then."""
        return self.first <= year <= self.last


@dataclass(frozen=True)
class Group:
    """A row of England, a council type or a region."""

    letters: str
    name: str
    code: str

    def holds(self, council: Council) -> bool:
        """Return whether the council counts towards this row."""
        return self.letters in ("England", council.kind) or self.code == council.region


GROUPS: Final = (
    Group("England", "England", ENGLAND),
    Group("S", "Shire Counties", "[z]"),
    Group("U", "Unitary Authorities", "[z]"),
    Group("M", "Metropolitan Districts", "[z]"),
    Group("I", "Inner London", "[z]"),
    Group("O", "Outer London", "[z]"),
    Group("EM", "East Midlands", "E12000004"),
    Group("E", "Eastern", "E12000006"),
    Group("L", "London", "E12000007"),
    Group("NE", "North East", "E12000001"),
    Group("NW", "North West", "E12000002"),
    Group("SE", "South East", "E12000008"),
    Group("SW", "South West", "E12000009"),
    Group("WM", "West Midlands", "E12000005"),
    Group("YH", "Yorkshire and the Humber", "E12000003"),
)
DISTRICT: Final = Group("D", "District", "[z]")
GROUPS_WITH_DISTRICT: Final = (*GROUPS[:6], DISTRICT, *GROUPS[6:])

_ABOLISHED: Final = (
    Council("102", "Cumbria", CUMBRIA, "E12000002", "S", last=2022),
    Council("504", "Northamptonshire", "E10000021", "E12000004", "S", last=2020),
    Council("809", "Dorset County", OLD_DORSET, "E12000009", "S", last=2018),
    Council("810", "Bournemouth", "E06000028", "E12000009", "U", last=2018),
    Council("811", "Poole", "E06000029", "E12000009", "U", last=2018),
)


@cache
def councils(abolished: bool = False) -> tuple[Council, ...]:
    """Return the publisher's council rows in its order, on request with the abolished."""
    rows = [
        Council(
            area.source_code,
            _PUBLISHERS_NAMES.get(area.code, area.name),
            area.code,
            area.region_code,
            _TYPES[area.council_type],
            first=_FIRST_YEARS.get(area.code, 0),
        )
        for area in all_areas()
    ]
    rows += _ABOLISHED if abolished else ()
    return tuple(sorted(rows, key=_position))


def councils_with_old_dorset() -> tuple[Council, ...]:
    """Return the rows of tables 4b, 6a and 6b: Dorset stands in the abolished county's row."""
    old = next(row for row in _ABOLISHED if row.code == OLD_DORSET)
    return tuple(old if row.code == DORSET else row for row in councils())


def row_id(row: Council | Group) -> str:
    """Return what a row's figures are kept under."""
    return row.code if isinstance(row, Council) else row.letters


def year_label(year: int) -> str:
    """Return a financial year in the publisher's words."""
    return f"{year} to {year + 1}"


def grid(
    rows: Iterable[Council | Group],
    years: Sequence[int],
    things: Sequence[str],
    columns: Sequence[Column],
) -> list[list[Cell]]:
    """Set a table: its header, then each row's keys and its cells of every year."""
    heads = [f"{year_label(year)} - {thing}" for year in years for thing in things]
    return [
        [*_KEYS, *heads],
        *([*_keys(row), *chain.from_iterable(c[row_id(row)] for c in columns)] for row in rows),
    ]


def _keys(row: Council | Group) -> list[Cell]:
    code = row.source_code if isinstance(row, Council) else row.letters
    # The publisher's cell is a number where the code is one.
    return [int(code) if code.isdigit() else code, row.name, row.code]


def _position(row: Council) -> tuple[int, str, int]:
    if row.source_code in _LAST_ROWS:
        return 1, "", _LAST_ROWS.index(row.source_code)
    return 0, row.source_code, row.first
