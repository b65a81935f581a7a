"""Feeds and sitemap: the rules of their standards, lasting names, addresses, hostile names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from helpers.base.errors import ParameterError, PublicationError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.feed import LONGEST
from helpers.publication.site import build_site
from helpers.publication.site_address import FILE, check_address, checked
from publication.atom_rules import ATOM, faults, moment
from publication.site_examples import HOSTILE, dated

ADDRESS = "https://www.example.gov.uk/care/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def outputs(tmp_path):
    return tmp_path / "out puts Ümläut"


def entries(path: Path) -> list[ET.Element]:
    return ET.fromstring(path.read_bytes()).findall(f"{ATOM}entry")


def texts(path: Path, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") for entry in entries(path)]


def feeds(outputs: Path) -> list[Path]:
    return [outputs / "feed.xml", *sorted(outputs.glob("*/feed.xml"))]


def two_councils(outputs: Path) -> None:
    dated(outputs, version="v0001-0a0b0c0d", latest=False, finished="2026-01-05T08:00:00+00:00")
    dated(outputs, version="v0002-1f2e3d4c", changes=["1 figure was revised."])
    dated(outputs, "westmoor", "carers", sample=True, finished="2026-02-28T23:30:00-02:00")


@pytest.mark.parametrize("address", [None, ADDRESS], ids=["relative", "absolute"])
def test_every_feed_keeps_the_rules_of_atom(outputs, address):
    two_councils(outputs)
    build_site(outputs, address=address)
    assert len(feeds(outputs)) == 3
    for path in feeds(outputs):
        assert faults(path.read_bytes(), path.as_uri()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<updated>", "<updated>on ", "updated is"),
        ("2026-03-01T09:30:00Z", "2026-03-01 09:30:00", "updated is"),
        ("<name>Care workbooks</name>", "", "author is not just a name"),
        ("urn:uuid:", "uuid:", "id is"),
        ('rel="alternate"', 'rel="other"', "no alternate link"),
        ("<published>", "<created>1</created><published>", "may not stand"),
        ("</summary>", "</summary><summary>again</summary>", "stands 2 times"),
        ("<entry>", "<entry>words", "holds text"),
        ('term="exampleshire"', 'term=""', "no term"),
    ],
)
def test_the_check_itself_finds_faults(outputs, old, new, fault):
    dated(outputs)
    build_site(outputs)
    path = outputs / "feed.xml"
    content = path.read_text("utf-8")
    assert old in content
    found = faults(content.replace(old, new).encode(), path.as_uri())
    assert any(fault in one for one in found), found


def test_entries_are_newest_first_with_the_times_of_their_runs(outputs):
    two_councils(outputs)
    build_site(outputs)
    times = texts(outputs / "feed.xml", "updated")
    assert times == ["2026-03-01T09:30:00Z", "2026-03-01T01:30:00Z", "2026-01-05T08:00:00Z"]
    assert times == texts(outputs / "feed.xml", "published")
    root = ET.fromstring((outputs / "feed.xml").read_bytes())
    assert moment(root.findtext(f"{ATOM}updated")) == moment(times[0])


def test_a_councils_feed_holds_its_own_versions_only(outputs):
    two_councils(outputs)
    build_site(outputs)
    assert len(entries(outputs / "exampleshire" / "feed.xml")) == 2
    assert len(entries(outputs / "westmoor" / "feed.xml")) == 1


def test_names_last_through_a_new_version_a_new_address_and_a_move(outputs, tmp_path):
    two_councils(outputs)
    build_site(outputs)
    before = [ET.fromstring(path.read_bytes()).findtext(f"{ATOM}id") for path in feeds(outputs)]
    names = set(texts(outputs / "feed.xml", "id"))
    assert len(set(before)) == 3 and len(names) == 3
    moved = tmp_path / "moved"
    outputs.rename(moved)
    dated(moved, version="v0003-99999999")
    build_site(moved, address=ADDRESS)
    after = [ET.fromstring(path.read_bytes()).findtext(f"{ATOM}id") for path in feeds(moved)]
    assert after == before
    assert names < set(texts(moved / "feed.xml", "id"))


def test_an_entry_has_one_name_in_every_feed_that_holds_it(outputs):
    two_councils(outputs)
    build_site(outputs)
    inside = {name for path in outputs.glob("*/feed.xml") for name in texts(path, "id")}
    assert set(texts(outputs / "feed.xml", "id")) == inside


def test_a_site_built_from_nothing_keeps_its_name_where_its_address_is_said(tmp_path):
    names = []
    for number in (1, 2):
        outputs = tmp_path / str(number)
        dated(outputs)
        build_site(outputs, address=ADDRESS)
        names.append(ET.fromstring((outputs / "feed.xml").read_bytes()).findtext(f"{ATOM}id"))
    assert names[0] == names[1]


@pytest.mark.parametrize("address", ["", ADDRESS], ids=["relative", "absolute"])
def test_every_link_leads_to_a_file(outputs, address):
    two_councils(outputs)
    build_site(outputs, address=address or None)
    for path in feeds(outputs):
        where = path.as_uri()
        if address:
            where = urljoin(address, path.relative_to(outputs).as_posix())
        for link in ET.fromstring(path.read_bytes()).iter(f"{ATOM}link"):
            href = link.get("href")
            assert href.startswith(address) if address else not urlsplit(href).scheme
            whole = urljoin(where, href)
            place = whole.removeprefix(address) if address else unquote(urlsplit(whole).path)
            assert (outputs / place).is_file(), whole


def test_sample_data_say_so(outputs):
    two_councils(outputs)
    build_site(outputs)
    titles, summaries = (texts(outputs / "westmoor" / "feed.xml", n) for n in ("title", "summary"))
    assert titles[0].startswith(f"{SAMPLE_MARK} – ") and summaries[0].startswith(SAMPLE_MARK)
    assert SAMPLE_MARK not in (outputs / "exampleshire" / "feed.xml").read_text("utf-8")


def test_only_the_newest_version_speaks_with_its_figures(outputs):
    two_councils(outputs)
    build_site(outputs)
    summaries = texts(outputs / "exampleshire" / "feed.xml", "summary")
    assert summaries[0].startswith("1 figure was revised. A finding of v0002-1f2e3d4c")
    assert (summaries[1] or "") == ""


def test_hostile_names_are_text_in_a_feed(outputs):
    folder = dated(outputs, headline=HOSTILE, title=HOSTILE, changes=[HOSTILE])
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["area"]["name"] = manifest["theme"]["title"] = HOSTILE
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    build_site(outputs)
    for path in feeds(outputs):
        content = path.read_bytes()
        assert faults(content, path.as_uri()) == []
        text = content.decode()
        assert "<script>" not in text and "]]>" not in text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", text)
        title = texts(path, "title")[0]
        assert "<script>alert(1)</script>" in title and "😀 Sir Gâr Ŵ new line" in title
        label = entries(path)[0].find(f"{ATOM}category").get("label")
        assert "</style>" in label and "\n" not in label


def test_a_feed_is_short_and_the_pages_have_the_rest(outputs):
    for number in range(1, LONGEST + 3):
        dated(
            outputs,
            version=f"v{number:04d}-1f2e3d4c",
            finished=f"2026-01-01T{number // 60:02d}:{number % 60:02d}:00+00:00",
        )
    build_site(outputs)
    found = texts(outputs / "feed.xml", "title")
    assert len(found) == LONGEST
    assert found[0].endswith(f"v{LONGEST + 2:04d}") and not any("v0001" in one for one in found)
    council = (outputs / "exampleshire" / "index.html").read_text("utf-8")
    assert f"{LONGEST + 1} earlier versions" in council


def test_a_sitemap_needs_an_address_and_names_what_holds_today(outputs):
    two_councils(outputs)
    build_site(outputs)
    assert not (outputs / "sitemap.xml").exists()
    build_site(outputs, address=ADDRESS)
    root = ET.fromstring((outputs / "sitemap.xml").read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    assert [[child.tag.removeprefix(SITEMAP) for child in url] for url in root] == [
        ["loc", "lastmod"]
    ] * 3
    report = "exampleshire/placements/2024-25/v0002-1f2e3d4c/report.html"
    assert [url.findtext(f"{SITEMAP}loc") for url in root] == [
        f"{ADDRESS}{place}" for place in ("index.html", "exampleshire/index.html", report)
    ], "no earlier version, and nothing of the council whose figures are invented"
    assert {url.findtext(f"{SITEMAP}lastmod") for url in root} == {"2026-03-01"}


def test_an_address_is_remembered_until_it_is_forgotten(outputs):
    two_councils(outputs)
    build_site(outputs, address=ADDRESS)
    build_site(outputs)
    assert (outputs / "sitemap.xml").is_file()
    assert ADDRESS in (outputs / "feed.xml").read_text("utf-8")
    build_site(outputs, address="none")
    assert not (outputs / "sitemap.xml").exists()
    assert ADDRESS not in (outputs / "feed.xml").read_text("utf-8")


def test_a_broken_memory_is_named_with_its_mend(outputs):
    two_councils(outputs)
    build_site(outputs)
    (outputs / FILE).write_text("{", "utf-8")
    with pytest.raises(PublicationError, match="say --site-url again"):
        build_site(outputs)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.example.gov.uk/care", ADDRESS),
        (" https://WWW.example.gov.uk/care/index.html ", ADDRESS),
        ("http://intranet:8080", "http://intranet:8080/"),
        ("https://example.org/~asc/a%20b/", "https://example.org/~asc/a%20b/"),
    ],
)
def test_an_address_is_written_one_way(text, address):
    assert check_address(text) == checked(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "www.example.gov.uk",
        "ftp://example.org/",
        "javascript:alert(1)",
        "file:///srv/care",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org/?a=1",
        "https://example.org/#top",
        "https://example.org/a b",
        'https://example.org/"><script>',
        "https://exämple.org/",
        "https://example.org/" + "a" * 2000,
        "https://example.org:port/",
        "https://[::1",
    ],
)
def test_what_is_not_an_address_is_refused(text):
    with pytest.raises(ParameterError, match="--site-url") as refused:
        check_address(text)
    assert refused.value.exit_code == 2 and refused.value.mend


def test_none_forgets_and_nothing_leaves_as_it_is():
    assert checked(None) is None
    assert checked(" NONE ") == "none"
