"""A new strategy file for a council, with its test: made once, never written over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.files import write_whole
from helpers.base.geography import Area, find_area
from helpers.base.settings import Settings
from helpers.desk.strategy_scaffold import strategy_test, strategy_text
from helpers.publication.strategy_facts import strategy_areas

TESTS = "tests"


@dataclass(frozen=True)
class Made:
    """What was made for a council.

    Attributes
    ----------
    area : Area
        The council.
    files : tuple of Path
        The strategy file, and its test where the project has tests.
    """

    area: Area
    files: tuple[Path, ...]


def new_strategy(name: str, settings: Settings, today: date) -> Made:
    """Make an empty strategy file for a council, and its test.

    Parameters
    ----------
    name : str
        The council: ONS code, slug or name.
    settings : Settings
        The project.
    today : date
        Its year stands in the places to be filled in.

    Raises
    ------
    ParameterError
        When there is no such council, or it has a strategy file already.
    """
    area = find_area(name)
    path = settings.strategies / f"{area.slug}.yaml"
    if path.exists() or area in strategy_areas(settings):
        raise ParameterError(
            f"strategy of {area.name}",
            "there is a file for it already",
            "a council without one",
            f"write into the file in {settings.strategies.name}/, or take it out first",
        )
    write_whole(path, strategy_text(area, today.year).encode())
    files = [path]
    if (settings.root / TESTS).is_dir():
        # A name of one's own, since pytest knows files by their name alone.
        test = (
            settings.root / TESTS / "strategies" / f"test_file_of_{area.slug.replace('-', '_')}.py"
        )
        if not test.exists():
            write_whole(test, strategy_test(area).encode())
            files.append(test)
    return Made(area, tuple(files))
