"""Prose that points to a person is refused by line and form, and nothing of it is repeated."""

from __future__ import annotations

import pytest

from helpers.base.errors import DisclosureRefused
from helpers.base.personal_forms import is_nhs_number
from helpers.base.personal_prose import personal_text
from helpers.disclosure.personal_text import refuse_personal

# Invented; 999 is the range for tests, and the last digit fits.
NHS = "9990000018"
PERSONAL = [
    ("write to jo@example.org today", "an e-mail address"),
    ("ring 0151 496 0123 for help", "a telephone number"),
    ("ring (020) 7946 0123", "a telephone number"),
    ("her number is QQ 12 34 56 C".replace("QQ", "AB"), "a National Insurance number"),
    (f"record {NHS} was late", "an NHS number"),
    (f"record {NHS[:3]} {NHS[3:6]} {NHS[6:]} was late", "an NHS number"),
    ("the house at CH41 6BU", "a full postcode"),
    ("as Mrs Example said", "a person's name with a title"),
    ("Cllr Example asked", "a person's name with a title"),
    ("Dr. Example wrote", "a person's name with a title"),
    ("he was born 3/4/1941", "a date of birth"),
    ("date of birth: 03.04.1941", "a date of birth"),
]
SAFE = [
    "In 2024 to 2025 the number was 1,234 of 67,863, or 6.6 per cent.",
    "Outcomes 2C, 3D(2a) and 6B are told under their codes.",
    "The meeting of 20 November 2026 looked at 1234567890 pounds.",
    "We placed 12 people in 3 weeks, no 1 do they say.",
    "The Director of Adult Social Services and the Board agreed.",
    "See https://www.example.gov.uk/papers/2026 for the papers.",
    "E08000015 is the code of the council, CH the letters of its post town.",
    "£4,933,000 of £33,368,000",
]


@pytest.mark.parametrize(("line", "form"), PERSONAL, ids=[form for _, form in PERSONAL])
def test_what_points_to_a_person_is_found(line, form) -> None:
    found = personal_text(f"A first line.\n\n{line}\nA last line.")
    assert found is not None and (found.line, found.form) == (3, form)


@pytest.mark.parametrize("line", SAFE)
def test_other_words_and_numbers_are_let_through(line) -> None:
    assert personal_text(line) is None


def test_the_message_names_the_line_and_never_the_content() -> None:
    with pytest.raises(DisclosureRefused) as caught:
        refuse_personal("Fine.\nwrite to jo@example.org", "commentary/x/y.md", first_line=5)
    assert caught.value.place == "commentary/x/y.md, line 6"
    assert "jo@" not in str(caught.value)


@pytest.mark.parametrize(
    ("digits", "fits"),
    [(NHS, True), ("9990000019", False), ("0000000000", False), ("999000001", False), ("999 000 0018", True)],
)  # fmt: skip
def test_an_nhs_number_checks_itself(digits, fits) -> None:
    assert is_nhs_number(digits) is fits
