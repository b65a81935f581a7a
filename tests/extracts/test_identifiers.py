"""Files about single people are refused, by header and by form; counts and codes are not."""

from __future__ import annotations

import time

import polars as pl
import pytest

from helpers.base.settings import Settings
from helpers.contracts.model import load_contracts
from helpers.extracts.ods import xlsx_bytes
from helpers.extracts.opened import ROW
from helpers.extracts.personal_headers import headers_of_people
from helpers.extracts.personal_values import (
    DATE_OF_BIRTH,
    EMAIL,
    NATIONAL_INSURANCE,
    NHS_NUMBER,
    POSTCODE,
    TELEPHONE,
    Personal,
    personal_values,
)
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt, Refusal

# Invented, with a check digit that fits; 999 is the range for tests.
NHS = "9990000018"
ALSO_NHS = "9990000026"
# The fields of client level data as councils submit them, release 1.
RECORD_LEVEL = (
    "Reporting Period Start Date,Reporting Period End Date,NHS Number,LA Person Unique Identifier,"
    "First Name,Last Name,GP Practice Name,GP Practice Code,Gender,Ethnicity,Date of Birth,"
    "Date of Death,Client Type,Primary Support Reason,Postcode,Accommodation Status,Event Type,"
    "Event Reference,Event Start Date,Event End Date,Event Description,Event Outcome"
).split(",")
WAITS = ["Area code", "Month end", "People waiting", "Hours waiting"]
FILLED = [["E08000015", "31/03/2025", "12", "140.5"], ["E08000014", "31/03/2025", "9", "97"]]


@pytest.fixture(scope="module")
def contracts(project_root):
    return load_contracts(project_root / "data_contracts")


@pytest.fixture
def gate(contracts, project_root, tmp_path):
    settings = Settings(root=project_root, outputs=tmp_path / "outputs")

    def ask(rows=None, sheets=None):
        path = tmp_path / ("file.xlsx" if sheets else "file.csv")
        if sheets:
            path.write_bytes(xlsx_bytes(sheets))
        else:
            path.write_text("\n".join(",".join(row) for row in rows), "utf-8")
        return gate_file(path, contracts, settings)

    return ask


def said(refusal: Refusal) -> str:
    assert isinstance(refusal, Refusal), refusal
    return refusal.model_dump_json()


def search(*cells: str, dated: bool = False) -> Personal | None:
    frame = pl.LazyFrame({ROW: range(1, len(cells) + 1), "c0": list(cells)})
    return personal_values(frame, ["c0"], ["c0"] if dated else [])


@pytest.mark.parametrize("spelt", [str, str.upper, lambda name: name.replace(" ", "_")])
def test_client_level_data_is_refused_by_its_headers_and_never_quoted(gate, spelt) -> None:
    secret = ["Threlkeld" if name == "Last Name" else "x" for name in RECORD_LEVEL]
    text = said(gate([[spelt(name) for name in RECORD_LEVEL], secret]))
    assert "about single people" in text and spelt("NHS Number") in text
    assert spelt("Event Reference") in text and "row 1" in text
    assert "Threlkeld" not in text


def test_client_level_data_without_names_is_still_about_single_people(gate) -> None:
    direct = {"NHS Number", "First Name", "Last Name", "Date of Birth", "Date of Death", "Postcode"}
    headers = [name for name in RECORD_LEVEL if name not in direct]
    text = said(gate([headers, ["x"] * len(headers)]))
    assert "about single people" in text and "LA Person Unique Identifier" in text
    pseudonymous = [name for name in headers if name != "LA Person Unique Identifier"]
    assert "about single people" in said(gate([pseudonymous, ["x"] * len(pseudonymous)]))


@pytest.mark.parametrize(
    "header",
    [
        "NHS No.", "nhs_number", "Date of Birth (dd/mm/yyyy)", "D.O.B.", "Client DOB", "Surname",
        "Client name", "Name of carer", "Service user ID", "Person_ID", "Adult 1 Linked Person_ID",
        "Post code", "Home address", "E-mail", "Mobile number", "NI number", "UPRN", "Mosaic ID",
        "Telephone", "Address line 1",
    ],
)  # fmt: skip
def test_one_such_header_beside_counts_is_one_too_many(gate, header) -> None:
    text = said(gate([[*WAITS, header], *([*row, ""] for row in FILLED)]))
    assert "about single people" in text and f"it has the columns {header}" in text


@pytest.mark.parametrize(
    "header",
    ["Notes", "Number of clients", "Provider name", "Council name", "Region", "Age band", "Carers",
     "NHS notes", "Email sent?", "Reference", "Client type", "Name"],
)  # fmt: skip
def test_other_headers_are_left_alone(gate, header) -> None:
    assert headers_of_people([header], counts=True) == ()
    assert isinstance(gate([[*WAITS, header], *([*row, ""] for row in FILLED)]), Receipt)


def test_a_list_of_offices_is_unknown_and_not_about_single_people(gate) -> None:
    headers = ["Location ID", "Location Name", "Location Postal Code", "Telephone", "Email"]
    text = said(gate([headers, ["1-100", "An invented home", "AB1 2CD", "x", "y"]]))
    assert "no contract knows this file" in text


def test_a_long_number_in_a_header_is_not_repeated(gate) -> None:
    text = said(gate([[*WAITS, f"NHS number {NHS}"], *([*row, ""] for row in FILLED)]))
    assert "NHS number" in text and NHS not in text


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        (NHS, NHS_NUMBER),
        ("999 000 0018", NHS_NUMBER),
        ("999-000-0018", NHS_NUMBER),
        (f"see {NHS} for more", NHS_NUMBER),
        (f"not 9990000019 but {NHS}", NHS_NUMBER),
        ("a.person@example.invalid", EMAIL),
        ("call 0151 496 0000", TELEPHONE),
        ("07700 900123", TELEPHONE),
        ("07700900123", TELEPHONE),
        ("020 7946 0018", TELEPHONE),
        ("(01632) 960123", TELEPHONE),
        ("+44 7700 900123", TELEPHONE),
        ("QQ 12 34 56 C", None),
        ("AB 12 34 56 C", NATIONAL_INSURANCE),
        ("ab123456c", NATIONAL_INSURANCE),
        ("AB1 2CD", POSTCODE),
        ("ab12cd", POSTCODE),
    ],
)
def test_a_cell_of_a_personal_form_is_found_by_its_row(cell, form) -> None:
    found = search("a note", "another", cell, "a last one")
    assert found == (Personal(3, form) if form else None)


@pytest.mark.parametrize(
    "cell",
    ["E08000015", "319", "H6X4G", "Z9D4Z", "2024-25-Q1", "31/03/2025", "01-02-2024 10:30",
     "2024-03-31T00:00:00", "1,234,567,890.00", "£1,234,567,890", "12.5%", "65 and over", "18-64",
     "9990000019", "9999999999", "1.5e9", "BC11.1", "Wirral", "RBN 0123", "QYG", "@", "S1 to S10"],
)  # fmt: skip
def test_codes_periods_and_money_are_not_personal(cell) -> None:
    assert search("a note", cell, "a last one") is None


def test_a_column_of_numbers_is_money_unless_every_long_number_passes_the_check() -> None:
    assert search("100", "250", NHS, "1750") is None
    assert search("100", NHS, "1512345678", "9990000019") is None
    assert search(NHS, ALSO_NHS) == Personal(1, NHS_NUMBER)
    assert search("17", f"{NHS}.0", ALSO_NHS) == Personal(2, NHS_NUMBER)


def test_dates_of_birth_are_known_by_their_years() -> None:
    born = ("12/05/1941", "1938-11-02", "3 March 1950", "01/01/2007")
    assert search(*born, dated=True) == Personal(1, DATE_OF_BIRTH)
    assert search(*born) is None
    assert search("31/03/2024", "30/04/2024", "01/01/1999", dated=True) is None
    assert search("12/05/1941", dated=True) is None


def test_an_unread_column_and_a_title_are_searched_too(gate) -> None:
    noted = [[*WAITS, "Notes"], [*FILLED[0], ""], [*FILLED[1], f"ask for {NHS}"]]
    text = said(gate(noted))
    assert "file.csv, row 3" in text and NHS_NUMBER in text and NHS not in text
    text = said(gate([["Sent by a.person@example.invalid"], WAITS, *FILLED]))
    assert "file.csv, row 1" in text and EMAIL in text and "example" not in text


def test_another_sheet_of_the_workbook_is_searched_too(gate) -> None:
    counts = [WAITS, ["E08000015", "31/03/2025", 12, 140.5]]
    assert isinstance(gate(sheets={"Waits": counts, "Notes": [["As at the month's end"]]}), Receipt)
    listed = [["Client", "Hours"], [int(NHS), 12], [int(ALSO_NHS), 7]]
    text = said(gate(sheets={"Waits": counts, "Behind": listed}))
    assert "sheet Behind, row 2" in text and NHS_NUMBER in text and NHS not in text
    text = said(gate(sheets={"Waits": counts, "People": [["Forename", "Surname", "Hours"]]}))
    assert "sheet People, row 1" in text and "Forename, Surname" in text


def test_a_number_of_ten_digits_in_a_column_of_figures_is_judged_as_a_figure(gate) -> None:
    text = said(gate([WAITS, ["E08000015", "31/03/2025", NHS, "3"]]))
    assert "people_waiting_range" in text and "form of" not in text


def test_published_files_keep_the_telephone_numbers_of_their_publishers(gate) -> None:
    header = ["Financial year", "Local authority code", "Local authority name", "Grouping",
              "Entity_Name", "Region", "Measure", "Code", "Value", "MEDIAN", "MADs_from_median",
              "rank_order", "Telephone"]  # fmt: skip
    row = ["2015-16", "E08000015", "Wirral", "LA_Raw", "Metropolitan Districts", "North West",
           "Turnover", "ASC7", "20", "21", "0.1", "High", "0151 496 0000"]  # fmt: skip
    answer = gate([header, *([row] * 2)])
    assert "form of" not in said(answer) and "single people" not in said(answer)


def test_a_large_file_is_searched_in_seconds() -> None:
    rows = 300_000
    frame = pl.LazyFrame(
        {
            ROW: range(rows),
            "c0": [f"E0800{n % 10_000:04d}" for n in range(rows)],
            "c1": [f"note {n} of the month" for n in range(rows)],
            "c2": [str(1_000_000_000 + n) for n in range(rows)],
        }
    )
    began = time.process_time()
    assert personal_values(frame, ["c0", "c1", "c2"], ["c1"]) is None
    assert time.process_time() - began < 10
