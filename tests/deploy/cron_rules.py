"""What cron asks of a crontab: strict, because cron takes a wrong line and says nothing."""

from __future__ import annotations

import re

RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


def read_crontab(text):
    """The variables and the jobs of a crontab, each job as its five fields and its command.

    Raises ValueError for what cron would misread: a line without an end, a field out of range, a
    bare per cent sign (cron ends the command there).
    """
    if not text.endswith("\n"):
        raise ValueError("cron leaves out a last line that does not end")
    variables, jobs = {}, []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        setting = re.fullmatch(r"([A-Z_]+)=(\S+)", line)
        if setting:
            variables[setting[1]] = setting[2]
            continue
        *fields, command = line.split(None, 5)
        if len(fields) != 5:
            raise ValueError(f"not five fields and a command: {line}")
        values = {
            name: _values(field, *RANGES[name]) for name, field in zip(RANGES, fields, strict=True)
        }
        if re.search(r"(?<!\\)%", command):
            raise ValueError("a bare % ends a command in cron")
        jobs.append((values, command))
    return variables, jobs


def _values(field, low, high):
    found = set()
    for part in field.split(","):
        match = re.fullmatch(r"(\*|\d+(?:-\d+)?)(?:/(\d+))?", part)
        if not match:
            raise ValueError(f"not a field of a crontab: {field}")
        ends = (low, high) if match[1] == "*" else tuple(map(int, match[1].split("-")))
        first, last = ends[0], ends[-1]
        if not low <= first <= last <= high:
            raise ValueError(f"{field} is outside of {low} to {high}")
        found |= set(range(first, last + 1, int(match[2] or 1)))
    return found
