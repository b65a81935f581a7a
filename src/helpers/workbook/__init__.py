"""The few public names that a notebook calls."""

from helpers.workbook.book import Book
from helpers.workbook.opening import open_scorecard, open_workbook
from helpers.workbook.scorecard import Scorecard

__all__ = ["Book", "Scorecard", "open_scorecard", "open_workbook"]
