"""What a strategy file may hold: documents, and what they promise, state and cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from helpers.base import digests
from helpers.base.geography import Area, find_area
from helpers.base.themes import THEMES
from helpers.strategies.moments import Moment
from helpers.strategies.parts import (
    NOT_STATED,
    Figure,
    Measure,
    Milestone,
    Slip,
    StatedBaseline,
    Strict,
    Sum,
    Target,
    When,
    disagrees,
)

_AS_NONE = 'write "not stated"'
OUTSIDE = "outside"
ALL_THEMES = "all"
THEME_NAMES = (*(theme.slug for theme in THEMES), OUTSIDE, ALL_THEMES)

Type = Literal["target", "baseline", "money", "milestone", "direction"]
Standing = Literal["in force", "closed"]
Direction = Literal["up", "down", "up and down", "none stated"]
JudgedFrom = Literal[
    "published data", "other published data", "local data", "the council", "the document"
]


def _theme(name: str) -> str:
    if name not in THEME_NAMES:
        message = f"{name} is no theme; known are {', '.join(THEME_NAMES)}"
        raise ValueError(message)
    return name


ThemeName = Annotated[str, AfterValidator(_theme)]
Id = Annotated[str, Field(pattern=r"^\d{3}-\d{1,2}$")]


class Document(Strict):
    """One published document of a strategy.

    Attributes
    ----------
    id, title, publisher, published, file : str
        What it is, and where it is kept.
    standing : {"in force", "closed"}
        Closed where its time is over; shown apart and outside the headline count.
    starts, ends : When
        Its time. A value counts as collected after it began when its period began on `starts`
        or later.
    note : str
        What a reader must know about it.
    slips : tuple of Slip
        Slips that belong to no single commitment.
    sums : tuple of Sum
        What its figures imply.
    """

    id: str = Field(pattern=r"^\d{3}$")
    title: str
    publisher: str
    published: str
    file: str
    standing: Standing
    starts: When
    ends: When
    note: str = ""
    slips: tuple[Slip, ...] = ()
    sums: tuple[Sum, ...] = ()

    @model_validator(mode="after")
    def _has_a_first_day(self) -> Document:
        if len(self.starts.date) != len("2024-01-01"):
            told = "starts needs a day, such as 2024-01-01; say in why how it was got"
            raise disagrees(told, "starts", "date")
        return self


class Commitment(Strict):
    """One promise, baseline, milestone or sum of a document, in plain words.

    Attributes
    ----------
    id : str
        Document and number, such as "000-10".
    section : str
        Where in the document it stands.
    says : str
        A paraphrase; a document's own sentences are not reproduced.
    types : tuple of str
        What kind of promise it is; each kind has an answer of its own.
    themes : tuple of str
        The five, "outside", or "all" alone.
    direction : str
        Which way the document says that something is to move.
    measures : tuple of Measure
        Indicators that bear on it.
    baseline : StatedBaseline or "not stated"
        The level that the document counts from.
    target : Target or None
        The number that it sets out to reach.
    deadline : When
        By when, as written.
    stated : tuple of Figure
        Numbers that it states.
    milestone : Milestone
        Whether it has happened.
    needs : str
        What would be needed to judge it.
    judged_from : str
        Where that is to be found.
    local_dataset : str
        Contract of the council's own data that would hold it.
    note : str
        What a reader must know.
    slips : tuple of Slip
        Slips in the document about it.
    """

    id: Id
    section: str
    says: str
    types: tuple[Type, ...] = Field(min_length=1)
    themes: tuple[ThemeName, ...] = Field(min_length=1)
    direction: Direction = "none stated"
    measures: tuple[Measure, ...] = ()
    baseline: StatedBaseline | Literal["not stated"] = NOT_STATED
    target: Target | None = None
    deadline: When = When(written=NOT_STATED)
    stated: tuple[Figure, ...] = ()
    milestone: Milestone = Milestone()
    needs: str
    judged_from: JudgedFrom
    local_dataset: str = ""
    note: str = ""
    slips: tuple[Slip, ...] = ()

    @property
    def document(self) -> str:
        """Id of the document that it stands in."""
        return self.id[:3]

    def of_role(self, role: str) -> tuple[Measure, ...]:
        """Measures that decide the answer, or those beside it."""
        return tuple(measure for measure in self.measures if measure.role == role)

    @model_validator(mode="after")
    def _all_stands_alone(self) -> Commitment:
        if ALL_THEMES in self.themes and len(self.themes) > 1:
            told = '"all" stands alone'
            raise disagrees(told, "themes")
        return self

    @model_validator(mode="after")
    def _target_is_whole(self) -> Commitment:
        if (self.target is None) == ("target" in self.types):
            told = "a commitment of type target has a target, and no other has one"
            raise disagrees(told, "target" if self.target else "types")
        missing = {"baseline", "deadline"} - self.model_fields_set
        if self.target is not None and missing:
            told = f"a target says its {min(missing)}; where the document gives none, {_AS_NONE}"
            raise disagrees(told)
        return self

    @model_validator(mode="after")
    def _direction_has_no_number(self) -> Commitment:
        if self.stated and not {"target", "baseline", "money"} & set(self.types):
            told = "a direction or a milestone carries no number; give the type that does"
            raise disagrees(told, "stated")
        undirected = self.direction == "none stated" and "direction" in self.types
        if undirected and self.of_role("verdict"):
            told = "no direction is stated, so no measure can decide on one"
            raise disagrees(told, "measures")
        return self

    @model_validator(mode="after")
    def _measures_fit(self) -> Commitment:
        judged = {"target", "baseline", "direction"} & set(self.types)
        for at, measure in enumerate(self.measures):
            if measure.role == "beside":
                continue
            if not judged:
                told = f"{measure.name} cannot decide: a milestone or a sum is no measure's"
                raise disagrees(told, "measures", at, "role")
            if measure.way == "none" and "direction" in self.types:
                told = f"{measure.name} decides on a direction and has none"
                raise disagrees(told, "measures", at, "way")
        if self.milestone != Milestone() and "milestone" not in self.types:
            told = "a state is given to what is no milestone"
            raise disagrees(told, "milestone")
        return self


class Context(Strict):
    """Something kept beside the commitments because it explains them; never counted."""

    id: Id
    source: str
    says: str
    themes: tuple[ThemeName, ...]
    date: Moment


class Strategy(Strict):
    """A council's published strategy.

    Attributes
    ----------
    council : str
        ONS code of the council.
    title : str
        Title of the document in force, or of the last one.
    starts, ends : str
        Years as the document gives them.
    documents : tuple of Document
        Where it was published.
    commitments : tuple of Commitment
        What it promises.
    context : tuple of Context
        What is kept apart.
    """

    strategy_version: Literal["2"]
    council: str
    title: str
    starts: str
    ends: str
    documents: tuple[Document, ...] = Field(min_length=1)
    commitments: tuple[Commitment, ...] = ()
    context: tuple[Context, ...] = ()

    @model_validator(mode="after")
    def _names_agree(self) -> Strategy:
        _once("documents", [document.id for document in self.documents])
        _once("commitments", [commitment.id for commitment in self.commitments])
        known = {document.id for document in self.documents}
        for at, commitment in enumerate(self.commitments):
            if commitment.document not in known:
                told = f"{commitment.id} stands in a document that is not listed"
                raise disagrees(told, "commitments", at, "id")
        figures = {
            f"{commitment.id}/{figure.name}"
            for commitment in self.commitments
            for figure in commitment.stated
        }
        for at, document in enumerate(self.documents):
            for number, each in enumerate(document.sums):
                for name in {*each.parts, each.result} - figures:
                    told = f"sum {each.id} names {name}, which no commitment states"
                    raise disagrees(told, "documents", at, "sums", number)
        return self

    @property
    def area(self) -> Area:
        """The council that published the strategy."""
        return find_area(self.council)

    @property
    def digest(self) -> str:
        """SHA-256 over what the file says, whatever its layout and comments."""
        return digests.of_value(self.model_dump(mode="json"))

    @property
    def in_force(self) -> bool:
        """Whether any of its documents is in force."""
        return any(document.standing == "in force" for document in self.documents)

    def document_of(self, commitment: Commitment) -> Document:
        """Return the document that a commitment stands in."""
        return next(each for each in self.documents if each.id == commitment.document)

    def of_theme(self, theme: str) -> tuple[Commitment, ...]:
        """Commitments that bear on a theme, those on all themes included."""
        return tuple(
            each for each in self.commitments if theme in each.themes or ALL_THEMES in each.themes
        )

    def figure(self, name: str) -> Figure:
        """Return a stated figure by "commitment/figure"."""
        wanted, _, figure = name.partition("/")
        return next(
            each
            for commitment in self.commitments
            if commitment.id == wanted
            for each in commitment.stated
            if each.name == figure
        )


def _once(kind: str, names: list[str]) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            raise disagrees(f"{name} is there twice", kind, at, "id")
