"""The command `workbooks new`: what a kind of thing needs, with its test."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from helpers.base.settings import find_settings

new_app = typer.Typer(no_args_is_help=True, help="Make what a new strategy needs, with its test.")


@new_app.callback()
def kinds() -> None:
    """Make what a new strategy needs, with its test."""


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
        'Fill in the lines that end in "fill in"; docs/strategies.md says what each key means.'
    )
    typer.echo(f"Then: workbooks run --area {made.area.slug} --theme scorecard")
