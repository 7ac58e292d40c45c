"""The level of the nation's mortality when a projection starts: that of the deaths its register counted.

The United Nations' rates say how mortality differs by age and how fast it falls. Where more deaths are registered than
they give, the register is the later and the lower bound of the truth, for no register counts deaths that were none: the
rates are moved (Brass) to the deaths registered in the base year, and the difference in years of life is kept beside the
United Nations' pace. Fewer registered deaths say nothing: a register may miss some. A year that the country's folder calls
exceptional, and one with many more deaths, are disasters and no level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from dashboard.analysis.projections.start_inputs import StartInputs
from data import calendars
from forecasting import mortality
from forecasting.axes import FEMALE, MALE, AgeGroups, Array
from forecasting.life_table import life_table, survival_ratios

#: Registered deaths over those that the rates give: beyond it they are a year's disaster, or another unit, and no level
MOST = 1.25
#: Years of life within which the level is looked for
FARTHEST = 10.0


@dataclass(frozen=True)
class MortalityLevel:
    """Years of life by which the nation's registered deaths of a ``year`` say that lives are shorter than the path's.

    registered: those deaths; expected: what the path's rates give for the same people; source: keys.
    """

    years: float = 0.0
    year: int | None = None
    registered: float = 0.0
    expected: float = 0.0
    source: str = ""


NO_LEVEL = MortalityLevel()


def mortality_level(
    deaths: pd.DataFrame, people: Array, births: tuple[float, float], rates: Array, ages: AgeGroups
) -> MortalityLevel:
    """The level that registered deaths of the base year say.

    deaths: year, value, source of the nation in that year, at most one row; people (sex, age) when it begins; births of
    girls and boys in it; rates (sex, age) of the path in it.
    """
    if deaths.empty:
        return NO_LEVEL
    registered, expected = float(deaths["value"].iloc[0]), deaths_of(people, births, rates, ages)
    if not 1 < registered / expected <= MOST:
        return NO_LEVEL
    e0 = life_table(rates, ages).e[..., 0]

    def excess(years: float) -> float:
        moved = mortality.death_rates_for_life_expectancy(rates, e0 - years, ages)
        return deaths_of(people, births, moved, ages) - registered

    years = float(brentq(excess, 0.0, FARTHEST, xtol=1e-6))
    row = deaths.iloc[0]
    return MortalityLevel(years, int(row["year"]), registered, expected, str(row["source"]))


def national_level(
    inputs: StartInputs,
    people: Array | None,
    year: int,
    rates: Array,
    childbearing: tuple[Array, float],
    ages: AgeGroups,
) -> MortalityLevel:
    """What the nation's registered deaths of the base year say. rates (sex, age); childbearing: births per woman (age), sex ratio"""
    own = inputs.deaths[(inputs.deaths["area"] == inputs.country) & (inputs.deaths["year"] == year)]
    own = own[(own["status"] == "published") & (own["provisional"] == 0)]
    exceptional = calendars.first_day(year, inputs.calendar).year in inputs.about.exceptional_years
    if people is None or own.empty or exceptional:
        return NO_LEVEL
    by_age, sex_ratio = childbearing
    births = float((people[FEMALE] * by_age).sum())
    girls = births / (1 + sex_ratio)
    return mortality_level(own, people, (girls, births - girls), rates, ages)


def deaths_of(people: Array, births: tuple[float, float], rates: Array, ages: AgeGroups) -> float:
    """Deaths within a year of the people who are there at its beginning and of those born in it, if nobody moves.

    people, rates (sex, age). Preston, Heuveline & Guillot (2001), Demography, ch. 6.
    """
    dying = 1 - survival_ratios(life_table(rates, ages))
    newborn = np.array([births[FEMALE], births[MALE]])
    among_people = (people[..., :-1] * dying[..., 1:]).sum() + (people[..., -1] * dying[..., -1]).sum()
    return float(among_people + (newborn * dying[..., 0]).sum())


def at_level(path: Array, level: MortalityLevel, ages: AgeGroups) -> Array:
    """The path's death rates with the level's difference kept throughout. (interval, sex, age) -> the same"""
    if level == NO_LEVEL:
        return path
    e0 = life_table(path, ages).e[..., 0]
    return np.asarray(mortality.death_rates_for_life_expectancy(path, e0 - level.years, ages))
