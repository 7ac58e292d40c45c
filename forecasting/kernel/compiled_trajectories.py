"""Trajectories around an assumed path as compiled loops; `forecasting.probabilistic.trajectories` says what they mean.

``LANES`` trajectories go side by side as the innermost axis, so that each operation is on whole vectors and sums over
ages need no sideways addition; their people, survival and migrants stay in the nearest cache from the first interval to
the last. Lists of parameters are long because numba compiles functions of arrays, not of objects.
"""

from __future__ import annotations

import numpy as np
from numba import boolean, float64, int64, void

from forecasting.axes import Array
from forecasting.kernel.compiler import (
    CUBE,
    LANES,
    LINE,
    READ_CUBE,
    READ_FOUR,
    READ_LINE,
    READ_TABLE,
    TABLE,
    compiled,
)

WholeNumbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
WHOLE_TABLE, INDICES = int64[:, ::1], int64[::1]


@compiled(void(READ_CUBE, INDICES, LINE, CUBE))
def read_survival(levels: Array, index: WholeNumbers, share: Array, alive: Array) -> None:
    """Survival between two levels of life expectancy. levels (sex, age, level) -> alive (sex, age, lane)"""
    for sex in range(alive.shape[0]):
        for age in range(alive.shape[1]):
            for lane in range(LANES):
                low = index[lane]
                alive[sex, age, lane] = (1 - share[lane]) * levels[sex, age, low] + share[lane] * levels[
                    sex, age, low + 1
                ]


@compiled(void(CUBE, CUBE, READ_TABLE, READ_LINE, LINE, float64, CUBE, LINE))
def limit_movers(
    stock: Array,
    alive: Array,
    net: Array,
    propensity: Array,
    rate: Array,
    largest_share: float,
    movers: Array,
    retained: Array,
) -> None:
    """Net migrants that leave no cell empty; those who cannot leave are added to ``retained``. (sex, age, lane)

    Age 0 is limited by the people there; `limit_newborn` limits it by the newborn.
    """
    last = stock.shape[1] - 1
    for sex in range(stock.shape[0]):
        for age in range(last + 1):
            for lane in range(LANES):
                people = stock[sex, age, lane]
                end = people
                if age > 0:
                    end = stock[sex, age - 1, lane] * alive[sex, age, lane]
                if age == last:
                    end += people * alive[sex, age, lane]
                planned = net[sex, age] + rate[lane] * propensity[age] * people
                movers[sex, age, lane] = max(planned, -largest_share * min(people, end))
                retained[lane] += movers[sex, age, lane] - planned


@compiled(void(CUBE, CUBE, CUBE, READ_LINE, LINE, float64, float64, LINE))
def limit_newborn(
    stock: Array,
    alive: Array,
    movers: Array,
    asfr: Array,
    level: Array,
    sex_ratio: float,
    largest_share: float,
    retained: Array,
) -> None:
    """Of the newborn no more leave than a share of what the women who stayed have borne."""
    born = np.zeros(LANES)
    for age in range(asfr.size):
        if asfr[age] > 0:
            for lane in range(LANES):
                women = max(stock[0, age, lane] + movers[0, age, lane], 0.0)
                born[lane] += asfr[age] * level[lane] * women
    for lane in range(LANES):
        girls = born[lane] / (1 + sex_ratio)
        for sex in range(2):
            newborn = (girls if sex == 0 else born[lane] - girls) * alive[sex, 0, lane]
            limited = max(movers[sex, 0, lane], -largest_share * newborn)
            retained[lane] += limited - movers[sex, 0, lane]
            movers[sex, 0, lane] = limited


@compiled(int64(CUBE, CUBE, CUBE, READ_LINE, LINE, float64, float64, float64, float64, float64, LINE, LINE))
def advance(
    stock: Array,
    alive: Array,
    movers: Array,
    asfr: Array,
    level: Array,
    sex_ratio: float,
    early: float,
    first_share: float,
    last_share: float,
    late: float,
    born: Array,
    died: Array,
) -> int:
    """One interval of `cohort_component.advance` in place, births and deaths by lane; how many cells fall below zero.

    Of the migrants ``early`` come at the start and ``late`` at the end; women of the start count with ``first_share`` of
    them, women of the end with ``last_share``.
    """
    last, negative = stock.shape[1] - 1, 0
    born[:], died[:] = 0.0, 0.0
    for sex in range(2):
        for age in range(last, 0, -1):
            rate = asfr[age] / 2 if sex == 0 else 0.0
            for lane in range(LANES):
                moved = movers[sex, age, lane]
                entering = stock[sex, age - 1, lane] + early * movers[sex, age - 1, lane]
                if age == last:
                    entering += stock[sex, last, lane] + early * moved
                survivors = entering * alive[sex, age, lane]
                women = stock[sex, age, lane] + first_share * moved + survivors + last_share * moved
                born[lane] += rate * level[lane] * women
                died[lane] += entering * (1 - alive[sex, age, lane])
                stock[sex, age, lane] = survivors + late * moved
                negative += (entering < 0) | (stock[sex, age, lane] < 0)
    for lane in range(LANES):
        girls = born[lane] / (1 + sex_ratio)
        for sex in range(2):
            births = girls if sex == 0 else born[lane] - girls
            died[lane] += births * (1 - alive[sex, 0, lane])
            stock[sex, 0, lane] = births * alive[sex, 0, lane] + late * movers[sex, 0, lane]
            negative += stock[sex, 0, lane] < 0
    return negative


@compiled(void(CUBE, WHOLE_TABLE, int64, int64, int64, CUBE))
def count_bands(stock: Array, bands: WholeNumbers, first: int, lanes: int, year: int, people: Array) -> None:
    """People of each band (low sex, high sex, low age, high age). -> people (draw, band, year)"""
    total = np.empty(LANES)
    for band in range(bands.shape[0]):
        total[:] = 0.0
        for sex in range(bands[band, 0], bands[band, 1]):
            for age in range(bands[band, 2], bands[band, 3]):
                for lane in range(LANES):
                    total[lane] += stock[sex, age, lane]
        for lane in range(lanes):
            people[first + lane, band, year] = total[lane]


@compiled(
    int64(
        READ_CUBE, READ_TABLE, READ_TABLE, READ_TABLE, READ_FOUR, READ_TABLE, READ_CUBE, READ_LINE, READ_LINE,
        float64, boolean, boolean, boolean, WHOLE_TABLE, CUBE, TABLE, TABLE, LINE,
    )
)  # fmt: skip
def project_trajectories(
    start: Array,
    fertility: Array,
    level: Array,
    rate: Array,
    survival: Array,
    asfr: Array,
    net: Array,
    sex_ratio: Array,
    propensity: Array,
    largest_share: float,
    evenly: bool,
    all_migrants: bool,
    late_mothers: bool,
    bands: WholeNumbers,
    people: Array,
    births: Array,
    deaths: Array,
    retained: Array,
) -> int:
    """Every trajectory to the horizon; how many cells fell below zero, in which case nothing filled is to be used.

    start (draw, sex, age); fertility, the factor of asfr; level, the place among the levels of survival; rate of
    migration (draw, interval); survival (interval, sex, age, level); asfr (interval, age) births of an interval per
    woman; net (interval, sex, age); sex_ratio (interval); propensity (age)
    -> people (draw, band, year), births, deaths (draw, interval), retained (draw)
    """
    draws, size, length = start.shape[0], start.shape[2], asfr.shape[0]
    early, negative = 0.5 if evenly else 0.0, 0
    first_share, last_share = 0.0 if all_migrants else early, 1 - early if late_mothers else 0.0
    shape = (2, size, LANES)
    stock, alive, movers = np.empty(shape), np.empty(shape), np.empty(shape)
    index, share, factor, rates = np.empty(LANES, np.int64), np.empty(LANES), np.empty(LANES), np.empty(LANES)
    born, died, unable = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    for first in range(0, draws, LANES):
        lanes = min(LANES, draws - first)
        unable[:] = 0.0
        for lane in range(LANES):  # spare lanes repeat the last draw, and are not written down
            stock[:, :, lane] = start[first + min(lane, lanes - 1)]
        count_bands(stock, bands, first, lanes, 0, people)
        for t in range(length):
            for lane in range(LANES):
                draw = first + min(lane, lanes - 1)
                index[lane] = min(int(level[draw, t]), survival.shape[3] - 2)
                share[lane] = level[draw, t] - index[lane]
                factor[lane], rates[lane] = fertility[draw, t], rate[draw, t]
            read_survival(survival[t], index, share, alive)
            limit_movers(stock, alive, net[t], propensity, rates, largest_share, movers, unable)
            limit_newborn(stock, alive, movers, asfr[t], factor, sex_ratio[t], largest_share, unable)
            negative += advance(
                stock, alive, movers, asfr[t], factor, sex_ratio[t], early, first_share, last_share, 1 - early,
                born, died,
            )  # fmt: skip
            for lane in range(lanes):
                births[first + lane, t], deaths[first + lane, t] = born[lane], died[lane]
            count_bands(stock, bands, first, lanes, t + 1, people)
        for lane in range(lanes):
            retained[first + lane] = unable[lane]
    return negative
