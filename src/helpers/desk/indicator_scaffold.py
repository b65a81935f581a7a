"""The texts of a new indicator: its entry in the registry, its row in the list, and its test."""

from __future__ import annotations

from dataclasses import dataclass

FRAMEWORK = "local"


@dataclass(frozen=True)
class Draft:
    """What is known of a new indicator before anybody has filled it in.

    Attributes
    ----------
    code, title : str
        What it is called.
    dataset, column : str
        Where its figures come from; empty where nobody said.
    theme : str
        The theme whose versions hold it; empty where nobody said.
    """

    code: str
    title: str
    dataset: str = ""
    column: str = ""
    theme: str = ""


ENTRY = """\
  # Fill in, and take the remarks away; docs/adr/0011 says how figures are computed.
  - framework: local
    code: "{code}"
    title: "{title}"  # fill in: for headings
    phrase: "{phrase}"  # fill in: the same inside of a sentence
    collection: own
{source}    numerator: Who is counted, and when  # fill in
    denominator: None  # fill in where it is a share or a rate
    unit: people  # fill in: people, per cent, per 100,000, days
    decimals: 0
    polarity: context  # fill in: higher or lower where that is better
    interval: not given  # wilson for a share, byar for a rate
    ranked: false
    themes: [{theme}]  # the themes whose versions hold it
    caveats:
      - The council's own count, by its own rules; nothing is published beside it.  # fill in
    unconfirmed: Nobody has held this definition against a source yet.  # fill in, or take out
"""

COMPUTED = """\
    computed:
      - dataset: {dataset}
        kind: count
        count: {{ column: {column} }}
"""

UNCOMPUTED = """\
    uncomputed: {reason}
    # In the place of the line above, once there is a dataset (`workbooks new dataset` makes one):
    # computed:
    #   - dataset: its id, which also has to stand under `datasets:` above
    #     kind: count
    #     count: { column: the column that counts }
"""

REASON = "Its dataset is still to be named."

TEST = '''\
"""The indicator {code}: it is registered, and says where its figures come from."""

from __future__ import annotations

from helpers.base.settings import find_settings
from helpers.indicators.registry import load_registry


def test_it_is_registered_and_says_where_its_figures_come_from() -> None:
    found = load_registry(find_settings().contracts).find("{code}", "{framework}")
    assert found.title and found.phrase and found.numerator
    assert bool(found.computed) != bool(found.uncomputed)
'''

FIGURES = """

def test_its_figures_are_those_of_the_specimen(tmp_path) -> None:
    settings = find_settings().with_outputs(tmp_path / "outputs")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(SPECIMENS / "{dataset}.csv", inbox)
    (receipt,) = gate_inputs(str(inbox), settings).receipts
    table = Shelf(settings.store).table(receipt).drop_nulls("{column}")
    area = table["area_code"][0]
    source = Source((receipt,), settings)
    evidence = source.evidence(check_request("{theme}", area, "latest", "region", ""))
    figures = evidence.of(source.registry.find("{code}", "{framework}")).drop_nulls("value")
    own = figures.filter(figures["area_code"] == area)
    assert own.height > 0
    assert set(own["value"]) <= set(table.filter(table["area_code"] == area)["{column}"])
"""

IMPORTS = """\
import shutil
from pathlib import Path

from helpers.base.parameters import check_request
from helpers.base.settings import find_settings
from helpers.gate.passing import gate_inputs
from helpers.gate.store.shelf import Shelf
from helpers.indicators.registry import load_registry
from helpers.indicators.source import Source

SPECIMENS = Path(__file__).resolve().parents[1] / "specimens"
"""


def registry_with(registry: str, draft: Draft) -> str:
    """Return the registry's text with the entry of a new indicator after the last.

    Parameters
    ----------
    registry : str
        `data_contracts/indicators.yaml` as it is; everything in it stays as it was written.
    draft : Draft
        The indicator.
    """
    if draft.dataset:
        source = COMPUTED.format(dataset=draft.dataset, column=draft.column)
    else:
        source = UNCOMPUTED.replace("{reason}", REASON)
    phrase = f"number of {draft.title[0].lower()}{draft.title[1:]}"
    entry = ENTRY.format(
        code=draft.code, title=draft.title, phrase=phrase, source=source, theme=draft.theme
    )
    text = _after_block(registry, "indicators", entry)
    if draft.dataset and f"\n  {draft.dataset}:" not in text.partition("\ncommissioners:")[0]:
        text = _after_block(text, "datasets", f"  {draft.dataset}: {{}}\n")
    return text


def list_with(page: str, draft: Draft) -> str:
    """Return the list of indicators with a row for a new one, after the council's own."""
    source = f"`{draft.dataset}`" if draft.dataset else f"nothing: {REASON}"
    row = f"| {draft.code} | {draft.title} (unconfirmed) |  | {source} |\n"
    head, section, rest = page.partition("## The council's own data\n")
    if not section:
        return page
    lines = rest.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith("|"))
    return head + section + "".join([*lines[: last + 1], row, *lines[last + 1 :]])


def indicator_test(draft: Draft) -> str:
    """Return the text of the test of a new indicator."""
    words = {
        "code": draft.code,
        "framework": FRAMEWORK,
        "dataset": draft.dataset,
        "column": draft.column,
        "theme": draft.theme,
    }
    text = TEST.format(**words)
    if not (draft.dataset and draft.theme):
        return text
    short = "from helpers.base.settings import find_settings\n"
    short += "from helpers.indicators.registry import load_registry\n"
    return text.replace(short, IMPORTS) + FIGURES.format(**words)


def _after_block(text: str, key: str, added: str) -> str:
    """Add lines after the last line of a top-level key's block."""
    lines = text.splitlines(keepends=True)
    start = lines.index(f"{key}:\n")
    last = start
    for number in range(start + 1, len(lines)):
        if lines[number].startswith(" "):
            last = number
        elif not lines[number].startswith("#") and lines[number].strip():
            break
    return "".join([*lines[: last + 1], added, *lines[last + 1 :]])
