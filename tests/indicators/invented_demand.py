"""Invented extracts of one county: placements by age, residents and their projection."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracts.specimens import FOLDER, Specimen, write
from helpers.base.geography import Area

BANDS = ("18 to 64", "65 to 74", "75 to 84", "85 and over")
COARSE = ("18 to 64", "65 and over")
SETTINGS = ("Nursing", "Residential")
SUPPRESSED = "[c]"


def placements(folder: Path, area: Area, year: int, people: Mapping[str, int | str]) -> None:
    """Write an activity file whose placements of one council are given by age, half a setting."""
    header, *rows = Specimen(FOLDER / "activity_lts001.py").content()[""]
    place = {name: number for number, name in enumerate(header)}
    for row in rows:
        row[place["FYEnding"]] = str(year)
    pattern = list(rows[-1])
    where = ["Council", area.name, area.name, area.code, area.source_code, area.region_code]
    for number, (band, value) in enumerate(people.items()):
        for turn, setting in enumerate(SETTINGS):
            row = list(pattern)
            row[place["UID"]] = f"Z{number}{turn}"
            row[place["Measure"]], row[place["View"]] = "LTS001B", "9 - Settings"
            row[place["GeographyLevel"] : place["RegionGOCode"] + 1] = where
            for name in header[place["AgeBand"] : place["ITEMVALUE"]]:
                row[place[name]] = "99"
            row[place["ShortTermCarePurpose"]] = ""
            row[place["AgeBand"]], row[place["LongTermSupportSetting"]] = band, setting
            row[place["ITEMVALUE"]] = value if isinstance(value, str) else value // 2
            rows.append(row)
    write({"": [header, *rows]}, folder, f"placements-{year}")


def residents(folder: Path, area: Area, by_year: Mapping[int, Mapping[str, int]]) -> None:
    """Write mid-year estimates: people at each single year of age of a band, half of each sex."""
    header = ["ladcode23", "laname23", "country", "sex", "age"]
    header += [f"population_{year}" for year in by_year]
    rows: list[list[Any]] = [["Population estimates (invented figures)"], header]
    for sex in "FM":
        for age in range(91):
            each = [_at(bands, age) // 2 for bands in by_year.values()]
            rows.append([area.code, area.name, "E", sex, age, *each])
    write({"MYEB1": rows}, folder, "residents")


def projection(
    folder: Path,
    codes: Mapping[str, float],
    variant: str,
    by_year: Mapping[int, Mapping[str, float]],
) -> None:
    """Write a projection; the residents of each band are shared out among areas."""
    rows: list[list[Any]] = [
        [f"Invented figures. Variant: {variant}"],
        ["AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP", *by_year],
    ]
    for code, share in codes.items():
        for age in range(91):
            label = "90 and over" if age == 90 else str(age)
            figures = [_at(bands, age) * share for bands in by_year.values()]
            rows.append([code, code, "Population", "persons", label, *figures])
    write({"": rows}, folder, f"projection-{variant.replace(' ', '-')}")


def _at(bands: Mapping[str, Any], age: int) -> Any:
    """Residents at one age, by the band that holds it."""
    first = {"under 65": 0, "65 to 74": 65, "75 to 84": 75, "85 and over": 85}
    return bands[max((name for name in bands if first[name] <= age), key=first.__getitem__)]
