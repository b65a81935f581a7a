"""The house rules of notebooks, each a function that names what breaks it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from statistics import median

from nbformat import NotebookNode

from helpers.base.errors import WorkbooksError
from helpers.base.geography import all_areas
from helpers.base.parameters import read_parameters
from helpers.indicators.observations import Obs
from helpers.workbook import Book

CELLS = range(20, 46)
LINES_IN_A_CELL, LINES_AT_THE_MIDDLE, LINES_IN_ALL = 12, 4, 120
WORDS_A_LINE, WORDS_OF_A_QUESTION = 4, 20
COMMON_PARAMETERS = ("area", "period", "inputs", "compare_with", "strategy")
FRAMES = {"observations", "series", "parts"}
SHOWS = {"table", "compare", "place", "trend", "shares"}
SHOWS |= {"funnel", "months", "counts", "groups", "path", "eras", "split", "ahead"}
SHOWS |= {"lines"}
READS = {"reading", "months_reading"}
ORDER = ("open_workbook", "main_points", "data_used", "promises", "cannot_say", "to_collect")
SCORECARD_SHOWS = {"counted", "promised", "closed", "strength", "values"}
SCORECARD_ORDER = (
    "open_scorecard",
    "main_points",
    "promises",
    "counted",
    "closed",
    "strength",
    "values",
    "data_used",
    "cannot_say",
    "to_collect",
)
LIBRARIES = {"pandas", "polars", "altair", "helpers"}
WRITES = re.compile(r"(?:to|write|save|dump|sink|export)(?:_\w+)?|savefig|unlink|mkdir|touch")
READABLE_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")
CODE_OF_A_MEASURE = r"\b[1-6][A-E](?:\([12][ab]?\))?"
FIXED_NUMBERS = re.compile(
    rf"{CODE_OF_A_MEASURE}|aged 18 to 64|aged 65 and over|\b31 March\b|Open Government Licence v3\.0"
)
BLAME = re.compile(r"\b(?:worst|failing|failed|poor|blame|league|underperform\w*)\b", re.IGNORECASE)

Faults = Iterator[str]


def faults(notebook: NotebookNode) -> list[str]:
    """Every fault of a notebook, each with the name of its rule."""
    return [f"{name}: {fault}" for name, rule in RULES.items() for fault in rule(notebook)]


def first_cell(notebook: NotebookNode) -> Faults:
    """The first cell is a title, what the page answers, for whom, from what and under what."""
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not re.match(r"# \S", first.source):
        yield "the first cell is not a title"
    for part in ("**For**", "**Data:**", "**Licence:**"):
        if part not in first.source:
            yield f"the first cell lacks {part}"
    parts = first.source.split("\n\n")
    if len(parts) < 3 or _words(parts[1]) < WORDS_OF_A_QUESTION:
        yield "the first cell does not say what the page answers"


def parameters_cell(notebook: NotebookNode) -> Faults:
    """The second cell alone holds parameters: a name, a default and a comment a line."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if tagged != [notebook.cells[1]]:
        yield "the second cell, and no other, carries the tag parameters"
        return
    source = tagged[0].source
    try:
        found = read_parameters(source)
    except (WorkbooksError, SyntaxError, ValueError) as error:
        yield str(error)
        return
    if len(found) != len(source.splitlines()):
        yield "the parameters cell holds something besides one assignment a line"
    if tuple(parameter.name for parameter in found)[:5] != COMMON_PARAMETERS:
        yield f"the parameters do not begin with {', '.join(COMMON_PARAMETERS)}"
    yield from (f"{item.name} has no comment" for item in found if not item.meaning)


def imports(notebook: NotebookNode) -> Faults:
    """Imports stand in the third cell, and are of the standard library, frames or helpers."""
    for number, cell in _code(notebook):
        for node in ast.walk(_tree(cell)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            if number != 3:
                yield f"cell {number} imports {', '.join(names)}"
            for name in names:
                top = name.partition(".")[0]
                if top not in LIBRARIES and top not in sys.stdlib_module_names:
                    yield f"{name} is not for notebooks"


def order(notebook: NotebookNode) -> Faults:
    """The parts come in the agreed order, with the questions in the middle, and publish last."""
    calls = [name for _, cell in _code(notebook) for name in _calls(cell)]
    wanted = SCORECARD_ORDER if SCORECARD_ORDER[0] in calls else ORDER
    for name in (*wanted, "publish"):
        if calls.count(name) != 1:
            yield f"{name} is called {calls.count(name)} times"
            return
    places = [calls.index(name) for name in wanted]
    if places != sorted(places):
        yield "the parts are not in the agreed order"
    last = notebook.cells[-1]
    if last.cell_type != "code" or last.source != "book.publish()":
        yield "the last cell is not book.publish()"
    if wanted is ORDER:
        between = calls[calls.index("data_used") : calls.index("promises")]
        if not SHOWS & set(between):
            yield "no question stands between the data and the promises"
    elif not calls.index("counted") < calls.index("promised") < calls.index("closed"):
        yield "the promises in force do not stand between their count and the closed documents"


def size(notebook: NotebookNode) -> Faults:
    """Cells and lines are few."""
    if len(notebook.cells) not in CELLS:
        yield f"{len(notebook.cells)} cells"
    lines = [len(_lines(cell)) for _, cell in _code(notebook)]
    if max(lines) > LINES_IN_A_CELL:
        yield f"a cell of {max(lines)} lines"
    if median(lines) > LINES_AT_THE_MIDDLE:
        yield f"half of the cells have {median(lines)} lines or more"
    if sum(lines) > LINES_IN_ALL:
        yield f"{sum(lines)} lines of code"


def plain_cells(notebook: NotebookNode) -> Faults:
    """No functions, classes or loops: those live in the package."""
    forbidden = {
        ast.FunctionDef: "a function",
        ast.AsyncFunctionDef: "a function",
        ast.Lambda: "a function",
        ast.ClassDef: "a class",
        ast.For: "a loop",
        ast.While: "a loop",
        ast.ListComp: "a loop",
        ast.SetComp: "a loop",
        ast.DictComp: "a loop",
        ast.GeneratorExp: "a loop",
    }
    for number, cell in _code(notebook):
        for node in ast.walk(_tree(cell)):
            if type(node) in forbidden:
                yield f"cell {number} has {forbidden[type(node)]}"


def question_and_reading(notebook: NotebookNode) -> Faults:
    """A figure or table stands in a question's section and is followed by a reading there."""
    waiting: list[str] = []
    heading, prose = "", ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            yield from (f"{name} is followed by no reading" for name in waiting)
            waiting = []
            heading, _, prose = cell.source.partition("\n")
            if heading.endswith("?") and _words(prose) < WORDS_OF_A_QUESTION:
                yield f'"{heading.removeprefix("## ")}" is not explained'
        elif cell.cell_type == "code":
            calls = set(_calls(cell))
            if calls & (SHOWS | SCORECARD_SHOWS):
                if not heading.endswith("?"):
                    yield f"{cell.id} stands under no question"
                waiting.append(cell.id)
            if calls & READS:
                waiting = []
    yield from (f"{name} is followed by no reading" for name in waiting)


def enough_prose(notebook: NotebookNode) -> Faults:
    """There are several words of prose to a line of code."""
    words = sum(_words(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    lines = sum(len(_lines(cell)) for _, cell in _code(notebook))
    if words < WORDS_A_LINE * lines:
        yield f"{words} words of prose to {lines} lines of code"


def charts_by_helpers(notebook: NotebookNode) -> Faults:
    """A chart comes from a helper, which gives it a title, a description and a source."""
    for number, cell in _code(notebook):
        if re.search(r"\balt\.|\bChart\(|\.mark_|\.plot\b|\bplt\.", cell.source):
            yield f"cell {number} draws a chart by hand"


def no_literals(notebook: NotebookNode) -> Faults:
    """No column names and no thresholds, which a contract or the registry holds."""
    columns = {column.value for column in Obs}
    for number, cell in _code(notebook):
        if number == 2:
            continue
        for node in ast.walk(_tree(cell)):
            if not isinstance(node, ast.Constant) or node.value is None:
                continue
            if isinstance(node.value, int | float):
                yield f"cell {number} holds the number {node.value}"
            elif node.value in columns:
                yield f'cell {number} names the column "{node.value}"'


def no_writes(notebook: NotebookNode) -> Faults:
    """Nothing is written but by the helper that publishes, and no command is run."""
    for number, cell in _code(notebook):
        if re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
            yield f"cell {number} gives a command"
        for name in _calls(cell):
            if name in {"open", "system", "run", "Popen"} or _writes(name):
                yield f"cell {number} calls {name}"


def _writes(name: str) -> bool:
    return bool(WRITES.fullmatch(name)) and not hasattr(Book, name)


def committed_clean(notebook: NotebookNode) -> Faults:
    """No outputs, no counts, a kernel that every machine has, and no other metadata."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            yield f"cell {number} holds outputs or a count"
        if set(cell.metadata) - {"tags"}:
            yield f"cell {number} has metadata {', '.join(cell.metadata)}"
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield "the format is not 4.5"
    kernel = notebook.metadata.get("kernelspec", {})
    if (kernel.get("name"), kernel.get("display_name")) != ("python3", "Python 3 (ipykernel)"):
        yield "the kernel is not python3, Python 3 (ipykernel)"


def readable_ids(notebook: NotebookNode) -> Faults:
    """Ids are words, and each names one cell."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    yield from (f'"{name}" is no readable id' for name in ids if not READABLE_ID.fullmatch(name))
    yield from (f'"{name}" names two cells' for name in sorted(set(ids)) if ids.count(name) > 1)


def true_for_every_council(notebook: NotebookNode) -> Faults:
    """Prose holds no number that the data hold, no council's name and no blame."""
    names = sorted((area.name for area in all_areas()), key=len, reverse=True)
    council = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            yield from _not_for_all(f"cell {number}", cell.source, council)
    for number, cell in _code(notebook):
        for caption in _captions(cell):
            yield from _not_for_all(f"the caption in cell {number}", caption, council)


def _not_for_all(place: str, text: str, council: re.Pattern[str]) -> Faults:
    if found := re.search(r"\d+", FIXED_NUMBERS.sub("", text)):
        yield f"{place} says {found[0]}"
    if found := council.search(text):
        yield f"{place} names {found[0]}"
    if found := BLAME.search(text):
        yield f"{place} says {found[0]}"


RULES: dict[str, Callable[[NotebookNode], Faults]] = {
    "first cell": first_cell,
    "parameters cell": parameters_cell,
    "imports": imports,
    "order": order,
    "size": size,
    "plain cells": plain_cells,
    "question and reading": question_and_reading,
    "enough prose": enough_prose,
    "charts by helpers": charts_by_helpers,
    "no literals": no_literals,
    "no writes": no_writes,
    "committed clean": committed_clean,
    "readable ids": readable_ids,
    "true for every council": true_for_every_council,
}


def codes_called(
    notebook: NotebookNode, *, former: bool = False
) -> list[tuple[str, tuple[str, ...]]]:
    """Each call of the book that names indicators in force, with their codes.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook.
    former : bool
        Whether to give those that name a framework instead, each code with its framework.
    """
    found = []
    for _, cell in _code(notebook):
        for node in ast.walk(_tree(cell)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name not in FRAMES | {"main_points"}:
                    continue
                codes = tuple(str(ast.literal_eval(argument)) for argument in node.args)
                # Behind the code of a call of parts stand the names of the parts.
                codes = codes[:1] if name == "parts" else codes
                whose = [str(ast.literal_eval(each.value)) for each in node.keywords]
                if bool(whose) == former:
                    found.append((name, tuple(" ".join((*whose, code)) for code in codes)))
    return found


def _captions(cell: NotebookNode) -> list[str]:
    return [
        str(argument.value)
        for node in ast.walk(_tree(cell))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "table"
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(argument, ast.Constant)
    ]


def _code(notebook: NotebookNode) -> list[tuple[int, NotebookNode]]:
    cells = enumerate(notebook.cells, start=1)
    return [(number, cell) for number, cell in cells if cell.cell_type == "code"]


def _lines(cell: NotebookNode) -> list[str]:
    return [line for line in cell.source.splitlines() if line.strip()]


def _tree(cell: NotebookNode) -> ast.Module:
    # Commands of the shell are no Python: the rule on writes sees them.
    return ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))


def _calls(cell: NotebookNode) -> list[str]:
    nodes = [node for node in ast.walk(_tree(cell)) if isinstance(node, ast.Call)]
    return [getattr(node.func, "attr", getattr(node.func, "id", "")) for node in nodes]


def _words(text: str) -> int:
    return len(re.findall(r"[^\W\d_]+", text))
