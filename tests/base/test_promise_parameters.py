"""The scorecard's own parameters: given baselines, and the day against which deadlines are told."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.base.errors import ParameterError
from helpers.base.promise_parameters import check_baselines, check_day


def test_baselines_are_promises_and_years():
    assert check_baselines("") == {}
    assert check_baselines("002-1=2014-15") == {"002-1": "2014-15"}
    assert check_baselines(" 002-1 = 2014-15 , 002-2=2015-16") == {
        "002-1": "2014-15",
        "002-2": "2015-16",
    }


@pytest.mark.parametrize("text", ["002-1", "=2014-15", "002-1=", "002-1=2014", "002-1=2014-15,", 5])
def test_what_is_no_baseline_is_refused_with_words(text):
    with pytest.raises(ParameterError):
        check_baselines(text)


def test_a_day_is_written_in_full():
    assert check_day("") is None
    assert check_day("2025-03-31") == date(2025, 3, 31)
    for text in ("2025", "31 March 2025", "2025-02-30", None):
        with pytest.raises(ParameterError, match="as_of"):
            check_day(text)
