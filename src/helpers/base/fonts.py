"""The font that charts are measured in and pages are read in.

Liberation Sans 2.00.1 (SIL Open Font License 1.1) travels inside the chart renderer,
so the space a label needs is the same on every machine. Arial has the same widths and
is what most readers have, so a chart laid out in one is read in the other without
labels colliding.
"""

from __future__ import annotations

BUNDLED_FONT = "Liberation Sans"
"""The family whose four cuts the chart renderer carries with it."""

FONT = f"{BUNDLED_FONT}, Arial, Helvetica, sans-serif"
"""Font of every chart: the bundled family first, so that it is the one measured."""
