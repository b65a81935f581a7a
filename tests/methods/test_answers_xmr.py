"""Individuals charts against the reference package's answers: every point, every column."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pytest

from helpers.methods.xmr import XmrChart, XmrSettings, xmr_chart
from methods.answer_tables import Table

WORDS = {
    ("outside", 1): "Above UCL",
    ("outside", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two_in_three", 1): "2 in 3 Above CL",
    ("two_in_three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
    ("", 0): "Common Cause",
}


def chart_of(case: dict[str, str], points: Table) -> XmrChart:
    mine = [row for row in points.rows if row["case"] == case["case"]]
    dates = [row["date"] for row in mine]
    assert dates == sorted(dates) and len(mine) == int(case["n"])
    settings = XmrSettings(
        direction=case["improvement_direction"],
        screen=case["screen_outliers"] == "True",
        fix_after=int(case["fix_after_n_points"]) if case["fix_after_n_points"] else None,
    )
    return xmr_chart(
        [float(row["value"]) for row in mine],
        settings,
        rebase=[bisect_left(dates, day) for day in case["rebase_dates"].split(";") if day],
        target=float(case["target"]) if case["target"] else None,
    )


@pytest.fixture(scope="module")
def cases(shared) -> Table:
    return Table(shared, "xmr", "cases.csv")


@pytest.fixture(scope="module")
def points(shared) -> Table:
    return Table(shared, "xmr", "points.csv")


@pytest.fixture(scope="module")
def charts(cases, points) -> list[XmrChart]:
    return [chart_of(case, points) for case in cases.rows]


def test_every_point_of_every_case(cases, points, charts) -> None:
    order = [name for case in cases.rows for name in [case["case"]] * int(case["n"])]
    assert points.texts("case") == order, "the points follow the cases"

    def all_of(name: str) -> np.ndarray:
        return np.concatenate([getattr(chart, name) for chart in charts])

    points.compare("rebase_group", all_of("stretch"))
    points.compare("mean", all_of("mean"))
    points.compare("lpl", all_of("lower"))
    points.compare("upl", all_of("upper"))
    points.compare("relative_to_mean", all_of("side"))
    points.compare("outside_limits", all_of("outside"))
    points.compare("close_to_limits", all_of("near"))
    causes = zip(all_of("cause").tolist(), all_of("towards").tolist(), strict=True)
    points.compare_texts("special_cause_type", [WORDS[cause] for cause in causes])
    points.compare("special_cause_flag", all_of("cause") != "")
    points.compare_texts("point_type", all_of("point_type").tolist())
    points.compare("short_group_warning", all_of("short"))
    points.whole("case", "date", "value", values=336 * 11)


def test_the_verdicts_of_every_case(cases, charts) -> None:
    cases.compare_texts("expected_variation_type", [chart.variation for chart in charts])
    cases.compare_texts("expected_assurance_type", [chart.assurance or "" for chart in charts])
    given = {"case", "improvement_direction", "target", "rebase_dates", "fix_after_n_points"}
    cases.whole(*given, "screen_outliers", "n", "note", values=16 * 2)


def test_the_result_states_whether_outliers_were_screened(cases, charts) -> None:
    stated = {case["case"]: chart for case, chart in zip(cases.rows, charts, strict=True)}
    screened = stated["deviations_vignette_screened"]
    whole = stated["deviations_vignette_excel"]
    assert screened.settings.screen and sum(screened.left_out) > 0
    assert not whole.settings.screen and sum(whole.left_out) == 0
    assert np.array_equal(screened.value, whole.value)
