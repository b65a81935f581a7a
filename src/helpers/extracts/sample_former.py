"""An invented year of the former return: the long ASCOF file of 2022 to 2023.

The last year of the former codes. Its councils are those of two regions, as they were in
that year; England and the regions are the sums of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import TWO_REGIONS, Rows, part_of, shared_out, sheet_bytes
from helpers.extracts.sample_figures import CITY_OF_LONDON, ISLES_OF_SCILLY, Draws, populations
from helpers.extracts.sample_layout import GROUPS, Council, councils
from helpers.extracts.sample_surveys import to_five
from helpers.extracts.samples import half_up

YEAR: Final = 2022
_HEADER: Final = [
    "Geographical Code", "Geographical Description", "Geographical Level", "ONS Code",
    "ASCOF Measure Code", "Disaggregation Level", "Measure Type", "Measure Value",
    "Measure Group", "Measure Group Description",
]  # fmt: skip
_HIDDEN: Final = frozenset({ISLES_OF_SCILLY, CITY_OF_LONDON})


@dataclass(frozen=True)
class Measure:
    """A measure of the former return, and the groups for which it is given."""

    code: str
    title: str
    per: int = 100
    groups: Mapping[str, str] | None = None


_AGES: Final = {"1864": "18-64", "65OV": "65 and over"}
_REACHED: Final = {
    "M": "Male",
    "F": "Female",
    "6574": "65-74",
    "7584": "75-84",
    "85OV": "85 and over",
}
_MEASURES: Final = (
    Measure("1C1B", "Carers with self-directed support"),
    Measure("1C2A", "People with a direct payment", groups=_AGES),
    Measure("1C2B", "Carers with a direct payment"),
    Measure("1G", "Learning disability, at home or with family"),
    Measure("2A1", "Admissions to care homes, 18 to 64", per=100_000),
    Measure("2A2", "Admissions to care homes, 65 and over", per=100_000),
    Measure("2B1", "At home 91 days after discharge into reablement"),
    Measure("2B2", "Discharged into reablement", groups=_REACHED),
    Measure("2D", "Reablement with no further request"),
)
Pair = tuple[int, int]


def former_return(draws: Draws) -> bytes:
    """Return the long file, with England and the regions as sums of their councils.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    of_the_year = [row for row in councils(abolished=True) if row.exists(YEAR)]
    counts = {row: _counts(draws, row.code) for row in of_the_year}
    rows: Rows = [list(_HEADER)]
    for group in GROUPS:
        if group.code == "[z]":
            continue
        level = "England" if group.letters == "England" else "Region"
        place: list[Cell] = [group.letters, group.name, level, group.code]
        held = [own for row, own in counts.items() if group.holds(row)]
        rows += _rows(place, _added(held), rounded=True)
    for row, own in counts.items():
        if row.region in TWO_REGIONS:
            rows += _rows(_place(row), own, hidden=row.code in _HIDDEN)
    return sheet_bytes(rows, f"ASCOF {YEAR}-{(YEAR + 1) % 100}")


def _place(row: Council) -> list[Cell]:
    return [row.source_code, row.name, "Council", row.code]


def _rows(
    place: list[Cell],
    counts: Mapping[tuple[str, str], Pair],
    *,
    hidden: bool = False,
    rounded: bool = False,
) -> Iterable[list[Cell]]:
    for measure in _MEASURES:
        for suffix, label in {"": "Total", **(measure.groups or {})}.items():
            above, below = counts[measure.code, suffix]
            shown: list[Cell] = [above, below, half_up(above, below, measure.per)]
            if hidden or above < 5:
                shown = ["[c]"] * 3
            elif rounded:
                shown[:2] = [to_five(above), to_five(below)]
            for kind, value in zip(("Numerator", "Denominator", "Outcome"), shown, strict=True):
                names: list[Cell] = [measure.code + suffix, label, kind, value]
                yield [*place, *names, measure.code, measure.title]


def _counts(draws: Draws, code: str) -> dict[tuple[str, str], Pair]:
    adults, older = populations(draws, code, YEAR)

    def scaled(base: int, per_1000: float, what: str) -> int:
        return max(2, round(base * per_1000 / 1000 * draws.factor(0.25, "former", what, code)))

    def part(what: str, of: int, level: float, between: float) -> Pair:
        return part_of(draws, of, level, between, "former", what, code), of

    community = scaled(older, 31, "community")
    carers = scaled(older, 7, "carers")
    discharged = scaled(older, 190, "discharged")
    directed = part("1C1B", carers, 88, 6)
    paid = part("1C2A", community, 27, 6)
    reached = part("2B2", discharged, 3, 0.8)
    helped = scaled(older, 15, "helped")
    found = {
        ("1C1B", ""): directed,
        ("1C2A", ""): paid,
        ("1C2B", ""): (part("1C2B", directed[0], 82, 8)[0], carers),
        ("1G", ""): part("1G", scaled(adults, 4, "learning"), 79, 6),
        ("2A1", ""): (scaled(adults, 0.14, "2A1"), adults),
        ("2A2", ""): (scaled(older, 5.4, "2A2"), older),
        ("2B1", ""): part("2B1", reached[0], 82, 5),
        ("2B2", ""): reached,
        ("2D", ""): part("2D", helped, 76, 9),
    }
    found |= _of_groups("1C2A", _AGES, paid, ((60, 40), (45, 55)))
    sexes = {key: _REACHED[key] for key in ("M", "F")}
    ages = {key: _REACHED[key] for key in ("6574", "7584", "85OV")}
    found |= _of_groups("2B2", sexes, reached, ((42, 58), (46, 54)))
    found |= _of_groups("2B2", ages, reached, ((18, 36, 46), (34, 37, 29)))
    return found


def _of_groups(
    measure: str,
    groups: Mapping[str, str],
    whole: Pair,
    shares: tuple[tuple[int, ...], tuple[int, ...]],
) -> dict[tuple[str, str], Pair]:
    above, below = (shared_out(number, share) for number, share in zip(whole, shares, strict=True))
    return {
        (measure, suffix): pair
        for suffix, pair in zip(groups, zip(above, below, strict=True), strict=True)
    }


def _added(several: Iterable[Mapping[tuple[str, str], Pair]]) -> dict[tuple[str, str], Pair]:
    found: dict[tuple[str, str], Pair] = {}
    for own in several:
        for key, (above, below) in own.items():
            before = found.get(key, (0, 0))
            found[key] = before[0] + above, before[1] + below
    return found
