"""Age structures that death rates are standardised to, so that an old and a young area can be compared.

Weights of five-year age groups, per cent. Always say which standard a rate has.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from forecasting.axes import AgeGroups, Array

Standard = Literal["who", "segi"]

#: Ahmad, Boschi-Pinto, Lopez, Murray, Lozano & Inoue (2001), Age standardization of rates: a new WHO standard, GPE
#: Discussion Paper 31, table 4; 0-4 ... 95-99, 100+. They add to 100.035, as printed.
_WHO_STANDARD = (
    *(8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, 5.37),
    *(4.55, 3.72, 2.96, 2.21, 1.52, 0.91, 0.44, 0.15, 0.04, 0.005),
)
#: Segi (1960) as modified by Doll, Payne & Waterhouse (1966), Cancer Incidence in Five Continents I; 0-4 ... 85+
_SEGI = (12, 10, 9, 9, 8, 8, 6, 6, 6, 6, 5, 4, 4, 3, 2, 1, 0.5, 0.5)
_PRINTED: dict[str, tuple[float, ...]] = {"who": _WHO_STANDARD, "segi": _SEGI}
_LAST_AGE = 110


def standard_population(name: Standard, ages: AgeGroups) -> Array:
    """Part of the standard in each age group, adding to 1. -> (age)

    Groups narrower than five years share their five evenly; the standard's open group ends at 110.
    """
    if name not in _PRINTED:
        raise ValueError(f"unknown standard {name!r}: choose {' or '.join(_PRINTED)}")
    weights = np.asarray(_PRINTED[name], dtype=np.float64)
    bounds = np.append(np.arange(len(weights)) * 5.0, _LAST_AGE)
    below = np.append(0, np.cumsum(weights)) / weights.sum()
    cumulated = np.interp(np.append(np.asarray(ages.lower, dtype=np.float64), _LAST_AGE), bounds, below)
    return np.asarray(np.diff(cumulated))
