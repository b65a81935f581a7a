"""Imported by the server that workers are forked from, and by nothing else."""

from __future__ import annotations

import atexit
import os
import sys

from helpers.runs.preloading import STARTED_BY, preload, remove_socket

atexit.register(remove_socket, int(os.environ.pop(STARTED_BY, os.getppid())))
if preload():
    sys.exit(1)
