"""`workbooks export`: what it writes, what it says, how it ends."""

from __future__ import annotations

import json

import pytest

from helpers.base.png_words import words_of
from helpers.base.settings import ROOT_VARIABLE
from helpers.cli import main as cli
from publication.examples import figure, table
from publication.exports import key, make_version, notebook

NAME = "wirral-placements-2024-25-v0001-1f2e3d4c"
PICTURES = ["figure-01-placements-compare-2c.png", "figure-02-placements-trend-1a.png"]
PAGE = "summary-wirral-placements-2024-25.html"


@pytest.fixture
def outputs(project_root, tmp_path, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(project_root))
    outputs = tmp_path / "outputs"
    make_version(outputs, sample=True)
    return outputs


@pytest.fixture
def workbooks(outputs, monkeypatch, capsys):
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


def written(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_without_options_it_writes_pictures_and_summary(workbooks, outputs) -> None:
    code, out, err = workbooks("export", "wirral/placements")
    assert (code, err) == (0, "")
    assert written(outputs / "exports" / NAME) == [
        "figures/alt-texts.csv",
        "figures/export.json",
        *(f"figures/{name}" for name in PICTURES),
        "summary/export.json",
        f"summary/{PAGE}",
    ]
    assert "wirral/placements/2024-25/v0001-1f2e3d4c: Placements in Wirral, 2024 to 2025" in out
    assert "Sample data: these figures are invented" in out
    assert "2 pictures" in out
    assert "print to PDF" in out


@pytest.mark.parametrize(("option", "kind"), [("--png", "figures"), ("--summary", "summary")])
def test_one_option_writes_one_kind(workbooks, outputs, option, kind) -> None:
    assert workbooks("export", "wirral/placements/2024-25", option)[0] == 0
    assert [path.name for path in (outputs / "exports" / NAME).iterdir()] == [kind]


def test_to_names_another_folder(workbooks, outputs, tmp_path) -> None:
    code, out, _ = workbooks(
        "export", "wirral/placements", "--summary", "--to", str(tmp_path / "papers")
    )
    assert code == 0
    assert written(tmp_path / "papers") == [f"{NAME}/summary/export.json", f"{NAME}/summary/{PAGE}"]
    assert not (outputs / "exports").exists()
    assert str(tmp_path / "papers") in out


def test_json_names_the_version_its_digest_and_the_files(workbooks, outputs) -> None:
    code, out, _ = workbooks("export", "wirral/placements", "--png", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["version"] == "wirral/placements/2024-25/v0001-1f2e3d4c"
    assert told["sample"] is True
    folder = outputs / "exports" / NAME / "figures"
    assert told["exports"]["png"]["folder"] == str(folder)
    assert told["exports"]["png"]["files"] == ["alt-texts.csv", *PICTURES]
    assert (
        words_of((folder / PICTURES[0]).read_bytes())["Manifest SHA-256"] == told["manifest_sha256"]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wirral/placement",), "did you mean placements"),
        (("wirrall/placements",), "did you mean Wirral"),
        (("wirral/placements/2023-24",), "did you mean wirral/placements/2024-25"),
        (("sefton/placements",), "workbooks run --area sefton --theme placements"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_not_there_ends_with_two_and_writes_nothing(
    workbooks, outputs, arguments, words
) -> None:
    code, out, err = workbooks("export", *arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert not (outputs / "exports").exists()


def test_a_suppressed_figure_ends_with_four_and_is_not_written(workbooks, outputs) -> None:
    leak = figure(
        "compare-4b",
        table={**table("x", 1), "keys": [key("4B")], "rows": [["Wirral", "91.2", "", "", "", ""]]},
    )
    make_version(outputs, notebook(drawn=leak), name="v0002-1f2e3d4c")
    code, _, err = workbooks("export", "wirral/placements", "--png")
    assert code == 4
    assert "4B in 2024-25" in err
    assert written(outputs / "exports") == []


def test_a_version_that_was_altered_ends_with_one(workbooks, outputs) -> None:
    folder = outputs / "wirral" / "placements" / "2024-25" / "v0001-1f2e3d4c"
    (folder / "workbook.ipynb").write_text("{}", "utf-8")
    code, _, err = workbooks("export", "wirral/placements")
    assert code == 1
    assert "it is not the file that was published" in err
