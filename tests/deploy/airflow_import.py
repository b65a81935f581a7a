"""Import the DAG as Airflow does and try its task: run by Airflow's own Python, not by pytest.

`python airflow_import.py <dag file>`; `AIRFLOW_HOME` is a scratch folder. The task is tried with a
stand-in for the command that ends with each exit code of the product.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import AirflowException, AirflowSkipException

WANTED = {0: "success", 1: "failed", 2: "failed", 3: "failed", 4: "failed", 5: "skipped"}


def outcome(task, code):
    """What Airflow calls the task whose command ends with a code."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, ".venv", "bin", "workbooks")
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\necho "$@" > "{folder}/called"\nexit {code}\n', "utf-8")
        program.chmod(0o755)
        task.cwd = folder
        try:
            task.execute({})
        except AirflowSkipException:
            said = "skipped"
        except AirflowException:
            said = "failed"
        else:
            said = "success"
        called = Path(folder, "called").read_text("utf-8").split()
        assert called == ["run", "--outputs", "/srv/care-outputs"], called
    return said


def main(path):
    """Import, look and try."""
    bag = DagBag(dag_folder=str(path))
    assert not bag.import_errors, bag.import_errors
    (dag,) = bag.dags.values()
    (task,) = dag.tasks
    assert (dag.dag_id, task.task_id, dag.catchup, dag.max_active_runs) == (
        "care_workbooks",
        "run",
        False,
        1,
    )
    assert task.retries == 0
    # A broken file has to be seen, or the look above proves nothing.
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder, "broken_dag.py")
        broken.write_text(path.read_text("utf-8").replace("dag_id=", "dag_idd="), "utf-8")
        assert DagBag(dag_folder=str(broken)).import_errors
    tried = {code: outcome(task, code) for code in WANTED}
    assert tried == WANTED, tried
    print(f"{path.name}: one DAG with one task; exit codes are taken as {tried}")


if __name__ == "__main__":
    assert os.environ.get("AIRFLOW_HOME"), "set AIRFLOW_HOME to a scratch folder"
    main(Path(sys.argv[1]).resolve())
