"""What is known of a deadline: a fact that stands beside an answer, and never a reason for one."""

from __future__ import annotations

from datetime import date

from helpers.strategies.moments import last_day, spoken
from helpers.strategies.parts import NOT_STATED, When


def deadline_told(deadline: When, as_of: date) -> str:
    """Say by when something was to be, and whether that day lies before or after another.

    Parameters
    ----------
    deadline : When
        As the document gives it.
    as_of : date
        The day that the page speaks of.
    """
    if deadline.written == NOT_STATED:
        return "No deadline is stated."
    if not deadline.date:
        return f"Deadline as written: {deadline.written}."
    side = "before" if last_day(deadline.date) <= as_of else "after"
    return f"Deadline as written: {deadline.written}. It lies {side} {spoken(as_of.isoformat())}."
