"""What opens a store is for the run alone: no notebook, and no process of its own, needs it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

BEGINNINGS = ("AWS_", "AZURE_")


@contextlib.contextmanager
def kept_from_children() -> Iterator[None]:
    """Keep the variables that open stores from every process that is started meanwhile.

    A store that is open already has read them.
    """
    held = {name: os.environ[name] for name in os.environ if name.startswith(BEGINNINGS)}
    for name in held:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(held)
