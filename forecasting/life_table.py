"""Period life tables: from death rates to person-years, survival and life expectancy.

Definitions (radix 1, all per person born alive)
    mx  deaths per person-year in the age group      ax  years lived in the group by those who die in it
    qx  probability of dying before the next group    lx  survivors to the lower bound
    dx  deaths in the group                           nLx person-years lived in the group (``person_years``)
    Tx  person-years lived from the lower bound on    ex  years of life left at the lower bound (``e``)

ax conventions
    age 0        Andreev & Kingkade (2015) on m0, or Coale & Demeny (1983) West
    ages 1-4     Coale & Demeny (1983) West
    five years   2.5 at 5-14; above, Greville's formula as used by the United Nations (1982, MORTPAK LIFTB);
                 never under 0.97 from age 45 on, the value at a constant hazard of 1
    one year     0.5
    open group   1 / mx: the hazard is taken as constant there. It is the weakest number in any table:
                 extend the rates with ``old_age.extend`` and close the table at the wanted age instead.
Where a group's rate is so high that deaths would outnumber the living (ax > 1 / mx) everybody dies in it:
q = 1.

Preston, Heuveline & Guillot (2001), Demography, ch. 3; Andreev & Kingkade (2015), Demographic Research 33:13;
Coale, Demeny & Vaughan (1983), Regional Model Life Tables, p. 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, AgeGroups, Array, freeze

InfantRule = Literal["andreev_kingkade", "coale_demeny"]
Closing = Literal["open_rate", "kannisto"]
CONSTANT_HAZARD_OF_ONE = 0.97  # 1 - 5 exp(-5) / (1 - exp(-5)): ax of a five-year group at mx = 1
OLD_AGE = 45


@dataclass(frozen=True, eq=False)
class LifeTable:
    """One life table for each leading index, radix 1. Every array is (..., sex, age)."""

    ages: AgeGroups
    mx: Array
    ax: Array
    qx: Array
    lx: Array
    dx: Array
    person_years: Array
    total_years: Array
    e: Array

    def __post_init__(self) -> None:
        freeze(self)


def life_table(mx: ArrayLike, ages: AgeGroups, *, a0: InfantRule = "andreev_kingkade") -> LifeTable:
    """Life tables from death rates per person-year. (..., sex, age) -> LifeTable"""
    rates = validation.death_rates(mx, ages)
    if ages.lower[0] != 0:
        raise ValueError(f"a life table begins at birth, not at age {ages.lower[0]}")
    if ages.width[0] != 1:
        raise ValueError(
            f"a life table needs the first year of life apart: got {ages.labels[0]}, want 0 and 1-4 or 1"
        )
    if (rates[..., -1] == 0).any():
        cell = (*np.argwhere(rates[..., -1] == 0)[0].tolist(), len(ages) - 1)
        raise ValueError(
            f"death rate is 0 for {validation.place(cell, ('sex', 'age'), ages)}: nobody would ever die; "
            "extend the rates from younger ages with old_age.extend"
        )
    return table_from_rates(rates, ages, a0)


def table_from_rates(mx: Array, ages: AgeGroups, a0: InfantRule) -> LifeTable:
    """The kernel of ``life_table``, for rates that were already checked."""
    ax = years_lived_by_the_dying(mx, ages, a0)
    width = ages.width[:-1]
    closed, years = mx[..., :-1], ax[..., :-1]
    qx = np.ones_like(mx)
    np.minimum(width * closed / (1 + (width - years) * closed), 1, out=qx[..., :-1])
    # Where everybody dies the years they lived follow from the rate itself: d / L = m.
    ax[..., :-1] = np.where(qx[..., :-1] < 1, years, 1 / np.maximum(closed, 1e-300))
    lx = np.ones_like(mx)
    np.cumprod(1 - qx[..., :-1], axis=-1, out=lx[..., 1:])
    return _complete(ages, mx, ax, qx, lx)


def _complete(ages: AgeGroups, mx: Array, ax: Array, qx: Array, lx: Array) -> LifeTable:
    width = ages.width[:-1]
    dx = lx * qx
    lived = np.empty_like(mx)
    lived[..., :-1] = width * lx[..., 1:] + ax[..., :-1] * dx[..., :-1]
    lived[..., -1] = lx[..., -1] / mx[..., -1]
    total = np.cumsum(lived[..., ::-1], axis=-1)[..., ::-1]
    e = np.divide(total, lx, out=np.zeros_like(total), where=lx > 0)
    return LifeTable(ages, mx, ax, qx, lx, dx, lived, total, e)


def years_lived_by_the_dying(mx: Array, ages: AgeGroups, a0: InfantRule) -> Array:
    """ax of every group by the conventions of this module. (..., sex, age) -> (..., sex, age)"""
    width = ages.width
    ax = np.broadcast_to(width / 2, mx.shape).copy()
    if width[0] == 1:
        ax[..., 0] = infant_years(mx[..., 0], a0)
    if ages.lower[:2] == (0, 1) and width[1] == 4:
        ax[..., 1] = _early_childhood_years(mx[..., 0])
    _greville(ax, mx, ages)
    with np.errstate(divide="ignore"):
        ax[..., -1] = 1 / mx[..., -1]
    return ax


def infant_years(m0: Array, rule: InfantRule) -> Array:
    """Years lived in infancy by those who die in it, from m0. (..., sex) -> (..., sex)

    Andreev & Kingkade (2015), table 3 in the m0 form of the Human Mortality Database protocol v6 (p. 37);
    Coale, Demeny & Vaughan (1983), West.
    """
    if rule == "andreev_kingkade":
        female = _by_level(m0, (0.01724, 0.06891), (0.14903, 0.04667, 0.31411), (-2.05527, 3.88089, 0))
        male = _by_level(m0, (0.02300, 0.08307), (0.14929, 0.02832, 0.29915), (-1.99545, 3.26021, 0))
    elif rule == "coale_demeny":
        female = _by_level(m0, (0.107,), (0.053, 0.350), (2.800, 0))
        male = _by_level(m0, (0.107,), (0.045, 0.330), (2.684, 0))
    else:
        raise ValueError(f"unknown rule for a0: {rule!r}; choose andreev_kingkade or coale_demeny")
    return np.where(_is_female(m0), female, male)


def _early_childhood_years(m0: Array) -> Array:
    """Years lived between 1 and 5 by those who die there, Coale-Demeny West. (..., sex) -> (..., sex)"""
    female = _by_level(m0, (0.107,), (1.522, 1.361), (-1.518, 0))
    male = _by_level(m0, (0.107,), (1.651, 1.352), (-2.816, 0))
    return np.where(_is_female(m0), female, male)


def _by_level(
    m0: Array, breaks: tuple[float, ...], constant: tuple[float, ...], slope: tuple[float, ...]
) -> Array:
    level = np.searchsorted(np.asarray(breaks), m0, side="right")
    return np.asarray(constant)[level] + np.asarray(slope)[level] * m0


def _is_female(m0: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(np.arange(m0.shape[-1]) == FEMALE)


def _greville(ax: Array, mx: Array, ages: AgeGroups) -> None:
    """Fill ax of the closed five-year groups from 15 on: 2.5 - (25/12)(m - 0.1 ln(m_next / m_before))."""
    last, width = len(ages) - 2, ages.width
    fives = [i for i in range(2, last + 1) if ages.lower[i] >= 15 and width[i] == width[i - 1] == 5]
    if not fives:
        return
    index = np.asarray(fives)
    # The last closed group has only the open group above it: the slope one group down is carried on.
    slope_at = np.minimum(index, max(last - 1, 1))
    tiny = np.finfo(np.float64).tiny
    ratio = np.maximum(mx[..., slope_at + 1], tiny) / np.maximum(mx[..., slope_at - 1], tiny)
    years = 2.5 - (25 / 12) * (mx[..., index] - 0.1 * np.log(ratio))
    floor = np.where(np.asarray(ages.lower)[index] >= OLD_AGE, CONSTANT_HAZARD_OF_ONE, 0.0)
    ax[..., index] = np.clip(years, floor, 5.0)


def both_sexes(table: LifeTable, sex_ratio: ArrayLike) -> LifeTable:
    """The table of women and men together, born in the sex ratio at birth. (..., sex, age), (...) -> (..., 1, age)

    Survivors and person-years are the sums of both, so life expectancy is that of the newborn of both sexes.
    ``sex_ratio`` are boys per girl.
    """
    boys = validation.sex_ratio(sex_ratio)[..., np.newaxis]
    share = np.stack([1 / (1 + boys), boys / (1 + boys)], axis=-2)
    lx, dx, lived, total = (
        (column * share).sum(-2, keepdims=True)
        for column in (table.lx, table.dx, table.person_years, table.total_years)
    )
    alive = lx > 0
    years = (table.ax * table.dx * share).sum(-2, keepdims=True)
    qx, e = (np.divide(above, lx, out=np.zeros_like(lx), where=alive) for above in (dx, total))
    mx = np.divide(dx, lived, out=np.zeros_like(dx), where=lived > 0)
    ax = np.divide(years, dx, out=np.zeros_like(dx), where=dx > 0)
    return LifeTable(table.ages, mx, ax, qx, lx, dx, lived, total, e)


def collapse_infancy(table: LifeTable) -> LifeTable:
    """The same tables with ages 0 and 1-4 joined into 0-4, as five-year projections need."""
    ages = table.ages
    if ages.lower[:3] != (0, 1, 5):
        raise ValueError(
            f"only tables by 0, 1-4, 5-9 ... can be collapsed, not {', '.join(ages.labels[:3])} ..."
        )
    joined = AgeGroups((0, *ages.lower[2:]))
    lived, deaths = _join(table.person_years), _join(table.dx)
    lx, total, e = (np.delete(column, 1, axis=-1) for column in (table.lx, table.total_years, table.e))
    qx, ax, mx = (np.delete(column, 1, axis=-1) for column in (table.qx, table.ax, table.mx))
    qx[..., 0] = deaths[..., 0]
    mx[..., 0] = deaths[..., 0] / lived[..., 0]
    survived = 5 * (1 - deaths[..., 0])
    ax[..., 0] = np.divide(
        lived[..., 0] - survived, deaths[..., 0], out=np.full_like(survived, 2.5), where=deaths[..., 0] > 0
    )
    return LifeTable(joined, mx, ax, qx, lx, deaths, lived, total, e)


def _join(column: Array) -> Array:
    return np.concatenate([column[..., :1] + column[..., 1:2], column[..., 2:]], axis=-1)


def close_at(table: LifeTable, open_age: int) -> LifeTable:
    """The same tables with an open group that begins earlier; person-years above it are kept."""
    cut = table.ages.position(open_age)
    ages = AgeGroups(table.ages.lower[: cut + 1])
    lived, lx = table.person_years[..., : cut + 1].copy(), table.lx[..., : cut + 1]
    lived[..., -1] = table.total_years[..., cut]
    qx, ax, mx, dx = (column[..., : cut + 1].copy() for column in (table.qx, table.ax, table.mx, table.dx))
    qx[..., -1], dx[..., -1], ax[..., -1] = 1, lx[..., -1], table.e[..., cut]
    mx[..., -1] = np.divide(1, ax[..., -1], out=table.mx[..., cut].copy(), where=ax[..., -1] > 0)
    return LifeTable(
        ages, mx, ax, qx, lx, dx, lived, table.total_years[..., : cut + 1], table.e[..., : cut + 1]
    )


def join_ages(table: LifeTable, ages: AgeGroups) -> LifeTable:
    """The same tables by fewer groups, each of which begins where one of theirs does; survivors and years lived are kept."""
    if ages == table.ages:
        return table
    starts = [table.ages.position(age) for age in ages.lower]
    lx, total, e = (column[..., starts] for column in (table.lx, table.total_years, table.e))
    dx, lived, by_the_dying = (
        np.add.reduceat(column, starts, axis=-1)
        for column in (table.dx, table.person_years, _years_since(table, starts))
    )
    qx, ax, mx = (
        np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        for above, below in ((dx, lx), (by_the_dying, dx), (dx, lived))
    )
    return LifeTable(ages, mx, ax, qx, lx, dx, lived, total, e)


def _years_since(table: LifeTable, starts: list[int]) -> Array:
    """Years that those who die in each group have lived since the start of the wider group it is in. (..., age)"""
    lower = np.asarray(table.ages.lower, dtype=np.float64)
    group = np.searchsorted(starts, np.arange(len(lower)), side="right") - 1
    return np.asarray(table.dx * (table.ax + lower - lower[np.asarray(starts)[group]]))


def survival_ratios(table: LifeTable) -> Array:
    """Share of each group's people who are alive one interval later, in the group they then enter.

    LifeTable -> (..., sex, age), the length of the population: ``[0]`` is the survival of births, L0 / (n
    l0); ``[x]`` is nLx / nLx-n; ``[-1]`` is that of the last two groups pooled, T / (L + T). Preston,
    Heuveline & Guillot (2001), ch. 6. Where nobody is left the ratio is 0.
    """
    width = table.ages.interval
    lived = table.person_years
    before = np.empty_like(lived)
    before[..., 0] = width * table.lx[..., 0]
    before[..., 1:-1] = lived[..., :-2]
    before[..., -1] = lived[..., -2] + lived[..., -1]
    return np.divide(lived, before, out=np.zeros_like(lived), where=before > 0)


def survival_below_and_in_open_group(table: LifeTable) -> tuple[Array, Array]:
    """Survival ratios with the group below the open one kept apart. LifeTable -> (..., sex, age), (..., sex)

    The first differs from ``survival_ratios`` in its last cell, nLx / nLx-n of the first n years of the open
    group; the second is T_x+n / T_x inside it. The table must reach at least one group past ``open group`` +
    n, so the last group of ``table`` is dropped: extend the rates first.
    """
    shorter = close_at(table, table.ages.lower[-2])
    ratios = survival_ratios(shorter).copy()
    lived, total = table.person_years, table.total_years
    ratios[..., -1] = np.divide(
        lived[..., -2], lived[..., -3], out=np.zeros_like(lived[..., -2]), where=lived[..., -3] > 0
    )
    inside = np.divide(
        total[..., -1], total[..., -2], out=np.zeros_like(total[..., -1]), where=total[..., -2] > 0
    )
    return ratios, inside
