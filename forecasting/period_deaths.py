"""Deaths of a projection by age at death: each cohort's deaths split at its birthdays.

A step counts deaths by the age a cohort has reached at the end of the interval. The cohort aged x at the
start died partly at x (before its birthday into the next group), partly at x + n. In the life table's
stationary population the first part is (Lx - n l_x+n) / (Lx - L_x+n): who died before reaching x + n, of all.
Preston, Heuveline & Guillot (2001), ch. 2 (Lexis triangles); United Nations, ccmppWPP.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array
from forecasting.life_table import LifeTable


def by_age_at_death(cohort_deaths: ArrayLike, table: LifeTable) -> Array:
    """Deaths by age at death from ``Step.deaths``, sums kept. (..., sex, age), LifeTable -> same"""
    deaths = validation.counts("deaths", cohort_deaths, table.ages)
    younger = share_before_birthday(table)
    ageing = deaths[..., 1:]
    by_age = np.zeros(np.broadcast_shapes(deaths.shape, table.lx.shape))
    by_age[..., :1] = deaths[..., :1]
    by_age[..., :-1] += ageing * younger
    by_age[..., 1:] += ageing * (1 - younger)
    return by_age


def share_before_birthday(table: LifeTable) -> Array:
    """Part of a cohort's deaths before it reaches the next age group. LifeTable -> (..., sex, age - 1)

    The last cell is of the last two groups together, (Lx - n l_x+n) / Lx: nobody leaves the open group alive.
    Where nobody dies, or nobody is left, the share is a half.
    """
    width = table.ages.interval
    lived, alive = table.person_years, table.lx
    before = lived[..., :-1] - width * alive[..., 1:]
    died = lived[..., :-1] - lived[..., 1:]
    died[..., -1] = lived[..., -2]
    return np.divide(before, died, out=np.full_like(died, 0.5), where=died > 0)
