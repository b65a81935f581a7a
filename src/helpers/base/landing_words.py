"""Where new editions of a dataset are found, by the `landingPage` of its contract."""

from __future__ import annotations

from typing import Final

NO_PAGE: Final = "none"
"""What a contract says of data that nobody publishes."""
KEPT_LOCALLY: Final = "kept by the council itself"


def landing_words(page: str) -> str:
    """Return the address, or words where there is none.

    Parameters
    ----------
    page : str
        As the contract has it.
    """
    return KEPT_LOCALLY if page in {NO_PAGE, ""} else page
