"""Every theme and the scorecard run for every council; here a handful, in `nox -s councils` all 153.

The handful holds the two councils where most cells are suppressed, the longest name, the
newest councils, one that is listed under an old code, and the three with a strategy.
"""

from __future__ import annotations

import json
import os
import re

import pytest

from helpers.base.geography import all_areas, find_area
from helpers.base.parameters import check_request
from helpers.base.settings import OUTPUTS_VARIABLE
from helpers.base.themes import WORKBOOKS
from helpers.disclosure.leaks import scan
from helpers.disclosure.policy import withheld
from helpers.indicators.source import Source
from helpers.publication.strategy_facts import needed_by, strategy_facts
from notebooks.every_council import run_cells

HANDFUL = (
    "isles-of-scilly",
    "city-of-london",
    "bournemouth-christchurch-and-poole",
    "cumberland",
    "dorset",
    "derby",
    "wirral",
    "worcestershire",
    "sefton",
)
EVERY = "CARE_WORKBOOKS_EVERY_COUNCIL"
AREAS = all_areas() if os.environ.get(EVERY) else tuple(find_area(slug) for slug in HANDFUL)
TEXTS = ("text/markdown", "text/plain")
# A column of warnings may say "none"; Python's None is never a reader's word.
NOT_FOR_READERS = re.compile(r"(?i:\bnan\b|\binf\b)|\bNone\b|±0(?:\.0+)?(?!\.?\d)")


@pytest.fixture(params=["sample", "real"])
def source(request, sample_source, sample_settings, monkeypatch) -> Source:
    monkeypatch.setenv(OUTPUTS_VARIABLE, str(sample_settings.outputs))
    monkeypatch.setenv("CARE_WORKBOOKS_RUN", "1")
    return sample_source if request.param == "sample" else request.getfixturevalue("real_source")


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.slug)
def test_all_of_them_run_and_show_nothing_that_is_not_there(
    area, source, project_root, sample_settings, tmp_path
) -> None:
    receipts = ",".join(receipt.id for receipt in source.tables.receipts)
    for theme in WORKBOOKS:
        values = {"area": area.code, "inputs": f"receipt:{receipts}"}
        shown = run_cells(project_root / "notebooks", theme, values)
        assert shown
        for bundle in shown:
            for kind in TEXTS:
                found = NOT_FOR_READERS.search(str(bundle.get(kind, "")))
                assert found is None, (theme.slug, kind, str(bundle[kind])[:300])
        notebook = {"cells": [{"outputs": [{"data": bundle}]} for bundle in shown]}
        (tmp_path / "workbook.ipynb").write_text(json.dumps(notebook), "utf-8")
        facts = strategy_facts(sample_settings, area, "auto")
        wanted = needed_by(facts, sample_settings, theme, source.registry)
        asked = check_request(theme.slug, area.code, "latest", "region", "")
        evidence = source.evidence(asked, wanted)
        assert list(scan(tmp_path, withheld(evidence.observations))) == []
