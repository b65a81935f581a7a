"""The child process that draws: Vega-Lite specifications to SVG, and SVG to PNG.

It lives apart because the engine and the converter start threads, and must never be loaded
where a run forks. The converter is only called where the engine does not know the width of a
text, and for pictures. One line of JSON in, one line of JSON out. It ends when its
parent has gone, and then takes the run's private folder with it, because nobody
else is left who could.
"""

from __future__ import annotations

import base64
import faulthandler
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from helpers.base.fonts import BUNDLED_FONT
from helpers.base.text_width import text_width
from helpers.publication.chart_engine import ChartEngine, NotDrawn

VEGA_LITE = "6.4"
"""The Vega-Lite that Altair writes for; a test holds the two together."""

GOODBYE = b"goodbye\n"
"""The line by which a parent that lives on ends its child."""

MOMENT = 3.0
"""Seconds in which workers and kernels notice that their run has gone."""

_FONTS = Path(__file__).with_name("no_system_fonts.conf")
_PROBE = "Wirral 2024 to 2025, AVE"
_PROBE_SIZE = 100
# Set a title beside a label, and its place tells how wide the label was measured to be.
_PROBE_SPEC = {
    "width": 10,
    "height": 10,
    "scales": [{"name": "y", "type": "point", "domain": [_PROBE], "range": [0, 10]}],
    "axes": [
        {
            "orient": "left",
            "scale": "y",
            "title": "|",
            "labelFont": BUNDLED_FONT,
            "labelFontSize": _PROBE_SIZE,
            "labelLimit": 0,
            "labelPadding": 0,
            "titlePadding": 0,
            "titleAngle": 0,
            "titleAlign": "right",
            "ticks": False,
            "maxExtent": 100_000,
        }
    ],
}
_TAG = re.compile(r"<[^>]+>")
# Where a drawing names or uses a part of its own: ` id="`, `url(#`, `href="#`.
_COUNTED = re.compile(r"""(?<= id="|url\(#|ef="#)(?P<kind>clip|gradient_)\d+(?=["')])""")
_PROBED = re.compile(r"role-axis-title.*?translate\(-([\d.]+),")


@cache
def converter() -> Any:
    """Wake the converter, when it is first needed.

    Raises
    ------
    NotDrawn
        When it does not measure text in the font of the charts.
    """
    import vl_convert

    found = _PROBED.search(vl_convert.vega_to_svg(_PROBE_SPEC, allowed_base_urls=[]))
    known = text_width(_PROBE, _PROBE_SIZE)
    if found and known is not None and abs(float(found[1]) - known) < 0.5:
        return vl_convert
    measured = found[1] if found else "nothing"
    raise NotDrawn(
        f"text is not measured in {BUNDLED_FONT}: {measured} pixels where it has {known:g}"
    )


def answer(line: bytes, engine: ChartEngine | None) -> bytes:
    """Answer one request: its drawing, or what was said against it."""
    request = json.loads(line)
    reply: dict[str, Any]
    try:
        if "picture" in request:
            png = converter().svg_to_png(request["picture"], scale=request["scale"])
            reply = {"png": base64.b64encode(png).decode()}
        else:
            drawn = engine.svg(request["chart"]) if engine else None
            if drawn is None:
                drawn = converter().vegalite_to_svg(
                    request["chart"], vl_version=VEGA_LITE, allowed_base_urls=[]
                )
            reply = {"svg": numbered_anew(drawn)}
    except Exception as reason:
        reply = {"error": str(reason)}
    return json.dumps({**reply, "memory": _memory()}).encode() + b"\n"


def numbered_anew(svg: str) -> str:
    """Number a drawing's own ids from one, whatever was drawn before it.

    The library counts its clips and gradients through its whole life.
    """
    if ' id="' not in svg:
        return svg
    found: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        kind = match["kind"]
        return found.setdefault(match[0], f"{kind}{len(found) + 1}")

    return _TAG.sub(lambda tag: _COUNTED.sub(renamed, tag[0]), svg)


def serve(
    requests: Iterable[bytes], replies: BinaryIO, seconds: float, engine: ChartEngine | None
) -> bool:
    """Answer requests in their order until there are no more.

    Returns
    -------
    bool
        Whether the parent said goodbye, and so lives on.
    """
    for line in requests:
        if line == GOODBYE:
            return True
        # The drawing holds the interpreter, so that only a watch outside it can end one that never
        # ends after its parent has gone.
        faulthandler.dump_traceback_later(seconds, exit=True)
        reply = answer(line, engine)
        faulthandler.cancel_dump_traceback_later()
        try:
            replies.write(reply)
            replies.flush()
        except OSError:
            return False
    return False


def main(arguments: list[str]) -> int:
    """Serve standard input, keeping standard output for replies alone.

    Parameters
    ----------
    arguments : list of str
        Seconds that one drawing may take, and the run's private folder or nothing.
    """
    # Ctrl-C goes to every process of a terminal; the run alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["FONTCONFIG_FILE"] = str(_FONTS)
    os.environ["TZ"] = "UTC"
    seconds, folder = float(arguments[0]), arguments[1]
    with os.fdopen(os.dup(1), "wb") as replies:
        # A library that prints would otherwise break the protocol.
        os.dup2(2, 1)
        with _engine() as engine:
            gone = not serve(sys.stdin.buffer, replies, seconds, engine)
        if gone and folder:
            _clear_up(Path(folder))
    return 0


def _engine() -> AbstractContextManager[ChartEngine | None]:
    """Start the engine, or nothing where this machine will not load it: the converter is there."""
    try:
        return closing(ChartEngine())
    except (ImportError, OSError) as reason:
        print(f"no V8: {reason}", file=sys.stderr)
        return nullcontext()


def _clear_up(folder: Path) -> None:
    """Remove a run's private folder; what still runs of it gets a moment to end, and no more."""
    for _ in range(2):
        time.sleep(MOMENT)
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> int | None:
    """Bytes of memory in use now, or the most that were, or nothing where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        pass
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
