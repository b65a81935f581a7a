"""Ranks in figures."""

from __future__ import annotations

import pytest

from helpers.base.ordinals import ordinal


@pytest.mark.parametrize(
    "text",
    "0th 1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 23rd 101st 111th 112th 113th 121st".split(),
)
def test_each_rank_has_its_ending(text: str) -> None:
    """The teens are the exception, in every hundred."""
    assert ordinal(int(text[:-2])) == text
