"""Several areas as one: their people together, their levels weighted by who they are levels of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dashboard.analysis.projections.jump_off import DefaultLevels, Start
from dashboard.analysis.projections.province_mortality import LifeExpectancyGap
from forecasting.axes import FEMALE

JOINED = "+"


def joint_start(begins: Sequence[Start]) -> Start:
    """One start for areas of a country. Fertility is weighted by the births its women would bear at one level for all."""
    if len(begins) == 1:
        return begins[0]
    first = begins[0]
    women = np.asarray([(one.population[FEMALE] * one.pattern[0]).sum() for one in begins])
    people = np.asarray([one.population.sum() for one in begins])
    tfr = float(np.average([one.total_fertility_rate for one in begins], weights=women))
    net = float(np.average([one.usual.net_migration_rate for one in begins], weights=people))
    female, male = np.average([one.gap.path(1)[0] for one in begins], axis=0, weights=people)
    life_expectancy = float(np.average([one.usual.life_expectancy for one in begins], weights=people))
    return replace(
        first,
        area=JOINED.join(one.area for one in begins),
        population=np.sum([one.population for one in begins], axis=0),
        total_fertility_rate=tfr,
        usual=DefaultLevels(round(tfr, 2), round(life_expectancy, 1), net),
        provisional=any(one.provisional for one in begins),
        movers=None,
        gap=LifeExpectancyGap(float(female), float(male)),
        relative=None,
    )
