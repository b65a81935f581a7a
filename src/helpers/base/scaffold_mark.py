"""The words by which a file made by `workbooks new` says what is still to be filled in."""

from __future__ import annotations

from typing import Final

# In brackets, because a strategy may well say that posts are to be filled in a year.
TO_FILL_IN: Final = "(to be filled in)"
