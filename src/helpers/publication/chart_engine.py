"""Vega-Lite drawn as SVG by the library itself, in V8, with texts measured by a table.

The converter shapes every text two or three times to know its width, which is most of what a
chart costs. Here the widths are those of `base.text_width`, and the drawing is the converter's,
byte for byte; a test holds the two together.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.base.fonts import BUNDLED_FONT, FONT
from helpers.base.text_width import TABLE
from helpers.publication.layer import BUNDLE

_SCRIPT = Path(__file__).with_name("chart_engine.js")


class NotDrawn(Exception):
    """What the library said against a chart."""


class ChartEngine:
    """A V8 of its own with the drawing library.

    It starts threads, and must never live where we fork.
    """

    def __init__(self) -> None:
        # Here, because the run's own process knows this module and must not load V8.
        from py_mini_racer import JSEvalException, MiniRacer

        self._refusal = JSEvalException
        self._v8 = MiniRacer()
        self._v8.eval(_SCRIPT.read_text("utf-8"))
        self._v8.eval(gzip.decompress(BUNDLE.read_bytes()).decode())
        families = [FONT, BUNDLED_FONT]
        widths = {**json.loads(TABLE.read_text("utf-8")), "families": families}
        self._v8.eval(f"engine.start({json.dumps(widths)})")

    def close(self) -> None:
        """End V8."""
        self._v8.close()

    def svg(self, chart: Mapping[str, Any]) -> str | None:
        """Draw one chart.

        Parameters
        ----------
        chart : mapping
            A Vega-Lite specification with its data inside.

        Returns
        -------
        str or None
            None where it has to be left to the converter: the table of widths does not know
            a text's font or a letter, or the chart waits for something, as for a picture.

        Raises
        ------
        NotDrawn
            With the library's own words.
        """
        # As a text in a text: V8 reads JSON faster than it reads a program.
        given = json.dumps(json.dumps(chart))
        try:
            self._v8.eval(f"engine.begin({given})")
            told = json.loads(str(self._v8.eval("engine.ended()")))
        except self._refusal as reason:
            raise NotDrawn(_words(str(reason))) from reason
        if "fault" in told:
            raise NotDrawn(told["fault"])
        svg: str | None = told.get("svg")
        return svg


def _words(said: str) -> str:
    """What an error of V8 says, without the line of program that it shows."""
    lines = [line.strip() for line in said.splitlines()]
    told = [line for line in lines if "Error: " in line and not line.startswith("<anonymous>")]
    return told[-1] if told else lines[0]
