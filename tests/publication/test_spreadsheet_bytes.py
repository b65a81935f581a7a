"""The same version gives the same bytes, whatever the clock, place and hash seed say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
SCRIPT = """
import hashlib, locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from publication.test_spreadsheets import book_of
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
if sys.argv[1:]:
    sys.platform = sys.argv[1]
book = book_of(sample=True)
print(*(hashlib.sha256(write(book)).hexdigest() for write in (xlsx_bytes, ods_bytes)))
"""
SURROUNDINGS = (
    {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "4711"},
)


def written(surroundings, folder, *words):
    environment = {
        **os.environ,
        **surroundings,
        "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return written(SURROUNDINGS[0], tmp_path_factory.mktemp("usual"))


def test_another_clock_language_and_seed_change_no_byte(usual, tmp_path) -> None:
    assert len(usual) == 2 and len({*usual}) == 2
    assert written(SURROUNDINGS[1], tmp_path) == usual


def test_windows_changes_no_byte(usual, tmp_path) -> None:
    """A ZIP says which system made it, so that Python on Windows would write another byte."""
    assert written(SURROUNDINGS[0], tmp_path, "win32") == usual


def test_what_was_written_before_changes_no_byte(usual) -> None:
    """Libraries keep things between two files of one process; none may reach the next file."""
    from helpers.publication.spreadsheets.ods import ods_bytes
    from helpers.publication.spreadsheets.xlsx import xlsx_bytes
    from publication.test_spreadsheets import book_of

    for _ in range(2):
        for write, digest in zip((xlsx_bytes, ods_bytes), usual, strict=True):
            write(book_of(version="v0009-ffffffff"))
            assert hashlib.sha256(write(book_of(sample=True))).hexdigest() == digest


def test_another_content_gives_other_bytes() -> None:
    from helpers.publication.spreadsheets.ods import ods_bytes
    from helpers.publication.spreadsheets.xlsx import xlsx_bytes
    from publication.test_spreadsheets import book_of

    for write in (xlsx_bytes, ods_bytes):
        one, other = (
            hashlib.sha256(write(book_of(version=name))).hexdigest() for name in ("v1", "v2")
        )
        assert one != other
