"""Widths of texts, held to what the chart renderer itself measures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.base import text_width as module
from helpers.base.text_width import text_width, wrapped_to

FONTS = Path(module.__file__).parents[1] / "publication" / "no_system_fonts.conf"
WORDS = (
    "At home or with family, aged 65 and over",
    "2015 to 2016",
    "Tameside, Yorkshire; Rhondda Cynon Tâf",
    "£1,234.5 – 98.7% ≤ ±4.3 “Ŵy”",
    "AVAVAV To We 11",
)
# A title beside an axis stands as far out as the axis's widest label.
MEASURE = """
import json, re, sys
import vl_convert

def measured(text, weight):
    axis = dict(orient="left", scale="y", title="|", labelFont="Liberation Sans", ticks=False,
                labelFontSize=100, labelFontWeight=weight, labelLimit=0, labelPadding=0,
                titlePadding=0, titleAngle=0, titleAlign="right", maxExtent=1e6)
    scale = dict(name="y", type="point", domain=[text], range=[0, 9])
    svg = vl_convert.vega_to_svg(dict(width=9, height=9, scales=[scale], axes=[axis]))
    return float(re.search(r"role-axis-title.*?translate\\(-?([\\d.]+),", svg)[1])

print(json.dumps([measured(*asked) for asked in json.load(sys.stdin)]))
"""


def measured(asked):
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=json.dumps(asked),
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(finished.stdout)


def chunks(letters, size):
    # Between two letters that no kerning joins, so that each chunk measures its own.
    return ["|" + "|".join(letters[at : at + size]) + "|" for at in range(0, len(letters), size)]


def test_every_width_is_the_renderers_own():
    _, cuts = module._cuts()
    asked = []
    for cut, weight in zip(cuts, ("normal", "bold"), strict=True):
        letters, pairs = sorted(cut.advance), sorted(cut.kern)
        assert len(letters) > 350
        assert len(pairs) > 90
        asked += [(text, weight) for text in (*chunks(letters, 10), *chunks(pairs, 10), *WORDS)]
    known = [text_width(text, 100, bold=weight == "bold") for text, weight in asked]
    assert len(known) > 100
    assert measured(asked) == pytest.approx(known, abs=0.01)


def test_a_wrong_width_would_be_seen():
    assert measured([("Wirral", "normal")]) != pytest.approx([text_width("Wirra1", 100)], abs=0.01)


def test_kerning_counts():
    assert text_width("AV", 100) < text_width("A", 100) + text_width("V", 100)


@pytest.mark.parametrize("text", ["北京", "🙂", "a\nb", "\u202eabc"])
def test_a_letter_that_the_font_has_not_has_no_width(text):
    assert text_width(text, 14) is None


def test_welsh_letters_are_known():
    assert text_width("Ŵŵ Ŷŷ Ẃ ẁ", 14)


@pytest.mark.parametrize("width", [60, 140, 333])
@pytest.mark.parametrize("bold", [False, True])
def test_lines_fit_and_lose_nothing(width, bold):
    text = "Wirral: 63.3% in 2024 to 2025, no clear change since 2023 to 2024 北京 🙂 " + "x" * 90
    lines = wrapped_to(text, width, 14, bold=bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        known = text_width(line, 14, bold=bold)
        assert known is None or known <= width


def test_a_line_is_as_full_as_it_can_be():
    first, second, *_ = wrapped_to("one two three four five six seven", 60, 14)
    assert text_width(f"{first} {second.split()[0]}", 14) > 60


def test_nothing_gives_no_line():
    assert wrapped_to("  ", 100, 14) == ()
