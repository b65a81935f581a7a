"""Numbers of promises, which a line may not break at their hyphen."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"(?<![\w-])\d{3}-\d{1,3}(?![\w-])")


def unbroken(text: str) -> Markup:
    """Escape a text, and hold the number of a promise, such as 000-14, on one line.

    Parameters
    ----------
    text : str
        Plain text, or text that is escaped already (`Markup`).
    """
    return Markup(_NUMBER.sub(r'<span class="whole">\g<0></span>', str(escape(text))))
