"""YAML as plain text with the line of every entry: what a scalar means, the schema decides.

So a code such as 2E stays a code, 2018 a year and 2023-06-01 a text, and an error can name its
line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

# The same loader in C, many times faster, where the wheel carries it.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Step = str | int
Place = tuple[Step, ...]


@dataclass(frozen=True)
class Lines:
    """A document's value, and the line on which each part of it begins.

    Attributes
    ----------
    value : Any
        Mappings, lists and texts.
    lines : dict
        Line by place; an entry of a mapping begins at its key.
    """

    value: Any
    lines: dict[Place, int]

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest part around it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1

    def texts(self) -> Iterator[tuple[Place, str]]:
        """Every text with its place, in the order of the document."""
        return _texts(self.value, ())


class TwiceError(ValueError):
    """A key that stands twice in one mapping."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"the key {key} stands twice")
        self.line = line


def read_yaml(text: str) -> Lines:
    """Read a YAML document.

    Raises
    ------
    yaml.YAMLError
        When it is not YAML.
    TwiceError
        When a key stands twice: YAML would keep the last and lose the first.
    """
    lines: dict[Place, int] = {}
    node = yaml.compose(text, Loader=_LOADER)
    value = None if node is None else _value(node, (), lines)
    return Lines(value, lines)


def _value(node: Any, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in made:
                raise TwiceError(key, line)
            lines[*place, key] = line
            made[key] = _value(value_node, (*place, key), lines)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*place, at), lines) for at, each in enumerate(node.value)]
    return node.value


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
        return
    inside = value.items() if isinstance(value, dict) else enumerate(value or ())
    for step, each in inside:
        yield from _texts(each, (*place, step))
