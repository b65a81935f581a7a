"""The parts of the Dask executor, each by itself: what is sent, refused, returned and landed."""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import replace

import pytest

from helpers.base.errors import ParameterError, PublicationError
from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.base.themes import find_theme
from helpers.publication.job import Job
from helpers.publication.landing import land
from helpers.publication.versions import latest
from helpers.runs import cluster
from helpers.runs.bench import Setting
from helpers.runs.cluster import open_cluster
from helpers.runs.likeness import CODE, likeness, packages_of, unlike
from helpers.runs.parcels import Parcel, project_files
from helpers.runs.station import Bench, Station
from publication.test_mirror import FIRST, PAGE, PLACE, manifest
from runs.dying_work import place_or_die

HERE = "tcp://127.0.0.1:1"


@pytest.fixture
def settings(project_root, tmp_path) -> Settings:
    return Settings(root=project_root, outputs=tmp_path / "bench" / "outputs")


def job(settings: Settings, theme: str) -> Job:
    return Job(
        theme=find_theme(theme),
        area=find_area("wirral"),
        period="2024-25",
        parameters={"inputs": "receipt:"},
        fingerprint="0" * 64,
        parts={},
        version=FIRST,
        previous=None,
        hidden=frozenset(),
        settings=settings,
        product_version="1",
        sample=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="ends a process by its exit code")
def test_a_bench_that_dies_is_started_again_and_named_when_it_dies_twice(
    settings, monkeypatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    elsewhere = settings.with_outputs(settings.root / "not-there")
    bench = Bench(Setting(settings, "stock"))
    try:
        answers = [
            bench.do(pickle.dumps(Parcel(place_or_die, job(elsewhere, theme), {}, {})))
            for theme in ("carers", "workforce")
        ]
    finally:
        bench.close()
    assert answers[0] == b""
    returned = pickle.loads(answers[1])
    assert returned.result == str(settings.outputs), "a job goes by the folders of its worker"
    assert returned.files == {".failed/said.txt": b"wirral"}
    assert not settings.outputs.exists()


def version_files(content: bytes = PAGE) -> dict[str, bytes]:
    folder = f"{PLACE}/{FIRST}"
    return {
        f"{folder}/report.html": content,
        f"{folder}/run.json": b"{}",
        f"{folder}/manifest.json": manifest().text(),
        f"{PLACE}/latest.json": b"{}",
    }


def test_a_version_from_elsewhere_is_put_in_its_place_whole(tmp_path) -> None:
    land(tmp_path, version_files() | {".failed/wirral/x.txt": b"why"})
    assert latest(tmp_path / PLACE).name == FIRST
    assert (tmp_path / PLACE / FIRST / "report.html").read_bytes() == PAGE
    assert (tmp_path / ".failed/wirral/x.txt").read_bytes() == b"why"
    assert sorted(path.name for path in (tmp_path / PLACE).iterdir()) == ["latest.json", FIRST]


def test_a_version_that_was_changed_on_its_way_is_put_nowhere(tmp_path) -> None:
    with pytest.raises(PublicationError, match="not what its manifest names"):
        land(tmp_path, version_files(b"<p>changed</p>"))
    assert list(tmp_path.rglob("*.html")) == []


def test_what_would_make_other_bytes_is_told_by_name(project_root) -> None:
    packages = packages_of(project_root)
    assert {"polars", "papermill", "distributed", "cloudpickle"} <= set(packages)
    ours = likeness(packages)
    assert unlike(ours, likeness(packages)) == ""
    theirs = ours | {"polars": "1.0.0", CODE: "0.1.0 (abc)"}
    told = unlike(ours, theirs)
    assert f"polars: 1.0.0 there, {ours['polars']} here" in told and CODE in told
    assert "and" in unlike(ours, {}) and "more" in unlike(ours, {})


def test_a_worker_that_is_not_like_the_run_does_not_join(project_root) -> None:
    station = Station("x", {}, interactive=True, engine="auto", packages=("polars",))
    there = pickle.loads(pickle.dumps(station))
    there._ours = there._ours | {"polars": "1.0.0"}
    with pytest.raises(RuntimeError, match="polars"):
        there.setup(None)


def test_workers_are_sent_what_a_workbook_reads_and_no_data(project_root, tmp_path) -> None:
    files = project_files(Settings(root=project_root, outputs=tmp_path))
    assert {"requirements.lock", "notebooks/carers.ipynb", "data_contracts/indicators.yaml"} <= set(
        files
    )
    assert not [name for name in files if name.startswith(("data/", "outputs/", ".", "src/"))]


def test_a_cluster_that_cannot_be_used_is_said_before_anything_starts(
    settings, monkeypatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ParameterError, match="no scheduler answers") as told:
        with open_cluster(settings, 1, "auto", HERE):
            pass
    assert told.value.exit_code == 2 and HERE in str(told.value)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParameterError, match=r"requirements-dask\.lock"):
        with open_cluster(settings, 1, "auto"):
            pass


def test_a_scheduler_without_workers_and_workers_that_go_are_not_waited_for_for_ever(
    settings, monkeypatch
) -> None:
    from distributed import Client, LocalCluster

    monkeypatch.setattr(cluster, "JOIN_SECONDS", 0.2)
    monkeypatch.setattr(cluster, "POLL_SECONDS", 0.1)
    empty = {"n_workers": 0, "processes": False, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**empty, protocol="tcp") as there, Client(there) as client:
        with pytest.raises(ParameterError, match="no worker has joined"):
            with open_cluster(settings, 1, "auto", there.scheduler_address):
                pass
        station = Station("x", {}, interactive=True, engine="auto", packages=())
        left = cluster.Cluster(client, settings, station)
        jobs = [job(settings, theme) for theme in ("carers", "workforce")]
        ended = list(left.each(place_or_die, [replace(one) for one in jobs]))
    assert [item.fault for item in ended] == ["no worker has been there for 0.2 seconds"] * 2
