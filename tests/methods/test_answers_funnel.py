"""Plain funnels against the answers of the package behind Fingertips: every row and column."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods.funnel import rate_funnel, ratio_funnel
from helpers.methods.funnel_grid import axis_ends, whole_steps
from helpers.methods.funnel_lines import event_curve
from methods.answer_tables import Table

FOLDER = "funnel_phe"
# The reference finds its limits by halving, and stops early: its README asks for no more.
HALVED = 1e-4
LABELS = {
    2: "High (0.001)",
    1: "High (0.025)",
    0: "Not significant",
    -1: "Low (0.025)",
    -2: "Low (0.001)",
}
LINES = {"2s": "95", "3s": "998"}


@pytest.fixture
def areas(shared) -> Table:
    return Table(shared, FOLDER, "fresh_crude_rate_significance.csv")


@pytest.fixture
def hospitals(shared) -> Table:
    return Table(shared, FOLDER, "package_ratio_inputs_significance.csv")


def test_which_areas_lie_outside_by_crude_rate(areas) -> None:
    found = rate_funnel(areas.numbers("numerator"), areas.numbers("denominator"))
    areas.compare("rate", found.value)
    areas.compare_texts("significance", [LABELS[int(place)] for place in found.position])
    areas.whole("area", "numerator", "denominator", values=30 * 2)


def test_which_areas_lie_outside_by_ratio(hospitals) -> None:
    found = ratio_funnel(hospitals.numbers("obs"), hospitals.numbers("expected"))
    hospitals.compare_texts("significance", [LABELS[int(place)] for place in found.position])
    hospitals.whole("obs", "expected", values=300)
    assert set(hospitals.texts("significance")) == set(LABELS.values()), "every label occurs"


def test_the_lines_of_a_crude_rate(shared, areas) -> None:
    lines = Table(shared, FOLDER, "fresh_crude_rate_limits.csv")
    numerator, denominator = areas.numbers("numerator"), areas.numbers("denominator")
    average = numerator.sum() / denominator.sum()
    start, end = axis_ends(denominator)
    events = whole_steps(np.floor(start * average), np.ceil(end * average))
    lines.compare("Events", events)
    curve = event_curve(events)
    for sigmas, level in LINES.items():
        for side in ("lower", "upper"):
            expected = getattr(curve.expected, f"{side}_{level}")
            ratio = getattr(curve.ratio, f"{side}_{level}")
            lines.compare(f"{side}_{sigmas}_population_1_year", expected / average, HALVED)
            lines.compare(f"{side}_{sigmas}_limit", ratio * average * 100_000, HALVED)
    lines.compare("baseline", np.full(100, rate_funnel(numerator, denominator).average))
    assert set(lines.texts("statistic")) == {"rate (crude per 100,000)"}
    assert set(lines.texts("method")) == {"Poisson"}
    lines.whole("statistic", "method", values=100 * 10)


def test_the_lines_of_a_ratio(shared, hospitals) -> None:
    lines = Table(shared, FOLDER, "package_ratio_limits.csv")
    # The reference takes its steps as if one more were to come, and leaves that one out.
    events = whole_steps(*axis_ends(hospitals.numbers("expected")), points=101)[:-1]
    lines.compare("Observed_events", events)
    curve = event_curve(events)
    for sigmas, level in LINES.items():
        for side in ("lower", "upper"):
            ratio = getattr(curve.ratio, f"{side}_{level}")
            name = f"{side}_{sigmas}"
            lines.compare(f"{name}_exp_events", getattr(curve.expected, f"{side}_{level}"), HALVED)
            lines.compare(f"{name}_count", ratio - 1, HALVED)
            lines.compare(f"{name}_isr", ratio * 100, HALVED)
    lines.whole(values=100 * 13)
