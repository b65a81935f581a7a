"""What a notification says, and when there is none."""

from __future__ import annotations

import pytest

from helpers.base.errors import ExtractRefused
from helpers.base.geography import find_area
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.themes import find_theme
from helpers.gate.store.records import Refusal
from helpers.runs.notice import LISTED, LONGEST, notice_of_report, notice_of_stop
from helpers.runs.records import Done, RunReport

PLACE = "https://www.example.gov.uk/care/"


def done(outcome, area="wirral", theme="carers", message=""):
    version = "v0002-1f2e3d4c" if outcome in {"published", "unchanged"} else ""
    return Done(find_theme(theme), find_area(area), "2024-25", outcome, version, message)


def report(*items, refusals=(), sample=False):
    return RunReport(tuple(items), tuple(refusals), (), sample, "outputs/index.html")


def refused(name="bad.ods", dataset="salt"):
    return Refusal(
        file_name=name,
        dataset=dataset,
        place=f"{name}, B7",
        found='"943 476 5919"',
        expected="",
        mend="",
    )


def test_nothing_new_and_nothing_amiss_is_not_told() -> None:
    assert notice_of_report(report(done("unchanged"), done("unchanged", "sefton")), PLACE) is None
    assert notice_of_report(report(), PLACE) is None


def test_new_versions_are_told_with_their_place() -> None:
    notice = notice_of_report(report(done("published"), done("unchanged", "sefton")), PLACE)
    assert notice is not None and notice.weight == "success"
    assert notice.title == "Care workbooks: 1 new version"
    assert notice.body.split("\n\n") == [
        "2 reports: 1 new, 1 unchanged.",
        "New versions (1):\n- Wirral, Carers, 2024-25 (v0002-1f2e3d4c)",
        f"Read the reports: {PLACE}",
        "Exit code 0.",
    ]


def test_a_failure_is_told_with_the_first_line_of_its_reason() -> None:
    reason = "carers.ipynb, cell 5: division by zero\n  what to do: look\n" + "x" * 3000
    notice = notice_of_report(
        report(done("failed", message=reason), done("published", "sefton")), PLACE
    )
    assert notice is not None and notice.weight == "warning"
    assert notice.title == "Care workbooks: 1 failed, 1 new version"
    assert "- Wirral, Carers, 2024-25: carers.ipynb, cell 5: division by zero\n" in notice.body
    assert "xxx" not in notice.body and "Exit code 1." in notice.body
    assert notice.body.index("Failed") < notice.body.index("New versions")


def test_a_refused_file_is_named_and_nothing_of_it_quoted() -> None:
    withheld = done("withheld", message='bad.ods, B7: "943 476 5919"')
    notice = notice_of_report(report(withheld, refusals=[refused()]), PLACE)
    assert notice is not None
    assert notice.title == "Care workbooks: 1 withheld, 1 file refused"
    assert "Files that were refused (1):\n- bad.ods (salt)" in notice.body
    assert "943" not in notice.body and "workbooks check" in notice.body
    assert "Exit code 3." in notice.body


def test_a_theme_without_its_file_is_told_though_no_file_was_refused() -> None:
    notice = notice_of_report(report(done("withheld", message="no extract for it")), PLACE)
    assert notice is not None and notice.weight == "warning"
    assert notice.title == "Care workbooks: 1 withheld" and "Exit code 0." in notice.body


def test_a_publication_held_back_does_not_say_what_it_would_have_shown() -> None:
    held = done("refused", message="indicators.csv, row 7: shows the suppressed 3")
    notice = notice_of_report(report(held), PLACE)
    assert notice is not None
    assert "- Wirral, Carers, 2024-25" in notice.body.splitlines()
    assert "suppressed 3" not in notice.body and "Exit code 4." in notice.body


def test_sample_data_say_so_in_title_and_text() -> None:
    notice = notice_of_report(report(done("published"), sample=True), PLACE)
    assert notice is not None
    assert notice.title.endswith("(sample data)")
    assert notice.body.startswith(SAMPLE_MARK)


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [done("published")] * (LISTED + 745)
    notice = notice_of_report(report(*many), PLACE)
    assert notice is not None
    assert f"New versions ({len(many)}):" in notice.body
    assert notice.body.count("(v0002-") == LISTED and "- and 745 more" in notice.body


def test_a_long_line_is_cut() -> None:
    notice = notice_of_report(report(done("failed", message="y" * 999)), PLACE)
    assert notice is not None and "y" * (LONGEST - 1) + "…" in notice.body
    assert "y" * LONGEST not in notice.body


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (
            ExtractRefused("salt.csv", "no header", "a header", "ask"),
            "salt.csv: no header\n\nExit code 3.",
        ),
        (ValueError("Mrs Smith, 3 High Street"), "A fault of the program itself: ValueError."),
    ],
)
def test_a_run_that_stops_is_told_without_what_a_fault_quotes(fault, told) -> None:
    notice = notice_of_stop(fault)
    assert notice.weight == "failure" and notice.title == "Care workbooks: the run stopped"
    assert told in notice.body and "Smith" not in notice.body
