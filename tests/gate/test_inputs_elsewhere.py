"""Extracts at an address: brought whole under their own names, and gated like any others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from helpers.base.errors import ParameterError
from helpers.base.stores.address import is_address, spoken_address
from helpers.gate import elsewhere
from helpers.gate.elsewhere import here


@pytest.fixture
def memory():
    system = MemoryFileSystem()
    yield system
    system.rm("/care", recursive=True)


def test_files_are_brought_under_their_own_names_and_go_again(memory) -> None:
    for name in ("a.ods", "older/b.csv", ".hidden.csv", "notes.txt", "sub/.git/c.csv"):
        memory.pipe_file(f"/care/inbox/{name}", name.encode())
    with here("memory://care/inbox") as folder:
        found = {
            p.relative_to(folder).as_posix(): p for p in Path(folder).rglob("*") if p.is_file()
        }
        assert set(found) == {"a.ods", "older/b.csv"}
        assert found["older/b.csv"].read_bytes() == b"older/b.csv"
    assert not Path(folder).exists()


def test_what_is_no_address_is_left_as_it_is() -> None:
    for inputs in ("data/inbox", "receipt:abc", r"C:\inbox", ""):
        with here(inputs) as folder:
            assert folder == inputs


def test_a_file_that_comes_short_is_refused(memory, monkeypatch) -> None:
    memory.pipe_file("/care/inbox/a.ods", b"whole")
    monkeypatch.setattr(MemoryFileSystem, "cat_file", lambda *_, **__: b"who")
    with pytest.raises(ParameterError, match="3 bytes came, and 5 are listed"):
        with here("memory://care/inbox"):
            pass


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("memory://care/empty", "no file lies there"),
        ("nowhere://care", "it cannot be read"),
        ("nowhere://user:secret@care/x?token=secret", "--inputs nowhere://care/x"),
    ],
)
def test_an_address_that_is_of_no_use_is_said_without_its_secrets(memory, address, words) -> None:
    memory.makedirs("/care/empty", exist_ok=True)
    with pytest.raises(ParameterError, match=words) as told:
        with here(address):
            pass
    assert "secret" not in str(told.value).replace("credentials", "")


def test_a_missing_extra_is_named_with_its_mend(monkeypatch) -> None:
    for name in ("fsspec", "fsspec.core", "obstore", "obstore.store"):
        monkeypatch.setitem(sys.modules, name, None)
    for address, extra in (("s3://a/b", "s3"), ("abfs://a/b", "azure"), ("memory://a", "s3")):
        with pytest.raises(ParameterError, match=f"requirements-{extra}.lock"):
            elsewhere._listed(address)


def test_a_gated_address_gives_the_receipt_that_a_folder_gives(
    memory, project_root, sample_settings, sample_source
) -> None:
    from helpers.gate.passing import gate_inputs

    sample = project_root / "data" / "samples" / "ascof_timeseries_sample.ods"
    memory.pipe_file(f"/care/inbox/{sample.name}", sample.read_bytes())
    (found,) = gate_inputs("memory://care/inbox", sample_settings).receipts
    assert found.file_name == sample.name and found.sample


def test_addresses_are_told_from_paths_and_shown_without_secrets() -> None:
    assert is_address("s3://bucket/x") and is_address("abfss://c@a.dfs.core.windows.net/x")
    assert not any(map(is_address, ("C:/x", "data/inbox", "//server/share", "receipt:a,b")))
    assert spoken_address("s3://key:word@bucket/x/?a=b") == "s3://bucket/x"
    whole = "abfss://care@account.dfs.core.windows.net/x"
    assert spoken_address(whole) == whole
