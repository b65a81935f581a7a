"""What the Task Scheduler's schema asks of a task file, for the elements that we use.

After the reference of the Task Scheduler schema ([MS-TSCH] 2.5): a trigger is a sequence, so the
order of its parts counts; the others take each part once, in any order.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
TRUTH, WHOLE = "true|false", r"\d+"
DURATION = r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?"
MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"
ANY = r"\S(.*\S)?"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Each element: the parts it may have, with a pattern for the text of those that have none.
# An asterisk marks what must be there; a sequence says that their order counts.
PARTS = {
    "Task": {
        "RegistrationInfo": None,
        "Triggers": None,
        "Principals": None,
        "Settings": None,
        "*Actions": None,
    },
    "RegistrationInfo": {"Description": ANY, "URI": r"\\[^\\/:*?\"<>|]+", "Author": ANY},
    "Triggers": {"CalendarTrigger": None},
    "CalendarTrigger": {
        "Enabled": TRUTH,
        "*StartBoundary": MOMENT,
        "EndBoundary": MOMENT,
        "ExecutionTimeLimit": DURATION,
        "RandomDelay": DURATION,
        "*ScheduleByWeek": None,
    },
    "ScheduleByWeek": {"WeeksInterval": r"[1-9]\d?", "*DaysOfWeek": None},
    "DaysOfWeek": dict.fromkeys(DAYS, ""),
    "Principals": {"*Principal": None},
    "Principal": {
        "UserId": ANY,
        "LogonType": "InteractiveToken|Password|S4U",
        "RunLevel": "LeastPrivilege|HighestAvailable",
    },
    "Settings": {
        "AllowStartOnDemand": TRUTH,
        "MultipleInstancesPolicy": "Parallel|Queue|IgnoreNew|StopExisting",
        "DisallowStartIfOnBatteries": TRUTH,
        "StopIfGoingOnBatteries": TRUTH,
        "StartWhenAvailable": TRUTH,
        "RunOnlyIfNetworkAvailable": TRUTH,
        "Enabled": TRUTH,
        "Hidden": TRUTH,
        "ExecutionTimeLimit": DURATION,
        "Priority": r"10|\d",
    },
    "Actions": {"*Exec": None},
    "Exec": {"*Command": ANY, "Arguments": ANY, "WorkingDirectory": ANY},
}
SEQUENCES = {"CalendarTrigger"}


def faults(content):
    """Everything that `schtasks /Create /XML` would stumble over, in words."""
    if not content.startswith(b"\xff\xfe"):
        return ["it does not begin with the byte-order mark of UTF-16"]
    text = content[2:].decode("utf-16-le")
    if not text.startswith('<?xml version="1.0" encoding="UTF-16"?>'):
        return ["its first line does not declare UTF-16"]
    root = ElementTree.fromstring(text.split("?>", 1)[1])
    if root.tag != f"{{{NAMESPACE}}}Task":
        return [f"its root is {root.tag}"]
    found = list(_walk(root))
    if not re.fullmatch(r"1\.[2-6]", root.get("version", "")):
        found.append("Task has no version from 1.2 on")
    names = {f"{{{NAMESPACE}}}{name}" for name in ("Principal", "Actions")}
    used = {e.get("id") or e.get("Context") for e in root.iter() if e.tag in names}
    if len(used) != 1:
        found.append(f"Actions run as none of the principals: {used}")
    return found


def _walk(element):
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    known = {part.lstrip("*"): pattern for part, pattern in PARTS[name].items()}
    children = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
    for part in PARTS[name]:
        if part.startswith("*") and part[1:] not in children:
            yield f"{name} lacks {part[1:]}"
    if len(set(children)) != len(children):
        yield f"{name} has a part twice"
    unknown = [child for child in children if child not in known]
    if unknown:
        yield f"{name} has unknown parts {unknown}"
        return
    order = list(known)
    if name in SEQUENCES and children != sorted(children, key=order.index):
        yield f"{name} has its parts in another order than {order}"
    for child, part in zip(element, children, strict=True):
        pattern = known[part]
        if pattern is None:
            yield from _walk(child)
        elif len(child) or not re.fullmatch(pattern, (child.text or "").strip()):
            yield f"{part} cannot be {child.text!r}"
