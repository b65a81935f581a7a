"""One drawing process for a whole run: shared, private, mended, and gone with its run."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import AuthenticationError
from multiprocessing.connection import Listener
from pathlib import Path

import pytest

from helpers.base.errors import PublicationError
from helpers.publication import chart_server
from helpers.publication.chart_server import ChartChannel, ChartServer, SharedDrawing
from helpers.publication.charts import ChartRenderer
from helpers.publication.drawing import request_bytes
from publication import shared_charts
from publication.examples import comparison_spec
from publication.shared_charts import SLOW, ask, ask_and_fail, is_alive, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
WIDTHS = list(range(300, 312))


@pytest.fixture
def server():
    with ChartServer() as started:
        yield started


@pytest.fixture(scope="module")
def alone(charts):
    """Return the drawings that a process of one's own makes."""
    return [charts.svg("alone", comparison_spec(width)) for width in WIDTHS]


def workers(count):
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def test_two_workers_at_once_share_one_child_and_get_the_same_bytes(server, alone):
    with workers(2) as pool:
        asked = [pool.submit(ask, server.channel, order) for order in (WIDTHS, WIDTHS[::-1])]
        first, second = (one.result(timeout=60) for one in asked)
        assert [shared_charts.children(worker) for worker in pool._processes] == [[], []]
    assert first == alone
    assert second == alone[::-1]
    assert server.drawing.process_id in shared_charts.children(os.getpid())
    assert server.drawing._child.drawn == len(WIDTHS)


def test_a_chart_that_cannot_be_drawn_is_named_to_its_worker_and_hurts_no_other(server, alone):
    with workers(2) as pool:
        good, bad = (
            pool.submit(ask, server.channel, WIDTHS),
            pool.submit(ask_and_fail, server.channel),
        )
        assert 'chart "fig-bad": it could not be drawn' in bad.result(timeout=60)
        assert good.result(timeout=60) == alone


def test_a_child_killed_while_it_draws_is_replaced_and_nobody_notices(server, alone):
    drawn = {}
    asks = [
        threading.Thread(
            target=lambda name=name, widths=widths: drawn.update(
                {name: ask(server.channel, widths)}
            )
        )
        for name, widths in (("there", WIDTHS), ("back", WIDTHS[::-1]))
    ]
    slow = threading.Thread(
        target=lambda: drawn.update(
            slow=ChartRenderer(SharedDrawing(server.channel)).svg("slow", SLOW)
        )
    )
    assert wait_until(lambda: server.drawing.process_id is not None)
    first = server.drawing.process_id
    assert wait_until(lambda: ask(server.channel, [299]))
    rested = shared_charts.cpu_seconds(first)
    slow.start()
    assert wait_until(lambda: shared_charts.cpu_seconds(first) > rested + 0.3)
    for one in asks:
        one.start()
    os.kill(first, signal.SIGKILL)
    for one in (*asks, slow):
        one.join(timeout=150)
    assert drawn["there"] == alone
    assert drawn["back"] == alone[::-1]
    assert drawn["slow"].startswith("<svg")
    assert server.drawing.process_id not in {first, None}


def test_a_chart_that_kills_two_children_fails_alone(server, alone, monkeypatch):
    whole = server.drawing._ask
    poison = request_bytes({"chart": {"mark": "poison"}})

    def ask_child(request):
        if request == poison:
            server.drawing._running().process.kill()
        return whole(request)

    monkeypatch.setattr(server.drawing, "_ask", ask_child)
    renderer = ChartRenderer(SharedDrawing(server.channel))
    with pytest.raises(PublicationError, match=r'chart "fig-poison".*stopped twice'):
        renderer.svg("fig-poison", {"mark": "poison"})
    assert ask(server.channel, WIDTHS) == alone


def test_requests_are_answered_in_order(server, monkeypatch):
    seen = []
    begun, gate = threading.Event(), threading.Event()

    def draw(request):
        begun.set()
        gate.wait(20)
        seen.append(json.loads(request)["chart"])
        return {"svg": ""}

    monkeypatch.setattr(server.drawing, "draw", draw)
    asks = []
    for number in range(6):
        renderer = ChartRenderer(SharedDrawing(server.channel))
        asks.append(threading.Thread(target=renderer.svg, args=("a", {"number": number})))
        asks[-1].start()
        # The first is being drawn, the others wait in the queue.
        assert begun.wait(20)
        assert wait_until(lambda number=number: server._requests.qsize() == number)
    gate.set()
    for one in asks:
        one.join(timeout=20)
    assert seen == [{"number": number} for number in range(6)]


def test_the_channel_is_for_this_user_alone(server):
    address = Path(server.channel.address)
    assert stat.S_IMODE(address.stat().st_mode) == 0o600
    assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700


def test_the_address_is_short_wherever_the_temporary_folder_is(monkeypatch, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with ChartServer() as server:
        assert len(server.channel.address) < 100
        assert ask(server.channel, [300])


def test_nothing_is_left_after_the_run(server):
    ask(server.channel, [300])
    child, folder = server.drawing.process_id, Path(server.channel.address).parent
    assert folder.is_dir()
    server.close()
    assert not folder.exists()
    assert not is_alive(child)


def test_nothing_is_left_after_a_run_that_failed():
    with pytest.raises(KeyError), ChartServer() as server:
        ask(server.channel, [300])
        child, folder = server.drawing.process_id, Path(server.channel.address).parent
        raise KeyError
    assert not folder.exists()
    assert not is_alive(child)


@pytest.mark.parametrize("doing", ["idle", "busy"])
def test_nothing_is_left_after_the_run_was_killed(doing):
    run = subprocess.Popen(
        [sys.executable, "-m", "publication.shared_charts", doing],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    address, child = run.stdout.readline().split()
    folder, child = Path(address).parent, int(child)
    if doing == "busy":
        rested = shared_charts.cpu_seconds(child)
        assert wait_until(lambda: shared_charts.cpu_seconds(child) > rested + 0.3)
    assert is_alive(child)
    assert folder.is_dir()
    run.kill()
    run.wait()
    run.stdout.close()
    assert wait_until(lambda: not is_alive(child), 120)
    assert wait_until(lambda: not folder.exists())


def test_a_child_that_hangs_ends_itself_when_its_parent_has_gone():
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "helpers.publication.svg_process", "1", ""],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endless = {**SLOW, "data": {"sequence": {"start": 0, "stop": 20_000_000}}}
    child.stdin.write(request_bytes({"chart": endless}))
    child.stdin.close()
    assert child.wait(timeout=30) != 0


def test_ctrl_c_is_the_runs_to_answer(server):
    drawn = ask(server.channel, [300])
    child = server.drawing.process_id
    os.kill(child, signal.SIGINT)
    assert ask(server.channel, [301])
    assert ask(server.channel, [300]) == drawn
    assert server.drawing.process_id == child


def test_a_worker_whose_run_has_ended_gets_words(server):
    renderer = ChartRenderer(SharedDrawing(server.channel))
    renderer.svg("a", comparison_spec(300))
    server.close()
    with pytest.raises(PublicationError, match="cannot be reached"):
        renderer.svg("a", comparison_spec(301))
    renderer.close()


def test_a_worker_that_was_killed_takes_nothing_along(server):
    stranger = server.channel.connect()
    stranger.send_bytes(request_bytes({"chart": comparison_spec(300)}))
    stranger.close()
    assert ask(server.channel, [301])


@pytest.fixture
def secret_server(monkeypatch, tmp_path):
    """Yield a server whose channel is guarded by its secret alone, as on Windows."""
    monkeypatch.setattr(
        chart_server,
        "Listener",
        lambda address, family, **more: Listener(str(tmp_path / "charts"), "AF_UNIX", **more),
    )
    monkeypatch.setattr(chart_server, "_is_guarded", lambda: False)
    with ChartServer() as started:
        yield started


def test_where_a_secret_guards_the_channel_workers_have_it(secret_server):
    assert secret_server.channel.key
    assert ask(secret_server.channel, [300])


def test_where_a_secret_guards_the_channel_a_stranger_is_left_outside(secret_server):
    for key in (b"another", None):
        stranger = ChartChannel(secret_server.channel.address, key)
        with pytest.raises((AuthenticationError, OSError, PublicationError, EOFError)):
            ask(stranger, [300])
    assert ask(secret_server.channel, [300])
