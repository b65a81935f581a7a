"""Settings of the property tests of methods."""

from __future__ import annotations

from hypothesis import settings

# The first example of a process pays for the import of scipy, and no test here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
