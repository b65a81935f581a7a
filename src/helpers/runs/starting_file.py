"""The file that every page starts from: what is said where it is not among the inputs."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.settings import INBOX
from helpers.gate.store.inputs import RECEIPT_PREFIX, Evidence
from helpers.indicators.publications import publications
from helpers.indicators.source import SOURCE
from helpers.runs.records import RunRequest

NAMED = 3


def why_nothing(request: RunRequest, gated: Evidence) -> str:
    """Say why no page can be made of these inputs; empty where one can.

    Parameters
    ----------
    request : RunRequest
        What is asked for.
    gated : Evidence
        What the gate let through, and what it refused.

    Raises
    ------
    ParameterError
        When every file was accepted, and none of them is the one that pages start from.
    """
    if SOURCE in {receipt.dataset for receipt in gated.receipts}:
        return ""
    wanted = publications(request.settings.contracts, (SOURCE,))[0]
    by_receipt = request.inputs.startswith(RECEIPT_PREFIX)
    folder = "data/inbox" if by_receipt or request.inputs == INBOX else request.inputs
    expected = f"{wanted.title} ({wanted.publisher}), which every page starts from"
    mend = f"download it from {wanted.landing_page} and put it into {folder}, beside the others"
    if gated.refusals:
        return f"{expected}, is not among the files accepted; mend the file refused, or {mend}"
    raise ParameterError(
        "parameter inputs",
        f"nothing can be made: {_accepted(gated)}",
        expected,
        f"{mend}; workbooks inputs shows what lies there",
    )


def _accepted(gated: Evidence) -> str:
    names = [receipt.file_name for receipt in gated.receipts]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    were = "was" if len(names) == 1 else "were"
    return f"{', '.join(names[:NAMED])}{more} {were} accepted, but no page starts from that"
