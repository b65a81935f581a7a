"""What the three councils' strategies get for an answer, on the publishers' own files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import polars as pl
import pytest

from helpers.strategies.judge_direction import judge_move
from helpers.strategies.judging import comparisons, judge, judge_one
from helpers.strategies.model import Strategy
from strategies.frames import document, measure

ALL = 123


def direction(judged, claim):
    return judged[claim].answer("direction")


def level(judged, claim, code):
    return next(each for each in judged[claim].levels if each.measure.code == code)


def moved(judged, claim, code):
    return next(each for each in judged[claim].moves if each.measure.code == code)


def rule(held, council, code, baseline, starts="2023-06-01", way="higher"):
    """The rule on real values, whether or not a claim uses the measure."""
    return judge_move(held[council], measure(code, baseline=baseline, way=way), document(starts))


def test_every_claim_has_its_answers_or_its_reason(judged) -> None:
    assert len(judged) == ALL
    for each in judged.values():
        assert [answer.type for answer in each.answers] == list(each.commitment.types)
        for answer in each.answers:
            assert answer.verdict and answer.reason.endswith(".")
            assert (answer.verdict == "cannot be judged") == bool(
                answer.cause
            ) or answer.type == "baseline"
        for one in (*each.levels, *each.moves):
            assert one.text.endswith("."), each.id


def test_direct_payments_in_wirral_neither_fell_nor_stayed(judged, held) -> None:
    answer = direction(judged, "000-10")
    assert (answer.verdict, answer.cause) == ("cannot be judged", "series broken")
    assert "cannot be compared with earlier years" in answer.reason
    assert "It can be read neither as a fall nor as steady" in answer.reason
    assert "the count is 157 lower (572 to 415)" in answer.reason
    assert "2.3 times as large (2,763 to 6,273), both across a change of source" in answer.reason
    assert {each.split("|")[1] for each in answer.observations} == {"ascof-2014", "ascof-2023"}


def test_carers_quality_of_life_in_wirral_is_a_starting_point(judged) -> None:
    answer = direction(judged, "000-26")
    assert answer.verdict == "starting point only"
    assert "fell beyond its margin (225 to 95 respondents)" in answer.reason
    assert "7.9 out of 12 in 2021 to 2022, 6.8 out of 12 in 2023 to 2024" in answer.reason


def test_carers_in_worcestershire_stand_beside_a_milestone(judged) -> None:
    each = judged["003-16"]
    assert [answer.type for answer in each.answers] == ["milestone"]
    assert each.answers[0].verdict == "done"
    assert each.beside == "starting point only"
    life = moved(judged, "003-16", "1C")
    assert life.before == "level" and "7.2 out of 12 in 2021 to 2022, 7.5 out of 12" in life.text
    assert "inside its margins" in life.text


def test_satisfaction_fell_and_social_contact_rose_which_is_mixed(judged) -> None:
    satisfied, contact = (moved(judged, "003-16", code) for code in ("1E", "5A(2)"))
    assert (satisfied.before, contact.before) == ("down", "up")
    assert "a difference of 10.2 against a joint margin of 9.1" in satisfied.text
    assert "a difference of 9.5 against a joint margin of 7.0" in contact.text
    assert "the measures disagree: by the rule they are mixed" in judged["003-16"].aside
    assert judged["003-16"].beside == "starting point only"


def test_the_rule_itself_says_mixed(held) -> None:
    starts = "2022-04-01"
    moves = [rule(held, "worcestershire", code, "2021-22", starts) for code in ("1E", "5A(2)")]
    from helpers.strategies.judge_direction import combine

    assert [each.verdict for each in moves] == ["moving the other way", "moving as promised"]
    assert combine(moves) == "mixed"


@pytest.mark.parametrize(
    ("council", "code", "baseline", "verdict", "told"),
    [
        ("wirral", "3C(1)", "2023-24", "no clear change", "11.90 against a joint margin of 11.89"),
        ("sefton", "1C", "2018-19", "no clear change", "0.30 against a joint margin of 0.28"),
        ("sefton", "1E", "2021-22", "no clear change", "8.1 against a joint margin of 9.5"),
        ("sefton", "1E", "2018-19", "moving the other way", "8.1 against a joint margin of 6.2"),
    ],
)
def test_knife_edges(held, council, code, baseline, verdict, told) -> None:
    move = rule(held, council, code, baseline, starts="2018-01-01")
    assert move.verdict == verdict
    assert told in move.text


def test_ratings_of_care_homes_show_no_clear_change(judged) -> None:
    for claim, counts in (
        ("000-13", "70 of 108, then 69 of 106"),
        ("004-7", "3 of 121, then 3 of 115"),
        ("003-22", "7 of 171, then 7 of 166"),
    ):
        answer = direction(judged, claim)
        assert answer.verdict == "no clear change" and counts in answer.reason


def test_admissions_in_sefton_have_a_level_and_no_direction(judged) -> None:
    told = level(judged, "004-5", "2C")
    assert told.reading is not None and told.at_england_rate is not None
    assert (told.reading.value, told.reading.england, told.reading.region) == (806.0, 592.5, 672.0)
    assert (told.reading.rank, told.reading.ranked) == (17, 152)
    assert (told.reading.numerator, round(told.at_england_rate)) == (547, 402)
    for words in (
        "806.0 per 100,000 in 2024 to 2025 (547 of 67,863",
        "17th highest of 152 councils",
        "England (592.5 per 100,000)",
        "North West: 672.0 per 100,000",
        "would be about 402; it is 547",
        "a council with more people over 85 will have more admissions",
    ):
        assert words in told.text
    answer = direction(judged, "004-5")
    assert (answer.verdict, answer.cause) == ("cannot be judged", "series broken")


def test_the_targets_of_2014_state_no_baseline(judged, held, strategies) -> None:
    for claim in ("002-1", "002-2"):
        answer = judged[claim].answer("target")
        assert (answer.verdict, answer.cause) == ("cannot be judged", "no baseline")
        assert "no baseline is stated" in answer.reason
    answer = judged["002-1"].answer("target")
    for words in ("48,060", "50,036", "up 4.1 per cent", "not by health and wellbeing board"):
        assert words in answer.reason
    given = judge(strategies["wirral"], held["wirral"], {"002-1": "2014-15"})
    told = next(each for each in given if each.id == "002-1").answer("target")
    assert told.verdict == "cannot be judged"
    assert "given as a parameter" in told.reason and "at most 40,851" in told.reason


def test_delayed_days_ask_how_they_were_counted(judged, held) -> None:
    answer = direction(judged, "002-13")
    assert answer.verdict == "cannot be judged"
    assert answer.cause == "flagged data"
    for words in ("2,413", "2,849", "9,947", "8,766", "6,883", "4,152 days in the 9 months"):
        assert words in answer.reason
    assert "how it was counted has to be asked" in answer.reason


def test_the_pool_of_2014_does_not_add_up_as_stated(judged) -> None:
    for claim in ("002-3", "002-4", "002-5", "002-6", "002-7"):
        answer = judged[claim].answer("money")
        assert answer.verdict == "does not add up, as stated"
        for words in ("£28.435 million", "around £33.368m", "£4.933 million more"):
            assert words in answer.reason
        assert "the document does not say what the difference covers" in answer.reason
    for claim in ("002-8", "002-9", "002-10"):
        assert judged[claim].answer("money").verdict == "adds up"


def test_the_figures_of_worcestershires_population_agree(judged) -> None:
    told = judged["003-1"].answer("baseline").reason
    assert "37,400 people by subtraction, 37,400 as stated" in told
    assert "6.61 per cent by division, 6.6% as stated" in told
    told = judged["003-2"].answer("baseline").reason
    assert "22.86 per cent by division, almost 23% as stated" in told


def test_people_of_65_and_over_then_and_now(judged, held) -> None:
    answer = judged["003-2"].answer("baseline")
    assert answer.verdict == "then and now" and answer.cause == ""
    assert "138,000" in answer.reason and "145,551" in answer.reason and "mid-2024" in answer.reason


def test_turnover_shows_no_clear_change_by_the_rule_of_its_own(judged) -> None:
    for claim, pair in (("000-17", "23.9% in 2023 to 2024, 22.5%"), ("003-23", "28.3% in 2023 to 2024, 24.2%")):  # fmt: skip
        answer = direction(judged, claim)
        assert answer.verdict == "no clear change" and pair in answer.reason
        assert "151 councils" in answer.reason and "more than 8.4 stands out" in answer.reason


def test_baselines_are_the_last_value_before_the_start_or_say_why(judged) -> None:
    for each in judged.values():
        starts = each.document.starts.date
        for move in each.moves:
            given = move.measure.baseline
            rows = each.series[move.measure.name]
            before = [row.period for row in rows if row.begins.isoformat() < starts]
            if re.fullmatch(r"\d{4}-\d{2}", given) and rows and not move.measure.why:
                assert given in (before[-1:] or [given]), (each.id, move.measure.name)


def test_the_number_of_comparisons_is_known(judged) -> None:
    made = comparisons(list(judged.values()))
    pairs = {move.observations for each in judged.values() for move in each.moves if move.judged}
    assert made.changes == len(pairs) >= 15
    assert made.levels >= 20


def test_closed_strategies_are_outside_the_headline(judged) -> None:
    headline = Counter(each.id[:3] for each in judged.values() if each.headline)
    assert headline == {"000": 32, "003": 41}


def test_nothing_blames(judged) -> None:
    told = " ".join(
        " ".join((*(one.text for one in (*each.levels, *each.moves)), each.deadline, each.aside,
                  *(answer.reason for answer in each.answers), each.commitment.says, each.commitment.needs))
        for each in judged.values()
    ).lower()  # fmt: skip
    for word in ("fail", "poor", "worst", "worse", "missed", "overdue", "late ", "red", "green", "blame", "success", "bad "):  # fmt: skip
        assert not re.search(rf"\b{word}\b", told), word


def changes(before, after):
    return {
        claim
        for claim in before
        if [(a.verdict, a.cause) for a in before[claim].answers]
        != [(a.verdict, a.cause) for a in after[claim].answers]
    }


def judged_again(strategy, held):
    return {each.id: each for each in judge(strategy, held)}


def test_another_baseline_changes_only_what_is_counted_from_it(judged, held, strategies) -> None:
    plain = strategies["wirral"].model_dump()
    promise = next(each for each in plain["commitments"] if each["id"] == "000-27")
    promise["measures"][0]["baseline"] = "2021-22"
    again = judged_again(Strategy.model_validate(plain), held["wirral"])
    own = {claim: judged[claim] for claim in again}
    told = [each.answer("direction").reason for each in (own["000-27"], again["000-27"])]
    assert told[0] != told[1] and "72.6%" in told[1]
    others = {claim for claim in again if again[claim] != own[claim]}
    assert others == {"000-27"}


def test_another_baseline_changes_only_the_verdict_that_depends_on_it(
    judged, held, strategies
) -> None:
    plain = strategies["sefton"].model_dump()
    promise = next(each for each in plain["commitments"] if each["id"] == "004-12")
    promise["measures"][0]["baseline"] = "2016-17"
    again = judged_again(Strategy.model_validate(plain), held["sefton"])
    own = {claim: judged[claim] for claim in again}
    assert changes(own, again) == {"004-12"}
    assert again["004-12"].answer("direction").verdict == "moving the other way"
    assert "72.7%" in again["004-12"].answer("direction").reason


def test_another_margin_changes_only_the_verdicts_that_stand_on_it(
    judged, held, strategies
) -> None:
    narrow = held["wirral"].extras.with_columns(
        pl.when((pl.col("indicator") == "1D") & (pl.col("period") == "2023-24"))
        .then(0.5)
        .otherwise(pl.col("margin"))
        .alias("margin")
    )
    again = judged_again(strategies["wirral"], replace(held["wirral"], extras=narrow))
    own = {claim: judged[claim] for claim in again}
    assert changes(own, again) == {"000-28"}
    assert again["000-28"].answer("direction").verdict == "moving the other way"
    assert {claim for claim in again if again[claim].moves != own[claim].moves} == {"000-28"}


def test_another_start_changes_only_the_verdicts_of_that_document(judged, held, strategies) -> None:
    plain = strategies["wirral"].model_dump()
    plain["documents"][0]["starts"]["date"] = "2023-04-01"
    for each in plain["commitments"]:
        for measure_ in each["measures"]:
            if each["id"] == "000-26":
                measure_["baseline"] = "2021-22"
    again = judged_again(Strategy.model_validate(plain), held["wirral"])
    own = {claim: judged[claim] for claim in again}
    assert changes(own, again) == {"000-26"}
    assert again["000-26"].answer("direction").verdict == "moving the other way"
    later = strategies["wirral"].model_dump()
    later["documents"][0]["starts"]["date"] = "2024-05-01"
    again = judged_again(Strategy.model_validate(later), held["wirral"])
    moved_back = changes(own, again)
    assert {"000-13", "000-17", "000-27", "000-28"} <= moved_back
    assert all(claim.startswith("000") for claim in moved_back)


def test_judging_is_a_function_of_its_frames(judged, held, strategies) -> None:
    shuffled = replace(
        held["wirral"],
        observations=held["wirral"].observations.sample(fraction=1.0, shuffle=True, seed=7),
        extras=held["wirral"].extras.sample(fraction=1.0, shuffle=True, seed=8),
    )
    again = judged_again(strategies["wirral"], shuffled)
    assert all(again[claim] == judged[claim] for claim in again)


def test_a_suppressed_figure_is_told_and_never_shown(held, strategies) -> None:
    hidden = held["sefton"].observations.with_columns(
        pl.when(pl.col("indicator") == "2C").then(pl.lit("suppressed")).otherwise("status").alias("status"),
        *(
            pl.when(pl.col("indicator") == "2C").then(None).otherwise(name).alias(name)
            for name in ("value", "lower", "upper", "numerator", "denominator", "rank")
        ),
    )  # fmt: skip
    commitment = next(each for each in strategies["sefton"].commitments if each.id == "004-5")
    told = judge_one(strategies["sefton"], commitment, replace(held["sefton"], observations=hidden))
    assert told.levels[0].cause == "not published" and "it is not nought" in told.levels[0].text
    for number in ("806", "547", "67,863"):
        assert number not in told.levels[0].text + told.moves[0].text
