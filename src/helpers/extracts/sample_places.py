"""An invented part of the register of care services, as the Commission lays it out.

It holds the councils with a strategy alone: a row a service makes all of England too large.
Homes and their ratings are as many as in the sample's table 6b.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from helpers.base.geography import Area
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import Rows, sheet_bytes, with_strategies
from helpers.extracts.sample_figures import Draws, providers

_TYPES: Final = (
    "Supported living service",
    "Domiciliary care service",
    "Extra Care housing services",
    "Shared Lives",
    "Care home service with nursing",
    "Care home service without nursing",
)
_BANDS: Final = (
    "Older People",
    "Dementia",
    "Younger Adults",
    "Learning disabilities or autistic spectrum disorder",
    "Mental Health",
    "Physical Disability",
)
_HEADER: Final = [
    "Location ID", "Location HSCA start date", "Care home?", "Location Name",
    "Location Postal Code", "Location Local Authority", "Location Region",
    "Location Inspection Directorate", "Location Primary Inspection Category",
    "Location Latest Overall Rating", "Publication Date", "Inherited Rating (Y/N)",
    "Care homes beds", "Dormant (Y/N)", "Location Dual Registered",
    "Primary ID (Dual registration locations)", "Provider ID", "Provider Name", "Brand Name",
    *(f"Service type - {name}" for name in _TYPES),
    *(f"Service user band - {name}" for name in _BANDS),
]  # fmt: skip
_AT_HOME: Final = ("Good",) * 16 + ("Outstanding", "Requires improvement", "", "")


@dataclass(frozen=True)
class Service:
    """One service of a council: which in order, of which type, and how it is rated."""

    area: Area
    number: int
    kind: int
    rating: str

    @property
    def home(self) -> bool:
        """Whether it is a care home."""
        return self.kind >= 4

    @property
    def id(self) -> str:
        """Its number on the register, invented."""
        return f"1-9{self.area.code[-3:]}{self.number:05d}"


def register(draws: Draws) -> bytes:
    """Return the services of the councils with a strategy.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    rows: Rows = [list(_HEADER)]
    for area in with_strategies():
        services = _services(draws, area)
        rows += [_row(draws, service) for service in services]
        # A home under two providers stands twice, and is to be counted once.
        twice = next(service for service in services if service.home)
        again = _row(draws, twice)
        again[0] = f"{twice.id}9"
        again[14:16] = ["Dual Registration", twice.id]
        rows.append(again)
    return sheet_bytes(rows, "HSCA_Active_Locations")


def _services(draws: Draws, area: Area) -> list[Service]:
    best, good, other, new = providers(draws, area.code, 2024)
    poor = round(other * 0.12)
    ratings = ["Outstanding"] * best + ["Good"] * good + [""] * new
    ratings += ["Requires improvement"] * (other - poor) + ["Inadequate"] * poor
    found = []
    for number, rating in enumerate(ratings, start=1):
        nursing = draws.uniform("nursing", area.code, number) < 0.32
        found.append(Service(area, number, 4 if nursing else 5, rating))
    for number in range(len(ratings) + 1, len(ratings) + round(len(ratings) * 0.45) + 1):
        chosen = draws.uniform("at home", area.code, number)
        kind = 0 if chosen < 0.12 else 2 if chosen < 0.18 else 3 if chosen < 0.2 else 1
        lot = draws.uniform("rated", area.code, number)
        found.append(Service(area, number, kind, _AT_HOME[int(lot * len(_AT_HOME))]))
    return found


def _row(draws: Draws, service: Service) -> list[Cell]:
    area, number = service.area, service.number
    size = 46 if service.kind == 4 else 26
    beds = max(4, round(size * draws.factor(0.4, "beds", area.code, number)))
    older = not service.home or draws.uniform("older", area.code, number) < 0.75
    user_bands = (older, older and number % 3 != 0, not older, not older, False, number % 4 == 0)
    day = 1 + number % 28
    return [
        service.id,
        f"20{11 + number % 12}-04-{day:02d}",
        "Y" if service.home else "N",
        f"Invented {'home' if service.home else 'service'} {number}",
        "",
        area.name,
        area.region,
        "Adult social care",
        "Residential social care" if service.home else "Community based adult social care services",
        service.rating,
        f"202{2 + number % 3}-{1 + number % 12:02d}-{day:02d}" if service.rating else "",
        "N" if service.rating else "",
        beds if service.home else "",
        "N",
        "",
        "",
        f"1-8{area.code[-3:]}{number % 40:05d}",
        f"Invented provider {number % 40}",
        "-",
        *("Y" if place == service.kind else "" for place in range(len(_TYPES))),
        *("Y" if yes else "" for yes in user_bands),
    ]
