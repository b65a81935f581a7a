"""The few public names that a notebook calls."""

from helpers.workbook.book import Book
from helpers.workbook.opening import open_workbook

__all__ = ["Book", "open_workbook"]
