"""A version with its provenance as a Workflow Run RO-Crate, for archives and other software.

The workflow is the notebook as it was executed, without its outputs; the run is one action from
extracts and parameters to the files of the version. The extracts themselves are not copied: they
are named, with the digests by which whoever has them can tell that they are the same.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from helpers.base import digests
from helpers.base.errors import ParameterError, PublicationError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.executed import INJECTED, notebook_bytes
from helpers.publication.export import Exported, publish_export
from helpers.publication.making import LICENCE
from helpers.publication.manifest import FILE, Manifest
from helpers.publication.version_read import ReadVersion, altered
from helpers.publication.versions import RUN_FILE, Version

if TYPE_CHECKING:
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

FOLDER = "crate"
METADATA = "ro-crate-metadata.json"
VERSION = "1.1"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
TERMS = "https://w3id.org/ro/terms/workflow-run"
BIOSCHEMAS = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
OPEN_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_NOTEBOOK = "application/x-ipynb+json"
_MIT = "https://spdx.org/licenses/MIT"
_KINDS = {bool: "Boolean", int: "Integer", float: "Float"}


def export_crate(version: Version, read: ReadVersion, into: Path) -> Exported:
    """Write a version as a Workflow Run RO-Crate.

    Parameters
    ----------
    version : Version
        Where its files lie.
    read : ReadVersion
        What they hold.
    into : Path
        Folder of the version's exports; what an earlier export of a crate left is replaced.

    Raises
    ------
    ParameterError
        When the extra that writes crates is not installed.
    PublicationError
        When a file is not as it was published, or the folder cannot be written.
    DisclosureRefused
        When a file would show a figure that its source suppresses.
    """
    files = _files(version)
    workflow = f"{read.manifest.theme.slug.replace('-', '_')}.ipynb"
    files[workflow] = _workflow(read)
    metadata = described(read.manifest, read.place, _run(version), workflow, files)
    text = json.dumps(metadata, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return publish_export(read, into / FOLDER, {**files, METADATA: text.encode()}, {})


def described(
    manifest: Manifest, place: str, run: dict[str, Any], workflow: str, files: dict[str, bytes]
) -> dict[str, Any]:
    """Describe a version as JSON-LD.

    Parameters
    ----------
    manifest : Manifest
        What it was made of, and of what it consists.
    place : str
        Council, theme, period and version.
    run : dict
        Times of its making.
    workflow : str
        File of the notebook that was executed.
    files : dict of str to bytes
        What lies beside the description, by name.
    """
    crate = _empty()
    root = crate.root_dataset
    sample = f"{SAMPLE_MARK}. " if manifest.sample else ""
    root["name"] = f"{sample}{manifest.title}"
    root["description"] = f"{sample}{manifest.headline or manifest.title} Version {place}."
    root["datePublished"] = run["finished"]
    root["license"] = _entity(
        crate,
        OPEN_LICENCE,
        "CreativeWork",
        name="Open Government Licence v3.0",
        description=LICENCE,
    )
    root["conformsTo"] = [
        _entity(crate, address, "CreativeWork", name=name, version=number)
        for address, (name, number) in PROFILES.items()
    ]
    crate.metadata.extra_terms["sha256"] = f"{TERMS}#sha256"
    notebook = crate.add_workflow(
        io.StringIO(),
        workflow,
        main=True,
        lang=_language(crate),
        properties=_file(files[workflow], _NOTEBOOK)
        | {
            "name": f"Workbook: {manifest.theme.title}",
            "license": {"@id": _MIT},
            "version": manifest.product_version,
            "conformsTo": {"@id": BIOSCHEMAS},
        },
    )
    _entity(crate, _MIT, "CreativeWork", name="MIT License")
    made_by = _software(crate, manifest)
    notebook["softwareRequirements"] = made_by
    results = [
        crate.add_file(
            io.StringIO(),
            item.path,
            properties=_file(files[item.path], item.media_type) | {"name": item.path},
        )
        for item in manifest.outputs
    ]
    named = crate.add_file(
        io.StringIO(),
        FILE,
        properties=_file(files[FILE], "application/json")
        | {"name": "Manifest", "about": [{"@id": result.id} for result in results]},
    )
    action = crate.add_action(
        notebook,
        identifier=f"#run-{manifest.fingerprint[:16]}",
        object=[*_extracts(crate, manifest), *_parameters(crate, notebook, manifest)],
        result=[*results, named],
        properties={
            "name": f"Run of the workbook {manifest.theme.title} for {manifest.area.name}",
            "description": f"workbooks run --theme {manifest.theme.slug} "
            f"--area {manifest.area.slug} --period {manifest.period}, with what is named here",
            "startTime": run["started"],
            "endTime": run["finished"],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        },
    )
    root["mentions"] = action
    generated: dict[str, Any] = crate.metadata.generate()
    return generated


def _empty() -> ROCrate:
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as reason:
        raise ParameterError(
            "--ro-crate",
            "the package that writes crates is not installed",
            "the extra crate",
            'run: python -m pip install "rocrate>=0.16" (or install the project with [crate])',
        ) from reason
    return ROCrate(version=VERSION)


def _entity(crate: ROCrate, key: str, kind: str, /, **facts: Any) -> ContextEntity:
    from rocrate.model.contextentity import ContextEntity

    made: ContextEntity = crate.add(ContextEntity(crate, key, properties={"@type": kind, **facts}))
    return made


def _language(crate: ROCrate) -> Any:
    from rocrate.model.computerlanguage import ComputerLanguage

    facts = {
        "name": "Jupyter Notebook",
        "alternateName": "ipynb",
        "url": {"@id": "https://jupyter.org/"},
        "identifier": {"@id": "https://jupyter.org/"},
    }
    return crate.add(ComputerLanguage(crate, "#jupyter", properties=facts))


def _software(crate: ROCrate, manifest: Manifest) -> list[ContextEntity]:
    product = _entity(
        crate,
        "#care-workbooks",
        "SoftwareApplication",
        name="Care workbooks",
        softwareVersion=manifest.product_version,
        identifier=f"helpers sha256 {manifest.parts.get('helpers', '')}",
    )
    found = manifest.environment
    python = found.python if found else manifest.parts.get("python", "")
    lock = found.lock if found else manifest.parts.get("lock", "")
    return [
        product,
        _entity(
            crate,
            "https://www.python.org/",
            "SoftwareApplication",
            name="Python",
            url="https://www.python.org/",
            softwareVersion=python,
            description=found.compression if found else "its compressor was not recorded",
        ),
        _entity(
            crate,
            "#lock",
            "SoftwareApplication",
            name="Packages as requirements.lock names them",
            softwareVersion=f"sha256 {lock}",
        ),
    ]


def _extracts(crate: ROCrate, manifest: Manifest) -> list[ContextEntity]:
    return [
        _entity(
            crate,
            f"#extract-{item.sha256[:16]}",
            "CreativeWork",
            name=item.file_name,
            alternateName=item.title,
            sha256=item.sha256,
            identifier=f"receipt {item.receipt}",
            description=f"Held against the contract {item.contract}; it is not in this crate.",
        )
        for item in manifest.inputs
    ]


def _parameters(crate: ROCrate, notebook: Any, manifest: Manifest) -> list[ContextEntity]:
    values = []
    for name, value in sorted(manifest.parameters.items()):
        kind = _KINDS.get(type(value), "Text")
        slot = crate.add_formal_parameter(name, kind, f"#parameter-{name}", valueRequired=True)
        notebook.append_to("input", slot)
        plain = value if kind != "Text" else value if isinstance(value, str) else json.dumps(value)
        values.append(
            _entity(
                crate,
                f"#value-{name}",
                "PropertyValue",
                name=name,
                value=plain,
                exampleOfWork={"@id": slot.id},
            )
        )
    return values


def _file(content: bytes, media_type: str) -> dict[str, Any]:
    return {
        "encodingFormat": media_type,
        "contentSize": str(len(content)),
        "sha256": digests.of_bytes(content),
    }


def _files(version: Version) -> dict[str, bytes]:
    """Return what is published of a version, each file held against the manifest's digest."""
    files = {}
    for item in version.manifest.outputs:
        try:
            content = (version.folder / item.path).read_bytes()
        except OSError as reason:
            raise altered(version, item.path, "it cannot be read") from reason
        if digests.of_bytes(content) != item.sha256:
            raise altered(version, item.path, "it is not the file that was published")
        files[item.path] = content
    files[FILE] = (version.folder / FILE).read_bytes()
    return files


def _workflow(read: ReadVersion) -> bytes:
    """Return the notebook that was executed: no outputs, and the parameters it had by itself."""
    bare = nbformat.from_dict(json.loads(json.dumps(read.notebook)))  # type: ignore[no-untyped-call]
    bare.cells = [
        cell for cell in bare.cells if INJECTED not in cell.get("metadata", {}).get("tags", [])
    ]
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook_bytes(bare)


def _run(version: Version) -> dict[str, Any]:
    try:
        told = json.loads((version.folder / RUN_FILE).read_text("utf-8"))
        return {name: str(told[name]) for name in ("started", "finished")}
    except (OSError, ValueError, KeyError) as reason:
        raise PublicationError(
            f"{version.name}, {RUN_FILE}",
            "it does not say when the version was made",
            "the file that a run writes beside a version",
            "fetch the version again, or make a new one: workbooks run --force",
        ) from reason
