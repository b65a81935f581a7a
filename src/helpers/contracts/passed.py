"""Contracts that the standard's JSON schema let through before, so that it is not asked again.

The schema says the same of the same words. All documents of a folder are remembered together: where
one of them, the schema or what reads them is another, all are checked again, and a document
that does not fit is never remembered.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import write_whole

_READERS = ("jsonschema", "open-data-contract-standard", "PyYAML")


class Passed:
    """What is remembered of the schema's verdicts.

    Parameters
    ----------
    folder : Path
        Where it is kept: an empty file a set of documents, named by their digest.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holds(self, documents: Mapping[str, bytes]) -> bool:
        """Whether these documents, by file name, passed before, all of them together."""
        try:
            return (self._folder / _name(documents)).is_file()
        except OSError:
            # A folder that may not be looked into remembers nothing.
            return False

    def keep(self, documents: Mapping[str, bytes]) -> None:
        """Remember that they passed."""
        # Where it cannot be written they are checked again the next time.
        with contextlib.suppress(PublicationError):
            write_whole(self._folder / _name(documents), b"")


def _name(documents: Mapping[str, bytes]) -> str:
    texts = {name: digests.of_bytes(content) for name, content in documents.items()}
    return digests.of_value([texts, _checkers()])


@cache
def _checkers() -> list[str]:
    """Digests and versions of all that checks a document."""
    code = digests.of_tree(Path(__file__).resolve().parent)
    schema = resources.files("open_data_contract_standard").joinpath("schema.json").read_bytes()
    return [code, digests.of_bytes(schema), *(f"{name} {version(name)}" for name in _READERS)]
