"""Fixtures of the tests of methods: where the known answers are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The first example of a process pays for the import of scipy, and no test here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def answers(shared: Path) -> Path:
    """Return the folder of known answers."""
    return shared / "data" / "known_answers"
