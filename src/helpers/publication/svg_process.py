"""The child process that turns Vega-Lite specifications into SVG.

It lives apart because the converter starts threads, and must never be loaded
where a run forks. One line of JSON in, one line of JSON out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

VEGA_LITE = "6.4"
"""The Vega-Lite that Altair writes for; a test holds the two together."""

_FONTS = Path(__file__).with_name("no_system_fonts.conf")


def answer(line: bytes) -> bytes:
    """Answer one request: its SVG, or what the converter said against it."""
    import vl_convert

    try:
        reply = {
            "svg": vl_convert.vegalite_to_svg(
                json.loads(line), vl_version=VEGA_LITE, allowed_base_urls=[]
            )
        }
    except Exception as reason:
        reply = {"error": str(reason)}
    return json.dumps(reply).encode() + b"\n"


def serve(requests: Iterable[bytes], replies: BinaryIO) -> None:
    """Answer requests in their order until there are no more."""
    for line in requests:
        replies.write(answer(line))
        replies.flush()


def main() -> None:
    """Serve standard input, keeping standard output for replies alone."""
    os.environ["FONTCONFIG_FILE"] = str(_FONTS)
    with os.fdopen(os.dup(1), "wb") as replies:
        # A library that prints would otherwise break the protocol.
        os.dup2(2, 1)
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
