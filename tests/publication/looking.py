"""What a test of pages does in a browser more than once."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

DRAWN = """[...document.querySelectorAll('.live:not([hidden])')]
    .every(part => !part.hasAttribute('aria-busy') && part.querySelector('[data-part=drawing] svg'))"""
SECONDS = 20

TEXTS = """css => [...document.querySelectorAll(css)]
    .filter(svg => svg.getBoundingClientRect().width > 0)
    .map(svg => ({
        scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
        name: svg.closest('figure')?.id,
        texts: [...svg.querySelectorAll('text')].filter(text => text.textContent.trim())
            .map(text => { const box = text.getBoundingClientRect();
                return { words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize),
                    left: box.left, right: box.right, top: box.top, bottom: box.bottom } }),
    }))"""


def explored(window) -> int:
    """Press every button that offers an interactive chart, and wait until all are drawn."""
    buttons = window.locator(".explore button:visible")
    count = buttons.count()
    for number in range(count):
        buttons.nth(number).click()
    # Asked from here, because the page's own policy forbids the waiting in it.
    for _ in range(SECONDS * 20):
        if window.evaluate(DRAWN):
            return count
        window.wait_for_timeout(50)
    raise AssertionError(f"not drawn within {SECONDS} seconds: {window.said}")


def drawings(window, css: str = ".figure > .chart svg"):
    """Each drawing that is seen, with its scale and its texts."""
    return window.evaluate(TEXTS, css)


def overlapping(drawing, *, room: float = 1.0) -> list[tuple[str, str]]:
    """Pairs of texts in a drawing that lie over each other by more than `room` pixels."""
    texts = drawing["texts"]
    return [
        (one["words"], other["words"])
        for place, one in enumerate(texts)
        for other in texts[place + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > room
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > room
    ]


def rows_of_csv(address: str) -> list[list[str]]:
    """The rows of a CSV inside a page, its headings first."""
    text = unquote(address.partition(",")[2]).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def numbers(text: str) -> set[float]:
    """Every number of a text, its thousands separators and minus signs read."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.replace("\N{MINUS SIGN}", "-"))
    return {float(found) for found in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", plain)}
