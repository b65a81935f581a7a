"""Which compressor packs the spreadsheets and charts of a version."""

from __future__ import annotations

import zlib
from functools import cache

from helpers.base import digests

# Long and varied enough that builds which search for repeats in other ways differ on it.
_TEXT = " ".join(f"{number * number % 9973:x}" for number in range(4000)).encode()


@cache
def compression() -> str:
    """Name the compressor by its version, and by what it makes of a known text.

    Python is built with one zlib or another (zlib-ng, Chromium's, a distribution's), which pack
    the same bytes differently under the same version.
    """
    packed = b"".join(zlib.compress(_TEXT, level) for level in (6, 9))
    return f"zlib {zlib.ZLIB_RUNTIME_VERSION} {digests.of_bytes(packed)[:16]}"
