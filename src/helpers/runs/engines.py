"""Which engine a run uses, and what it says where that is not the one that was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from helpers.base.settings import Settings
from helpers.runs.environment import kernel_environment, provisioner_registered
from helpers.runs.fingerprints import LOCK
from helpers.runs.records import Done, EngineChoice
from helpers.runs.warm.owner import WarmOwner, why_not

_NOT_INSTALLED = "this installation does not tell Jupyter of it: install the project again"


def warm_process(settings: Settings, engine: EngineChoice) -> WarmOwner:
    """Return the warm process of a run, to be entered; where there is none, it says why."""
    if engine == "stock":
        return WarmOwner.none("")
    if not provisioner_registered():
        return WarmOwner.none(_NOT_INSTALLED)
    return WarmOwner(kernel_environment(settings), (settings.root / LOCK, settings.contracts))


def fallback_notes(engine: EngineChoice, reason: str, done: Sequence[Done]) -> tuple[str, ...]:
    """Say once that stock papermill stood in for the warm engine, and why.

    Parameters
    ----------
    engine : {"auto", "warm", "stock"}
        What was asked for.
    reason : str
        Why there was no warm process at all.
    done : sequence of Done
        What came of the versions.
    """
    if reason:
        # Where it cannot be, nobody who left the choice to us has missed it.
        if engine == "auto" and why_not():
            return ()
        return (f"Stock papermill ran the workbooks: {reason}.",)
    reasons = Counter(item.fell_back for item in done if item.fell_back)
    if not reasons:
        return ()
    told = "; ".join(reason for reason, _ in reasons.most_common())
    return (f"Stock papermill ran {sum(reasons.values())} of {len(done)} workbooks: {told}.",)
