"""The few ways in which an indicator is computed from a dataset's canonical table.

Each is a model of the registry: what to select, which columns to take, what to divide by
what. The engine (`calculation`) knows these and no others, so that a new indicator is an
entry of `data_contracts/indicators.yaml` and not a piece of code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from helpers.indicators.strict import Strict

ALL = "all"
"""The breakdown of a figure that is of everybody."""

Where = dict[str, tuple[str | None, ...]]
Areas = Literal["codes", "districts", "names", "return codes", "commissioners"]


class Dataset(Strict):
    """Where a dataset says which area and period a row is of.

    Attributes
    ----------
    area : str
        Column of the area.
    areas : {"codes", "districts", "names", "return codes", "commissioners"}
        What stands there: ONS codes of councils; ONS codes of districts, that are added up to
        their counties; names; codes of the social care returns; codes of NHS commissioners,
        that are added up by the registry's list.
    as_at : str
        Column of dates whose latest is the day that the whole extract speaks of, where the
        rows have no period.
    sets_the_year : bool
        Whether its last year is the reporting year of a page for which none is asked for.
    at_total : dict
        Columns by which the dataset splits its figures in many ways, each with the word of the
        whole, which a blank stands for too. A selection that does not name one takes the whole.
    """

    area: str = "area_code"
    areas: Areas = "codes"
    as_at: str = ""
    sets_the_year: bool = False
    at_total: dict[str, str] = Field(default_factory=dict)


class Period(Strict):
    """Where a computation's period stands, where it is not the dataset's own.

    Attributes
    ----------
    column, kind : str
        Column, and what it holds.
    quarter : str
        Column of the quarter ("Q1") within the financial year of `column`.
    """

    column: str
    kind: Literal["financial year", "quarter", "month", "calendar year", "mid-year", "date"]
    quarter: str = ""


class Part(Strict):
    """One part of a whole: which rows it is, or which column.

    Attributes
    ----------
    name : str
        In the column `breakdown`.
    label : str
        In words; the name where there are none.
    where : dict
        Rows of this part, above and below the line, in place of the whole's.
    counted : dict
        Rows of this part above the line alone.
    column : str
        Column of this part, above the line.
    """

    name: str
    label: str = ""
    where: Where = Field(default_factory=dict)
    counted: Where = Field(default_factory=dict)
    column: str = ""


class Term(Strict):
    """A sum over rows.

    Attributes
    ----------
    column : str
        What is added up.
    where : dict
        Accepted values by column, beside those of the computation. There has to be one figure
        for each combination of the values listed, or there is no sum; a figure that several
        rows repeat counts once.
    less : dict
        As `where`, for rows that are taken away from the sum.
    any_number : bool
        Whether any number of rows will do.
    """

    column: str
    where: Where = Field(default_factory=dict)
    less: Where = Field(default_factory=dict)
    any_number: bool = False


class Ages(Strict):
    """A population of the mid-year estimates, at the mid-year in which the financial year starts.

    Attributes
    ----------
    first, last : int
        Ages, both included; 90 stands for 90 and over.
    sex : {"persons", "males", "females"}
        Whose.
    """

    first: int = Field(ge=0, le=90)
    last: int = Field(default=90, ge=0, le=90)
    sex: Literal["persons", "males", "females"] = "persons"

    @model_validator(mode="after")
    def _in_order(self) -> Ages:
        if self.first > self.last:
            message = "the first age is above the last"
            raise ValueError(message)
        return self


class Reference(Strict):
    """A denominator out of another dataset, at its latest period before the figure's end.

    Attributes
    ----------
    dataset : str
        Whose table.
    count : Term
        What is added up.
    """

    dataset: str
    count: Term


class _Computation(Strict):
    dataset: str
    where: Where = Field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    whole: bool = True
    period: Period | None = None


class Published(_Computation):
    """The figure as the publisher computed it, with what stands beside it.

    Attributes
    ----------
    value, status : str
        Columns of the figure and of its status; the contract's own status column if left out.
    numerator, denominator, margin, respondents, lower, upper : str
        Columns, empty where the publisher gives none.
    """

    kind: Literal["published"]
    value: str
    status: str = ""
    numerator: str = ""
    denominator: str = ""
    margin: str = ""
    respondents: str = ""
    lower: str = ""
    upper: str = ""


class _Summed(_Computation):
    # Periods of the data are added up to financial years, only where all of a year are there.
    over: Literal["", "financial year"] = ""


class Share(_Summed):
    """A part of a whole: never above it."""

    kind: Literal["share"]
    numerator: Term
    denominator: Term


class Mean(_Summed):
    """A sum over the number of those it is about: days over discharges, say."""

    kind: Literal["mean"]
    numerator: Term
    denominator: Term


class Count(_Summed):
    """A number by itself."""

    kind: Literal["count"]
    count: Term


class PopulationRate(_Summed):
    """Events for so many people: a count over the pinned population, or another dataset's count."""

    kind: Literal["population_rate"]
    count: Term
    per: Ages | Reference


class Locations(_Computation):
    """Distinct places, each counted once however many rows it has.

    Attributes
    ----------
    distinct : str
        Column of the place's number.
    same_as : str
        Column that names another place which this one is counted as.
    counted : dict
        Which of the places are above the line; where it is left out, the figure is a number.
    column : str
        Column added up over the places, such as beds; where it is left out, places are counted.
    """

    kind: Literal["locations"]
    distinct: str
    same_as: str = ""
    counted: Where = Field(default_factory=dict)
    column: str = ""


class Population(_Computation):
    """A population itself, at each mid-year that the estimates hold."""

    kind: Literal["population"]
    people: Ages


Computation = Annotated[
    Published | Share | Mean | Count | PopulationRate | Locations | Population,
    Field(discriminator="kind"),
]
Summed = Share | Mean | Count | PopulationRate


def wholes_and_parts(computation: Summed) -> Iterator[tuple[str, Where, Where, str]]:
    """The whole and the parts of a computation: name, rows, rows above the line, column."""
    if computation.whole:
        yield ALL, computation.where, computation.where, ""
    for part in computation.parts:
        where = computation.where | part.where
        yield part.name, where, where | part.counted, part.column
