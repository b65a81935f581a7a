"""What the two-page summary says: the version's own words and figures, and nothing else."""

from __future__ import annotations

import json
import re

import nbformat
import pytest

from helpers.base.errors import DisclosureRefused, PublicationError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.display.passages import PASSAGE_MIME
from helpers.publication import summary as module
from helpers.publication.export import RECORD
from helpers.publication.published_words import Caveat, published_words
from helpers.publication.summary import summarise
from helpers.publication.summary_page import export_summary, render_summary
from helpers.publication.version_named import find_version
from helpers.publication.version_read import read_version
from publication.examples import HOSTILE, cell, figure, series_spec, table
from publication.exports import (
    CAVEATS,
    DIRECTIONS,
    LEAD,
    MEASURES,
    SOURCE,
    key,
    make_version,
    notebook,
    passage,
    reading,
)


def opened(outputs, *given, **more):
    return read_version(find_version(str(make_version(outputs, *given, **more)), outputs))


@pytest.fixture
def version(tmp_path):
    return opened(tmp_path)


@pytest.fixture
def summary(version):
    return summarise(version)


@pytest.fixture
def page(summary, charts):
    return render_summary(summary, charts)


# The words of the notebook


def test_the_notebook_is_taken_apart():
    words = published_words(notebook())
    assert words.lead == LEAD
    assert [one.indicator for one in words.headline] == list(MEASURES)
    assert words.points == ("**Admissions:** 463.4", "**Quality:** 18.8")
    assert {one.code: one.direction for one in words.readings} == DIRECTIONS
    assert [one.title for one in words.readings] == [told[0] for told in MEASURES.values()]
    assert words.caveats == (
        Caveat("Only care that the council paid for is counted.", ("2C", "2B")),
        Caveat("Answers of a sample.", ("1A",)),
        Caveat("A count of all homes.", ("6B",)),
    )
    assert words.cautions == ("By part: too few.",)
    assert [one.id for one in words.tables] == ["table-all", "to-collect"]


def test_what_is_for_the_desk_is_left_out():
    book = notebook(
        cell(
            "book.reading(draft)",
            passage("**X** (9Z): 1. Since 2023 to 2024 a clear rise.", ["9Z"]),
            tags=["desk"],
        )
    )
    assert "9Z" not in {one.code for one in published_words(book).readings}


def test_a_single_reading_and_codes_with_brackets_are_understood():
    text = "**People** (2E(2b)): 5% in Wirral. There is no earlier figure to compare with."
    book = notebook(cell("book.reading(frame)", passage(text, ["2E(2b)"])))
    (found,) = [one for one in published_words(book).readings if one.code == "2E(2b)"]
    assert found.direction == "There is no earlier figure to compare with."


def test_what_bears_a_finding_out_may_stand_below_it():
    text = (
        "- **Care homes** (6B): 65.1% in Wirral. Lower than England.\n"
        "  - North West: 79.5%. Since 2023 to 2024 a clear fall, 70.0 to 65.1 (1 of 2).\n"
        "- **People** (2E(2b)): 5% in Wirral.\n  - Official statistics in development.\n"
        "\nNo direction can be said. The source changed (2E(2b))."
    )
    single = "**Staff** (6A): 22%.\n\nEngland: 24%. There is no earlier figure to compare with."
    book = nbformat.v4.new_notebook(
        cells=[
            cell("book.main_points()", passage("- **Care homes:** 65.1%", ["6B"])),
            cell("book.reading(a)", passage(text, ["6B", "2E(2b)"])),
            cell("book.reading(b)", passage(single, ["6A"])),
        ]
    )
    assert {one.code: one.direction for one in published_words(book).readings} == {
        "6B": "Since 2023 to 2024 a clear fall, 70.0 to 65.1 (1 of 2).",
        "2E(2b)": "No direction can be said. The source changed.",
        "6A": "There is no earlier figure to compare with.",
    }


def test_a_key_may_name_its_framework():
    said = {
        "text/markdown": "- **Care homes:** 65.1%",
        PASSAGE_MIME: {"figures": [{"key": "E08000015|6B|2024-25|all|ascof-2023", "value": 65.1}]},
    }
    book = nbformat.v4.new_notebook(cells=[cell("book.main_points()", said)])
    (found,) = published_words(book).headline
    assert (found.indicator, found.framework) == ("6B", "ascof-2023")


def test_the_first_reading_of_a_measure_counts():
    again = reading().replace("clear fall", "clear rise")
    book = notebook(cell("book.reading(frame)", passage(again, MEASURES)))
    (found,) = [one for one in published_words(book).readings if one.code == "1A"]
    assert found.direction == DIRECTIONS["1A"]


# What the summary holds


def test_the_lead_is_the_first_sentence(summary):
    assert summary.lead == "How do people fare?"


def test_the_position_is_the_pages_own_table(summary):
    assert [one.key.indicator for one in summary.positions] == list(MEASURES)
    first = summary.positions[0]
    assert first.measure == "Admissions to care homes (2C)"
    assert [text for _, text in first.cells] == list(MEASURES["2C"][1:6])
    assert [label for _, label in summary.columns] == [
        "Wirral",
        "95% interval or margin",
        "Count",
        "England",
        "North West",
    ]


def test_the_verdict_is_published_or_none(summary):
    assert {one.key.indicator: one.verdict for one in summary.positions} == {
        "2C": "lower",
        "2B": "not clearly different",
        "1A": "lower",
        "6B": "not compared",
        "4B": "not compared",
    }


def test_directions_are_sorted_by_what_can_be_said(summary):
    said = summary.directions
    assert [one.code for one in said.clear] == ["1A"]
    assert said.unclear == ()
    assert said.unsaid == (
        (
            "The source changed. Earlier years cannot be compared.",
            ("Admissions to care homes (2C)", "Admissions, aged 18 to 64 (2B)"),
        ),
        (DIRECTIONS["6B"], ("Care homes rated good (6B)",)),
    )


def test_measures_without_a_usable_figure_are_named_with_the_reason(summary):
    assert summary.absent == (
        ("Too few to compare", ("Care homes rated good (6B)",)),
        ("Suppressed by the publisher", ("Risk reduced (4B)",)),
    )


def test_caveats_data_to_collect_and_source_are_there(summary):
    assert [one.text for one in summary.caveats] == [text.rpartition(" (")[0] for text in CAVEATS]
    assert summary.more_caveats == 0
    assert summary.collect.rows == (("How many carers?", "Census 2021", "Nomis"),)
    assert summary.sources == (SOURCE,)


def test_the_chart_is_of_a_headline_measure_whose_figure_can_be_used(summary, tmp_path):
    assert summary.figure.figure.id == "compare-2c"
    flagged = figure("compare-6b", table={**table("x", 1), "keys": [key("6B")]})
    assert summarise(opened(tmp_path / "other", notebook(drawn=flagged))).figure is None


def test_nothing_of_today_is_asked(version, monkeypatch, charts):
    # The registry, the contracts and the inbox may have changed since: none of them is opened.
    from pathlib import Path

    whole = Path.read_text

    def read_text(self, *given, **more):
        assert self.suffix not in {".yaml", ".ods", ".csv"}, self
        return whole(self, *given, **more)

    monkeypatch.setattr(Path, "read_text", read_text)
    assert render_summary(summarise(version), charts)


def test_what_has_no_room_is_counted(version, monkeypatch, charts):
    monkeypatch.setattr(module, "OPEN_LINES", 7)
    monkeypatch.setattr(module, "DIRECTION_LINES", 3)
    monkeypatch.setattr(module, "MOST_POSITION", 3)
    short = summarise(version)
    assert short.more_caveats == 1
    assert short.more_positions == 2
    assert short.directions.more == 3
    said = render_summary(short, charts)
    assert "1 more stands in the full report" in said
    assert "2 more headline measures are in the full report" in said
    assert "3 more measures are in the full report" in said


def test_a_version_that_says_nothing_has_sentences_instead(tmp_path, charts):
    bare = notebook()
    bare.cells = [one for one in bare.cells if one.cell_type == "markdown"]
    said = render_summary(summarise(opened(tmp_path, bare)), charts)
    for words in (
        "No headline measure has a figure on this page.",
        "No headline measure has a figure whose change could be told.",
        "The full report names nothing that stays open.",
        "The full report names no data that would answer more.",
    ):
        assert words in said


# The page


def test_the_page_names_version_digest_and_data(page, version):
    assert version.place in page
    assert version.digest in page
    assert "ab" * 32 in page
    assert "<h1>Placements in Wirral, 2024 to 2025</h1>" in page


def test_every_number_of_the_page_is_in_the_version(page, version):
    known = json.dumps(version.notebook, ensure_ascii=False) + version.manifest.text().decode()
    body = re.sub(r"<svg.*?</svg>|<head>.*?</head>|SHA-256", "", page, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", body).replace(version.digest, "").replace(version.place, "")
    numbers = set(re.findall(r"\d[\d,]*\.\d+|\d{2,}", text))
    assert len(numbers) > 30
    assert {number for number in numbers if number not in known} == set()


def test_the_sample_mark_stands_on_both_sheets(tmp_path, charts):
    said = render_summary(summarise(opened(tmp_path, sample=True)), charts)
    first, second = said.split('<div class="sheet">')[1:]
    banner = said.split('<div class="sheet">')[0]
    assert SAMPLE_MARK in banner
    assert re.search(r"<title>([^<]*)", said)[1].startswith(SAMPLE_MARK)
    assert SAMPLE_MARK in first
    assert SAMPLE_MARK in second


def test_real_figures_carry_no_sample_mark(page):
    assert SAMPLE_MARK not in page


def test_the_policy_lets_nothing_in_but_the_style(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith(
        "default-src &#39;none&#39;; style-src &#39;sha256-"
    ) or policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in page


def test_hostile_words_are_text(tmp_path, charts):
    text = " ".join(HOSTILE)
    drawn = figure(
        "compare-2c",
        title=text,
        subtitle=text,
        description=text,
        table={**table("x", 1), "keys": [key("2C")]},
    )
    version = opened(tmp_path, notebook(drawn=drawn), area=(text, "wirral"))
    page = render_summary(summarise(version), charts)
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_high_chart_is_left_out(tmp_path, charts):
    high = series_spec(290) | {"height": 900}
    drawn = figure("compare-2c", narrow=high, table={**table("x", 1), "keys": [key("2C")]})
    assert "<svg" not in render_summary(summarise(opened(tmp_path, notebook(drawn=drawn))), charts)


def test_a_chart_that_cannot_be_drawn_is_named(tmp_path, charts):
    drawn = figure(
        "fig-bad", narrow={"mark": "nonsense"}, table={**table("x", 1), "keys": [key("2C")]}
    )
    with pytest.raises(PublicationError, match='chart "fig-bad"'):
        render_summary(summarise(opened(tmp_path, notebook(drawn=drawn))), charts)


# The export


def test_the_summary_is_exported_with_its_record_twice_the_same(version, tmp_path, charts):
    one, two = (export_summary(version, tmp_path / name, charts) for name in ("a", "b"))
    assert one.files == ("summary-wirral-placements-2024-25.html",)
    for name in (*one.files, RECORD):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()
    record = json.loads((one.folder / RECORD).read_text("utf-8"))
    assert record["manifest_sha256"] == version.digest
    assert record["evidence"]["id"] == "compare-2c"


def test_a_suppressed_figure_in_the_table_is_refused(tmp_path, charts):
    version = opened(tmp_path, notebook(**{"4B": "91.2%"}))
    with pytest.raises(DisclosureRefused, match="4B in 2024-25"):
        export_summary(version, tmp_path / "x", charts)
    assert list((tmp_path / "x").iterdir()) == []


def test_a_suppressed_figure_in_the_chart_is_refused(tmp_path, charts):
    shown = {**table("x", 2), "keys": [key("2C"), key("4B")]}
    version = opened(tmp_path, notebook(drawn=figure("compare-2c", table=shown)))
    with pytest.raises(DisclosureRefused, match="4B in 2024-25"):
        export_summary(version, tmp_path / "x", charts)
