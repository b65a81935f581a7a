"""The words of the sample workbook: ours, short, in the places of the publisher's prose.

Each table has as many lines above its header as the publisher's, so that the header is
where it is in the real file, and every title says that the figures are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.extracts.ods import Cell
from helpers.extracts.sample_layout import year_label

_MARKERS: Final = "[c] is suppressed, [x] is not available, [z] is not applicable."
_ONE_TABLE: Final = "This sheet holds one table."

# Per table: what it is about, its source, and its code up to 2022 to 2023.
TABLES: Final[dict[str, tuple[str, str, str]]] = {
    "1a": ("quality of life of people who use services", "ASCS", "1A"),
    "1b": ("adjusted quality of life of people who use services", "ASCS", "1J"),
    "1c": ("quality of life of carers", "SACE", "1D"),
    "1d": ("satisfaction of people who use services", "ASCS", "3A"),
    "1e": ("satisfaction of carers", "SACE", "3B"),
    "2a": ("reablement with no further request, new clients", "CLD", "2D"),
    "2b": ("admissions to care homes, aged 18 to 64, per 100,000", "CLD", "2A(1)"),
    "2c": ("admissions to care homes, aged 65 and over, per 100,000", "CLD", "2A(2)"),
    "2d(1)": ("still in the community after reablement, 65 and over", "CLD", "2B(1)"),
    "2d(2)": ("hospital discharges with reablement, 65 and over", "CLD", "2B(2)"),
    "2e(1)": ("at home or with family, learning disability, 18 to 64", "CLD", "1G"),
    "2e(2a)": ("at home or with family, 18 to 64", "CLD", "Not applicable"),
    "2e(2b)": ("at home or with family, 65 and over", "CLD", "Not applicable"),
    "3a": ("control over daily life", "ASCS", "1B"),
    "3b": ("carers included or consulted", "SACE", "3C"),
    "3c(1)": ("people who find information easily", "ASCS", "3D(1)"),
    "3c(2)": ("carers who find information easily", "SACE", "3D(2)"),
    "3d(1a)": ("people with self-directed support", "CLD", "1C(1a)"),
    "3d(2a)": ("people with a direct payment", "CLD", "1C(2a)"),
    "4a": ("people who feel safe", "ASCS", "4A"),
    "4b": ("safeguarding risk reduced or removed", "SAC", "Not applicable"),
    "5a(1)": ("people with as much social contact as they like", "ASCS", "1I(1)"),
    "5a(2)": ("carers with as much social contact as they like", "SACE", "1I(2)"),
    "6a": ("staff turnover", "ASC-WDS", "Not applicable"),
    "6b": ("care homes rated good or outstanding", "CQC", "Not applicable"),
}


def heading(table: str) -> list[list[Cell]]:
    """Return the lines above a table's header, as many as the publisher has there."""
    about, source, _ = TABLES[table]
    lines = [f"Table {table}: {about} [note 1]. {SAMPLE_MARK}.", _ONE_TABLE]
    if table == "6b":
        lines += ["Other: rated requires improvement or inadequate."]
    if source in ("ASCS", "SACE"):
        lines += ["Number of respondents: the people whose replies were used."]
    elif source != "ASC-WDS":
        lines += ["Numerator: the number counted.", "Denominator: the number it is counted among."]
    lines += ["Outcome: the measure itself.", _MARKERS]
    return [[line] for line in lines]


def front_sheets(last_year: int) -> dict[str, Sequence[Sequence[Cell]]]:
    """Return the sheets before the tables: cover, contents, log of changes and notes."""
    latest = year_label(last_year)
    title = f"ASCOF time series of aggregated measures, England, 2015 to 2016 to {latest}"
    cover = (
        f"{SAMPLE_MARK} - {title}",
        "What this is",
        "A workbook to try things out with. It has the layout of the publisher's file.",
        "No figure in it describes any council, region or year.",
        "Key",
        _MARKERS.replace(", ", "\n"),
    )
    log = (
        ("1C", "1D", "2016 to 2017", "More carers were asked; earlier basis in brackets."),
        ("1A", "1A", "2020 to 2021", "Only 18 councils took part."),
        *(
            (_metric(table), former, "2024 to 2025", "New source: a break in the series.")
            for table, (_, source, former) in TABLES.items()
            if source == "CLD" and former != "Not applicable"
        ),
    )
    return {
        "Cover": [[line] for line in cover],
        "Contents": [
            [f"Contents. {SAMPLE_MARK}.", "", "", "", ""],
            ["One row for each table.", "", "", "", ""],
            ["The cover says what this workbook is.", "", "", "", ""],
            ["Metric", "Description", "Source", "Start year", "2022 to 2023 Code"],
            *(
                [_metric(table), about.capitalize(), source, _start(table, source), former]
                for table, (about, source, former) in TABLES.items()
            ),
        ],
        "Comparability_over_time_log": [
            [f"Log of changes. {SAMPLE_MARK}.", "", "", ""],
            ["Each line names a measure, a year and what changed then.", "", "", ""],
            *[["", "", "", ""]] * 4,
            [
                f"{latest} metric code",
                "2022 to 2023 metric code",
                "Year of change",
                "Description of impact on comparability over time",
            ],
            *log,
        ],
        "Notes": [
            [f"Notes. {SAMPLE_MARK}.", "", ""],
            ["One row for each note.", "", ""],
            ["Note number ", "Note text", "Note Link"],
            ["[note 1]", f"{SAMPLE_MARK}.", "Not applicable"],
        ],
    }


def _start(table: str, source: str) -> str:
    if source == "CLD":
        return year_label(2024)
    if table in ("4b", "6a", "6b"):
        return year_label(2023)
    return year_label(2016 if table == "1b" else 2015)


def _metric(table: str) -> str:
    """Return a table's metric as the publisher's contents write it: 2E(2a)."""
    return table[:2].upper() + table[2:]
