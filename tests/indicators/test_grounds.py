"""What a page follows from: whenever its evidence changes, so does the digest of its ground."""

from __future__ import annotations

import os
from collections.abc import Iterator

import polars as pl
import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import Request, check_request
from helpers.base.themes import SCORECARD, THEMES
from helpers.indicators.columns import RECEIPTS
from helpers.indicators.grounds import BESIDE, Grounds
from helpers.indicators.source import Source

AREAS = ("wirral", "worcestershire")
WAYS = ("region", "neighbours")
FULL = bool(os.environ.get("CARE_WORKBOOKS_EVERY_COUNCIL"))
# Some of each kind: figures as published, sums, and all that stands beside the figures.
DATASETS = {
    "invented": ("carers_local", "ons_nearest_neighbours"),
    "sampled": ("ascof_timeseries", "bcf_budget"),
}
CELLS = 3 if FULL else 1
WIRRAL = "E08000015"
MEASURES = ("outcome", "persons", "value")
OF_THE_FILE = (RECEIPTS, "sheet", "sheet_row")
Page = tuple[str, str, str]


def pages() -> Iterator[tuple[Page, Request]]:
    for theme in THEMES:
        for area in AREAS:
            for way in WAYS:
                yield (theme.slug, area, way), check_request(theme.slug, area, "latest", way, "")


def told(source: Source) -> dict[Page, tuple[str, str]]:
    """Evidence and ground of every page that there is something for."""
    grounds = Grounds(source)
    found = {}
    for page, request in pages():
        try:
            found[page] = (source.evidence(request).digest, str(grounds.digest(request)))
        except ParameterError:
            continue
    return found


def altered(source: Source, dataset: str, column: str) -> Source:
    """The same extracts, with one column another in Wirral's rows, or in a row in seven."""
    receipts = tuple(
        each.model_copy(update={"extract_sha256": "0" * 64}) if each.dataset == dataset else each
        for each in source.tables.receipts
    )
    other = Source(receipts, source.settings)
    table = source.tables.raw(dataset)
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    own = pl.any_horizontal(pl.col(texts) == WIRRAL).fill_null(value=False)
    cell = own if table.select(own.any()).item() else pl.int_range(pl.len()) % 7 == 3
    kind = table.schema[column]
    if kind == pl.String:
        # Another of the column's own words, so that the row stays one of the dataset's.
        words = [*table[column].drop_nulls().unique().sort(), "other"]
        fresh = (
            pl.when(pl.col(column) == words[0]).then(pl.lit(words[1])).otherwise(pl.lit(words[0]))
        )
    else:
        fresh = (pl.col(column).fill_null(0) * 2 + 7).cast(kind)
    other.tables._raw[dataset] = table.with_columns(
        pl.when(cell).then(fresh).otherwise(pl.col(column)).alias(column)
    )
    return other


def _columns(table: pl.DataFrame) -> list[str]:
    """The last numbers of a table and its last texts: measures, and what is told of them."""
    own = {name: kind for name, kind in table.schema.items() if name not in OF_THE_FILE}
    numbers = [name for name, kind in own.items() if kind.is_numeric()]
    texts = [name for name, kind in own.items() if kind == pl.String]
    values = [name for name in numbers if name in MEASURES] or numbers
    return [*values[-CELLS:], *texts[-CELLS:]]


@pytest.mark.parametrize("name", DATASETS)
def test_no_page_keeps_its_ground_when_its_evidence_changes(name, request) -> None:
    """One column after the other of every dataset: a page that shows it must be seen to."""
    source: Source = request.getfixturevalue(name)
    every = sorted({receipt.dataset for receipt in source.tables.receipts})
    before = told(source)
    moved, still = {}, 0
    for dataset in every if FULL else DATASETS[name]:
        for column in _columns(source.tables.raw(dataset)):
            after = told(altered(source, dataset, column))
            for page, (old, old_ground) in before.items():
                new, new_ground = after.get(page, ("", ""))
                moved[dataset] = moved.get(dataset, 0) + (new != old)
                still += new_ground == old_ground
                assert new == old or new_ground != old_ground, (dataset, column, page)
    # The columns were of figures that pages show, and not every page was suspected each time.
    assert all(moved[dataset] for dataset in DATASETS[name]), moved
    assert still > 0


def test_another_receipt_with_the_same_figures_is_the_same_ground(sampled) -> None:
    receipts = tuple(
        each if each.dataset in BESIDE else each.model_copy(update={"extract_sha256": "0" * 64})
        for each in sampled.tables.receipts
    )
    other = Source(receipts, sampled.settings)
    other.tables._raw.update({each.dataset: sampled.tables.raw(each.dataset) for each in receipts})
    assert told(other) == told(sampled)


def test_a_page_of_several_themes_has_none(sampled) -> None:
    grounds = Grounds(sampled)
    scorecard = check_request(SCORECARD.slug, "wirral", "latest", "region", "")
    assert grounds.digest(scorecard) is None
    carers = check_request("carers", "wirral", "latest", "region", "")
    assert grounds.digest(carers, frozenset({("ascof-2023", "1A")})) is None
    assert grounds.digest(carers) is not None
