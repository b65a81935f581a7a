"""Processes for tests of the shared drawing process: a run that is killed, and workers that ask."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from helpers.base.errors import PublicationError
from helpers.publication.chart_server import ChartChannel, ChartServer, SharedDrawing
from helpers.publication.charts import ChartRenderer
from publication.examples import comparison_spec

SLOW = {
    "data": {"sequence": {"start": 0, "stop": 120_000}},
    "mark": "point",
    "encoding": {"x": {"field": "data", "type": "quantitative"}},
}
"""A chart that takes a second or more."""


def ask(channel: ChartChannel, widths: list[int]) -> list[str]:
    """Draw charts as a worker does."""
    renderer = ChartRenderer(SharedDrawing(channel))
    return [renderer.svg(f"w{width}", comparison_spec(width)) for width in widths]


def ask_and_fail(channel: ChartChannel) -> str:
    """Ask for a chart that cannot be drawn, and return the words against it."""
    try:
        ChartRenderer(SharedDrawing(channel)).svg("fig-bad", {"mark": "nonsense"})
    except PublicationError as error:
        return str(error)
    return ""


def is_alive(process_id: int) -> bool:
    """Whether a process lives; one that waits to be buried does not."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def cpu_seconds(process_id: int) -> float:
    """Seconds of processor that a process has used."""
    try:
        told = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def children(process_id: int) -> list[int]:
    """Process ids of the drawing children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int(entry.joinpath("stat").read_text("ascii").rpartition(")")[2].split()[1])
            command = entry.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if parent == process_id and b"svg_process" in command:
            found.append(int(entry.name))
    return found


def wait_until(holds, seconds=60.0) -> bool:
    """Wait until something holds; whether it did in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def main() -> None:
    """Be a run: start the shared process, draw, tell where everything is, and wait to be killed."""
    with ChartServer() as server:
        renderer = ChartRenderer(SharedDrawing(server.channel))
        renderer.svg("a", comparison_spec(300))
        print(server.channel.address, server.drawing.process_id, flush=True)
        if sys.argv[1:] == ["busy"]:
            renderer.svg("slow", SLOW)
        time.sleep(600)


if __name__ == "__main__":
    main()
