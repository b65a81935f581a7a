"""A kernel forked from the warm process shows what one started by stock papermill shows."""

from __future__ import annotations

import os
import sys

import pytest

from helpers.base.settings import Settings
from helpers.base.themes import THEMES
from helpers.runs.environment import kernel_environment
from helpers.runs.run import run
from helpers.runs.warm.owner import WarmOwner
from runs.engines import by_stock, by_warm, write_notebook
from runs.projects import request

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm engine needs Linux")

PARITY = {
    "display": "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\n1 + 1",
    "markdown": "from IPython.display import Markdown\nMarkdown('# a\\n\\n*b*')",
    "a display updated by its id": (
        "from IPython.display import display, update_display\n"
        "display('first', display_id='one')\ndisplay('other')\nupdate_display('second', display_id='one')"
    ),
    "output cleared": (
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')"
    ),
    "interleaved streams": (
        "import sys\nfor n in range(5):\n    print(n)\n    print(-n, file=sys.stderr)"
    ),
    "a frame": (
        "import pandas as pd, polars as pl\nframe = pl.DataFrame({'a': [3, 1, 2]}).sort('a')\n"
        "print(frame)\npd.DataFrame({'a': frame['a'].to_list()})"
    ),
    "a chart": (
        "import altair as alt\nchart = alt.Chart(alt.Data(values=[{'x': 1}])).mark_bar()"
        ".encode(x='x:Q')\nprint(chart.to_json())"
    ),
    "an error": "def inner():\n    return 1 / 0\n\ninner()",
    "an error of ours": (
        "from helpers.base.errors import ParameterError\nraise ParameterError('a', 'b', 'c', 'd')"
    ),
    "a syntax error": "def broken(:\n    pass",
    "a warning": "import warnings\nwarnings.warn('careful')",
    "sys.exit(0)": "import sys\nprint('before')\nsys.exit(0)",
    "sys.exit(3)": "import sys\nsys.exit(3)",
    "os._exit": "import os\nprint('last words', flush=True)\nimport time; time.sleep(0.5)\nos._exit(7)",
    "threads": (
        "import threading\ndone = []\nall_ = [threading.Thread(target=done.append, args=(n,)) for n in range(4)]\n"
        "[t.start() for t in all_]\n[t.join() for t in all_]\nprint(sorted(done), threading.main_thread().name)"
    ),
    "a thread that prints": (
        "import threading\nt = threading.Thread(target=print, args=('from a thread',))\nt.start()\nt.join()"
    ),
    "async": "import asyncio\nawait asyncio.sleep(0.01)\nprint(await asyncio.gather(*(asyncio.sleep(0, n) for n in range(3))))",
    "an executor": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(abs, [-1, -2])))"
    ),
    "a comm with a widget's state": (
        "from comm import create_comm\n"
        "state = {'_model_module': '@jupyter-widgets/controls', '_model_name': 'IntModel', 'value': 1}\n"
        "talk = create_comm(target_name='jupyter.widget', comm_id='c1', data={'state': state})\n"
        "talk.send({'method': 'update', 'state': {'value': 2}})"
    ),
    "input": "input('name? ')",
    "a password": "import getpass\ngetpass.getpass()",
    "input that has ended": "import os, stat\nprint(os.read(0, 10), stat.S_ISFIFO(os.fstat(0).st_mode))",
    "!shell": "!echo from the shell; echo wrong >&2\nprint(_exit_code)",
    "%%bash": "%%bash\necho one\nexit 3",
    "os.fork": (
        "import os\npid = os.fork()\nif pid == 0:\n    os._exit(3)\nprint(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    ),
    "a pool of forked processes": (
        "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))"
    ),
    "a subprocess": (
        "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'import sys; print(sys.flags, sys.path[1:])'],"
        " capture_output=True, text=True).stdout)"
    ),
    "output past Python": (
        "import ctypes, os, time\nos.write(1, b'by number\\n')\nlibc = ctypes.CDLL(None)\nlibc.puts(b'by C')\n"
        "libc.fflush(None)\ntime.sleep(0.5)"
    ),
    "folder and command line": (
        "import os, sys\nprint(os.getcwd(), os.path.basename(sys.argv[0]), sys.argv[1], sys.executable, sys.flags)\n"
        "print(sys.path, __name__, sys.orig_argv[1:4])"
    ),
    # Polars sets a variable when it is imported, which the warm process has done.
    "environment": (
        "import os, polars\nfor name in sorted(os.environ):\n"
        "    if name != 'JPY_PARENT_PID':\n        print(name, os.environ[name])"
    ),
    "the process": (
        "import gc, locale, resource, signal, sys, threading, time\n"
        "print([signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)])\n"
        "print(gc.isenabled(), gc.get_threshold(), locale.setlocale(locale.LC_ALL), time.tzname)\n"
        "print(sys.getrecursionlimit(), sys.stdin.encoding, sys.stdout.encoding, sys.getswitchinterval())\n"
        "print(threading.active_count(), threading.Thread().name, signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    ),
    "polars settings": "import polars as pl\nprint(pl.thread_pool_size())\nprint(pl.DataFrame({'a': range(20)}))",
    "history": "print(In, Out)\nget_ipython().history_manager.hist_file",
    "magics": "%lsmagic",
    "time zone set in a cell": "import os, time\nos.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()\nprint(time.tzname)",
}


@pytest.fixture(scope="module")
def warm(project_root, tmp_path_factory):
    settings = Settings(root=project_root, outputs=tmp_path_factory.mktemp("outputs"))
    before = dict(os.environ)
    os.environ.update(kernel_environment(settings))
    os.environ["JUPYTER_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("run"))
    os.environ["IPYTHONDIR"] = str(tmp_path_factory.mktemp("profile"))
    try:
        with WarmOwner(dict(os.environ)) as owner:
            assert not owner.reason
            yield owner.address
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.mark.parametrize("case", PARITY)
def test_both_engines_show_the_same(case, warm, tmp_path) -> None:
    notebook = write_notebook(tmp_path / "case.ipynb", PARITY[case], "print('the next cell')")
    stock, forked = by_stock(notebook), by_warm(notebook, warm)
    assert (forked.engine, forked.reason) == ("warm", "")
    assert forked.error == stock.error
    assert forked.cells == stock.cells
    assert forked.metadata == stock.metadata


def test_a_cell_that_takes_too_long_is_stopped_alike(warm, tmp_path) -> None:
    notebook = write_notebook(tmp_path / "slow.ipynb", "import time\ntime.sleep(60)")
    stock = by_stock(notebook, execution_timeout=2)
    forked = by_warm(notebook, warm, execution_timeout=2)
    assert forked.engine == "warm"
    assert forked.error == stock.error == "CellTimeoutError"
    assert forked.cells == stock.cells


def test_a_cell_is_interrupted_alike(warm, tmp_path) -> None:
    notebook = write_notebook(
        tmp_path / "interrupted.ipynb",
        "import time\nprint('begun')\ntime.sleep(60)",
        "print('not reached')",
    )
    options = {"execution_timeout": 2, "interrupt_on_timeout": True}
    stock, forked = by_stock(notebook, **options), by_warm(notebook, warm, **options)
    assert forked.engine == "warm"
    assert forked.error == stock.error == "PapermillExecutionError"
    assert "KeyboardInterrupt" in str(forked.cells)
    assert forked.cells == stock.cells


def test_chance_differs_between_two_kernels(warm, tmp_path) -> None:
    drawn = write_notebook(
        tmp_path / "chance.ipynb",
        "import random, secrets, tempfile, uuid\nimport numpy as np, pandas as pd, polars as pl\n"
        "print(random.random())\nprint(np.random.rand())\nprint(np.random.default_rng().random())\n"
        "print(pd.Series(range(10**6)).sample(3).tolist())\n"
        "print(pl.Series(range(10**6)).sample(3).to_list())\n"
        "print(uuid.uuid4(), uuid.uuid1(), secrets.token_hex())\nprint(tempfile.mktemp())",
    )
    first, second = by_warm(drawn, warm), by_warm(drawn, warm)
    assert first.engine == second.engine == "warm"
    lines = [shown.texts[0].splitlines() for shown in (first, second)]
    assert len(lines[0]) == 7
    assert [a for a, b in zip(*lines, strict=True) if a == b] == []


def test_a_kernel_leaves_nothing_to_the_next(warm, tmp_path) -> None:
    told = (
        "import os, sys\nimport altair as alt, pandas as pd, polars as pl\nimport helpers.base.themes as ours\n"
        "print(alt.theme.active, pd.get_option('display.max_rows'), pl.Config.state()['POLARS_FMT_MAX_ROWS'])\n"
        "print(getattr(ours, 'left', 'nothing left'), os.getcwd(), os.environ.get('LEFT'), 'left' in globals())\n"
        "print(sys.modules['this'] if 'this' in sys.modules else 'no Zen')"
    )
    changed = (
        "alt.theme.enable('dark')\npd.set_option('display.max_rows', 3)\npl.Config.set_tbl_rows(3)\n"
        "ours.left = left = 1\nos.chdir('/')\nos.environ['LEFT'] = '1'\nsys.modules['this'] = ours\n"
        "pl.DataFrame({'a': [1]}).select(pl.col('a') + 1)"
    )
    notebook = write_notebook(tmp_path / "left.ipynb", told, changed, told)
    first, second = by_warm(notebook, warm), by_warm(notebook, warm)
    assert first.engine == second.engine == "warm"
    assert first.texts[0] == second.texts[0] == by_stock(notebook).texts[0]
    assert first.texts[2] != first.texts[0]


def test_sockets_and_pipes_of_the_warm_process_are_not_a_kernels(warm, tmp_path) -> None:
    told = (
        "import os\ndef held(process):\n    found = set()\n"
        "    for file in os.listdir(f'/proc/{process}/fd'):\n        try:\n"
        "            found.add(os.readlink(f'/proc/{process}/fd/{file}'))\n"
        "        except OSError:\n            pass\n"
        "    return {name for name in found if name.startswith(('socket:', 'pipe:'))}\n"
        "print(len(held(os.getppid())) >= 4, held('self') & held(os.getppid()))"
    )
    shown = by_warm(write_notebook(tmp_path / "files.ipynb", told), warm)
    assert shown.texts == ["True set()\n"]


@pytest.mark.slow
def test_versions_are_the_same_bytes_by_either_engine(project_root, tmp_path) -> None:
    themes = [theme.slug for theme in THEMES]
    made = {}
    for engine in ("stock", "warm"):
        settings = Settings(root=project_root, outputs=tmp_path / engine / "outputs")
        report = run(request(settings, *themes, inputs="data/samples", engine=engine))
        assert report.exit_code == 0, report
        assert {done.engine for done in report.done} == {engine}
        assert report.notes == ()
        made[engine] = {
            path.relative_to(settings.outputs).as_posix(): path.read_bytes()
            for path in settings.outputs.glob("*/*/*/v*/*")
            if path.name != "run.json"
        }
    assert len(made["stock"]) >= 5 * len(THEMES)
    assert made["warm"].keys() == made["stock"].keys()
    assert [name for name, content in made["warm"].items() if content != made["stock"][name]] == []
