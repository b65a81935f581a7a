"""Charts as SVG, drawn by one child process that lives as long as a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from helpers.base.digests import of_value
from helpers.base.errors import PublicationError

SECONDS = 60.0
"""Longest time that one chart may take; the median is a twentieth of a second."""

REMEMBERED = 512
"""Charts kept for the next page that draws the same; about ten kilobytes each."""

_SOURCES = Path(__file__).resolve().parents[2]
_COMMAND = [sys.executable, "-P", "-m", "helpers.publication.svg_process"]


class _ChildDied(Exception):
    """The child process ended before it answered."""


class ChartRenderer:
    """Draw Vega-Lite specifications as SVG; use it as a context manager.

    The child process starts with the first chart. The same specification is
    drawn once, however often it is asked for. Safe to share between threads.

    Parameters
    ----------
    seconds : float
        Longest time that one chart may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._drawn: OrderedDict[str, str] = OrderedDict()
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process, if there is one."""
        with self._turn:
            self._stop()

    def svg(self, chart: str, spec: Mapping[str, Any]) -> str:
        """Draw one chart.

        Parameters
        ----------
        chart : str
            The chart's id, for the error that names it.
        spec : mapping
            A Vega-Lite specification with its data inside.

        Raises
        ------
        PublicationError
            When the specification cannot be drawn, asks for data from elsewhere,
            takes too long, or the drawing process dies twice.
        """
        if _asks_elsewhere(spec):
            raise PublicationError(
                f'chart "{chart}"',
                "it asks for data from an address",
                "a chart that carries its data",
                "read the data in the notebook and hand the rows to the chart",
            )
        digest = of_value(spec)
        with self._turn:
            if digest in self._drawn:
                self._drawn.move_to_end(digest)
                return self._drawn[digest]
            drawn = self._draw(chart, json.dumps(spec).encode() + b"\n")
            self._drawn[digest] = drawn
            if len(self._drawn) > REMEMBERED:
                self._drawn.popitem(last=False)
            return drawn

    def _draw(self, chart: str, request: bytes) -> str:
        try:
            reply = self._ask(chart, request)
        except _ChildDied:
            try:
                reply = self._ask(chart, request)
            except _ChildDied as reason:
                raise PublicationError(
                    f'chart "{chart}"',
                    f"the process that draws charts stopped twice ({reason})",
                    "a process that answers",
                    "free some memory and run again; `workbooks doctor` looks at the rest",
                ) from None
        answer = json.loads(reply)
        if "svg" in answer:
            return str(answer["svg"])
        raise PublicationError(
            f'chart "{chart}"',
            f"it could not be drawn: {_first_words(str(answer['error']))}",
            "a Vega-Lite specification that draws",
            "show the chart in the notebook and mend it there",
        )

    def _ask(self, chart: str, request: bytes) -> bytes:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        too_long = threading.Event()

        def give_up() -> None:
            too_long.set()
            child.kill()

        watch = threading.Timer(self._seconds, give_up)
        watch.daemon = True
        watch.start()
        try:
            child.stdin.write(request)
            child.stdin.flush()
            reply = child.stdout.readline()
        except OSError:
            reply = b""
        finally:
            watch.cancel()
        if reply.endswith(b"\n"):
            return reply
        reason = self._stop()
        if too_long.is_set():
            raise PublicationError(
                f'chart "{chart}"',
                f"it was not drawn within {self._seconds:g} seconds",
                "a chart of at most a few thousand marks",
                "show fewer rows, or add them up before they are drawn",
            )
        raise _ChildDied(reason)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._complaints = tempfile.TemporaryFile()
            path = os.pathsep.join([str(_SOURCES), os.environ.get("PYTHONPATH", "")])
            self._child = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
            )
        return self._child

    def _stop(self) -> str:
        """End the child and tell how it ended."""
        child, complaints = self._child, self._complaints
        self._child = self._complaints = None
        if child is None or complaints is None:
            return ""
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                # A dead child's pipe cannot be flushed; it is closed all the same.
                pass
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with complaints:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
        return said[-1] if said else f"exit code {child.returncode}"


def _asks_elsewhere(value: object) -> bool:
    """Whether any `data` of a specification is an address."""
    if isinstance(value, Mapping):
        data = value.get("data")
        if isinstance(data, Mapping) and "url" in data:
            return True
        # Rows are the bulk of a specification and hold no specification.
        return any(
            _asks_elsewhere(part)
            for name, part in value.items()
            if name not in {"values", "datasets"}
        )
    if isinstance(value, list | tuple):
        return any(_asks_elsewhere(part) for part in value)
    return False


def _first_words(said: str) -> str:
    """What the converter said, without its stack and heading."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "Vega-Lite to SVG"))]
    return (told or lines or ["no reason was given"])[0][:300]
