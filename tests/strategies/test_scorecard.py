"""The scorecards of the three councils on the publishers' files, and the profile without one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import check_request
from helpers.base.themes import SCORECARD, THEMES
from helpers.contracts.columns import Obs
from helpers.display.passages import Notice
from helpers.display.promise_words import answers_in_brief
from helpers.strategies.counting import GROUPS, closed, in_force
from helpers.strategies.model import ALL_THEMES
from helpers.strategies.needed import needed
from helpers.strategies.strength import LADDER, on_rungs, rung_of
from helpers.workbook import Book, Scorecard
from strategies.conftest import COUNCILS

IN_FORCE = {"wirral": 32, "worcestershire": 41, "sefton": 0}
CLOSED = {"wirral": 35, "worcestershire": 0, "sefton": 15}
# Counted in the outcomes framework of old alone: of no theme's page, and so not in `judged`.
OF_NO_THEME = {"000-23", "003-25"}


def card_of(source, name, strategy, baselines=None, as_of=None) -> Scorecard:
    """Open a scorecard without a kernel."""
    request = check_request(SCORECARD.slug, name, "latest", "region", "auto")
    evidence = source.evidence(request, needed(strategy, SCORECARD, source.registry))
    return Scorecard(evidence, strategy, baselines, as_of)


@pytest.fixture(scope="module")
def cards(every_source, strategies):
    """The scorecards, by name."""
    return {name: card_of(every_source, name, strategies[name]) for name in COUNCILS}


def parts_of(card):
    """Every part of a scorecard, as its notebook asks for them."""
    themes = [card.promised(theme.slug) for theme in THEMES]
    return [card.counted(), *themes, card.promised("outside", "all"), card.closed(),
            card.strength(), card.values()]  # fmt: skip


def text_of(card) -> str:
    """Everything that a scorecard says."""
    parts = parts_of(card)
    shown = [part.shown._repr_mimebundle_()["text/plain"] for part in parts]
    passages = [card.main_points(), card.promises(), card.cannot_say()]
    tables = [card.to_collect()._repr_mimebundle_()["text/plain"]]
    return "\n".join([*map(str, passages), *shown, *(part.reading.text for part in parts), *tables])


@pytest.fixture(scope="module")
def texts(cards):
    """Everything that each scorecard says."""
    return {name: text_of(card) for name, card in cards.items()}


def in_full(texts, claim) -> str:
    """What a scorecard says of one promise below its table."""
    every = "\n".join(texts.values())
    found = re.search(rf"^### {claim}\. .*?(?=^#|\Z|^- \*\*\d|^Told under)", every, re.M | re.S)
    assert found, claim
    return found[0]


@pytest.mark.parametrize("name", COUNCILS)
def test_every_promise_stands_once_in_a_table_and_once_in_words(name, cards, texts, strategies):
    ids = [each.id for each in strategies[name].commitments]
    tables = [part.shown for part in parts_of(cards[name])[1:8]]
    rows = [row for table in tables if not isinstance(table, Notice) for row in table.rows]
    assert sorted(row[0].partition(".")[0] for row in rows) == sorted(ids)
    told = re.findall(r"^(?:### |- \*\*)(\d{3}-\d+)\.", texts[name], re.M)
    assert sorted(told) == sorted(ids)
    by_id = {each.id: each for each in cards[name].judged}
    for row in rows:
        judged = by_id[row[0].partition(".")[0]]
        assert row[1] and row[2] == answers_in_brief(judged)
        assert all(answer.verdict in row[2] for answer in judged.answers)


@pytest.mark.parametrize("name", COUNCILS)
def test_closed_documents_stand_apart_and_outside_the_headline_count(name, cards):
    card = cards[name]
    assert len(in_force(card.judged)) == IN_FORCE[name]
    assert len(closed(card.judged)) == CLOSED[name]
    last = card.counted().shown.rows[-1]
    assert last[:2] == ("All", str(IN_FORCE[name] or CLOSED[name]))
    assert sum(map(int, last[2:7])) == int(last[1])
    for group in GROUPS:
        shown = card.promised(group).shown
        ids = [] if isinstance(shown, Notice) else [row[0][:7].split(".")[0] for row in shown.rows]
        assert not set(ids) & {each.id for each in closed(card.judged)}
    points = str(card.main_points())
    kinds = sum(int(n) for n in re.findall(r"(\d+) (?:promises that something|milestones)", points))
    several = any(len(each.commitment.types) > 1 for each in card._counting)
    assert points.count("A promise may be of several kinds") == several
    assert kinds <= len(card._counting) or several
    first = points.splitlines()[0]
    assert (f"{IN_FORCE[name]} promises in force" in first) == bool(IN_FORCE[name])
    assert ("no promise is in force" in first) == (not IN_FORCE[name])


def test_the_scorecard_answers_as_the_judgements_do(cards, judged):
    for card in cards.values():
        for each in card.judged:
            assert each.answers == judged[each.id].answers, each.id
            if each.id not in OF_NO_THEME:
                assert (each.levels, each.moves) == (judged[each.id].levels, judged[each.id].moves)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
@pytest.mark.parametrize("name", COUNCILS)
def test_a_themes_page_says_nothing_else_of_its_promises(
    name, theme, cards, every_source, strategies
):
    plan = strategies[name]
    request = check_request(theme.slug, name, "latest", "region", "auto")
    evidence = every_source.evidence(request, needed(plan, theme, every_source.registry))
    book = Book(evidence, plan)
    said = str(book.promises())
    caveats = re.findall(r"\((\d[^ ]*(?:, \d[^ ]*)*)\)$", str(book.cannot_say()), re.MULTILINE)
    for code in {code for codes in caveats for code in codes.split(", ")}:
        assert f"({code})" in said, "a caveat of a figure that the page does not show"
    own = [e for e in cards[name].judged if e.commitment in plan.of_theme(theme.slug)]
    shown = in_force(own) or closed(own)
    for each in shown:
        line = next(line for line in said.split("\n- ") if f"({each.id})" in line)
        assert answers_in_brief(each).lower() in line.lower(), each.id
        for level in each.levels:
            if level.measure.role == "verdict" and not level.cause:
                assert level.brief in line.replace("\\", ""), each.id
    assert ("The report asks the board to consider a draft" in said) == (name == "sefton")
    whole = sum(ALL_THEMES in each.commitment.themes for each in shown)
    assert ("about the strategy as a whole" in said) == bool(whole)
    assert ("No promise of it bears on this page" in said) == (len(shown) == whole)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("000-10", ("**cannot be judged (series broken)**", "the count is 157 lower (572 to 415)",
                    "2.3 times as large (2,763 to 6,273)")),
        ("000-26", ("**starting point only**", "fell beyond its margin (225 to 95 respondents)")),
        ("003-16", ("**done**", "Evidence beside it: **starting point only**",
                    "10.2 against a joint margin of 9.1", "9.5 against a joint margin of 7.0",
                    "by the rule they are mixed", "inside its margins")),
        ("000-13", ("**no clear change**", "70 of 108, then 69 of 106")),
        ("004-7", ("**no clear change**", "3 of 121, then 3 of 115")),
        ("003-22", ("**no clear change**", "7 of 171, then 7 of 166")),
        ("004-5", ("806.0 per 100,000", "17th highest of 152 councils", "England (592.5",
                   "North West: 672.0", "would be about 402; it is 547", "more people over 85")),
        ("002-1", ("as written it cannot be judged: no baseline is stated", "48,060", "50,036",
                   "up 4.1 per cent", "not by health and wellbeing board")),
        ("002-13", ("2,413", "2,849", "9,947", "8,766", "6,883", "4,152 days in the 9 months",
                    "how it was counted has to be asked")),
        ("002-7", ("does not add up, as stated", "around £33.368m", "as told under 002-3")),
        ("002-3", ("£28.435 million", "around £33.368m", "£4.933 million more",
                   "the document does not say what the difference covers")),
    ],
)  # fmt: skip
def test_what_must_be_seen_stands_on_the_page(claim, words, texts):
    told = in_full(texts, claim).lower()
    for each in words:
        assert each.lower() in told, (claim, each)


def test_a_figure_told_in_full_is_pointed_to_and_not_told_again(texts):
    assert "453 of 74,114" in in_full(texts, "000-1")
    again = in_full(texts, "000-14")
    assert "453 of 74,114" not in again and "in full under 000-1." in again


def test_nothing_blames_and_nothing_is_coloured(texts):
    for name, text in texts.items():
        for word in ("worst", "fail", "failing", "failed", "poor", "blame", "league", "red",
                     "green", "amber", "missed", "overdue", "success"):  # fmt: skip
            assert not re.search(rf"\b{word}\b", text, re.IGNORECASE), (name, word)
        assert "None" not in text and "nan" not in text.split()


def test_a_scorecard_holds_the_observations_that_it_rests_on(cards, strategies, every_source):
    for name, card in cards.items():
        rows = card._evidence.observations
        wanted = needed(strategies[name], SCORECARD, every_source.registry)
        found = set(rows.select(Obs.FRAMEWORK, Obs.INDICATOR).unique().iter_rows())
        assert found and found <= wanted
        used = {reading.key for each in card.judged for m in each.moves for reading in m.readings}
        keys = (Obs.AREA_CODE, Obs.FRAMEWORK, Obs.INDICATOR, Obs.BREAKDOWN, Obs.PERIOD, Obs.DATASET)
        assert used <= set(rows.select(*keys).iter_rows())
        assert rows[Obs.THEME.value].unique().to_list() == ["scorecard"]


def test_every_promise_stands_on_one_rung_of_the_ladder(cards):
    by_id = {each.id: each for card in cards.values() for each in card.judged}
    expected = {"000-13": 1, "000-27": 1, "000-17": 2, "004-6": 2, "000-26": 3, "000-10": 4,
                "003-2": 4, "000-16": 5, "002-10": 5, "003-16": 5, "000-22": 6, "000-6": 7,
                "000-4": 7}  # fmt: skip
    assert {claim: rung_of(by_id[claim]).number for claim in expected} == expected
    rungs = on_rungs(list(by_id.values()))
    assert list(rungs) == list(LADDER)
    assert sorted(each.id for those in rungs.values() for each in those) == sorted(by_id)


def test_every_value_of_a_series_is_shown_with_its_breaks(cards):
    rows = {row[0]: row for row in cards["wirral"].values().shown.rows}
    quality = rows["Carers' quality of life (1C)"]
    assert "7.9 out of 12 ±0.4 in 2021 to 2022" in quality[1] and quality[2] == "000-26"
    before = rows["People with a direct payment (until 2022 to 2023) (1C(2A))"]
    assert "20.7% in 2020 to 2021" in before[1] and "000-10" in before[2]
    assert " | " in rows["People with control over their daily life (3A)"][1]


def test_a_baseline_can_be_given_and_a_wrong_one_is_refused(every_source, strategies, cards):
    plan = strategies["wirral"]
    given = card_of(every_source, "wirral", plan, {"002-1": "2014-15"})
    told = in_full({"": text_of(given)}, "002-1")
    assert "given as a parameter" in told and "at most 40,851" in told
    others = [(a, b) for a, b in zip(given.judged, cards["wirral"].judged, strict=True) if a != b]
    assert [one.id for one, _ in others] == ["002-1"]
    with pytest.raises(ParameterError, match="no target that is counted from a baseline"):
        card_of(every_source, "wirral", plan, {"000-1": "2014-15"})


def test_another_day_moves_deadlines_and_no_direction(every_source, strategies, cards):
    later = card_of(every_source, "wirral", strategies["wirral"], as_of=date(2027, 1, 1))
    told = {each.id: each for each in later.judged}
    assert "It lies before 1 January 2027." in told["000-1"].deadline
    for each in cards["wirral"].judged:
        assert told[each.id].moves == each.moves
        assert [a.verdict for a in told[each.id].answers] == [a.verdict for a in each.answers]


def test_a_council_without_a_strategy_gets_a_profile(every_source):
    card = card_of(every_source, "liverpool", None)
    text = text_of(card)
    assert "No strategy of Liverpool is registered" in str(card.main_points())
    assert "`workbooks new strategy liverpool`" in str(card.main_points())
    for theme in THEMES:
        rows = card.promised(theme.slug).shown.rows
        page = every_source.registry.of_page(theme.slug)
        known = [each for each in page if card._evidence.of(each).height]
        assert 3 <= len(rows) <= len(known)
        assert all(any(row[0].startswith(each.title) for each in known) for row in rows)
    for part in (card.counted(), card.promised("outside", "all"), card.closed(), card.strength(), card.values()):  # fmt: skip
        assert isinstance(part.shown, Notice)
    assert card.to_collect().rows
    assert "cannot be judged" not in text and "None" not in text
    assert "Liverpool in 2024 to 2025" in card.reading(card.promised("placements")).text


def test_the_figure_that_half_of_the_councils_have_is_shared(every_source) -> None:
    request = check_request("carers", "worcestershire", "latest", "region", "")
    book = Book(every_source.evidence(request), None)
    former = book.observations("1C(2B)", framework="ascof-2014")
    assert "Shares the highest figure of 147 councils" in str(book.reading(former))
    assert "joint 1st of 147" in book.table(former, "Carers").rows[0]
