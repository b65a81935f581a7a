"""What a chart costs: drawn wide and narrow by the one process of a run, and as a picture.

    python benchmarks/charts_run.py OUTPUTS [--rounds 5]

OUTPUTS holds published versions, whose own figures are drawn. Every round begins with a new
process; CPU is that of the process that draws, read from the system, so Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

from helpers.base.settings import find_settings
from helpers.publication.chart_server import ChartServer, SharedDrawing
from helpers.publication.charts import ChartRenderer
from helpers.publication.figure_list import NumberedFigure, numbered_figures
from helpers.publication.picture import Words, chart_drawing, composed
from helpers.publication.svg_marks import page_svg
from helpers.publication.version_named import find_version, published
from helpers.publication.version_read import read_version


def cpu(process_id: int) -> float:
    told = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process_id: int) -> float:
    pages = int(Path(f"/proc/{process_id}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def figures_of(outputs: Path) -> list[NumberedFigure]:
    found = []
    for name in published(outputs):
        version = read_version(find_version(name, outputs))
        every = numbered_figures(version.notebook)
        found += [one for one in every if isinstance(one, NumberedFigure)]
    return found


def one_round(figures: list[NumberedFigure]) -> dict[str, float]:
    told: dict[str, float] = {}
    with ChartServer() as server:
        renderer = ChartRenderer(SharedDrawing(server.channel))

        def spent(name: str, work, count: int) -> None:
            child = server.drawing.process_id
            before = time.perf_counter(), cpu(child) if child else 0.0
            work()
            child = server.drawing.process_id
            told[f"{name}, wall"] = (time.perf_counter() - before[0]) * 1000 / count
            told[f"{name}, cpu"] = (cpu(child) - before[1]) * 1000 / count

        def draw() -> None:
            for one in figures:
                for spec in (one.figure.wide, one.figure.narrow):
                    renderer.svg(one.figure.id, spec)

        def pictures() -> None:
            for one in figures:
                words = Words(
                    one.figure.title, one.figure.subtitle, one.figure.source, "", "", False
                )
                svg = composed(chart_drawing(renderer.svg(one.figure.id, one.figure.wide)), words)
                renderer.png(one.figure.id, svg, 2)

        spent("process and first chart", lambda: renderer.svg("first", figures[0].figure.wide), 1)
        spent("chart", draw, 2 * len(figures))
        spent("the same chart again", draw, 2 * len(figures))
        spent("picture", pictures, len(figures))
        told["memory, MB"] = megabytes(server.drawing.process_id)
        drawn = [renderer.svg(one.figure.id, one.figure.wide) for one in figures]
    begun = time.process_time()
    for svg in drawn:
        page_svg(svg, name="x", words="y", css_class="wide")
    told["made ready for the page, cpu"] = (time.process_time() - begun) * 1000 / len(drawn)
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("outputs", type=Path, nargs="?", default=find_settings().outputs)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    figures = figures_of(given.outputs)
    rounds = [one_round(figures) for _ in range(given.rounds)]
    print(f"{len(figures)} figures, each wide and narrow, {given.rounds} rounds")
    for name in rounds[0]:
        each = [told[name] for told in rounds]
        print(f"{name:34} {statistics.median(each):8.1f}  ({min(each):.1f} to {max(each):.1f})")


if __name__ == "__main__":
    main()
