"""Invented rows for the benchmark of the gate."""

from __future__ import annotations

import numpy as np
import polars as pl

SEED = 20
FAULTY_SHARE = 0.01


def invent(rows: int, *, faulty: bool) -> pl.DataFrame:
    """Invented rows in the benchmark's contract; faults in about one row of a hundred."""
    random = np.random.default_rng(SEED)

    def pick(words: list[str]) -> list[str]:
        return [words[i] for i in random.integers(0, len(words), rows)]

    denominator = random.integers(10, 5000, rows).astype(float)
    numerator = np.floor(denominator * random.random(rows))
    lower = np.round(random.random(rows) * 50, 1)
    frame = pl.DataFrame(
        {
            "row_id": [f"r{number:07d}" for number in range(rows)],
            "area_code": [f"E0{6 + n % 4}{n % 153:06d}" for n in range(rows)],
            "area_name": [f"Council {n % 153}" for n in range(rows)],
            "region": pick(list("ABCDEFGHI")),
            "level": pick(["council", "region", "england"]),
            "period": pick(["2021-22", "2022-23", "2023-24", "2024-25"]),
            "measure": pick(["2A", "2B", "2C", "3D"]),
            "breakdown": pick(["all", "by age", "by sex"]),
            "sex": pick(["persons", "males", "females"]),
            "age_band": pick(["18-64", "65 and over", "all"]),
            "status": pick(["ok", "suppressed"]),
            "flag": pick(["Y", "N"]),
            "value": np.round(random.random(rows) * 100, 1),
            "numerator": numerator,
            "denominator": denominator,
            "lower": lower,
            "upper": lower + np.round(random.random(rows) * 50, 1),
            "margin": np.round(random.random(rows) * 9, 1),
            "respondents": random.integers(5, 900, rows).astype(float),
            "population": random.integers(1000, 90000, rows).astype(float),
            "rate": np.round(random.random(rows) * 900, 1),
            "rank": random.integers(1, 154, rows).astype(float),
            "year": random.integers(2015, 2025, rows).astype(float),
            "weight": np.round(random.random(rows), 4),
            "spend": np.round(random.random(rows) * 1e6, 2),
        }
    )
    if not faulty:
        return frame
    wrong = pl.Series(random.random(rows) < FAULTY_SHARE)
    kind = pl.Series(random.integers(0, 8, rows))
    faults = {
        "area_code": ((0, "E0800015"),),
        "level": ((1, "borough"),),
        "value": ((2, 140.0),),
        "numerator": ((3, None), (4, 999_999.0)),
        "row_id": ((5, "r0000001"),),
        "flag": ((6, "maybe"),),
        "lower": ((7, 110.0),),
    }
    for column, planted in faults.items():
        for number, value in planted:
            changed = pl.when(wrong & (kind == number)).then(pl.lit(value))
            frame = frame.with_columns(changed.otherwise(pl.col(column)).alias(column))
    return frame
