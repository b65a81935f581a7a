"""What the registry says of demand: whose number is split and projected, and on what terms."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from helpers.indicators.computation import Ages
from helpers.indicators.strict import Strict


class Band(Strict):
    """One age band of the people counted, and the residents it is set against.

    Attributes
    ----------
    breakdown : str
        The part of the indicator that counts it.
    first, last : int
        Ages of its residents, both included; 90 stands for 90 and over.
    """

    breakdown: str
    first: int = Field(ge=0, le=90)
    last: int = Field(default=90, ge=0, le=90)

    @property
    def residents(self) -> Ages:
        """The population of the same ages."""
        return Ages(first=self.first, last=self.last)


class Scenario(Strict):
    """An assumption about the rate, stated and not estimated.

    Attributes
    ----------
    name, label : str
        For tables, and in words.
    growth : float
        Yearly growth of the rate at each age: 0.01 for one per cent.
    """

    name: str
    label: str
    growth: float = Field(gt=-1)


class Demand(Strict):
    """How placements are split, projected and held against the population.

    Attributes
    ----------
    framework, code : str
        The indicator that counts them by age.
    bands : tuple of tuple of Band
        Ways to divide the ages, finest first: the first that is published whole is taken.
    older_from : int
        Age from which people count as older.
    beside : tuple of int
        Ages from which residents are counted, to compare growth with.
    in_step_within : float
        How far from the population's growth still is "in step", as a share.
    rounded_to : float
        Base to which the people of each band may have been rounded before publication, all in
        all; 0 where they were not. A verdict on growth has to stand after the worst of it.
    current_base : int
        First base year of projections that are not superseded.
    scenarios : tuple of Scenario
        In order; the first keeps the rate as it is.
    """

    framework: str
    code: str
    bands: tuple[tuple[Band, ...], ...] = Field(min_length=1)
    older_from: int = Field(ge=0, le=90)
    beside: tuple[int, ...] = Field(min_length=1)
    in_step_within: float = Field(ge=0)
    rounded_to: float = Field(default=0.0, ge=0)
    current_base: int
    scenarios: tuple[Scenario, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Demand:
        if self.scenarios[0].growth:
            message = "the first scenario keeps the rate as it is: its growth is 0"
            raise ValueError(message)
        for way in self.bands:
            ages = [age for band in way for age in range(band.first, band.last + 1)]
            if len(ages) != len(set(ages)):
                message = "the age bands of one way overlap"
                raise ValueError(message)
        return self


class Projected(StrEnum):
    """Columns of a projection's table: one row a scenario, variant and year."""

    SCENARIO = "scenario"
    VARIANT = "variant"
    YEAR = "year"
    PEOPLE = "people"
    CHANCE_LOWER = "chance_lower"
    CHANCE_UPPER = "chance_upper"
    PREVALENCE_LOWER = "prevalence_lower"
    PREVALENCE_UPPER = "prevalence_upper"
    LOWER = "lower"
    UPPER = "upper"


class Split(StrEnum):
    """Columns of the table of a change: one row a part of it."""

    PART = "part"
    PEOPLE = "people"
