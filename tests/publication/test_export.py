"""Pictures out of a version: numbered as on its page, whole by themselves, scanned, the same twice."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from base64 import b64encode

import pytest

from helpers.base import digests
from helpers.base.errors import DisclosureRefused, PublicationError
from helpers.base.png_words import size_of, with_words, words_of
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.text_width import text_width
from helpers.disclosure.leaks import PICTURE_DATA, check
from helpers.publication import export
from helpers.publication.context import PageContext
from helpers.publication.export import ALT_TEXTS, RECORD, export_folder, export_pictures
from helpers.publication.figure_list import NumberedPicture, numbered_figures
from helpers.publication.page import render_page
from helpers.publication.picture import INNER, Words, chart_drawing, composed, slug
from helpers.publication.version_named import find_version
from helpers.publication.version_read import read_version
from publication import examples
from publication.examples import HOSTILE, cell, figure, table
from publication.exports import SOURCE, key, make_version, notebook

MADE = "Figure 1 of Placements in Wirral, 2024 to 2025. Care workbooks, version v0001-1f2e3d4c."


def opened(outputs, *given, **more):
    folder = make_version(outputs, *given, **more)
    return read_version(find_version(str(folder), outputs))


@pytest.fixture
def version(tmp_path):
    return opened(tmp_path / "outputs")


@pytest.fixture
def exported(version, tmp_path, charts):
    return export_pictures(version, export_folder(tmp_path / "outputs", version), charts)


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_files_are_named_by_number_and_figure(exported):
    assert exported.files == (
        ALT_TEXTS,
        "figure-01-placements-compare-2c.png",
        "figure-02-placements-trend-1a.png",
    )
    assert {path.name for path in exported.folder.iterdir()} == {*exported.files, RECORD}


def test_exports_lie_beside_the_versions_and_change_none(version, exported, tmp_path):
    outputs = tmp_path / "outputs"
    folder = outputs / "exports" / "wirral-placements-2024-25-v0001-1f2e3d4c" / "figures"
    assert exported.folder == folder
    assert read_version(find_version("wirral/placements", outputs)).digest == version.digest
    assert [path.name for path in folder.parent.iterdir()] == ["figures"]


def test_a_picture_is_wide_enough_for_paper(exported):
    for name in exported.files[1:]:
        picture = (exported.folder / name).read_bytes()
        width, height = size_of(picture)
        assert width == 1440
        assert 600 < height < 1600
        dense = re.search(rb"pHYs(....)", picture, re.S)[1]
        assert int.from_bytes(dense) == pytest.approx(1440 / 0.165, abs=1)


def test_a_picture_carries_its_words_and_data(exported, version):
    words = words_of((exported.folder / "figure-01-placements-compare-2c.png").read_bytes())
    known = figure()
    assert words["Title"] == known["title"]
    assert words["Description"] == known["description"]
    assert words["Source"] == SOURCE
    assert words["Version"] == "wirral/placements/2024-25/v0001-1f2e3d4c"
    assert words["Manifest SHA-256"] == version.digest
    data = json.loads(words[PICTURE_DATA])
    assert data["table"]["rows"] == table(rows=1)["rows"]
    assert data["wide"] == known["wide"]


def test_the_alt_texts_can_be_copied(exported):
    text = (exported.folder / ALT_TEXTS).read_text("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert first["figure"] == "Figure 1"
    assert first["file"] == "figure-01-placements-compare-2c.png"
    assert first["alt text"] == figure()["description"]
    assert second["figure"] == "Figure 2"


def test_the_record_names_the_version_its_digest_and_every_file(exported, version):
    record = json.loads((exported.folder / RECORD).read_text("utf-8"))
    assert record["version"] == version.place
    assert record["manifest_sha256"] == version.digest
    assert {item["path"] for item in record["files"]} == set(exported.files)
    for item in record["files"]:
        assert digests.of_file(exported.folder / item["path"]) == item["sha256"]


def test_the_same_version_gives_the_same_bytes_in_another_place(
    exported, version, tmp_path, charts
):
    shutil.copytree(tmp_path / "outputs", tmp_path / "moved")
    moved = read_version(find_version("wirral/placements", tmp_path / "moved"))
    again = export_pictures(moved, tmp_path / "elsewhere", charts)
    assert content(again.folder) == content(exported.folder)


def test_a_second_export_replaces_the_first_whole(exported, version, charts):
    (exported.folder / "figure-09-left.png").write_bytes(b"x")
    before = {name: part for name, part in content(exported.folder).items() if "left" not in name}
    export_pictures(version, exported.folder.parent, charts)
    assert content(exported.folder) == before
    assert [path.name for path in exported.folder.parent.iterdir()] == ["figures"]


def test_a_failed_export_leaves_the_earlier_one(exported, version, charts, monkeypatch):
    before = content(exported.folder)
    monkeypatch.setattr(export, "check", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(PublicationError, match="No space"):
        export_pictures(version, exported.folder.parent, charts)
    assert content(exported.folder) == before
    assert [path.name for path in exported.folder.parent.iterdir()] == ["figures"]


@pytest.mark.parametrize("name", ["workbook.ipynb", "indicators.parquet"])
@pytest.mark.parametrize("fault", ["altered", "missing"])
def test_a_version_that_is_not_as_published_is_refused(version, tmp_path, name, fault):
    folder = find_version("wirral/placements", tmp_path / "outputs").folder
    if fault == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(PublicationError, match=rf"{name}: it (is not the file|cannot be read)"):
        read_version(find_version("wirral/placements", tmp_path / "outputs"))


# Numbers


def numbers_on_the_page(book, charts):
    words = dict.fromkeys(
        (
            "title",
            "theme_title",
            "area_name",
            "area_code",
            "period_label",
            "version",
            "licence",
            "contact",
        ),
        "x",
    )
    page = render_page(book, PageContext(**words, sample=False, product_version="0"), charts)
    return re.findall(
        r'<figure class="figure" id="[^"]*"[^>]*>.*?>Figure (\d+)<.*?</span> (.*?)</p>', page, re.S
    )


PIXEL = with_words(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82",
    {},
    10,
)
PICTURE = {
    "data": {"image/png": b64encode(PIXEL).decode()},
    "metadata": {"title": "A map of homes", "alt": "Homes stand in the north."},
}
JPEG = {
    "data": {"image/jpeg": b64encode(b"\xff\xd8\xff").decode()},
    "metadata": {"title": "A photograph", "alt": "A house."},
}


def with_pictures():
    return notebook(cell("x", examples.shown(**PICTURE)), cell("y", examples.shown(**JPEG)))


def test_figures_are_numbered_as_on_the_page(charts):
    book = with_pictures()
    listed = [
        (str(one.number), one.title if isinstance(one, NumberedPicture) else one.figure.title)
        for one in numbered_figures(book)
    ]
    assert len(listed) == 4
    assert listed == numbers_on_the_page(book, charts)


def test_a_picture_of_the_notebooks_own_is_framed_and_another_kind_is_named(tmp_path, charts):
    version = opened(tmp_path, with_pictures())
    exported = export_pictures(version, tmp_path / "x", charts)
    assert [name for name in exported.files if "map" in name] == [
        "figure-02-placements-a-map-of-homes.png"
    ]
    assert (
        words_of((exported.folder / "figure-02-placements-a-map-of-homes.png").read_bytes())[
            "Description"
        ]
        == "Homes stand in the north."
    )
    assert exported.left_out == (
        "Figure 3, A photograph: a picture of the notebook's own that is not PNG",
    )
    assert json.loads((exported.folder / RECORD).read_text("utf-8"))["left_out"] == list(
        exported.left_out
    )


# What stands in the picture


def words(**changed):
    return Words(
        **{
            "title": "A title",
            "subtitle": "A subtitle",
            "source": SOURCE,
            "note": "A note",
            "made": MADE,
            "sample": False,
        }
        | changed
    )


@pytest.fixture
def drawing(charts):
    return chart_drawing(charts.svg("a", examples.comparison_spec(500)))


def said(svg):
    return re.findall(r"<text[^>]*Liberation Sans\"[^>]*>([^<]*)</text>", svg)


def test_title_subtitle_source_note_and_version_stand_inside(drawing):
    svg = composed(drawing, words())
    assert said(svg)[:2] == ["A title", "A subtitle"]
    assert said(svg)[-3:] == [f"Source: {SOURCE}", "A note", MADE]
    assert SAMPLE_MARK not in svg


def test_the_sample_mark_stands_above_all_else(drawing):
    assert said(composed(drawing, words(sample=True)))[0] == SAMPLE_MARK


def test_the_sample_mark_reaches_the_pictures_and_the_record(tmp_path, charts):
    version = opened(tmp_path, sample=True)
    exported = export_pictures(version, tmp_path / "x", charts)
    plain = export_pictures(opened(tmp_path / "real"), tmp_path / "y", charts)
    name = exported.files[1]
    marked, unmarked = ((one.folder / name).read_bytes() for one in (exported, plain))
    assert words_of(marked)["Sample"] == "yes"
    assert words_of(unmarked)["Sample"] == "no"
    assert size_of(marked)[1] - size_of(unmarked)[1] == 84
    assert json.loads((exported.folder / RECORD).read_text("utf-8"))["sample"] is True


def test_long_words_are_wrapped_within_the_frame(drawing):
    title = "A long title that goes on about many things and does not come to its end " * 3
    svg = composed(drawing, words(title=title, source="word " * 90))
    for size, weight, line in re.findall(
        r'font-size="(\d+)" font-weight="(\w+)"[^>]*>([^<]*)</text>', svg
    ):
        assert text_width(line, int(size), bold=weight == "bold") <= INNER


def test_a_chart_wider_than_the_frame_is_made_smaller(charts):
    wide = chart_drawing(charts.svg("a", examples.comparison_spec(1400)))
    assert wide.width > INNER
    assert f'<svg x="24" y="89.5" width="{INNER}"' in re.sub(
        r'y="[\d.]+"', 'y="89.5"', composed(wide, words())
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_text(drawing, charts, text):
    svg = composed(drawing, words(title=text, subtitle=text, source=text, made=text))
    assert "<script" not in svg
    assert "<img" not in svg
    assert charts.png("a", svg, 1)


def test_hostile_words_in_a_whole_export(tmp_path, charts):
    text = " ".join(HOSTILE) + "\x00 Ŵ" + "x" * 300
    drawn = figure("=cmd()|/x", title=text, description=text, source=text, subtitle=text)
    version = opened(tmp_path, notebook(drawn=drawn), area=("<b>W</b>" + "y" * 200, "wirral"))
    exported = export_pictures(version, tmp_path / "x", charts)
    assert exported.files[1] == "figure-01-placements-cmd-x.png"
    row = next(csv.DictReader(io.StringIO((exported.folder / ALT_TEXTS).read_text("utf-8-sig"))))
    assert "<script>alert(1)</script>" in row["alt text"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "Fewer people move into long-term care in Exampleshire",
            "fewer-people-move-into-long-term-care-in",
        ),
        ("Ŵ", "figure"),
        ("compare-2E(1)", "compare-2e-1"),
        ("x" * 90, "x" * 40),
        ("", "figure"),
    ],
)
def test_names_are_short_and_plain(text, short):
    assert slug(text) == short


# Disclosure


def leaking():
    """A chart whose table shows a figure that the source suppresses."""
    return figure(
        "compare-4b",
        table={
            **table("compare-4b-data", 1),
            "keys": [key("4B")],
            "rows": [["Wirral", "91.2", "", "", "", ""]],
        },
    )


def test_a_suppressed_figure_in_a_picture_is_refused_and_nothing_is_written(tmp_path, charts):
    version = opened(tmp_path, notebook(drawn=leaking()))
    with pytest.raises(DisclosureRefused, match="4B in 2024-25"):
        export_pictures(version, tmp_path / "x", charts)
    assert list((tmp_path / "x").iterdir()) == []


def test_a_suppressed_figure_in_the_charts_own_data_is_refused(tmp_path, charts):
    spec = examples.comparison_spec(400)
    spec["data"]["values"][0] |= {"key": "E08000015|4B|2024-25|all"}
    version = opened(tmp_path, notebook(drawn=figure("x", wide=spec)))
    with pytest.raises(DisclosureRefused, match="4B in 2024-25"):
        export_pictures(version, tmp_path / "x", charts)


def test_a_picture_without_its_data_cannot_be_scanned(tmp_path):
    (tmp_path / "a.png").write_bytes(PIXEL)
    with pytest.raises(DisclosureRefused, match="does not carry the data"):
        check(tmp_path, frozenset())
