"""Life-table survival for many trajectories at once, each with its own death rates exp(a + b k), compiled.

A lane is one trajectory of a group that is worked out side by side. The numbers are those of
``life_table.life_table`` and ``survival_ratios`` for single years.
"""

from __future__ import annotations

import numpy as np
from numba import boolean, float64, int64, void

from forecasting.axes import Array
from forecasting.kernel.compiler import CUBE, LANES, LINE, READ_LINE, TABLE, compiled

LOG2_E, LN2_HIGH, LN2_LOW = 1.4426950408889634, 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a whole number in the low bits


@compiled(void(float64, float64, READ_LINE, LINE), fused=True)
def death_rates_of_lanes(a: float, b: float, k: Array, out: Array) -> None:
    """exp(a + b k) in every lane, within 2e-15: a Taylor series on half a binary octave, in vectors."""
    for lane in range(LANES):
        z = min(max(a + b * k[lane], -700.0), 700.0)
        shifted = z * LOG2_E + ROUNDER
        octaves = shifted - ROUNDER
        rest = z - octaves * LN2_HIGH - octaves * LN2_LOW
        series = 1 / 479001600
        for factor in (39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1):
            series = series * rest + 1 / factor
        bits = (np.float64(shifted).view(np.int64) + np.int64(1023)) << np.int64(52)
        out[lane] = series * np.int64(bits).view(np.float64)


@compiled(float64(float64, int64, boolean), fused=True)
def infant_years_of_lane(m0: float, sex: int, coale_demeny: bool) -> float:
    """``life_table.infant_years`` of one rate: the same two rules, written out for the compiler."""
    if coale_demeny:
        if sex == 0:
            return 0.053 + 2.800 * m0 if m0 < 0.107 else 0.350
        return 0.045 + 2.684 * m0 if m0 < 0.107 else 0.330
    if sex == 0:
        if m0 < 0.01724:
            return 0.14903 - 2.05527 * m0
        return 0.04667 + 3.88089 * m0 if m0 < 0.06891 else 0.31411
    if m0 < 0.02300:
        return 0.14929 - 1.99545 * m0
    return 0.02832 + 3.26021 * m0 if m0 < 0.08307 else 0.29915


@compiled(void(READ_LINE, READ_LINE, READ_LINE, int64, boolean, boolean, TABLE, LINE, CUBE), fused=True)
def survival_of_lanes(
    a: Array,
    b: Array,
    k: Array,
    sex: int,
    coale_demeny: bool,
    separate: bool,
    survival: Array,
    inside: Array,
    work: Array,
) -> None:
    """Survival ratios of single-year life tables from exp(a + b k), each lane its own. -> (age, lane)

    With one-year groups and a = 1/2 the ratio of person-years is (1 - m[x-1]/2) / (1 + m[x]/2): no column of
    survivors is needed. The table may go on past the open age; it is then closed there.
    """
    rates, tail, alive = work[0], work[1, 0], work[1, 1]
    size = survival.shape[0]
    last = size - 1
    for age in range(a.size):
        death_rates_of_lanes(a[age], b[age], k, rates[age])
    for lane in range(LANES):
        m = rates[0, lane]
        years = infant_years_of_lane(m, sex, coale_demeny)
        dying = min(m / (1 + (1 - years) * m), 1.0)
        survival[0, lane] = 1 - dying + min(years, 1 / m) * dying
        survival[1, lane] = (1 - dying) / max(1 + rates[1, lane] / 2, rates[1, lane]) / survival[0, lane]
        alive[lane] = 1.0 if dying < 1 else 0.0
    for age in range(2, last):
        for lane in range(LANES):
            before, m = rates[age - 1, lane], rates[age, lane]
            survival[age, lane] = alive[lane] * max(1 - before / 2, 0.0) / max(1 + m / 2, m)
            alive[lane] = alive[lane] if before < 2 else 0.0
    for lane in range(LANES):
        tail[lane] = 1 / rates[a.size - 1, lane]
        inside[lane] = 0.0
    for age in range(a.size - 2, last - 1, -1):
        for lane in range(LANES):
            m = rates[age, lane]
            later = tail[lane] * max(1 - m / 2, 0.0) / (1 + m / 2)
            tail[lane] = later + 1 / max(1 + m / 2, m)
            inside[lane] = later / tail[lane]
    for lane in range(LANES):
        before, m = rates[last - 1, lane], rates[last, lane]
        reached = alive[lane] * max(1 - before / 2, 0.0) / (1 + before / 2)
        lived = 1 / max(1 + before / 2, before)
        if separate:
            survival[last, lane] = reached / max(1 + m / 2, m) / lived
        else:
            survival[last, lane] = reached * tail[lane] / (lived + reached * tail[lane])
