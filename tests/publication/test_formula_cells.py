"""No CSV that leaves the project runs anything in a spreadsheet, and none breaks a number."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

from helpers.publication.csv_link import safe_cell
from helpers.publication.formula_cells import runs_as_formula, safe_frame, safe_text
from helpers.publication.indicator_files import csv_bytes, parquet_bytes
from helpers.publication.observations import OBSERVATION_FILES, gather_observations
from publication import examples
from publication.test_spreadsheets import observations

RUN = (
    "=1+1",
    "+cmd|x",
    "-2+3",
    "-x",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
)
STAY = ("", "-5", "+5", "-1,234.5", "-5%", "1e-05", "-1e5", "a=b", "'=1", "E08000015", "3-4", "–")


@pytest.mark.parametrize("text", RUN)
def test_what_could_run_gets_an_apostrophe(text) -> None:
    assert runs_as_formula(text) and safe_text(text) == f"'{text}"
    assert safe_cell(text) == f"'{text}"
    assert safe_frame(pl.DataFrame({"a": [text]}))["a"].to_list() == [f"'{text}"]


@pytest.mark.parametrize("text", STAY)
def test_numbers_and_words_stay_as_they_are(text) -> None:
    assert not runs_as_formula(text) and safe_text(text) == text
    assert safe_frame(pl.DataFrame({"a": [text]}))["a"].to_list() == [text]


def test_the_indicators_of_a_version(tmp_path) -> None:
    frame = observations(title="=1+1", flags="-x", lower=-2.5, value=-1.5, source="Outcomes")
    told = next(csv.DictReader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    assert (told["title"], told["flags"]) == ("'=1+1", "'-x")
    assert (told["lower"], told["value"], told["source"]) == ("-2.5", "-1.5", "Outcomes")
    kept = pl.read_parquet(io.BytesIO(parquet_bytes(frame)))
    assert kept["title"][0] == "=1+1"


def test_the_latest_of_everything(tmp_path) -> None:
    folder = examples.publish(tmp_path)
    examples.observations("=1+1", "placements", "2024-25", -1.5).write_parquet(
        folder / "indicators.parquet"
    )
    gather_observations(tmp_path)
    rows = list(csv.DictReader((tmp_path / OBSERVATION_FILES[0]).open(encoding="utf-8-sig")))
    assert {row["area_name"] for row in rows} == {"'=1+1"}
    assert [row["value"] for row in rows] == ["1.0", "-1.5"]
