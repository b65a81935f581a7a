"""Imported by the server that workers are forked from, and by nothing else."""

from __future__ import annotations

import sys

from helpers.runs.preloading import preload

if preload():
    sys.exit(1)
