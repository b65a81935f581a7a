"""From an executed workbook to the files of its version, and the manifest that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from helpers.base.periods import spoken
from helpers.gate.store.inputs import RECEIPT_PREFIX, find_evidence
from helpers.gate.store.records import Receipt
from helpers.gate.store.told import by_dataset, told_periods, told_publisher, told_warnings
from helpers.publication.change_words import in_brief
from helpers.publication.changed_block import changed_block
from helpers.publication.changes_since import changes_since, named_input, named_parameters
from helpers.publication.charts import ChartRenderer
from helpers.publication.commentary import Comment, comment_on
from helpers.publication.compression import compression
from helpers.publication.context import CheckedData, CheckedFile, PageContext, PageFile
from helpers.publication.executed import notebook_bytes
from helpers.publication.indicator_files import csv_bytes, observations_frame, parquet_bytes
from helpers.publication.job import Job
from helpers.publication.manifest import AreaName, Environment, Manifest, ThemeName, output
from helpers.publication.page import render_page
from helpers.publication.spreadsheets.book import read_book
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
from helpers.publication.strategy_facts import strategy_facts

REPORT = "report.html"
NOTEBOOK = "workbook.ipynb"
CSV = "indicators.csv"
PARQUET = "indicators.parquet"
XLSX = "tables.xlsx"
ODS = "tables.ods"
MEDIA_TYPES = {
    REPORT: "text/html",
    NOTEBOOK: "application/x-ipynb+json",
    CSV: "text/csv",
    PARQUET: "application/vnd.apache.parquet",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
TITLES = {
    XLSX: "The tables as a spreadsheet for Excel",
    ODS: "The tables as an OpenDocument spreadsheet",
    NOTEBOOK: "The executed notebook",
    CSV: "Every figure, as CSV",
    PARQUET: "Every figure, as Parquet",
}
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "The software is under the MIT licence."
)
CONTACT = "Ask the council's adult social care performance team about this page."


def make_files(
    job: Job,
    notebook: NotebookNode,
    handed: Mapping[str, Any],
    charts: ChartRenderer,
) -> tuple[dict[str, bytes], Manifest]:
    """Make the files of a version.

    Parameters
    ----------
    job : Job
        What is asked for.
    notebook : NotebookNode
        The executed workbook, tidied.
    handed : mapping
        What the workbook handed to the run.
    charts : ChartRenderer
        Draws the charts.

    Returns
    -------
    files : dict of str to bytes
        By name; all but the manifest and `run.json`.
    manifest : Manifest
        What they are a pure function of.
    """
    receipts = find_evidence(str(job.parameters["inputs"]), job.settings).receipts
    observations = observations_frame(handed)
    comment = comment_on(job.settings, job.area, job.theme.slug, observations)
    found = changes_since(job, receipts, observations, notebook)
    context = replace(_context(job, receipts, handed, comment), changed=changed_block(found))
    page = render_page(notebook, context, charts)
    book = read_book(notebook, context, observations, handed["caveats"])
    files = {
        REPORT: page.encode(),
        NOTEBOOK: notebook_bytes(notebook),
        CSV: csv_bytes(observations),
        PARQUET: parquet_bytes(observations),
        XLSX: xlsx_bytes(book),
        ODS: ods_bytes(book),
    }
    manifest = Manifest(
        product_version=job.product_version,
        area=AreaName(code=job.area.code, name=job.area.name, slug=job.area.slug),
        theme=ThemeName(slug=job.theme.slug, title=job.theme.title),
        period=job.period,
        title=_title(job),
        headline=str(handed["headline"]),
        parameters=named_parameters(job),
        inputs=tuple(named_input(receipt) for receipt in receipts),
        fingerprint=job.fingerprint,
        parts=dict(job.parts),
        environment=environment_of(job.parts),
        previous=job.previous,
        since=job.since,
        changes=in_brief(found) if found else (),
        outputs=tuple(output(name, files[name], MEDIA_TYPES[name]) for name in sorted(files)),
        suppressed=len(job.hidden),
        sample=job.sample,
    )
    return files, manifest


def environment_of(parts: Mapping[str, str]) -> Environment:
    """Name what this process makes versions with, as a manifest does."""
    return Environment(
        python=parts.get("python", ""), lock=parts.get("lock", ""), compression=compression()
    )


def _title(job: Job) -> str:
    return f"{job.theme.title_for(job.area.name)}, {spoken(job.period)}"


def _context(
    job: Job,
    receipts: tuple[Receipt, ...],
    handed: Mapping[str, Any],
    comment: Comment | None,
) -> PageContext:
    strategy = strategy_facts(job.settings, job.area, str(job.parameters.get("strategy", "")))
    return PageContext(
        title=job.theme.title_for(job.area.name),
        theme_title=job.theme.title,
        area_name=job.area.name,
        area_code=job.area.code,
        period_label=spoken(job.period),
        version=job.version,
        sample=job.sample,
        product_version=job.product_version,
        licence=LICENCE,
        contact=CONTACT,
        parameters=tuple((name, _shown(value)) for name, value in job.parameters.items()),
        data=tuple(_checked(extracts) for extracts in by_dataset(receipts)),
        method=tuple(handed["method"]),
        files=tuple(PageFile(name, TITLES[name]) for name in (XLSX, ODS, CSV, PARQUET, NOTEBOOK)),
        comment=comment,
        strategy_title=strategy.title or None,
        strategy_source=strategy.source or None,
        related=(
            ("All councils and themes", "../../../../index.html"),
            (f"Every theme and version for {job.area.name}", "../../../index.html"),
        ),
        previous=job.previous,
        interactive=job.settings.interactive,
    )


def _checked(extracts: tuple[Receipt, ...]) -> CheckedData:
    first = extracts[0]
    return CheckedData(
        dataset=first.title,
        publisher=told_publisher(first),
        period=told_periods(extracts),
        contract=f"{first.dataset} {first.contract_version}",
        rules_checked=len(first.rules),
        files=tuple(CheckedFile(one.file_name, one.extract_sha256, one.id) for one in extracts),
        warned=told_warnings(extracts),
    )


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    text = str(value)
    receipts = len(text.removeprefix(RECEIPT_PREFIX).split(","))
    if text.startswith(RECEIPT_PREFIX) and receipts > 1:
        # Each of them stands above with its file, and the notebook holds the setting itself.
        return f"the {receipts} receipts named above"
    return text
