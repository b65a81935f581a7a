"""The words of the answers, and the records that carry them: no colour, and no other words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from helpers.strategies.model import Commitment, Document, Type
from helpers.strategies.parts import Measure
from helpers.strategies.readings import Reading

AS_PROMISED = "moving as promised"
NO_CLEAR_CHANGE = "no clear change"
OTHER_WAY = "moving the other way"
MIXED = "mixed"
STARTING_POINT = "starting point only"
CANNOT = "cannot be judged"
THEN_AND_NOW = "then and now"
MET = "met"
NOT_MET = "not met"
NOT_YET_DUE = "not yet due"
ADDS_UP = "adds up"
DOES_NOT_ADD_UP = "does not add up, as stated"

DIRECTIONS = (AS_PROMISED, NO_CLEAR_CHANGE, OTHER_WAY, MIXED, STARTING_POINT, CANNOT)
TARGETS = (MET, NOT_MET, NOT_YET_DUE, CANNOT)
MONEY = (ADDS_UP, DOES_NOT_ADD_UP, CANNOT)
MILESTONES = ("done", "not done", "superseded", "council to confirm")

Cause = Literal[
    "",
    "series broken",
    "not published",
    "not in the data",
    "needs local data",
    "no baseline",
    "flagged data",
    "no margin",
    "no direction stated",
    "nothing to add up",
]


@dataclass(frozen=True)
class Level:
    """Where we are, by one measure.

    Attributes
    ----------
    measure : Measure
        Which.
    title : str
        The indicator's title; the measure's own name where it is not registered.
    reading : Reading or None
        The latest observation; None where there is none.
    at_england_rate : float or None
        What the count would be at England's rate.
    cause : str
        Why there is no figure, empty where there is one.
    text : str
        All of it in words.
    brief : str
        The figure beside England's, in a few words; the cause where there is no figure.
    """

    measure: Measure
    title: str
    reading: Reading | None
    at_england_rate: float | None
    cause: Cause
    text: str
    brief: str

    @property
    def observations(self) -> tuple[str, ...]:
        """Ids of the observations used."""
        return () if self.reading is None else (self.reading.id,)


@dataclass(frozen=True)
class Move:
    """Which way, by one measure.

    Attributes
    ----------
    measure : Measure
        Which.
    title : str
        The indicator's title.
    verdict : str
        One of `DIRECTIONS`, never "mixed".
    cause : str
        Why it cannot be judged, empty where it can.
    text : str
        The reason in words, with its figures.
    readings : tuple of Reading
        The observations used.
    before : {"", "up", "down", "level"}
        How the measure moved before the strategy began, where no value is of its time; "level"
        without a clear change, empty where there is nothing to say.
    judged : int
        Number of comparisons made for it.
    rule : str
        Which rule of `helpers.indicators.change` judged it; empty where none did.
    """

    measure: Measure
    title: str
    verdict: str
    cause: Cause
    text: str
    readings: tuple[Reading, ...] = ()
    before: str = ""
    judged: int = 0
    rule: str = ""

    @property
    def observations(self) -> tuple[str, ...]:
        """Ids of the observations used."""
        return tuple(each.id for each in self.readings)


@dataclass(frozen=True)
class Answer:
    """The answer to one kind of promise.

    Attributes
    ----------
    type : str
        Which kind.
    verdict : str
        In the fixed words.
    cause : str
        Why it cannot be judged, empty where it can.
    reason : str
        The reason in words, with its figures.
    observations : tuple of str
        Ids of the observations used.
    """

    type: Type
    verdict: str
    cause: Cause
    reason: str
    observations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One commitment with all that can be said of it.

    Attributes
    ----------
    commitment, document : Commitment, Document
        What was promised, and where.
    levels : tuple of Level
        Where we are, by each measure.
    moves : tuple of Move
        Which way, by each measure.
    answers : tuple of Answer
        One for each type of the commitment.
    beside : str
        Evidence beside a commitment that no measure decides, as one word of `DIRECTIONS`;
        empty where there is none.
    aside : str
        The reasons of that evidence, empty where there is none.
    deadline : str
        What is known of the deadline: a fact, and never a reason.
    series : dict of str to tuple of Reading
        The whole series of each measure, by its name.
    """

    commitment: Commitment
    document: Document
    levels: tuple[Level, ...]
    moves: tuple[Move, ...]
    answers: tuple[Answer, ...]
    beside: str
    aside: str
    deadline: str
    series: dict[str, tuple[Reading, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Id of the commitment."""
        return self.commitment.id

    @property
    def headline(self) -> bool:
        """Whether it belongs to the headline count: its document is in force."""
        return self.document.standing == "in force"

    def answer(self, kind: Type) -> Answer:
        """Return the answer of one type."""
        return next(each for each in self.answers if each.type == kind)
