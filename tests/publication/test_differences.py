"""Two versions compared: sentences that are true and no more, the record, its schema, its page."""

from __future__ import annotations

import copy
import json
import re

import jsonschema
import pytest

from helpers.base.errors import ParameterError, PublicationError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.publication.before import version_before
from helpers.publication.change_words import in_brief
from helpers.publication.changed_block import changed_block
from helpers.publication.difference_page import compare_versions, write_difference_page
from helpers.publication.differences import SCHEMA_FILE, Differences
from helpers.publication.manifest import Since
from helpers.publication.sides import read_since
from publication.site_examples import (
    CELLS,
    EXTRACT,
    HOSTILE,
    PARTS,
    frame,
    notebook,
    observation,
    whole,
)

NAME = "Admissions to care homes, aged 18 to 64 (2B)"
NOW = observation("2024-25", 38.7)
PLAIN = frame(NOW)


@pytest.fixture
def settings(project_root, tmp_path) -> Settings:
    return Settings(root=project_root, outputs=tmp_path / "outputs")


@pytest.fixture
def compare(settings):
    def ask(old=PLAIN, new=PLAIN, before=None, **after) -> Differences:
        one = whole(settings.outputs, 1, old, **(before or {}))
        other = whole(settings.outputs, 2, new, **after)
        return compare_versions(one, other, settings)

    return ask


def said(found: Differences) -> list[str]:
    return [one.sentence for one in found.summary]


def parts(**changes):
    return {"parts": PARTS | changes}


def moving(count: int, beyond: int):
    """Series with a figure of a later year, the first ones far away from their earlier one."""
    old, new = [], []
    for number in range(count):
        series = {"breakdown": f"part {number}"}
        old.append(observation("2024-25", 40.0, **series))
        new.append(observation("2025-26", 90.0 if number < beyond else 41.0, **series))
    return frame(*old), frame(*old, *new)


def test_nothing_is_said_where_nothing_changed(compare):
    found = compare()
    assert found.summary == () and changed_block(found) is None and in_brief(found) == ()


def test_a_first_version_has_no_block():
    assert changed_block(None) is None


@pytest.mark.parametrize(
    ("count", "beyond", "sentence"),
    [
        (
            1,
            0,
            "The one that can be compared with its earlier figure did not move by more than its margin.",
        ),
        (
            1,
            1,
            "The one that can be compared with its earlier figure moved by more than its margin.",
        ),
        (9, 0, "None of the 9 that can be compared moved by more than its margin."),
        (9, 1, "Of the 9 that can be compared, 1 moved by more than its margin and 8 did not."),
        (9, 2, "Of the 9 that can be compared, 2 moved by more than their margin and 7 did not."),
        (5, 5, "All 5 that can be compared moved by more than their margin."),
    ],
)
def test_moves_are_counted_beyond_and_inside_their_margin(compare, count, beyond, sentence):
    found = compare(*moving(count, beyond))
    assert sentence in said(found)
    assert (found.chance.compared, found.chance.beyond) == (count, beyond)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 comparison, fewer than one"),
        (19, "19 comparisons, fewer than one"),
        (60, "60 comparisons, about 3"),
    ],
)
def test_the_number_of_comparisons_puts_chance_in_perspective(compare, count, words):
    found = compare(*moving(count, 0))
    assert found.chance.expected_by_chance == pytest.approx(count * 0.05, abs=0.005)
    assert sum(f"by chance: with {words}." in sentence for sentence in said(found)) == 1


def test_a_figure_inside_its_margin_never_rises_falls_or_changes(compare):
    found = compare(*moving(3, 0))
    block = changed_block(found)
    about = [sentence for sentence in said(found) if not sentence.startswith("Where nothing")]
    words = " ".join([*about, *(row.says for row in block.rows)])
    assert not re.search(r"\b(rose|fell|rise|fall|changed)\b", words, re.IGNORECASE)
    assert words.count("No clear change: inside its margin") == 3


def test_a_clear_move_is_named_with_both_figures_and_years(compare):
    found = compare(*moving(4, 1))
    name = "Admissions to care homes, aged 18 to 64, part 0 (2B)"
    assert (
        f"{name} rose from 40.0 per 100,000 in 2024 to 2025 to 90.0 per 100,000 in 2025 to 2026, "
        "by more than its margin."
    ) in said(found)
    assert f"{name} rose by more than its margin (2025 to 2026)." in in_brief(found)


def test_many_clear_moves_are_counted_and_stand_in_the_table(compare):
    found = compare(*moving(6, 5))
    assert not any("rose from" in sentence for sentence in said(found))
    assert sum("Rose by more than its margin" in row.says for row in changed_block(found).rows) == 5


def test_what_cannot_be_judged_is_said_to_be_so(compare):
    old, new = observation("2023-24", 40.0), observation("2024-25", 41.0)
    found = compare(frame(old), frame(old, new))
    assert found.chance.compared == 0
    sentences = said(found)
    assert any("For 1 measure no direction can be said" in one for one in sentences)
    assert not any("chance" in one for one in sentences)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(40.1, "inside the interval shown before"), (60.0, "outside the interval shown before")],
)
def test_a_revision_is_said_with_its_figures_and_in_brief_without(compare, value, verdict):
    found = compare(new=frame({**NOW, "value": value}))
    assert said(found)[0] == (
        f"{NAME} for 2024 to 2025 was revised from 38.7 per 100,000 to {value} per 100,000, {verdict}."
    )
    assert in_brief(found)[0] == (
        f"1 figure was revised for the same period (1 {verdict}): {NAME}, 2024 to 2025."
    )


def test_many_revisions_are_counted(compare):
    rows = [observation(f"{year}-{year - 1999}", 38.7) for year in range(2016, 2021)]
    found = compare(frame(*rows), frame(*({**row, "value": 39.0} for row in rows)))
    assert said(found)[0] == (
        "5 figures were revised for the same period (5 inside the interval shown before)."
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            {"value": 38.7},
            {"status": "suppressed"},
            f"no longer shown: {NAME}, 2024 to 2025; suppressed is not nought.",
        ),
        (
            {"status": "suppressed"},
            {"value": 38.7},
            f"1 figure that was suppressed is now published: {NAME}",
        ),
        ({"value": 38.7}, {}, "1 figure was withdrawn by the publisher"),
        ({}, {"value": 38.7}, "1 figure that was not there is now published"),
        (
            {"value": 38.7, "status": "provisional"},
            {"value": 38.7},
            "1 figure: was provisional, is published.",
        ),
        (
            {"value": 38.7},
            {"value": 38.7, "numerator": 41},
            "1 figure kept its value, with its counts",
        ),
        (
            {"value": 38.7},
            {"value": 38.7, "flags": "x"},
            "The data-quality flags of 1 figure changed",
        ),
    ],
)
def test_the_right_words_for_each_kind(compare, old, new, words):
    found = compare(frame(observation("2024-25", **old)), frame(observation("2024-25", **new)))
    assert len(found.figures) == 1 and words in said(found)[0]


def test_no_sentence_in_brief_holds_a_value(compare):
    old, new = moving(2, 1)
    hidden = observation("2024-25", 77.7, indicator="2A")
    gone = {**hidden, "value": None, "status": "suppressed", "lower": None, "upper": None}
    revised = observation("2022-23", 55.5)
    found = compare(
        frame(*old.to_dicts(), hidden, revised),
        frame(*new.to_dicts(), gone, {**revised, "value": 56.6}),
    )
    brief = " ".join(in_brief(found))
    assert "was revised" in brief and "suppressed" in brief and "rose" in brief
    assert not re.search(r"\d\.\d", brief)
    everything = f"{found.text()} {' '.join(said(found))}"
    assert "77.7" not in everything


def test_a_replaced_file_and_a_changed_contract_are_said(compare):
    update = {"file_name": "new.ods", "sha256": "ef" * 32, "contract": "ascof_timeseries 1.1.0"}
    found = compare(inputs=(EXTRACT.model_copy(update=update),), **parts(contracts="other"))
    assert said(found) == [
        "No figure of Wirral changed.",
        "The file of Outcomes framework was replaced by new.ods (before: outcomes.ods).",
        "The contract of Outcomes framework changed from ascof_timeseries 1.0.0 to ascof_timeseries 1.1.0.",
    ]


def test_extracts_that_come_and_go_are_said(compare):
    other = EXTRACT.model_copy(
        update={"dataset": "census", "title": "Census", "file_name": "c.csv"}
    )
    assert "Census is used for the first time (c.csv)." in said(compare(inputs=(EXTRACT, other)))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("helpers", "The software that computes and sets the page changed."),
        (
            "contracts",
            "A data contract or the register of indicators changed; the contract of this page’s data has the same version as before",
        ),
        ("strategy", "The register of the strategy’s commitments changed."),
        ("lock", "The locked set of packages changed."),
        ("python", "Python changed from 3.11.7 to other."),
        ("notebook", "The notebook changed in parts that this page does not show."),
        ("weather", "Something else that the page depends on changed (weather)."),
    ],
)
def test_method_changes_are_said_one_by_one(compare, part, words):
    found = compare(**parts(**{part: "other"}))
    assert said(found)[0] == "No figure of Wirral changed."
    assert len(said(found)) == 2 and words in said(found)[1]


def test_other_councils_figures_are_told_from_the_councils_own(compare):
    found = compare(**parts(evidence="other", lock="other"))
    assert said(found)[0] == (
        "No figure of Wirral changed; what stands beside them did, such as the figures of other councils."
    )


def test_other_councils_figures_alone_are_said(compare):
    assert len(said(compare(**parts(evidence="other")))) == 1


def test_a_changed_setting_is_said_with_both_values(compare):
    given = {"area": "E08000015", "period": "2024-25", "compare_with": ["E08000014", "E06000001"]}
    found = compare(parameters=given, **parts(parameters="other"))
    assert "The setting compare_with changed from region to E08000014, E06000001." in said(found)


def test_a_changed_definition_is_said(compare):
    found = compare(new=frame({**NOW, "unit": "per 1,000"}))
    assert f"{NAME}: the unit changed from “per 100,000” to “per 1,000”." in said(found)


def test_changed_prose_and_code_are_counted_under_their_heading_and_not_quoted(compare):
    cells = copy.deepcopy(CELLS)
    cells[1]["source"] = "## What is the level?\n\nA first passage, 12.3%.\n\nOne.\n\nTwo."
    cells[2]["source"] = "book.chart(frame)"
    found = compare(before={"cells": cells}, **parts(notebook="other"))
    assert said(found)[1:] == [
        "The notebook’s text changed under “What is the level?”: 2 passages reworded, 1 passage taken out.",
        "The notebook’s code changed under “What is the level?”: 1 cell changed.",
    ]
    assert "12.3" not in found.text()


def test_what_nobody_sees_of_a_notebook_is_no_change_of_its_text(compare):
    cells = [
        *CELLS,
        {"cell_type": "code", "metadata": {"tags": ["injected-parameters"]}, "source": "a = 1"},
        {"cell_type": "markdown", "metadata": {"tags": ["desk"]}, "source": "For the editor."},
    ]
    assert compare(cells=cells).notebook == ()


def test_a_notebook_that_lost_all_its_text_is_said(compare):
    found = compare(cells=notebook(("code", "book.table(frame)")), **parts(notebook="other"))
    assert "3 passages taken out" in said(found)[1] or "taken out" in said(found)[1]


@pytest.mark.parametrize("sample", [True, False], ids=["to sample", "from sample"])
def test_sample_data_are_never_compared_with_published_figures(compare, sample):
    found = compare(new=frame({**NOW, "value": 99.0}), before={"sample": not sample}, sample=sample)
    assert not found.compared and found.figures == () and found.chance is None
    assert len(found.summary) == 1 and "invented, so no figure is compared" in said(found)[0]
    assert said(found)[0].startswith("Version v0001-00000001 showed ")
    assert changed_block(found).sample_sentence == SAMPLE_MARK


def test_the_record_keeps_its_schema_and_its_bytes(compare, project_root):
    schema = json.loads(
        (project_root / "src" / "helpers" / "publication" / SCHEMA_FILE).read_text("utf-8")
    )
    assert schema == Differences.model_json_schema(mode="serialization")
    found = compare(*moving(3, 1), **parts(lock="other", notebook="x"))
    record = json.loads(found.text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(record, schema)
    assert Differences.model_validate(record) == found
    assert found.text() == Differences.model_validate(record).text()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record | {"host": "here"}, schema)


def test_versions_of_different_themes_are_refused_in_a_sentence(settings):
    one = whole(settings.outputs, 1, PLAIN)
    other = whole(settings.outputs, 1, PLAIN, theme="carers")
    with pytest.raises(
        ParameterError, match="Placements in Wirral and Carers in Wirral"
    ) as refused:
        compare_versions(one, other, settings)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["indicators.parquet", "workbook.ipynb", "manifest.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}"], ids=["gone", "empty", "other"])
def test_a_version_that_is_not_as_published_is_refused_and_compared_with_nothing(
    settings, name, content
):
    one = whole(settings.outputs, 1, PLAIN)
    other = whole(settings.outputs, 2, PLAIN)
    if content is None:
        (other / name).unlink()
    else:
        (other / name).write_bytes(content)
    with pytest.raises(PublicationError):
        compare_versions(one, other, settings)
    since = version_before(one.parent)
    assert since is not None and since.version == one.name


def test_the_version_named_in_a_manifest_is_that_one_and_no_other(settings):
    one = whole(settings.outputs, 1, PLAIN)
    since = version_before(one.parent)
    assert read_since(one.parents[1], since).version == one.name
    with pytest.raises(PublicationError, match="not the one that was named"):
        read_since(one.parents[1], since.model_copy(update={"sha256": "0" * 64}))
    gone = Since(period="2024-25", version="v0009-00000009", sha256="0" * 64)
    with pytest.raises(PublicationError, match=r"manifest\.json cannot be read"):
        read_since(one.parents[1], gone)


def test_the_first_version_of_a_year_follows_the_last_of_the_year_before(settings):
    whole(settings.outputs, 1, PLAIN, period="2022-23")
    last = whole(settings.outputs, 3, PLAIN, period="2023-24")
    since = version_before(last.parents[1] / "2024-25")
    assert (since.period, since.version) == ("2023-24", last.name)
    assert version_before(last.parents[1] / "2021-22") is None
    assert version_before(settings.outputs / "nowhere" / "carers" / "2024-25") is None


def test_a_page_of_its_own_beside_the_versions(compare, settings):
    found = compare(*moving(3, 1))
    folders = sorted((settings.outputs / "wirral/placements/2024-25").glob("v*"))
    before = sorted(path for folder in folders for path in folder.iterdir())
    page = write_difference_page(found, *folders, settings.outputs)
    assert page.relative_to(settings.outputs).as_posix() == (
        "differences/wirral-placements-2024-25-v0001-00000001-v0002-00000002.html"
    )
    html = page.read_text("utf-8")
    for sentence in said(found):
        assert sentence in html
    assert html.count("<tr role=") == 1 + len(found.figures)
    for address in re.findall(r'href="(\.\./wirral[^"]+)"', html):
        assert (page.parent / address).is_file()
    assert html.count("report.html") == 2
    assert sorted(path for folder in folders for path in folder.iterdir()) == before


def test_a_version_from_elsewhere_is_named_without_a_link(compare, settings, tmp_path):
    found = compare(*moving(3, 1))
    folders = sorted((settings.outputs / "wirral/placements/2024-25").glob("v*"))
    html = write_difference_page(found, *folders, tmp_path / "other").read_text("utf-8")
    assert "report.html" not in html and "<bdi>v0001-00000001</bdi>" in html
    assert str(tmp_path) not in html


def test_hostile_names_are_text_on_the_page_and_no_way_out_of_the_folder(settings):
    area = {"code": HOSTILE, "name": HOSTILE, "slug": "../../../up"}
    theme = {"slug": "..", "title": HOSTILE}
    more = {"title": HOSTILE, "indicator": HOSTILE, "breakdown": HOSTILE, "unit": HOSTILE}
    extract = EXTRACT.model_copy(update={"file_name": HOSTILE, "sha256": HOSTILE})
    cells = notebook(("markdown", f"## {HOSTILE}"), ("markdown", HOSTILE))
    for number in (1, 2):
        rows = frame(observation("2024-25", 38.7 + number, flags=HOSTILE * number, **more))
        folder = whole(
            settings.outputs,
            number,
            rows,
            inputs=(extract,) if number == 2 else (),
            cells=cells[:number],
        )
        path = folder / "manifest.json"
        path.write_text(
            json.dumps(json.loads(path.read_text("utf-8")) | {"area": area, "theme": theme}),
            "utf-8",
        )
    folders = sorted((settings.outputs / "wirral/placements/2024-25").glob("v*"))
    found = compare_versions(*folders, settings)
    page = write_difference_page(found, *folders, settings.outputs)
    assert page.parent == settings.outputs / "differences"
    assert page.name.isascii() and len(page.name) < 180
    html = page.read_text("utf-8")
    assert "<script" not in html and html.count("</style>") == 1
    assert "&lt;script&gt;alert(1)" in html
    assert not re.search("[\x00-\x08\x0b\x1b]", html)
    jsonschema.validate(
        json.loads(found.text()), Differences.model_json_schema(mode="serialization")
    )
