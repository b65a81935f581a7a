"""Names of the data-quality files, and the removal of those that nobody names any more."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.base.digests import SHORT
from helpers.base.files import locked

FOLDER = "data-quality"
PAGE = "index.html"
RECONCILIATIONS = "reconciliations.csv"
UNRECOGNISED = "unrecognised"

_NOT_PLAIN = re.compile(r"[^a-z0-9_]+")
# The last form is that of an earlier release.
_OURS = re.compile(
    r"[a-z0-9_]{1,60}-[0-9a-f]{8}(\.html|-checks\.csv|-faults\.csv)"
    r"|reconciliations\.csv|faults-[0-9a-f]{12}\.csv"
)


def stem_of(dataset: str, digest: str) -> str:
    """Beginning of the names of an extract's files: its dataset and a short digest."""
    plain = _NOT_PLAIN.sub("_", dataset.lower()).strip("_")[:60]
    return f"{plain or UNRECOGNISED}-{digest[:SHORT]}"


def remove_gone(folder: Path, kept: set[str]) -> None:
    """Remove files of our own naming that no page names any more; all others are left alone.

    Raises
    ------
    PublicationError
        When a file cannot be removed, for example because Excel holds it.
    """
    for path in sorted(folder.iterdir()):
        if path.name in kept or not _OURS.fullmatch(path.name) or not path.is_file():
            continue
        try:
            path.unlink()
        except OSError as reason:
            raise locked(path, reason) from reason
