"""The text of an empty strategy file: it passes the schema, and says what to fill in."""

from __future__ import annotations

from helpers.base.geography import Area
from helpers.base.scaffold_mark import TO_FILL_IN

FILE = """\
# yaml-language-server: $schema=../src/helpers/strategies/strategy.schema.json
#
# What {name}'s published documents promise, state and cost. docs/strategies.md says what every key
# means. Say each promise in your own words; no person's name or contact belongs here.
# Fill in every line that ends in "fill in", then add promises below. As long as {mark}
# stands anywhere, no page is made of the file.
strategy_version: "2"
council: {code}
title: Strategy of {name} {mark}  # fill in
starts: "{year}"  # year in which it starts, fill in
ends: "{later}"  # year in which it ends, fill in
documents:
  - id: "100"  # three digits; a promise's number begins with them
    title: Title of the document {mark}  # fill in
    publisher: Council of {name}  # fill in
    published: date on its cover {mark}  # fill in
    file: not kept here  # where a copy is kept, or its address, fill in
    # "in force", or "closed" where its time is over: shown apart, outside the headline count.
    standing: in force
    # The day decides which figures were collected after it began. Where the document names only a
    # year or a month, say in why how the day was taken.
    starts:
      written: "{year}"  # fill in
      date: "{year}-04-01"  # fill in
      why: how the day was got {mark}, or leave this line out  # fill in
    ends:
      written: "{later}"  # fill in
      date: "{later}"  # fill in
      why: how the end was got {mark}, or leave this line out  # fill in
# Five kinds of promise follow as examples. Take out the hash and the blank before each line of one
# that you need, take out the brackets of the empty list, and put your own in its place.
commitments: []
{examples}"""

EXAMPLES = """\
  # A direction: something is to move, and no number is named. The baseline is the last year with a
  # figure before the strategy began; write it down as a year, so that nobody can choose it later.
- id: 100-1
  section: chapter and heading
  says: More people who draw on long-term support feel in control of their daily life.
  types: [direction]
  themes: [direct-payments]
  direction: up
  measures:
    - { framework: ascof-2023, code: 3A, way: higher, role: verdict, baseline: 2023-24 }
  needs: The survey's figures of several years.
  judged_from: published data
  # A target: with a number, and with the level and the day that it states. Where the document
  # states none, "not stated" says so, and no number is put in its place.
- id: 100-2
  section: chapter and heading
  says: Fewer than twenty-five people wait for home care.
  types: [target]
  themes: [outside]
  direction: down
  target: { kind: below, value: 25, unit: people, written: fewer than 25 }
  baseline: not stated
  deadline: { written: not stated }
  measures:
    - framework: local
      code: home-care-waiting
      way: lower
      role: verdict
      baseline: last before the start
  needs: The council's own waiting list, month by month.
  judged_from: local data
  local_dataset: home_care_waits
  # A milestone: "council to confirm" until there is evidence with a date and a link or a place in a
  # document.
- id: 100-3
  section: chapter and heading
  says: A new carers' strategy is published.
  types: [milestone]
  themes: [carers]
  milestone:
    state: done
    evidence:
      says: The strategy was published.
      date: "2024-06"
      document: "100"
      section: foreword
  needs: Nothing more.
  judged_from: the council
  # A fact that the document states, set beside the same today.
- id: 100-4
  section: chapter and heading
  says: How many residents are 65 or older.
  types: [baseline]
  themes: [outside]
  stated:
    - name: aged 65 and over
      value: 70000
      unit: people
      written: "70,000"
      period: "2021"
      step: 1000
  measures:
    - { framework: population, code: pop-65, way: none, role: verdict, baseline: none }
  needs: The mid-year estimates by age.
  judged_from: published data
  # A sum of money. What sums should add up to stands under the document, as sums.
- id: 100-5
  section: chapter and heading
  says: What is spent on care homes.
  types: [money]
  themes: [placements]
  stated:
    - { name: spending, value: 60000000, unit: pounds, written: "£60m", step: 1000000 }
  needs: The finance return.
  judged_from: the document
"""

TEST = '''\
"""The strategy file of {name}: it is read, is {name}'s, and names indicators that there are."""

from __future__ import annotations

from helpers.base.settings import find_settings
from helpers.indicators.registry import load_registry
from helpers.strategies.register import load_strategy

NAME = "{slug}"
COUNCIL = "{code}"


def test_the_strategy_is_read_and_is_the_councils() -> None:
    assert load_strategy(find_settings().strategies, NAME).council == COUNCIL


def test_every_measure_is_registered() -> None:
    settings = find_settings()
    indicators = load_registry(settings.contracts).indicators
    known = {{(each.framework, each.code) for each in indicators}}
    for commitment in load_strategy(settings.strategies, NAME).commitments:
        for measure in commitment.measures:
            assert (measure.framework, measure.code) in known, (commitment.id, measure.name)
'''


def strategy_text(area: Area, year: int) -> str:
    """Return the text of a council's empty strategy file.

    Parameters
    ----------
    area : Area
        The council.
    year : int
        First year that stands in the places to be filled in.
    """
    examples = "".join(f"# {line}\n" for line in EXAMPLES.splitlines())
    return FILE.format(
        name=area.name,
        code=area.code,
        year=year,
        later=year + 5,
        examples=examples,
        mark=TO_FILL_IN,
    )


def strategy_test(area: Area) -> str:
    """Return the text of the test that belongs to a council's strategy file."""
    return TEST.format(name=area.name, slug=area.slug, code=area.code)
