"""Where the CPU of a report goes, process by process, and how far it is from the limit.

The limit is the same cells in one warm process: no kernel, no messages, no page, no files.

    python benchmarks/report_parts.py [--inputs FOLDER] [--councils 2]

Start-up is left out: every part is warm. `report_run.py` has it in.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import tempfile
import time
from pathlib import Path

from helpers.base.geography import all_areas
from helpers.base.settings import Settings, find_settings
from helpers.base.themes import THEMES
from helpers.gate.passing import gate_inputs
from helpers.indicators.handed import VARIABLE, handed_evidence
from helpers.publication import making
from helpers.publication.chart_server import ChartServer
from helpers.publication.job import Job
from helpers.runs import worker
from helpers.runs.engines import warm_process
from helpers.runs.plan import make_plan
from helpers.runs.records import RunRequest
from helpers.workbook import Book, handover

REAL = Path("..") / "shared" / "data" / "real" / "ascof_timeseries_2024_25"
TICKS = os.sysconf("SC_CLK_TCK")


def used(process: int) -> tuple[float, float]:
    """CPU seconds of a process, and of those of its children that have ended."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS, (int(told[13]) + int(told[14])) / TICKS


def chart_process() -> int:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and b"svg_process" in (entry / "cmdline").read_bytes():
            told = (entry / "stat").read_text("ascii").rpartition(")")[2].split()
            if int(told[1]) == os.getpid():
                return int(entry.name)
    raise SystemExit("no chart process")


class Clock:
    """Adds up the CPU that a function of a module takes."""

    def __init__(self, *names: str) -> None:
        self.seconds = 0.0
        for name in names:
            setattr(making, name, self._timed(getattr(making, name)))

    def _timed(self, function):
        def timed(*given):
            begun = time.process_time()
            try:
                return function(*given)
            finally:
                self.seconds += time.process_time() - begun

        return timed


def cells_of(job: Job) -> list[str]:
    path = job.settings.notebooks / job.theme.notebook
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [text for text in code if "open_workbook" not in text and "compare_with =" not in text]


def limit(jobs: list[Job]) -> float:
    """CPU a report of the same cells, one after another in this process."""
    os.environ[handover.RUN_VARIABLE] = "1"
    books = []
    for job in jobs:
        os.environ[VARIABLE] = job.evidence
        receipts = making.find_evidence(str(job.parameters["inputs"]), job.settings).receipts
        request = making_request(job)
        evidence = handed_evidence(request, receipts)
        assert evidence is not None
        trees = [ast.parse(text) for text in cells_of(job)]
        books.append((Book(evidence, None), job.parameters, trees))
    begun = time.process_time()
    for book, parameters, cells in books:
        names = {**parameters, "book": book}
        for tree in cells:
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "cell", "exec"), names)
            if last is not None:
                shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
                json.dumps(shown._repr_mimebundle_())
    return (time.process_time() - begun) / len(jobs)


def making_request(job: Job):
    from helpers.base.parameters import check_request

    values = job.parameters
    return check_request(
        job.theme.slug, job.area.code, job.period, values["compare_with"], values["strategy"]
    )


def measured(settings: Settings, inputs: Path, councils: int) -> str:
    every = all_areas()
    areas = every[:: max(1, len(every) // councils)][:councils]
    request = RunRequest(THEMES, areas, "latest", {}, str(inputs), settings)
    gated = gate_inputs(request.inputs, settings)
    make_plan(request, gated)
    begun = time.process_time()
    planned = make_plan(request, gated, settings.outputs / ".evidence")
    plan = time.process_time() - begun
    jobs = [item.job for item in planned if item.job is not None]
    sheets = Clock("read_book", "xlsx_bytes", "ods_bytes")
    with ChartServer() as charts, warm_process(settings, "warm") as warm:
        worker.start(settings, charts.channel, charts.folder, warm.address)
        first = worker.work(jobs[0])
        assert first.outcome == "published" and first.engine == "warm", first
        at_least = limit(jobs)
        drawing, zygote = chart_process(), warm.process
        assert zygote is not None
        rest = jobs[1:]
        sheets.seconds = 0.0
        before = (time.process_time(), used(drawing)[0], *used(zygote))
        for job in rest:
            done = worker.work(job)
            assert done.outcome == "published", done
        after = (time.process_time(), used(drawing)[0], *used(zygote))
    own, drawn, forking, kernels = (
        (late - early) / len(rest) for early, late in zip(before, after, strict=True)
    )
    spreadsheets = sheets.seconds / len(rest)
    rows = {
        "planning: its figures, their digest": plan / len(jobs),
        "kernels, forked": kernels + forking,
        "worker: papermill, page, data files, scan, publishing": own - spreadsheets,
        "worker: spreadsheets": spreadsheets,
        "charts as SVG": drawn,
    }
    total = sum(rows.values())
    lines = ["| part | CPU ms a report | share | times the limit |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {1000 * seconds:.0f} | {seconds / total:.0%} | {seconds / at_least:.1f} |"
        for name, seconds in rows.items()
    ]
    without = total - drawn - spreadsheets
    lines += [
        f"| all | {1000 * total:.0f} | | {total / at_least:.1f} |",
        f"| all without SVG and spreadsheets | {1000 * without:.0f} | | {without / at_least:.1f} |",
        f"| the limit: the same cells in one process | {1000 * at_least:.0f} | | 1 |",
        "",
        f"{len(rest)} reports, one worker.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--councils", type=int, default=2)
    asked = parser.parse_args()
    settings = find_settings()
    inputs = (asked.inputs or settings.root / REAL).resolve()
    inputs = inputs if inputs.is_dir() else settings.samples
    with tempfile.TemporaryDirectory() as folder:
        print(measured(settings.with_outputs(Path(folder)), inputs, asked.councils))


if __name__ == "__main__":
    main()
