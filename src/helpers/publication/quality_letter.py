"""What to write to the supplier of an extract: plain text for an e-mail, asking, never blaming."""

from __future__ import annotations

import re

from helpers.base.counted import counted
from helpers.gate.store.records import Refusal
from helpers.publication.quality_faults import ERROR, BrokenRule, Fault, Faults

LONGEST = 300
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# Marks that turn the direction of all text after them, which an e-mail would go on with.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def letter(file_name: str, refusal: Refusal | None, faults: Faults, listing: str) -> str:
    """Write the e-mail about one extract; empty where there is nothing to ask.

    Parameters
    ----------
    file_name : str
        The file as delivered.
    refusal : Refusal or None
        Where it was refused.
    faults : Faults
        What was found, row by row.
    listing : str
        Name of the CSV to attach; empty where there is none.
    """
    name = f"“{said(file_name)}”"
    if not faults.total:
        return _unread(name, refusal) if refusal is not None else ""
    opening = (
        f"Thank you for the file {name}. We could not use it yet: some of it is not as we expected."
        if refusal is not None
        else f"Thank you for the file {name}, which we have accepted. Some of it stood out when we "
        "checked it, and may well be right."
    )
    closing = (
        "Please send a corrected file in the same layout: the same sheets and columns, with the "
        "same headings. If it is right as it stands, please tell us, so that we can look at our "
        "check."
        if refusal is not None
        else "If any of it is not as you meant it, a corrected file in the same layout would help "
        "us. If all of it is right, a short word to say so is enough."
    )
    attached = f"The attached list, {listing}, names {_every(faults.total)}."
    parts = [opening, *(_rule(rule) for rule in faults.rules), attached, closing]
    return "\n\n".join(parts)


def said(text: str, most: int = LONGEST) -> str:
    """Text on one line, without marks that turn its direction, and cut where it is very long."""
    plain = _TURNS.sub("", _BREAKS.sub(" ", text)).strip()
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _unread(name: str, refusal: Refusal) -> str:
    text = f"Thank you for the file {name}. We could not use it yet. "
    text += f"What we found: {_sentence(refusal.found)} "
    if refusal.expected:
        text += f"What we expected: {_sentence(refusal.expected)} "
    where = refusal.place.removeprefix(refusal.file_name).strip(", ")
    if where:
        text += f"Where: {_sentence(where)} "
    return text + "Please send a corrected file in the layout that was agreed."


def _sentence(text: str) -> str:
    plain = said(text)
    return plain if plain.endswith((".", "!", "?", "…")) else plain + "."


def _rule(rule: BrokenRule) -> str:
    more = rule.total - len(rule.places)
    words = "What we expected" if rule.severity == ERROR else "What we checked"
    lines = [f"* {words}: {_sentence(rule.expected)}"]
    lines += [f"  - {_place(fault)}" for fault in rule.places]
    if more:
        lines.append(f"  - and {counted(more, 'more place')}")
    return "\n".join(lines)


def _place(fault: Fault) -> str:
    """Where a fault stands; for a rule of the whole table, what was found there."""
    parts = [
        f"sheet {fault.sheet}" if fault.sheet else "",
        f"row {fault.row}" if fault.row else "",
        f"cell {fault.cell}" if fault.cell else "",
        f"column {fault.column}" if fault.column else "",
    ]
    place = ", ".join(said(part, 80) for part in parts if part) or "the whole table"
    if not fault.row and not fault.cell:
        return f"{place}: {said(fault.found, 160)}"
    return f"{place} ({said(fault.area, 80)})" if fault.area else place


def _every(total: int) -> str:
    return "the one place" if total == 1 else f"all {total:,} places"
