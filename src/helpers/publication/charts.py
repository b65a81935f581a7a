"""Charts as SVG, and as PNG, by a process that lives as long as a run."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from helpers.base.errors import PublicationError
from helpers.publication.drawing import DrawingProcess, Draws, request_bytes


class ChartRenderer:
    """Draw Vega-Lite specifications; use it as a context manager.

    Safe to share between threads.

    Parameters
    ----------
    draws : Draws, optional
        What draws: the process that a run shares, or by itself a child of its own,
        started with the first chart.
    """

    def __init__(self, draws: Draws | None = None) -> None:
        self._draws: Draws = DrawingProcess() if draws is None else draws

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process, or let go of the shared one."""
        self._draws.close()

    def svg(self, chart: str, spec: Mapping[str, Any]) -> str:
        """Draw one chart.

        Parameters
        ----------
        chart : str
            The chart's id, for the error that names it.
        spec : mapping
            A Vega-Lite specification with its data inside.

        Raises
        ------
        PublicationError
            When the specification cannot be drawn, asks for data from elsewhere,
            takes too long, or the drawing process dies twice.
        """
        if _asks_elsewhere(spec):
            raise PublicationError(
                f'chart "{chart}"',
                "it asks for data from an address",
                "a chart that carries its data",
                "read the data in the notebook and hand the rows to the chart",
            )
        return str(self._drawn(chart, {"chart": spec})["svg"])

    def png(self, chart: str, svg: str, scale: float) -> bytes:
        """Turn a drawn chart into a picture.

        Parameters
        ----------
        chart : str
            The chart's id, for the error that names it.
        svg : str
            A whole SVG document.
        scale : float
            Pixels of the picture for one of the drawing.

        Raises
        ------
        PublicationError
            When it cannot be drawn, takes too long, or the drawing process dies twice.
        """
        return base64.b64decode(self._drawn(chart, {"picture": svg, "scale": scale})["png"])

    def _drawn(self, chart: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        reply = self._draws.draw(request_bytes(request))
        if "error" in reply:
            raise PublicationError(
                f'chart "{chart}"',
                f"it could not be drawn: {_first_words(str(reply['error']))}",
                "a Vega-Lite specification that draws",
                "show the chart in the notebook and mend it there",
            )
        if reply.get("ended") == "slow":
            raise PublicationError(
                f'chart "{chart}"',
                f"it was not drawn within {reply['words']} seconds, twice",
                "a chart of at most a few thousand marks",
                "show fewer rows, or add them up before they are drawn",
            )
        if "ended" in reply:
            raise PublicationError(
                f'chart "{chart}"',
                f"the process that draws charts stopped twice ({reply['words']})",
                "a process that answers",
                "free some memory and run again; `workbooks doctor` looks at the rest",
            )
        return reply


def _asks_elsewhere(value: object) -> bool:
    """Whether any `data` of a specification is an address."""
    if isinstance(value, Mapping):
        data = value.get("data")
        if isinstance(data, Mapping) and "url" in data:
            return True
        # Rows are the bulk of a specification and hold no specification.
        return any(
            _asks_elsewhere(part)
            for name, part in value.items()
            if name not in {"values", "datasets"}
        )
    if isinstance(value, list | tuple):
        return any(_asks_elsewhere(part) for part in value)
    return False


def _first_words(said: str) -> str:
    """What the converter said, without its stack and heading."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "Vega-Lite to SVG"))]
    return (told or lines or ["no reason was given"])[0][:300]
