"""A promise in words: its answers in brief, and in full with everything that they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from helpers.strategies.readings import Reading
from helpers.strategies.verdicts import Answer, Judged, Level

NO_MEASURE = {
    "published data": "no figure among the data",
    "other published data": "published elsewhere, and not read here",
    "local data": "held locally",
    "the council": "no figure, the council's word",
    "the document": "the document's own figures",
}
ONLY_A_WORD = "nothing to measure: it is done or not"
NO_MARGIN = " (no margin is published: held against how far all councils moved)"
WITHOUT = frozenset({"needs local data", "not in the data"})
"""Causes that say no more than that there is no figure."""

_MARKS = re.compile(r"([\\`*_\[\]<>|])")
# A text shorter than this is said again rather than pointed to.
_SHORT = 90


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", text)


def levels_in_brief(judged: Judged) -> list[Level]:
    """Levels that say where we are: of the measures that decide, or of those beside them."""
    deciding = _of_role(judged, "verdict")
    known = [level for level in deciding if not level.cause]
    return known or _with_figure(judged, "beside") or deciding


def where_in_brief(judged: Judged) -> str:
    """Say where we are: each measure that decides, or those beside it, in a few words."""
    levels = levels_in_brief(judged)
    briefs = "; ".join(f"{level.title}: {level.brief}" for level in levels)
    if not briefs:
        alone = _types(judged) == {"milestone"}
        return ONLY_A_WORD if alone else NO_MEASURE[judged.commitment.judged_from]
    return f"Beside it, {briefs}" if levels[0].measure.role == "beside" else briefs


def answers_in_brief(judged: Judged) -> str:
    """Say each answer by its fixed word, with the cause where it cannot be judged."""
    several = len(judged.answers) > 1
    told = [f"{a.type}: {_word(a)}" if several else _word(a) for a in judged.answers]
    rules = {move.rule for move in judged.moves if move.measure.role == "verdict" and move.rule}
    if rules == {"spread"}:
        told[-1] += NO_MARGIN
    if judged.beside:
        told.append(f"beside it: {judged.beside}")
    return "; ".join(told)


def _word(answer: Answer) -> str:
    if answer.type == "baseline" and answer.cause:
        return f"{answer.verdict}; no figure for now ({answer.cause})"
    return f"{answer.verdict} ({answer.cause})" if answer.cause else answer.verdict


def _of_role(judged: Judged, role: str) -> list[Level]:
    return [level for level in judged.levels if level.measure.role == role]


def _with_figure(judged: Judged, role: str) -> list[Level]:
    return [level for level in _of_role(judged, role) if not level.cause]


@dataclass
class Teller:
    """Tells promises in full, in the order of a page; what was said before is pointed to.

    Parameters
    ----------
    order : sequence of Judged
        All promises of the page, as they come.
    """

    order: Sequence[Judged]
    _first: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for judged in self.order:
            for text in _texts(judged):
                self._first.setdefault(text, judged.id)

    def in_full(self, judged: Judged) -> str:
        """Tell one promise, in Markdown: what, where, both answers, and what is missing."""
        commitment = judged.commitment
        lines = [f"### {judged.id}. {plain(commitment.says)}", ""]
        lines += [plain(f"{_place(judged)} {judged.deadline}"), ""]
        lines += [f"- Where we are: {plain(part)}" for part in self._levels(judged)]
        lines += [self._answer(judged, answer) for answer in judged.answers]
        if judged.beside and "target" not in commitment.types:
            # A target's own reason tells what stands beside it.
            reason = plain(self._shortened(judged, judged.aside))
            lines.append(f"- Evidence beside it: **{judged.beside}**. {reason}")
        needed_said = any(commitment.needs in answer.reason for answer in judged.answers)
        if commitment.judged_from != "the document" and not needed_said:
            lines.append(f"- Needed to judge it: {plain(commitment.needs)}")
        return "\n".join([*lines, *(f"- About the document: {note}" for note in _notes(judged))])

    def in_a_line(self, judged: Judged) -> str:
        """Tell one promise that no figure bears on, in one item of a list."""
        commitment = judged.commitment
        parts = [
            f"**{judged.id}.** {commitment.says.rstrip('.')}: **{answers_in_brief(judged)}**.",
            f"Needed: {commitment.needs}",
            f"{_place(judged)} {judged.deadline}",
        ]
        told = [parts[0], *(plain(part) for part in parts[1:])]
        return f"- {' '.join([*told, *_notes(judged)])}"

    def all_of(self, judged: Sequence[Judged]) -> str:
        """Tell several promises: those with something to show in full, the others in a list."""
        shows = [each for each in judged if is_shown(each)]
        others = [each for each in judged if not is_shown(each)]
        told = [self.in_full(each) for each in shows]
        if others:
            told.append("### Promises without a figure on this page" if shows else "")
            told.append("\n".join(self.in_a_line(each) for each in others))
        return "\n\n".join(part for part in told if part)

    def _levels(self, judged: Judged) -> list[str]:
        told = []
        for level in judged.levels:
            if level.cause and level.reading is None and level.text.count(".") < 2:
                continue
            aside = "beside it, " if level.measure.role == "beside" else ""
            text, known = level.text, level.reading
            if known is not None and self._first[known.id] != judged.id:
                note = f" {level.measure.note.rstrip('.')}." if level.measure.note else ""
                text = f"{level.brief}; in full under {self._first[known.id]}.{note}"
            told.append(f"{aside}{level.title}: {text}")
        without = [each for each in judged.levels if each.cause and each.reading is None]
        if without:
            named = "; ".join(f"{each.title} ({each.brief})" for each in without)
            told.append(f"no figure on this page for {named}.")
        return told

    def _answer(self, judged: Judged, answer: Answer) -> str:
        question = {
            "direction": "Which way",
            "target": "Target",
            "baseline": "Then and now",
            "money": "The sums",
            "milestone": "Milestone",
        }[answer.type]
        reason = plain(self._shortened(judged, answer.reason))
        if answer.type == "direction" and answer.cause in WITHOUT:
            reason = ""
        if answer.type == "baseline":
            return f"- {question}. {reason}"
        return f"- {question}: **{_word(answer)}**. {reason}".rstrip()

    def _shortened(self, judged: Judged, reason: str) -> str:
        for move in judged.moves:
            if move.cause in WITHOUT:
                reason = reason.replace(f"{move.title}: {move.text}", "")
            elif self._said_before(judged, move.text):
                again = f"{move.cause or move.verdict}, as told under {self._first[move.text]}."
                reason = reason.replace(f"{move.title}: {move.text}", f"{move.title}: {again}")
        stated, _, rest = reason.partition(". ")
        if self._said_before(judged, rest):
            return f"{stated}. As told under {self._first[rest]}."
        return " ".join(reason.split())

    def _said_before(self, judged: Judged, text: str) -> bool:
        return len(text) > _SHORT and self._first.get(text, judged.id) != judged.id


def is_shown(judged: Judged) -> bool:
    """Whether a promise has more to show than its verdict: a figure, a sum, a fact, evidence."""
    if any(level.reading is not None for level in judged.levels):
        return True
    confirmed = judged.commitment.milestone.evidence is not None
    return confirmed or bool({"money", "baseline", "target"} & _types(judged))


def _place(judged: Judged) -> str:
    section = judged.commitment.section
    return f"In the document: {'section ' if section[:1].isdigit() else ''}{section}."


def _types(judged: Judged) -> set[str]:
    return set(judged.commitment.types)


def _notes(judged: Judged) -> list[str]:
    commitment = judged.commitment
    slips = (f"{slip.where}: {slip.found}" for slip in commitment.slips)
    return [plain(f"{text.rstrip('.')}.") for text in (commitment.note, *slips) if text]


def _texts(judged: Judged) -> Iterable[str]:
    """What a promise's words say that need be said only once."""
    yield from (level.reading.id for level in judged.levels if level.reading is not None)
    yield from (move.text for move in judged.moves)
    yield from (a.reason.partition(". ")[2] for a in judged.answers if a.type == "money")


def told(judged: Iterable[Judged]) -> tuple[dict[str, object], ...]:
    """Record for the disclosure scan: every observation that the promises' words rest on."""
    readings = {
        reading.id: reading
        for each in judged
        for reading in (
            *(level.reading for level in each.levels if level.reading is not None),
            *(reading for move in each.moves for reading in move.readings),
        )
    }
    return tuple({"key": key_of(each), "value": each.value} for each in readings.values())


def key_of(reading: Reading) -> str:
    """Name of an observation as the disclosure scan reads it."""
    area, framework, indicator, breakdown, period, *_ = reading.key
    return "|".join((area, indicator, period, breakdown, framework))
