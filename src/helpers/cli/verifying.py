"""`workbooks verify`: published versions made again, every byte compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from helpers.base.counted import counted
from helpers.base.errors import ParameterError
from helpers.base.suggest import unknown
from helpers.cli.at_once import at_once
from helpers.cli.places import settings_for

if TYPE_CHECKING:
    from helpers.runs.verify import Verified

ENGINES = ("auto", "warm", "stock")
_BAD = {"different", "failed"}


def verify(
    versions: Annotated[
        list[str] | None,
        typer.Argument(
            help="Versions: a folder, area/theme, area/theme/period, or one of its versions."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every version of the outputs.")] = False,
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=0, help="Workbooks at a time; 0 for a core each and one more."),
    ] = 0,
    engine: Annotated[str, typer.Option("--engine", help="auto, warm or stock.")] = "auto",
    outputs: Annotated[
        str | None, typer.Option("--outputs", help="Folder of them, or its address.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make versions again from what their manifests name, and compare every byte.

    Nothing is published, and today's inbox is not looked at. A version that other code, another
    Python, lock or compressor has made is not called different: it cannot be verified here, and
    the answer says what differs. Ends with 1 where a file differs, or nothing could be verified.
    """
    from helpers.publication.mirrors import ensure_folders
    from helpers.publication.version_named import every_version, find_version
    from helpers.runs.verify import verify as verify_versions

    if engine not in ENGINES:
        raise unknown("engine", engine, ENGINES)
    if bool(versions) == every:
        raise ParameterError(
            "workbooks verify",
            "both versions and --all" if every else "no version is named",
            "versions, or --all",
            "workbooks verify wirral/placements, or workbooks verify --all",
        )
    settings = settings_for(outputs)
    found = (
        every_version(settings.outputs)
        if every
        else tuple(find_version(name, settings.outputs) for name in versions or [])
    )
    ensure_folders(version.folder for version in found)
    answers = verify_versions(
        found, settings, jobs or at_once(), _engine(engine), None if as_json else _tell
    )
    if as_json:
        plain = [answer.plain() for answer in answers]
        typer.echo(json.dumps({"versions": plain}, indent=2, ensure_ascii=False))
    else:
        _sum_up(answers)
    verdicts = {answer.verdict for answer in answers}
    raise typer.Exit(1 if verdicts & _BAD or (verdicts and "identical" not in verdicts) else 0)


def _engine(name: str) -> Literal["auto", "warm", "stock"]:
    return "stock" if name == "stock" else "warm" if name == "warm" else "auto"


def _tell(answer: Verified, number: int, of: int) -> None:
    verdict = answer.verdict.upper() if answer.verdict in _BAD else answer.verdict
    typer.echo(f"[{number}/{of}] {verdict}: {answer.version}")
    for reason in answer.reasons:
        typer.echo(f"  {reason}")


def _sum_up(answers: Sequence[Verified]) -> None:
    verdicts = Counter(answer.verdict for answer in answers)
    told = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.items())
    typer.echo(f"{counted(len(answers), 'version')}: {told or 'none'}.")
