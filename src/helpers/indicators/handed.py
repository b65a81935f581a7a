"""Evidence that a run has computed, handed to the kernel that shows it.

A run computes the evidence of every page to know what the page depends on. Its kernel would only
compute all councils' figures again, to show one council's. Wherever nothing fitting is handed
over (a notebook run by hand, a worker on another machine), it does.
"""

from __future__ import annotations

import os
import pickle
from io import BytesIO
from pathlib import Path
from typing import Any

from helpers.base import digests
from helpers.base.parameters import Request
from helpers.gate.store.records import Receipt
from helpers.indicators.evidence import Evidence
from helpers.indicators.registry import Registry

VARIABLE = "CARE_WORKBOOKS_EVIDENCE"
"""Names the file that is handed to a kernel."""

REGISTRY = "registry.pickle"
"""What the evidence of all pages of a run shares, in a file beside theirs."""


def keep_evidence(evidence: Evidence, folder: Path) -> Path | None:
    """Write the evidence of one page for its kernel.

    Pickles are read back by the same code, from a folder that only the run writes: they are
    neither published nor kept.

    Parameters
    ----------
    evidence : Evidence
        What the page may show.
    folder : Path
        The run's own.

    Returns
    -------
    Path or None
        The file to be named in `VARIABLE`; None where the disk takes none. Then the kernel
        computes, and what is to be published says whether the disk takes that.
    """
    packed = BytesIO()
    _Packer(packed, protocol=5).dump(evidence)
    path = folder / f"{digests.of_bytes(packed.getvalue())[:32]}.pickle"
    registry = folder / REGISTRY
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not registry.is_file():
            _write(registry, pickle.dumps(evidence.registry, protocol=5))
        _write(path, packed.getvalue())
    except OSError:
        return None
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        # Half a file would be taken for one that is there.
        path.unlink(missing_ok=True)
        raise


def handed_evidence(request: Request, receipts: tuple[Receipt, ...]) -> Evidence | None:
    """Return the evidence that was handed to this process, if it is the one asked for.

    Parameters
    ----------
    request : Request
        What the notebook asks for.
    receipts : tuple of Receipt
        The extracts that it names.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named)
    try:
        found = _Unpacker(BytesIO(path.read_bytes()), path.parent).load()
    except Exception:
        # Written by other code, or gone with its run: then it is computed, as always.
        return None
    if not isinstance(found, Evidence) or found.request != request:
        return None
    ours = {receipt.id for receipt in receipts}
    return found if {receipt.id for receipt in found.receipts} == ours else None


class _Packer(pickle.Pickler):
    """Leaves out the registry, which all pages of a run share."""

    def persistent_id(self, value: object) -> str | None:
        return REGISTRY if isinstance(value, Registry) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: BytesIO, folder: Path) -> None:
        super().__init__(stream)
        self._folder = folder

    def persistent_load(self, name: Any) -> object:
        return pickle.loads((self._folder / str(name)).read_bytes())
