"""What a chart draws is what its table says, in every cut; and what is said is in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from helpers.base.geography import all_areas
from helpers.base.ordinals import in_cell, placed
from helpers.base.parameters import check_request
from helpers.base.period_kinds import spoken_period
from helpers.base.settings import OUTPUTS_VARIABLE
from helpers.base.themes import THEMES
from helpers.display import findings
from helpers.display.figures import FIGURE_MIME
from helpers.display.series_chart import LINE, _apart
from helpers.methods.ranking import percentile_of, rank_from_highest
from helpers.workbook.book import Book
from notebooks.every_council import run_cells
from publication.looking import numbers

AREAS = ("wirral", "bournemouth-christchurch-and-poole", "city-of-london", "isles-of-scilly")
AXIS_YEAR = re.compile(r"\d{4} to \d\d")
ASIDE = re.compile(
    r" [Ss]ince (?:\d+ )?(?:[A-Z][a-z]+ (?:to [A-Z][a-z]+ )?)?20.*?\)\.|20\d\d to 20\d\d|"
    r"95% interval|per 1(?:00)?,000|out of \d+|aged \d+ (to \d+|and over)"
)
"""Numbers that are no figure of the council's: years, ages, units; and changes, tested elsewhere."""
SIGNS = re.compile(r"\d+(?:st|nd|rd|th)\b")


@pytest.fixture(scope="module")
def figures(sample_source, sample_settings, project_root):
    """Every figure of every notebook for councils of many and of hardly any people."""
    found: dict[str, list[dict[str, Any]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OUTPUTS_VARIABLE, str(sample_settings.outputs))
        for area in AREAS:
            for theme in THEMES:
                asked = {"area": area, "inputs": str(project_root / "data" / "samples")}
                shown = run_cells(sample_settings.notebooks, theme, asked)
                found[f"{area}, {theme.slug}"] = [
                    bundle[FIGURE_MIME] for bundle in shown if FIGURE_MIME in bundle
                ]
    assert sum(len(each) for each in found.values()) > 50
    return found


def each(figures) -> Iterator[tuple[str, dict[str, Any]]]:
    for page, drawn in figures.items():
        for figure in drawn:
            yield f"{page}, {figure['id']}", figure


def rows_of(spec: object) -> Iterator[dict[str, Any]]:
    if isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict):
            yield from data.get("values", [])
        for rows in spec.get("datasets", {}).values():
            yield from rows
        for part in spec.values():
            yield from rows_of(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from rows_of(part)


def table_numbers(figure) -> set[float]:
    cells = [cell for row in figure["table"]["rows"] for cell in row]
    ranks = {float(sign[:-2]) for cell in cells for sign in SIGNS.findall(cell)}
    return numbers(" ".join(cells)) | ranks


def test_every_value_drawn_is_a_number_of_the_table(figures):
    for name, figure in each(figures):
        known = table_numbers(figure)
        for cut in ("wide", "narrow"):
            values = [row["value"] for row in rows_of(figure[cut]) if "value" in row]
            assert values, name
            assert set(values) <= known, (name, cut)


def test_every_margin_drawn_is_that_of_the_table(figures):
    margins = 0
    for name, figure in each(figures):
        cells = " ".join(cell for row in figure["table"]["rows"] for cell in row)
        known = numbers(cells)
        around = {float(size) for size in re.findall(r"±(\d+(?:\.\d+)?)", cells)}
        for row in (*rows_of(figure["wide"]), *rows_of(figure["narrow"])):
            if row.get("lower") is None:
                continue
            margins += 1
            reach = {round(row["upper"] - row["value"], 6), round(row["value"] - row["lower"], 6)}
            published = {row["lower"], row["upper"]} <= known
            assert published or reach <= around | {0.0}, (name, row)
    assert margins > 100


def test_both_cuts_draw_the_same(figures):
    for name, figure in each(figures):
        drawn = [
            sorted(
                (row.get("key", ""), row["value"]) for row in rows_of(figure[cut]) if "value" in row
            )
            for cut in ("wide", "narrow")
        ]
        assert drawn[0] == drawn[1], name


def test_what_a_mark_says_when_it_is_pointed_at_is_in_the_table(figures):
    said = 0
    for name, figure in each(figures):
        known = table_numbers(figure)
        for row in rows_of(figure["wide"]):
            for field in ("label", "told", "limits", "counts", "place"):
                words = str(row.get(field, ""))
                if AXIS_YEAR.fullmatch(words):
                    continue
                ranks = {float(sign[:-2]) for sign in SIGNS.findall(words)}
                found = numbers(SIGNS.sub("", words)) | ranks
                assert found <= known, (name, field, words)
                said += bool(found)
    assert said > 300


def test_every_council_of_a_strip_is_in_its_table_with_its_place(figures):
    strips = [figure for _, figure in each(figures) if figure["id"].startswith("place-")]
    assert strips
    for figure in strips:
        rows = figure["table"]["rows"]
        assert rows[0][0] == "England"
        # Counts have a column where a council has some.
        fields = ["name", "label", "counts", "place"]
        if "counts" not in [column["name"] for column in figure["table"]["columns"]]:
            fields.remove("counts")
        found = [row for row in rows_of(figure["wide"]) if "place" in row]
        ticks = {tuple(row[field] for field in fields) for row in found}
        assert ticks == {tuple(row) for row in rows}
        assert ("counts" in fields) == any(row["counts"] != "–" for row in found)
        values = [float(row[1].replace(",", "")) for row in rows[1:]]
        assert values == sorted(values, reverse=True)
        for name, *_, place in rows[1:]:
            assert int(place[:-2]) == 1 + sum(
                value > dict(zip((r[0] for r in rows[1:]), values, strict=True))[name]
                for value in values
            )


def test_findings_are_short_and_their_alternatives_hold_figures(figures):
    for name, figure in each(figures):
        assert len(figure["title"].split()) <= findings.WORDS_AT_MOST, (name, figure["title"])
        assert numbers(figure["description"]), name
        assert figure["source"], name


def test_a_break_is_drawn_told_beside_the_chart_and_in_words(figures):
    broken = [
        (name, figure)
        for name, figure in each(figures)
        if any("Break: " in cell for row in figure["table"]["rows"] for cell in row)
        and figure["id"].startswith("trend-")
    ]
    told = [pair for pair in broken if "Break before" in pair[1]["note"]]
    assert told
    for name, figure in told:
        assert "Break before" in figure["description"], name
        texts = str(figure["wide"])
        assert "'text': 'break'" in texts, name


def test_names_at_the_ends_of_lines_are_pushed_apart():
    assert _apart([10.0, 100.0]) == [10.0, 100.0]
    for pair in ([100.0, 101.0], [101.0, 100.0], [50.0, 50.0]):
        first, second = _apart(pair)
        assert abs(first - second) == pytest.approx(LINE)
        assert (first <= second) == (pair[0] <= pair[1])
        assert first + second == pytest.approx(sum(pair))
    assert _apart([7.0]) == [7.0]


@pytest.mark.parametrize(
    ("place", "of", "words"),
    [
        (1, 152, "highest of 152 councils"),
        (2, 152, "2nd highest of 152 councils"),
        (76, 152, "76th highest of 152 councils"),
        (77, 152, "76 of 152 councils have a higher figure"),
        (147, 152, "146 of 152 councils have a higher figure"),
        (152, 152, "lowest of 152 councils"),
    ],
)
def test_a_rank_is_never_counted_from_the_far_end(place, of, words):
    assert placed(place, of) == words


@pytest.mark.parametrize(
    ("values", "words", "cell"),
    [
        (
            [100.0] * 74 + [50.0] * 73,
            "shares the highest figure of 147 councils",
            "joint 1st of 147",
        ),
        (
            [100.0] * 2 + [50.0] * 145,
            "shares the highest figure of 147 councils",
            "joint 1st of 147",
        ),
        ([100.0] + [50.0] * 146, "highest of 147 councils", "1st of 147"),
        ([50.0] + [100.0] * 146, "lowest of 147 councils", "147th of 147"),
    ],
)
def test_a_figure_that_many_councils_have_is_not_called_the_highest(values, words, cell):
    place, percentile = rank_from_highest(values)[0], round(percentile_of(values)[0])
    assert placed(int(place), len(values), percentile) == words
    assert in_cell(int(place), len(values), percentile) == cell


def test_every_number_of_the_main_points_is_in_the_data(sample_source):
    """The value, its counts, its interval or margin and England's; and the count at England's rate."""
    checked = 0
    for theme in THEMES:
        registry = sample_source.registry
        codes = [
            item.code
            for item in registry.of_page(theme.slug)
            if registry.frameworks[item.framework].in_force
        ]
        for area in ("wirral", "leeds", "city-of-london"):
            request = check_request(theme.slug, area, "latest", "region", "")
            evidence = sample_source.evidence(request)
            book = Book(evidence, None)
            rows = book.observations(*codes).to_dict("records")
            for line in str(book.main_points(*codes)).split("\n- "):
                row = next((row for row in rows if f"**{row['title']}:**" in line), None)
                if row is None:
                    continue
                indicator = sample_source.registry.find(row["indicator"])
                told = ASIDE.sub("", line.replace(f"**{row['title']}:**", ""))
                told = told.replace(spoken_period(row["period"], row["period_kind"]), "")
                assert numbers(told) <= known_of(evidence, row, indicator), line
                checked += 1
    assert checked > 30


def known_of(evidence, row, indicator) -> set[float]:
    """The numbers of one observation that a sentence may say, as precise as they are published."""
    columns = ("value", "lower", "upper", "numerator", "denominator", "england")
    values = [row[column] for column in columns if row[column] == row[column]]
    digits = (indicator.decimals, indicator.decimals_above or 0, 0)
    known = {
        round(float(value), places) for value in values if value is not None for places in digits
    }
    found = evidence.extras.filter(
        *((pl.col(name) == row[name]) for name in ("indicator", "period", "breakdown"))
    )
    beside = found.row(0, named=True) if found.height else {}
    if beside.get("margin") is not None:
        known |= {round(beside["margin"], indicator.decimals), 0.5 * 10**-indicator.decimals}
    above, below = beside.get("england_numerator"), beside.get("england_denominator")
    if above is not None and below and row["denominator"] == row["denominator"]:
        known.add(float(int(above / below * row["denominator"] + 0.5)))
    return known


def test_titles_of_comparisons_are_short_for_every_council_and_every_verdict(sample_source):
    longest = max(all_areas(), key=lambda area: len(area.name.split()))
    request = check_request("placements", longest.code, "latest", "region", "")
    book = Book(sample_source.evidence(request), None)
    codes = ("2C", "2B", "2E(1)", "2E(2a)", "2E(2b)", "2A", "4A", "4B", "1D")
    shown = book._figures(book.observations(*codes))
    for count in range(2, len(shown) + 1):
        title = findings.compared(shown[:count])
        assert len(title.split()) <= findings.WORDS_AT_MOST, title
        assert "England" in title


def test_tables_of_several_areas_say_what_each_figure_is_out_of(real_source):
    """A rate of 611.2 is told with its 453 of 74,114, and the others' like the council's own."""
    evidence = real_source.evidence(check_request("placements", "wirral", "latest", ["sefton"], ""))
    for frame in (evidence.comparators, evidence.spread):
        assert {"numerator", "denominator"} <= set(frame.columns)
    book = Book(evidence, None)
    for figure in (book.compare(book.observations("2C")), book.place(book.observations("2C"))):
        columns = [column["name"] for column in figure.table.plain()["columns"]]
        place = columns.index("counts")
        counts = {row[0]: row[place] for row in figure.table.plain()["rows"]}
        assert (counts["Wirral"], counts["Sefton"]) == ("453 of 74,114", "547 of 67,863")
