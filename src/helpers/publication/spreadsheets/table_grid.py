"""A table of a page as a marked-up table: numbers as numbers, units in headings, no cell empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from helpers.contracts.columns import Obs
from helpers.contracts.labels import OBSERVATION_LABELS
from helpers.publication.emitted import Column, RowKey, Table
from helpers.publication.spreadsheets.model import Cell, Grid, Heading
from helpers.publication.spreadsheets.parts import (
    LOWER,
    MARGIN,
    ORDER,
    UPPER,
    WHOLE,
    Parts,
    read_parts,
)
from helpers.publication.spreadsheets.symbols import BY_WORDS, DASHES, SIGNS, Symbol
from helpers.publication.spreadsheets.words import cell_text

VALUE: Final = "value"
# These stand in the unit of the value beside them, which alone says it.
IN_THE_SAME_UNIT: Final = frozenset({"england", "region", "interval"})
# A dash here says that the data hold nothing; elsewhere that nothing belongs there.
NOTHING_HELD: Final = frozenset({VALUE, "england", "region", "interval", "counts"})
# Where the value is missing, so are these, and for the same reason.
WITH_THE_VALUE: Final = frozenset({"interval", "counts"})
LONGEST_LABEL: Final = 240

Read = Parts | str


@dataclass(frozen=True)
class _Laid:
    """One column of the page, as the columns of the sheet that it becomes."""

    headings: tuple[Heading, ...]
    cells: tuple[tuple[Cell, ...], ...]


def table_grid(table: Table, name: str) -> Grid:
    """Lay a table of a page out as a marked-up table.

    Parameters
    ----------
    table : Table
        As the notebook showed it.
    name : str
        Name of the marked-up table.
    """
    keys = list(_key_columns(table))
    laid = [*_columns(table), *keys]
    taken = [heading.label for column in keys for heading in column.headings]
    shown = (heading for column in laid[: len(laid) - len(keys)] for heading in column.headings)
    headings = (*_unlike(shown, taken), *map(Heading, taken))
    rows = tuple(
        tuple(cell for column in laid for cell in column.cells[place])
        for place in range(len(table.rows))
    )
    return Grid(name, headings, rows or (tuple(Symbol.NOT_APPLICABLE.value for _ in headings),))


def _columns(table: Table) -> Iterator[_Laid]:
    texts = {
        place: [row[place].strip() for row in table.rows] for place in range(len(table.columns))
    }
    value = next((p for p, column in enumerate(table.columns) if column.name == VALUE), None)
    missing: list[Symbol | None] = [
        _symbol(text, VALUE) if value is not None else None
        for text in (texts[value] if value is not None else [""] * len(table.rows))
    ]
    units = _units(texts[value]) if value is not None else []
    for place, column in enumerate(table.columns):
        if not column.numeric:
            yield from _text_column(column, texts[place])
            continue
        read = [
            _read(text, column.name, gone) for text, gone in zip(texts[place], missing, strict=True)
        ]
        if place == value and len(set(units)) > 1:
            cells = tuple((unit or Symbol.NOT_APPLICABLE.value,) for unit in _row_units(read))
            yield _Laid((Heading(OBSERVATION_LABELS[Obs.UNIT]),), cells)
        shared = units[0] if len(set(units)) == 1 and column.name in IN_THE_SAME_UNIT else ""
        yield _numeric_column(column, read, shared, unit_apart=place == value)


def _text_column(column: Column, texts: Sequence[str]) -> Iterator[_Laid]:
    if any(texts) or not texts:
        cells = tuple((cell_text(text) or Symbol.NOT_APPLICABLE.value,) for text in texts)
        yield _Laid((Heading(_label(column.label)),), cells)


def _numeric_column(
    column: Column, read: Sequence[Read], shared: str, *, unit_apart: bool
) -> _Laid:
    """Lay a column of numbers out, one column for each kind of number in it."""
    units = list(dict.fromkeys(unit for unit in _row_units(read) if unit))
    alone = any(
        isinstance(part, Parts) and WHOLE in part.numbers and not part.unit for part in read
    )
    unit = units[0] if len(units) == 1 and not alone else shared
    # Two units in one column are two columns, unless a column of units says which.
    apart = not unit_apart and (len(units) > 1 or (bool(units) and alone))
    keyed = [_by_kind(part, apart) for part in read]
    used = {kind for cell in keyed for kind in cell}
    kinds = [kind for kind in (*ORDER, *units) if kind in used] or [WHOLE]
    label = _label(column.label)
    headings = tuple(
        Heading(_with_unit(_part_label(label, kind), "" if apart else unit), True) for kind in kinds
    )
    return _Laid(
        headings, tuple(_row(part, cell, kinds) for part, cell in zip(read, keyed, strict=True))
    )


def _by_kind(part: Read, apart: bool) -> Mapping[str, Cell]:
    if isinstance(part, str):
        return {}
    if apart and part.unit:
        return {part.unit: part.numbers[WHOLE]}
    return part.numbers


def _row(part: Read, numbers: Mapping[str, Cell], kinds: Sequence[str]) -> tuple[Cell, ...]:
    if isinstance(part, str):
        # Words stand once; a sign holds for every number that the cell would have held.
        rest = part if part in SIGNS else Symbol.NOT_APPLICABLE.value
        return (part, *(rest for _ in kinds[1:]))
    return tuple(numbers.get(kind, Symbol.NOT_APPLICABLE.value) for kind in kinds)


def _read(text: str, name: str, missing: Symbol | None) -> Read:
    parts = read_parts(text)
    if parts:
        return parts
    if missing and name in WITH_THE_VALUE and text in DASHES:
        return missing.value
    symbol = _symbol(text, name)
    return symbol.value if symbol else cell_text(text)


def _symbol(text: str, name: str) -> Symbol | None:
    if text in BY_WORDS:
        return BY_WORDS[text]
    if not text or text in DASHES:
        return Symbol.NOT_AVAILABLE if name in NOTHING_HELD else Symbol.NOT_APPLICABLE
    return None


def _units(texts: Iterable[str]) -> list[str]:
    found = (read_parts(text) for text in texts)
    return [parts.unit for parts in found if parts]


def _row_units(read: Iterable[Read]) -> list[str]:
    return [part.unit if isinstance(part, Parts) else "" for part in read]


def _key_columns(table: Table) -> Iterator[_Laid]:
    """Codes by which a row is found on the sheet of all figures, and scanned before publication."""
    keys = table.keys if any(table.keys) else ()
    if not keys:
        return
    yield _keys(Obs.AREA_CODE, keys, "area_code")
    yield _keys(Obs.INDICATOR, keys, "indicator")
    if any(key and key.breakdown not in {"", "all"} for key in keys):
        yield _keys(Obs.BREAKDOWN, keys, "breakdown")
    if not _says_the_year(table):
        yield _keys(Obs.PERIOD, keys, "period")


def _says_the_year(table: Table) -> bool:
    """Whether the page has a column of years already, the same as those of the keys."""
    for place, column in enumerate(table.columns):
        if column.label == OBSERVATION_LABELS[Obs.PERIOD] and not column.numeric:
            pairs = zip(table.rows, table.keys, strict=True)
            return all(key is None or row[place] == cell_text(key.period) for row, key in pairs)
    return False


def _keys(column: Obs, keys: Sequence[RowKey | None], name: str) -> _Laid:
    cells = tuple(
        ((cell_text(getattr(key, name)) if key else "") or Symbol.NOT_APPLICABLE.value,)
        for key in keys
    )
    return _Laid((Heading(OBSERVATION_LABELS[column]),), cells)


def _label(label: str) -> str:
    told = cell_text(" ".join(label.split()))[:LONGEST_LABEL].rstrip()
    # XlsxWriter writes a heading of this form unescaped, as the inside of a rich text.
    return f"Column {told}" if told.startswith("<r>") and told.endswith("</r>") else told


def _part_label(label: str, kind: str) -> str:
    if kind in {LOWER, UPPER}:
        label = label.removesuffix(" or margin")
    elif kind == MARGIN:
        label = label.replace("interval or margin", "margin")
    return f"{label}: {kind}" if kind else label


def _with_unit(label: str, unit: str) -> str:
    return label if not unit or unit.lower() in label.lower() else f"{label} ({unit})"


def _unlike(headings: Iterable[Heading], taken: Iterable[str]) -> tuple[Heading, ...]:
    """Give headings that are empty or alike words of their own: a table bears no two alike.

    Those of the keys are taken before any other, because rows are found by them.
    """
    used = {label.lower() for label in taken}
    told = []
    for heading in headings:
        base = heading.label or "Row"
        label, number = base, 1
        while label.lower() in used:
            number += 1
            label = f"{base} ({number})"
        used.add(label.lower())
        told.append(Heading(label, heading.numeric))
    return tuple(told)
