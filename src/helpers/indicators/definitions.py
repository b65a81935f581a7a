"""The definitions of the registry: frameworks, collections, indicators and what they answer."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from helpers.base.records import Polarity
from helpers.indicators.computation import Computation, Count, Locations, Part, Population
from helpers.indicators.strict import Strict

IntervalMethod = Literal["wilson", "byar", "margin", "published", "none", "not given"]

# Ids of the catalogue of measures that the strategies and contracts name.
# Checks of data quality, each with what may follow its name.
FAR, ABOVE, EQUALS, MOVES, FEWER = (
    "far_from_others",
    "numerator_above_denominator",
    "numerator_equals:",
    "denominator_moves:",
    "fewer_than:",
)
CHECK = re.compile(rf"^({FAR}|{ABOVE}|{EQUALS}\S+|{MOVES}\d+|{FEWER}\d+)$")
CATALOGUE: tuple[str, ...] = tuple(
    f"{theme}{number}"
    for theme, last in (("PL", 10), ("CA", 9), ("DP", 8), ("WF", 7), ("BC", 13))
    for number in range(1, last + 1)
)


class Break(Strict):
    """A year before which the series may not be compared, and why."""

    before: str
    why: str


class Framework(Strict):
    """A set of definitions under which each code has one meaning.

    Attributes
    ----------
    title : str
        For people.
    starts, ends : str
        First and last financial year of its codes; empty where there is none.
    in_force : bool
        Whether a code given by itself means this framework's.
    takes : tuple of str
        Measures that it takes from other frameworks, each by framework and code.
    """

    title: str
    starts: str = ""
    ends: str = ""
    in_force: bool = False
    takes: tuple[str, ...] = ()


class Collection(Strict):
    """A statistical collection that indicators come from."""

    title: str
    breaks: tuple[Break, ...] = ()
    designation: str = ""
    designated_from: str = ""
    rounds: str = "every year"
    notes: tuple[str, ...] = ()


class Breakdown(Strict):
    """One part of a whole, as the data name it and as a reader should hear it."""

    name: str
    label: str


class Gap(Strict):
    """A question that the evidence leaves open, and the data that would answer it.

    Attributes
    ----------
    question : str
        The question.
    datasets : tuple of str
        Datasets any of which answers it; empty where no contract is for such a file.
    data, where : str
        What would answer it and where it is, where no dataset is named.
    """

    question: str
    datasets: tuple[str, ...] = ()
    data: str = ""
    where: str = ""

    @model_validator(mode="after")
    def _somewhere(self) -> Gap:
        if bool(self.datasets) == bool(self.data and self.where):
            message = "a question names either datasets or other data and where they are"
            raise ValueError(message)
        return self


def is_public(framework: str) -> bool:
    """Whether readers know the codes of a framework, as they do those of the outcomes framework."""
    return framework.startswith("ascof-")


class Indicator(Strict):
    """One registered definition.

    Attributes
    ----------
    framework, code : str
        Together the name of the indicator.
    title : str
        For headings; `phrase` is the same inside a sentence.
    collection : str
        The statistical collection.
    computed : tuple of Computation
        How it is computed from each dataset that carries it. A page shows the first of them
        that is in the inputs; the others are observations of their own.
    uncomputed : str
        Why nothing computes it, where nothing does.
    answers : tuple of str
        Ids of the catalogue that it answers.
    numerator, denominator : str
        What is counted above and below the line.
    unit : str
        Unit of the value: "per cent", "per 100,000", "score out of 12".
    multiplier : float
        From numerator over denominator to the unit.
    decimals : int
        Digits published after the point for a council; results never carry more.
    decimals_above : int or None
        The same for England and the regions, where the publisher rounds them further.
    polarity : {"higher", "lower", "context"}
        Which direction is better, if one is.
    interval : {"wilson", "byar", "margin", "published", "none", "not given"}
        Where the interval comes from; "none" where the publisher gives no margin, "not given"
        where none would mean anything.
    ranked : bool
        Whether a rank among councils means anything.
    themes : tuple of str
        Themes whose observations hold it.
    pages : tuple of str
        Those of them whose workbook shows it.
    population : tuple of two ints
        First and last age of the population that is its denominator, where it is one.
    adds_up : bool
        Whether England and the regions are the sums of their councils, so that they may be
        computed where the publisher gives none.
    carries_over : bool
        Whether it is a stock, such as people on a day, most of which was there a period before.
        Limits made of the differences between neighbours then say too early that a level moved,
        so its moves are described.
    counts_rounded_to : int
        Base to which the publisher rounds both counts; 0 for exact counts.
    counted : str
        What the numerator counts, where "how many at England's rate" means anything.
    things : str
        What the denominator counts.
    breakdowns : tuple of Breakdown
        Parts of the whole that are published beside it, in order, for people.
    maximum : float or None
        Highest possible score.
    shown_with : str
        Another indicator of the framework without which it may not be shown.
    checks : tuple of str
        Data-quality checks that apply.
    breaks : tuple of Break
        Breaks of this indicator besides those of its collection.
    caveats : tuple of str
        What the figure cannot say.
    unconfirmed : str
        What in the definition was not read in a source; empty where all was.
    """

    framework: str
    code: str
    title: str
    phrase: str
    collection: str
    computed: tuple[Computation, ...] = ()
    uncomputed: str = ""
    answers: tuple[str, ...] = ()
    numerator: str
    denominator: str
    unit: str
    multiplier: float = 1
    decimals: int = Field(ge=0, le=3)
    decimals_above: int | None = Field(default=None, ge=0, le=3)
    polarity: Polarity
    interval: IntervalMethod
    ranked: bool
    themes: tuple[str, ...]
    pages: tuple[str, ...] = ()
    population: tuple[int, int] | None = None
    adds_up: bool = False
    carries_over: bool = False
    counts_rounded_to: int = 0
    counted: str = ""
    things: str = "people"
    breakdowns: tuple[Breakdown, ...] = ()
    maximum: float | None = None
    shown_with: str = ""
    checks: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    caveats: tuple[str, ...] = ()
    unconfirmed: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Indicator:
        if bool(self.computed) == bool(self.uncomputed):
            message = "either computed or uncomputed says where its figures come from, not both"
            raise ValueError(message)
        if unknown := sorted(set(self.answers) - set(CATALOGUE)):
            message = f"answers names {unknown[0]}, which is not in the catalogue"
            raise ValueError(message)
        if not set(self.pages) <= set(self.themes):
            message = "pages names a theme that is not among its themes"
            raise ValueError(message)
        if strange := [check for check in self.checks if not CHECK.match(check)]:
            message = f"checks names {strange[0]}; known are {FAR}, {ABOVE}, {EQUALS}<code>, "
            raise ValueError(f"{message}{MOVES}<per cent>, {FEWER}<number>")
        sources = [computation.dataset for computation in self.computed]
        if len(sources) != len(set(sources)):
            message = "computed names a dataset twice"
            raise ValueError(message)
        return self

    def __hash__(self) -> int:
        """Hash of framework and code, which name the indicator."""
        return hash((self.framework, self.code))

    @property
    def name(self) -> str:
        """Framework and code, as they stand in an error or a list."""
        return f"{self.framework} {self.code}"

    @property
    def cited(self) -> str:
        """Name in brackets behind a sentence: the publisher's code, or the title without one."""
        return self.code if self.has_public_code else self.title

    @property
    def has_public_code(self) -> bool:
        """Whether readers know the code, as they do those of the outcomes framework."""
        return is_public(self.framework)

    def label_of(self, breakdown: str) -> str:
        """Return the label of a breakdown, its own name where none is registered."""
        labels = {part.name: part.label for part in self._parts if part.label}
        labels |= {part.name: part.label for part in self.breakdowns}
        return labels.get(breakdown, breakdown)

    @property
    def part_names(self) -> tuple[str, ...]:
        """Names of all parts, those that are published beside the whole first."""
        names = [part.name for part in self.breakdowns] + [part.name for part in self._parts]
        return tuple(dict.fromkeys(names))

    @property
    def _parts(self) -> tuple[Part, ...]:
        return tuple(part for computation in self.computed for part in computation.parts)

    @property
    def is_survey(self) -> bool:
        """Whether the figure comes with the publisher's margin of error."""
        return self.interval == "margin"

    @property
    def has_interval(self) -> bool:
        """Whether an interval or a margin stands beside the figure."""
        return self.interval not in {"none", "not given"}

    @property
    def has_counts(self) -> bool:
        """Whether a numerator and a denominator are published."""
        return self.interval in {"wilson", "byar"}

    @property
    def has_exact_counts(self) -> bool:
        """Whether counts above and below the line, where there are any, may be added up."""
        return self.interval in {"wilson", "byar", "not given"} and not self.counts_rounded_to

    @property
    def is_average(self) -> bool:
        """Whether the counts are of different things, such as days over discharges."""
        return self.unit.startswith(("days", "hours", "pounds"))

    @property
    def is_number(self) -> bool:
        """Whether the figure is a number by itself, which large and small councils cannot share."""
        return bool(self.computed) and all(
            isinstance(each, Count | Population)
            or (isinstance(each, Locations) and not each.counted)
            for each in self.computed
        )
