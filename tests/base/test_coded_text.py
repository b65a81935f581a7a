"""Text held as codes: worked on once a word, and the same text when it is looked at."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.coded_text import each_word, in_words, is_coded, new_code, words_of

TEXTS = ["b", None, "a", "b", "c", None, "a"]


@pytest.fixture(params=["plain", "coded", "coded in pieces"])
def column(request):
    plain = pl.Series("name", TEXTS)
    if request.param == "plain":
        return plain
    coded = plain.cast(new_code())
    return coded if request.param == "coded" else pl.concat([coded[:3], coded[3:]])


def test_work_on_words_is_work_on_rows(column) -> None:
    name = pl.col("name")
    made = each_word(
        column,
        lambda words: words.select(
            name.str.to_uppercase().alias("upper"),
            name.is_null().alias("missing"),
            name.fill_null("none").alias("filled"),
        ),
    )
    assert in_words(made).collect().to_dict(as_series=False) == {
        "upper": ["B", None, "A", "B", "C", None, "A"],
        "missing": [False, True, False, False, False, True, False],
        "filled": ["b", "none", "a", "b", "c", "none", "a"],
    }
    assert is_coded(made["upper"]) == is_coded(column)


def test_a_word_is_worked_on_once() -> None:
    seen = []

    def look(words: pl.DataFrame) -> pl.DataFrame:
        seen.extend(words.to_series())
        return words

    kept = each_word(pl.Series("name", TEXTS).cast(new_code()), look).to_series()
    assert seen == ["b", "a", "c", None]
    assert kept.cast(pl.String).to_list() == TEXTS


def test_two_words_that_become_one_are_one() -> None:
    column = pl.Series("name", ["a", "A", "b"]).cast(new_code())
    made = each_word(column, lambda words: words.select(pl.first().str.to_lowercase())).to_series()
    assert made.cast(pl.String).to_list() == ["a", "a", "b"]
    assert made.n_unique() == 2


def test_codes_of_two_columns_are_apart() -> None:
    one, other = (pl.Series("name", [word]).cast(new_code()) for word in ("a", "b"))
    assert words_of(one).to_list() == ["a", None]
    assert words_of(other).to_list() == ["b", None]


def test_a_column_without_rows_or_without_words() -> None:
    for texts in ([], [None, None]):
        column = pl.Series("name", texts, dtype=pl.String).cast(new_code())
        made = each_word(column, lambda words: words.select(pl.first().is_null())).to_series()
        assert made.to_list() == [True] * len(texts)
