"""The sample files: what the command writes, marked, consistent with each other, nothing real."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
import yaml

from helpers.base.geography import ENGLAND, REGIONS, all_areas, find_area
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.extracts import sample_files
from helpers.extracts.folder import extract_files
from helpers.extracts.ods import ods_bytes
from helpers.extracts.sample_counts import SEED, shared_out, with_strategies, with_totals
from helpers.extracts.sample_figures import Draws, activity, populations, providers
from helpers.gate.passing import gate_inputs
from helpers.gate.store.shelf import Shelf

TOGETHER_AT_MOST = 1_000_000
EACH_AT_MOST = 350_000
# Each is there to be found: the counts that councils report the wrong way round, a trust that
# joins, and residents who are no published estimate.
WARNINGS = {
    "ascof_timeseries": {"risk_reduced_not_above_risk_found"},
    "discharge_ready_date": {"coverage_is_steady"},
    "ons_mye": {"vintage_of_published_rates", "no_other_vintage"},
}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Return every sample file, made anew; the long series has a test of its own."""
    draws = Draws(SEED)
    return {
        name: make(draws)
        for name, make in sample_files.FILES.items()
        if name != "ascof_timeseries_sample.ods"
    }


@pytest.fixture(scope="module")
def tables(sample_source, sample_settings) -> dict[str, pl.DataFrame]:
    """Return the rows of every dataset of the bundled sample, as the gate keeps them."""
    shelf = Shelf(sample_settings.store)
    found: dict[str, list[pl.DataFrame]] = {}
    for receipt in sample_source.tables.receipts:
        found.setdefault(receipt.dataset, []).append(shelf.table(receipt))
    return {dataset: pl.concat(frames) for dataset, frames in found.items()}


def parts(content: bytes) -> dict[str, bytes]:
    """Return what a file holds: its parts where it is packed, since each zlib packs in its way."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_bundled_files_are_what_the_command_writes(made, project_root: Path) -> None:
    folder = project_root / "data" / "samples"
    assert {path.name for path in extract_files(folder)} == set(sample_files.FILES)
    for name, content in made.items():
        assert parts((folder / name).read_bytes()) == parts(content), name


def test_the_command_writes_each_file_under_its_name(tmp_path, monkeypatch) -> None:
    few = {"a.csv": lambda draws: str(draws.seed).encode()}
    monkeypatch.setattr(sample_files, "FILES", few)
    sample_files.main([str(tmp_path)])
    assert (tmp_path / "a.csv").read_bytes() == str(SEED).encode()


def test_they_are_small(project_root: Path) -> None:
    sizes = [path.stat().st_size for path in extract_files(project_root / "data" / "samples")]
    assert sum(sizes) < TOGETHER_AT_MOST
    assert max(sizes) < EACH_AT_MOST


def test_another_seed_gives_other_figures(made) -> None:
    draws = Draws(SEED + 1)
    own = [name for name in made if "_local_" in name or name.startswith(("bcf", "home", "cqc"))]
    assert len(own) == 6
    for name in own:
        assert parts(sample_files.FILES[name](draws)) != parts(made[name]), name


def test_each_says_first_that_it_is_invented(made) -> None:
    for name, content in made.items():
        if name.endswith(".ods"):
            text = parts(content)["content.xml"].decode()
            first = text.partition("</table:table-row>")[0]
            assert SAMPLE_MARK in first, name
        elif name.endswith(".json"):
            assert json.loads(content)["publication"].startswith(SAMPLE_MARK)
        else:
            assert SAMPLE_MARK in content.decode().partition("\n")[0], name


def test_the_gate_accepts_every_file_and_knows_it_as_sample_data(sample_source) -> None:
    receipts = sample_source.tables.receipts
    assert {receipt.file_name for receipt in receipts} == set(sample_files.FILES)
    assert all(receipt.sample and receipt.accepted for receipt in receipts)
    found: dict[str, set[str]] = {}
    for receipt in receipts:
        for result in receipt.warnings:
            found.setdefault(receipt.dataset, set()).add(result.rule)
    assert found == WARNINGS


def test_a_real_file_puts_every_sample_file_aside(
    sample_settings, sample_source, project_root, tmp_path
) -> None:
    """Whatever invented file lies beside a real one, no page is made of both."""
    samples = sorted((project_root / "data" / "samples").glob("*.csv"))
    for path in samples:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    own = project_root / "tests" / "specimens" / "home_care_waits.csv"
    (tmp_path / "own.csv").write_bytes(own.read_bytes())
    gated = gate_inputs(str(tmp_path), sample_settings)
    assert [receipt.file_name for receipt in gated.receipts] == ["own.csv"]
    assert not gated.sample
    put_aside = [note for note in gated.notes if "not used beside real data" in note]
    assert len(put_aside) == len(samples) >= 10


def test_residents_are_those_of_the_rates(tables) -> None:
    """The denominators of 2B and 2C are the sums of single years of age."""
    draws = Draws(SEED)
    ages = tables["ons_mye"].filter((pl.col("year") == "2024") & (pl.col("age") != "all"))
    number = pl.col("age").cast(pl.Int64)
    for first, last, which in ((18, 64, 0), (65, 90, 1)):
        found = dict(
            ages.filter(number.is_between(first, last))
            .group_by("area_code")
            .agg(pl.col("persons").sum())
            .iter_rows()
        )
        for area in all_areas():
            assert found[area.code] == populations(draws, area.code, 2024)[which]
        of_all = sum(found[area.code] for area in all_areas())
        assert of_all == found[ENGLAND] == sum(found[region] for region in REGIONS)


def test_no_council_has_its_own_population(tables, project_root) -> None:
    """The totals that the contract of the estimates pins are far from the invented ones."""
    contract = yaml.safe_load(
        (project_root / "data_contracts" / "ons_mye.odcs.yaml").read_text("utf-8")
    )
    facts = {fact["property"]: fact["value"] for fact in contract["schema"][0]["customProperties"]}
    pinned = next(each for each in facts["pins"]["known"] if each["period"] == "2024")
    every = tables["ons_mye"].filter((pl.col("year") == "2024") & (pl.col("age") == "all"))
    ours = dict(every.select("area_code", "persons").iter_rows())
    councils = [code for code in pinned["figures"] if code != ENGLAND]
    assert len(councils) >= 5
    assert all(abs(ours[code] / pinned["figures"][code] - 1) > 0.05 for code in councils)


def test_long_term_support_ties_to_the_outcomes_framework(tables) -> None:
    """Counts of people in community support are those of 3D(2a), rounded to 5."""
    rows = tables["activity_lts001"].filter(pl.col("setting") == "Community")
    total = rows.filter(pl.col("age_band") == "Total")
    draws = Draws(SEED)
    checked = 0
    for mechanism, part in (("Total", "denominator"), ("Direct Payment", "numerator")):
        chosen = total.filter(pl.col("delivery_mechanism") == mechanism)
        for code, value in chosen.select("area_code", "value").iter_rows():
            if value is not None and code in {area.code for area in all_areas()}:
                count = getattr(activity(draws, code, 2024)["3d(2a)"], part)
                assert abs(value - count) <= 2
                checked += 1
    assert checked > 290


def test_fewer_than_five_people_are_withheld_in_the_activity_files(tables) -> None:
    for name in ("activity_lts001", "activity_lts002", "activity_sts001", "activity_sts002"):
        rows = tables[name]
        known = rows["value"].drop_nulls()
        assert not known.is_between(1, 4).any()
        assert (known % 5 == 0).all()
        assert "not_available" in set(rows["value_status"])
    assert "suppressed" in set(tables["activity_lts001"]["value_status"])


def test_homes_on_the_register_are_those_of_the_outcomes_framework(tables) -> None:
    rows = tables["cqc_active_locations"].filter(pl.col("care_home") == "yes")
    draws = Draws(SEED)
    for area in with_strategies():
        own = rows.filter(pl.col("area_name") == area.name)
        once = own.filter(pl.col("dual_registered").is_null())
        assert own.height == once.height + 1
        best, good, other, new = providers(draws, area.code, 2024)
        assert once.height == best + good + other + new
        assert once["rating"].is_in(["Good", "Outstanding"]).sum() == best + good


def test_a_councils_own_count_ends_where_the_published_one_stands(tables) -> None:
    rows = tables["direct_payments_local"].filter(
        (pl.col("month_end") == pl.col("month_end").max())
        & (pl.col("client_or_carer") == "client")
        & (pl.col("age_band") == "All")
        & (pl.col("support_reason") == "All")
    )
    draws = Draws(SEED)
    assert rows.height == len(with_strategies())
    for code, people, of in rows.select("area_code", "people", "people_in_support").iter_rows():
        count = activity(draws, code, 2024)["3d(2a)"]
        assert (people, of) == (count.numerator, count.denominator)


def test_the_councils_with_their_own_files_are_those_with_a_strategy(project_root) -> None:
    named = {path.stem for path in (project_root / "strategies").glob("*.yaml")}
    assert {area.slug for area in with_strategies()} == named


def test_shares_add_up_and_stay_within_one_of_the_exact_share() -> None:
    assert shared_out(10, (1, 1, 1)) == [4, 3, 3]
    assert shared_out(0, (2, 1)) == [0, 0]
    weights = (3.5, 0.1, 7.0, 1.4)
    for total in (1, 7, 99, 100_003):
        found = shared_out(total, weights)
        assert sum(found) == total
        exact = [total * weight / sum(weights) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(found, exact, strict=True))


def test_regions_and_england_are_sums_of_all_their_councils() -> None:
    counts = {area.code: [number, 1] for number, area in enumerate(all_areas())}
    totals = with_totals(counts)
    assert totals[ENGLAND] == [sum(range(153)), 153]
    assert totals[find_area("wirral").region_code][1] == 24
    assert sum(totals[region][0] for region in REGIONS) == totals[ENGLAND][0]


def test_the_text_files_are_plain_and_square(made) -> None:
    """No cell of a CSV holds what a spreadsheet would take for a formula."""
    for name, content in made.items():
        if not name.endswith(".csv"):
            continue
        _, header, *rows = csv.reader(io.StringIO(content.decode()))
        assert {len(row) for row in rows} == {len(header)}, name
        starts = {cell[:1] for row in rows for cell in row}
        assert starts.isdisjoint("=+@"), name


def test_a_packed_file_has_no_time_of_its_own() -> None:
    assert ods_bytes({"one": [["a", 1]]}) == ods_bytes({"one": [["a", 1]]})
