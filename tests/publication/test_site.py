"""The index of councils, and the table of everything published."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil

import polars as pl
import pytest

from helpers.base.errors import PublicationError
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from publication.examples import observations, publish, publish_councils
from publication.site_examples import HOSTILE, dated, every_council, frame, observation, whole


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
    assert "2024 to 2025, version v0002" in html


def test_earlier_versions_and_periods_are_a_click_away(outputs):
    publish(outputs, version="v0001-0a0b0c0d", latest=False)
    publish(outputs, version="v0002-1f2e3d4c")
    publish(outputs, version="v0003-99999999", latest=False)
    publish(outputs, period="2023-24")
    assert "2 earlier versions" in built(outputs)
    html = (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert "2 earlier versions" in html
    assert "2024 to 2025, version v0001" in html
    assert 'href="placements/2024-25/v0001-0a0b0c0d/report.html"' in html
    assert "2023 to 2024, version v0001" in html
    assert "v0003" not in html + built(outputs)


def test_a_folder_without_a_manifest_is_no_version(outputs):
    publish(outputs, version="v0001-0a0b0c0d", latest=False)
    (outputs / "exampleshire/placements/2024-25/v0001-0a0b0c0d/manifest.json").unlink()
    publish(outputs, version="v0002-1f2e3d4c")
    html = built(outputs) + (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert "v0001" not in html


def test_sample_versions_are_marked(outputs):
    publish(outputs, sample=True)
    only = built(outputs)
    assert "<title>Sample data: these figures are invented" in only
    publish(outputs, "westmoor")
    html = built(outputs)
    assert "Some of these pages show sample data" in html
    assert "<title>Adult social care" in html
    assert html.count('<strong class="invented">Sample data</strong>') == 1


def test_many_councils_stand_by_region_with_contents(outputs):
    every_council(outputs)
    html = built(outputs)
    anchors = re.findall(r'<li><a href="#(region-\d)"', html)
    assert len(anchors) == 9
    assert all(f'<h2 id="{anchor}">' in html for anchor in anchors)
    north_west = html[html.index(">North West</h2>") : html.index(">South East</h2>")]
    assert north_west.count('class="council-name"') == 24
    assert 'href="wirral/index.html"' in north_west
    assert html.count("/report.html") == 765


def test_a_council_that_geography_does_not_know_stands_elsewhere(outputs):
    publish_councils(outputs, 25)
    html = built(outputs)
    assert re.findall(r'<h2 id="region-\d">([^<]+)</h2>', html) == ["Elsewhere"]


@pytest.mark.parametrize(
    ("pointer", "reason"),
    [
        ('{"version": "../../../elsewhere"}', "does not name a version"),
        ('{"version": "v0009-1f2e3d4c"}', "it names v0009-1f2e3d4c, which is not there"),
        ('{"other": 1}', "version: field required"),
        ("[1, 2", "its JSON cannot be read"),
        (b"\xff\xfe", "its JSON cannot be read"),
    ],
    ids=["escape", "not there", "no version", "broken", "no text"],
)
def test_a_pointer_that_leads_nowhere_is_named_and_the_newest_speaks(outputs, pointer, reason):
    folder = publish(outputs)
    content = pointer if isinstance(pointer, bytes) else pointer.encode()
    (folder.parent / "latest.json").write_bytes(content)
    publish(outputs, "westmoor")
    html = built(outputs)
    assert '<h3 id="council-westmoor">' in html
    assert "exampleshire/placements/2024-25/v0001-1f2e3d4c/report.html" in html
    assert "<bdi>exampleshire/placements/2024-25/latest.json</bdi>" in html
    assert reason in html
    assert str(outputs) not in html
    assert "elsewhere/" not in html


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "its JSON cannot be read"),
        (b"\xff", "its JSON cannot be read"),
        (b"[]", "its JSON: input should be an object"),
        (b'{"area": {}}', "area.code: field required"),
        (b'{"area": 1, "area": {"code": []}}', "area.code"),
        (b"", "its JSON cannot be read"),
    ],
    ids=["broken", "no text", "a list", "empty area", "wrong kinds", "empty"],
)
def test_a_broken_manifest_is_named_left_out_and_never_a_crash(outputs, content, reason):
    publish(outputs, version="v0001-0a0b0c0d", latest=False)
    newest = publish(outputs, version="v0002-1f2e3d4c")
    (newest / "manifest.json").write_bytes(content)
    html = built(outputs)
    assert "A finding of v0001-0a0b0c0d" in html, "the newest whole version speaks"
    assert "<bdi>exampleshire/placements/2024-25/v0002-1f2e3d4c</bdi>" in html
    assert reason in html
    assert "v0002-1f2e3d4c/report.html" not in html


def test_a_broken_earlier_version_is_named_too(outputs):
    earlier = publish(outputs, version="v0001-0a0b0c0d", latest=False)
    publish(outputs, version="v0002-1f2e3d4c")
    (earlier / "report.html").unlink()
    html = built(outputs)
    assert "report.html cannot be read" in html
    assert "A finding of v0002-1f2e3d4c" in html
    assert "earlier version" not in html


def test_a_council_whose_versions_are_gone_loses_its_page(outputs):
    dated(outputs, "exampleshire")
    dated(outputs, "westmoor")
    built(outputs)
    assert (outputs / "westmoor" / "index.html").is_file()
    shutil.rmtree(outputs / "westmoor" / "placements")
    html = built(outputs)
    assert "westmoor" not in html
    assert list((outputs / "westmoor").iterdir()) == []
    assert (outputs / "exampleshire" / "feed.xml").is_file()


def test_what_changed_stands_on_the_index_and_the_councils_page(outputs):
    dated(outputs, version="v0001-0a0b0c0d", latest=False)
    dated(outputs, version="v0002-1f2e3d4c", changes=["1 figure was <revised>.", "And more."])
    index = built(outputs)
    council = (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert "What changed lately" in index
    assert "v0002-1f2e3d4c/report.html#what-changed" in index
    for html in (index, council):
        assert "1 figure was &lt;revised&gt;." in html
    assert "And more." in council
    assert '<time datetime="2026-03-01">1 March 2026</time>' in council


@pytest.mark.parametrize(
    "run", ["", "{", '{"finished": "yesterday"}', '{"finished": "2026-03-01T09:30:00"}', "[]"]
)
def test_a_version_whose_time_is_not_known_has_no_date_and_no_crash(outputs, run):
    folder = dated(outputs)
    (folder / "run.json").write_text(run, "utf-8")
    html = built(outputs)
    assert "A finding of v0001-1f2e3d4c" in html
    assert "<time" not in html
    assert not (outputs / "feed.xml").exists()
    assert "feed.xml" not in html


def test_nothing_is_written_where_nothing_changed(outputs):
    every = [dated(outputs, name) for name in ("exampleshire", "westmoor")]
    built(outputs)
    files = [path for path in outputs.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    os.utime(outputs / "index.html", ns=(1, 1))
    before[outputs / "index.html"] = 1
    built(outputs)
    assert {path: path.stat().st_mtime_ns for path in files} == before
    assert len(every) == 2


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
    dated(outputs, headline=HOSTILE, changes=[HOSTILE], title=HOSTILE)
    dated(outputs, "westmoor")
    manifest = next((outputs / "exampleshire").rglob("manifest.json"))
    value = json.loads(manifest.read_text("utf-8"))
    value["area"]["name"] = value["area"]["code"] = value["theme"]["title"] = HOSTILE
    manifest.write_text(json.dumps(value), "utf-8")
    (outputs / "<b>" / "x" / "y").mkdir(parents=True)
    (outputs / "<b>" / "x" / "y" / "latest.json").write_text("{}")
    index = built(outputs)
    council = (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert "<bdi>&lt;b&gt;/x/y</bdi>" in index
    for html, scripts in ((index, 1), (council, 0)):
        assert html.count("<script") == scripts
        assert html.count("</style>") == 1
        assert "&lt;script&gt;alert(1)" in html
        assert not re.search("[\x00-\x08\x0b\x1b]", html)
        assert 'href="javascript' not in html


def test_the_index_is_the_same_every_time_and_needs_no_network(outputs):
    publish_councils(outputs, 4)
    html = built(outputs)
    assert built(outputs) == html
    assert not re.search(r"https?://| style=|<script[^>]", html)
    assert html.count("<script>") == 1
    code = re.search(r"<script>(.*?)</script>", html, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in html
    names = [path.name for path in outputs.iterdir() if path.is_file()]
    assert sorted(names) == [".site.json", "index.html"]


def test_a_councils_page_has_no_script_at_all(outputs):
    dated(outputs)
    built(outputs)
    html = (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert "<script" not in html and "script-src" not in html


def test_every_link_of_the_site_is_relative_and_leads_to_a_file(outputs):
    dated(outputs, version="v0001-0a0b0c0d", latest=False)
    dated(outputs, version="v0002-1f2e3d4c", changes=["x."])
    dated(outputs, "westmoor", "carers")
    gather_observations(outputs)
    built(outputs)
    pages = [outputs / "index.html", *outputs.glob("*/index.html")]
    assert len(pages) == 3
    for page in pages:
        for address in re.findall(r'href="([^"]+)"', page.read_text("utf-8")):
            place = address.partition("#")[0]
            if place and place != "data:,":
                assert not re.match(r"/|\w+:", place), address
                assert (page.parent / place).is_file(), address


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


def test_what_stands_is_neither_read_nor_written_again(outputs, monkeypatch):
    first = whole(outputs, 1, frame(observation("2024-25", 38.7)))
    gather_observations(outputs)
    names = ("observations.csv", "observations.parquet")
    kept = [(outputs / name).read_bytes() for name in names]
    read = []
    plain = pl.read_parquet
    monkeypatch.setattr(pl, "read_parquet", lambda path: read.append(path) or plain(path))
    gather_observations(outputs)
    assert read == []
    (outputs / "observations.csv").write_bytes(kept[0] + b"a row that somebody typed\n")
    gather_observations(outputs)
    assert read == [first / "indicators.parquet"]
    assert [(outputs / name).read_bytes() for name in names] == kept
    whole(outputs, 2, frame(observation("2024-25", 40.1)))
    gather_observations(outputs)
    assert plain(outputs / "observations.parquet")["value"].to_list() == [40.1]


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
