"""The words by which sample data says that it is invented.

A workbook whose cover sheet opens with "Sample data" is sample data, and stays so on
the way to every page that shows it.
"""

from __future__ import annotations

from typing import Final

SAMPLE_MARK: Final = "Sample data: these figures are invented"
IN_THE_LAYOUT_OF: Final = "Invented, in the layout of: "
"""What stands before the sources of an invented figure, which are those of its layout alone."""
