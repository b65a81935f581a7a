"""A project of its own for scaffolds, and its tests run as an analyst would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings

WANTED = ("data_contracts", "notebooks", "docs")
TESTS = ("contracts", "specimens", "changed_cells.py")


def bare_project(real_root, folder):
    """A project with the real contracts, and of the tests those of contracts alone."""
    for name in WANTED:
        shutil.copytree(real_root / name, folder / name)
    for name in TESTS:
        source, target = real_root / "tests" / name, folder / "tests" / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = tests\n", "utf-8")
    return Settings(root=folder, outputs=folder / "outputs")


def run_tests(settings, *words):
    """Run some of the project's tests in a Python of their own."""
    environment = {key: value for key, value in os.environ.items() if key != OUTPUTS_VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *words],
        env=environment | {ROOT_VARIABLE: str(settings.root)},
        cwd=settings.root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def tidy(root, *files):
    """What ruff says of files of tests, by this project's own rules."""
    said = ""
    for words in (("check", "--no-fix"), ("format", "--check")):
        for file in files:
            named = ("--stdin-filename", f"tests/{file.parent.name}/{file.name}", "-")
            asked = subprocess.run(
                [sys.executable, "-m", "ruff", *words, "--no-cache", *named],
                cwd=root,
                input=file.read_text("utf-8"),
                capture_output=True,
                text=True,
                check=False,
            )
            said += "" if asked.returncode == 0 else asked.stdout + asked.stderr
    return said
