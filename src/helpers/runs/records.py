"""What a run is asked for, what it plans, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from helpers.base.geography import Area
from helpers.base.settings import Settings
from helpers.base.themes import Theme
from helpers.gate.store.records import Refusal
from helpers.publication.job import Job

PlannedStatus = Literal["run", "unchanged", "withheld"]
Outcome = Literal["published", "unchanged", "withheld", "failed", "refused"]
EngineChoice = Literal["auto", "warm", "stock"]
ExecutorChoice = Literal["local", "dask"]


FAILED = ".failed"


def failed_folder(outputs: Path, area: str, theme: str, period: str) -> Path:
    """Folder that keeps a workbook that failed, and its reason."""
    return outputs / FAILED / area / theme / period


@dataclass(frozen=True)
class RunRequest:
    """What a run is asked for, checked.

    Attributes
    ----------
    themes, areas
        Which workbooks.
    period : str
        A financial year, or "latest".
    parameters : mapping
        Further parameters of the workbooks, as given.
    inputs : str
        Folder of extracts.
    settings : Settings
        Where everything is.
    jobs : int
        Workbooks at a time.
    force : bool
        Whether unchanged versions are made again.
    every_area : bool
        Whether all councils of the data are wanted, instead of `areas`.
    site_url : str or None
        Web address of the site, where one is said; "none" forgets an earlier one.
    engine : {"auto", "warm", "stock"}
        Whether kernels are forked from a warm process: where that is possible, the same and
        said where it is not, or never.
    executor : {"local", "dask"}
        Processes of this machine, or workers of a cluster.
    scheduler : str
        Address of the cluster's scheduler; empty for a cluster on this machine.
    """

    themes: tuple[Theme, ...]
    areas: tuple[Area, ...]
    period: str
    parameters: Mapping[str, Any]
    inputs: str
    settings: Settings
    jobs: int = 1
    force: bool = False
    every_area: bool = False
    site_url: str | None = None
    engine: EngineChoice = "auto"
    executor: ExecutorChoice = "local"
    scheduler: str = ""


@dataclass(frozen=True)
class Planned:
    """One line of a plan: what would happen to a version, and why."""

    theme: Theme
    area: Area
    period: str
    status: PlannedStatus
    reasons: tuple[str, ...]
    job: Job | None = None
    version: str = ""


@dataclass(frozen=True)
class Done:
    """What came of one version.

    Attributes
    ----------
    engine : str
        How the kernel of a published version was started: "warm" or "stock".
    fell_back : str
        Why it was not forked, where it was meant to be.
    """

    theme: Theme
    area: Area
    period: str
    outcome: Outcome
    version: str
    message: str = ""
    seconds: float = 0.0
    engine: str = ""
    fell_back: str = ""

    def plain(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {
            "theme": self.theme.slug,
            "area": self.area.slug,
            "period": self.period,
            "outcome": self.outcome,
            "version": self.version,
            "message": self.message,
            "seconds": round(self.seconds, 2),
            "engine": self.engine,
        }


@dataclass(frozen=True)
class Remade:
    """What making the files of a version again came to.

    Attributes
    ----------
    digests : mapping of str to str
        SHA-256 of each file by name, the manifest's too; empty where it failed.
    message : str
        Why it failed.
    """

    digests: Mapping[str, str]
    message: str = ""


@dataclass(frozen=True)
class RunReport:
    """What came of a run."""

    done: tuple[Done, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    sample: bool
    index: str

    @property
    def exit_code(self) -> int:
        """The first that applies: 4 disclosure, 3 an extract refused, 1 a failure, 0 done."""
        outcomes = {item.outcome for item in self.done}
        if "refused" in outcomes:
            return 4
        if self.refusals:
            return 3
        return 1 if "failed" in outcomes else 0

    def count(self, outcome: Outcome) -> int:
        """Return how many versions had an outcome."""
        return sum(item.outcome == outcome for item in self.done)

    def plain(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {
            "exit_code": self.exit_code,
            "sample": self.sample,
            "index": self.index,
            "versions": [item.plain() for item in self.done],
            "refused_extracts": [refusal.model_dump(mode="json") for refusal in self.refusals],
            "notes": list(self.notes),
        }
