"""A chart as a Vega-Lite specification, which becomes Altair's own when somebody adds to it.

Altair copies a chart whole with every step of its building, and checks and copies it again when
it is written out: most of the time that a page took. The charts of this house are therefore
written as what Altair would write, put together from parts that share what they are made of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any

from helpers.base import digests

VIEW = {"continuousWidth": 300, "continuousHeight": 300}
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
_VALUES, _DATA, _DATASETS = "values", "data", "datasets"


class Spec:
    """A chart, ready to be drawn.

    Whatever Altair's charts can do this can do too: asked for it, it becomes one of them.

    Parameters
    ----------
    plain : mapping
        A Vega-Lite specification, which nobody changes any more.
    """

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._plain = plain

    def to_dict(self, validate: bool = True, **asked: Any) -> dict[str, Any]:
        """Return the specification, as Altair's charts do.

        Parameters
        ----------
        validate : bool
            Whether Altair is to hold it to the schema.
        **asked
            What Altair's own method takes.
        """
        if validate or asked:
            made: dict[str, Any] = self.altair().to_dict(validate=validate, **asked)
            return made
        return dict(self._plain)

    def altair(self, *, part: bool = False) -> Any:
        """Return the chart as one of Altair's, to be added to.

        Parameters
        ----------
        part : bool
            Whether it is to be part of another, which has the style of the whole.
        """
        import altair as alt

        left_out = {"$schema", "config"} if part else {"$schema"}
        # A copy of its own: Altair keeps what it is given.
        plain = {name: value for name, value in self._plain.items() if name not in left_out}
        own = json.loads(json.dumps(plain))
        return alt.Chart.from_dict(_inline(own, own.pop(_DATASETS, {})) if part else own)

    def __getattr__(self, name: str) -> Any:
        # What Python itself asks for, to copy or to pickle, is not Altair's to answer.
        if name.startswith("__") or name == "_plain":
            raise AttributeError(name)
        return getattr(self.altair(), name)

    def __add__(self, other: Any) -> Any:
        return self._styled(self.altair(part=True) + _part(other))

    def __and__(self, other: Any) -> Any:
        return self._styled(self.altair(part=True) & _part(other))

    def __or__(self, other: Any) -> Any:
        return self._styled(self.altair(part=True) | _part(other))

    def _styled(self, made: Any) -> Any:
        return made.configure(**self._plain["config"])


def whole(view: Mapping[str, Any], config: Mapping[str, Any]) -> Spec:
    """Make a whole chart of a view: house style, and rows that several layers show written once.

    Parameters
    ----------
    view : mapping
        A layer, views below each other or a single one; its rows inside it.
    config : mapping
        The house style.
    """
    often = {number for number, times in Counter(_rows_of(view)).items() if times > 1}
    datasets: dict[str, Any] = {}
    shared = _named(view, often, datasets) if often else view
    styled = {**config, "view": {**VIEW, **config.get("view", {})}}
    plain = {"config": styled, **shared, "$schema": SCHEMA}
    return Spec({**plain, _DATASETS: datasets} if datasets else plain)


def _rows_of(part: Any) -> Iterator[int]:
    """Identities of the lists of rows in a view, one a time that they are used."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name == _DATA:
                yield id(value[_VALUES])
            else:
                yield from _rows_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from _rows_of(value)


def _named(part: Any, often: Set[int], datasets: dict[str, Any]) -> Any:
    """Copy a view, rows that are used often replaced by their name."""
    if isinstance(part, list):
        return [_named(value, often, datasets) for value in part]
    if not isinstance(part, Mapping):
        return part
    copied = {
        name: value if name == _DATA else _named(value, often, datasets)
        for name, value in part.items()
    }
    rows = part.get(_DATA, {}).get(_VALUES)
    if id(rows) in often:
        # By digest, as Altair does, so that charts can be put together.
        name = f"data-{digests.of_value(rows)[:16]}"
        datasets[name] = rows
        copied[_DATA] = {"name": name}
    return copied


def _inline(part: Any, datasets: Mapping[str, Any]) -> Any:
    """Copy a view, each name of rows replaced by the rows."""
    if isinstance(part, list):
        return [_inline(value, datasets) for value in part]
    if not isinstance(part, Mapping):
        return part
    copied = {name: _inline(value, datasets) for name, value in part.items()}
    if part.get(_DATA, {}).get("name") in datasets:
        copied[_DATA] = {_VALUES: datasets[part[_DATA]["name"]]}
    return copied


def _part(chart: Any) -> Any:
    return chart.altair(part=True) if isinstance(chart, Spec) else chart
