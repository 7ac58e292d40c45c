"""The projection of many areas as compiled loops; ``areas`` calls it and says what it means.

Layout: [area, interval, sex, age] with age innermost, so that an area's years follow each other in memory and
every input is read and every output written exactly once. Inputs may have one area or one interval for all.
The arithmetic is that of ``cohort_component.advance``, in its order, one pass over the ages of a sex.
"""

from __future__ import annotations

import numpy as np
from numba import boolean, float64, int64, void

from forecasting.axes import Array
from forecasting.kernel.compiler import (
    CUBE,
    FOUR,
    LINE,
    OPTIONS,
    READ_CUBE,
    READ_FOUR,
    READ_LINE,
    READ_TABLE,
    compiled,
)

NEVER = np.iinfo(np.int64).max


@compiled(int64(LINE, READ_LINE, READ_LINE, float64, float64, boolean, LINE, LINE))
def _age_one_sex(
    people: Array,
    survival: Array,
    migrants: Array,
    early: float,
    open_survival: float,
    separate: bool,
    aged: Array,
    died: Array,
) -> int:
    """Survivors and migrants of the end from age 1 on, deaths by cohort; how many cells are below zero."""
    last, late, below = people.size - 1, 1 - early, 0
    for age in range(1, last):
        exposed = people[age - 1] + early * migrants[age - 1]
        aged[age] = exposed * survival[age] + late * migrants[age]
        died[age] = exposed * (1 - survival[age])
        below += (exposed < 0) | (aged[age] < 0)
    entering = people[last - 1] + early * migrants[last - 1]
    staying = people[last] + early * migrants[last]
    below += (entering < 0) | (staying < 0)
    if separate:
        alive = entering * survival[last] + staying * open_survival
        died[last] = entering + staying - alive
    else:
        alive = (entering + staying) * survival[last]
        died[last] = (entering + staying) * (1 - survival[last])
    aged[last] = alive + late * migrants[last]
    return below + (aged[last] < 0)


@compiled(float64(LINE, LINE, READ_LINE, READ_LINE, float64, float64, float64, float64, LINE))
def _births(
    women: Array,
    aged: Array,
    migrants: Array,
    asfr: Array,
    interval: float,
    first_share: float,
    last_share: float,
    late: float,
    mothers: Array,
) -> float:
    """Births by age of the mother, and their sum.

    Women of the start count with ``first_share`` of the migrants, those of the end with ``last_share``; the
    survivors are the aged without the ``late`` share that was already added to them.
    """
    total = 0.0
    for age in range(asfr.size):
        first = women[age] + first_share * migrants[age]
        last = aged[age] + (last_share - late) * migrants[age]
        mothers[age] = asfr[age] * interval * (first + last) / 2
    for age in range(asfr.size):
        total += mothers[age]
    return total


@compiled(
    void(
        READ_FOUR, READ_FOUR, READ_CUBE, READ_TABLE, READ_CUBE, float64, *OPTIONS, int64, int64,
        FOUR, CUBE, CUBE, FOUR, int64[::1],
    )
)  # fmt: skip
def project_areas(
    survival: Array,
    migration: Array,
    asfr: Array,
    sex_ratio: Array,
    open_survival: Array,
    interval: float,
    even: bool,
    counted: bool,
    late_mothers: bool,
    separate: bool,
    begin: int,
    end: int,
    population: Array,
    births: Array,
    mothers: Array,
    deaths: Array,
    failed: Array,
) -> None:
    """Fill the outputs of areas ``begin`` to ``end``; ``failed`` gets the first interval with a cell below 0.

    population [area, interval + 1, sex, age] holds the start at interval 0; survival, migration and deaths
    [area, interval, sex, age]; asfr and mothers [area, interval, age]; births and open_survival [area,
    interval, sex]; sex_ratio [area, interval].
    """
    early = 0.5 if even else 0.0
    first_share = 0.0 if counted else early
    last_share = 1 - early if late_mothers else 0.0
    for area in range(begin, end):
        failed[area] = NEVER
        s, m = min(area, survival.shape[0] - 1), min(area, migration.shape[0] - 1)
        f, r, o = (
            min(area, asfr.shape[0] - 1),
            min(area, sex_ratio.shape[0] - 1),
            min(area, open_survival.shape[0] - 1),
        )
        for t in range(births.shape[1]):
            alive = survival[s, min(t, survival.shape[1] - 1)]
            moved = migration[m, min(t, migration.shape[1] - 1)]
            inside = open_survival[o, min(t, open_survival.shape[1] - 1)]
            now, then, died = population[area, t], population[area, t + 1], deaths[area, t]
            below = 0
            for sex in range(2):
                below += _age_one_sex(
                    now[sex], alive[sex], moved[sex], early, inside[sex], separate, then[sex], died[sex]
                )
            then[0, 0] = (1 - early) * moved[0, 0]
            born = _births(
                now[0],
                then[0],
                moved[0],
                asfr[f, min(t, asfr.shape[1] - 1)],
                interval,
                first_share,
                last_share,
                1 - early,
                mothers[area, t],
            )
            girls = born / (1 + sex_ratio[r, min(t, sex_ratio.shape[1] - 1)])
            births[area, t, 0], births[area, t, 1] = girls, born - girls
            for sex in range(2):
                then[sex, 0] = births[area, t, sex] * alive[sex, 0] + (1 - early) * moved[sex, 0]
                died[sex, 0] = births[area, t, sex] * (1 - alive[sex, 0])
                below += (then[sex, 0] < 0) | (births[area, t, sex] < 0)
            if below > 0 and failed[area] == NEVER:
                failed[area] = t
