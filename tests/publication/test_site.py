"""The index of councils, and the table of everything published."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from helpers.base.errors import PublicationError
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from publication.examples import observations, publish, publish_councils


@pytest.fixture
def outputs(tmp_path):
    return tmp_path / "outputs"


def built(outputs):
    return build_site(outputs).read_text(encoding="utf-8")


def test_nothing_published_is_said(outputs):
    outputs.mkdir()
    assert "Nothing has been published here yet." in built(outputs)


def test_councils_stand_in_order_with_themes_headline_period_and_version(outputs):
    publish(outputs, "westmoor")
    publish(outputs, "exampleshire", "carers")
    publish(outputs, "exampleshire", "placements", version="v0002-1f2e3d4c")
    html = built(outputs)
    assert re.findall(r'<h3 id="council-([\w-]+)">', html) == ["exampleshire", "westmoor"]
    assert re.findall(r'<a href="([^"#]+report.html)">', html) == [
        "exampleshire/placements/2024-25/v0002-1f2e3d4c/report.html",
        "exampleshire/carers/2024-25/v0001-1f2e3d4c/report.html",
        "westmoor/placements/2024-25/v0001-1f2e3d4c/report.html",
    ]
    assert "A finding of v0002-1f2e3d4c for Exampleshire." in html
    assert "2024 to 2025, version v0002-1f2e3d4c" in html


def test_earlier_versions_and_periods_are_a_click_away(outputs):
    publish(outputs, version="v0001-0a0b0c0d", latest=False)
    publish(outputs, version="v0002-1f2e3d4c")
    publish(outputs, version="v0003-99999999", latest=False)
    publish(outputs, period="2023-24")
    html = built(outputs)
    assert "2 earlier versions" in html
    assert "2024 to 2025, v0001-0a0b0c0d" in html
    assert "2023 to 2024, v0001-1f2e3d4c" in html
    assert "v0003-99999999" not in html


def test_a_folder_without_a_manifest_is_no_version(outputs):
    publish(outputs, version="v0001-0a0b0c0d", latest=False)
    (outputs / "exampleshire/placements/2024-25/v0001-0a0b0c0d/manifest.json").unlink()
    publish(outputs, version="v0002-1f2e3d4c")
    assert "v0001-0a0b0c0d" not in built(outputs)


def test_sample_versions_are_marked(outputs):
    publish(outputs, sample=True)
    only = built(outputs)
    assert "<title>Sample data: these figures are invented" in only
    publish(outputs, "westmoor")
    html = built(outputs)
    assert "Some of these pages show sample data" in html
    assert "<title>Adult social care" in html
    assert html.count('<strong class="invented">Sample data</strong>') == 1


def test_many_councils_have_contents_by_letter(outputs):
    publish_councils(outputs, 25)
    html = built(outputs)
    letters = re.findall(r'href="#(letter-\w)"', html)
    assert letters == sorted(set(letters))
    assert all(f'<h2 id="{letter}">' in html for letter in letters)
    assert len(letters) == 20


@pytest.mark.parametrize(
    ("pointer", "reason"),
    [
        ('{"version": "../../../elsewhere"}', "does not name a version"),
        ('{"version": "v0009-1f2e3d4c"}', "manifest.json cannot be read"),
        ('{"other": 1}', "version: field required"),
        ("[1, 2", "its JSON cannot be read"),
    ],
    ids=["escape", "not there", "no version", "broken"],
)
def test_a_damaged_folder_is_named_and_hides_no_other(outputs, pointer, reason):
    damaged = publish(outputs)
    (damaged.parent / "latest.json").write_text(pointer)
    publish(outputs, "westmoor")
    html = built(outputs)
    assert '<h3 id="council-westmoor">' in html
    assert "<code>exampleshire/placements/2024-25</code>" in html
    assert reason in html
    assert str(outputs) not in html
    assert "elsewhere" not in html


def test_a_manifest_of_another_area_is_refused(outputs):
    publish(outputs, area="exampleshire")
    (outputs / "exampleshire").rename(outputs / "westmoor")
    assert "speaks of another area, theme or period" in built(outputs)


def test_a_link_out_of_the_folder_is_refused(outputs, tmp_path):
    away = publish(tmp_path / "away")
    folder = outputs / "exampleshire/placements/2024-25"
    folder.mkdir(parents=True)
    (folder / away.name).symlink_to(away)
    (folder / "latest.json").write_text(json.dumps({"version": away.name}))
    assert "it leads out of the outputs folder" in built(outputs)


def test_hostile_names_are_text(outputs):
    publish(
        outputs,
        area="exampleshire",
        headline="<script>alert(1)</script>",
        theme="placements",
    )
    manifest = next(outputs.rglob("manifest.json"))
    value = json.loads(manifest.read_text())
    value["area"]["name"] = '"><img src=x>'
    manifest.write_text(json.dumps(value))
    html = built(outputs)
    assert "<script" not in html
    assert "<img" not in html


def test_the_index_is_the_same_every_time_and_needs_no_network(outputs):
    publish_councils(outputs, 4)
    html = built(outputs)
    assert built(outputs) == html
    assert not re.search(r"<script|https?://| style=", html)
    assert "Content-Security-Policy" in html
    assert [path.name for path in outputs.iterdir() if path.is_file()] == ["index.html"]


def test_the_figures_of_everything_are_gathered_in_order(outputs):
    publish(outputs, "westmoor", "placements")
    publish(outputs, "westmoor", "carers", sample=True)
    gather_observations(outputs)
    found = pl.read_parquet(outputs / "observations.parquet")
    assert found.select("theme", "period", "sample").rows() == [
        ("carers", "2022-23", True),
        ("carers", "2024-25", True),
        ("placements", "2022-23", False),
        ("placements", "2024-25", False),
    ]
    content = (outputs / "observations.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfarea_code,")
    assert "observations.csv" in built(outputs)


def test_of_two_runs_the_newer_speaks(outputs):
    older = publish(outputs, period="2023-24")
    newer = publish(outputs, period="2024-25")
    for folder, value in ((older, 1.0), (newer, 2.0)):
        observations("exampleshire", "placements", "2022-23", value).head(1).write_parquet(
            folder / "indicators.parquet"
        )
    gather_observations(outputs)
    found = pl.read_parquet(outputs / "observations.parquet")
    assert found["value"].to_list() == [2.0]


def test_gathering_twice_gives_the_same_bytes(outputs):
    publish_councils(outputs, 3)
    names = ("observations.csv", "observations.parquet")
    gather_observations(outputs)
    first = [(outputs / name).read_bytes() for name in names]
    gather_observations(outputs)
    assert [(outputs / name).read_bytes() for name in names] == first


def test_figures_that_cannot_be_read_are_named_and_nothing_is_written(outputs):
    folder = publish(outputs)
    (folder / "indicators.parquet").write_bytes(b"no")
    with pytest.raises(PublicationError, match=r"v0001-1f2e3d4c/indicators\.parquet"):
        gather_observations(outputs)
    assert not (outputs / "observations.csv").exists()


def test_nothing_published_gathers_nothing(outputs):
    outputs.mkdir()
    gather_observations(outputs)
    assert list(outputs.iterdir()) == []
