"""How far a value lies from the others, by a measure that outliers cannot hide in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

NORMAL_MAD = 0.6745
FAR = 3.5


def modified_z(values: ArrayLike) -> NDArray[np.float64]:
    """Modified z-score: distance from the median in units of the median absolute deviation.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers; NaN where an area has none.

    Returns
    -------
    ndarray, shape (n,)
        0.6745 (x - median) / MAD; NaN where the value is missing, or where more than
        half of the values are the same and nothing can be said.

    Notes
    -----
    Iglewicz, B. and Hoaglin, D. (1993), How to Detect and Handle Outliers, ASQC;
    they call a value with a score beyond 3.5 a possible outlier.
    """
    x = np.asarray(values, dtype=float)
    known = x[~np.isnan(x)]
    if known.size == 0:
        return np.full(x.shape, np.nan)
    middle = float(np.median(known))
    spread = float(np.median(np.abs(known - middle)))
    if spread == 0:
        return np.full(x.shape, np.nan)
    return NORMAL_MAD * (x - middle) / spread


def is_far(values: ArrayLike, beyond: float = FAR) -> NDArray[np.bool_]:
    """Whether each value lies far from the others by the modified z-score."""
    scores = modified_z(values)
    return np.nan_to_num(np.abs(scores), nan=0.0) > beyond
