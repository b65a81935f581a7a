"""Which files of an inputs folder may be extracts."""

from __future__ import annotations

from pathlib import Path

IGNORED_ENDINGS = {".md", ".txt", ".pdf", ".docx", ".html", ".url", ".lnk"}
IGNORED_STARTS = (".", "~$")


def extract_files(folder: Path) -> tuple[Path, ...]:
    """Files of an inputs folder and its subfolders that may be extracts, in order of path.

    Raises
    ------
    OSError
        When the folder is not there, or cannot be read.
    """
    # A folder that is gone holds no files for rglob, and that is not the same as an empty one.
    folder.stat()
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix.lower() not in IGNORED_ENDINGS
        and not any(part.startswith(IGNORED_STARTS) for part in path.relative_to(folder).parts)
    )
