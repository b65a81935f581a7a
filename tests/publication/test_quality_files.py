"""The files of the data-quality pages: safe cells, names, removal, the same bytes."""

from __future__ import annotations

from dataclasses import fields

import pytest

from helpers.base.settings import Settings
from helpers.gate.quarantine import SCHEMA
from helpers.gate.reconciled import Reconciled
from helpers.publication.quality_faults import Fault
from publication.quality_examples import Bench, cells_of, fault, only, receipt, refusal


@pytest.fixture
def bench(project_root, tmp_path) -> Bench:
    return Bench(Settings(root=project_root, outputs=tmp_path / "outputs"))


@pytest.mark.parametrize(
    ("cell", "kept_as"),
    [
        ("=1+1", "'=1+1"),
        ("+44 about", "'+44 about"),
        ("-about", "'-about"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-1,234", "-1,234"),
        ("-5%", "-5%"),
        ("-1e-05", "-1e-05"),
        ("=-5", "'=-5"),
        ("plain", "plain"),
    ],
)
def test_cells_of_the_list_cannot_run_as_formulas(bench, cell, kept_as) -> None:
    folder = bench.write(bench.refuse(fault(found=cell, record=cell)))
    row = cells_of(only(folder, "*-faults.csv"))[0]
    assert (row["found"], row["record"]) == (kept_as, kept_as)


def test_pages_of_extracts_that_are_gone_are_removed_and_no_other_file(bench) -> None:
    found = (Reconciled("r", "m", ("a.csv",), "lines", 1, 1, ()),)
    folder = bench.write(bench.refuse(fault()), reconciled=found)
    (folder / "faults-0123456789ab.csv").write_text("of an earlier release")
    (folder / "my notes.csv").write_text("mine")
    (folder / "mine-checks.csv").write_text("mine")
    folder = bench.write(bench.keep(receipt(rows=5)))
    left = {path.name for path in folder.iterdir()}
    now = only(folder, "ons_mye-*.html").stem
    ours = {f"{now}.html", f"{now}-checks.csv", "index.html"}
    assert left == ours | {"my notes.csv", "mine-checks.csv"}


def test_the_pages_are_the_same_bytes_each_time(bench) -> None:
    answers = (bench.keep(receipt(rows=7)), bench.refuse(fault()), refusal())
    first = {path.name: path.read_bytes() for path in bench.write(*answers).iterdir()}
    assert {path.name: path.read_bytes() for path in bench.write(*answers).iterdir()} == first
    assert len(first) == 7


def test_the_fields_of_a_fault_are_those_of_the_quarantine() -> None:
    assert {field.name for field in fields(Fault)} == set(SCHEMA.names())
