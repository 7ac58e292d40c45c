"""World Population Prospects, five years by five: a country's inputs as the engine takes them.

Countries are the first axis; a country with a table missing is left out of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forecasting import life_table, old_age
from forecasting.axes import SEXES, AgeGroups
from forecasting.conventions import Conventions
from forecasting.life_table import LifeTable
from forecasting.projection import project
from forecasting.rates import Rates
from tests.refcases import tables

FIRST_YEAR = 2020
PUBLISHED = AgeGroups.five(100)
EXTENDED = AgeGroups.five(130)


@dataclass(frozen=True, eq=False)
class World:
    """Inputs of every country: population (country, sex, age); the rest (country, period, ...)."""

    folder: Path
    countries: tuple[int, ...]
    periods: tuple[str, ...]
    population: np.ndarray
    death_rates: np.ndarray
    fertile: tuple[int, ...]
    asfr: np.ndarray
    sex_ratio: np.ndarray

    @property
    def years(self) -> list[int]:
        """The years the periods end in."""
        return [int(period.split("-")[1]) for period in self.periods]

    def migrants(self, name: str, column: str) -> np.ndarray:
        """Net migrants of each period by sex and age."""
        frame = tables.read(self.folder, name)
        return tables.by_sex_and_age(frame, column, country_code=self.countries, period=self.periods)

    def stocks(self, name: str, years: Sequence[int]) -> np.ndarray:
        """Published or projected populations of some years."""
        frame = tables.read(self.folder, name)
        return tables.by_sex_and_age(frame, "pop_thousand", country_code=self.countries, year=years)


def read(folder: Path, *others: str) -> World:
    """The inputs of every country that has them all, and the tables ``others`` too."""
    names = ("in_pop_base_2020", "in_mx", "in_fertility", "in_srb", *others)
    frames = {name: tables.read(folder, name) for name in names}
    countries = sorted(set.intersection(*(set(frame["country_code"]) for frame in frames.values())))
    fertility = frames["in_fertility"]
    periods = tables.values(fertility, "period")
    axes = {"country_code": countries, "period": periods}
    base = frames["in_pop_base_2020"]
    return World(
        folder,
        tuple(int(country) for country in countries),
        tuple(periods),
        tables.by_sex_and_age(base, "pop_thousand", country_code=countries),
        tables.by_sex_and_age(frames["in_mx"], "mx", **axes),
        tuple(int(age) for age in tables.values(fertility, "age")),
        tables.cube(fertility, "asfr", **axes, age=tables.values(fertility, "age")),
        tables.cube(frames["in_srb"], "srb", **axes),
    )


def tables_to_130(world: World, conventions: Conventions) -> LifeTable:
    """Life tables by 0-4, 5-9 ... 130+: coherent Kannisto above 100."""
    rates, ages = old_age.extend(world.death_rates, AgeGroups.abridged(100))
    return life_table.collapse_infancy(life_table.life_table(rates, ages, a0=conventions.a0))


def tables_to_100(world: World, conventions: Conventions) -> LifeTable:
    """Life tables by 0-4, 5-9 ... 100+: the published rate closes them."""
    table = life_table.life_table(world.death_rates, AgeGroups.abridged(100), a0=conventions.a0)
    return life_table.collapse_infancy(table)


def project_all(
    world: World,
    survival: np.ndarray,
    migrants: np.ndarray,
    timing: Sequence[str],
    by_timing: dict[str, Conventions],
) -> np.ndarray:
    """Every country to the last year, each under its own migration timing. -> (country, year, sex, age)"""
    ages = EXTENDED if survival.shape[-1] == len(EXTENDED) else PUBLISHED
    found = []
    for place, when in enumerate(timing):
        asfr = np.zeros((len(world.periods), len(ages)))
        asfr[:, [ages.position(age) for age in world.fertile]] = world.asfr[place]
        rates = Rates(ages, asfr, survival[place], _padded(migrants[place], ages), world.sex_ratio[place])
        start = _padded(world.population[place], ages)
        result = project(start, rates, first_year=FIRST_YEAR, conventions=by_timing[when])
        found.append(result.population)
    return np.stack(found)


def to_100(population: np.ndarray) -> np.ndarray:
    """Ages above 100 joined into 100+."""
    top = len(PUBLISHED) - 1
    return np.concatenate([population[..., :top], population[..., top:].sum(-1, keepdims=True)], axis=-1)


def _padded(counts: np.ndarray, ages: AgeGroups) -> np.ndarray:
    """Counts to 100+ with empty groups above, up to the ages of the run."""
    wide = np.zeros((*counts.shape[:-1], len(ages)))
    wide[..., : counts.shape[-1]] = counts
    assert counts.shape[-2] == len(SEXES)
    return wide
