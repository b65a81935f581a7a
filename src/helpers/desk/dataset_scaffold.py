"""The texts of a new dataset: a contract that is read as it stands, its specimen and its tests."""

from __future__ import annotations

CONTRACT = """\
# What a file of this dataset has to be. Change what ends in "fill in", add columns and rules, and
# let `workbooks check FILE` say what is wrong. Keep the specimen in tests/specimens in step: for
# each rule here a test breaks a copy of it and looks whether the rule sees that.
version: 1.0.0
apiVersion: v3.1.0
kind: DataContract
id: {name}
name: "{title}"  # fill in
status: draft
domain: adult social care
description:
  purpose: What is counted, and where the figures come from.  # fill in
  usage: What they may be used for. One row a council and financial year.  # fill in
  limitations: What they cannot say, and what makes them move.  # fill in
slaProperties:
  - property: frequency  # how often a new file comes: value and unit (d, w, m, y)
    value: 1
    unit: y
    description: Once a year.  # fill in
customProperties:
  - property: publisher
    value: The council itself  # fill in
  - property: owner
    value: The council's adult social care performance analyst  # fill in; an office, never a person
  - property: documentTitle
    value: none, a file of the council's own  # fill in
  - property: licence
    value: None; the council's own figures  # fill in
  - property: licenceAddress
    value: none  # fill in
  - property: landingPage
    value: none  # fill in: the publisher's page, the same as in docs/datasets.md
  - property: fileNamePattern
    value: "{name}*"
  - property: copyUsed
    value: none, the layout was written before a copy was to be had  # fill in
  - property: period
    value: {{ column: financial_year, kind: financial year }}
  - property: combine  # several files: "together", "side by side" or "latest"
    value: together
  # people: counts below five are suppressed where figures are made. organisations, or as published,
  # only where nobody can be known from a small number.
  - property: disclosurePolicy
    value: people
  - property: unconfirmed
    value:
      - Everything in this contract, until it was tried on a real file.  # fill in
schema:
  - name: {name}
    logicalType: object
    physicalType: table
    dataGranularityDescription: One row a council and financial year.  # fill in
    customProperties:
      - property: layouts
        value:
          # The columns of the file by their headers. A file is known by them, never by its name.
          - name: the file as it comes
            columns:
              area_code: {{ names: [Area code, ONS code, Council code], kind: code }}
              area_name: {{ names: [Area name, Area, Council], optional: true }}
              financial_year: {{ names: [Financial year, Year], kind: financial year }}
              people: {{ names: ["{title}"], status: true, blank: not_available }}  # fill in
            markers:
              "*": suppressed
              "[c]": suppressed
              "[x]": not_available
              "..": not_available
    properties:
      - name: area_code
        logicalType: string
        required: true
        primaryKey: true
        primaryKeyPosition: 1
        examples: ["E08000015"]
        logicalTypeOptions: {{ pattern: "^E(06|08|09|10)[0-9]{{6}}$" }}
        description: ONS code of the council.
      - name: area_name
        logicalType: string
        description: Name of the council, for people who read the file; the code decides.
      - name: financial_year
        logicalType: string
        required: true
        primaryKey: true
        primaryKeyPosition: 2
        examples: ["2024-25"]
        logicalTypeOptions: {{ pattern: "^20[0-9]{{2}}-[0-9]{{2}}$" }}
        description: Financial year, April to March, in which people were counted.
      - name: people
        logicalType: integer
        logicalTypeOptions: {{ minimum: 0, maximum: 1000000 }}
        customProperties: [{{ property: unit, value: people }}]
        description: Who is counted, and on which day or over which time.  # fill in
      - name: people_status
        logicalType: string
        description: Whether the number of people is given; a blank is not available.
      - name: sheet
        logicalType: string
        tags: [place]
        description: Sheet of the extract on which the row stands; empty for a text file.
      - name: sheet_row
        logicalType: integer
        tags: [place]
        description: Row of the extract, as a spreadsheet program numbers it.
    quality:
      - name: enough_rows
        metric: rowCount
        mustBeGreaterOrEqualTo: 1
        description: At least one row is filled in.
"""

SPECIMEN = """\
"Invented figures, made for tests"
Area code,Area name,Financial year,{title}
E08000014,Sefton,2024-25,120
E08000015,Wirral,2023-24,[c]
E08000015,Wirral,2024-25,140
E10000034,Worcestershire,2024-25,
"""

TEST = '''\
"""The dataset {name}: its specimen is read as it is written, and a wrong code is refused.

tests/contracts/test_mutations.py also knows the specimen among all datasets, and breaks it once for
each rule of the contract.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.base.settings import find_settings
from helpers.contracts.model import load_contract
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt, Refusal
from helpers.gate.store.shelf import Shelf

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "{name}.csv"


@pytest.fixture
def settings(tmp_path):
    return find_settings().with_outputs(tmp_path / "outputs")


def gated(path, settings):
    contract = load_contract(settings.contracts / "{name}.odcs.yaml")
    return gate_file(path, (contract,), settings)


def test_the_specimen_is_accepted_and_read_as_written(settings) -> None:
    answer = gated(SPECIMEN, settings)
    assert isinstance(answer, Receipt), answer
    assert answer.dataset == "{name}"
    table = Shelf(settings.store).table(answer).sort("area_code", "financial_year")
    assert table["area_code"].to_list() == ["E08000014", "E08000015", "E08000015", "E10000034"]
    assert table["people"].to_list() == [120, None, 140, None]
    assert table["people_status"].to_list() == ["ok", "suppressed", "ok", "not_available"]


def test_a_file_with_a_wrong_code_is_refused(settings, tmp_path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(SPECIMEN.read_text("utf-8").replace("E10000034", "Worcs"), "utf-8")
    answer = gated(path, settings)
    assert isinstance(answer, Refusal), answer
    assert answer.dataset == "{name}" and "E10000034" not in answer.found
'''

ROW = "| `{name}` | {title} | The council itself | side by side |\n"


def dataset_texts(name: str, title: str) -> dict[str, str]:
    """Return the files of a new dataset, by their place in the project.

    Parameters
    ----------
    name : str
        Its id.
    title : str
        What it is called until somebody names it better.
    """
    return {
        f"data_contracts/{name}.odcs.yaml": CONTRACT.format(name=name, title=title),
        f"tests/specimens/{name}.csv": SPECIMEN.format(title=title),
        f"tests/contracts/test_dataset_{name}.py": TEST.format(name=name),
    }


def listed(page: str, name: str, title: str) -> str:
    """Return the page of datasets with a row for a new one, below the council's own."""
    head, section, rest = page.partition("## The council's own\n")
    if not section:
        return page
    table, gap, after = rest.partition("\n\n")
    row = ROW.format(name=name, title=title).rstrip("\n")
    return f"{head}{section}{table.rstrip()}\n{row}{gap or chr(10)}{after}"
