"""One interval of one sex in every lane: who moves, who is born, who survives; compiled.

A lane is one trajectory of a group worked out side by side. The order is that of
``cohort_component.advance``; each pass touches few arrays, so that the compiler can use whole vectors.
Survival is (age, lane), or (age, 1) where all lanes have the same.
"""

from __future__ import annotations

from numba import boolean, float64, int64, void

from forecasting.axes import Array
from forecasting.kernel.compiler import LANES, LINE, READ_LINE, READ_TABLE, TABLE, compiled


@compiled(void(TABLE, READ_LINE, float64, int64, int64, LINE), fused=True)
def move(people: Array, migrants: Array, share: float, low: int, high: int, kept: Array) -> None:
    """A share of the net migrants comes or goes at ages ``low`` to ``high``, ends included. (age, lane)

    No cell loses more than it has: those who could not leave are added to ``kept``.
    """
    for age in range(low, high + 1):
        moving = share * migrants[age]
        if moving != 0:
            for lane in range(LANES):
                wanted = people[age, lane] + moving
                short = min(wanted, 0.0)
                people[age, lane] = wanted - short
                kept[lane] -= short


@compiled(
    void(READ_TABLE, READ_TABLE, READ_LINE, READ_LINE, float64, float64, int64, int64, LINE), fused=True
)
def bear(
    women: Array,
    survival: Array,
    migrants: Array,
    asfr: Array,
    absent: float,
    late: float,
    low: int,
    high: int,
    born: Array,
) -> None:
    """Women-years times asfr are added to ``born``: the mean of the women of the start and of the end.

    (age, lane). Of the net migrants a share ``absent`` is not counted at the start, ``late`` counted at the end.
    """
    for age in range(low, high + 1):
        rate, gone, coming = asfr[age] / 2, absent * migrants[age], late * migrants[age]
        if rate > 0 and survival.shape[1] == 1:
            alive = survival[age, 0]
            for lane in range(LANES):
                end = max(women[age - 1, lane] * alive + coming, 0.0)
                born[lane] += rate * (women[age, lane] - gone + end)
        elif rate > 0:
            for lane in range(LANES):
                end = max(women[age - 1, lane] * survival[age, lane] + coming, 0.0)
                born[lane] += rate * (women[age, lane] - gone + end)


@compiled(void(TABLE, READ_TABLE, READ_LINE, READ_LINE, boolean, float64, int64, int64, LINE), fused=True)
def survive(
    people: Array,
    survival: Array,
    inside: Array,
    migrants: Array,
    separate: bool,
    late: float,
    low: int,
    high: int,
    kept: Array,
) -> None:
    """Everyone enters the next age, in place, to ages ``low`` to ``high``; then the migrants of the end move."""
    last, top = people.shape[0] - 1, high
    if high == last:
        top = last - 1
        for lane in range(LANES):
            alive = survival[last, min(lane, survival.shape[1] - 1)]
            staying = people[last, lane] * (inside[lane] if separate else alive)
            wanted = people[top, lane] * alive + staying + late * migrants[last]
            people[last, lane] = max(wanted, 0.0)
            kept[lane] -= min(wanted, 0.0)
    for age in range(top, low - 1, -1):
        moving = late * migrants[age]
        if survival.shape[1] == 1:
            ratio = survival[age, 0]
            for lane in range(LANES):
                wanted = people[age - 1, lane] * ratio + moving
                short = min(wanted, 0.0)
                people[age, lane] = wanted - short
                kept[lane] -= short
        else:
            for lane in range(LANES):
                wanted = people[age - 1, lane] * survival[age, lane] + moving
                short = min(wanted, 0.0)
                people[age, lane] = wanted - short
                kept[lane] -= short


@compiled(
    void(
        TABLE,
        READ_TABLE,
        READ_LINE,
        READ_LINE,
        READ_LINE,
        float64,
        boolean,
        boolean,
        boolean,
        int64,
        int64,
        LINE,
        LINE,
    ),
    fused=True,
)
def age_lanes(
    people: Array,
    survival: Array,
    inside: Array,
    migrants: Array,
    asfr: Array,
    early: float,
    counted: bool,
    late_mothers: bool,
    separate: bool,
    low: int,
    high: int,
    born: Array,
    kept: Array,
) -> None:
    """One sex one interval on, in place, to ages ``low`` (1 or more) to ``high``. (age, lane)"""
    late, open_age = 1 - early, people.shape[0] - 1
    if early > 0:
        if high < open_age:  # who were of age ``high`` bear children here, but are aged elsewhere
            for lane in range(LANES):
                people[high, lane] = max(people[high, lane] + early * migrants[high], 0.0)
        move(people, migrants, early, low - 1, high if high == open_age else high - 1, kept)
    absent, coming = early if counted else 0.0, late if late_mothers else 0.0
    bear(people, survival, migrants, asfr, absent, coming, low, high, born)
    survive(people, survival, inside, migrants, separate, late, low, high, kept)
