"""Names of files are shown so that nothing in them moves the cursor or turns the line."""

from __future__ import annotations

import pytest

from helpers.base.errors import ExtractRefused, FetchFailed
from helpers.base.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain name, 2024–25 (é £).csv", "plain name, 2024–25 (é £).csv"),
        ("two\nlines.csv", "two\\nlines.csv"),
        ("exe.\u202evsc.csv", "exe.\\u202evsc.csv"),
        ("\x1b[31mred\r\t\u2028.csv", "\\x1b[31mred\\r\\t\\u2028.csv"),
        ("half \udc80.csv", "half \\udc80.csv"),
    ],
)
def test_what_is_not_seen_is_written_out(text, shown) -> None:
    assert printable(text) == shown
    assert str(ExtractRefused(text, "it is empty")) == f"{shown}: it is empty"
    assert str(FetchFailed(text, "no network")) == f"{shown}: no network"


def test_lines_of_a_message_stay_lines() -> None:
    assert str(ExtractRefused("a", "one\ntwo\u202e")) == "a: one\ntwo\\u202e"
