"""Many trajectories of one area as compiled loops; ``trajectories`` calls it and says what it means.

Layout: ``LANES`` trajectories go side by side as the innermost axis, so that every operation is on whole
vectors and sums over ages need no sideways addition; people and survival of one group of lanes stay in the
nearest cache from the first interval to the last. What leaves is only what was asked for: births, people of
wanted age segments, and cells if wanted.
"""

from __future__ import annotations

import numpy as np
from numba import boolean, float64, int64, void

from forecasting.axes import Array
from forecasting.kernel.compiled_ageing import age_lanes
from forecasting.kernel.compiled_life_table import survival_of_lanes
from forecasting.kernel.compiler import (
    CUBE,
    FOUR,
    LANES,
    OPTIONS,
    READ_CUBE,
    READ_LINE,
    READ_TABLE,
    TABLE,
    compiled,
)

WHOLE = int64[::1]


@compiled(void(READ_CUBE, READ_CUBE, WHOLE, int64, int64, int64, int64, FOUR, FOUR), fused=True)
def write_down(
    people: Array,
    elders: Array,
    bounds: Array,
    differ: int,
    first: int,
    lanes: int,
    year: int,
    segments: Array,
    cells: Array,
) -> None:
    """What is wanted of the people at a year's beginning: lanes under age ``differ``, elders from it on."""
    total = np.empty(LANES)
    for sex in range(2):
        for segment in range(bounds.size - 1):
            low, high = bounds[segment], bounds[segment + 1]
            total[:] = 0.0
            for age in range(low, min(high, differ)):
                for lane in range(LANES):
                    total[lane] += people[sex, age, lane]
            same = 0.0
            for age in range(max(low, differ), high):
                same += elders[year, sex, age]
            for lane in range(lanes):
                segments[segment, sex, year, first + lane] = total[lane] + same
        if cells.shape[0] > 0:
            for age in range(people.shape[1]):
                for lane in range(lanes):
                    cells[year, sex, age, first + lane] = (
                        people[sex, age, lane] if age < differ else elders[year, sex, age]
                    )


@compiled(
    void(CUBE, READ_CUBE, READ_TABLE, READ_CUBE, READ_TABLE, float64, *OPTIONS, TABLE),
    fused=True,
)  # fmt: skip
def age_elders(
    elders: Array,
    survival: Array,
    open_survival: Array,
    migration: Array,
    asfr: Array,
    interval: float,
    even: bool,
    counted: bool,
    late_mothers: bool,
    separate: bool,
    sums: Array,
) -> None:
    """Those alive at the start, the same in every trajectory where mortality and migration are.

    elders (interval + 1, sex, age) holds the start and is filled above the age of the eldest birth; sums
    (interval, 2) get the children of elders (before interval and level) and those kept.
    """
    size, early = elders.shape[2], 0.5 if even else 0.0
    people, alive, inside = np.zeros((size, LANES)), np.empty((size, 1)), np.empty(LANES)
    born, held, childless = np.empty(LANES), np.empty(LANES), np.zeros(size)
    sums[:] = 0.0
    for sex in range(2):
        for t in range(min(sums.shape[0], size - 1)):
            s, m = min(t, survival.shape[0] - 1), min(t, migration.shape[0] - 1)
            rates = asfr[min(t, asfr.shape[0] - 1)] if sex == 0 else childless
            born[:], held[:] = 0.0, 0.0
            inside[:] = open_survival[min(t, open_survival.shape[0] - 1), sex]
            for age in range(t, size):
                people[age, :], alive[age, 0] = elders[t, sex, age], survival[s, sex, age]
            age_lanes(
                people, alive, inside, migration[m, sex], rates, early, counted, late_mothers, separate,
                t + 1, size - 1, born, held,
            )  # fmt: skip
            for age in range(t + 1, size):
                elders[t + 1, sex, age] = people[age, 0]
            sums[t, 0] += born[0]
            sums[t, 1] += held[0]


@compiled(
    void(
        CUBE, READ_CUBE, READ_TABLE, READ_CUBE, READ_TABLE, READ_LINE, READ_CUBE, READ_CUBE, READ_CUBE, READ_TABLE,
        float64, *OPTIONS, boolean, boolean, boolean, WHOLE, TABLE, TABLE, FOUR, FOUR,
    ),
    fused=True,
)  # fmt: skip
def project_trajectories(
    elders: Array,
    survival: Array,
    open_survival: Array,
    migration: Array,
    asfr: Array,
    sex_ratio: Array,
    a: Array,
    b: Array,
    k: Array,
    level: Array,
    interval: float,
    even: bool,
    counted: bool,
    late_mothers: bool,
    separate: bool,
    lee_carter: bool,
    coale_demeny: bool,
    births_given: bool,
    bounds: Array,
    births: Array,
    kept: Array,
    segments: Array,
    cells: Array,
) -> None:
    """All trajectories of one area, ``LANES`` at a time.

    elders (interval + 1, sex, age), the start at 0; survival, migration (interval or 1, sex, age); asfr
    (interval or 1, age); a, b (interval or 1, sex, table age); k (1 or sex, interval, trajectory); level
    (interval, trajectory), what asfr is multiplied by -> births, kept (interval, trajectory); segments
    (segment, sex, interval + 1, trajectory), ages from ``bounds[i]`` to under ``bounds[i + 1]``; cells
    (interval + 1 or 0, sex, age, trajectory). Where ``births_given``, births are read instead of written.
    """
    size, length, count = elders.shape[2], births.shape[0], births.shape[1]
    last, early = size - 1, 0.5 if even else 0.0
    width = LANES if lee_carter else 1
    people, alive, inside = np.empty((2, size, LANES)), np.empty((2, size, width)), np.empty((2, LANES))
    ks, born, held = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    work, childless, sums = np.empty((2, max(a.shape[2], 2), LANES)), np.zeros(size), np.zeros((length, 2))
    if not lee_carter:
        age_elders(
            elders,
            survival,
            open_survival,
            migration,
            asfr,
            interval,
            even,
            counted,
            late_mothers,
            separate,
            sums,
        )
    for first in range(0, count, LANES):
        lanes = min(LANES, count - first)
        for sex in range(2):
            for age in range(size):
                people[sex, age, :] = elders[0, sex, age]
        write_down(people, elders, bounds, 0, first, lanes, 0, segments, cells)
        for t in range(length):
            high = last if lee_carter else min(t, last)
            moved = migration[min(t, migration.shape[0] - 1)]
            for lane in range(LANES):
                born[lane], held[lane] = sums[t, 0], sums[t, 1]
            for sex in range(2):
                if lee_carter:
                    for lane in range(LANES):
                        ks[lane] = k[min(sex, k.shape[0] - 1), t, first + min(lane, lanes - 1)]
                    at, bt = min(t, a.shape[0] - 1), min(t, b.shape[0] - 1)
                    survival_of_lanes(
                        a[at, sex], b[bt, sex], ks, sex, coale_demeny, separate, alive[sex], inside[sex], work
                    )
                else:
                    s = min(t, survival.shape[0] - 1)
                    inside[sex, :] = open_survival[min(t, open_survival.shape[0] - 1), sex]
                    for age in range(high + 1):
                        alive[sex, age, 0] = survival[s, sex, age]
                    if t <= last:
                        people[sex, t, :] = elders[t, sex, t]
                rates = asfr[min(t, asfr.shape[0] - 1)] if sex == 0 else childless
                age_lanes(
                    people[sex], alive[sex], inside[sex], moved[sex], rates, early, counted, late_mothers,
                    separate, 1, high, born, held,
                )  # fmt: skip
            ratio = sex_ratio[min(t, sex_ratio.size - 1)]
            for lane in range(LANES):
                trajectory = first + min(lane, lanes - 1)
                total = (
                    births[t, trajectory] if births_given else born[lane] * interval * level[t, trajectory]
                )
                girls = total / (1 + ratio)
                born[lane] = total
                for sex in range(2):
                    grown = (girls if sex == 0 else total - girls) * alive[sex, 0, min(lane, width - 1)]
                    grown += (1 - early) * moved[sex, 0]
                    held[lane] -= min(grown, 0.0)
                    people[sex, 0, lane] = max(grown, 0.0)
            for lane in range(lanes):
                births[t, first + lane], kept[t, first + lane] = born[lane], held[lane]
            differ = size if lee_carter else min(t + 1, size)
            write_down(people, elders, bounds, differ, first, lanes, t + 1, segments, cells)
