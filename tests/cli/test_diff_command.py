"""`workbooks diff` and `workbooks site`: names, words, exit codes and files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import ROOT_VARIABLE
from helpers.cli import main as cli
from helpers.publication.differences import Differences
from publication.site_examples import HOSTILE, frame, observation, whole

OLD, NEW = observation("2024-25", 38.7), observation("2024-25", 40.1)
NAME = "Admissions to care homes, aged 18 to 64 (2B)"


@pytest.fixture
def outputs(tmp_path) -> Path:
    return tmp_path / "out puts"


@pytest.fixture
def workbooks(project_root, outputs, monkeypatch, capsys):
    monkeypatch.setenv(ROOT_VARIABLE, str(project_root))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["workbooks", *arguments, "--outputs", str(outputs)])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def two(outputs):
    return (
        whole(outputs, 1, frame(OLD), period="2023-24"),
        whole(outputs, 1, frame(OLD)),
        whole(outputs, 2, frame(NEW)),
    )


def test_a_plain_table_and_the_page_to_open(workbooks, two, outputs) -> None:
    code, out, err = workbooks(
        "diff", "wirral/placements/2024-25/v0001", "wirral/placements/2024-25/v0002"
    )
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Placements in Wirral: v0002-00000002 compared with version v0001-00000001"
    assert (
        f"Figures: {NAME} for 2024 to 2025 was revised from 38.7 per 100,000 to 40.1 per 100,000"
        in out
    )
    heads = next(line for line in lines if line.startswith("Figure "))
    row = next(line for line in lines if line.startswith(NAME) and not line.startswith("Figures"))
    for head, cell in (("Year", "2024 to 2025"), ("Before", "38.7"), ("Now", "40.1")):
        assert heads.index(head) == row.index(cell), "columns stand under their heads"
    assert lines[-1].startswith("Open ") and Path(lines[-1].removeprefix("Open ")).is_file()
    assert Path(lines[-1].removeprefix("Open ")).parent == outputs / "differences"


@pytest.mark.parametrize(
    "names",
    [
        ("E08000015/placements/2024-25/v1", "Wirral/placements/2024 to 2025/V0002-00000002"),
        ("wirral\\placements\\2024-25\\v0001", "wirral\\placements\\2024-25\\v0002"),
        ("wirral/placements/2024-25/v0001", "wirral/placements"),
        ("wirral/placements/2024-25/v0001/", "wirral/placements/2024-25"),
        ("wirral/placements",),
        ("wirral/placements/2024-25/v0002",),
    ],
    ids=[
        "code and long year",
        "backslashes",
        "latest of all",
        "latest of a year",
        "one",
        "one version",
    ],
)
def test_versions_are_found_by_the_names_that_analysts_write(workbooks, two, names) -> None:
    code, out, _ = workbooks("diff", *names)
    assert code == 0
    assert "v0002-00000002 compared with version v0001-00000001\n" in out


def test_versions_are_found_by_their_folders_wherever_they_lie(workbooks, two, tmp_path) -> None:
    away = whole(tmp_path / "away", 7, frame(NEW))
    code, out, _ = workbooks("diff", str(two[1]), str(away / "manifest.json"))
    assert code == 0 and "v0007-00000007 compared with version v0001-00000001" in out
    code, out, _ = workbooks("diff", str(two[1].parent))
    assert code == 0 and "v0002-00000002 compared with" in out


def test_one_name_of_a_years_first_version_means_the_year_before(workbooks, two) -> None:
    code, out, _ = workbooks("diff", "wirral/placements/2024-25/v0001")
    assert code == 0 and "compared with version v0001-00000001 of 2023 to 2024" in out


def test_json_is_the_record_and_nothing_else(workbooks, two, project_root) -> None:
    code, out, err = workbooks("diff", "wirral/placements", "--json")
    assert code == 0
    record = json.loads(out)
    schema = project_root / "src" / "helpers" / "publication" / "differences.schema.json"
    jsonschema.validate(record, json.loads(schema.read_text("utf-8")))
    found = Differences.model_validate(record)
    assert [change.after.value for change in found.figures] == [40.1]
    page = Path(re.fullmatch(r"Open (.+)\n", err)[1])
    html = page.read_text("utf-8")
    assert all(one.sentence in html for one in found.summary)


def test_versions_without_a_difference_say_so(workbooks, outputs) -> None:
    for number in (1, 2):
        whole(outputs, number, frame(OLD))
    code, out, _ = workbooks("diff", "wirral/placements")
    assert code == 0 and "Nothing changed." in out and "Figure " not in out


def test_sample_data_say_so(workbooks, outputs) -> None:
    for number, row in enumerate((OLD, NEW), start=1):
        whole(outputs, number, frame(row), sample=True)
    _, out, _ = workbooks("diff", "wirral/placements")
    assert f"{SAMPLE_MARK}." in out
    page = Path(out.splitlines()[-1].removeprefix("Open ")).read_text("utf-8")
    assert f"<title>{SAMPLE_MARK}" in page and page.count(SAMPLE_MARK) >= 3


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("wiral/placements",), "did you mean Wirral"),
        (("wirral/placement/2024-25",), "did you mean placements"),
        (("wirral/placements/2024-26",), "not a financial year"),
        (("wirral/placements/2024-25/v0009",), "one of: v0001-00000001, v0002-00000002"),
        (("wirral/placements/2024-25/newest",), "there is no version newest"),
        (("wirral/placements/2021-22",), "there is no version of it"),
        (("sefton/placements",), "nothing of it is published"),
        (("wirral",), "neither a folder with a manifest nor such a name"),
        (("../../etc/passwd",), "neither a folder with a manifest nor such a name"),
        (("",), "neither a folder"),
        (("wirral/placements/2023-24/v0001",), "there is no version before it"),
        (
            ("wirral/placements/2024-25/v2", "wirral/placements/2024-25/v1"),
            "the later version comes first",
        ),
        (
            ("wirral/placements/2024-25/v1", "wirral/placements/2023-24/v1"),
            "the later version comes first",
        ),
    ],
)
def test_a_name_that_finds_nothing_ends_with_two_and_a_mend(workbooks, two, names, words) -> None:
    code, out, err = workbooks("diff", *names)
    assert (code, out) == (2, "")
    assert words in err and "what to do" in err and "Traceback" not in err


def test_other_themes_and_councils_are_refused_in_a_sentence(workbooks, two, outputs) -> None:
    whole(outputs, 1, frame(OLD), theme="carers")
    whole(outputs, 1, frame(OLD), area="sefton")
    for other in ("wirral/carers", "sefton/placements"):
        code, _, err = workbooks("diff", "wirral/placements", other)
        assert code == 2 and "two versions of one council and one theme" in err


def test_a_damaged_version_ends_with_one(workbooks, two) -> None:
    (two[2] / "indicators.parquet").write_bytes(b"no")
    code, out, err = workbooks(
        "diff", "wirral/placements/2024-25/v1", "wirral/placements/2024-25/v2"
    )
    assert (code, out) == (1, "")
    assert "is not the file that its manifest names" in err and "what to do" in err


def test_no_name_moves_the_terminals_cursor(workbooks, outputs) -> None:
    for number in (1, 2):
        row = observation("2024-25", 38.0 + number, title=HOSTILE)
        whole(outputs, number, frame(row), title=HOSTILE)
    code, out, _ = workbooks("diff", "wirral/placements")
    assert code == 0 and "<script>alert(1)</script>" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


def test_site_says_what_is_left_out_and_what_a_sitemap_needs(workbooks, two, outputs) -> None:
    (two[0] / "manifest.json").write_text("{", "utf-8")
    code, out, err = workbooks("site")
    assert code == 0
    assert "Left out: wirral/placements/2023-24/v0001-00000001: its JSON cannot be read" in err
    assert "No sitemap" in out and "--site-url" in out
    code, out, _ = workbooks("site", "--site-url", "https://www.example.gov.uk/care")
    assert code == 0 and "No sitemap" not in out
    assert "https://www.example.gov.uk/care/wirral/" in (outputs / "sitemap.xml").read_text("utf-8")
    assert workbooks("site")[0] == 0 and (outputs / "sitemap.xml").is_file()


@pytest.mark.parametrize("command", ["site", "run"])
def test_an_address_that_is_none_ends_with_two_before_anything_starts(
    workbooks, outputs, command
) -> None:
    code, _, err = workbooks(command, "--site-url", "www.example")
    assert code == 2 and "not the web address of a folder" in err
    assert not outputs.exists()


def test_the_index_stands_also_where_figures_cannot_be_gathered(workbooks, two, outputs) -> None:
    (two[2] / "indicators.parquet").write_bytes(b"no")
    code, _, err = workbooks("site")
    assert code == 1 and "indicators.parquet" in err
    assert "Wirral" in (outputs / "index.html").read_text("utf-8")
