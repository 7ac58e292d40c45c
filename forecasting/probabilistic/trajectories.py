"""Trajectories around an assumed path, carried through the cohort-component projection and summed while they run.

Any set of assumptions is the middle: a named variant, or a path that a person drew. What is kept of a trajectory
are its bands of ages, births and deaths, so memory does not grow with ages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, AgeGroups, Array, freeze
from forecasting.bands import OLD, OLDEST, TOTAL, WORKING, Band, people_in
from forecasting.cohort_component import advance, split_by_sex
from forecasting.conventions import PRESTON, Conventions
from forecasting.life_table import life_table, survival_ratios
from forecasting.migration import LARGEST_SHARE_LEAVING
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.probabilistic.deviations import Deviations
from forecasting.probabilistic.engine import propensities
from forecasting.rates import Rates

BANDS = (TOTAL, WORKING, OLD, OLDEST)
OLDEST_CHILD = 15
APART = 0.5  # years of life between two life tables made beforehand


@dataclass(frozen=True, eq=False)
class Trajectories:
    """What many trajectories of one area say. people (draw, band, year); births, deaths (draw, interval)

    kept: persons whom a trajectory could not let go, because fewer were there than were to leave (draw).
    """

    bands: tuple[str, ...]
    years: tuple[int, ...]
    people: Array
    births: Array
    deaths: Array
    kept: Array

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return int(self.people.shape[0])

    def of(self, band: str) -> Array:
        """People of a band. -> (draw, year)"""
        return np.asarray(self.people[:, self.bands.index(band)])

    def share(self, band: str) -> Array:
        """A band's part of all. -> (draw, year)"""
        return self.of(band) / self.of(TOTAL.name)


def joint_trajectories(parts: Sequence[Trajectories]) -> Trajectories:
    """Blocks of draws as one."""
    first = parts[0]
    whole = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("people", "births", "deaths", "kept")
    )
    return Trajectories(first.bands, first.years, *whole)


@dataclass(frozen=True, eq=False)
class Middle:
    """An assumed path made ready for trajectories: survival at each interval, ``APART`` years of life apart.

    population (sex, age); asfr (interval, age); net_migration (interval, sex, age) persons; sex_ratio (interval)
    survival (interval, level, sex, age), the level in the middle being the path's own
    """

    ages: AgeGroups
    population: Array
    asfr: Array
    net_migration: Array
    sex_ratio: Array
    survival: Array
    conventions: Conventions
    first_year: int

    def __post_init__(self) -> None:
        freeze(self)

    def survival_at(self, interval: int, life: Array) -> Array:
        """Survival when life expectancy is so many years more. (draw) -> (draw, sex, age)"""
        levels = self.survival.shape[1]
        place = np.clip(life / APART + (levels - 1) / 2, 0, levels - 1)
        below = np.minimum(place.astype(np.intp), levels - 2)
        share = (place - below)[:, np.newaxis, np.newaxis]
        at = self.survival[interval]
        return np.asarray((1 - share) * at[below] + share * at[below + 1])


def middle(
    population: ArrayLike,
    ages: AgeGroups,
    *,
    asfr: ArrayLike,
    death_rates: ArrayLike,
    net_migration: ArrayLike,
    sex_ratio: ArrayLike,
    first_year: int,
    reach: float = 6.0,
    conventions: Conventions = PRESTON,
) -> Middle:
    """Make one area's path ready; arrays as in `Middle`, death_rates (interval, sex, age), reach in years of life."""
    if conventions.net_migration != "persons" or conventions.open_group != "pooled":
        raise ValueError("trajectories take migration in persons and pool the open group: see Conventions")
    start = validation.counts("population", population, ages)
    own = validation.death_rates(death_rates, ages)
    levels = int(np.ceil(reach / APART))
    beyond = np.arange(-levels, levels + 1) * APART
    wanted = life_table(own, ages, a0=conventions.a0).e[:, np.newaxis, :, 0] + beyond[:, np.newaxis]
    rates = np.array(death_rates_for_life_expectancy(own[:, np.newaxis], wanted, ages, a0=conventions.a0))
    rates[:, levels] = own
    survival = survival_ratios(life_table(rates, ages, a0=conventions.a0))
    checked = Rates(
        ages,
        np.asarray(asfr, dtype=np.float64),
        survival[:, levels],
        np.asarray(net_migration, dtype=np.float64),
        np.asarray(sex_ratio, dtype=np.float64),
    )
    return Middle(
        ages, start, checked.asfr, checked.net_migration, checked.sex_ratio, survival, conventions, first_year
    )


def project_trajectories(
    ready: Middle, deviations: Deviations, bands: Sequence[Band] = BANDS
) -> Trajectories:
    """Carry every trajectory through the projection. Middle, Deviations (draw, interval) -> Trajectories"""
    ages = ready.ages
    draws, intervals = deviations.fertility.shape
    if intervals != len(ready.asfr):
        raise ValueError(
            f"deviations of {intervals} intervals around assumptions of {len(ready.asfr)}: they must be the same"
        )
    stock = _starting(ready.population, deviations.start, ages, draws)
    # Who strays in or out has the standard pattern of movers, not the path's own nets by age.
    likelier = propensities(ready.population, ages) * ages.interval
    people, flows = [people_in(stock, ages, bands)], []
    kept = np.zeros(draws)
    for interval in range(intervals):
        strayed = deviations.migration[:, interval, np.newaxis, np.newaxis] * likelier * stock
        survival = ready.survival_at(interval, deviations.life[:, interval])
        asfr = ready.asfr[interval] * deviations.fertility[:, interval, np.newaxis]
        wanted, ratio = ready.net_migration[interval] + strayed, ready.sex_ratio[interval]
        movers, held = _who_moves(wanted, stock, survival, asfr * ages.interval, np.asarray(ratio))
        rates = Rates.trusted(
            ages,
            asfr,
            survival,
            movers,
            np.asarray(ratio),
        )
        step = advance(stock, rates, ready.conventions, f", year {ready.first_year + interval}")
        stock, kept = step.population, kept + held
        people.append(people_in(stock, ages, bands))
        flows.append((step.births.sum(-1), step.deaths.sum((-2, -1))))
    births, deaths = (np.stack(column, axis=-1) for column in zip(*flows, strict=True))
    years = tuple(ready.first_year + ages.interval * index for index in range(intervals + 1))
    names = tuple(band.name for band in bands)
    return Trajectories(names, years, np.stack(people, axis=-1), births, deaths, kept)


def _starting(population: Array, factors: Array | None, ages: AgeGroups, draws: int) -> Array:
    """The start of every draw: the young and the old times their factors, all others so that the total stays.

    (sex, age), (draw, 2) -> (draw, sex, age)
    """
    stock = np.repeat(population[np.newaxis], draws, axis=0)
    if factors is None:
        return stock
    young, old = ages.between(0, OLDEST_CHILD), ages.between(OLD.low)
    rest = np.ones(len(ages), dtype=bool)
    rest[young] = rest[old] = False
    whole, others = population.sum(), population[:, rest].sum()
    for part, factor in ((young, factors[:, 0]), (old, factors[:, 1])):
        stock[..., part] *= factor[:, np.newaxis, np.newaxis]
    left = whole - stock[..., ~rest].sum((-2, -1))
    share = np.divide(left, others, out=np.ones(draws), where=others > 0)
    stock[..., rest] *= np.maximum(share, 0)[:, np.newaxis, np.newaxis]
    return stock


def _who_moves(
    wanted: Array, stock: Array, survival: Array, bearing: Array, sex_ratio: Array
) -> tuple[Array, Array]:
    """Net migrants that leave no cell empty, and how many could not leave because they are not there, by draw.

    bearing (draw, age): births per woman over the interval.
    """
    end = stock.copy()
    end[..., 1:] = stock[..., :-1] * survival[..., 1:]
    end[..., -1] += stock[..., -1] * survival[..., -1]
    movers = np.maximum(wanted, -LARGEST_SHARE_LEAVING * np.minimum(stock, end))
    # Of the newborn no more leave than the women who stayed have borne.
    born = (bearing * np.maximum(stock + movers, 0)[:, FEMALE]).sum(-1)
    newborn = split_by_sex(born, sex_ratio) * survival[..., 0]
    movers[..., 0] = np.maximum(movers[..., 0], -LARGEST_SHARE_LEAVING * newborn)
    return movers, (movers - wanted).sum((-2, -1))
