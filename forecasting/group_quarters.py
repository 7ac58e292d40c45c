"""People in barracks, dormitories and prisons: held aside while the rest are projected, then added back.

Their number follows institutions, not cohorts: nobody in a dormitory grows old there. They are taken out of the base,
kept at the same age and sex, and added to every projected year; births, deaths and migration are the others'.
Smith, Tayman & Swanson (2013), A Practitioner's Guide to State and Local Population Projections, ch. 11.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.conventions import Conventions
from forecasting.projection import Projection, project
from forecasting.rates import Rates


def project_around(
    population: ArrayLike,
    quarters: ArrayLike,
    rates: Rates,
    *,
    first_year: int,
    conventions: Conventions | None = None,
) -> Projection:
    """Project everyone but those in group quarters. (..., sex, age) twice, Rates by interval -> Projection"""
    everyone = validation.counts("population", population, rates.ages)
    held = validation.counts("group quarters", quarters, rates.ages)
    others = everyone - held
    if (others < 0).any():
        cell = tuple(int(index) for index in np.argwhere(others < 0)[0])
        raise ValueError(
            f"{np.broadcast_to(held, others.shape)[cell]:,.6g} in group quarters of {everyone[cell]:,.6g} people for "
            f"{validation.place(cell, ('sex', 'age'), rates.ages)}: are both of the same area and date?"
        )
    result = project(others, rates, first_year=first_year, conventions=conventions)
    return replace(result, population=result.population + held[..., np.newaxis, :, :])
