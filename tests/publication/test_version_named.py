"""Finding a version by folder, by council and theme, or not at all, with the nearest."""

from __future__ import annotations

import pytest

from helpers.base.errors import ParameterError, PublicationError
from helpers.publication.version_named import find_version, published
from publication.exports import make_version


@pytest.fixture
def outputs(tmp_path):
    make_version(tmp_path, name="v0001-1f2e3d4c")
    make_version(tmp_path, name="v0002-aaaaaaaa")
    make_version(tmp_path, name="v0001-bbbbbbbb", area=("Sefton", "sefton"))
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "wirral/placements",
        "Wirral/placements/",
        "E08000015/placements",
        "wirral/placements/2024-25",
        "wirral/placements/2024 to 2025",
        "wirral/placements/latest",
        "wirral\\placements\\2024-25",
        "wirral/placements/2024-25/v0002",
        "wirral/placements/2024-25/v0002-aaaaaaaa",
    ],
)
def test_the_latest_stands_for_what_is_left_out(outputs, text):
    assert find_version(text, outputs).name == "v0002-aaaaaaaa"


def test_an_earlier_version_is_found_by_number(outputs):
    assert find_version("wirral/placements/2024-25/v0001", outputs).name == "v0001-1f2e3d4c"


@pytest.mark.parametrize("below", ["", "report.html"])
def test_a_folder_is_found_wherever_it_lies(outputs, tmp_path, below):
    folder = outputs / "wirral" / "placements" / "2024-25" / "v0001-1f2e3d4c"
    assert find_version(str(folder / below), tmp_path / "other").name == "v0001-1f2e3d4c"


def test_a_folder_above_the_versions_is_understood(outputs, monkeypatch):
    monkeypatch.chdir(outputs.parent)
    text = f"{outputs.name}/sefton/placements"
    assert find_version(text, outputs).name == "v0001-bbbbbbbb"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wirrall/placements", "did you mean Wirral"),
        ("wirral/placement", "did you mean placements"),
        ("wirral/placements/2023-24", "did you mean wirral/placements/2024-25"),
        ("wirral/placements/2024-25/v0009", "did you mean wirral/placements/2024-25/v000"),
        ("wirral/placements/2024", "not a financial year"),
        ("wirral", "did you mean wirral/placements"),
        ("a/b/c/d/e", "there is no version of that name"),
        (
            "birmingham/placements",
            "make it first: workbooks run --area birmingham --theme placements",
        ),
        ("wirral/scorecard", "make it first"),
    ],
)
def test_an_unknown_version_ends_with_two_and_a_mend(outputs, text, words):
    with pytest.raises(ParameterError, match=words) as raised:
        find_version(text, outputs)
    assert raised.value.exit_code == 2


def test_where_nothing_is_published_the_mend_is_a_run(tmp_path):
    with pytest.raises(ParameterError, match="make it first: workbooks run"):
        find_version("wirral/placements", tmp_path / "none")


def test_a_damaged_manifest_says_so(outputs):
    folder = outputs / "sefton" / "placements" / "2024-25" / "v0001-bbbbbbbb"
    (folder / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(PublicationError, match="cannot be read as a manifest"):
        find_version(str(folder), outputs)


def test_exports_and_hidden_folders_are_no_versions(outputs):
    (outputs / ".store" / "a" / "b").mkdir(parents=True)
    (outputs / "exports" / "a" / "b").mkdir(parents=True)
    assert published(outputs) == [
        "sefton/placements/2024-25/v0001-bbbbbbbb",
        "wirral/placements/2024-25/v0001-1f2e3d4c",
        "wirral/placements/2024-25/v0002-aaaaaaaa",
    ]
