"""`workbooks check` and `workbooks inputs`: what may be named, what is printed, and ages."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date

import pytest
import yaml

from helpers.base.settings import ROOT_VARIABLE
from helpers.cli import main as cli
from helpers.cli.ages import age_words, last_day, months_between
from helpers.contracts.model import Frequency, load_contract, load_contracts
from helpers.gate.store.records import Receipt
from runs.projects import make_project

SAMPLE = "ascof_timeseries_sample.ods"
TODAY = date(2026, 11, 22)


@pytest.fixture
def project(project_root, tmp_path, monkeypatch):
    settings = make_project(project_root, tmp_path, "workforce")
    monkeypatch.setenv(ROOT_VARIABLE, str(settings.root))
    monkeypatch.delenv("CARE_WORKBOOKS_OUTPUTS", raising=False)
    return settings


@pytest.fixture
def mixed(project):
    """Put the sample and a file that no contract knows into the inbox."""
    shutil.copy(project.samples / SAMPLE, project.inbox)
    (project.inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    return project


@pytest.fixture
def workbooks(project, monkeypatch, capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["workbooks", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")
@pytest.mark.parametrize("command", ["check", "inputs"])
def test_a_name_that_turns_or_breaks_the_line_is_written_out(workbooks, mixed, command) -> None:
    (mixed.inbox / "bad.ods").rename(mixed.inbox / "b\nAccepted: all\u202e.ods")
    (mixed.inbox / SAMPLE).rename(mixed.inbox / "s\x1b[2J\n.ods")
    code, out, err = workbooks(command)
    assert code == 3
    assert "Refused: b\\nAccepted: all\\u202e.ods" in err
    assert "Accepted: s\\x1b[2J\\n.ods, with warnings" in out
    assert not set(out + err) & set("\x1b\u202e") and "\nAccepted: all" not in out + err


def test_check_prints_a_line_an_extract_and_the_page(workbooks, mixed) -> None:
    code, out, err = workbooks("check")
    assert code == 3
    lines = out.splitlines()
    first = next(line for line in lines if SAMPLE in line)
    assert (
        first.startswith(f"Accepted: {SAMPLE}")
        and "2024 to 2025" in first
        and "rules hold" in first
    )
    assert "Refused: bad.ods" in err and "what to do" in err
    page = mixed.outputs / "data-quality" / "index.html"
    assert lines[-1] == f"Open {page}"
    assert "2 extracts were checked: 1 accepted" in page.read_text("utf-8")
    assert len(list(page.parent.glob("*.html"))) == 3


def test_check_of_a_dataset_leaves_the_other_files_alone(workbooks, mixed) -> None:
    code, out, err = workbooks("check", "ascof_timeseries")
    assert code == 0, err
    assert SAMPLE in out and "bad.ods" not in out + err
    page = (mixed.outputs / "data-quality" / "index.html").read_text("utf-8")
    assert SAMPLE in page and "bad.ods" not in page


def test_check_as_json_has_the_reconciliations(workbooks, mixed) -> None:
    code, out, _ = workbooks("check", "ascof_timeseries", "--json")
    assert code == 0
    told = json.loads(out)
    rules = [item["rule"] for item in told["reconciliations"]]
    assert rules == ["direct_payments_not_all_of_self_directed_support"]
    assert set(told["reconciliations"][0]) >= {"files", "compared", "agree", "differences", "note"}
    assert told["page"].endswith("index.html") and told["receipts"][0]["rows"] > 20_000


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("ascof_timeserie", "did you mean ascof_timeseries?"),
        ("asccof_timeseries_sample.ods", SAMPLE),
        ("nowhere.xyz", "check the spelling"),
        ("ons_mye", "workbooks inputs fetch ons_mye"),
    ],
)
def test_a_name_that_nothing_has_ends_with_two_and_a_mend(workbooks, mixed, named, words) -> None:
    code, out, err = workbooks("check", named)
    assert code == 2
    assert words in err and "what to do" in err
    assert not out and "Traceback" not in err
    assert not (mixed.outputs / "data-quality").exists()


def test_a_folder_that_is_not_there_does_not_hide_what_was_asked(workbooks) -> None:
    code, _, err = workbooks("check", "nowhere.ods", "--inputs", "nofolder")
    assert code == 2 and 'file "nowhere.ods"' in err


def test_inputs_says_what_each_file_is_and_how_old(workbooks, mixed) -> None:
    code, out, err = workbooks("inputs")
    assert code == 3 and "Refused: bad.ods" in err
    told = dict(line.strip().split(maxsplit=1) for line in out.splitlines() if line[:2] == "  ")
    assert set(told) == {"dataset", "period", "rows", "receipt", "age"}
    assert told["dataset"].startswith("ascof_timeseries: Adult Social Care Outcomes")
    assert told["period"].endswith("until 2024 to 2025 (2024-25)")
    assert "ago" in told["age"] and "one comes every year" in told["age"]
    assert not (mixed.outputs / "data-quality").exists()
    code, out, _ = workbooks("inputs", "--json")
    assert "one comes every year" in json.loads(out)["receipts"][0]["age"]


@pytest.mark.parametrize(
    ("period", "kind", "day"),
    [
        ("2024-25", "financial year", date(2025, 3, 31)),
        ("2024-25-Q1", "quarter", date(2024, 6, 30)),
        ("2024-25-Q3", "quarter", date(2024, 12, 31)),
        ("2024-25-Q4", "quarter", date(2025, 3, 31)),
        ("2024-02", "month", date(2024, 2, 29)),
        ("2021", "calendar year", date(2021, 12, 31)),
        ("2024", "mid-year", date(2024, 6, 30)),
        ("2021-03-21", "date", date(2021, 3, 21)),
        ("2021-13-21", "date", None),
        ("2024-13", "month", None),
        ("", "financial year", None),
        ("2024", "none", None),
    ],
)
def test_the_last_day_of_a_period(period, kind, day) -> None:
    assert last_day(period, kind) == day


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 10, 31), date(2026, 11, 22), 0),
        (date(2026, 10, 31), date(2026, 11, 30), 1),
        (date(2025, 11, 22), TODAY, 12),
        (date(2025, 11, 23), TODAY, 11),
    ],
)
def test_months_are_counted_whole(earlier, later, months) -> None:
    assert months_between(earlier, later) == months


def dated(period: str, kind: str) -> Receipt:
    return Receipt.model_construct(
        latest_period=period, period_kind=kind, landing_page="https://example.org/new"
    )


@pytest.mark.parametrize(
    ("period", "kind", "frequency", "words"),
    [
        ("2025-26", "financial year", Frequency(1, "y"), "current: its last period ended 7 months"),
        ("2024-25", "financial year", Frequency(1, "y"), "a newer edition may be out"),
        ("2024-25", "financial year", Frequency(1, "y"), "see https://example.org/new"),
        ("2021-03-21", "date", Frequency(10, "y"), "and one comes every 10 years"),
        ("2025-26-Q2", "quarter", Frequency(1, "q"), "every quarter"),
        ("2026-10", "month", Frequency(1, "m"), "less than a month ago"),
        ("2020-02", "month", Frequency(0, "m"), "6 years ago; no further edition is expected"),
        ("2024-25", "financial year", None, "does not say how often"),
        ("2024-25", "financial year", Frequency(1, "fortnight"), "a unit that is not known"),
        ("2041", "mid-year", Frequency(2, "y"), "ends on 30 June 2041, still to come"),
        ("", "none", Frequency(1, "y"), "the file states no period"),
    ],
)
def test_ages_are_held_against_the_contracts_frequency(period, kind, frequency, words) -> None:
    assert words in age_words(dated(period, kind), frequency, TODAY)


def test_every_contract_of_an_extract_states_its_frequency(project_root) -> None:
    contracts = {
        each.id: each.frequency for each in load_contracts(project_root / "data_contracts")
    }
    assert contracts["ascof_timeseries"] == Frequency(1, "y")
    assert contracts["nhse_dtoc"] == Frequency(0, "m")
    assert [name for name, stated in contracts.items() if stated is None] == ["observations"]
    assert {stated.unit for stated in contracts.values() if stated} == {"y", "q", "m"}


def test_a_contract_without_a_frequency_is_read(project_root, tmp_path) -> None:
    source = project_root / "data_contracts" / "ascof_timeseries.odcs.yaml"
    document = yaml.safe_load(source.read_text("utf-8"))
    document.pop("slaProperties")
    path = tmp_path / "changed.odcs.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    assert load_contract(path).frequency is None
