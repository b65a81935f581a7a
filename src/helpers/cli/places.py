"""Where a command's outputs are: a folder of this machine, or an address that one stands for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.settings import OUTPUTS_VARIABLE, Settings, find_settings
from helpers.base.stores.address import is_address

HELD = "held"
"""Said in the place of folders by a command that brings and puts up itself, under a lock."""

# Set by the command that is at work: what keeps a thing open until it has ended.
KEEP: ContextVar[Callable[[contextlib.AbstractContextManager[Path]], Path]] = ContextVar("keep")


def settings_for(outputs: str | None, *puts_up: str, inputs: str = "") -> Settings:
    """Return the settings of a command; an address is open until the command ends.

    Parameters
    ----------
    outputs : str or None
        What `--outputs` says; the environment or the project's own folder where it says nothing.
    *puts_up : str
        Folders below the outputs that the command writes, or `HELD`.
    inputs : str
        What `--inputs` says, of a command that reads extracts.

    Raises
    ------
    ParameterError
        When an address cannot be used for outputs, or one of the two folders lies in the other.
    """
    named = outputs or os.environ.get(OUTPUTS_VARIABLE) or ""
    if not is_address(named):
        settings = find_settings()
        if outputs:
            settings = settings.with_outputs(Path(outputs).expanduser().resolve())
        if inputs and not is_address(inputs):
            _keep_apart(inputs, settings)
        return settings
    os.environ.pop(OUTPUTS_VARIABLE, None)
    settings = find_settings()
    folder: Path = KEEP.get()(_open(named, puts_up))
    return settings.with_outputs(folder)


def _keep_apart(inputs: str, settings: Settings) -> None:
    from helpers.gate.store.inputs import folder_of

    try:
        read = folder_of(inputs, settings)
    except ParameterError:
        # The gate says so, to a command that reads the folder.
        return
    written = settings.outputs.resolve()
    if written.is_relative_to(read):
        found = f"it lies in the folder of the extracts, {read}"
        if written == read:
            found = "it is the folder of the extracts"
        found += ", where what is published would be read as extracts"
    elif read.is_relative_to(written):
        found = f"the folder of the extracts, {read}, lies in it and would be published with it"
    else:
        return
    raise ParameterError(
        f"outputs folder {settings.outputs}",
        found,
        "two folders, neither in the other",
        "name another folder with --outputs or with --inputs",
    )


@contextlib.contextmanager
def _open(address: str, puts_up: tuple[str, ...]) -> Iterator[Path]:
    from helpers.publication.mirrors import open_mirror

    with open_mirror(address) as mirror:
        if HELD in puts_up:
            yield mirror.folder
            return
        mirror.bring()
        try:
            yield mirror.folder
        finally:
            # An exit code is no fault: what the command wrote is put up whichever it is.
            if puts_up:
                mirror.put_up(*puts_up)
