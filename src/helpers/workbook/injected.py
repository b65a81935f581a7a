"""Parameters that papermill injected, checked in the same words as on the command line."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence

from helpers.base.errors import ParameterError
from helpers.base.parameters import check_values, read_parameters

INJECTED = "# Parameters\n"


def check_injected() -> None:
    """Check what papermill injected against the parameters cell before it.

    Papermill itself takes any name: a misspelt one would silently run with the default.

    Raises
    ------
    ParameterError
        For a name that the workbook does not have, with the nearest that it has.
    """
    check_cells(_cells_run())


def check_cells(cells: Sequence[str]) -> None:
    """Check the injected cell among the cells that ran, if there is one.

    Parameters
    ----------
    cells : sequence of str
        Sources in the order in which they ran.
    """
    for before, cell in itertools.pairwise(cells):
        if cell.startswith(INJECTED):
            try:
                given = {item.name: item.default for item in read_parameters(cell)}
                known = read_parameters(before)
            except (ParameterError, SyntaxError):
                # Not the two cells that papermill and this project write: nothing to compare.
                return
            check_values(known, {n: v for n, v in given.items() if not _known(known, n)})
            return


def _known(known: Sequence[object], name: str) -> bool:
    return any(getattr(item, "name", "") == name for item in known)


def _cells_run() -> list[str]:
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    if running is None:
        return []
    return [str(source) for source in running.user_ns.get("In", [])]
