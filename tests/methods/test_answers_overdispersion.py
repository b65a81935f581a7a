"""Funnels with overdispersion against the reference package's answers: every row and column."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods.intervals import exact_poisson
from helpers.methods.limits import Limits, at_both_levels
from helpers.methods.overdispersion import Overdispersed, overdispersed_funnel
from helpers.methods.trimming import mean_ranks, rank_groups
from methods.answer_tables import Table

FOLDER = "funnel_overdispersion"
KINDS = {("SR", "SHMI"): "shmi", ("SR", "CQC"): "cqc", ("PR", "SHMI"): "proportion"}
GIVEN = ("denominator", "group", "numerator")


def funnel_of(case: dict[str, str], points: Table) -> Overdispersed:
    return overdispersed_funnel(
        points.numbers("numerator"),
        points.numbers("denominator"),
        KINDS[case["data_type"], case["sr_method"]],
        float(case["multiplier"]),
        trim_by=float(case["trim_by"]),
        as_reference=True,
    )


def points_of(shared, case: dict[str, str]) -> Table:
    return Table(shared, FOLDER, f"{case['case']}_points.csv")


def exact_limits(denominator: np.ndarray) -> Limits:
    """Limits of the expected number itself, over it: the package's unadjusted ones of ratios."""
    return at_both_levels(
        lambda level: tuple(limit / denominator for limit in exact_poisson(denominator, level))
    )


def compare_lines(points: Table, lines: Limits, prefix: str = "") -> None:
    points.compare(f"{prefix}95LCL" if prefix else "LCL95", lines.lower_95)
    points.compare(f"{prefix}95UCL" if prefix else "UCL95", lines.upper_95)
    points.compare(f"{prefix}99LCL" if prefix else "LCL99", lines.lower_998)
    points.compare(f"{prefix}99UCL" if prefix else "UCL99", lines.upper_998)


@pytest.fixture
def cases(shared) -> Table:
    return Table(shared, FOLDER, "cases.csv")


def test_phi_tau2_and_outliers_of_every_case(shared, cases) -> None:
    funnels = [funnel_of(case, points_of(shared, case)) for case in cases.rows]
    cases.compare("phi", [funnel.phi for funnel in funnels])
    cases.compare("tau2", [funnel.tau2 for funnel in funnels])
    outliers = [np.count_nonzero(np.abs(funnel.position) == 2) for funnel in funnels]
    cases.compare("n_outliers", outliers)
    cases.whole("case", "data_type", "sr_method", "trim_by", "multiplier", values=3 * 3)


@pytest.mark.parametrize(
    ("name", "trimmed", "values"),
    [
        ("package_test_SR_SHMI", "truncated", 6 * 18),
        ("package_test_SR_CQC", "winsorised", 6 * 16),
        ("proportion_overdispersed", "winsorised", 40 * 16),
    ],
)
def test_every_point_of_every_case(shared, cases, name, trimmed, values) -> None:
    case = next(row for row in cases.rows if row["case"] == name)
    points = points_of(shared, case)
    funnel = funnel_of(case, points)
    multiplier = float(case["multiplier"])
    points.compare("rr", funnel.value / multiplier)
    points.compare("target_transformed", np.full(funnel.z.size, funnel.transformed_average))
    points.compare("Y", funnel.transformed)
    points.compare("Uzscore", funnel.z)
    points.compare(trimmed, funnel.trimmed)
    points.compare("Wuzscore", funnel.trimmed_z)
    points.compare("s", funnel.error)
    compare_lines(points, funnel.lines, "OD")
    ratio = case["data_type"] == "SR"
    plain = exact_limits(points.numbers("denominator")) if ratio else funnel.plain_lines
    compare_lines(points, plain)
    points.compare("outlier", np.abs(funnel.position) == 2)
    given = [*GIVEN, "highlight"]
    assert set(points.texts("highlight")) == {"0"}, "a mark for the eye, asked for by name"
    if trimmed == "truncated":
        points.compare("rk", mean_ranks(funnel.z))
        points.compare("sp", rank_groups(funnel.z, float(case["trim_by"])))
    points.whole(*given, values=values)


def test_exact_limits_of_expected_numbers(shared) -> None:
    table = Table(shared, FOLDER, "package_test_poisson_limits.csv")
    found = exact_limits(table.numbers("expected"))
    # Printed to seven digits, some of them with a nought at the end left out.
    table.compare("ll95", found.lower_95, digit=5e-8)
    table.compare("ul95", found.upper_95, digit=5e-7)
    table.compare("ll998", found.lower_998, digit=5e-8)
    table.compare("ul998", found.upper_998, digit=5e-7)
    table.whole("expected", values=3 * 4)


def test_lines_from_square_roots_are_taken_back_unless_the_reference_is_wanted(shared) -> None:
    points = Table(shared, FOLDER, "package_test_SR_CQC_points.csv")
    pair = points.numbers("numerator"), points.numbers("denominator")
    ours, theirs = (overdispersed_funnel(*pair, "cqc", as_reference=one) for one in (False, True))
    assert (ours.phi, ours.tau2) == (theirs.phi, theirs.tau2)
    assert ours.lines.upper_998 == pytest.approx(theirs.lines.upper_998**2)
    exact = exact_limits(pair[1])
    assert (theirs.lines.upper_95 < exact.upper_95).all(), "narrower than without overdispersion"
    assert (ours.lines.upper_95 > exact.upper_95).all()
