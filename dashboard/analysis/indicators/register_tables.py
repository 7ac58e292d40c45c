"""Life tables of areas from deaths registered by age, smoothed by TOPALS around the nation's own.

By sex where the register counts deaths by sex, else of both sexes together. One factor of the nation raises all of them
for deaths that are not registered; person-years are the base population's, so every table is an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.area_table import AreaTable, columns, one
from dashboard.analysis.indicators.figures import BASE, MeasureContext, event_counts, join_sources
from dashboard.analysis.indicators.mortality import (
    DeathsAndExposure,
    deaths_and_exposure,
    deaths_and_exposure_by_sex,
    expected_rate,
)
from dashboard.analysis.indicators.population import base
from dashboard.analysis.vital_rates import DeathRates
from forecasting import mortality, topals
from forecasting.axes import SEXES, AgeGroups, Array
from forecasting.interval_levels import ENDS
from forecasting.life_table import LifeTable, close_at, life_table
from forecasting.scales import PER_1000

SINGLE = AgeGroups.single(100)
#: Ages of a register's table at least: where deaths are told to a younger age the nation's pattern goes on to here
TO_80 = AgeGroups.single(80)
BOTH, EACH = ("both",), (*SEXES, "both")
#: Fewest person-years of a life table of an area's own: with fewer its life expectancy is far off more often than not
#: (Eayres & Williams 2004, Journal of Epidemiology and Community Health 58:243-249)
FEWEST_LIVED = 5_000
DRAWS, SEED = 200, 20
HIGHEST = 4.9  # deaths per person-year that a table takes


def from_the_register(context: MeasureContext, rates: DeathRates) -> tuple[AreaTable, ...]:
    """A table of each area and year with registered deaths by age: of women, men and both where they are by sex, else of
    both sexes together.

    The nation's rates are fitted (TOPALS) to the United Nations' pattern, and each area's to the nation's fit.
    """
    return context.cached("tables of the register", lambda: tuple(_from_the_register(context, rates)))


def _from_the_register(context: MeasureContext, rates: DeathRates) -> Iterator[AreaTable]:
    by_sex = deaths_and_exposure_by_sex(context)
    split = {(area, part.year) for part in by_sex for area in part.areas}
    for parts in (by_sex, deaths_and_exposure(context)):
        for part in parts:
            for table in _register_tables(context, rates, part, parts):
                if table.sexes != BOTH or (table.area, table.year) not in split:
                    yield table


def _register_tables(
    context: MeasureContext, rates: DeathRates, part: DeathsAndExposure, parts: Sequence[DeathsAndExposure]
) -> Iterator[AreaTable]:
    """Tables of the areas of a part of ``parts`` that enough years were lived in."""
    standard = _national_fit(context, rates, part, parts)
    ages = single_ages(part)
    fit = topals.fit(*_to_open_age(part), standard, ages)
    table, low, high = _with_interval(fit, standard, ages, 1 / registered_part(context))
    source = join_sources(part.sources, BASE, *rates.sources)
    sexes = BOTH if not part.by_sex else EACH
    for place, area in enumerate(part.areas):
        if part.lived[place].sum() >= FEWEST_LIVED:
            yield AreaTable(
                area,
                part.year,
                "register",
                sexes,
                one(table, place),
                source,
                low[place],
                high[place],
                _totals(part.deaths[place]),
                int(part.provisional[place]),
            )


def _totals(deaths: Array) -> Array:
    """Deaths of both sexes, (age) -> (1); of women, men and both, (sex, age) -> (3)"""
    if deaths.ndim == 1:
        return np.array([deaths.sum()])
    return np.append(deaths.sum(-1), deaths.sum())


def _national_fit(
    context: MeasureContext, rates: DeathRates, part: DeathsAndExposure, parts: Sequence[DeathsAndExposure]
) -> Array:
    """Rates of the nation's registered deaths of the part's year around the United Nations' pattern; the pattern where the
    nation has none. -> (age), or (sex, age)"""
    moment, ages = year_middle(part.year, context.about.calendar), single_ages(part)
    shape = life_table(mortality.single_year_rates(nearest(rates, moment), rates.ages), SINGLE)
    if not part.by_sex:
        start = close_at(death_rates.sexes_combined(shape), ages.open_age).mx[0]
    else:
        start = close_at(shape, ages.open_age).mx
    for each in parts:
        if each.year == part.year and context.country in each.areas:
            nation = each.areas.index(context.country)
            deaths, lived, groups = _to_open_age(each, ages.open_age)
            return topals.fit(deaths[nation], lived[nation], groups, start, ages).death_rates
    return np.asarray(start)


def single_ages(part: DeathsAndExposure) -> AgeGroups:
    """Single years to where the part's deaths are of an age: 80 at least, where the pattern goes on, and 100 at most."""
    return AgeGroups.single(min(max(part.ages.open_age, TO_80.open_age), SINGLE.open_age))


def _to_open_age(part: DeathsAndExposure, open_age: int | None = None) -> tuple[Array, Array, AgeGroups]:
    """Deaths and person-years with those of the open age and over as one group. -> (area, ..., age) twice, ages"""
    last = single_ages(part).open_age if open_age is None else open_age
    lower = tuple(age for age in part.ages.lower if age <= last)
    starts = [part.ages.position(age) for age in lower]
    deaths, lived = (np.add.reduceat(counts, starts, axis=-1) for counts in (part.deaths, part.lived))
    return deaths, lived, AgeGroups(lower)


def both_sexes_table(rates: Array, ages: AgeGroups) -> LifeTable:
    """The table of women and men together, from rates that are of both. (..., age) -> LifeTable (..., 1, age)"""
    return death_rates.sexes_combined(life_table(np.stack([rates, rates], axis=-2), ages))


def each_and_both(rates: Array, ages: AgeGroups) -> LifeTable:
    """Tables of women, of men and of both. (..., sex, age) -> LifeTable (..., 3, age)"""
    by_sex = life_table(rates, ages)
    joined = death_rates.sexes_combined(by_sex)
    pairs = zip(columns(by_sex), columns(joined), strict=True)
    return LifeTable(ages, *(np.concatenate(pair, axis=-2) for pair in pairs))


def nearest(rates: DeathRates, moment: float) -> Array:
    """The rates of the period whose middle is nearest: the pandemic's in a pandemic year. -> (sex, age)"""
    return np.asarray(rates.rates[np.abs(rates.moments - moment).argmin()])


def registered_part(context: MeasureContext) -> float:
    """Part of the nation's deaths that is registered, the mean of the years before the pandemic; 1 where unknown.

    Registered deaths over those that the United Nations' rates, without the pandemic's, give the people.
    """
    return context.cached("registered part", lambda: _registered_part(context))


def _registered_part(context: MeasureContext) -> float:
    rates, country = death_rates.national_rates(context), context.country
    deaths = event_counts("deaths")(context, "")
    deaths = deaths[(deaths["area"] == country) & (deaths["year"] < death_rates.year_of_exception(context))]
    parts = []
    for cube in base(context):
        if rates is None or country not in cube.areas or cube.year not in set(deaths["year"]):
            continue
        counts = cube.counts[[cube.areas.index(country)]]
        moment = year_middle(cube.year, context.about.calendar)
        rate = expected_rate(counts, cube.ages, rates.rates_at(moment), rates.ages)[0] / PER_1000
        registered = float(deaths.loc[deaths["year"] == cube.year, "value"].iloc[0])
        parts.append(registered / (rate * counts.sum()))
    return float(np.mean(parts)) if parts else 1.0


def _with_interval(
    fit: topals.Fit, standard: Array, ages: AgeGroups, factor: float
) -> tuple[LifeTable, Array, Array]:
    """Life tables of fitted rates times a factor, and 95 % bounds of e(0) by drawing from the fit.

    standard (age), or (sex, age) -> LifeTable (area, sex, age), (area, sex) twice
    """
    tables = both_sexes_table if standard.ndim == 1 else each_and_both
    draw = np.random.default_rng(SEED)
    splines = topals.linear_splines(ages)
    bounds = []
    for theta, variance in zip(fit.theta, fit.variance, strict=True):
        rates = factor * standard * np.exp(_draws(draw, theta, variance) @ splines.T)
        e0 = tables(np.minimum(rates, HIGHEST), ages).e[..., 0]
        bounds.append(np.quantile(e0, ENDS, axis=0))
    low, high = np.stack(bounds, axis=1)
    return tables(np.minimum(factor * fit.death_rates, HIGHEST), ages), low, high


def _draws(draw: np.random.Generator, theta: Array, variance: Array) -> Array:
    """Draws of a fit. (knot), (knot, knot) -> (draw, knot); of each sex: (sex, knot) ... -> (draw, sex, knot)"""
    if theta.ndim == 1:
        return draw.multivariate_normal(theta, variance, DRAWS)
    pairs = zip(theta, variance, strict=True)
    return np.stack([draw.multivariate_normal(*pair, DRAWS) for pair in pairs], axis=1)
