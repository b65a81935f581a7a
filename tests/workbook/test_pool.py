"""The pool by scheme and by who pays: from the documents' own lines, and nothing made to fit."""

from __future__ import annotations

import csv
import html
import json
import re
from dataclasses import replace

import polars as pl
import pytest
import vl_convert

from helpers.base.named_in_data import LONGEST, told_name, told_names
from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.contracts.columns import BcfBudget
from helpers.display.figures import Figure
from helpers.display.passages import Notice
from helpers.display.pool_chart import schemes_chart
from helpers.display.pool_tables import payers_table, schemes_table
from helpers.display.pool_words import pool_reading
from helpers.display.quoted import quoted
from helpers.display.tables import Table
from helpers.gate.passing import gate_inputs
from helpers.indicators.pool import BUDGET, OUTTURN, PLAN, STEPS, Amount, Pool, pool_of
from helpers.indicators.pool_gap import gap_of
from helpers.indicators.source import Source
from helpers.publication.blocks import BlockMaker
from helpers.publication.charts import ChartRenderer
from helpers.publication.csv_link import csv_text
from helpers.publication.emitted import Figure as Drawn
from helpers.publication.emitted import Table as Emitted
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import Prose
from helpers.workbook.book import Book

HEADER = (
    "Area code,Area name,Financial year,Plan or outturn,Organisation,Line kind,Line name,Amount,"
    "Unit,Source document,Page"
)
NAMES = [
    BcfBudget.AREA_CODE, BcfBudget.AREA_NAME, BcfBudget.FINANCIAL_YEAR, BcfBudget.PLAN_OR_OUTTURN,
    BcfBudget.ORGANISATION, BcfBudget.LINE_KIND, BcfBudget.LINE_NAME, BcfBudget.AMOUNT,
    BcfBudget.UNIT, BcfBudget.SOURCE_DOCUMENT, BcfBudget.PAGE,
]  # fmt: skip
YEAR = "2024 to 2025"
# As the plan of 2014 prints it: in millions, and with schemes that fall short of the pool.
PLAN_OF_2014 = (
    "2015-16,plan,NHS Wirral CCG,minimum contribution,,24.933,GBP million,Plan of 2014,3",
    "2015-16,plan,NHS Wirral CCG,whole contribution,,26.274,GBP million,Plan of 2014,3",
    "2015-16,plan,Wirral Council,minimum contribution,,3.076,GBP million,Plan of 2014,3",
    "2015-16,plan,Wirral Council,whole contribution,,7.094,GBP million,Plan of 2014,3",
    "2015-16,plan,All,pooled total,,33.368,GBP million,Plan of 2014,3",
    "2015-16,plan,All,scheme,Early intervention and prevention,1610710,GBP,Plan of 2014,2",
    "2015-16,plan,All,scheme,Keeping people in their local communities,13855720,GBP,Plan of 2014,2",
    "2015-16,plan,All,scheme,Step up step down,10724510,GBP,Plan of 2014,2",
    "2015-16,plan,All,scheme,Mental health,2244199,GBP,Plan of 2014,2",
)


@pytest.fixture
def made(tmp_path, project_root):
    """Return a function that opens the page on lines of Wirral's pool."""

    def make(*lines: str, area: str = "wirral", period: str = "latest") -> Book:
        inbox = tmp_path / "inbox"
        inbox.mkdir(exist_ok=True)
        rows = [f"E08000015,Wirral,{line}" for line in lines]
        # What settles the year of the page, and no line of a pool.
        (inbox / "waits.csv").write_text(
            "Area code,Month end,People waiting,Hours waiting\n"
            "E08000015,31/03/2025,40,300\nE08000014,31/03/2025,40,300\n",
            "utf-8",
        )
        (inbox / "budget.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        if not lines:
            (inbox / "budget.csv").unlink()
        settings = Settings(root=project_root, outputs=tmp_path / "outputs")
        gated = gate_inputs(str(inbox), settings)
        assert not gated.refusals, gated.refusals
        request = check_request("bcf-outcomes", area, period, "region", "")
        return Book(Source(gated.receipts, settings).evidence(request), None)

    return make


def lines_of(*lines: str) -> Pool:
    """The pool of some lines, without a gate in between."""
    rows = [f"E08000015,Wirral,{line}" for line in lines]
    text = "\n".join([HEADER, *rows]).encode()
    frame = pl.read_csv(text, infer_schema=False)
    frame = frame.rename(dict(zip(frame.columns, NAMES, strict=True)))
    amount = pl.col(BcfBudget.AMOUNT).cast(pl.Float64)
    step = pl.col(BcfBudget.UNIT).replace_strict(STEPS, return_dtype=pl.Float64)
    return pool_of(frame.with_columns(amount, (amount * step).alias(BcfBudget.AMOUNT_GBP)))


def scheme(name: str, amount: object, unit: str = "GBP", of: str = "plan", who: str = "All") -> str:
    return f'2024-25,{of},{who},scheme,"{name}",{amount},{unit},A plan,7'


def pool(amount: object, unit: str = "GBP", of: str = "plan") -> str:
    return f"2024-25,{of},All,pooled total,,{amount},{unit},A plan,4"


def test_the_plan_of_2014_is_shown_in_pounds_and_its_gap_is_told(made) -> None:
    book = made(*PLAN_OF_2014)
    said = str(book.pool.reading())
    assert "In 2015 to 2016 the pool as planned was **£33,368,000**" in said
    assert "NHS Wirral CCG £26,274,000 (78.7% of the pool)" in said
    assert "Wirral Council £7,094,000 (21.3% of the pool)" in said
    assert "add up to £28,435,139, **£4,932,861 less than the pool stated** (14.8% of it)" in said
    payers, figure = book.pool.lines()
    assert isinstance(payers, Table) and isinstance(figure, Figure)
    assert payers.rows[0] == (
        "NHS Wirral CCG", "Minimum contribution", "2015 to 2016", "24,933,000", "74.7%",
        "Plan of 2014", "p. 3",
    )  # fmt: skip
    assert payers.rows[-1][:2] == ("All together", "The pool as stated")
    assert [row[0] for row in figure.table.rows] == [
        "Keeping people in their local communities", "Step up step down", "Mental health",
        "Early intervention and prevention",
    ]  # fmt: skip
    assert figure.table.rows[0][2:] == ("13,855,720", "41.5%", "Plan of 2014", "p. 2")
    # No outturn is in the file, and no line is ours.
    assert "Outturn" not in {column.label for column in (*payers.columns, *figure.table.columns)}
    assert len(payers.rows) + len(figure.table.rows) == len(PLAN_OF_2014)
    assert len(figure.title.split()) <= 15
    assert "in millions of pounds" in payers.note and figure.note.endswith("in pounds.")


def test_sentences_follow_the_lines_and_vanish_with_them() -> None:
    whole = pool_reading(lines_of(pool(900000), scheme("Carers", 300000), scheme("Beds", 600000)))
    assert "the largest is Beds, £600,000 (66.7% of the pool)" in whole
    assert "The schemes of the plan add up to the pool." in whole
    over = pool_reading(lines_of(pool(900000), scheme("Carers", 700000), scheme("Beds", 600000)))
    assert "the largest is Carers, £700,000 (77.8% of the pool)" in over
    assert "**£400,000 more than the pool stated**" in over and "taken off" in over
    unsaid = pool_reading(lines_of(scheme("Carers", 700000)))
    assert "The plan states no pooled total for 2024 to 2025" in unsaid
    assert "add up" not in unsaid and "%" not in unsaid
    alone = pool_reading(lines_of(pool(900000)))
    assert "The documents list no scheme." in alone and "add up" not in alone


def test_plan_and_outturn_stand_side_by_side() -> None:
    of_both = lines_of(
        pool(900, "GBP thousand"), pool(880.5, "GBP thousand", "outturn"),
        scheme("Carers", 900, "GBP thousand"), scheme("Carers", 700, "GBP thousand", "outturn"),
        scheme("Beds", 180.5, "GBP thousand", "outturn").replace(",7", ",9"),
    )  # fmt: skip
    said = pool_reading(of_both)
    assert "£900,000** and came to **£880,500**: £19,500 (2.2%) less than planned" in said
    assert "The schemes of the outturn add up to the pool." in said
    table = schemes_table(of_both[0], "t")
    assert table.rows == (
        (
            "Carers",
            YEAR,
            "900,000",
            "100.0%",
            "A plan",
            "p. 7",
            "700,000",
            "79.5%",
            "A plan",
            "p. 7",
        ),
        ("Beds", YEAR, "–", "–", "–", "–", "180,500", "20.5%", "A plan", "p. 9"),
    )
    assert "in thousands of pounds; here all are in pounds" in table.note


@pytest.mark.parametrize(
    ("unit", "amount"), [("GBP", 4200000), ("GBP thousand", 4200), ("GBP million", 4.2)]
)
def test_every_unit_is_made_into_pounds(made, unit, amount) -> None:
    book = made(pool(amount, unit), scheme("Carers", amount, unit))
    assert "**£4,200,000**" in str(book.pool.reading())
    assert book.pool.lines()[-1].table.rows[0][2] == "4,200,000"


@pytest.mark.parametrize(
    ("printed", "pooled", "closed"),
    [
        ((11.334, 4.301), 15.635, True),
        ((11.334, 4.301), 15.636, True),  # three lines, each half a thousand out at most
        ((11.334, 4.301), 15.637, False),
        ((11.3, 4.3), 15.7, True),
        ((11.3, 4.3), 15.8, False),
    ],
)
def test_a_gap_within_the_rounding_of_a_document_is_none(printed, pooled, closed) -> None:
    lines = [Amount(each * 1e6, each, "GBP million", "", "") for each in printed]
    gap = gap_of(lines, Amount(pooled * 1e6, pooled, "GBP million", "", ""))
    assert gap.closed == closed


def paid(who: str, kind: str, amount: object, name: str = "", unit: str = "GBP") -> str:
    return f"2024-25,plan,{who},{kind} contribution,{name},{amount},{unit},A plan,4"


def test_rounding_is_told_as_a_reason_and_never_closes_a_gap() -> None:
    said = pool_reading(lines_of(
        pool(30, "GBP million"), scheme("A", 15, "GBP million"), scheme("B", 14, "GBP million"),
        paid("Council", "whole", 21, unit="GBP million"), paid("Board", "whole", 8, unit="GBP million"),
    ))  # fmt: skip
    apart = (
        "£1,000,000 less than the pool stated; rounding before print could make up to £1,500,000"
    )
    assert f"The schemes of the plan add up to £29,000,000, {apart} of that." in said
    assert said.count(apart) == 2, "and of what is paid in"


def test_the_largest_scheme_is_the_largest_whoever_pays_for_it() -> None:
    lines = lines_of(
        pool(20000000), scheme("Home first", 7000000), scheme("Reablement", 5000000, who="Board"),
        scheme("reablement", 6000000, who="Council"), scheme("Beds", 900, who="Board"),
        scheme("Beds", 1000),
    )  # fmt: skip
    said = pool_reading(lines)
    assert "3 schemes are listed; the largest is reablement, £11,000,000 (55.0%" in said
    figure = schemes_chart(lines[0], "Wirral", "s")
    assert figure.title == "Wirral: the largest of 3 schemes takes 55.0% of the pool"
    assert "Beds plan £1,000" in figure.description and "£900" not in figure.description
    assert len(figure.table.rows) == 5, "the table has every line"


def test_several_pooled_totals_are_named_and_no_share_is_made_up() -> None:
    other = pool(35000000).replace("total,,", "total,With the improved fund,")
    lines = lines_of(pool(20000000), other, scheme("A", 30000000), scheme("B", 5))
    said = pool_reading(lines)
    assert "states several pooled totals for 2024 to 2025 (£20,000,000 and £35,000,000)" in said
    assert "%" not in said and "than the pool" not in said
    assert "add up to £30,000,005." in said


def test_named_parts_of_a_contribution_stand_under_their_total() -> None:
    said = pool_reading(lines_of(
        pool(20000000), paid("Board", "minimum", 12000000), paid("Council", "minimum", 8000000),
        paid("Council", "minimum", 5000000, "DFG"), paid("Council", "minimum", 3000000, "iBCF"),
    ))  # fmt: skip
    assert "Board at least £12,000,000 (60.0% of the pool)" in said
    assert "Council at least £8,000,000 (40.0% of the pool)." in said and "That is" not in said


def test_parts_that_are_not_the_whole_are_told_where_both_are_given() -> None:
    whole = (paid("Council", "minimum", 5000000), paid("Council", "whole", 9000000))
    said = pool_reading(lines_of(*whole, paid("Council", "additional", 3500000)))
    assert (
        "The minimum and the additional contribution of Council add up to £8,500,000, "
        "£500,000 less than its whole contribution in the plan."
    ) in said
    for silent in ((), (paid("Council", "additional", 4000000),)):
        assert "whole contribution" not in pool_reading(lines_of(*whole, *silent))


@pytest.mark.parametrize(
    ("amount", "unit", "tick"),
    [(3400000, "£ million", "2"), (34000, "£ thousand", "20"), (340, "Pounds", "200")],
)
def test_the_axis_counts_in_what_its_largest_amount_is_made_of(amount, unit, tick) -> None:
    (year,) = lines_of(pool(amount), scheme("A", amount), scheme("B", 1))
    figure = schemes_chart(year, "Wirral", "s")
    for cut in (figure.plain()["wide"], figure.plain()["narrow"]):
        svg = vl_convert.vegalite_to_svg(json.dumps(cut))
        written = set(re.findall(r">([^<>]+)</text>", svg))
        assert unit in written and {"0", tick} <= written


def test_plan_and_outturn_are_each_told_whatever_the_other_lacks() -> None:
    said = pool_reading(lines_of(
        pool(20000000), scheme("A", 6000000, of="outturn"), scheme("B", 5000000, of="outturn"),
    ))  # fmt: skip
    assert "the pool as planned was **£20,000,000**" in said
    assert "The outturn states no pooled total for 2024 to 2025" in said
    assert "In the outturn 2 schemes are listed; the largest is A, £6,000,000." in said
    assert "The schemes of the outturn add up to £11,000,000." in said


def test_a_share_rounds_to_none_and_to_all_only_where_it_is() -> None:
    said = pool_reading(lines_of(pool(30000000), scheme("A", 29991000), scheme("B", 1)))
    assert "(almost 100% of the pool)" in said and "(under 0.1% of it)" in said
    one, zero, ties = (
        pool_reading(lines_of(pool(9), *schemes))
        for schemes in (
            [scheme("A", 9)],
            [scheme("A", 0), scheme("B", 0)],
            [scheme("A", 4), scheme("B", 4), scheme("C", 1)],
        )
    )
    assert "1 scheme is listed: A, £9 (100.0% of the pool)." in one
    assert "none with an amount above £0" in zero
    assert "the largest are A and B, £4 (44.4% of the pool) each." in ties


def test_a_scheme_given_for_all_and_by_payer_is_counted_once() -> None:
    twice = lines_of(
        pool(900000), scheme("Carers", 900000), scheme("Carers", 600000, who="Wirral Council"),
        scheme("Carers", 300000, who="NHS Invented Board"),
    )  # fmt: skip
    assert "The schemes of the plan add up to the pool." in pool_reading(twice)
    shown = schemes_table(twice[0], "t")
    assert [column.label for column in shown.columns][:2] == ["Scheme", "Paid by"]
    assert [row[1] for row in shown.rows] == [
        "All together", "Wirral Council", "NHS Invented Board",
    ]  # fmt: skip


def test_the_published_sum_of_the_schemes_counts_them_once_too(made) -> None:
    book = made(
        pool(900000), scheme("Carers", 900000, who="Total"),
        scheme("Carers", 600000, who="Wirral Council"), scheme("Beds", 50, who="Wirral Council"),
        scheme("Beds", 60, who="NHS Invented Board"),
        scheme("Carers", 7, of="outturn", who="Wirral Council"),
    )  # fmt: skip
    said = str(book.pool.reading())
    assert "add up to £900,110" in said
    every = book._evidence.observations
    rows = every.filter(pl.col("indicator") == "schemes")
    assert dict(rows.select("breakdown", "value").iter_rows()) == {"all": 900110, "outturn": 7}


def test_older_years_stand_apart_and_are_not_joined(made) -> None:
    book = made(*PLAN_OF_2014, pool(900000), scheme("Carers", 900000))
    newest, figure, payers, schemes = book.pool.lines()
    assert newest.rows[0][2] == YEAR and len(newest.rows) == 1
    assert YEAR in figure.subtitle and "Mental health" not in figure.description
    assert [row[0] for row in figure.table.rows] == ["Carers"]
    assert {row[1] for row in schemes.rows} == {row[2] for row in payers.rows} == {"2015 to 2016"}
    assert schemes.caption.endswith("2015 to 2016") and len(schemes.rows) == 4
    said = str(book.pool.reading())
    assert "£900,000" in said and "33,368,000" not in said
    assert "The schemes of the plan of 2015 to 2016 add up to £28,435,139, **£4,932,861" in said
    assert "Earlier years (2015 to 2016) have tables of their own" in said
    older = made(*PLAN_OF_2014, pool(900000), period="2023-24")
    assert "33,368,000" in str(older.pool.reading()) and "900,000" not in str(older.pool.reading())


def test_without_a_line_the_file_is_named_and_no_caveat_is_told(made) -> None:
    for book in (made(), made(*PLAN_OF_2014, area="sefton")):
        # The section above names the same file.
        book.table(book.observations("pool", "schemes"))
        (shown,) = book.pool.lines()
        assert isinstance(shown, Notice) and shown.kind == "gap"
        assert "Better Care Fund budget, taken from the board's documents" in shown.text
        assert str(book.pool.reading()) == ""
        assert book.pool.indicators == ()
        assert BUDGET not in {receipt.dataset for receipt in book._evidence.receipts}


def test_every_line_is_in_the_fingerprint_and_its_file_among_the_receipts(made) -> None:
    evidence = made(scheme("Carers", 900000, of="outturn"))._evidence
    assert BUDGET in {receipt.dataset for receipt in evidence.receipts}
    assert evidence.pool[0].schemes[0].plan is None
    lines = [
        (pool(900000), scheme("Carers", 900000)),
        (pool(900000), scheme("Carer", 900000)),
        (pool(900000), scheme("Carers", 900000).replace(",7", ",8")),
        (pool(900000), scheme("Carers", 900000).replace("A plan", "B plan")),
        (pool(900000), scheme("Carers", 900, "GBP thousand")),
        (pool(900000), scheme("Carers", 900000), scheme("Beds", 1, of="outturn")),
        (pool(900001), scheme("Carers", 900000)),
    ]
    digests = [replace(evidence, pool=lines_of(*each)).digests for each in lines]
    for part in ("pool", "evidence"):
        assert len({each[part] for each in digests}) == len(lines)
    assert len({each["own"] for each in digests}) == 1


HOSTILE = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+44+1", "@SUM(A1)", "**bold** [x](http://e.vil)",
    "![p](http://e.vil/p.png)", "`code` & <img src=x onerror=alert(1)>", "{{ 7 * 7 }}",
    "x" * 900, "a\N{RIGHT-TO-LEFT OVERRIDE}b",
)  # fmt: skip
PERSONAL = ("jane.doe@example.org", "Lunch club of Mrs Doe", "call 0151 496 0999", "born 3/4/1950")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_text_everywhere(name) -> None:
    quote = name.replace('"', '""')
    hostile = lines_of(
        pool(900000), scheme(quote, 900000),
        f'2024-25,plan,"{quote}",whole contribution,,900000,GBP,"{quote}",4',
    )  # fmt: skip
    payers, figure = payers_table(hostile[0], "p"), schemes_chart(hostile[0], "Wirral", "s")
    shown = told_name(name)
    assert shown in {row[0] for row in payers.rows} & {row[0] for row in figure.table.rows}
    assert len(shown) <= LONGEST
    page = Prose(Identifiers()).html(pool_reading(hostile))
    assert html.unescape(re.sub(r"<[^>]+>", "", page)).count(shown) == 2
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "strong"} and page.count("<strong>") == 1
    in_lab = payers._repr_mimebundle_()["text/html"]
    assert "<script" not in in_lab and "<img" not in in_lab
    rows = csv.reader(csv_text(Emitted.model_validate(payers.plain())).splitlines())
    assert not [cell for row in rows for cell in row if re.match("[=+@]", cell)]
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in json.dumps(figure.plain(), ensure_ascii=False)


def test_hostile_names_pass_the_gate_and_stay_text_on_the_whole_page(made) -> None:
    quotes = [name.replace('"', '""') for name in HOSTILE]
    book = made(pool(900000), *(scheme(each, 90000) for each in quotes))
    shown = {row[0] for row in book.pool.lines()[-1].table.rows}
    assert shown == {told_name(name) for name in HOSTILE}
    figure = Drawn.model_validate(book.pool.lines()[-1].plain())
    with ChartRenderer() as charts:
        block = BlockMaker(charts, Identifiers(), ("x",)).figure(figure)
    for cut in (block.wide, block.narrow):
        assert "<script" not in cut and "<img" not in cut and "&lt;script&gt;" in cut


@pytest.mark.parametrize("name", PERSONAL)
def test_what_points_to_a_person_is_left_out_and_said_to_be(name) -> None:
    personal = lines_of(
        pool(900000), scheme(name, 600000), scheme("Carers", 300000),
        f"2024-25,plan,{name},whole contribution,,900000,GBP,Report by {name},4",
    )  # fmt: skip
    tables = (
        payers_table(personal[0], "p").plain(),
        schemes_chart(personal[0], "Wirral", "s").plain(),
    )
    said = pool_reading(personal)
    everything = json.dumps([*tables, said]) + repr(personal)
    assert name not in everything and name.split()[-1] not in everything
    assert "left out here: it has the form of" in str(tables[1])
    # Its amount stays: a sum without it would be another.
    assert "add up to the pool" in said


def test_a_name_of_a_person_passes_the_gate_and_not_the_page(made) -> None:
    book = made(pool(900000), *(scheme(name, 300000) for name in PERSONAL[:2]))
    shown = [*(each.plain() for each in book.pool.lines()), str(book.pool.reading())]
    assert not [name for name in PERSONAL if name in json.dumps(shown)]


def test_two_names_that_are_left_out_stay_two() -> None:
    told = told_names(["a@example.org", "b@example.org", "Carers", "Carers"])
    assert len(told) == 3 and len(set(told.values())) == 3


def test_names_are_quoted_for_markdown_alone() -> None:
    assert quoted("Step up, step down (phase 2)") == "Step up, step down (phase 2)"
    assert quoted("A*B") == r"A\*B"


def test_amounts_of_a_line_are_told_apart_by_plan_and_outturn(sample_source) -> None:
    request = check_request("bcf-outcomes", "wirral", "latest", "region", "")
    (year,) = sample_source.evidence(request).pool
    assert all(line.amount(PLAN) and line.amount(OUTTURN) for line in year.schemes)
    assert len(year.schemes) == 6 and len(year.paid_in(PLAN)) == 2
    assert gap_of(year.listed(PLAN), year.pool(PLAN)).closed
    assert not gap_of(year.listed(OUTTURN), year.pool(OUTTURN)).closed
    other = check_request("carers", "wirral", "latest", "region", "")
    assert sample_source.evidence(other).pool == ()


def test_no_rows_are_no_pool() -> None:
    assert pool_of(pl.DataFrame()) == ()
