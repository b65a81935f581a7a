"""What follows from shown sums: alone, put together, and by leaving too little room."""

from __future__ import annotations

import pytest

from helpers.methods.recoverable import Equation, exposed


def whole(**parts: float) -> dict[str, float]:
    return parts


def places(equations: list[Equation], *targets: dict[str, float]) -> dict[int, set[int]]:
    return {number: set(why) for number, why in exposed(equations, targets)}


def test_a_part_is_what_the_whole_and_the_others_leave() -> None:
    told = [Equation(whole(a=1, b=1, c=1), 30), Equation(whole(a=1), 20), Equation(whole(b=1), 7)]
    assert places(told, {"c": 1}) == {0: {0, 1, 2}}
    assert places(told[:2], {"c": 1}) == {}


def test_nested_wholes_leave_what_the_one_has_more() -> None:
    """30 with a budget or a payment, 27 with a payment."""
    told = [
        Equation(whole(only=1, part=1, managed=1), 30),
        Equation(whole(only=1, part=1), 27),
        Equation(whole(only=1, part=1, managed=1, commissioned=1), 66),
    ]
    assert set(places(told, {"managed": 1})) == {0}
    assert places([told[0], told[2]], {"managed": 1}) == {}


def test_people_carried_forward_tell_who_came() -> None:
    forward = Equation({"now": 1, "before": -1, "came": -1, "left": 1}, 0)
    shown = [Equation({"now": 1}, 338), Equation({"before": 1}, 344), Equation({"left": 1}, 9)]
    assert set(places([forward, *shown], {"came": 1})) == {0}
    assert places([forward, *shown[:2]], {"came": 1}) == {}


@pytest.mark.parametrize(("total", "told"), [(3, True), (4, True), (5, False), (40, False)])
def test_two_that_share_fewer_than_five_are_known_to_be_small(total, told) -> None:
    assert bool(places([Equation({"a": 1, "b": 1}, total)], {"a": 1})) is told


def test_room_that_two_sums_leave_together_is_seen() -> None:
    """Neither sum alone says that c is at most 2."""
    told = [Equation(whole(a=1, b=1), 30), Equation(whole(a=1, b=1, c=1, d=1), 32)]
    assert set(places(told, {"c": 1})) == {0}


def test_a_sum_that_the_source_hides_is_known_to_follow_without_its_number() -> None:
    told = [Equation({"a": 1, "b": 1}), Equation({"b": 1}, 12)]
    assert set(places(told, {"a": 1})) == {0}
