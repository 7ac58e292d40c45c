"""One interval between two counts or totals: people grow older, die and are born. No one moves here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from forecasting import cohort_component, life_table, mortality
from forecasting.axes import AgeGroups, Array
from forecasting.conventions import Conventions
from forecasting.rates import Rates

AGES = AgeGroups.single(100)
DAYS_IN_A_YEAR = 365.25
#: An interval within two days of a year is a year: the calendars' own years are 365 or 366 days long.
ABOUT_A_YEAR = 2.0
MOST_ROUNDS = 20


@dataclass(frozen=True, eq=False)
class Interval:
    """What is known of the time between two dates.

    asfr (area, age) births per woman-year; mx (area, sex, age) deaths per person-year; sex_ratio boys per
    girl; births () or (area), registered in the interval, None where the rates are all there is; deaths (),
    all areas together, or None.
    """

    start: date
    end: date
    year: int
    asfr: Array
    mx: Array
    sex_ratio: float
    births: Array | None = None
    deaths: float | None = None

    @property
    def part(self) -> float:
        """Length in years."""
        years = (self.end - self.start).days / DAYS_IN_A_YEAR
        return 1.0 if abs(years - 1) * DAYS_IN_A_YEAR <= ABOUT_A_YEAR else years


@dataclass(frozen=True, eq=False)
class Survivors:
    """The survivors and the newborn at the end: population (area, sex, age); births, deaths (area, sex)."""

    population: Array
    births: Array
    deaths: Array


def carry(start: Array, interval: Interval) -> Survivors:
    """The population of ``interval.start`` at its end if nobody moved. (area, sex, age) -> Survivors

    A part of a year is that part of the way from the start to the year's end, age by age, as if birthdays
    and events were even over the year.
    """
    rates = _with_births(start, _rates(interval), interval)
    if interval.deaths is not None:
        rates = _with_deaths(start, rates, interval, interval.deaths)
    step = _step(start, rates)
    part = interval.part
    return Survivors(
        (1 - part) * start + part * step.population, part * step.births, part * step.deaths.sum(-1)
    )


def expected_deaths(start: Array, interval: Interval) -> float:
    """Deaths of all areas together at the interval's own death rates, persons."""
    return float(carry(start, replace(interval, deaths=None)).deaths.sum())


def _rates(interval: Interval) -> Rates:
    survival = life_table.survival_ratios(life_table.life_table(interval.mx, AGES))
    nobody = np.zeros_like(survival)
    return Rates(AGES, interval.asfr, survival, nobody, np.full(survival.shape[:-2], interval.sex_ratio))


def _step(start: Array, rates: Rates) -> cohort_component.Step:
    return cohort_component.project_step(start, rates, conventions=Conventions(migration="end"))


def _with_births(start: Array, rates: Rates, interval: Interval) -> Rates:
    """The same rates with fertility scaled to the births known: by area, or all areas by one factor."""
    if interval.births is None:
        return rates
    expected = interval.part * _step(start, rates).births.sum(-1)
    factor = interval.births / (expected if interval.births.ndim else expected.sum())
    return replace(rates, asfr=rates.asfr * np.broadcast_to(factor, expected.shape)[:, np.newaxis])


def _with_deaths(start: Array, rates: Rates, interval: Interval, deaths: float) -> Rates:
    """The same rates with one factor on every death rate, so that all areas together have these deaths."""
    factor = 1.0
    for _ in range(MOST_ROUNDS):
        survival = life_table.survival_ratios(life_table.life_table(interval.mx * factor, AGES))
        rates = _with_births(start, replace(rates, survival=survival), interval)
        expected = interval.part * float(_step(start, rates).deaths.sum())
        if abs(expected - deaths) < 1e-6 * deaths:
            break
        factor *= deaths / expected
    return rates


def nations_death_rates(nation: Array, ages: AgeGroups) -> Array:
    """A nation's death rates by single year. (sex, abridged age) -> (sex, age)"""
    return mortality.single_year_rates(nation, ages)


def provincial_death_rates(nation: Array, ages: AgeGroups, gap: Array) -> Array:
    """Single-year death rates by area. (sex, abridged age), (area) years -> (area, sex, age)

    ``nation`` are its rates; ``gap`` is the area's life expectancy less the nation's, 0 where none is known:
    such an area has the nation's rates. Brass's logit moves the level and keeps the pattern.
    """
    single = nations_death_rates(nation, ages)
    rates = np.broadcast_to(single, (len(gap), *single.shape)).copy()
    apart = np.flatnonzero(gap)
    if len(apart):
        expectancy = life_table.life_table(single, AGES).e[..., 0] + gap[apart, np.newaxis]
        rates[apart] = mortality.death_rates_for_life_expectancy(single, expectancy, AGES)
    return rates
