"""Imported by the server that workers are forked from, and by nothing else."""

from __future__ import annotations

import atexit
import os
import sys

from helpers.runs.preloading import preload, remove_socket

atexit.register(remove_socket, os.getppid())
if preload():
    sys.exit(1)
