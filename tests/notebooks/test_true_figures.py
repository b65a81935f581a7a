"""On the publisher's file the pages show the published figures, and how each of them stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from helpers.base.settings import Settings
from helpers.display.figures import FIGURE_MIME
from helpers.display.tables import TABLE_MIME
from helpers.indicators.registry import Indicator, Registry
from helpers.indicators.source import Source
from notebooks.baselines import Baseline, Baselines, read_baselines
from notebooks.house_rules import codes_called
from notebooks.running import (
    NAMES,
    cell_of,
    everything_said,
    load,
    runner,
    said,
)

pytestmark = pytest.mark.slow

COUNCILS = {"wirral": "Wirral", "sefton": "Sefton", "worcestershire": "Worcestershire"}
CHANGED_SOURCE = "2024-25"
Page = Callable[..., NotebookNode]


@pytest.fixture(scope="module")
def page(sample_settings: Settings, real_ascof: Path, real_source: Source) -> Iterator[Page]:
    """Return a function that runs a notebook for a council on the real file, once."""
    with runner(sample_settings.outputs) as kernel:

        @cache
        def run(name: str, area: str, period: str = "latest") -> NotebookNode:
            asked = {"area": area, "period": period, "inputs": str(real_ascof.parent)}
            return kernel.run(load(name), asked)

        yield run


@pytest.fixture(scope="module")
def baselines(shared: Path) -> Baselines:
    """Return figures that were read independently of this project."""
    return read_baselines(shared)


@pytest.fixture(scope="module")
def registry(real_source: Source) -> Registry:
    """Return what the indicators mean."""
    return real_source.registry


def _figure(notebook: NotebookNode, cell_id: str) -> dict[str, Any]:
    return cell_of(notebook, cell_id).outputs[0].data[FIGURE_MIME]


def _reading(notebook: NotebookNode, code: str) -> str:
    """The finding that reads one indicator, and the line or paragraph below that bears it out."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "book.reading(" in cell.source:
            # A section without its file reads nothing.
            lines = [line for line in said(notebook, cell.id).splitlines() if line] or [""]
            for line, below in zip(lines, [*lines[1:], ""], strict=True):
                if re.match(rf"(?:- )?\*\*[^*]+\*\* \({re.escape(code)}\):", line):
                    borne_out = below.startswith("  - ") or not line.startswith("- ")
                    return f"{line} {below.removeprefix('  - ')}" if borne_out else line
    raise AssertionError(f"nothing reads {code}")


def _row(notebook: NotebookNode, code: str) -> str:
    """The row of the table that shows one indicator."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not re.search(r"book\.(?:table|compare)\(", cell.source):
            continue
        for output in cell.outputs:
            shown = output.data.get(TABLE_MIME) or output.data.get(FIGURE_MIME, {}).get("table", {})
            for row in shown.get("rows", []):
                if row[0].endswith(f"({code})"):
                    return "\t".join(row)
    raise AssertionError(f"no table shows {code}")


def _brackets(baseline: Baseline, indicator: Indicator) -> str:
    if baseline.margin is not None:
        return f"({baseline.below:,} respondents; margin ±{baseline.margin:.{indicator.decimals}f})"
    if baseline.above is None:
        return "(no margin published)"
    return f"({baseline.above:,} of {baseline.below:,}; 95% interval "


@pytest.mark.parametrize("area", COUNCILS)
@pytest.mark.parametrize("name", NAMES)
def test_the_readings_hold_the_published_figures(name, area, page, baselines, registry):
    notebook = page(name, area)
    shown = {code for call, codes in codes_called(load(name)) if call != "parts" for code in codes}
    latest = {
        code: max(period for other, period in baselines if other == code) for code, _ in baselines
    }
    checked = sorted(shown & set(latest))
    assert checked
    for code in checked:
        indicator = registry.find(code)
        theirs = baselines[code, latest[code]]
        own = theirs[COUNCILS[area]]
        line = _reading(notebook, code)
        value = f"{own.value:,.{indicator.decimals}f}"
        assert re.search(rf": {re.escape(value)}[% ]", line), (code, value, line)
        assert _brackets(own, indicator) in line
        above = indicator.decimals if indicator.decimals_above is None else indicator.decimals_above
        assert f"{theirs['England'].value:,.{above}f}" in line
        assert f"{value}" in _row(notebook, code)


@pytest.mark.parametrize("area", COUNCILS)
def test_the_number_at_englands_rate_is_the_published_counts_rate(area, page, baselines):
    for name, code in (("placements", "2C"), ("placements", "2B"), ("direct_payments", "3D(2a)")):
        own = baselines[code, "2024-25"][COUNCILS[area]]
        england = baselines[code, "2024-25"]["England"]
        there = england.above / england.below * own.below
        words = rf"would be {there:,.0f}; it is {own.above:,}\."
        assert re.search(words, _reading(page(name, area), code)), (code, there)


@pytest.mark.parametrize("area", COUNCILS)
@pytest.mark.parametrize("name", NAMES)
def test_the_standing_of_a_figure_is_beside_it_in_tables_and_readings(name, area, page, registry):
    notebook = page(name, area)
    shown = {code for call, codes in codes_called(load(name)) if call != "parts" for code in codes}
    shown = {code for code in shown if registry.find(code).has_public_code}
    for code in shown:
        designation = registry.designation(registry.find(code), CHANGED_SOURCE, "financial year")
        if designation:
            assert _reading(notebook, code).endswith(f"{designation}.")
            assert _row(notebook, code).endswith(designation)
    said_in_full = everything_said(notebook)
    designated = {
        code
        for code in shown
        if registry.designation(registry.find(code), "2024-25", "financial year")
    }
    assert ("Official statistics in development" in said_in_full) == bool(designated)


def test_a_rank_is_given_where_it_means_anything_and_only_there(page):
    assert "17th highest of 152 councils" in _reading(page("placements", "sefton"), "2C")
    assert "highest of" not in _reading(page("placements", "wirral"), "2B")
    for area in COUNCILS:
        assert "highest of" not in _reading(page("direct_payments", area), "3D(1a)")
        assert "highest of" not in _reading(page("bcf_outcomes", area), "2D(1)")
        assert _row(page("direct_payments", area), "3D(1a)").count(" of 152") == 0


def test_a_figure_far_from_the_others_is_flagged_and_not_compared(page):
    flag = "far from other councils (144th of 146): check recording before use"
    notebook = page("placements", "worcestershire")
    line = _reading(notebook, "2A")
    assert f"**Flagged:** {flag}." in line
    assert "than England" not in line and "At England's rate" not in line
    assert flag in _row(notebook, "2A").replace("Far", "far")
    assert "2A" not in said(notebook, "main-points")
    assert "1 of 5 headline figures" in said(notebook, "main-points")
    assert "check recording before use" in _figure(notebook, "reablement-compare")["title"]


def test_equal_counts_are_flagged_and_the_record_is_not_compared(page):
    flag = "equal to the direct-payment count: managed budgets may not be recorded"
    assert f"**Flagged:** {flag}." in _reading(page("direct_payments", "wirral"), "3D(1a)")
    for area in COUNCILS:
        line = _reading(page("direct_payments", area), "3D(1a)")
        assert "than England" not in line and "At England's rate" not in line
        assert (flag in line) == (area == "wirral")


@pytest.mark.parametrize("area", COUNCILS)
def test_the_rounds_of_the_carers_survey_stand_in_their_own_years(area, page, baselines, registry):
    rounds = {"2021-22": "2021 to 2022", "2023-24": "2023 to 2024"}
    table = _figure(page("carers", area), "lives-score-trend")["table"]
    rows = {row[0]: row for row in table["rows"]}
    for period, year in rounds.items():
        own = baselines["1C", period][COUNCILS[area]]
        assert rows[year][1:4] == [
            f"{own.value:.1f} out of 12",
            f"±{own.margin:.1f}",
            f"{own.below} respondents",
        ]
    assert rows["2022 to 2023"][1] == "not collected or not applicable"
    assert "in 2023 to 2024 (" in _reading(page("carers", area), "1C")


def test_a_change_is_clear_only_beyond_its_margins(page):
    line = _reading(page("carers", "wirral"), "1C")
    assert "Since 2021 to 2022 a clear fall, " in line
    assert "no clear change" in _reading(page("carers", "worcestershire"), "1C")
    assert "whether this is a change cannot be said" in _reading(page("workforce", "wirral"), "6A")


@pytest.mark.parametrize("area", COUNCILS)
def test_activity_has_no_direction_across_the_change_of_source(area, page):
    for name, cell in (("placements", "admissions"), ("direct_payments", "payments")):
        notebook = page(name, area)
        assert "No direction can be said." in said(notebook, f"{cell}-reading")


@pytest.mark.parametrize("area", COUNCILS)
def test_the_result_of_reablement_never_stands_without_its_reach(area, page):
    notebook = page("bcf_outcomes", area)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in {"caveats", "to-collect"}:
            words = said(notebook, cell.id)
            if "Still in the community 12 weeks" in words:
                assert "Discharged from hospital into reablement" in words, cell.id


@pytest.mark.parametrize("name", NAMES)
def test_a_council_with_hardly_a_figure_has_a_page_of_true_sentences(name, page):
    notebook = page(name, "isles-of-scilly")
    words = everything_said(notebook)
    assert "**Isles of Scilly**" in words
    assert "nan" not in words.split() and "None" not in words
    for line in words.splitlines():
        if "suppressed by the publisher" in line or "not available" in line:
            assert "than England" not in line and "At England's rate" not in line
    if name in {"placements", "bcf_outcomes"}:
        assert "It is not nought" in said(notebook, "admissions-reading")
        assert FIGURE_MIME not in cell_of(notebook, "admissions-funnel").outputs[0].data


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_year_shows_no_later_figure_and_says_where_there_is_none(name, page):
    words = everything_said(page(name, "sefton", "2022-23"))
    assert "**Sefton**, 2022 to 2023." in words
    for later in ("2023 to 2024", "2024 to 2025"):
        assert f"in Sefton in {later}" not in words
    if name in {"placements", "bcf_outcomes"}:
        assert "Nothing is published here for" in words
