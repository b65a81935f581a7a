"""Which files of an inputs folder may be extracts."""

from __future__ import annotations

from pathlib import Path

IGNORED_ENDINGS = {".md", ".txt", ".pdf", ".docx", ".html", ".url", ".lnk"}
IGNORED_STARTS = (".", "~$")


def extract_files(folder: Path) -> tuple[Path, ...]:
    """Files of an inputs folder that may be extracts, in order of name."""
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and path.suffix.lower() not in IGNORED_ENDINGS
        and not path.name.startswith(IGNORED_STARTS)
    )
