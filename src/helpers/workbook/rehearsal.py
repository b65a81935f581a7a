"""What every workbook reads before its first figure, read once where kernels are forked from.

Nothing here may query Polars or start a thread: a process that forks must not. What is kept is
kept by its content, so that a file that changes later is read anew.
"""

from __future__ import annotations

import contextlib

from helpers.base.errors import WorkbooksError
from helpers.base.parameters import check_request
from helpers.base.settings import find_settings
from helpers.base.text_width import text_width
from helpers.base.themes import THEMES
from helpers.strategies.register import load_strategy, strategy_names


def rehearse() -> None:
    """Read the councils, the widths of letters and the strategies."""
    text_width("a", 10, bold=True)
    check_request(THEMES[0].slug, "wirral", "latest", "region", "")
    settings = find_settings()
    for name in strategy_names(settings.strategies):
        # The workbook that needs it says what is wrong with it.
        with contextlib.suppress(WorkbooksError):
            load_strategy(settings.strategies, name)
