"""The lock files, the Anaconda environment and the printed commands agree with each other."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from wheel_record import PLATFORMS, best_wheel, needed

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = {
    f"requirements-{name}.lock": wanted
    for name, wanted in PROJECT["project"]["optional-dependencies"].items()
}
FILES = ("requirements.lock", *EXTRAS, "requirements-dev.lock")
# What each system's terminals and kernels need, and the others must not be given.
BOUND_TO = {
    "appnope": {"macos"},
    "colorama": {"windows"},
    "pexpect": {"macos", "linux", "linux-arm"},
    "ptyprocess": {"macos", "linux", "linux-arm"},
    "pywinpty": {"windows"},
}


@dataclass
class Pin:
    requirement: Requirement
    hashes: set[str] = field(default_factory=set)

    @property
    def name(self):
        return canonicalize_name(self.requirement.name)

    @property
    def version(self):
        (only,) = self.requirement.specifier
        assert only.operator == "==", f"{self.requirement} is not pinned"
        return only.version


def read_lock(text):
    pins = []
    for line in text.splitlines():
        if line.startswith("    --hash=sha256:"):
            pins[-1].hashes.add(line.split(":", 1)[1].removesuffix("\\").strip())
        elif line and not line.lstrip().startswith("#"):
            pins.append(Pin(Requirement(line.removesuffix("\\").strip())))
    return pins


def lock(name):
    return read_lock((ROOT / name).read_text("utf-8"))


def drift(requirements, pins):
    """What is asked for and not locked, or locked outside of the range asked for."""
    locked = {}
    for pin in pins:
        locked.setdefault(pin.name, []).append(pin)
    for text in requirements:
        asked = Requirement(text)
        found = locked.get(canonicalize_name(asked.name), [])
        if not found:
            yield f"{asked.name} is not in the lock"
        for pin in found:
            if not asked.specifier.contains(pin.version, prereleases=True):
                yield f"{asked} is locked as {pin.version}"


def recorded_wheels():
    lines = (ROOT / "tests" / "wheels.txt").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def missing_wheels(pins, wheels, platform):
    for pin in pins:
        if not needed(pin.requirement.marker, platform):
            continue
        offered = {
            name: digest
            for name, digest in wheels.items()
            if parse_wheel_filename(name)[0] == pin.name and digest in pin.hashes
        }
        if best_wheel(offered, platform) is None:
            yield f"{pin.name} {pin.version}"


def test_every_direct_dependency_is_locked_within_its_range():
    assert not list(drift(PROJECT["project"]["dependencies"], lock("requirements.lock")))


def test_every_direct_dependency_has_its_reason_and_no_other_has():
    record = (ROOT / "docs" / "adr" / "0002-direct-dependencies.md").read_text("utf-8")
    reasons = re.findall(r"^\| `([a-z0-9-]+)` \| \S", record, re.M)
    asked = [Requirement(text).name for text in PROJECT["project"]["dependencies"]]
    assert reasons == sorted(asked)


@pytest.mark.parametrize("name", EXTRAS)
def test_every_extra_is_locked_within_its_range_and_has_its_reason(name):
    assert not list(drift(EXTRAS[name], lock(name)))
    reasons = (ROOT / "docs" / "adr" / "0004-extras-come-with-their-code.md").read_text("utf-8")
    extra = name.removeprefix("requirements-").removesuffix(".lock")
    for text in EXTRAS[name]:
        assert re.search(rf"^\| `{extra}` \| `{Requirement(text).name}` \| \S", reasons, re.M)


def test_every_developers_tool_is_locked_within_its_range():
    both = [pin for name in FILES for pin in lock(name)]
    assert not list(drift(PROJECT["dependency-groups"]["dev"], both))


def test_a_drifted_requirement_is_seen():
    pins = read_lock("polars==1.0.0 \\\n    --hash=sha256:aa\n")
    assert list(drift(["polars>=2", "pandas"], pins)) == [
        "polars>=2 is locked as 1.0.0",
        "pandas is not in the lock",
    ]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(FILES, 2)))
def test_two_locks_name_the_same_versions_where_they_share_a_name(first, second):
    runtime, tools = (
        {(pin.name, str(pin.requirement.marker)): pin for pin in lock(name)}
        for name in (first, second)
    )
    shared_names = {name for name, _ in runtime} & {name for name, _ in tools}
    versions = [
        {name: {p.version for (n, _), p in pins.items() if n == name} for name in shared_names}
        for pins in (runtime, tools)
    ]
    assert shared_names or first in EXTRAS
    for name in shared_names:
        assert versions[1][name] <= versions[0][name], name
    for key in set(runtime) & set(tools):
        assert tools[key].hashes == runtime[key].hashes, key


def test_the_anaconda_environment_is_the_lock_and_a_python_that_the_project_takes():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    plain = [item for item in environment["dependencies"] if isinstance(item, str)]
    (nested,) = (item for item in environment["dependencies"] if isinstance(item, dict))
    assert nested == {"pip": ["-r requirements.lock"]}
    assert set(plain) == {"python=3.11", "pip"}
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"python={oldest}" in plain
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")


@pytest.mark.parametrize("name", FILES)
def test_every_pin_is_hashed_and_no_address_is_written(name):
    text = (ROOT / name).read_text("utf-8")
    pins = read_lock(text)
    assert len(pins) > (0 if name in EXTRAS else 20)
    assert not [pin.name for pin in pins if not pin.hashes]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for pin in pins for digest in pin.hashes)
    assert "://" not in text
    assert not re.search(r"^\s*(--index-url|--extra-index-url|--find-links|-e|-i)\b", text, re.M)


@pytest.mark.parametrize("name", BOUND_TO)
def test_what_belongs_to_one_system_is_installed_there_and_only_there(name):
    pins = [pin for pin in lock("requirements.lock") if pin.name == name]
    given = {p for p in PLATFORMS for pin in pins if needed(pin.requirement.marker, p)}
    assert given == BOUND_TO[name]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_a_wheel_on_every_platform(name, platform):
    assert not list(missing_wheels(lock(name), recorded_wheels(), platform))


def test_a_wheel_that_windows_lacks_is_seen():
    wheels = {
        name: digest
        for name, digest in recorded_wheels().items()
        if not (name.startswith("polars_runtime_32-") and "win_amd64" in name)
    }
    missing = list(missing_wheels(lock("requirements.lock"), wheels, "windows"))
    assert [text.split()[0] for text in missing] == ["polars-runtime-32"]


def test_no_two_pins_of_one_name_meet_on_one_platform():
    for name in FILES:
        pins = lock(name)
        for platform in PLATFORMS:
            names = [pin.name for pin in pins if needed(pin.requirement.marker, platform)]
            assert len(names) == len(set(names)), (name, platform)


def test_the_build_machine_runs_the_command_that_the_readme_prints():
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    (command,) = (line for line in script if "nox -s" in line)
    assert command in (ROOT / "README.md").read_text("utf-8").splitlines()


def test_the_printed_nox_is_the_locked_one():
    (pin,) = (pin for pin in lock("requirements-dev.lock") if pin.name == "nox")
    printed = re.findall(r"nox\[uv\]==([0-9.]+)", (ROOT / "README.md").read_text("utf-8"))
    assert len(printed) == 3
    assert set(printed) == {pin.version}
