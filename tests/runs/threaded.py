"""Imported in a process that is to fork: finds a thread there, and ends it as it should."""

import sys
import threading
import time

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
from helpers.runs.warm.threads import settled_threads  # noqa: E402

if settled_threads():
    sys.exit(1)
