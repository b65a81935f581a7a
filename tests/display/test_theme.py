"""Colours of charts can be told from their ground, on paper and in the dark."""

from __future__ import annotations

import itertools

import pytest

from helpers.display import theme

LEAST = 3.0
DATA = ("AREA", "ENGLAND", "REGION", "OTHERS", "FAINT")
PALETTE = {"#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"}
LIGHT, DARK = (255.0, 255.0, 255.0), (16.0, 20.0, 24.0)
# Rows of the matrix by which a browser turns hues by half a circle.
TURNED = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))


def parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def in_the_dark(colour: tuple[float, ...]) -> tuple[float, ...]:
    """What `invert(1) hue-rotate(180deg)` makes of a colour."""
    other = [255 - part for part in colour]
    turned = (sum(a * b for a, b in zip(row, other, strict=True)) for row in TURNED)
    return tuple(min(max(part, 0.0), 255.0) for part in turned)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast of two colours as WCAG 2.2 defines it."""

    def bright(colour: tuple[float, ...]) -> float:
        linear = [
            p / 255 / 12.92 if p / 255 <= 0.04045 else ((p / 255 + 0.055) / 1.055) ** 2.4
            for p in colour
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((bright(one), bright(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), LIGHT) == pytest.approx(21)
    assert contrast((119, 119, 119), LIGHT) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", DATA)
def test_a_mark_can_be_told_from_its_ground(name) -> None:
    colour = parts(getattr(theme, name))
    assert contrast(colour, LIGHT) >= LEAST
    assert contrast(in_the_dark(colour), DARK) >= LEAST


def test_text_can_be_read_on_both_grounds() -> None:
    assert contrast(parts(theme.INK), LIGHT) >= 7
    assert contrast(in_the_dark(parts(theme.INK)), DARK) >= 7


def test_the_council_is_told_from_england_beside_it() -> None:
    assert contrast(parts(theme.AREA), parts(theme.ENGLAND)) >= LEAST
    dark = [in_the_dark(parts(colour)) for colour in (theme.AREA, theme.ENGLAND)]
    assert contrast(*dark) >= 1.5, "in the dark, shape, dash and label tell them apart as well"


def test_data_colours_are_the_analysis_functions() -> None:
    assert {theme.AREA, theme.ENGLAND, theme.REGION} <= PALETTE
    assert len({theme.AREA, theme.ENGLAND, theme.REGION}) == 3
    assert all(a != b for a, b in itertools.combinations(DATA, 2))
