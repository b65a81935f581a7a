"""Targets, milestones, facts, money and deadlines: the words and the reasons of each."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.base.errors import ParameterError
from helpers.indicators.registry import load_registry
from helpers.strategies import verdicts
from helpers.strategies.deadlines import deadline_told
from helpers.strategies.judging import comparisons, judge, judge_one
from helpers.strategies.judging import verdicts as counted
from helpers.strategies.model import Strategy
from helpers.strategies.parts import When
from helpers.strategies.register import parse_strategy
from strategies.frames import held_of, observed
from strategies.test_refusals import SOUND

SHARE = observed("6B", "2024-25", 81.3, numerator=135, denominator=166, lower=74.7, upper=86.5)


@pytest.fixture(scope="module")
def registry(project_root):
    return load_registry(project_root / "data_contracts")


def changed(**commitment) -> Strategy:
    """The sound strategy with one commitment in place of all."""
    sound = parse_strategy(SOUND, "a.yaml")
    given = {
        "id": "000-1",
        "section": "1",
        "says": "It.",
        "themes": ["outside"],
        "needs": "Something.",
        "judged_from": "published data",
    }
    plain = sound.model_dump() | {"commitments": [given | commitment]}
    plain["documents"][0]["sums"] = commitment.get("sums", ())
    plain["commitments"][0].pop("sums", None)
    return Strategy.model_validate(plain)


def target(kind="at least", value=80.0, due="2026-03-31", **more):
    measure = {
        "framework": "ascof-2023",
        "code": "6B",
        "way": "higher",
        "role": "verdict",
        "baseline": "none",
    }
    return {
        "types": ["target"],
        "baseline": "not stated",
        "target": {"kind": kind, "value": value, "unit": "per cent", "written": "so many"},
        "deadline": {"written": "by then", "date": due},
        "measures": [measure],
    } | more  # fmt: skip


def answer(registry, rows, commitment, *, as_of=date(2026, 3, 31), baselines=None):
    strategy = changed(**commitment)
    (judged,) = judge(strategy, held_of(rows, registry, as_of=as_of), baselines)
    return judged.answers[0]


@pytest.mark.parametrize(
    ("kind", "value", "verdict"),
    [
        ("at least", 81.3, "met"),
        ("at least", 81.4, "not met"),
        ("at most", 81.3, "met"),
        ("at most", 81.2, "not met"),
        ("below", 81.4, "met"),
        ("below", 81.3, "not met"),
    ],
)
def test_a_target_is_met_or_not_when_it_is_due(registry, kind, value, verdict) -> None:
    told = answer(registry, [SHARE], target(kind, value))
    assert told.verdict == verdict and "135 of 166" in told.reason
    assert [each.split("|")[2] for each in told.observations] == ["6B"]


def test_a_target_is_not_yet_due_before_its_last_day(registry) -> None:
    early = answer(registry, [SHARE], target(due="2026"), as_of=date(2026, 12, 30))
    assert (early.verdict, early.cause) == ("not yet due", "")
    late = answer(registry, [SHARE], target(due="2026"), as_of=date(2026, 12, 31))
    assert late.verdict == "met"


def test_a_value_from_after_the_deadline_decides_nothing(registry) -> None:
    told = answer(registry, [SHARE], target(due="2024-12"))
    assert (told.verdict, told.cause) == ("cannot be judged", "not in the data")


def test_a_target_without_a_day_is_met_or_not_yet_due(registry) -> None:
    undated = {"deadline": {"written": "in future"}}
    assert answer(registry, [SHARE], target(value=80) | undated).verdict == "met"
    assert answer(registry, [SHARE], target(value=90) | undated).verdict == "not yet due"


def test_a_change_without_a_baseline_cannot_be_judged_as_written(registry) -> None:
    rows = [observed("6B", "2022-23", 60.0), SHARE]
    wanted = target("change in per cent", 15)
    told = answer(registry, rows, wanted)
    assert (told.verdict, told.cause) == ("cannot be judged", "no baseline")
    assert "no baseline is stated" in told.reason
    given = answer(registry, rows, wanted, baselines={"000-1": "2022-23"})
    assert given.verdict == "met" and "at least 69.0" in given.reason
    assert "2022-23, was given as a parameter and is not the document's" in given.reason
    absent = answer(registry, rows, wanted, baselines={"000-1": "2021-22"})
    assert (absent.verdict, absent.cause) == ("cannot be judged", "no baseline")


def test_a_stated_baseline_serves(registry) -> None:
    stated = {"written": "60", "value": 60, "unit": "per cent", "period": "2022"}
    for per_cent, verdict in ((15, "met"), (40, "not met")):
        wanted = target("change in per cent", per_cent, baseline=stated)
        assert answer(registry, [SHARE], wanted).verdict == verdict
    fall = target("change in per cent", -15, baseline=stated)
    assert answer(registry, [SHARE], fall).verdict == "not met"


def test_a_measure_beside_a_target_never_decides(registry) -> None:
    wanted = target("change in per cent", 15)
    wanted["measures"][0]["role"] = "beside"
    rows = [observed("6B", "2022-23", 60.0), SHARE]
    told = answer(registry, rows, wanted, baselines={"000-1": "2022-23"})
    assert told.verdict == "cannot be judged"
    assert "Counted from 2022 to 2023" in told.reason and "at least 69.0" in told.reason


def test_a_baseline_is_given_to_a_target_alone(registry) -> None:
    with pytest.raises(ParameterError, match="no target that is counted from a baseline"):
        answer(registry, [SHARE], target(), baselines={"000-1": "2022-23"})
    with pytest.raises(ParameterError, match="not a financial year"):
        answer(registry, [SHARE], target("change in per cent", 15), baselines={"000-1": "2022"})


def test_flagged_data_meet_no_target(registry) -> None:
    flagged = SHARE | {"flags": "too few"}
    told = answer(registry, [flagged], target())
    assert (told.verdict, told.cause) == ("cannot be judged", "flagged data")


def test_a_milestone_is_for_the_council_to_confirm_until_there_is_evidence(registry) -> None:
    told = answer(registry, [], {"types": ["milestone"]})
    assert told.verdict == "council to confirm"
    assert told.reason == "No evidence is registered that it has happened, nor that it has not."
    for state in ("done", "not done", "superseded"):
        evidence = {"says": "Seen.", "date": "2024-02", "link": "https://example.org/a"}
        given = {"types": ["milestone"], "milestone": {"state": state, "evidence": evidence}}
        told = answer(registry, [], given)
        assert told.verdict == state
        assert told.reason == "Seen. See https://example.org/a; February 2024."


def money(*amounts, total, step=1, gap=""):
    stated = [
        {"name": f"part {at}", "value": amount, "unit": "pounds", "written": f"£{amount}"}
        for at, amount in enumerate(amounts)
    ]
    stated.append(
        {"name": "all", "value": total, "unit": "pounds", "written": f"£{total}", "step": step}
    )
    names = [f"000-1/part {at}" for at in range(len(amounts))]
    whole = {
        "id": "whole",
        "says": "The parts",
        "kind": "sum",
        "parts": names,
        "result": "000-1/all",
        "gap": gap,
    }
    return {"types": ["money"], "stated": stated, "sums": [whole]}  # fmt: skip


@pytest.mark.parametrize(
    ("total", "step", "verdict"),
    [(30, 1, "adds up"), (31, 1, "adds up"), (32, 1, "does not add up, as stated"), (34, 6, "adds up")],
)  # fmt: skip
def test_money_adds_up_within_how_it_is_written(registry, total, step, verdict) -> None:
    assert answer(registry, [], money(10, 20, total=total, step=step)).verdict == verdict


def test_a_gap_is_stated_and_not_balanced(registry) -> None:
    told = answer(registry, [], money(10, 20, total=40, gap="nobody says why"))
    assert "£30 by addition, £40 as stated. That is £10 more, and nobody says why." in told.reason


def test_a_sum_alone_has_nothing_to_add_up(registry) -> None:
    told = answer(registry, [], money(10, 20, total=30) | {"sums": ()})
    assert (told.verdict, told.cause) == ("cannot be judged", "nothing to add up")


def test_a_fact_is_set_beside_today(registry) -> None:
    stated = [{"name": "good", "value": 70, "unit": "per cent", "written": "70%", "period": "2020"}]
    measures = target()["measures"]
    fact = {"types": ["baseline"], "stated": stated, "measures": measures}
    told = answer(registry, [SHARE], fact)
    assert told.verdict == "then and now" and told.cause == ""
    assert told.reason.startswith("Then: good: 70% (2020). Now: Care homes rated good")
    without = answer(registry, [], fact)
    assert without.verdict == "then and now" and without.cause == "not in the data"
    assert "Now: not among the data. Needed: Something." in without.reason


def test_a_deadline_is_a_fact_and_never_a_reason(registry) -> None:
    for due in ("2020", "2030"):
        given = {"types": ["milestone"], "deadline": {"written": "by then", "date": due}}
        strategy = changed(**given)
        judged = judge_one(strategy, strategy.commitments[0], held_of([], registry))
        assert judged.answers[0].verdict == "council to confirm"
        assert "by then" not in judged.answers[0].reason
        assert judged.deadline.startswith("Deadline as written: by then. It lies ")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (When(written="not stated"), "No deadline is stated."),
        (When(written="rolling"), "Deadline as written: rolling."),
        (When(written="June 2023", date="2023-06"), "Deadline as written: June 2023. It lies before 31 March 2025."),
        (When(written="March 2025", date="2025-03"), "Deadline as written: March 2025. It lies before 31 March 2025."),
        (When(written="2025", date="2025"), "Deadline as written: 2025. It lies after 31 March 2025."),
    ],
)  # fmt: skip
def test_words_of_a_deadline(when, told) -> None:
    assert deadline_told(when, date(2025, 3, 31)) == told


def test_comparisons_are_counted_once(registry) -> None:
    sound = parse_strategy(SOUND, "a.yaml").model_dump()
    promise = sound["commitments"][0] | {"measures": target()["measures"]}
    promise["measures"][0]["baseline"] = "2022-23"
    sound["commitments"] = [promise, promise | {"id": "000-2"}]
    sound["documents"][0]["sums"] = ()
    strategy = Strategy.model_validate(sound)
    earlier = observed("6B", "2022-23", 60.0, numerator=90, denominator=150, lower=52.0, upper=67.5)
    judged = judge(strategy, held_of([earlier, SHARE | {"comparison": "similar"}], registry))
    made = comparisons(judged)
    assert (made.changes, made.levels) == (1, 1)
    assert counted(judged) == {"moving as promised": 2}


def test_every_word_is_one_of_the_fixed_ones(registry, project_root) -> None:
    from helpers.strategies.register import load_strategy, strategy_names

    known = {
        "direction": verdicts.DIRECTIONS,
        "target": verdicts.TARGETS,
        "money": verdicts.MONEY,
        "milestone": verdicts.MILESTONES,
        "baseline": ("then and now",),
    }
    folder = project_root / "strategies"
    for name in strategy_names(folder):
        for judged in judge(load_strategy(folder, name), held_of([], registry)):
            assert [each.type for each in judged.answers] == list(judged.commitment.types)
            for each in judged.answers:
                assert each.verdict in known[each.type] and each.reason.endswith(".")
                assert (each.verdict == "cannot be judged") <= bool(each.cause)
