"""Making published versions again, from what their manifests name, to compare every byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import helpers
from helpers.base import digests
from helpers.base.errors import WorkbooksError
from helpers.base.geography import find_area
from helpers.base.settings import STATIC, Settings
from helpers.base.themes import find_theme
from helpers.gate.store.inputs import RECEIPT_PREFIX, find_evidence
from helpers.indicators.handed import keep_evidence
from helpers.indicators.source import Source
from helpers.publication.compression import compression
from helpers.publication.hidden import withheld
from helpers.publication.job import Job
from helpers.publication.manifest import Manifest
from helpers.publication.mirrors import secluded
from helpers.publication.sides import read_since
from helpers.publication.versions import RUN_FILE, Version
from helpers.runs import tasks
from helpers.runs.fingerprints import PARTS, differing
from helpers.runs.plan import evidence_for, in_order, parts_beside_figures
from helpers.runs.pool import open_workers
from helpers.runs.records import EngineChoice, Remade

Verdict = Literal["identical", "different", "cannot verify", "failed"]


@dataclass(frozen=True)
class Verified:
    """What came of making one version again.

    Attributes
    ----------
    version : str
        Council, theme, period and version.
    verdict : {"identical", "different", "cannot verify", "failed"}
    reasons : tuple of str
        What differs, or why it could not be made again.
    """

    version: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {"version": self.version, "verdict": self.verdict, "reasons": list(self.reasons)}


Progress = Callable[[Verified, int, int], None]


def verify(
    versions: Sequence[Version],
    settings: Settings,
    jobs: int = 1,
    engine: EngineChoice = "auto",
    progress: Progress | None = None,
) -> tuple[Verified, ...]:
    """Make versions again and compare every file but `run.json`; nothing is published.

    Each is made from the receipts that its manifest names, whatever lies in the inbox today.

    Parameters
    ----------
    versions : sequence of Version
        In the order in which the answers are wanted.
    settings : Settings
        Where everything is.
    jobs : int
        Workbooks at a time.
    engine : {"auto", "warm", "stock"}
        How their kernels are started.
    progress : callable, optional
        Told of each as it is done, with how many are done and how many there are.
    """
    answers: dict[str, Verified] = {}
    by_place = {_name(version.manifest, version.name): version for version in versions}

    def told(answer: Verified) -> None:
        answers[answer.version] = answer
        if progress is not None:
            progress(answer, len(answers), len(by_place))

    at_once = min(jobs, len(versions))
    with secluded(settings.outputs), open_workers(settings, at_once, engine) as workers:
        again = []
        for name, version in by_place.items():
            made = _job(version, settings, workers.folder / "evidence")
            if isinstance(made, Job):
                again.append(made)
            else:
                told(Verified(name, "cannot verify", made))
        for ended in workers.each(tasks.remake, again):
            job = ended.job
            name = _place(job.area.slug, job.theme.slug, job.period, job.version)
            told(compared(by_place[name], ended.result or Remade({}, ended.fault)))
    return tuple(answers[name] for name in by_place)


def compared(version: Version, remade: Remade) -> Verified:
    """Hold the files of a version against those made again."""
    name = _name(version.manifest, version.name)
    if not remade.digests:
        return Verified(name, "failed", (remade.message,))
    published = {item.path: item.sha256 for item in version.manifest.outputs}
    reasons = []
    for file, now in sorted(remade.digests.items()):
        path = version.folder / file
        there = digests.of_file(path) if path.is_file() else ""
        if there == now:
            continue
        if not there:
            reasons.append(f"{file} is missing")
        elif published.get(file) == now:
            reasons.append(f"{file} was changed after it was published")
        else:
            reasons.append(f"{file} comes out differently")
    known = {*remade.digests, RUN_FILE}
    reasons += [
        f"{path.name} is no file of it"
        for path in sorted(version.folder.iterdir())
        if path.name not in known
    ]
    return Verified(name, "different" if reasons else "identical", tuple(reasons))


def _job(version: Version, settings: Settings, folder: Path) -> Job | tuple[str, ...]:
    """Return what makes a version again, or why it cannot be."""
    manifest = version.manifest
    interactive = manifest.parts.get("pages") != STATIC
    own = settings.model_copy(update={"interactive": interactive})
    try:
        area, theme = find_area(manifest.area.code), find_theme(manifest.theme.slug)
        ids = ",".join(item.receipt for item in manifest.inputs)
        parts = parts_beside_figures(own, theme, area, manifest.parameters)
        made_by = _made_by(manifest, parts)
        if made_by:
            return made_by
        ordered = in_order(own, theme, manifest.parameters)
        source = _source(tuple(item.receipt for item in manifest.inputs), own)
        evidence = evidence_for(source, theme, area, manifest.period, manifest.parameters)
        if manifest.since is not None:
            read_since(version.folder.parents[1], manifest.since)
    except WorkbooksError as error:
        return (" ".join(str(error).split()),)
    except KeyError as missing:
        return (f"its manifest names no parameter {missing}",)
    return Job(
        theme=theme,
        area=area,
        period=manifest.period,
        parameters={**ordered, "inputs": f"{RECEIPT_PREFIX}{ids}"},
        fingerprint=manifest.fingerprint,
        # Where the figures come out differently the files do, and are compared all the same.
        parts={**parts, **evidence.digests},
        version=version.name,
        previous=manifest.previous,
        since=manifest.since,
        hidden=withheld(evidence.observations),
        settings=own,
        product_version=helpers.__version__,
        sample=evidence.sample,
        evidence=str(keep_evidence(evidence, folder) or ""),
    )


def _made_by(manifest: Manifest, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Say by what other code a version was made; nothing where it was made by this."""
    before = {name: value for name, value in manifest.parts.items() if name in parts}
    reasons = [_other(name, before.get(name, ""), parts[name]) for name in differing(parts, before)]
    packed = manifest.environment.compression if manifest.environment else ""
    if packed != compression():
        reasons.append(f"packed by {packed or 'an unnamed compressor'}, here {compression()}")
    if manifest.product_version != helpers.__version__ or reasons:
        python = manifest.parts.get("python") or "an unnamed Python"
        maker = f"made by Care workbooks {manifest.product_version} with Python {python}"
        return (f"{maker}; here Care workbooks {helpers.__version__}", *reasons)
    return ()


def _other(name: str, before: str, now: str) -> str:
    if name == "python":
        return f"Python was {before or 'not named'}, here {now}"
    if name == "pages":
        return f"its pages are {before or 'not named'}"
    told = f"{before[:8] or 'none'}, here {now[:8] or 'none'}"
    return f"{PARTS[name]} changed ({told})"


@cache
def _source(ids: tuple[str, ...], settings: Settings) -> Source:
    named = f"{RECEIPT_PREFIX}{','.join(ids)}"
    return Source(find_evidence(named, settings).receipts, settings, thorough=True)


def _name(manifest: Manifest, version: str) -> str:
    return _place(manifest.area.slug, manifest.theme.slug, manifest.period, version)


def _place(area: str, theme: str, period: str, version: str) -> str:
    return f"{area}/{theme}/{period}/{version}"
