"""Which way: from values collected after the strategy began, by one stated rule for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from helpers.indicators import numbers
from helpers.indicators.change import Moved, Usual, judge_change, usual_of
from helpers.indicators.registry import Indicator
from helpers.strategies import words
from helpers.strategies.judge_level import absence, without
from helpers.strategies.jumps import jump_between
from helpers.strategies.model import Commitment, Document
from helpers.strategies.moments import first_day, last_day, spoken
from helpers.strategies.parts import LAST_BEFORE, NO_BASELINE, Continues, Measure
from helpers.strategies.readings import Held, Reading, councils_values, indicator_of, readings
from helpers.strategies.verdicts import (
    AS_PROMISED,
    CANNOT,
    MIXED,
    NO_CLEAR_CHANGE,
    OTHER_WAY,
    STARTING_POINT,
    Answer,
    Cause,
    Move,
)

UNMEASURED = {
    "none": "no margin is published, so whether this is a change cannot be said",
    "not given": "what chance alone would bring is not measured, so no direction is judged",
}


@dataclass(frozen=True)
class Case:
    """A measure with its indicator and what was observed of it."""

    held: Held
    measure: Measure
    indicator: Indicator
    rows: tuple[Reading, ...]
    document: Document

    @property
    def title(self) -> str:
        """Title of the measure."""
        return words.title_of(self.indicator, self.measure)

    @property
    def starts(self) -> date:
        """First day of the strategy."""
        return first_day(self.document.starts.date)

    @property
    def began(self) -> str:
        """When the strategy began, and whether the day had to be taken from its contents."""
        day = spoken(self.document.starts.date)
        return f"taken as {day}" if self.document.starts.why else day

    @property
    def before(self) -> tuple[Reading, ...]:
        """Readings whose period had already begun when the strategy did."""
        return tuple(row for row in self.rows if row.begins < self.starts)

    @property
    def after(self) -> tuple[Reading, ...]:
        """Readings collected after the strategy began."""
        return tuple(row for row in self.rows if row.begins >= self.starts)


def judge_move(held: Held, measure: Measure, document: Document) -> Move:
    """Judge which way one measure moved since the strategy began.

    Parameters
    ----------
    held : Held
        The frames.
    measure : Measure
        Which, with its baseline and the way promised.
    document : Document
        When the strategy began.

    Returns
    -------
    Move
        With the cause where it cannot be judged.
    """
    indicator = indicator_of(held, measure)
    rows = readings(held, measure)
    if indicator is None or not rows:
        title = measure.name if indicator is None else words.title_of(indicator, measure)
        cause = absence(measure)
        return Move(measure, title, CANNOT, cause, words.sentence(without(cause)))
    case = Case(held, measure, indicator, rows, document)
    baseline = baseline_of(case)
    if not case.after:
        return _starting_point(case, case.before[-1])
    if baseline is None or baseline.value is None:
        return _no_baseline(case, baseline)
    later = [row for row in case.after if row.begins > baseline.begins]
    if not later:
        return _starting_point(case, baseline)
    return _between(case, baseline, later[-1])


def baseline_of(case: Case) -> Reading | None:
    """Return the reading that a change is counted from, None where there is none."""
    wanted = case.measure.baseline
    if wanted == NO_BASELINE:
        return None
    if wanted == LAST_BEFORE:
        known = [row for row in case.before if row.value is not None]
        return known[-1] if known else None
    return next((row for row in case.rows if row.period == wanted), None)


def combine(moves: Sequence[Move]) -> str:
    """Put the verdicts of several measures together as one word.

    Parameters
    ----------
    moves : sequence of Move
        At least one.

    Returns
    -------
    str
        "mixed" where a measure moved clearly as promised and another the other way; otherwise
        what those that moved clearly say; "no clear change" where one was judged and none moved;
        then "starting point only"; "cannot be judged" where nothing else is left.
    """
    found = {move.verdict for move in moves}
    if {AS_PROMISED, OTHER_WAY} <= found:
        return MIXED
    order = (AS_PROMISED, OTHER_WAY, NO_CLEAR_CHANGE, STARTING_POINT)
    return next((word for word in order if word in found), CANNOT)


def mixed_before(moves: Sequence[Move]) -> bool:
    """Whether measures moved clearly in both ways before the strategy began."""
    wanted = {"higher": "up", "lower": "down"}
    found = {
        move.before == wanted[move.measure.way]
        for move in moves
        if move.before in {"up", "down"} and move.measure.way in wanted
    }
    return len(found) == 2


def judge_direction(commitment: Commitment, moves: Sequence[Move]) -> Answer:
    """Answer a promise that something will move.

    Parameters
    ----------
    commitment : Commitment
        What was promised.
    moves : sequence of Move
        All its measures, judged; those with the role "verdict" decide.

    Returns
    -------
    Answer
        With the reasons of every measure that decides.
    """
    deciding = [move for move in moves if move.measure.role == "verdict"]
    if not deciding:
        cause, reason = _undecided(commitment)
        return Answer("direction", CANNOT, cause, words.sentence(reason))
    verdict = combine(deciding)
    causes: list[Cause] = [move.cause for move in deciding if move.verdict == verdict == CANNOT]
    used = tuple(dict.fromkeys(each for move in deciding for each in move.observations))
    return Answer("direction", verdict, causes[0] if causes else "", reasons(deciding), used)


def reasons(moves: Sequence[Move]) -> str:
    """Say the reasons of several measures, each under its title."""
    told = " ".join(f"{move.title}: {move.text}" for move in moves)
    judged = sum(move.verdict in {AS_PROMISED, OTHER_WAY, NO_CLEAR_CHANGE} for move in moves)
    if 0 < judged < len(moves):
        told = f"Judged by {judged} of {len(moves)} measures. {told}"
    if combine(moves) == STARTING_POINT and mixed_before(moves):
        told += " Before the strategy began the measures disagree: by the rule they are mixed."
    return told


def _undecided(commitment: Commitment) -> tuple[Cause, str]:
    if commitment.direction == "none stated":
        return "no direction stated", "the document states no direction that figures could show"
    if commitment.judged_from == "local data":
        return "needs local data", "the figures that would answer are held locally, not published"
    return "not in the data", "the figures that would answer are not among the data read here"


def _starting_point(case: Case, start: Reading) -> Move:
    if start.value is None:
        text = words.sentence(words.absent(start))
        return Move(case.measure, case.title, CANNOT, "not published", text, (start,))
    told = (
        f"{words.figure_of(start, case.indicator)} is where the strategy starts from: no value has "
        f"been collected since it began ({case.began})"
    )
    earlier = _previous(case, start)
    if earlier is None:
        return Move(case.measure, case.title, STARTING_POINT, "", words.sentence(told), (start,))
    history, usual = _judge(case, earlier, start)
    if history is None:
        text = words.sentence(told, _series(case))
        return Move(case.measure, case.title, STARTING_POINT, "", text, (start,))
    way = ("up" if history.change > 0 else "down") if history.clear else "level"
    said = f"Before that: {words.moved(earlier, start, case.indicator, history, usual)}"
    text = words.sentence(told, said)
    pair = (earlier, start)
    return Move(case.measure, case.title, STARTING_POINT, "", text, pair, before=way, judged=1)


def _previous(case: Case, start: Reading) -> Reading | None:
    """Last comparable reading before the starting point."""
    earlier = [row for row in case.rows if row.begins < start.begins]
    if not earlier or start.break_before or start.flags:
        return None
    last = earlier[-1]
    return None if last.value is None or last.flags else last


def _no_baseline(case: Case, baseline: Reading | None) -> Move:
    latest = case.after[-1]
    broken = next((row for row in reversed(case.rows) if row.break_before), None)
    used = (latest,)
    if baseline is None and broken is not None:
        parts, more = _predecessor(case, latest)
        text = words.sentence(broken.break_before, *parts)
        return Move(case.measure, case.title, CANNOT, "series broken", text, (*more, latest))
    if baseline is not None:
        told = words.absent(baseline)
    elif case.measure.baseline in {NO_BASELINE, LAST_BEFORE}:
        told = f"no value from before the strategy began ({case.began}) can be counted from"
    else:
        year = case.measure.baseline
        told = f"the value of {year}, from which a change is counted, is not among the data"
    text = words.sentence(told, _series(case))
    return Move(case.measure, case.title, CANNOT, "no baseline", text, used)


def _predecessor(case: Case, latest: Reading) -> tuple[list[str], tuple[Reading, ...]]:
    """What was counted before the series broke, side by side and not compared."""
    if case.measure.continues is None or latest.value is None:
        return [], ()
    before = [row for row in readings(case.held, case.measure.continues) if row.value is not None]
    if not before:
        return [], ()
    return [words.across_break(before[-1], latest, case.indicator)], (before[-1],)


def _between(case: Case, earlier: Reading, later: Reading) -> Move:
    title, pair = case.title, (earlier, later)
    between = [row for row in case.rows if earlier.begins < row.begins <= later.begins]
    broken = next((row for row in between if row.break_before), None)

    def unjudged(cause: Cause, *parts: str) -> Move:
        return Move(case.measure, title, CANNOT, cause, words.sentence(*parts), pair)

    if later.value is None:
        return unjudged("not published", words.absent(later))
    if broken is not None and not case.measure.across:
        return unjudged("series broken", broken.break_before, _series(case))
    if earlier.flags or later.flags:
        return unjudged("flagged data", f"flagged: {later.flags or earlier.flags}")
    jump = jump_between(case.indicator, (earlier, *between))
    if jump:
        return unjudged("flagged data", _series(case), jump)
    told, usual = _judge(case, earlier, later)
    if told is None:
        told_how = UNMEASURED.get(case.indicator.interval, "a margin is missing")
        return unjudged("no margin", _percent(earlier, later, case), told_how)
    aside = (case.measure.why, case.measure.across if broken else "")
    said = words.moved(earlier, later, case.indicator, told, usual)
    text = words.sentence(said, _ended(case, later), *aside)
    verdict = NO_CLEAR_CHANGE
    if told.clear:
        promised = (told.change > 0) == (case.measure.way == "higher")
        verdict = AS_PROMISED if promised else OTHER_WAY
    return Move(case.measure, title, verdict, "", text, pair, judged=1, rule=told.rule)


def _ended(case: Case, later: Reading) -> str:
    """Say that a value is from after the end of a strategy that is closed."""
    ends = case.document.ends.date
    if case.document.standing == "in force" or not ends or later.begins <= last_day(ends):
        return ""
    return f"The later value is from after the strategy ended ({case.document.ends.written})"


def _judge(case: Case, earlier: Reading, later: Reading) -> tuple[Moved | None, Usual | None]:
    usual = None
    if case.indicator.interval == "none":
        values = [
            councils_values(case.held, case.measure, each.period) for each in (earlier, later)
        ]
        usual = usual_of(values[0], values[1])
    return judge_change(case.indicator, earlier.figure, later.figure, usual), usual


def _series(case: Case) -> str:
    """Say every value of the series, because a reader is to see all of it."""
    known = [row for row in case.rows if row.value is not None]
    told = [f"{words.value_of(row, case.indicator)} {row.at}" for row in known]
    told += _rest_of_a_year(case, known[-1]) if known and case.measure.by_month else []
    return f"All values: {'; '.join(told)}" if told else ""


def _rest_of_a_year(case: Case, last: Reading) -> list[str]:
    """Say the sum of the months after the last whole year."""
    by_month = Continues(framework=case.measure.framework, code=case.measure.by_month)
    months = [row for row in readings(case.held, by_month) if row.begins > last.ends]
    known = [row.value for row in months if row.value is not None]
    if not known:
        return []
    total = numbers.with_unit(sum(known), case.indicator)
    return [f"{total} in the {len(known)} months from {months[0].when} to {months[-1].when}"]


def _percent(earlier: Reading, later: Reading, case: Case) -> str:
    pair = (words.figure_of(earlier, case.indicator), words.figure_of(later, case.indicator))
    told = f"{pair[0]}, then {pair[1]}"
    if not earlier.value or later.value is None or case.indicator.unit == "per cent":
        return told
    share = (later.value - earlier.value) / earlier.value * 100
    return f"{told}: {'up' if share > 0 else 'down'} {abs(share):.1f} per cent"
