"""Data to collect next: what would answer the promises that have no answer yet."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display.promise_tables import Wanted, wanted_table
from helpers.display.tables import Table
from helpers.indicators.evidence import Evidence
from helpers.strategies.judging import is_answered
from helpers.strategies.verdicts import Judged
from helpers.workbook import ending

WHERE = {
    "published data": "Published; a later edition, or one of an earlier year",
    "other published data": "Published elsewhere; not among the datasets that this page reads",
    "local data": "The council; no contract is written yet",
    "the council": "The council: its word, with a date and a link, in the strategy file",
    "the document": "Whoever wrote the document",
}


def wanted(judged: Sequence[Judged], evidence: Evidence) -> Table:
    """Table of the data wanted, the council's own datasets first, then promise by promise.

    Parameters
    ----------
    judged : sequence of Judged
        The promises; without any, the open questions of the five themes are told.
    evidence : Evidence
        What the page stands on.
    """
    if not judged:
        return ending.questions(evidence)
    open_ones = [each for each in judged if not is_answered(each)]
    by_dataset: dict[str, list[Judged]] = {}
    for each in open_ones:
        if each.commitment.local_dataset:
            by_dataset.setdefault(each.commitment.local_dataset, []).append(each)
    rows = [
        Wanted(
            " ".join(dict.fromkeys(each.commitment.needs for each in those)),
            tuple(each.id for each in those),
            f"The council: the extract that the contract {name} describes, in the inbox",
        )
        for name, those in sorted(by_dataset.items())
    ]
    alone: dict[tuple[str, str], list[str]] = {}
    for source, where in WHERE.items():
        for each in open_ones:
            commitment = each.commitment
            if commitment.judged_from == source and not commitment.local_dataset:
                alone.setdefault((commitment.needs, where), []).append(each.id)
    rows += [Wanted(needs, tuple(ids), where) for (needs, where), ids in alone.items()]
    return wanted_table(rows)
