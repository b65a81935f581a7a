"""What could not be written: a folder without the right is told from a file that is held."""

from __future__ import annotations

import errno
import os

import pytest

from helpers.base.errors import PublicationError
from helpers.base.files import locked, write_whole


def refusal(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize("number", [errno.EROFS, errno.EPERM])
def test_a_read_only_disk_is_named_whole_and_excel_is_not(tmp_path, number) -> None:
    path = tmp_path / "share" / "reports" / ".lock"
    told = locked(path, refusal(number))
    assert told.place == str(path) and str(tmp_path) in told.found
    assert "Excel" not in str(told) and "--outputs" in told.mend


def test_a_folder_without_the_right_to_write_is_told_from_a_file_that_is_held(
    tmp_path, monkeypatch
) -> None:
    path = tmp_path / "report.html"
    held = locked(path, refusal(errno.EACCES))
    assert held.place == "report.html" and "close it in Excel" in held.mend
    asked = []
    monkeypatch.setattr(os, "access", lambda place, _: asked.append(place) or False)
    told = locked(path, refusal(errno.EACCES))
    assert asked == [tmp_path] and f"the folder {tmp_path} cannot be written into" in told.found
    assert "ask for the right to write" in told.mend and "Excel" not in str(told)
    assert "close it in Excel" in locked(path, refusal(errno.ENOSPC)).mend


def test_a_file_where_a_folder_is_needed_is_said_to_be_one(tmp_path) -> None:
    (tmp_path / "pages").write_text("a file", "utf-8")
    with pytest.raises(PublicationError, match="a folder is needed, and there is a file") as caught:
        write_whole(tmp_path / "pages" / "index.html", b"")
    assert "Excel" not in str(caught.value)
