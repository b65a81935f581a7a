"""How many workbooks a command makes at a time where nobody says."""

from __future__ import annotations

import os


def at_once() -> int:
    """Return one more than the machine has cores.

    A workbook's worker and its kernel wait for one another, and both now and then for a drawing:
    two workbooks leave a sixth of two cores idle, and three next to nothing.
    """
    return (os.cpu_count() or 1) + 1
