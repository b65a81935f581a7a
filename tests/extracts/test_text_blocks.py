"""A text file is read in blocks, and no block's end is seen in its rows."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.specimens import all_specimens, write
from helpers.base.coded_text import in_words, is_coded
from helpers.base.settings import Settings
from helpers.contracts.model import load_contracts
from helpers.extracts import text_files
from helpers.extracts.opened import text_column
from helpers.extracts.recognise import recognise
from helpers.extracts.text_blocks import row_blocks
from helpers.extracts.text_files import TextFile
from helpers.extracts.text_parsing import Cells, parse
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf

pytest_plugins = ["extracts.hostile_gate"]

CELLS = st.text(st.sampled_from('ab",\n\r é'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=40)
WAITS = "Area code,Month end,People waiting,Hours waiting\n"
SPECIMENS = [each for each in all_specimens() if list(each.content()) == [""]]


def _blocks(text: str, size: int, lines: int = 0) -> list[bytes]:
    return list(row_blocks(io.BytesIO(text.encode()), ",", lines, size))


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@settings(deadline=None)
@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), size=st.integers(4, 60))
def test_blocks_hold_whole_rows(rows, end, size) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows(rows)
    text = stream.getvalue()
    blocks = _blocks(text, size)
    assert b"".join(blocks) == text.encode()
    assert [row for block in blocks for row in _rows(block.decode())] == _rows(text)


@settings(deadline=None)
@given(text=st.text(st.sampled_from('ab",\n\r'), max_size=200), size=st.integers(4, 60))
def test_no_byte_of_any_text_is_lost(text, size) -> None:
    assert b"".join(_blocks(text, size)) == text.encode()


def test_a_block_is_no_larger_than_asked() -> None:
    text = "".join(f"{number},x\n" for number in range(1000))
    blocks = _blocks(text, 100)
    assert len(blocks) > 50
    assert max(len(block) for block in blocks) <= 100


def test_after_a_mark_within_a_cell_the_rest_is_one_block() -> None:
    text = "a,b\n" * 50 + 'a,5" pipe\n' + 'a,"b\nc"\n' * 50
    *first, last = _blocks(text, 40)
    assert len(first) > 3
    assert last.count(b'"') == 101


def test_blank_lines_stay_between_their_neighbours() -> None:
    for blank in ("\n", "\r\n"):
        text = ("a,b\n" + blank) * 50 + "a,b\n" * 20
        for block in _blocks(text, 40):
            assert not block.startswith((b"\n", b"\r"))
            assert not block.endswith((b"\n\n", b"\n\r\n"))


def test_the_lines_above_the_rows_are_in_the_first_block() -> None:
    text = "a title\n" * 9 + "a,b\n" * 100
    assert _blocks(text, 100, 9)[0].startswith(b"a title\n" * 9 + b"a,b\n")
    assert _blocks(text, 20, 9) == [text.encode()]


def test_text_is_coded_while_it_repeats() -> None:
    lines = [f"r{n},{n % 3},{n // 200 if n < 1000 else n},{n}\n" for n in range(3000)]
    cells = Cells(",", 4, (0, 1, 2, 3), frozenset({3}))
    frame, marks = parse(_blocks("".join(lines), 4000), cells, 0, 5)
    names = [text_column(index) for index in range(3)]
    assert [is_coded(frame[name]) for name in names] == [False, True, False]
    assert frame.columns == ["sheet_row", *names, text_column(3)]
    assert marks == 0
    assert frame["sheet_row"].to_list() == list(range(5, 3005))
    whole, _ = parse(_blocks("".join(lines), 1 << 20), cells, 0, 5)
    assert whole.schema[names[1]] == pl.String
    assert in_words(frame).collect().equals(whole)


def test_a_blank_is_missing_with_and_without_quotation_marks() -> None:
    lines = ["a,x,1\n", "b,,\n"] * 400 + ['"a",x,1\n', 'b,"",""\n'] * 400
    cells = Cells(",", 3, (0, 1, 2), frozenset({2}))
    frame, marks = parse(_blocks("".join(lines), 1000), cells, 0, 2)
    assert marks == 6 * 400
    for name in (text_column(1), text_column(2)):
        assert frame[name].is_null().to_list() == [False, True] * 800


@pytest.fixture(scope="module")
def contracts(project_root):
    return load_contracts(project_root / "data_contracts")


@pytest.fixture
def in_blocks(monkeypatch):
    def set_size(size: int) -> None:
        monkeypatch.setattr(text_files, "BLOCK", size)

    return set_size


@pytest.mark.parametrize("change", ["none", "spaces", "a marker late"])
@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: s.path.stem)
def test_a_file_is_the_same_in_blocks(specimen, change, tmp_path, contracts, in_blocks) -> None:
    rows = specimen.content()[""]
    rows = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    rows += rows[-3:] * 200
    if change == "spaces":
        rows = [[f" {c}" if i % 2 and c and n % 7 == 0 and n > 80 else c for i, c in enumerate(row)]
                for n, row in enumerate(rows)]  # fmt: skip
    if change == "a marker late":
        rows[-2] = [*rows[-2][:-1], "not known"]
    path = write({"": rows}, tmp_path, specimen.file_name)
    known = recognise(path, contracts)
    if not isinstance(known.opened, TextFile):
        pytest.skip("not a text file")
    whole = known.read()
    in_blocks(2000)
    cut = known.read()
    assert in_words(cut.frame).collect().equals(whole.frame)
    assert cut.unreadable.equals(whole.unreadable)
    assert (cut.notes, cut.first_period, cut.latest_period) == (
        whole.notes, whole.first_period, whole.latest_period,
    )  # fmt: skip


def _waits(rows: int) -> str:
    areas = ["E08000015", "E10000034", " E08000014", "E0800001"]
    return WAITS + "".join(
        f"{areas[n % 97 % 4]},2025-0{n % 9 + 1}-01,{n % 500},{n % 70}.5\n" for n in range(rows)
    )


def test_faults_are_named_alike(tmp_path, project_root, two_contracts, in_blocks) -> None:
    text = _waits(2000).replace("499,", "-1,")
    path = tmp_path / "file.csv"
    path.write_text(text, "utf-8")
    seen = []
    for name, size in (("whole", 1 << 22), ("cut", 3000)):
        in_blocks(size)
        settings = Settings(root=project_root, outputs=tmp_path / name)
        answer = gate_file(path, two_contracts, settings)
        receipt = Shelf(settings.store).receipt(answer.receipt)
        faults = Shelf(settings.store).quarantine_path(receipt.id).read_bytes()
        seen.append((receipt, faults))
    assert seen[0] == seen[1]
    assert seen[0][0].quarantined > 100


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_table_does_not_depend_on_the_blocks(
    encoding, tmp_path, project_root, two_contracts, in_blocks
) -> None:
    text = _waits(5000).replace(" E", "E").replace("E0800001,", "E08000015,")
    lines = [f"{line},£{number % 3}" for number, line in enumerate(text.splitlines())]
    lines = [line.replace("-01,", "-28,") if "-02-" in line else line for line in lines]
    path = tmp_path / "file.csv"
    path.write_text("\n".join(lines), encoding)
    digests = set()
    for size in (1 << 22, 20_000, 1_000):
        in_blocks(size)
        settings = Settings(root=project_root, outputs=tmp_path / str(size))
        answer = gate_file(path, two_contracts, settings)
        receipt = answer if isinstance(answer, Receipt) else Shelf(settings.store).receipt(answer.receipt)  # fmt: skip
        digests.add(receipt.table_sha256)
        assert receipt.rows == 5000
    assert len(digests) == 1


def test_a_mark_that_is_never_closed_is_found_in_any_block(refused, in_blocks) -> None:
    in_blocks(500)
    lines = _waits(300).splitlines(keepends=True)
    lines[200] = '"' + lines[200]
    answer = refused("".join(lines))
    assert answer.place == "file.csv, line 201"
    assert "a quotation mark that is never closed" in answer.found
