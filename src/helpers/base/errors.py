"""The few errors of the project, each with place, found, expected and mend.

Every error names where it happened, what was found there, what was expected and
what to do about it, in words for an analyst. They pickle, because they cross
process boundaries in a run.
"""

from __future__ import annotations

from typing import ClassVar

from helpers.base.printable import printable


class WorkbooksError(Exception):
    """Base of every error that the project raises on purpose.

    Parameters
    ----------
    place : str
        Where: a file, sheet and cell, a parameter, a folder.
    found : str
        What was found there.
    expected : str
        What was expected instead; empty where it goes without saying.
    mend : str
        What the reader can do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, place: str, found: str, expected: str = "", mend: str = "") -> None:
        super().__init__(place, found, expected, mend)
        self.place = place
        self.found = found
        self.expected = expected
        self.mend = mend

    def __reduce__(self) -> tuple[type[WorkbooksError], tuple[str, str, str, str]]:
        return type(self), (self.place, self.found, self.expected, self.mend)

    def __str__(self) -> str:
        # What was found may have lines of its own; a place, such as a file's name, has one.
        lines = [f"{printable(self.place)}: {_shown(self.found)}"]
        if self.expected:
            lines.append(f"  expected: {_shown(self.expected)}")
        if self.mend:
            lines.append(f"  what to do: {_shown(self.mend)}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: an analyst's cell shows the message, not the library's frames.
        return [f"{type(self).__name__}: {self}"]


class ParameterError(WorkbooksError):
    """An area, theme, period or parameter that cannot be used (exit code 2)."""

    exit_code = 2


class ContractError(WorkbooksError):
    """A contract, registry or strategy file that cannot be used as it stands."""

    exit_code = 2


class ExtractRefused(WorkbooksError):
    """An extract that its contract does not let through (exit code 3)."""

    exit_code = 3


class DisclosureRefused(WorkbooksError):
    """A publication that would show what its source suppresses (exit code 4)."""

    exit_code = 4


class OutputsLocked(WorkbooksError):
    """Another run holds the outputs folder (exit code 5)."""

    exit_code = 5


class WorkbookFailed(WorkbooksError):
    """A workbook that stopped before its end (exit code 1)."""


class PublicationError(WorkbooksError):
    """A file or folder that could not be written or read back (exit code 1)."""


class FetchFailed(WorkbooksError):
    """A publisher's file that could not be fetched (exit code 1).

    Where nothing in particular was expected it prints as one line: off the network there is
    no more to say.
    """

    def __str__(self) -> str:
        if self.expected:
            return super().__str__()
        told = f"{printable(self.place)}: {_shown(self.found)}"
        return f"{told}; what to do: {_shown(self.mend)}" if self.mend else told


def _shown(text: str) -> str:
    return printable(text, kept="\n\t")
