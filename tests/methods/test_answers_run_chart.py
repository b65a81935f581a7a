"""Run charts with the Anhoej rules against the reference package's answers."""

from __future__ import annotations

from helpers.methods.run_chart import run_chart
from methods.answer_tables import Table


def test_every_case(shared) -> None:
    series = Table(shared, "run_chart_anhoej", "series.csv")
    expected = Table(shared, "run_chart_anhoej", "expected.csv")
    charts = [run_chart(series.by("case", case, "value")) for case in expected.texts("case")]
    assert sum(chart.points for chart in charts) == len(series.rows) == 36
    expected.compare("n_obs", [chart.points for chart in charts])
    expected.compare("n_useful", [chart.useful for chart in charts])
    expected.compare("median", [chart.centre for chart in charts])
    expected.compare("longest_run", [chart.longest_run for chart in charts])
    expected.compare("longest_run_max", [chart.longest_run_limit for chart in charts])
    expected.compare("n_crossings", [chart.crossings for chart in charts])
    expected.compare("n_crossings_min", [chart.fewest_crossings for chart in charts])
    expected.compare("runs_signal", [chart.signal for chart in charts])
    expected.whole("case", values=3 * 8)
    assert all(chart.judged for chart in charts)
