"""The console command `workbooks`: one public function of a room behind each word."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from helpers.base.errors import ParameterError, WorkbooksError
from helpers.base.geography import Area, find_area
from helpers.base.settings import INBOX, INPUTS_VARIABLE, NOTIFY_VARIABLE, find_settings
from helpers.base.suggest import unknown
from helpers.base.themes import WORKBOOKS, Theme, find_theme
from helpers.cli import show
from helpers.cli.at_once import at_once
from helpers.cli.new import new_app
from helpers.cli.places import HELD, KEEP, settings_for
from helpers.cli.verifying import verify

app = typer.Typer(
    name="workbooks",
    help="Adult social care evidence: gate an extract, run the workbooks, publish versions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

inputs_app = typer.Typer(invoke_without_command=True)
app.add_typer(inputs_app, name="inputs")
app.command()(verify)
app.add_typer(new_app, name="new")

EVERY = "all"
ENGINES = ("auto", "warm", "stock")
EXECUTORS = ("local", "dask")
STOPPED = 130

Themes = Annotated[
    list[str] | None, typer.Option("--theme", help="A theme, or scorecard; may be repeated.")
]
Areas = Annotated[
    list[str] | None, typer.Option("--area", help='A council, or "all"; may be repeated.')
]
Period = Annotated[str, typer.Option("--period", help='A year such as 2024-25, or "latest".')]
Params = Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE; may be repeated.")]
Inputs = Annotated[str, typer.Option("--inputs", help="Folder of extracts, or its address.")]
Outputs = Annotated[
    str | None,
    typer.Option("--outputs", help="Folder of the versions, or an address: s3://…, az://…"),
]
SiteUrl = Annotated[
    str | None,
    typer.Option(
        "--site-url",
        help='Web address of the outputs folder, for feeds and a sitemap; kept. "none" forgets it.',
    ),
]
Static = Annotated[
    bool,
    typer.Option("--static", help="Leave interactive charts out: 0.4 MB less a page, no script."),
]
Notify = Annotated[
    list[str] | None,
    typer.Option(
        "--notify",
        help="Tell this address (as Apprise writes them) of failures and new versions; may be "
        "repeated. Better kept in CARE_WORKBOOKS_NOTIFY: addresses hold passwords.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@app.callback()
def options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Adult social care evidence: gate an extract, run the workbooks, publish versions."""
    if debug:
        os.environ["CARE_WORKBOOKS_DEBUG"] = "1"
    # A terminal inside `workbooks lab` hands this down; a command goes by its own --inputs.
    os.environ.pop(INPUTS_VARIABLE, None)
    # Addresses of notifications hold passwords, which no kernel or child has any use for.
    context.obj = os.environ.pop(NOTIFY_VARIABLE, "")
    KEEP.set(context.with_resource)


@app.command()
def run(
    context: typer.Context,
    theme: Themes = None,
    area: Areas = None,
    period: Period = "latest",
    param: Params = None,
    inputs: Inputs = INBOX,
    outputs: Outputs = None,
    executor: Annotated[
        str, typer.Option("--executor", help="local (this machine's processes), or dask.")
    ] = "local",
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", help="With dask: tcp://…; otherwise workers on this machine."),
    ] = "",
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=0, help="Workbooks at a time; 0 for a core each and one more."),
    ] = 0,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            help="auto or warm (kernels forked from a warm process, where Linux can), or stock.",
        ),
    ] = "auto",
    force: Annotated[bool, typer.Option("--force", help="Make unchanged versions again.")] = False,
    site_url: SiteUrl = None,
    static: Static = False,
    log: Annotated[
        Path | None, typer.Option("--log", help="File that gains a JSON line for each version.")
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="File of JUnit XML, for a scheduler.")
    ] = None,
    notify: Notify = None,
    as_json: AsJson = False,
) -> None:
    """Gate, plan, run, publish, index."""
    from helpers.cli.recording import Recorder
    from helpers.publication.site_address import checked
    from helpers.runs.notify import addresses, telling
    from helpers.runs.run import run as run_workbooks

    tell = context.with_resource(telling(addresses(notify, context.obj), show.aside))
    if executor not in EXECUTORS:
        raise unknown("executor", executor, EXECUTORS)
    if engine not in ENGINES:
        raise unknown("engine", engine, ENGINES)
    if scheduler and executor != "dask":
        raise ParameterError(
            f"--scheduler {scheduler}",
            f"the executor {executor} has none",
            "--executor dask --scheduler tcp://…",
            "add --executor dask, or leave --scheduler out",
        )
    kind = {"force": force, "static": static, "held": True}
    request = replace(
        _request(theme, area, period, param, inputs, outputs, jobs, **kind),
        site_url=checked(site_url),
        engine=engine,
        executor=executor,
        scheduler=scheduler,
    )
    with Recorder(log, junit) as recorder:
        report = run_workbooks(request, recorder.told(None if as_json else show.progress))
        recorder.finish(report)
    show.report(report, as_json=as_json, kept=request.settings.outputs)
    tell(report)
    raise typer.Exit(report.exit_code)


@app.command()
def plan(
    theme: Themes = None,
    area: Areas = None,
    period: Period = "latest",
    param: Params = None,
    inputs: Inputs = INBOX,
    outputs: Outputs = None,
    force: Annotated[bool, typer.Option("--force", help="Plan unchanged ones too.")] = False,
    static: Static = False,
    as_json: AsJson = False,
) -> None:
    """Say what would run, and why."""
    from helpers.runs.run import plan as plan_workbooks

    kind = {"force": force, "static": static}
    request = _request(theme, area, period, param, inputs, outputs, 1, **kind)
    planned, report = plan_workbooks(request)
    show.plan(planned, report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command()
def check(
    files: Annotated[
        list[str] | None, typer.Argument(help="Extracts or datasets, or none for all.")
    ] = None,
    inputs: Inputs = INBOX,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    """Ask the gate alone, and write the data-quality pages."""
    from helpers.cli.checking import check_named
    from helpers.gate.reconcile import reconcile
    from helpers.publication.quality_page import write_quality_page

    settings = settings_for(outputs, ".store", "data-quality", inputs=inputs)
    evidence = check_named(files or [], inputs, settings)
    reconciled = reconcile(evidence.receipts, settings)
    page = write_quality_page(evidence, settings, reconciled)
    show.evidence(evidence, reconciled, page, as_json=as_json)
    raise typer.Exit(3 if evidence.refusals else 0)


@inputs_app.callback()
def inputs(
    context: typer.Context,
    folder: Annotated[str, typer.Option("--inputs", help="Folder of extracts.")] = INBOX,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    """Say what is in the inbox: dataset, period, rows, receipt, age; or fetch a dataset."""
    from helpers.cli.ages import ages_of
    from helpers.cli.inbox import tell_inputs
    from helpers.gate.passing import gate_inputs

    if context.invoked_subcommand is not None:
        return
    settings = settings_for(outputs, ".store", inputs=folder)
    evidence = gate_inputs(folder, settings)
    ages = ages_of(evidence.receipts, settings.contracts, date.today())
    tell_inputs(evidence, ages, as_json=as_json)
    raise typer.Exit(3 if evidence.refusals else 0)


@inputs_app.command()
def fetch(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="A dataset, named as its contract is.")],
    folder: Annotated[
        str | None, typer.Option("--inputs", help="Where the files go.", show_default=INBOX)
    ] = None,
) -> None:
    """Download a dataset from its publisher, whole and checked, with a record of it."""
    from helpers.cli.fetch import fetch_and_tell
    from helpers.gate.store.inputs import folder_of

    settings = find_settings()
    before = context.parent.params["folder"] if context.parent else INBOX
    fetch_and_tell(dataset, settings.contracts, folder_of(folder or before, settings))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A version's folder, or area/theme/period/v0001.")],
    new: Annotated[
        str | None, typer.Argument(help="The later one; without it OLD and the one before it.")
    ] = None,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two versions: figures, data, method, notebook."""
    from helpers.cli.diffing import diff_and_tell

    diff_and_tell(old, new, settings_for(outputs, "differences"), as_json=as_json)


@app.command()
def site(outputs: Outputs = None, site_url: SiteUrl = None) -> None:
    """Rebuild the index of every published version, the councils' pages and the feeds."""
    from helpers.cli.site import build_and_tell

    build_and_tell(settings_for(outputs, HELD), site_url)


@app.command()
def export(
    version: Annotated[
        str, typer.Argument(help="A version's folder, or area/theme for the latest.")
    ],
    png: Annotated[bool, typer.Option("--png", help="Every figure as a picture.")] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="Two pages of A4 for board papers.")
    ] = False,
    ro_crate: Annotated[bool, typer.Option("--ro-crate", help="Provenance as RO-Crate.")] = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="Where to write; otherwise outputs/exports.")
    ] = None,
    outputs: Outputs = None,
    as_json: AsJson = False,
) -> None:
    """Take figures, a print summary or provenance out of a version; unnamed, the first two."""
    from helpers.cli.exporting import export_and_tell

    chosen = (png, summary, ro_crate) if png or summary or ro_crate else (True, True, False)
    settings = settings_for(outputs, "exports")
    export_and_tell(version, chosen, to, settings, as_json=as_json)


@app.command()
def lab(
    theme: Annotated[str, typer.Argument(help="A theme to open, or none.")] = "",
    inputs: Inputs = INBOX,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open a browser on it.")
    ] = True,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="0 for Jupyter's own choice.")
    ] = 0,
) -> None:
    """Open JupyterLab on the workbooks, with inputs gated, so that Run All works."""
    from helpers.desk.lab import open_lab

    chosen = find_theme(theme) if theme else None
    raise typer.Exit(open_lab(find_settings(), inputs, chosen, browser=browser, port=port))


@app.command()
def doctor(outputs: Outputs = None, as_json: AsJson = False) -> None:
    """Say whether this machine is ready, and the mend."""
    from helpers.desk.doctor import examine

    findings = examine(settings_for(outputs))
    show.findings(findings, as_json=as_json)
    raise typer.Exit(1 if any(not finding.well for finding in findings) else 0)


def _request(
    themes: list[str] | None,
    areas: list[str] | None,
    period: str,
    params: list[str] | None,
    inputs: str,
    outputs: str | None,
    jobs: int,
    *,
    force: bool,
    static: bool = False,
    held: bool = False,
) -> Any:
    from helpers.base.periods import LATEST, check_period
    from helpers.publication.strategy_facts import strategy_areas
    from helpers.runs.records import RunRequest

    settings = settings_for(outputs, *((HELD,) if held else ()), inputs=inputs)
    if static:
        settings = settings.static()
    every = areas is not None and EVERY in [name.lower() for name in areas]
    named = () if every else tuple(dict.fromkeys(_area(name) for name in areas or []))
    return RunRequest(
        themes=_themes(themes),
        areas=named or (() if every else strategy_areas(settings)),
        period=period if period == LATEST else check_period(period),
        parameters=dict(_pair(text) for text in params or []),
        inputs=inputs,
        settings=settings,
        jobs=jobs or at_once(),
        force=force,
        every_area=every,
    )


def _themes(names: list[str] | None) -> tuple[Theme, ...]:
    return tuple(dict.fromkeys(find_theme(name) for name in names)) if names else WORKBOOKS


def _area(name: str) -> Area:
    return find_area(name)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ParameterError(
            f'--param "{text}"', "this is not NAME=VALUE", "--param strategy=wirral", "write it so"
        )
    return name.strip(), value.strip()


def main() -> None:
    """Run the command, with plain words for errors that are expected."""
    # A page or a name may hold any letter, and a Windows console would stop at the first it lacks.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except WorkbooksError as error:
        if os.environ.get("CARE_WORKBOOKS_DEBUG"):
            raise
        typer.echo(f"{error}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as ended:
        # Typer answers Ctrl-C itself, by this code and without a word.
        if isinstance(ended, SystemExit) and ended.code != STOPPED:
            raise
        typer.echo("Stopped. What was published stays; nothing half made is left.", err=True)
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
