"""Headers that name or point to single people, as client level data and case systems write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PERSON = "(?:client|person|carer|serviceuser|customer|citizen|patient|individual|resident)"
# Each is matched with the whole header, in lower case and without anything but letters and digits.
DIRECT = tuple(
    re.compile(pattern)
    for pattern in (
        r".*nhs(?:number.*|num|no)",
        r".*(?:dateof(?:birth|death)|birthdate|deathdate).*",
        rf"{_PERSON}?do[bd](?:ddmmyy(?:yy)?)?",
        r"(?:.*(?:first|last|middle|given|family)|.*(?:fore|sur)|full)names?",
        rf"(?:name(?:of)?{_PERSON}|{_PERSON}(?:full)?names?)",
        rf"(?:la|traced)?{_PERSON}s?(?:unique)?(?:identifier|id|ref|reference)(?:number|no)?",
        r".*linkedperson.*",
        r"(?:swift|mosaic|liquidlogic|carefirst|eclipse|azeus|las)(?:id|number|no)",
        r".*nationalinsurance.*|ni(?:number|no)|nino",
    )
)
CONTACT = tuple(
    re.compile(pattern)
    for pattern in (
        r".*post(?:al)?code",
        r"(?:.*(?:home|full|client|person|carer|postal|street))?address(?:line)?\d?",
        r".*(?:tele)?phone(?:number|no)?|(?:.*mobile|tel)(?:number|no)?",
        r".*emails?(?:address)?",
        r"uprn",
    )
)
# Fields that client level data, releases 1 and 2, give once an event: no table of counts has three.
EVENT = tuple(
    re.compile(pattern)
    for pattern in (
        r"event(?:reference|startdate|enddate|type|description|outcome)",
        r"clienttype|gppracticename|gppracticecode",
        r"requestrouteofaccess|assessmenttype|eligibleneedsidentified|methodofassessment",
        r"servicecomponent|reviewreason|reviewoutcomesachieved|methodofreview",
        r"unitcost|costfrequencyunittype|plannedunitsperweek",
    )
)
EVENT_FIELDS = 3
_DIGITS = re.compile(r"\d{3,}")
_ODD = re.compile(r"[^a-z0-9]")


def headers_of_people(cells: Iterable[str], *, counts: bool) -> tuple[str, ...]:
    """Headers that make a table one about single people; empty where it is not.

    Parameters
    ----------
    cells : iterable of str
        A row of headers.
    counts : bool
        Whether the table is known to hold counts of people, so that one such header is one too
        many; otherwise a second one must bear it out, or the row may be a list of offices.
    """
    named = [(" ".join(cell.split()), _ODD.sub("", cell.lower())) for cell in cells]
    direct = _matching(named, DIRECT)
    contact = _matching(named, CONTACT)
    event = _matching(named, EVENT)
    event = event if len(event) >= EVENT_FIELDS else []
    nhs = any(DIRECT[0].fullmatch(folded) for _, folded in named)
    enough = 1 if counts or nhs or event else 2
    if len(direct) + len(contact) + len(event) < enough or not (counts or direct or event):
        return ()
    # A header is shown without its long numbers: somebody's may stand in it.
    shown = (_DIGITS.sub("…", text) for text in (*direct, *contact, *event))
    return tuple(dict.fromkeys(shown))


def _matching(named: list[tuple[str, str]], patterns: tuple[re.Pattern[str], ...]) -> list[str]:
    return [
        text for text, folded in named if any(pattern.fullmatch(folded) for pattern in patterns)
    ]
