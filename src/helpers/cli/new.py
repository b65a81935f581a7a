"""The command `workbooks new`: what a kind of thing needs, with its test."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import ParameterError
from helpers.base.settings import Settings, find_settings

new_app = typer.Typer(no_args_is_help=True, help="Make what a new thing needs, with its test.")


@new_app.callback()
def kinds() -> None:
    """Make what a new strategy, dataset or indicator needs, with its test."""


@new_app.command()
def strategy(
    name: Annotated[str, typer.Argument(help="The council: ONS code, short name or name.")],
) -> None:
    """Make an empty strategy file for a council, which says what to fill in."""
    from helpers.desk.new_strategy import new_strategy

    settings = find_settings()
    made = new_strategy(name, settings, date.today())
    for path in made.files:
        typer.echo(f"Made {path.relative_to(settings.root).as_posix()}")
    typer.echo(
        'First fill in every line that ends in "fill in": until then a run refuses the file. '
        "docs/strategies.md says what each key means."
    )
    typer.echo(f"Only then: workbooks run --area {made.area.slug} --theme scorecard")


@new_app.command()
def dataset(
    name: Annotated[str, typer.Argument(help="What it is to be called, such as day_centres.")],
) -> None:
    """Make a contract that can be checked at once, with a specimen and a test."""
    from helpers.desk.new_dataset import new_dataset

    settings = find_settings()
    made = new_dataset(name, settings)
    _tell(made, settings)
    contract, specimen = made[0], made[1]
    typer.echo('Fill in the lines of the contract that end in "fill in", and keep the specimen so.')
    typer.echo(f"Then: workbooks check {specimen.relative_to(settings.root).as_posix()}")
    typer.echo(f"And: nox -s tests -- tests/contracts -k {contract.name.partition('.')[0]}")


@new_app.command()
def indicator(
    name: Annotated[str, typer.Argument(help="Its code, such as day-centre-places.")],
    dataset: Annotated[str, typer.Option("--dataset", help="The dataset that it counts.")] = "",
    theme: Annotated[str, typer.Option("--theme", help="The theme that holds it.")] = "",
) -> None:
    """Make an entry of the registry for a figure of the council's own, with a test."""
    from helpers.base.themes import find_theme
    from helpers.desk.new_indicator import new_indicator
    from helpers.indicators.registry import load_registry

    settings = find_settings()
    chosen = find_theme(theme).slug if theme else ""
    made = new_indicator(name, dataset, chosen, settings, load_registry)
    _tell(made, settings)
    typer.echo('Fill in the lines of the registry that say "fill in"; docs/adr/0011 says how.')
    typer.echo(f"Then: nox -s tests -- {made[1].relative_to(settings.root).as_posix()}")


@new_app.command()
def theme(
    name: Annotated[str, typer.Argument(help="For a later release.")],
) -> None:
    """Not in this release: says what a theme needs."""
    raise ParameterError(
        f"new theme {name}",
        "this release makes no theme by itself",
        "new strategy, new dataset or new indicator",
        "by hand it takes a line in src/helpers/base/themes.py, the theme among the `themes` and "
        "`pages` of its indicators and under `to_collect` in data_contracts/indicators.yaml, and "
        "a notebook; begin from the one in notebooks/ that is nearest",
    )


def _tell(made: tuple[Path, ...], settings: Settings) -> None:
    for path in made:
        typer.echo(f"Made or added to {path.relative_to(settings.root).as_posix()}")
