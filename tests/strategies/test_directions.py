"""Which way: every word of the answer, each by its rule, on invented figures."""

from __future__ import annotations

import pytest

from helpers.indicators.registry import load_registry
from helpers.strategies import verdicts
from helpers.strategies.judge_direction import combine, judge_direction, judge_move
from helpers.strategies.model import Commitment
from strategies.frames import document, held_of, measure, observed


@pytest.fixture(scope="module")
def registry(project_root):
    return load_registry(project_root / "data_contracts")


def survey(period, value, margin, **more):
    return observed("1C", period, value, margin=margin, denominator=200, **more)


def counted(period, above, below, lower, upper, **more):
    value = round(above / below * 100, 1)
    return observed(
        "6B", period, value, numerator=above, denominator=below, lower=lower, upper=upper, **more
    )


def move(registry, rows, wanted=None, starts="2023-06-01", **more):
    held = held_of(rows, registry, **more)
    return judge_move(held, wanted or measure("1C"), document(starts))


@pytest.mark.parametrize(
    ("way", "later", "verdict"),
    [
        ("higher", 8.0, "moving as promised"),
        ("higher", 6.0, "moving the other way"),
        ("lower", 6.0, "moving as promised"),
        ("lower", 8.0, "moving the other way"),
        ("higher", 7.2, "no clear change"),
        ("lower", 6.8, "no clear change"),
    ],
)
def test_a_survey_figure_moves_beyond_its_joint_margin_or_not(
    registry, way, later, verdict
) -> None:
    rows = [survey("2022-23", 7.0, 0.3), survey("2024-25", later, 0.3)]
    told = move(registry, rows, measure("1C", way=way))
    assert told.verdict == verdict and told.cause == "" and told.judged == 1
    assert "200 to 200 respondents" in told.text
    assert [each.split("|")[4] for each in told.observations] == ["2022-23", "2024-25"]


def test_a_change_that_rounding_could_undo_is_none(registry) -> None:
    # 0.5 against 0.4243, and after rounding 0.4 against 0.4950.
    rows = [survey("2022-23", 7.0, 0.3), survey("2024-25", 7.5, 0.3)]
    told = move(registry, rows)
    assert told.verdict == "no clear change" and "after rounding" in told.text


def test_a_year_that_had_begun_when_the_strategy_did_belongs_to_the_time_before(registry) -> None:
    rows = [survey("2022-23", 7.0, 0.3), survey("2023-24", 6.0, 0.3)]
    told = move(registry, rows, measure("1C", baseline="2023-24"))
    assert told.verdict == "starting point only"
    assert "Before that: it fell beyond its margin (200 to 200 respondents)" in told.text
    assert told.before == "down"
    from_april = move(registry, rows, starts="2023-04-01")
    assert from_april.verdict == "moving the other way"


def test_the_baseline_in_the_file_decides(registry) -> None:
    rows = [
        survey("2021-22", 7.4, 0.3),
        survey("2022-23", 7.0, 0.3),
        survey("2024-25", 7.9, 0.3),
    ]
    assert move(registry, rows).verdict == "moving as promised"
    earlier = move(registry, rows, measure("1C", baseline="2021-22"))
    assert earlier.verdict == "no clear change"


def test_the_last_value_before_the_start_serves_where_the_file_says_so(registry) -> None:
    rows = [survey("2021-22", 7.4, 0.3), survey("2022-23", 7.0, 0.3), survey("2024-25", 7.9, 0.3)]
    told = move(registry, rows, measure("1C", baseline="last before the start"))
    assert [each.period for each in told.readings] == ["2022-23", "2024-25"]


def test_the_years_between_do_not_count(registry) -> None:
    rows = [
        survey("2022-23", 7.0, 0.3),
        survey("2024-25", 9.0, 0.3),
        survey("2025-26", 7.1, 0.3),
    ]
    assert move(registry, rows).verdict == "no clear change"


def test_complete_counts_have_a_rule_of_their_own(registry) -> None:
    few = [counted("2022-23", 70, 108, 55.5, 73.2), counted("2024-25", 69, 106, 55.6, 73.5)]
    told = move(registry, few, measure("6B"))
    assert told.verdict == "no clear change" and "70 of 108, then 69 of 106" in told.text
    many = [counted("2022-23", 70, 108, 55.5, 73.2), counted("2024-25", 95, 106, 82.4, 94.1)]
    assert move(registry, many, measure("6B")).verdict == "moving as promised"


def test_turnover_is_held_against_how_far_councils_move(registry) -> None:
    moves = [-6.0, -3.0, -1.0, 0.0, 1.0, 2.0, 4.0]
    spread = [
        ("ascof-2023", "6A", "ascof_timeseries", "all", period, f"E{number:08}", 20 + added)
        for number in range(42)
        for period, added in (("2022-23", 0.0), ("2024-25", moves[number % 7]))
    ]
    # The median change is 0 and its median deviation 2: a change must exceed 1.96 x 1.4826 x 2.
    for later, verdict in ((14.0, "moving as promised"), (14.3, "no clear change")):
        rows = [observed("6A", "2022-23", 20.0), observed("6A", "2024-25", later)]
        told = move(registry, rows, measure("6A", way="lower"), spread=spread)
        assert told.verdict == verdict
        assert "42 councils" in told.text and "5.8" in told.text
    # The same measure from another dataset is another series: its councils are not mixed in.
    other = [(*row[:2], "ascof_long", *row[3:5], row[5], 99.0) for row in spread[1::2]]
    assert move(registry, rows, measure("6A", way="lower"), spread=[*spread, *other]) == told
    alone = [observed("6A", "2022-23", 20.0), observed("6A", "2024-25", 14.0)]
    told = move(registry, alone, measure("6A", way="lower"))
    assert (told.verdict, told.cause) == ("cannot be judged", "no margin")


@pytest.mark.parametrize(
    ("rows", "wanted", "cause"),
    [
        ([], {}, "not in the data"),
        ([], {"framework": "local", "code": "dp-people"}, "needs local data"),
        ([survey("2024-25", 7.0, 0.3)], {}, "no baseline"),
        ([survey("2024-25", 7.0, 0.3)], {"baseline": "none"}, "no baseline"),
        ([survey("2022-23", None, None), survey("2024-25", 7.0, 0.3)], {}, "no baseline"),
        ([survey("2024-25", 7.0, 0.3, break_before="Another source.")], {"baseline": "none"}, "series broken"),
        ([survey("2022-23", 7.0, 0.3), survey("2024-25", 8.0, 0.3, break_before="Another source.")], {}, "series broken"),
        ([survey("2022-23", 7.0, 0.3), survey("2023-24", None, None, break_before="Voluntary."), survey("2024-25", 8.0, 0.3)], {}, "series broken"),
        ([survey("2022-23", 7.0, 0.3), survey("2024-25", None, None, status="suppressed")], {}, "not published"),
        ([survey("2022-23", None, None, status="suppressed")], {}, "not published"),
        ([survey("2022-23", 7.0, 0.3, flags="too few"), survey("2024-25", 8.0, 0.3)], {}, "flagged data"),
        ([survey("2022-23", 7.0, 0.3), survey("2024-25", 8.0, 0.3, flags="too few")], {}, "flagged data"),
        ([survey("2022-23", 7.0, None), survey("2024-25", 8.0, 0.3)], {}, "no margin"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_says_why(registry, rows, wanted, cause) -> None:
    given = {"code": "1C"} | wanted
    told = move(registry, rows, measure(given.pop("code"), **given))
    assert (told.verdict, told.cause, told.judged) == ("cannot be judged", cause, 0)
    assert told.text.endswith(".")


def test_a_break_may_be_crossed_only_on_somebodys_word(registry) -> None:
    rows = [survey("2022-23", 7.0, 0.3), survey("2024-25", 8.0, 0.3, break_before="Voluntary.")]
    assert move(registry, rows).cause == "series broken"
    told = move(registry, rows, measure("1C", across="The publisher says so."))
    assert told.verdict == "moving as promised" and "The publisher says so." in told.text


def test_rounds_that_were_not_run_are_passed_over(registry) -> None:
    rows = [
        survey("2022-23", 7.0, 0.3),
        survey("2024-25", 8.0, 0.3),
        survey("2025-26", None, None, status="not_applicable"),
    ]
    assert move(registry, rows).verdict == "moving as promised"


def test_without_an_earlier_round_the_starting_point_stands_alone(registry) -> None:
    told = move(registry, [survey("2022-23", 7.0, 0.3)])
    assert told.verdict == "starting point only" and "Before that" not in told.text
    assert told.judged == 0


WORDS = verdicts.DIRECTIONS


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (("moving as promised", "moving the other way", "no clear change"), "mixed"),
        (("moving as promised", "no clear change"), "moving as promised"),
        (("moving the other way", "starting point only"), "moving the other way"),
        (("no clear change", "starting point only", "cannot be judged"), "no clear change"),
        (("starting point only", "cannot be judged"), "starting point only"),
        (("cannot be judged", "cannot be judged"), "cannot be judged"),
    ],
)
def test_several_measures_make_one_word(found, word) -> None:
    moves = [verdicts.Move(measure("1C"), "A title", verdict, "", "Text.") for verdict in found]
    assert combine(moves) == combine(moves[::-1]) == word


def test_measures_beside_never_decide(registry) -> None:
    commitment = Commitment(
        id="000-1",
        section="1",
        says="More of it.",
        types=("direction",),
        themes=("carers",),
        direction="up",
        measures=(measure("1C"), measure("1E", role="beside")),
        needs="More rounds.",
        judged_from="published data",
    )
    rows = [
        survey("2022-23", 7.0, 0.3),
        survey("2024-25", 7.1, 0.3),
        observed("1E", "2022-23", 40.0, margin=2.0, denominator=500),
        observed("1E", "2024-25", 80.0, margin=2.0, denominator=500),
    ]
    moves = [judge_move(held_of(rows, registry), each, document()) for each in commitment.measures]
    assert [each.verdict for each in moves] == ["no clear change", "moving as promised"]
    answer = judge_direction(commitment, moves)
    assert answer.verdict == "no clear change" and len(answer.observations) == 2


def test_a_closed_strategy_says_that_a_value_is_from_after_its_end(registry) -> None:
    rows = [survey("2022-23", 7.0, 0.3), survey("2027-28", 8.0, 0.3)]
    held = held_of(rows, registry)
    closed = judge_move(held, measure("1C"), document(standing="closed"))
    assert "from after the strategy ended (2026)" in closed.text
    assert "ended" not in judge_move(held, measure("1C"), document()).text
