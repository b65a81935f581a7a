"""One thing is one thing, and none or two are several."""

from __future__ import annotations

import pytest

from helpers.base.counted import counted
from helpers.base.landing_words import landing_words


@pytest.mark.parametrize(
    ("count", "nouns", "words"),
    [
        (1, ("version",), "1 version"),
        (0, ("version",), "0 versions"),
        (1234, ("version",), "1,234 versions"),
        (1, ("row breaks", "rows break"), "1 row breaks"),
        (2, ("row breaks", "rows break"), "2 rows break"),
    ],
)
def test_a_number_stands_with_its_noun(count, nouns, words) -> None:
    assert counted(count, *nouns) == words


def test_a_dataset_without_a_page_is_said_to_be_the_councils() -> None:
    assert landing_words("none") == landing_words("") == "kept by the council itself"
    assert landing_words("https://example.org") == "https://example.org"
