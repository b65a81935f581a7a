"""The wheels that the lock files need on each platform, by name and digest.

A hashed lock names no files, so it cannot tell by itself whether Windows or
macOS would find a wheel. `nox -s lock` runs this file on a lock in the pylock
format and keeps the names, without addresses, in `tests/wheels.txt`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

PYTHON = (3, 11)


def _linux(machine: str) -> list[str]:
    return [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)] + [
        f"manylinux2014_{machine}",
        f"manylinux2010_{machine}",
        f"manylinux1_{machine}",
        f"linux_{machine}",
    ]


PLATFORMS: dict[str, list[str]] = {
    "windows": ["win_amd64"],
    "macos": list(mac_platforms((13, 0), "arm64")),
    "linux": _linux("x86_64"),
    "linux-arm": _linux("aarch64"),
}

_UNIX = {"os_name": "posix", "platform_system": "Linux", "sys_platform": "linux"}
MARKERS: dict[str, dict[str, str]] = {
    "windows": {
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_system": "Windows",
        "sys_platform": "win32",
    },
    "macos": {
        "os_name": "posix",
        "platform_machine": "arm64",
        "platform_system": "Darwin",
        "sys_platform": "darwin",
    },
    "linux": {**_UNIX, "platform_machine": "x86_64"},
    "linux-arm": {**_UNIX, "platform_machine": "aarch64"},
}
_ENVIRONMENT = {
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
}


def needed(marker: Marker | None, platform: str) -> bool:
    """Whether a requirement with this marker is installed on the platform."""
    return marker is None or marker.evaluate({**_ENVIRONMENT, **MARKERS[platform]})


def tags(platform: str) -> list[Tag]:
    """The wheel tags that the platform's Python takes, best first."""
    names = PLATFORMS[platform]
    return [*cpython_tags(PYTHON, platforms=names), *compatible_tags(PYTHON, "cp311", names)]


def best_wheel(wheels: dict[str, str], platform: str) -> str | None:
    """The name of the wheel that pip would choose on the platform, if there is one."""
    rank = {tag: place for place, tag in enumerate(tags(platform))}
    choices = []
    for name in wheels:
        places = [rank[tag] for tag in parse_wheel_filename(name)[3] if tag in rank]
        if places:
            choices.append((min(places), name))
    return min(choices)[1] if choices else None


def _files(package: dict[str, Any]) -> dict[str, str]:
    return {
        wheel.get("name") or wheel["url"].rsplit("/", 1)[1]: wheel["hashes"]["sha256"]
        for wheel in package.get("wheels", [])
    }


def record(lock: dict[str, Any]) -> Iterator[str]:
    """One line, `sha256  file name`, for each wheel that a platform would choose."""
    for package in lock["packages"]:
        wheels = _files(package)
        marker = Marker(package["marker"]) if "marker" in package else None
        chosen = {
            best_wheel(wheels, platform) for platform in PLATFORMS if needed(marker, platform)
        }
        for name in sorted(name for name in chosen if name):
            yield f"{wheels[name]}  {name}"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    lines = record(tomllib.loads(source.read_text("utf-8")))
    target.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
