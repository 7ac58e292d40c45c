"""Closing to a published total: what survival and births leave over, shared out by sex and age.

The residual of an area has two parts. The nation's part (migration over its border, and every error common to
all areas) is taken in proportion to the people of each sex, so it moves no age structure. What then remains
sums to zero over the areas: migration between them and their own errors. It is given the ages of migrants.
"""

from __future__ import annotations

import numpy as np

from dashboard.analysis.base_population.interval import AGES
from forecasting import migration
from forecasting.axes import Array
from forecasting.balance import Target, rake

#: No cell gives up more than this share of its people in one interval.
LARGEST_SHARE_LEAVING = 0.5


def close(population: Array, totals: Array) -> Array:
    """The population with its published totals by sex. (area, sex, age), (area, sex) -> (area, sex, age)"""
    sums = population.sum(-1)
    growth = totals.sum(0) / sums.sum(0)
    levelled = population * growth[:, np.newaxis]
    moved = totals - sums * growth
    net = moved[..., np.newaxis] * migrants_pattern(levelled.sum(0))
    limited = migration.limit_outflow(net, levelled, AGES, largest_share=LARGEST_SHARE_LEAVING)
    # The limit keeps an area's total, not each sex's: the last step is exact and nearly always a factor of 1.
    return rake(levelled + limited, [Target((0, 1), totals, "published totals")]).counts


def totals_by_sex(population: Array, totals: Array, sexes: Array) -> Array:
    """Totals by sex where areas publish only both together. (area, sex, age), (area), (sex) -> (area, sex)

    The nation's sexes are met; each area keeps the sexes of its survivors, and half its internal migrants are
    women.
    """
    sums = population.sum(-1)
    levelled = sums * (totals.sum() * sexes / sexes.sum() / sums.sum(0))
    return np.asarray(levelled + (totals - levelled.sum(-1))[:, np.newaxis] / 2)


def migrants_pattern(people: Array) -> Array:
    """Ages of migrants: Rogers-Castro rates on the nation's people. (sex, age) -> same, sums to 1

    The same for every area, so that internal migration sums to zero at every age.
    """
    schedule = migration.age_pattern(AGES).copy()
    schedule[-1] = schedule[-2]  # a rate per person: the open group's is that of the age before it
    weights = schedule * people
    return np.asarray(weights / weights.sum(-1, keepdims=True))
