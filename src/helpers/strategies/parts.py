"""The parts of a commitment: dates, figures, targets, milestones and the measures that judge it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from helpers.base.periods import check_period
from helpers.strategies.moments import Moment

NOT_STATED: Final = "not stated"
# Where a measure's baseline is not one fixed period.
NO_BASELINE = "none"
LAST_BEFORE = "last before the start"
ALL = "all"

_ADDRESS = re.compile(r"https://[^\s<>\"]+")

Way = Literal["higher", "lower", "none"]
Role = Literal["verdict", "beside"]
State = Literal["done", "not done", "superseded", "council to confirm"]
TargetKind = Literal[
    "change in per cent", "below", "at most", "at least", "falls beside the population"
]


class Strict(BaseModel):
    """A part that refuses what it does not know, and does not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def disagrees(message: str, *place: str | int) -> PydanticCustomError:
    """Error that knows its place within the part that it is raised for."""
    # Pydantic would take braces for placeholders.
    plain: Any = message.replace("{", "").replace("}", "")
    return PydanticCustomError("disagrees", plain, {"at": place})


def _baseline_period(text: str) -> str:
    if text in {NO_BASELINE, LAST_BEFORE}:
        return text
    try:
        return check_period(text)
    except Exception as reason:
        message = f'{text} is not a financial year such as 2023-24, "{LAST_BEFORE}" or "none"'
        raise ValueError(message) from reason


BaselinePeriod = Annotated[str, AfterValidator(_baseline_period)]


class When(Strict):
    """A point in time as a document gives it.

    Attributes
    ----------
    written : str
        Its own words in short, or "not stated".
    date : str
        Year, month or day; empty where it gives none.
    why : str
        How the date was got, where the document does not give it in so many words.
    """

    written: str
    date: Moment | Literal[""] = ""
    why: str = ""


class Slip(Strict):
    """A slip in a document: recorded, and not mended."""

    where: str
    found: str


class Figure(Strict):
    """A number that a document states.

    Attributes
    ----------
    name : str
        Name within the commitment.
    value : float
        The number in `unit`.
    unit : str
        "pounds", "people", "per cent".
    written : str
        The figure as the document writes it.
    period : str
        When it was so, empty where the document does not say.
    step : float
        The smallest step in which the document writes it: 1000 for a number of millions with
        three decimals.
    """

    name: str
    value: float
    unit: str
    written: str
    period: str = ""
    step: float = Field(default=1, gt=0)


class StatedBaseline(Strict):
    """The level from which a document counts its target."""

    written: str
    value: float
    unit: str
    period: Moment


class Target(Strict):
    """A number that a document sets out to reach.

    Attributes
    ----------
    kind : str
        How the number is to be read.
    value : float or None
        The number; None only where the target is a relation and not a number.
    unit : str
        Its unit.
    written : str
        The target as the document writes it, in short.
    """

    kind: TargetKind
    value: float | None = None
    unit: str
    written: str

    @model_validator(mode="after")
    def _has_a_number(self) -> Target:
        if (self.value is None) != (self.kind == "falls beside the population"):
            message = "value is needed, unless the target is a relation to the population"
            raise ValueError(message)
        return self

    @property
    def needs_baseline(self) -> bool:
        """Whether it says nothing without the level that it starts from."""
        return self.kind in {"change in per cent", "falls beside the population"}


class Evidence(Strict):
    """What bears out the state of a milestone."""

    says: str
    date: Moment
    link: str = ""
    document: str = ""
    section: str = ""

    @model_validator(mode="after")
    def _can_be_followed(self) -> Evidence:
        if self.link and not _ADDRESS.fullmatch(self.link):
            raise disagrees(f"{self.link} is no address that begins with https://", "link")
        if not self.link and not (self.document and self.section):
            message = "evidence needs a link, or a document and its section"
            raise ValueError(message)
        return self


class Milestone(Strict):
    """Something that was to happen, and whether it has."""

    state: State = "council to confirm"
    evidence: Evidence | None = None

    @model_validator(mode="after")
    def _is_borne_out(self) -> Milestone:
        if self.state != "council to confirm" and self.evidence is None:
            message = f'"{self.state}" needs evidence with a date; without it the council confirms'
            raise ValueError(message)
        return self


class Continues(Strict):
    """The indicator by which the same was counted before, never compared across the break."""

    framework: str
    code: str
    breakdown: str = ALL


class Measure(Strict):
    """An indicator that bears on a commitment.

    Attributes
    ----------
    framework, code, breakdown : str
        Name of the indicator in the registry.
    way : {"higher", "lower", "none"}
        Which way was promised.
    role : {"verdict", "beside"}
        Whether it decides the answer, or is evidence beside it.
    baseline : str
        Period that a change is counted from: by default the last value before the strategy
        began, fixed here as a financial year; "last before the start" for data that only the
        council has; "none" where no value can serve.
    why : str
        Why the baseline is not the last value before the start, where it is not.
    continues : Continues or None
        What was counted before the series broke.
    by_month : str
        Code of the same by month, for a year that is not whole in the data.
    across : str
        On whose word its values may be compared across a break; empty where they may not.
    note : str
        What a reader must know about the measure here.
    """

    framework: str
    code: str
    breakdown: str = ALL
    way: Way
    role: Role
    baseline: BaselinePeriod
    why: str = ""
    continues: Continues | None = None
    by_month: str = ""
    across: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """Framework, code and breakdown, as they stand in a list."""
        part = "" if self.breakdown == ALL else f", {self.breakdown}"
        return f"{self.framework} {self.code}{part}"


class Sum(Strict):
    """An addition, difference or share that a document's figures imply.

    Attributes
    ----------
    id : str
        Name within the document.
    kind : {"sum", "difference", "share"}
        "sum": the parts add to the result. "difference": the first part less the second.
        "share": the first part of the second, in per cent.
    parts : tuple of str
        Figures as "commitment/figure".
    result : str
        The figure that the parts should come to.
    gap : str
        What the document says of a difference between the two.
    """

    id: str
    says: str
    kind: Literal["sum", "difference", "share"]
    parts: tuple[str, ...] = Field(min_length=2)
    result: str
    gap: str = ""
