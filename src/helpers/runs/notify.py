"""Telling people what came of a run, where they asked for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from helpers.base.errors import OutputsLocked
from helpers.publication.site_address import recall
from helpers.runs.notice import Notice, notice_of_report, notice_of_stop
from helpers.runs.records import RunReport
from helpers.runs.services import Service, open_services, send

Say = Callable[[str], None]
Tell = Callable[[RunReport], None]


def addresses(asked: Sequence[str] | None, variable: str) -> tuple[str, ...]:
    """Return where notifications go: what was asked for, or else what the variable names.

    Parameters
    ----------
    asked : sequence of str or None
        Addresses of the command line.
    variable : str
        What `CARE_WORKBOOKS_NOTIFY` held: addresses with blanks between them.
    """
    return tuple(dict.fromkeys(asked or variable.split()))


@contextlib.contextmanager
def telling(where: Sequence[str], say: Say) -> Iterator[Tell]:
    """Give what tells of a run's report, and tell of a run that stops inside.

    Parameters
    ----------
    where : sequence of str
        Addresses; none where nobody is to be told.
    say : callable
        Told in a line of each notification, and of each that failed; never holds an address.

    Raises
    ------
    ParameterError
        When an address cannot be used, before anything else is done.
    """
    services = open_services(where)

    told = False

    def tell(report: RunReport) -> None:
        nonlocal told
        told = True
        if services:
            _send_all(services, notice_of_report(report, reading_place(report)), say)

    try:
        yield tell
    except OutputsLocked:
        # The other run tells of itself.
        raise
    except Exception as fault:
        # A command may still end by an exception of its own when all is told.
        if not told:
            _send_all(services, notice_of_stop(fault), say)
        raise


def reading_place(report: RunReport) -> str:
    """Return where the reports of a run are read: the site's address, or its first page."""
    index = Path(report.index)
    try:
        memory = recall(index.parent)
    except Exception:
        memory = None
    return memory.address if memory and memory.address else str(index)


def _send_all(services: Sequence[Service], notice: Notice | None, say: Say) -> None:
    if notice is None:
        return
    for service in services:
        fault = send(service, notice)
        if fault:
            say(
                f"The notification by {service.name} could not be sent: {fault}\n"
                "  what to do: check the address and the network; the run is not affected"
            )
        else:
            say(f"Notified by {service.name}.")
