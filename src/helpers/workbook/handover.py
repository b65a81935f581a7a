"""What a workbook hands to the run that executes it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from helpers.display.passages import Passage
from helpers.indicators.evidence import Evidence
from helpers.indicators.registry import Indicator
from helpers.workbook.ending import VERDICT_METHOD, method

HANDOVER_MIME = "application/vnd.care-workbooks.handover+json"
RUN_VARIABLE = "CARE_WORKBOOKS_RUN"


@dataclass(frozen=True)
class Handover:
    """Observations and words for the run, as one output of the last cell."""

    plain: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {HANDOVER_MIME: self.plain, "text/plain": "handed to the run"}


def hand_over(
    evidence: Evidence,
    indicators: tuple[Indicator, ...],
    headline: str,
    *,
    judged: bool = False,
) -> Handover | Passage:
    """Hand the observations to the run, or say that there is none.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    indicators : tuple of Indicator
        Those that the page shows.
    headline : str
        First main point, as plain text.
    judged : bool
        Whether the page judges promises, so that its method says by which rules.
    """
    if not os.environ.get(RUN_VARIABLE):
        return Passage(
            "Run by hand: nothing is published. `workbooks run` publishes a version of this page."
        )
    return Handover(
        {
            "columns": list(evidence.observations.columns),
            "rows": [list(row) for row in evidence.observations.iter_rows()],
            "evidence": evidence.digest,
            "period": evidence.request.period,
            "headline": headline,
            "indicators": [item.code for item in indicators],
            "caveats": list(
                dict.fromkeys(caveat for item in indicators for caveat in item.caveats)
            ),
            "method": [*method(evidence, indicators), *(VERDICT_METHOD if judged else ())],
        }
    )
