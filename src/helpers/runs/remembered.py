"""What an earlier plan worked out of each page's figures, so that an idle night need not again.

The digests of a page's figures follow from the extracts, the contracts, the code and what the
page is asked for. Where all these are as they were, so are the digests; and where the extracts are
others, but not the figures that the page is cut from, they are too. Nothing is published from
here: a page that is made has its figures computed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import write_if_other
from helpers.base.settings import Settings
from helpers.runs.fingerprints import FIGURES, shared_parts

FILE = ".planned.json"


@dataclass(frozen=True)
class Known:
    """What is known of a page's figures: the period that they settle, and their digests."""

    period: str
    digests: Mapping[str, str]


class Remembered:
    """The figures' digests of an earlier plan, and those of this one.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    receipts : sequence of str
        Extracts that this plan stands on.
    """

    def __init__(self, settings: Settings, receipts: Sequence[str]) -> None:
        self._file = settings.outputs / FILE
        # Whether pages are interactive says nothing of their figures.
        shared = {name: value for name, value in shared_parts(settings) if name != "pages"}
        self._shared = shared
        self._receipts = sorted(receipts)
        self._before = dict(_read(self._file))
        self._now: dict[str, Known] = {}

    def of_extracts(self, *asked: Any) -> str:
        """Return the name under which a page's figures are known by the extracts of this plan.

        Parameters
        ----------
        *asked : plain values
            All that decides which figures they are, beside extracts, contracts and code.
        """
        return digests.of_value([[self._shared, self._receipts], *asked])

    def of_ground(self, ground: str, *asked: Any) -> str:
        """Return the name under which they are known by the figures that the page is cut from.

        Parameters
        ----------
        ground : str
            Digest of those figures.
        *asked : plain values
            As in `of_extracts`.
        """
        return digests.of_value([[self._shared, "ground", ground], *asked])

    def find(self, key: str) -> Known | None:
        """Return what is known, None where nothing is."""
        found = self._before.get(key)
        if found is not None:
            self._now[key] = found
        return found

    def keep(self, key: str, known: Known) -> None:
        """Keep what was worked out."""
        self._now[key] = known

    def save(self) -> None:
        """Write what this plan knew; what it did not ask for is forgotten with other extracts."""
        plain = {
            key: {"period": known.period, "digests": dict(known.digests)}
            for key, known in (self._before | self._now).items()
            if key in self._now or len(self._before) < MOST
        }
        with contextlib.suppress(PublicationError):
            write_if_other(self._file, digests.canonical_json(plain).encode())


MOST = 5000
"""Pages that are remembered beside those of the present plan."""


def _read(file: Path) -> Iterator[tuple[str, Known]]:
    try:
        found = json.loads(file.read_text("utf-8"))
        for key, value in found.items():
            known = Known(str(value["period"]), dict(value["digests"]))
            if FIGURES in known.digests:
                yield str(key), known
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Not there, or cut short: then everything is computed, as always.
        return
