"""Outputs on an object store: what is brought, what is put up, and that nothing is replaced."""

from __future__ import annotations

import json
import threading

import pytest
from obstore.store import MemoryStore

from helpers.base.errors import OutputsLocked, PublicationError
from helpers.base.geography import find_area
from helpers.base.stores.objects import ObjectFolder
from helpers.publication.manifest import AreaName, Manifest, ThemeName, output
from helpers.publication.mirror import Mirror
from helpers.publication.versions import latest, publish, sweep

AREA = find_area("wirral")
PLACE = "wirral/carers/2024-25"
FIRST, SECOND = "v0001-00000000", "v0002-00000000"
PAGE = b"<p>figures</p>" * 10


def manifest(content: bytes = PAGE) -> Manifest:
    return Manifest(
        product_version="1",
        area=AreaName(code=AREA.code, name=AREA.name, slug=AREA.slug),
        theme=ThemeName(slug="carers", title="Carers"),
        period="2024-25",
        title="",
        headline="",
        parameters={},
        inputs=(),
        fingerprint="0" * 64,
        parts={},
        previous=None,
        outputs=(output("report.html", content, "text/html"),),
        suppressed=0,
        sample=True,
    )


class Recording(ObjectFolder):
    """A store that notes in which order it is written to."""

    def __init__(self, store):
        super().__init__(store, "s3://care/outputs")
        self.written = []

    def _put(self, path, content, mode):
        done = super()._put(path, content, mode)
        if done is not None:
            self.written.append(path)
        return done


@pytest.fixture
def store():
    return Recording(MemoryStore())


def mirror(store, folder) -> Mirror:
    folder.mkdir(exist_ok=True)
    made = Mirror(store, folder)
    made.bring(sweep=True)
    return made


def made_here(here: Mirror, name: str = FIRST, content: bytes = PAGE, run: str = "one"):
    files = {"report.html": content}
    return publish(here.folder / PLACE, name, files, manifest(content), {"host": run}, frozenset())


def test_a_version_goes_up_with_its_manifest_last_and_the_pointer_after(store, tmp_path) -> None:
    here = mirror(store, tmp_path / "a")
    assert here.put_up_version(made_here(here))
    files = [f"{PLACE}/{FIRST}/{name}" for name in ("report.html", "run.json", "manifest.json")]
    assert sorted(store.written[:2]) == files[:2]
    assert store.written[2:] == [files[2], f"{PLACE}/latest.json"]


def test_what_is_not_read_is_left_and_brought_when_it_is_wanted(store, tmp_path) -> None:
    first = mirror(store, tmp_path / "a")
    first.put_up_version(made_here(first))
    here = mirror(store, tmp_path / "b")
    version = latest(here.folder / PLACE)
    page = version.folder / "report.html"
    assert page.stat().st_size == len(PAGE) and page.read_bytes() != PAGE
    here.put_up()
    here.ensure([page])
    assert page.read_bytes() == PAGE
    assert store.get(f"{PLACE}/{FIRST}/report.html") == PAGE


def test_two_publish_the_same_version_and_one_does(store, tmp_path) -> None:
    both = [mirror(store, tmp_path / name) for name in "ab"]
    versions = [made_here(here, run=name) for here, name in zip(both, "ab", strict=True)]
    answers = {}

    def publish_as(number):
        answers[number] = both[number].put_up_version(versions[number])

    threads = [threading.Thread(target=publish_as, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [False, True]
    assert store.written.count(f"{PLACE}/{FIRST}/manifest.json") == 1
    assert store.written.count(f"{PLACE}/{FIRST}/report.html") == 1


def test_other_bytes_of_the_same_name_are_never_replaced(store, tmp_path) -> None:
    first, second = (mirror(store, tmp_path / name) for name in "ab")
    first.put_up_version(made_here(first))
    with pytest.raises(PublicationError, match="another file lies there"):
        second.put_up_version(made_here(second, content=b"<p>others</p>"))
    assert store.get(f"{PLACE}/{FIRST}/report.html") == PAGE


def test_a_folder_without_a_manifest_is_swept_by_who_holds_the_lock_alone(store, tmp_path) -> None:
    store.put(f"{PLACE}/{FIRST}/report.html", PAGE)
    only_reads = Mirror(store, tmp_path)
    only_reads.bring()
    assert latest(tmp_path / PLACE) is None
    assert f"{PLACE}/{FIRST}/report.html" in store.entries()
    mirror(store, tmp_path / "b")
    assert store.entries() == {}


def test_a_pointer_that_was_not_moved_is_moved_by_the_next_run(store, tmp_path) -> None:
    here = mirror(store, tmp_path / "a")
    here.put_up_version(made_here(here))
    second = made_here(here, SECOND)
    for path in sorted(second.iterdir()):
        store.put(f"{PLACE}/{SECOND}/{path.name}", path.read_bytes())
    there = mirror(store, tmp_path / "b")
    sweep(there.folder)
    there.put_up()
    assert json.loads(store.get(f"{PLACE}/latest.json")) == {"version": SECOND}


def test_only_what_was_written_goes_up_and_what_is_gone_goes(store, tmp_path) -> None:
    for name in ("index.html", "wirral/index.html", ".store/receipts/a.json"):
        store.put(name, b"before")
    here = mirror(store, tmp_path / "a")
    store.written.clear()
    (here.folder / "index.html").write_bytes(b"after")
    (here.folder / "feed.xml").write_bytes(b"after")
    (here.folder / "wirral" / "index.html").unlink()
    for own in (".lock", ".evidence/x.pickle", ".part-x"):
        (here.folder / own).parent.mkdir(exist_ok=True)
        (here.folder / own).write_bytes(b"")
    here.put_up()
    assert store.written == ["feed.xml", "index.html"]
    assert set(store.entries()) == {"feed.xml", "index.html", ".store/receipts/a.json"}
    here.put_up()
    assert len(store.written) == 2


def test_who_may_not_publish_any_more_puts_nothing_up(store, tmp_path) -> None:
    here = mirror(store, tmp_path / "a")
    version = made_here(here)

    def lost():
        raise OutputsLocked("outputs", "another run has it")

    here.guard = lost
    with pytest.raises(OutputsLocked):
        here.put_up_version(version)
    with pytest.raises(OutputsLocked):
        here.put_up()
    assert store.entries() == {}


def test_a_version_that_cannot_go_up_is_none_here_either(store, tmp_path) -> None:
    here = mirror(store, tmp_path / "a")
    here.put_up_version(made_here(here))
    here.withdraw(made_here(here, SECOND))
    assert latest(here.folder / PLACE).name == FIRST
    here.withdraw(here.folder / PLACE / FIRST)
    assert not (here.folder / PLACE / "latest.json").exists()


def test_a_mirror_that_is_kept_brings_what_has_changed_and_drops_what_never_went_up(
    store, tmp_path
) -> None:
    here = mirror(store, tmp_path / "a")
    here.put_up_version(made_here(here))
    (here.folder / "index.html").write_bytes(b"one")
    here.put_up()
    here.remember()
    store.put("index.html", b"another")
    stray = made_here(here, SECOND)
    read = []
    store.get = lambda path: read.append(path) or ObjectFolder.get(store, path)
    again = mirror(store, tmp_path / "a")
    assert sorted(read) == ["index.html", f"{PLACE}/latest.json"]
    assert (again.folder / "index.html").read_bytes() == b"another"
    assert not stray.joinpath("manifest.json").exists()
    assert (again.folder / PLACE / FIRST / "report.html").read_bytes() == PAGE


@pytest.mark.parametrize("name", ["../outside", "a//b", "a\\b", "C:x", ".lock"])
def test_a_name_that_leads_elsewhere_is_brought_nowhere(store, tmp_path, name) -> None:
    listed = {name: None, "index.html": None}
    store.put("index.html", b"")
    store.entries = lambda: dict.fromkeys(listed, ObjectFolder.entry(store, "index.html"))
    mirror(store, tmp_path / "a")
    there = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert there == ["index.html"]
