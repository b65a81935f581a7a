"""The lock of an outputs folder on an object store: held, lost, stale, given back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from obstore.store import MemoryStore

from helpers.base.errors import OutputsLocked, PublicationError
from helpers.base.stores.objects import ObjectFolder
from helpers.publication.mirror import LOCK_OBJECT
from helpers.runs import store_lock as locks
from helpers.runs.store_lock import store_lock
from publication.shared_charts import wait_until

NOW = timedelta(0)


@pytest.fixture
def store():
    return ObjectFolder(MemoryStore(), "s3://care/outputs")


def left_behind(store, **more) -> None:
    note = {"id": "x", "process": 4711, "host": "other", "since": "2026-01-01T00:00:00+00:00"}
    store.put(LOCK_OBJECT, json.dumps(note | more).encode())


def test_a_second_run_is_told_who_holds_it_and_a_third_gets_it(store) -> None:
    with store_lock(store) as held:
        assert held.left == ""
        held.check()
        with (
            pytest.raises(OutputsLocked, match=f"process {os.getpid()} on ") as told,
            store_lock(store),
        ):
            pass
        assert told.value.exit_code == 5 and "5 minutes" in told.value.mend
    assert store.entries() == {}
    with store_lock(store) as held:
        assert held.left == ""


def test_a_lock_without_a_sign_of_life_is_taken_over_and_said(store) -> None:
    left_behind(store)
    with pytest.raises(OutputsLocked), store_lock(store):
        pass
    time.sleep(0.02)
    with store_lock(store, stale_after=timedelta(seconds=0.01)) as held:
        assert held.left.startswith("process 4711 on other since 2026-01-01")
    assert store.entries() == {}, "the clock's objects are gone too"


def test_of_many_who_would_take_over_one_does(store) -> None:
    left_behind(store)
    time.sleep(0.02)
    together, refused, begun, end = [], [], threading.Barrier(6), threading.Event()

    def take() -> None:
        begun.wait()
        try:
            with store_lock(store, stale_after=timedelta(seconds=0.01)) as held:
                together.append(held)
                end.wait(30)
        except OutputsLocked as error:
            refused.append(error)

    # What is renewed the moment before is not stale; the others find it fresh, or not the same.
    threads = [threading.Thread(target=take) for _ in range(6)]
    ages = locks._age
    locks._age = lambda store, there: timedelta(1) if there.tag == stale else NOW
    stale = store.entry(LOCK_OBJECT).tag
    try:
        for thread in threads:
            thread.start()
        # Who takes it lets go of it only when everybody else has had an answer.
        wait_until(lambda: len(together) + len(refused) == len(threads), 20)
        end.set()
        for thread in threads:
            thread.join()
    finally:
        locks._age = ages
    assert len(together) == 1 and len(refused) == 5


def test_who_was_taken_over_publishes_nothing_more_and_leaves_the_others_lock(store) -> None:
    with store_lock(store) as held:
        left_behind(store)
        held.renew()
        with pytest.raises(OutputsLocked, match="process 4711 on other"):
            held.check()
    assert json.loads(store.get(LOCK_OBJECT))["id"] == "x"


def test_it_is_renewed_while_a_run_lasts(store) -> None:
    with store_lock(store, renewed_every=timedelta(seconds=0.02)) as held:
        first = held.tag
        for _ in range(200):
            if held.tag != first:
                break
            time.sleep(0.02)
        assert held.tag != first
        held.check()


def test_a_store_that_is_away_for_long_ends_the_run(store, monkeypatch) -> None:
    with store_lock(store) as held:

        def away(*_):
            raise PublicationError("store", "no answer")

        with monkeypatch.context() as patched:
            patched.setattr(store, "replace", away)
            held.renew()
            held.check()
            held.stale_after = NOW
            with pytest.raises(OutputsLocked, match="no answer"):
                held.check()


def test_an_answer_that_was_lost_on_the_way_loses_no_lock(store, monkeypatch) -> None:
    with store_lock(store) as held:
        replace = store.replace

        def lost_answer(*asked):
            replace(*asked)

        with monkeypatch.context() as patched:
            patched.setattr(store, "replace", lost_answer)
            held.renew()
        held.renew()
        held.check()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_holder_of_this_machine_that_is_gone_is_not_waited_for(store) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left_behind(store, process=os.getpid(), machine=locks._machine())
    with pytest.raises(OutputsLocked), store_lock(store):
        pass
    left_behind(store, process=gone.pid, machine=locks._machine())
    with store_lock(store) as held:
        assert held.left.startswith(f"process {gone.pid} ")
