"""A kernel that never came up is started again; one that did is not."""

from __future__ import annotations

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError

from helpers.base.errors import WorkbookFailed
from helpers.runs import engine
from helpers.runs.engine import STARTS, execute

NEVER_UP = "Kernel died before replying to kernel_info"


@pytest.fixture
def attempts(monkeypatch):
    made: list[str] = []

    def answer(*outcomes: Exception | None):
        waiting = list(outcomes)

        def once(*_):
            made.append("start")
            outcome = waiting.pop(0)
            if outcome is not None:
                raise outcome
            return nbformat.v4.new_notebook()

        monkeypatch.setattr(engine, "_once", once)
        return made

    return answer


def test_it_is_tried_again_and_runs(attempts, tmp_path) -> None:
    made = attempts(RuntimeError(NEVER_UP), None)
    execute(tmp_path / "placements.ipynb", {}, tmp_path / "out.ipynb")
    assert len(made) == 2


def test_in_the_end_it_is_said(attempts, tmp_path) -> None:
    made = attempts(*[RuntimeError(NEVER_UP)] * STARTS)
    with pytest.raises(WorkbookFailed, match="did not start in 3 attempts"):
        execute(tmp_path / "placements.ipynb", {}, tmp_path / "out.ipynb")
    assert len(made) == STARTS


@pytest.mark.parametrize("fault", [DeadKernelError("Kernel died"), RuntimeError("another")])
def test_nothing_else_is_tried_again(attempts, tmp_path, fault) -> None:
    made = attempts(fault, None)
    with pytest.raises((WorkbookFailed, RuntimeError)):
        execute(tmp_path / "placements.ipynb", {}, tmp_path / "out.ipynb")
    assert len(made) == 1
