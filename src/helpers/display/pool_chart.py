"""The schemes of a pool as bars, plan beside outturn, in the words of its documents."""

from __future__ import annotations

from helpers.base.counted import counted
from helpers.base.periods import spoken
from helpers.display import theme
from helpers.display.build import (
    BROKEN_LABELS,
    NARROW_LABEL,
    Part,
    amount,
    drawn,
    finished,
    kind,
    records,
    tooltip,
    wrapped,
)
from helpers.display.figures import Figure
from helpers.display.legend import LEFT, Entry, above
from helpers.display.pool_tables import SOURCE, pounds, printed, schemes_table, share
from helpers.display.spec import Spec
from helpers.indicators.pool import EVERYONE, OUTTURN, PLAN, Line, PoolYear
from helpers.methods.rounding import half_up

KIND = "Bar chart"
MOST_DRAWN = 12
"""Schemes beyond which the smaller ones stand in the table alone."""
LONGEST, WIDE_LABEL = 60, 32
BAND, LINE = 46, 15
POINTED = (("name", "Scheme"), ("which", "Plan or outturn"), ("told", "Amount"))
COLOURS = {PLAN: theme.AREA, OUTTURN: theme.ENGLAND}
WORDS = {PLAN: "Plan", OUTTURN: "Outturn"}
SIZES = ((1_000_000, "£ million"), (1_000, "£ thousand"), (1, "Pounds"))
"""What an axis counts in, by the least that its largest amount must be."""
# A long name begins above the labels of the axis, where the cut is narrow.
LABELS = -85


def schemes_chart(year: PoolYear, area_name: str, figure_id: str) -> Figure:
    """Draw the schemes of one year, largest first.

    Parameters
    ----------
    year : PoolYear
        With at least one scheme.
    area_name : str
        The council.
    figure_id : str
        Name within the page.
    """
    once = year.once()
    lines = once[:MOST_DRAWN]
    title = _title(year, area_name)
    told = "; ".join(f"{name} {_told(line)}" for name, line in _named(lines).items())
    more = len(once) - len(lines)
    note = printed(year.schemes)
    if more:
        note = f"{note} {counted(more, 'smaller one')} of the list can be seen in the table."
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"Schemes of the Better Care Fund, {area_name}, {spoken(year.period)}, pounds",
        description=f"{KIND}. {title}. {told}.",
        source=SOURCE,
        note=note,
        chart=_chart(lines, narrow=False),
        narrow=_chart(lines, narrow=True),
        table=schemes_table(year, f"{figure_id}-data"),
    )


def _title(year: PoolYear, area_name: str) -> str:
    which = PLAN if year.by_scheme(PLAN) else OUTTURN
    sizes = list(year.by_scheme(which).values())
    pool = year.pool(which)
    if len(sizes) < 2 or not sizes[0]:
        return f"{area_name}: {counted(len(sizes), 'scheme')} of the pool listed"
    if sizes[0] == sizes[1]:
        start = f"{area_name}: each of the largest of {len(sizes)} schemes takes"
    else:
        start = f"{area_name}: the largest of {len(sizes)} schemes takes"
    if pool is None or not pool.pounds:
        return f"{start} {pounds(sizes[0])}"
    return f"{start} {share(sizes[0], pool.pounds)} of the pool"


def _named(lines: tuple[Line, ...]) -> dict[str, Line]:
    """Lines by names of their own that have room beside an axis."""
    full = [
        line.name if line.organisation == EVERYONE else f"{line.name}, {line.organisation}"
        for line in lines
    ]
    short = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…" for name in full]
    numbered = [
        name if short.count(name) == 1 else f"{name} ({place + 1})"
        for place, name in enumerate(short)
    ]
    return dict(zip(numbered, lines, strict=True))


def _told(line: Line) -> str:
    said = [
        f"{WORDS[which].lower()} {pounds(each.pounds)}"
        for which in WORDS
        if (each := line.amount(which))
    ]
    return ", ".join(said)


def _broken(name: str, *, narrow: bool) -> str:
    limit = NARROW_LABEL if narrow else WIDE_LABEL
    # A word that has no end in sight is cut where the line is.
    words = " ".join(part for word in name.split() for part in _pieces(word, limit))
    told = wrapped(words, narrow=narrow, limit=limit)
    return told if isinstance(told, str) else "\n".join(told)


def _pieces(word: str, limit: int) -> list[str]:
    return [word[start : start + limit] for start in range(0, len(word), limit)]


def _chart(lines: tuple[Line, ...], *, narrow: bool) -> Spec:
    rows: list[Part] = []
    parts = {}
    for name, line in _named(lines).items():
        parts[name] = _broken(name, narrow=narrow)
        for which, word in WORDS.items():
            each = line.amount(which)
            if each:
                label = pounds(each.pounds)
                row = {"part": parts[name], "name": line.name, "kind": which, "which": word}
                rows.append({**row, "value": half_up(each.pounds), "label": label, "told": label})
    drawn_kinds = [which for which in WORDS if any(row["kind"] == which for row in rows)]
    highest = max(row["value"] for row in rows) or 1.0
    # A name of several lines hangs down from the middle of its bars.
    band = max(BAND, max(2 * part.count("\n") + 1 for part in parts.values()) * LINE + 8)
    colours = {"domain": drawn_kinds, "range": [COLOURS[which] for which in drawn_kinds]}
    size, unit = next((each for each in SIZES if highest >= each[0]), SIZES[-1])
    places = {
        "y": kind(
            "part",
            title=None,
            sort=list(parts.values()),
            scale={"paddingInner": 0.25},
            axis={"labelExpr": BROKEN_LABELS},
        ),
        "yOffset": kind("kind", sort=drawn_kinds),
        "x": amount(
            "value",
            title=unit,
            scale={"domain": [0, highest * (1.9 if narrow else 1.25)]},
            axis={
                "tickCount": 3 if narrow else 5,
                "labelExpr": f"format(datum.value / {size}, ',~f')",
            },
        ),
    }
    style = {"align": "left", "dx": 5, "fontSize": theme.TEXT_NARROW}
    plot = {
        "layer": [
            drawn(
                "bar",
                {},
                {**places, "color": kind("kind", scale=colours), "tooltip": tooltip(*POINTED)},
            ),
            drawn("text", style, {**places, "text": kind("label")}),
        ],
        "data": records(rows),
        "width": (theme.NARROW - 115) if narrow else (theme.WIDE - 250),
        "height": band * len(parts),
    }
    entries = [Entry(WORDS[which], "square", COLOURS[which]) for which in drawn_kinds]
    left = LABELS if narrow else LEFT
    return finished(above(entries, plot, narrow=narrow, left=left), narrow=narrow)
