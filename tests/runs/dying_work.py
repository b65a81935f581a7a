"""Work for a pool's processes, some of which end their process instead of coming back."""

from __future__ import annotations

import os
import time


def name_or_die(name: str) -> str:
    """Return the name; a name that begins with "bad" ends the process."""
    if name.startswith("bad"):
        time.sleep(0.3)
        os._exit(3)
    return name
