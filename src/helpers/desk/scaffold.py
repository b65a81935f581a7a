"""What every scaffold shares: a name that can be used, and files that replace none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from helpers.base.errors import ParameterError
from helpers.base.files import write_whole

FILL_IN = "fill in"
LONGEST = 40


def checked_name(text: str, kind: str, joint: str) -> str:
    """Return a name as files and keys are named: small letters, digits and one joint.

    Parameters
    ----------
    text : str
        The name as it was given; blanks, hyphens and underscores are all taken as the joint.
    kind : str
        What is named, for the message.
    joint : {"_", "-"}
        What stands between the words.

    Raises
    ------
    ParameterError
        When it is no name of that form.
    """
    name = re.sub(r"[\s_-]+", joint, text.strip().lower())
    well = re.fullmatch(rf"[a-z][a-z0-9]*({joint}[a-z0-9]+)*", name) and len(name) <= LONGEST
    # YAML takes some words for true or nothing, where a contract wants a name.
    if not well or yaml.safe_load(name) != name:
        raise ParameterError(
            f'{kind} "{text}"',
            "this cannot be the name of a file",
            f"letters, digits and blanks, a letter first, {LONGEST} characters at most",
            f"choose a plain name, such as day{joint}centres",
        )
    return name


def spoken(name: str) -> str:
    """Return a name as it stands in a sentence's beginning."""
    words = re.sub(r"[_-]", " ", name)
    return words[0].upper() + words[1:]


def write_new(root: Path, files: Mapping[str, str], what: str) -> tuple[Path, ...]:
    """Write new files, or none where one of them is there already.

    Parameters
    ----------
    root : Path
        The project's folder.
    files : mapping of str to str
        Each file's place below it, and its text.
    what : str
        What they make, for the message.

    Raises
    ------
    ParameterError
        When a file is there already; nothing was written.
    """
    there = [name for name in files if (root / name).exists()]
    if there:
        raise ParameterError(
            what, f"{there[0]} is there already", "a name that is free", "choose another name"
        )
    for name, text in files.items():
        write_whole(root / name, text.encode())
    return tuple(root / name for name in files)
