"""The gate as a process of its own: `python -m helpers.gate INPUTS`.

A notebook that finds no receipt starts this, so that Great Expectations never loads
in a kernel.
"""

from __future__ import annotations

import sys

from helpers.base.errors import WorkbooksError
from helpers.base.settings import find_settings
from helpers.gate.passing import gate_inputs


def main(arguments: list[str]) -> int:
    """Gate what the first argument names; answers go to the store."""
    try:
        gate_inputs(arguments[0], find_settings())
    except WorkbooksError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
