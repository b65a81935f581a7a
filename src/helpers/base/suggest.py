"""The error for a name that nobody knows, with the nearest names that exist."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from helpers.base.errors import ParameterError

LISTED_AT_MOST = 12
# Below it names only share letters: "homecare" is no "scorecard".
NEAR = 0.62


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
    by_lower = {name.lower(): name for name in names}
    given = text.lower()
    # "payment" begins a part of "direct-payments", and is spelt more like "placements".
    begun = [name for name in by_lower if given and _begins_a_part(given, name)]
    near = difflib.get_close_matches(given, begun, 1, 0.0) or difflib.get_close_matches(
        given, by_lower, 1, NEAR
    )
    mend = f"did you mean {by_lower[near[0]]}?" if near else "use one of the names above"
    shown = ", ".join(names[:LISTED_AT_MOST]) + (", ..." if len(names) > LISTED_AT_MOST else "")
    return ParameterError(f'{kind} "{text}"', f"there is no {kind} of that name", shown, mend)


def _begins_a_part(text: str, name: str) -> bool:
    return any(part.startswith(text) for part in re.split("[-/]", name))
