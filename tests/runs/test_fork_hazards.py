"""The gate opens while only harmless threads live, and shuts when any other has been started."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

from helpers.runs.engine import execute
from helpers.runs.warm.process import PRELOADED
from helpers.runs.warm.threads import HARMLESS, foreign_threads
from runs.engines import PROVISIONER, provisioner, write_notebook
from runs.warm_kernels import LITTLE, surroundings, warm_owner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm engine needs Linux")

IMPORTS = "import " + ", ".join(PRELOADED)
QUERY = "import polars as pl\npl.DataFrame({'a': [1, 2]}).select(pl.col('a') * 2)"
DRAWING = (
    "import vl_convert\nvl_convert.vegalite_to_svg({'data': {'values': [{'a': 1}]}, 'mark': 'bar',"
    " 'encoding': {'x': {'field': 'a', 'type': 'quantitative'}}})"
)
ENGINE = "from helpers.publication.chart_engine import ChartEngine\nengine = ChartEngine()"
PYTHON_THREAD = (
    "import threading, time\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()"
)
LOOK = (
    "from helpers.runs.warm.threads import settled_threads\nprint(list(settled_threads()), flush=True)\n"
    "import os\nos._exit(0)"
)
CHILDREN = 20
FORKS = f"""
import os, signal, time
import polars as pl
names = {{open(f'/proc/self/task/{{t}}/comm').read().strip() for t in os.listdir('/proc/self/task')}}
endings = []
for _ in range({CHILDREN}):
    pid = os.fork()
    if pid == 0:
        frame = pl.DataFrame({{'a': list(range(1000))}}).lazy().group_by(pl.col('a') % 7).len().collect()
        os._exit(0 if frame.height == 7 else 1)
    until = time.monotonic() + 30
    while (done := os.waitpid(pid, os.WNOHANG))[0] == 0 and time.monotonic() < until:
        time.sleep(0.01)
    if done[0] == 0:
        os.kill(pid, signal.SIGKILL)
        done = os.waitpid(pid, 0)
    endings.append(done[1])
print(sorted(names), endings, flush=True)
os._exit(0)
"""


def said(script: str, **variables: str) -> str:
    """What a fresh Python prints last."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **variables}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


def test_it_opens_after_the_imports() -> None:
    rehearsed = "import helpers.workbook.rehearsal as it\nit.rehearse()"
    assert said(f"{IMPORTS}\n{rehearsed}\n{LOOK}") == "[]"


def test_what_is_rehearsed_is_not_read_again_by_a_kernel() -> None:
    script = (
        "import helpers.workbook.rehearsal as it\nfrom helpers.strategies.register import parse_strategy\n"
        "it.rehearse()\nread = parse_strategy.cache_info().misses\n"
        "it.rehearse()\nprint(read, parse_strategy.cache_info().misses)"
    )
    before, after = said(script).split()
    assert int(before) >= 3
    assert after == before


@pytest.mark.parametrize(
    "started",
    [QUERY, DRAWING, ENGINE, PYTHON_THREAD],
    ids=["a query", "a drawing", "the chart engine", "a thread of Python"],
)
def test_it_shuts_once_other_threads_live(started) -> None:
    assert said(f"{started}\n{LOOK}") != "[]"


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="OpenBLAS starts threads on many cores only")
def test_it_shuts_beside_the_threads_of_openblas() -> None:
    assert said(f"import numpy\n{LOOK}", OPENBLAS_NUM_THREADS="2") != "[]"
    assert said(f"import numpy\n{LOOK}", OPENBLAS_NUM_THREADS="1") == "[]"


def test_a_new_thread_counts_before_it_has_a_name_of_its_own() -> None:
    # A thread's name is its maker's at first: only the first thread may have the process's name.
    told = said(
        "import threading, time\nfrom helpers.runs.warm.threads import foreign_threads\n"
        "threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\n"
        "print(list(foreign_threads()), flush=True)\nimport os\nos._exit(0)"
    )
    own = said("print(open('/proc/self/comm').read().strip())")
    assert told == f"['{own}']"


def test_forks_beside_the_harmless_threads_all_end() -> None:
    names, _, endings = said(FORKS).partition("] [")
    assert HARMLESS <= set(names.strip("[]").replace("'", "").split(", "))
    assert endings.rstrip("]").split(", ") == ["0"] * CHILDREN


def test_this_process_is_seen_as_it_is() -> None:
    assert isinstance(foreign_threads(), tuple)


@pytest.mark.parametrize(
    ("planted", "variables"),
    [
        (QUERY, {}),
        (DRAWING, {}),
        ("import numpy", {"OPENBLAS_NUM_THREADS": "2"}),
    ],
    ids=["a query", "a drawing", "OpenBLAS"],
)
def test_behind_a_shut_gate_stock_runs_the_workbook(
    planted, variables, project_root, tmp_path
) -> None:
    if variables and (os.cpu_count() or 1) < 2:
        pytest.skip("OpenBLAS starts threads on many cores only")
    (tmp_path / "planted_threads.py").write_text(planted, "utf-8")
    paths = os.pathsep.join([str(tmp_path), str(project_root / "src")])
    notebook = write_notebook(tmp_path / "ran.ipynb", "print('ran')")
    with (
        surroundings(project_root, tmp_path, PYTHONPATH=paths, **variables),
        warm_owner((*LITTLE, "planted_threads")) as owner,
        provisioner(PROVISIONER, owner.address),
    ):
        assert owner.address
        done = execute(notebook, {}, tmp_path / "executed.ipynb")
    assert done.engine == "stock"
    assert "other threads live in the warm process" in done.reason
    assert done.notebook.cells[0].outputs[0].text == "ran\n"


def test_what_is_loaded_beforehand_is_there_wherever_the_product_is_installed(project_root):
    """A package that only developers have would make every other machine fall back to stock."""
    lock = (project_root / "requirements.lock").read_text("utf-8")
    locked = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"(?m)^([\w.-]+)==", lock)
    }
    named = packages_distributions()
    for module in {name.partition(".")[0] for name in PRELOADED}:
        ours = module == "helpers" or module in sys.stdlib_module_names
        from_lock = {re.sub(r"[-_.]+", "-", one).lower() for one in named.get(module, [])}
        assert ours or from_lock & locked, module
