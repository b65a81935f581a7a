"""A strategy file that cannot be used is refused: file, line, what was found and the mend."""

from __future__ import annotations

import pytest

from helpers.base.errors import ContractError, ParameterError
from helpers.strategies.register import load_finished, load_strategy, parse_strategy, strategy_names

SOUND = """\
strategy_version: "2"
council: E08000015
title: A strategy
starts: "2023"
ends: "2026"
documents:
  - id: "000"
    title: A strategy
    publisher: A council
    published: June 2023
    file: strategy.txt
    standing: in force
    starts: { written: 1 June 2023, date: "2023-06-01" }
    ends: { written: "2026", date: "2026" }
    sums:
      - { id: whole, says: Parts and whole, kind: sum, parts: [000-3/one, 000-3/two], result: 000-3/both }
commitments:
  - id: 000-1
    section: "1"
    says: More of it.
    types: [direction]
    themes: [carers]
    direction: up
    measures:
      - { framework: ascof-2023, code: 1C, way: higher, role: verdict, baseline: "2023-24" }
    needs: Another round.
    judged_from: published data
  - id: 000-2
    section: "2"
    says: Much less of it.
    types: [target]
    themes: [placements]
    baseline: not stated
    target: { kind: change in per cent, value: -15, unit: per cent, written: 15% less }
    deadline: { written: March 2026, date: "2026-03" }
    needs: A baseline.
    judged_from: local data
  - id: 000-3
    section: "3"
    says: What it costs.
    types: [money]
    themes: [all]
    stated:
      - { name: one, value: 1, unit: pounds, written: "£1" }
      - { name: two, value: 2, unit: pounds, written: "£2" }
      - { name: both, value: 3, unit: pounds, written: "£3" }
    needs: The accounts.
    judged_from: the document
  - id: 000-4
    section: "4"
    says: It opens.
    types: [milestone]
    themes: [outside]
    milestone:
      state: done
      evidence: { says: It opened., date: "2024-02", link: "https://example.org/minutes" }
    needs: Nothing.
    judged_from: the council
"""

CASES = [
    # was, becomes, line, found, mend
    ("themes: [carers]", "theme: [carers]", 22, "this key is not known", "did you mean themes?"),
    ("way: higher", "wey: higher", 25, "this key is not known", "did you mean way?"),
    ("    needs: Another round.\n", "", 18, "this key is missing", "add the key"),
    ("standing: in force", "standing: over", 12, '"over"', "choose one of these"),
    ("[carers]", "[carer]", 22, "carer is no theme", "mend the value"),
    ("[carers]", "[carers, all]", 22, '"all" stands alone', "mend the value"),
    ("types: [direction]", "types: [direction, direct]", 21, '"direct"', "choose one"),
    ("    baseline: not stated\n", "", 28, 'a target says its baseline; where the document gives none, write "not stated"', "mend"),
    ('    deadline: { written: March 2026, date: "2026-03" }\n', "", 28, "a target says its deadline", "mend"),
    ("    target: { kind: change in per cent, value: -15, unit: per cent, written: 15% less }\n", "", 31, "a commitment of type target has a target", "mend"),
    ("value: -15, ", "", 34, "value is needed", "mend"),
    ("    direction: up\n", "    direction: up\n    target: { kind: below, value: 9, unit: people, written: under 9 }\n", 24, "no other has one", "mend"),
    ("    direction: up\n", '    direction: up\n    stated: [{ name: n, value: 9, unit: people, written: "9" }]\n', 24, "a direction or a milestone carries no number", "mend"),
    ("    direction: up\n", "", 23, "no direction is stated", "mend"),
    ("way: higher", "way: none", 25, "decides on a direction and has none", "mend"),
    ("types: [direction]", "types: [milestone]", 25, "cannot decide", "mend"),
    ('baseline: "2023-24"', "baseline: 2023-25", 25, "2023-25 is not a financial year", "mend"),
    ('date: "2026-03"', 'date: "2026-13"', 35, "2026-13 is not a year, a month", "mend"),
    ('date: "2023-06-01"', 'date: "2023-06"', 13, "starts needs a day", "mend"),
    ("      evidence: { says: It opened., date: \"2024-02\", link: \"https://example.org/minutes\" }\n", "", 54, '"done" needs evidence', "mend"),
    (', link: "https://example.org/minutes"', "", 56, "evidence needs a link, or a document and its section", "mend"),
    ("https://example.org/minutes", "ask the team", 56, "is no address", "mend"),
    ("types: [money]", 'types: [money]\n    milestone: { state: done, evidence: { says: It is., date: "2024", link: "https://a.org" } }', 42, "a state is given to what is no milestone", "mend"),
    ("id: 000-2", "id: 000-1", 28, "000-1 is there twice", "mend"),
    ("id: 000-2", "id: 001-2", 28, "001-2 stands in a document that is not listed", "mend"),
    ("result: 000-3/both", "result: 000-3/all", 16, "which no commitment states", "mend"),
    ("value: 3,", "value: three,", 46, '"three" is not a number', "mend"),
    ('strategy_version: "2"', 'strategy_version: "1"', 1, '"1"', "choose"),
    ("council: E08000015", "council: E99000099", 2, "no council has this code", "give a code"),
    ('starts: "2023"\n', 'starts: "2023"\nstarts: "2024"\n', 5, "the key starts stands twice", "keep one"),
    ("title: A strategy\nstarts", 'title: "A strategy\nstarts', 4, "", "missing quote"),
]  # fmt: skip


def refusal(text):
    with pytest.raises(ContractError) as caught:
        parse_strategy(text, "somewhere.yaml")
    return caught.value


def test_the_sound_file_is_read() -> None:
    strategy = parse_strategy(SOUND, "somewhere.yaml")
    assert [each.id for each in strategy.commitments] == ["000-1", "000-2", "000-3", "000-4"]
    assert strategy.area.slug == "wirral" and strategy.in_force


@pytest.mark.parametrize(("was", "becomes", "line", "found", "mend"), CASES, ids=range(len(CASES)))
def test_a_fault_is_refused_with_line_and_mend(was, becomes, line, found, mend) -> None:
    assert was in SOUND
    error = refusal(SOUND.replace(was, becomes, 1))
    assert error.place.startswith(f"somewhere.yaml, line {line}"), error
    assert found in error.found, error
    assert mend in error.mend, error


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "set of keys"), ("- a list", "set of keys"), ("\tno", "found character")],
)
def test_what_is_no_strategy_at_all_is_refused(text, found) -> None:
    assert found in refusal(text).found


def test_a_file_in_another_encoding_is_refused(tmp_path) -> None:
    (tmp_path / "there.yaml").write_bytes("title: caf\xe9".encode("latin-1"))
    with pytest.raises(ContractError, match="save the file as UTF-8"):
        load_strategy(tmp_path, "there")


def test_an_unknown_name_says_what_is_near(project_root) -> None:
    with pytest.raises(ParameterError, match="did you mean wirral"):
        load_strategy(project_root / "strategies", "wirrall")


def test_numbers_and_codes_are_as_written() -> None:
    strategy = parse_strategy(SOUND, "somewhere.yaml")
    assert strategy.commitments[0].measures[0].code == "1C"
    assert strategy.commitments[1].target.value == -15


def test_a_line_of_comment_changes_no_fingerprint() -> None:
    one = parse_strategy(SOUND, "somewhere.yaml")
    other = parse_strategy(f"# a comment\n{SOUND}", "somewhere.yaml")
    changed = parse_strategy(SOUND.replace("More of it", "Less of it"), "somewhere.yaml")
    assert one.digest == other.digest != changed.digest


# Invented: an address for examples, a number of the range for tests.
PERSONAL = [
    ("says: More of it.", "says: Ask Jane Doe, jane@example.org, for it.", 20, "000-1, says", "an e-mail address"),
    ("needs: Another round.", "needs: >-\n      Another round;\n      ask 999 000\n      0018", 26, "000-1, needs", "an NHS number"),
    ("title: A strategy\nstarts", "title: A strategy by Cllr Example\nstarts", 3, "title", "a person's name with a title"),
    ("says: It opened.", "says: It opened at CH41 6BU.", 56, "000-4, milestone/evidence/says", "a full postcode"),
    ("https://example.org/minutes", "https://example.org/?to=jo@example.org", 56, "000-4, milestone/evidence/link", "an e-mail address"),
    ("judged_from: published data", "judged_from: jo@example.org", 27, "000-1, judged_from", "an e-mail address"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "line", "place", "form"), PERSONAL)
def test_what_points_to_a_person_is_refused_and_not_repeated(was, becomes, line, place, form):
    assert was in SOUND
    error = refusal(SOUND.replace(was, becomes, 1))
    assert error.place == f"somewhere.yaml, line {line}, {place}"
    assert error.found == f"something that has the form of {form}" and error.exit_code == 2
    assert "take it out" in error.mend
    assert not {"jane", "jo@", "999", "CH41", "Cllr"} & set(str(error).replace(",", " ").split())


def test_a_sum_in_pounds_is_no_nhs_number():
    text = SOUND.replace("value: 3,", "value: 9990000018,")
    assert parse_strategy(text, "somewhere.yaml").figure("000-3/both").value == 9990000018


def test_a_strategy_with_empty_places_is_read_and_not_shown(tmp_path):
    text = SOUND.replace("says: More of it.", "says: More of it (to be filled in).")
    (tmp_path / "half.yaml").write_text(text, "utf-8")
    assert load_strategy(tmp_path, "half").council == "E08000015"
    with pytest.raises(ContractError) as caught:
        load_finished(tmp_path, "half")
    assert caught.value.place == "half.yaml, line 20, 000-1, says"
    assert "fill in" in caught.value.mend and "leave the file out" in caught.value.mend


def test_the_strategies_of_the_project_may_be_shown(project_root):
    folder = project_root / "strategies"
    assert [load_finished(folder, name).area.slug for name in strategy_names(folder)] == [
        "sefton", "wirral", "worcestershire"
    ]  # fmt: skip
