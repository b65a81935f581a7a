"""What a page follows from: whenever its evidence changes, so does the digest of its ground."""

from __future__ import annotations

import os
from collections.abc import Iterator

import polars as pl
import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import Request, check_request
from helpers.base.themes import SCORECARD, THEMES
from helpers.gate.store.combined import RECEIPT
from helpers.indicators.grounds import BESIDE, Grounds
from helpers.indicators.source import Source

AREAS = ("wirral", "worcestershire")
WAYS = ("region", "neighbours")
FULL = bool(os.environ.get("CARE_WORKBOOKS_EVERY_COUNCIL"))
# Of each kind one: figures as published, sums, and all that stands beside the figures.
DATASETS = ("ascof_long", "bcf_budget", "ons_mye", "ons_nearest_neighbours", "ons_snpp")
CELLS = 3 if FULL else 1
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


def altered(source: Source, dataset: str, column: str, row: int) -> Source:
    """The same extracts, with one cell of one of them another."""
    other = Source(source.tables.receipts, source.settings)
    table = source.tables.raw(dataset)
    cell = pl.int_range(pl.len()) == row
    kind = table.schema[column]
    if kind.is_numeric():
        fresh = pl.col(column).fill_null(0) + 7
    elif kind == pl.String:
        # Another of the column's own words, so that the row stays one of the dataset's.
        words = table[column].drop_nulls().unique().sort()
        fresh = pl.lit(words[-1] if len(words) else "other")
    else:
        return source
    other.tables._raw[dataset] = table.with_columns(
        pl.when(cell).then(fresh.cast(kind)).otherwise(pl.col(column)).alias(column)
    )
    return other


def _columns(table: pl.DataFrame) -> list[str]:
    """The last numbers of a table and its first texts: measures, and what they are of."""
    own = {name: kind for name, kind in table.schema.items() if name != RECEIPT}
    numbers = [name for name, kind in own.items() if kind.is_numeric()]
    texts = [name for name, kind in own.items() if kind == pl.String]
    return [*numbers[-CELLS:], *texts[:1]]


@pytest.fixture(scope="module")
def before(invented) -> dict[Page, tuple[str, str]]:
    return told(invented)


def test_no_page_keeps_its_ground_when_its_evidence_changes(invented, before) -> None:
    """One cell after the other of every dataset: a page that shows it must be seen to."""
    evidence, ground, still = 0, 0, 0
    every = sorted({receipt.dataset for receipt in invented.tables.receipts})
    assert set(DATASETS) <= set(every)
    for dataset in every if FULL else DATASETS:
        table = invented.tables.raw(dataset)
        for place, column in enumerate(_columns(table)):
            row = (7 * place + 3) % table.height
            after = told(altered(invented, dataset, column, row))
            for page, (old, old_ground) in before.items():
                new, new_ground = after.get(page, ("", ""))
                evidence += new != old
                ground += new_ground != old_ground
                still += new_ground == old_ground
                assert new == old or new_ground != old_ground, (dataset, column, row, page)
    # The cells were of figures that pages show, and not every page was suspected each time.
    assert 0 < evidence <= ground < still


def test_another_receipt_with_the_same_figures_is_the_same_ground(invented, before) -> None:
    receipts = tuple(
        each if each.dataset in BESIDE else each.model_copy(update={"extract_sha256": "0" * 64})
        for each in invented.tables.receipts
    )
    other = Source(receipts, invented.settings)
    other.tables._raw.update({each.dataset: invented.tables.raw(each.dataset) for each in receipts})
    grounds = Grounds(other)
    assert {page: str(grounds.digest(request)) for page, request in pages()} == {
        page: ground for page, (_, ground) in before.items()
    }


def test_a_page_of_several_themes_has_none(invented) -> None:
    grounds = Grounds(invented)
    scorecard = check_request(SCORECARD.slug, "wirral", "latest", "region", "")
    assert grounds.digest(scorecard) is None
    carers = check_request("carers", "wirral", "latest", "region", "")
    assert grounds.digest(carers, frozenset({("ascof-2023", "1A")})) is None
    assert grounds.digest(carers) is not None
