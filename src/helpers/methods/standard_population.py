"""The European Standard Population 2013, the weights of directly standardised rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from helpers.methods.intervals import Numbers

# Eurostat (2013), Revision of the European Standard Population, with 90 and over as one band.
ESP2013: Final[dict[str, int]] = {
    "0-4": 5000,
    "5-9": 5500,
    "10-14": 5500,
    "15-19": 5500,
    "20-24": 6000,
    "25-29": 6000,
    "30-34": 6500,
    "35-39": 7000,
    "40-44": 7000,
    "45-49": 7000,
    "50-54": 7000,
    "55-59": 6500,
    "60-64": 6000,
    "65-69": 5500,
    "70-74": 5000,
    "75-79": 4000,
    "80-84": 2500,
    "85-89": 1500,
    "90+": 1000,
}


def esp2013_weights(bands: Sequence[str]) -> Numbers:
    """Weights of age bands in the European Standard Population 2013.

    Parameters
    ----------
    bands : sequence of str, length b
        Five-year bands as `ESP2013` names them ("65-69", "90+").

    Returns
    -------
    ndarray, shape (b,)
        People of each band among 100,000 of the whole standard population.

    Raises
    ------
    ValueError
        When a band is not one of the standard, or is named twice.
    """
    unknown = [band for band in bands if band not in ESP2013]
    if unknown:
        message = f"the European Standard Population has no age band {', '.join(unknown)}"
        raise ValueError(message)
    if len(set(bands)) < len(bands):
        message = "an age band is named twice"
        raise ValueError(message)
    return np.array([ESP2013[band] for band in bands], dtype=float)
