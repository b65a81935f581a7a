"""The error for a name that nobody knows, with the nearest names that exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from helpers.base.errors import ParameterError

LISTED_AT_MOST = 12


def unknown(kind: str, text: str, known: Iterable[str]) -> ParameterError:
    """Build the error for an unknown name, with "did you mean" where one is near.

    Parameters
    ----------
    kind : str
        What was looked for: "theme", "parameter", "period".
    text : str
        What was given.
    known : iterable of str
        The names that exist.
    """
    names = list(known)
    near = difflib.get_close_matches(
        text.lower(), [name.lower() for name in names], n=1, cutoff=0.5
    )
    by_lower = {name.lower(): name for name in names}
    mend = f"did you mean {by_lower[near[0]]}?" if near else "use one of the names above"
    shown = ", ".join(names[:LISTED_AT_MOST]) + (", ..." if len(names) > LISTED_AT_MOST else "")
    return ParameterError(f'{kind} "{text}"', f"there is no {kind} of that name", shown, mend)
