"""The data-quality pages: what they say, what they link, and what they never show."""

from __future__ import annotations

import html
import re

import pytest

from helpers.base.settings import Settings
from helpers.extracts.ods import write_spreadsheet
from helpers.gate.passing import gate_inputs
from helpers.gate.reconciled import Difference, Reconciled
from helpers.publication.quality_extract import Verdict
from helpers.publication.quality_page import summary, write_quality_page
from publication.quality_examples import (
    HOSTILE,
    Bench,
    cells_of,
    fault,
    only,
    receipt,
    refusal,
    rule,
)

BLAME = re.compile(r"\b(wrong|mistake|failed|fault of|careless|bad|must)\b", re.IGNORECASE)


@pytest.fixture
def bench(project_root, tmp_path) -> Bench:
    return Bench(Settings(root=project_root, outputs=tmp_path / "outputs"))


def letter_of(page) -> str:
    return re.search(r'<pre class="letter">(.*?)</pre>', page.read_text("utf-8"), re.DOTALL)[1]


def test_a_refused_extract_gets_a_page_two_lists_and_a_letter(
    bench, sample_sheets, tmp_path
) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in sample_sheets.items()}
    next(row for row in sheets["Table_2c"] if "Sefton" in row)[3] = "about 500"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_spreadsheet(sheets, inbox / "ascof <b>.ods")
    folder = write_quality_page(gate_inputs(str(inbox), bench.settings), bench.settings).parent
    overview = (folder / "index.html").read_text("utf-8")
    page = only(folder, "ascof_timeseries-*.html")
    text = page.read_text("utf-8")
    assert "ascof &lt;b&gt;.ods" in overview and f'href="{page.name}"' in overview
    assert "1 extract was checked: 0 accepted and 1 refused." in overview
    assert "Refused: <bdi>ascof &lt;b&gt;.ods" in text and "about 500" in text
    assert "sheet Table_2c, row" in letter_of(page) and "Sefton" in letter_of(page)
    assert "about 500" in {row["found"] for row in cells_of(only(folder, "*-faults.csv"))}
    checks = cells_of(only(folder, "*-checks.csv"))
    assert len(checks) > 20 and {row["verdict"] for row in checks} == {"broken", "holds"}


def test_a_file_about_people_is_refused_without_its_content(bench, tmp_path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "people.csv").write_text(
        "NHS number,Surname,Date of birth\n943 476 5919,Inventedson,01/02/1934\n" * 3
    )
    folder = write_quality_page(gate_inputs(str(inbox), bench.settings), bench.settings).parent
    texts = [path.read_text("utf-8") for path in folder.iterdir()]
    assert len(texts) == 2
    assert all("people.csv" in text and "Refused" in text for text in texts)
    for content in ("943", "Inventedson", "1934"):
        assert not any(content in text for text in texts)


def test_without_extracts_the_page_says_so(bench) -> None:
    text = (bench.write() / "index.html").read_text("utf-8")
    assert "There was no extract to check." in text
    assert "<table" not in text


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([Verdict.ACCEPTED], "1 extract was checked: 1 accepted and 0 refused."),
        (
            [Verdict.REFUSED, Verdict.WARNED, Verdict.ACCEPTED],
            "3 extracts were checked: 2 accepted (1 of them with warnings) and 1 refused.",
        ),
    ],
)
def test_the_summary_counts(verdicts, said) -> None:
    assert summary(verdicts) == said


def test_the_overview_lists_refused_then_warned_then_accepted(bench) -> None:
    fine = bench.keep(receipt(file_name="a-fine.csv", title="A"))
    warned = bench.keep(
        receipt(rule("odd", "warning", 1), file_name="b-warned.csv", quarantined=1),
        fault(rule="odd", severity="warning"),
    )
    folder = bench.write(fine, warned, bench.refuse(fault(), file_name="z-refused.csv"))
    text = (folder / "index.html").read_text("utf-8")
    order = re.findall(r"<bdi>([abz]-\w+\.csv)</bdi></a>", text)
    assert order == ["z-refused.csv", "b-warned.csv", "a-fine.csv"]
    assert "2015 to 2016 until 2024 to 2025" in text and "1,234" in text
    assert "Accepted, with warnings" in text
    for name in re.findall(r'<a href="([a-z][^"#]*)', text):
        assert (folder / name).is_file(), name


def test_fifty_faults_are_shown_and_all_are_in_the_list(bench) -> None:
    late = fault(1, rule="odd", severity="warning", expected="A warning")
    rules = (rule(broken=60), rule("odd", "warning", 1))
    faults = [late, *(fault(number) for number in range(2, 62))]
    folder = bench.write(bench.refuse(*faults, rules=rules))
    page = only(folder, "ons_mye-*.html")
    text = page.read_text("utf-8")
    table = text[text.index('id="faults-table"') : text.index("</table>")]
    assert "The first 50 of 61 faults" in table
    assert table.count("<tr") == 51
    assert "A warning" not in table, "errors stand before warnings"
    assert len(cells_of(only(folder, "*-faults.csv"))) == 61
    assert "<strong>broken</strong>" in text and ">60</span>" in text


def test_columns_that_no_fault_fills_are_left_out(bench) -> None:
    folder = bench.write(bench.refuse(fault(3, area="Wirral")))
    text = only(folder, "ons_mye-*.html").read_text("utf-8")
    table = text[text.index('id="faults-table"') : text.index("</table>")]
    heads = re.findall(r'columnheader"[^>]*>([^<]+)<', table)
    assert heads == ["Row", "Record", "Area", "Column", "Found", "Expected"]


def test_the_letter_names_three_places_of_each_rule_and_asks(bench) -> None:
    faults = [fault(number, sheet="People") for number in range(2, 9)]
    whole = fault(None, rule="rows", found="3 rows", expected="At least 100 rows", record=None)
    rules = (rule(broken=7), rule("rows", broken=1))
    letter = letter_of(
        only(bench.write(bench.refuse(*faults, whole, rules=rules)), "ons_mye-*.html")
    )
    assert letter.startswith("Thank you for the file “invented.csv”.")
    assert letter.count("sheet People, row ") == 3
    assert "and 4 more places" in letter
    assert "column persons: 3 rows" in letter and "At least 100 rows." in letter
    assert "names all 8 places" in letter
    assert "a corrected file in the same layout" in letter
    assert not BLAME.search(letter)


def test_the_letter_about_warnings_is_gentler(bench) -> None:
    held = receipt(rule("odd", "warning", 1), quarantined=1)
    odd = fault(5, rule="odd", severity="warning", area="Wirral")
    letter = letter_of(only(bench.write(bench.keep(held, odd)), "ons_mye-*.html"))
    assert "which we have accepted" in letter and "may well be right" in letter
    assert "row 5, column persons (Wirral)" in letter
    assert "names the one place" in letter
    assert "could not use" not in letter and not BLAME.search(letter)


def test_an_extract_without_faults_has_no_letter(bench) -> None:
    text = only(bench.write(bench.keep(receipt())), "ons_mye-*.html").read_text("utf-8")
    assert "For the supplier" not in text and "What failed" not in text


def test_a_file_refused_unread_is_named_by_its_answer(bench) -> None:
    folder = bench.write(refusal(), refusal(dataset="ons_mye", found="it has no rows"), refusal())
    unknown, known = only(folder, "unrecognised-*.html"), only(folder, "ons_mye-*.html")
    assert not list(folder.glob("*.csv"))
    text = unknown.read_text("utf-8")
    assert "refused before its rows were read" in text and "No contract knows this file" in text
    letter = letter_of(unknown)
    assert "What we found: no contract knows this file." in letter
    assert "Where: row 1." in letter and "Please send a corrected file" in letter
    text = known.read_text("utf-8")
    assert "Office for National Statistics" in text, "its publisher is known by its contract"
    assert "PL9" in text


def test_what_stands_on_an_extract_is_named_with_its_titles(bench) -> None:
    accepted = bench.keep(receipt(file_name="fine.csv", rows=1))
    folder = bench.write(accepted, bench.refuse(fault(), file_name="refused.csv"))
    texts = [path.read_text("utf-8") for path in folder.glob("ons_mye-*.html")]
    refused = next(text for text in texts if "Refused:" in text)
    fine = next(text for text in texts if "Refused:" not in text)
    for text in (refused, fine):
        assert "PL1 Admissions to care homes, aged 65 and over (2C); PL9" in text
        assert "serves indicators" in text
    assert "Nothing is published from this file." in refused and "(fine.csv)" in refused
    assert "The file was accepted" in fine


def test_provenance_statuses_and_notes_are_shown(bench) -> None:
    held = bench.keep(receipt(notes=("sheet Notes was left alone",), edition="2025-07"))
    text = only(bench.write(held), "ons_mye-*.html").read_text("utf-8")
    for part in (
        *("An invented office", "Open Government Licence v3.0", "2025-07", "a" * 64, held.id),
        *("version 1.0.0", "sheet Notes was left alone", 'href="https://example.org/estimates"'),
    ):
        assert part in text
    statuses = text[text.index('id="statuses-table"') :]
    order = [statuses.index(words) for words in ("published<", "suppressed by", "not available")]
    assert order == sorted(order)


def test_a_landing_page_that_is_no_address_is_text(bench) -> None:
    held = bench.keep(receipt(landing_page="javascript:alert(1)"))
    text = only(bench.write(held), "ons_mye-*.html").read_text("utf-8")
    assert "javascript:alert(1)" in text and 'href="javascript' not in text


def test_faults_about_people_are_marked_as_not_for_publication(bench) -> None:
    marked = only(bench.write(bench.refuse(fault(), dataset="carers_local")), "carers_local-*.html")
    assert "Not for publication" in marked.read_text("utf-8")
    plain = only(bench.write(bench.refuse(fault())), "ons_mye-*.html")
    assert "Not for publication" not in plain.read_text("utf-8")


def test_sample_data_are_marked_on_every_page(bench) -> None:
    folder = bench.write(bench.keep(receipt(sample=True)))
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        assert "<title>Sample data: these figures are invented" in text
        assert 'class="sample"' in text


def test_hostile_names_are_shown_as_text(bench) -> None:
    bad = fault(found="<img src=x onerror=alert(1)>" + "y" * 400, record="</td>")
    files = bench.refuse(bad, file_name=HOSTILE)
    reconciled = (Reconciled("r", "m", (HOSTILE,), "lines", 2, 1, (Difference(*[HOSTILE] * 4),)),)
    folder = bench.write(files, reconciled=reconciled, notes=(HOSTILE,))
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text
    page = only(folder, "ons_mye-*.html")
    assert "y" * 301 not in page.read_text("utf-8"), "a very long cell is cut on the page"
    assert "y" * 400 in only(folder, "*-faults.csv").read_text("utf-8-sig")
    assert "\u202e" not in letter_of(page), "an e-mail would go on from right to left"
    assert cells_of(folder / "reconciliations.csv")[0]["area"].startswith("'=cmd")


def test_reconciliations_are_a_table_a_fold_and_a_complete_list(bench) -> None:
    many = tuple(Difference(f"Area {n}", "2024 to 2025", "1", "2") for n in range(120))
    found = (
        Reconciled("first", "These agree.", ("a.csv", "b.csv"), "councils", 1, 1, (), "A note."),
        Reconciled("second", "These differ.", ("c.csv",), "councils", 150, 30, many),
    )
    folder = bench.write(bench.keep(receipt()), reconciled=found)
    text = (folder / "index.html").read_text("utf-8")
    assert "1 council<" in text and "150 councils" in text and "A note." in text
    assert text.count("<details>") == 1 and "The first 50 of 120 differences" in text
    assert "Area 49<" in text and "Area 50<" not in text
    rows = cells_of(folder / "reconciliations.csv")
    assert len(rows) == 121 and rows[0]["area"] == "" and rows[-1]["area"] == "Area 119"


def test_files_left_alone_and_files_without_an_answer_are_named(bench, tmp_path) -> None:
    folder = bench.write(
        notes=("old.ods: older than new.ods",), unanswered=(tmp_path / "late.csv",)
    )
    text = (folder / "index.html").read_text("utf-8")
    assert "old.ods: older than new.ods" in text
    assert "late.csv: the gate has no answer for it yet" in text


def test_nothing_on_the_pages_asks_the_network(bench) -> None:
    for page in bench.write(bench.refuse(fault())).glob("*.html"):
        text = page.read_text("utf-8")
        assert "default-src 'none'" in html.unescape(text)
        assert not re.findall(r'(?:src|srcset|action)="', text)
        assert all("<a " in tag for tag in re.findall(r'<[^>]*href="https?:[^>]*>', text))
