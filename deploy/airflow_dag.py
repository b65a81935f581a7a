"""Care workbooks as an Airflow DAG: copy into the DAGs folder and edit the two paths.

Airflow calls the command and nothing else; README.md beside this file says what its exit codes
mean here. Airflow 3 with its standard provider.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

PROJECT = "/srv/care-workbooks"
OUTPUTS = "/srv/care-outputs"
ANOTHER_RUN = 5

with DAG(
    dag_id="care_workbooks",
    description="Check the inbox, make the reports that changed, publish them",
    schedule="30 2 * * 1-5",
    start_date=pendulum.datetime(2026, 1, 5, tz="Europe/London"),
    catchup=False,
    max_active_runs=1,
    tags=["care-workbooks"],
) as dag:
    BashOperator(
        task_id="run",
        bash_command=f'.venv/bin/workbooks run --outputs "{OUTPUTS}"',
        cwd=PROJECT,
        append_env=True,
        skip_on_exit_code=ANOTHER_RUN,
        # A second try finds the same file refused and the same notebook failing.
        retries=0,
        execution_timeout=timedelta(hours=6),
    )
