"""A version as a Workflow Run RO-Crate: whole, described, and nothing in it that is not there."""

from __future__ import annotations

import builtins
import json

import nbformat
import pytest
from rocrate.rocrate import ROCrate

from helpers.base import digests
from helpers.base.errors import ParameterError, PublicationError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.crate import FOLDER, METADATA, PROFILES, export_crate
from helpers.publication.export import RECORD, export_folder
from helpers.publication.version_named import find_version
from helpers.publication.version_read import read_version
from publication.exports import make_version

TIMES = {"started": "2026-11-29T02:00:00+00:00", "finished": "2026-11-29T02:00:09+00:00"}


def made(outputs, *, times=TIMES, **more):
    folder = make_version(outputs, **more)
    (folder / "run.json").write_text(json.dumps(times), "utf-8")
    return find_version(str(folder), outputs)


def exported(outputs, **more):
    version = made(outputs, **more)
    read = read_version(version)
    return version, export_crate(version, read, export_folder(outputs, read))


@pytest.fixture
def crate(tmp_path):
    return exported(tmp_path / "outputs")


def entities(folder) -> dict[str, dict]:
    graph = json.loads((folder / METADATA).read_text("utf-8"))["@graph"]
    assert len({entity["@id"] for entity in graph}) == len(graph)
    return {entity["@id"]: entity for entity in graph}


def ids(value) -> list[str]:
    many = value if isinstance(value, list) else [value]
    return [one["@id"] for one in many]


def test_the_crate_is_read_again_by_the_library_and_names_its_profiles(crate) -> None:
    _, done = crate
    read = ROCrate(done.folder)
    assert read.name == "Placements in Wirral, 2024 to 2025"
    assert read.mainEntity.id == "placements.ipynb"
    assert {profile.id for profile in read.root_dataset["conformsTo"]} == set(PROFILES)
    described = entities(done.folder)
    assert described[METADATA]["conformsTo"][0]["@id"] == "https://w3id.org/ro/crate/1.1"
    assert done.folder.name == FOLDER


def test_every_file_is_described_as_it_is_and_no_other(crate) -> None:
    version, done = crate
    described = entities(done.folder)
    files = {name: one for name, one in described.items() if "File" in one["@type"]}
    there = {path.name for path in done.folder.iterdir()}
    assert set(files) == there - {METADATA, RECORD} == set(ids(described["./"]["hasPart"]))
    for name, one in files.items():
        content = (done.folder / name).read_bytes()
        assert one["sha256"] == digests.of_bytes(content)
        assert one["contentSize"] == str(len(content))
    for item in version.manifest.outputs:
        published = (version.folder / item.path).read_bytes()
        assert (done.folder / item.path).read_bytes() == published


def test_the_run_leads_from_extracts_and_parameters_to_the_files(crate) -> None:
    version, done = crate
    described = entities(done.folder)
    (action,) = (one for one in described.values() if one["@type"] == "CreateAction")
    assert ids(described["./"]["mentions"]) == [action["@id"]]
    assert ids(action["instrument"]) == ["placements.ipynb"]
    assert (action["startTime"], action["endTime"]) == (TIMES["started"], TIMES["finished"])
    wanted = {item.path for item in version.manifest.outputs} | {"manifest.json"}
    assert set(ids(action["result"])) == wanted
    extract = described[ids(action["object"])[0]]
    assert extract["sha256"] == version.manifest.inputs[0].sha256
    assert "not in this crate" in extract["description"]


def test_every_reference_leads_somewhere(crate) -> None:
    _, done = crate
    described = entities(done.folder)

    def references(value):
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for part in value.values():
                yield from references(part)
        elif isinstance(value, list):
            for part in value:
                yield from references(part)

    found = {name for one in described.values() for name in references(one)}
    assert {name for name in found - set(described) if "://" not in name} == set()


def test_parameters_are_slots_of_the_workflow_with_their_values(tmp_path) -> None:
    outputs = tmp_path / "outputs"
    version = made(outputs)
    read = read_version(version)
    given = {"area": "E08000015", "compare_with": ["leeds", "kent"], "years": 3, "wide": True}
    manifest = read.manifest.model_copy(update={"parameters": given})
    changed = type(read)(**{**read.__dict__, "manifest": manifest})
    done = export_crate(version, changed, export_folder(outputs, read))
    described = entities(done.folder)
    slots = ids(described["placements.ipynb"]["input"])
    assert slots == [f"#parameter-{name}" for name in sorted(given)]
    kinds = {name: described[f"#parameter-{name}"]["additionalType"] for name in given}
    assert kinds == {"area": "Text", "compare_with": "Text", "years": "Integer", "wide": "Boolean"}
    values = {name: described[f"#value-{name}"]["value"] for name in given}
    assert values == {**given, "compare_with": '["leeds", "kent"]'}


def test_the_workflow_is_the_notebook_before_it_was_run(crate) -> None:
    _, done = crate
    notebook = nbformat.read(done.folder / "placements.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)
    assert not any("injected-parameters" in cell.metadata.get("tags", []) for cell in code)


def test_invented_figures_say_so(tmp_path) -> None:
    _, done = exported(tmp_path / "outputs", sample=True)
    root = entities(done.folder)["./"]
    assert root["name"].startswith(SAMPLE_MARK) and root["description"].startswith(SAMPLE_MARK)


def test_the_same_version_gives_the_same_bytes(crate, tmp_path) -> None:
    _, first = crate
    _, again = exported(tmp_path / "again")
    for path in first.folder.iterdir():
        assert path.read_bytes() == (again.folder / path.name).read_bytes(), path.name


def test_a_version_that_was_altered_or_does_not_say_when_is_refused(tmp_path) -> None:
    version = made(tmp_path / "outputs")
    read = read_version(version)
    into = export_folder(tmp_path / "outputs", read)
    (version.folder / "report.html").write_text("another", "utf-8")
    with pytest.raises(PublicationError, match="not the file that was published"):
        export_crate(version, read, into)
    other = made(tmp_path / "other", times={})
    with pytest.raises(PublicationError, match="does not say when"):
        export_crate(other, read_version(other), into)
    assert not into.exists()


def test_without_the_extra_the_mend_is_said(tmp_path, monkeypatch) -> None:
    version = made(tmp_path / "outputs")
    real = builtins.__import__

    def without(name, *more, **named):
        if name.startswith("rocrate"):
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    read = read_version(version)
    with pytest.raises(ParameterError, match="pip install"):
        export_crate(version, read, export_folder(tmp_path / "outputs", read))
