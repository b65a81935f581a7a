"""What `workbooks inputs fetch` prints: progress, what came, and what did not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import typer

from helpers.base.errors import FetchFailed, WorkbooksError
from helpers.extracts.fetching import Fetched, Progress, fetch_dataset, size_words
from helpers.extracts.snapshot import Download, record_path

DRAWN_EVERY = 0.1
TOLD_EVERY = 5.0
WIDTH = 30
STOPPED = 130


def fetch_and_tell(dataset: str, contracts: Path, folder: Path) -> None:
    """Fetch a dataset's files and say how it goes.

    Raises
    ------
    FetchFailed
        The last of the failures; those before it are printed.
    """
    failures: list[FetchFailed] = []
    line = Line()

    def watch(download: Download) -> Progress:
        edition = f" ({download.edition})" if download.edition else ""
        typer.echo(f"Fetching {download.name}{edition}")
        return line.draw if sys.stdout.isatty() else plain_lines()

    try:
        for outcome in fetch_dataset(dataset, contracts, folder, watch):
            line.end()
            if isinstance(outcome, Fetched):
                _tell(outcome)
                continue
            if failures:
                typer.echo(f"{failures[-1]}", err=True)
            failures.append(outcome)
    except KeyboardInterrupt:
        line.end()
        typer.echo("Stopped. What has arrived is kept; the same command goes on.", err=True)
        raise typer.Exit(STOPPED) from None
    except WorkbooksError:
        line.end()
        raise
    if failures:
        raise failures[-1]
    typer.echo("Now workbooks inputs says what the gate makes of it.")


class Line:
    """One line of a terminal, drawn again as a file comes in."""

    def __init__(self) -> None:
        self._last = 0.0
        self._begun = False

    def draw(self, have: int, total: int | None) -> None:
        """Draw how far it is, ten times a second at most."""
        now = time.monotonic()
        if now - self._last < DRAWN_EVERY and have != total:
            return
        self._last, self._begun = now, True
        done = int(WIDTH * have / total) if total else 0
        bar = f"[{'#' * done}{'.' * (WIDTH - done)}] " if total else ""
        typer.echo(f"\r{f'  {bar}{_so_far(have, total)}':<78}", nl=False)

    def end(self) -> None:
        """Leave the line, where it was begun."""
        if self._begun:
            typer.echo()
        self._begun = False


def plain_lines() -> Progress:
    """Return a callback that prints a line every few seconds, as a log wants it."""
    last = time.monotonic()

    def tell(have: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= TOLD_EVERY:
            last = now
            typer.echo(f"  {_so_far(have, total)}")

    return tell


def _so_far(have: int, total: int | None) -> str:
    if not total:
        return f"{size_words(have)}, the whole size is not known"
    return f"{size_words(have)} of {size_words(total)} ({have / total:.0%})"


def _tell(fetched: Fetched) -> None:
    snapshot = fetched.snapshot
    if snapshot is None:
        typer.echo(f"Already here: {fetched.path.name}, with the same content")
        return
    typer.echo(f"Fetched: {fetched.path}")
    typer.echo(f"  {snapshot.bytes:,} bytes from {snapshot.publisher}; {snapshot.licence}")
    whose = "as the contract names it" if snapshot.pinned else "the contract names none to compare"
    typer.echo(f"  SHA-256 {snapshot.sha256}, {whose}")
    typer.echo(f"  Record: {record_path(fetched.path.parent, fetched.path.name)}")
