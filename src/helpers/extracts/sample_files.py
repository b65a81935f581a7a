"""Every sample file, and the command that writes them all.

`python -m helpers.extracts.sample_files data/samples` writes them. Each has its publisher's
layout, says in its first line that it is invented, and is the same for the same seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from helpers.extracts import (
    sample_activity,
    sample_carers,
    sample_former,
    sample_fund,
    sample_hospital,
    sample_local,
    sample_places,
    sample_residents,
    sample_workforce,
)
from helpers.extracts.ods import ods_bytes
from helpers.extracts.sample_counts import SEED
from helpers.extracts.sample_figures import Draws
from helpers.extracts.samples import invent_workbook

Maker = Callable[[Draws], bytes]


def _series(draws: Draws) -> bytes:
    return ods_bytes(invent_workbook(seed=draws.seed))


FILES: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "activity_lts001_sample.ods": sample_activity.long_term_support,
        "activity_lts002_sample.ods": sample_activity.reviews,
        "activity_sts001_sample.ods": sample_activity.requests,
        "activity_sts002_sample.ods": sample_activity.reablement,
        "ascof_long_2022-23_sample.ods": sample_former.former_return,
        "ascof_timeseries_sample.ods": _series,
        "bcf_budget_sample.csv": sample_fund.fund_money,
        "bcf_metrics_sample.csv": sample_fund.fund_measures,
        "carers_local_sample.csv": sample_carers.own_counts,
        "census_unpaid_care_sample.csv": sample_carers.census,
        "cqc_active_locations_sample.ods": sample_places.register,
        "direct_payments_local_sample.csv": sample_local.direct_payments,
        "discharge_ready_date_sample.json": sample_hospital.ready_dates,
        "fingertips_sample.ods": sample_carers.earlier_rounds,
        "home_care_waits_sample.csv": sample_local.home_care_waits,
        "nhse_dtoc_sample.csv": sample_hospital.delayed_days,
        "oflog_sample.ods": sample_workforce.earlier_turnover,
        "ons_mye_2022_sample.csv": partial(sample_residents.estimates, year=2022),
        "ons_mye_2023_sample.csv": partial(sample_residents.estimates, year=2023),
        "ons_mye_2024_sample.csv": partial(sample_residents.estimates, year=2024),
        "ons_snpp_sample.csv": sample_residents.projection,
        "sfc_workforce_sample.ods": sample_workforce.local_areas,
    }
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every sample file into the folder that the command line names.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments in place of those of the command line.
    """
    parser = argparse.ArgumentParser(description="Write the invented sample files.")
    parser.add_argument("folder", type=Path, help="the folder to write them into")
    given = parser.parse_args(arguments)
    draws = Draws(SEED)
    for name, make in FILES.items():
        (given.folder / name).write_bytes(make(draws))


if __name__ == "__main__":
    main()
