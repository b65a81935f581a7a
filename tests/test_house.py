"""The house's law: rooms and arrows, what a kernel may load, and how long a file may be."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "helpers"
TABLE = ROOT / "docs" / "adr" / "0006-rooms.md"
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in LINTER["contracts"]}
LONGEST = 400


def room_table():
    """Each room with what its row in the decision record lets it import; None for anything."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", TABLE.read_text("utf-8"), re.M)
    rooms = {}
    for room, cell in rows:
        if cell.strip() == "any room's public functions":
            rooms[room] = None
        else:
            named = set() if cell.strip() == "nothing of ours" else set(cell.strip().split(", "))
            rooms[room] = named | ({"base"} - {room})
    return rooms


ROOMS = room_table()


def python_files():
    return sorted(SOURCE.rglob("*.py"))


def check_arrows(root):
    """Run import-linter on the package below a folder, by the project's own contracts."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "NO_COLOR": "1", "COLUMNS": "200"}
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def loaded_after(statement, *, source=SOURCE.parent):
    """The modules that a fresh Python holds after one statement."""
    script = f"{statement}\nimport sys\nprint('\\n'.join(name for name in sys.modules if sys.modules[name]))"
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return set(finished.stdout.split())


def test_every_room_of_the_table_stands_and_no_other():
    standing = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert standing == set(ROOMS)


def test_each_rooms_contract_is_its_row_of_the_table():
    for room, allowed in ROOMS.items():
        if allowed is None:
            assert room not in CONTRACTS
            continue
        contract = CONTRACTS[room]
        forbidden = {name.removeprefix("helpers.") for name in contract["forbidden_modules"]}
        let_through = set(contract.get("ignore_imports", []))
        doors = {name for name in allowed if "." in name}
        assert contract["source_modules"] == [f"helpers.{room}"]
        assert forbidden == set(ROOMS) - {room} - allowed
        assert let_through == {
            f"helpers.{room}{inside} -> helpers.{door}{beyond}"
            for door in doors
            for inside in ("", ".**")
            for beyond in ("", ".**")
        }


def test_the_arrows_hold():
    finished = check_arrows(ROOT)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("base", "import helpers.methods", "base"),
        ("methods", "import polars", "pure-methods"),
        ("indicators", "import helpers.gate.passing", "indicators"),
        ("strategies", "import helpers.contracts", "strategies"),
        ("display", "import great_expectations", "one-judge"),
        ("workbook", "import helpers.runs", "workbook"),
        ("runs", "import nbconvert", "one-page-maker"),
    ],
    ids=lambda value: value.removeprefix("import "),
)
def test_a_planted_wrong_import_is_caught(tmp_path, room, line, contract):
    shutil.copytree(SOURCE, tmp_path / "src" / "helpers")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "helpers" / room / "planted.py").write_text(f"{line}\n", "utf-8")
    finished = check_arrows(tmp_path)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert re.search(re.escape(CONTRACTS[contract]["name"]) + r"\s*BROKEN", finished.stdout)


def test_a_planted_circle_is_caught(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "src" / "helpers")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    base = tmp_path / "src" / "helpers" / "base"
    (base / "hen.py").write_text("import helpers.base.egg\n", "utf-8")
    (base / "egg.py").write_text("import helpers.base.hen\n", "utf-8")
    finished = check_arrows(tmp_path)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert re.search(r"no circles\s*BROKEN", finished.stdout)


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_room_takes_anothers_private_names(path):
    """An underscore in front of a name is a wall: other rooms use public functions."""
    room = path.relative_to(SOURCE).parts[0]
    taken = [
        f"line {node.lineno}: {node.module}.{name.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers.")
        for name in node.names
        if node.module.split(".")[1] != room and (name.name.startswith("_") or "._" in node.module)
    ]
    assert not taken


def test_no_file_is_long():
    lengths = {
        str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in python_files()
    }
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_no_two_files_of_tests_have_one_name():
    """Pytest takes a file of tests by its name alone, and would leave out the second."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_notebooks_import_loads_nothing_heavy():
    loaded = loaded_after("from helpers.workbook import open_workbook")
    heavy = {
        "datacontract",
        "great_expectations",
        "nbconvert",
        "papermill",
        "py_mini_racer",
        "rfc3987_syntax",
        "scipy.stats",
        "vl_convert",
    }
    assert not loaded & heavy


def test_the_methods_load_numbers_only():
    modules = [
        f"helpers.methods.{path.stem}" for path in sorted((SOURCE / "methods").glob("[a-z]*.py"))
    ]
    assert modules
    loaded = loaded_after(f"import {', '.join(modules)}")
    assert not loaded & {"altair", "great_expectations", "pandas", "polars"}


def test_a_heavy_import_would_be_seen(tmp_path):
    (tmp_path / "planted.py").write_text("import papermill\n", "utf-8")
    assert "papermill" in loaded_after("import planted", source=tmp_path)
