"""Life tables of the nation and its provinces: every one an estimate, each of a kind that says how it was made.

nation     the United Nations' death rates of the nation, in the years it gives
office     the same age pattern, moved (Brass) to the life expectancy that the office published for the year, by sex
moved      a province: the nation's of the year (of the office where it published one), moved by the province's published
           life expectancy less the nation's
register   a province or the nation: deaths registered by age, smoothed by TOPALS around the nation's, both sexes; raised
           by one factor for deaths that are not registered
related    a province: the nation's times one factor, its death rate over that expected at its ages, drawn to the mean of
           all provinces as far as chance explains it (empirical Bayes)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.cubes import Cube
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.figures import (
    BASE,
    MeasureContext,
    event_counts,
    join_sources,
    published_rows,
    published_values,
)
from dashboard.analysis.indicators.mortality import (
    LAST_ESTIMATED,
    DeathsAndExposure,
    deaths_and_exposure,
    expected_rate,
)
from dashboard.analysis.indicators.population import base
from dashboard.analysis.vital_rates import DeathRates
from forecasting import mortality, topals
from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.indicators.shrinkage import empirical_bayes
from forecasting.interval_levels import ENDS
from forecasting.life_table import LifeTable, close_at, life_table
from forecasting.scales import PER_1000

SINGLE = AgeGroups.single(100)
#: Deaths are registered by age to 80 and over: nothing is known beyond
TO_80 = AgeGroups.single(80)
BOTH = ("both",)
#: Fewest person-years of a life table of an area's own: with fewer its life expectancy is far off more often than not
#: (Eayres & Williams 2004, Journal of Epidemiology and Community Health 58:243-249)
FEWEST_LIVED = 5_000
DRAWS, SEED = 200, 20
HIGHEST = 4.9  # deaths per person-year that a table takes


@dataclass(frozen=True, eq=False)
class AreaTable:
    """One life table: area, year, how it was made; table [sex, age] of ``sexes``; low and high of e(0) where measured."""

    area: str
    year: int
    kind: str
    sexes: tuple[str, ...]
    table: LifeTable
    source: str
    low: Array | None = None
    high: Array | None = None

    def __post_init__(self) -> None:
        freeze(self)

    def e0(self, sex: str) -> float:
        """Life expectancy at birth, years."""
        return float(self.table.e[self.sexes.index(sex), 0])


def area_tables(context: MeasureContext) -> tuple[AreaTable, ...]:
    """Every life table there is of a country's areas, the nation's first."""
    rates = death_rates.national_rates(context, exceptional=True)
    if rates is None:
        return ()
    tables = [*national_tables(rates, context.country, context.about.calendar), *at_published_levels(context)]
    return tuple([*tables, *from_the_register(context, rates), *tables_of_census_deaths(context)])


def national_tables(rates: DeathRates, country: str, calendar: str) -> Iterator[AreaTable]:
    """The United Nations' own years, up to its last estimate."""
    for place, period in enumerate(rates.periods):
        if period.start.year + period.days / 730 <= LAST_ESTIMATED:
            year = death_rates.year_of(rates.moments[place], calendar)
            table = life_table(rates.rates[place], rates.ages)
            yield AreaTable(country, year, "nation", SEXES, table, rates.sources[place])


def at_published_levels(context: MeasureContext) -> Iterator[AreaTable]:
    """The nation by sex and the provinces together, in each year that an office published life expectancy."""
    rates, published = death_rates.national_rates(context), published_rows(context, "life_expectancy")
    if rates is None or published.empty:
        return
    for _, rows in published.groupby("year"):
        year = int(rows["year"].iloc[0])
        moment = year_middle(year, context.about.calendar)
        nation = rates.rates_at(moment)
        source = join_sources(*rows["source"].unique(), rates.sources_at(moment))
        levels = rows[rows["area"] == context.country].set_index("sex")["value"]
        if set(SEXES) <= set(levels.index):
            e0 = levels[list(SEXES)].to_numpy(np.float64)
            nation = mortality.death_rates_for_life_expectancy(nation, e0, rates.ages)
            yield AreaTable(context.country, year, "office", SEXES, life_table(nation, rates.ages), source)
        own = rows[(rows["area"] != context.country) & (rows["sex"] == "both")].drop_duplicates("area")
        if "both" in levels.index and len(own):
            gap = own["value"].to_numpy(np.float64) - float(levels["both"])
            moved = death_rates.tables_with_gaps(nation, rates.ages, gap)
            for place, area in enumerate(own["area"]):
                yield AreaTable(str(area), year, "moved", SEXES, one(moved, place), source)


def one(table: LifeTable, index: int) -> LifeTable:
    """The life table of one area. LifeTable (area, sex, age) -> LifeTable (sex, age)"""
    parts = (table.mx, table.ax, table.qx, table.lx, table.dx, table.person_years, table.total_years, table.e)
    return LifeTable(table.ages, *(part[index] for part in parts))


# ---- deaths registered by age


def from_the_register(context: MeasureContext, rates: DeathRates) -> Iterator[AreaTable]:
    """A table of each area and year with registered deaths by age, both sexes together.

    The nation's rates are fitted (TOPALS) to the United Nations' pattern, and each area's to the nation's fit.
    """
    for part in deaths_and_exposure(context):
        standard = _national_fit(context, rates, part.year)
        deaths, lived, groups = _to_80(part)
        fit = topals.fit(deaths, lived, groups, standard, TO_80)
        table, low, high = _with_interval(fit, standard, 1 / registered_part(context))
        source = join_sources(part.sources, BASE, *rates.sources)
        for place, area in enumerate(part.areas):
            if lived[place].sum() < FEWEST_LIVED:
                continue
            own = one(table, place)
            yield AreaTable(area, part.year, "register", BOTH, own, source, low[place], high[place])


def _national_fit(context: MeasureContext, rates: DeathRates, year: int) -> Array:
    """Rates of the nation's registered deaths around the United Nations' pattern; the pattern where the nation has none. -> (age)"""
    moment = year_middle(year, context.about.calendar)
    shape = mortality.single_year_rates(nearest(rates, moment), rates.ages)
    start = close_at(death_rates.sexes_combined(life_table(shape, SINGLE)), TO_80.open_age).mx[0]
    for part in deaths_and_exposure(context):
        if part.year == year and context.country in part.areas:
            nation = part.areas.index(context.country)
            deaths, lived, groups = _to_80(part)
            return topals.fit(deaths[nation], lived[nation], groups, start, TO_80).death_rates
    return np.asarray(start)


def _to_80(part: DeathsAndExposure) -> tuple[Array, Array, AgeGroups]:
    """Deaths and person-years with 80 and over as one group, where ages go further. -> (area, age) twice, ages"""
    lower = tuple(age for age in part.ages.lower if age <= TO_80.open_age)
    starts = [part.ages.position(age) for age in lower]
    deaths, lived = (np.add.reduceat(counts, starts, axis=-1) for counts in (part.deaths, part.lived))
    return deaths, lived, AgeGroups(lower)


def both_sexes_table(rates: Array) -> LifeTable:
    """The table of women and men together, from rates that are of both. (..., age) -> LifeTable (..., 1, age)"""
    return death_rates.sexes_combined(life_table(np.stack([rates, rates], axis=-2), TO_80))


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


def _with_interval(fit: topals.Fit, standard: Array, factor: float) -> tuple[LifeTable, Array, Array]:
    """Life tables of fitted rates times a factor, and 95 % bounds of e(0) by drawing from the fit. -> (area, sex, age), (area, sex)"""
    table = both_sexes_table(factor * fit.death_rates)
    draw = np.random.default_rng(SEED)
    splines = topals.linear_splines(TO_80)
    bounds = []
    for theta, variance in zip(fit.theta, fit.variance, strict=True):
        thetas = draw.multivariate_normal(theta, variance, DRAWS)
        rates = factor * standard * np.exp(thetas @ splines.T)
        e0 = both_sexes_table(np.minimum(rates, HIGHEST)).e[..., 0]
        bounds.append(np.quantile(e0, ENDS, axis=0))
    low, high = np.stack(bounds, axis=1)
    return table, low, high


# ---- deaths known in total only


@dataclass(frozen=True, eq=False)
class CensusDeaths:
    """Deaths of a census year without ages, by area: published and expected at the nation's rates, per person.

    ``sample``: people whom the office asked about deaths; ``sources`` of the published rates.
    """

    areas: tuple[str, ...]
    published: Array
    expected: Array
    sample: Array
    sources: Mapping[str, str]

    def shrunk_factors(self, country: str) -> dict[str, tuple[float, float, float]]:
        """Province -> its factor on the nation's rates, its low and its high, drawn to the mean of all provinces."""
        whole = self.areas.index(country)
        nation = self.published[whole] / self.expected[whole]
        provinces = [place for place in range(len(self.areas)) if place != whole]
        relative = self.published / self.expected / nation
        exposure = (self.sample * self.expected * self.published[whole] / self.expected[whole])[provinces]
        shrunk = empirical_bayes(relative[provinces] * exposure, exposure)
        factors = zip(shrunk.rates, shrunk.low, shrunk.high, strict=True)
        return {self.areas[place]: own for place, own in zip(provinces, factors, strict=True)}


def tables_of_census_deaths(context: MeasureContext) -> Iterator[AreaTable]:
    """Provinces whose crude death rate of a census is published: the nation's rates times a shrunk factor."""
    country = context.country
    rates, part = death_rates.national_rates(context), context.about.sample
    if rates is None or not part:
        return
    year = context.about.census_year
    moment = year_middle(year, context.about.calendar)
    nation = rates.rates_at(moment)
    for cube in (cube for cube in base(context) if cube.year == year):
        deaths = census_deaths(context, cube, part * cube.counts.sum((-2, -1)), (nation, rates.ages))
        for area, factors in deaths.shrunk_factors(country).items():
            # the higher the factor, the shorter are lives: the table of the high factor is the low bound
            table, high, low = (
                life_table(np.minimum(nation * factor, HIGHEST), rates.ages) for factor in factors
            )
            source = join_sources(deaths.sources[area], BASE, rates.sources_at(moment))
            yield AreaTable(area, year, "related", SEXES, table, source, low.e[..., 0], high.e[..., 0])


def census_deaths(
    context: MeasureContext, cube: Cube, sample: Array, nation: tuple[Array, AgeGroups]
) -> CensusDeaths:
    """Crude death rates published for the cube's areas and year, beside those expected. sample (area)"""
    rows = published_values(context, "crude_death_rate")
    rows = rows[rows["year"] == cube.year].drop_duplicates("area").set_index("area")
    places = [place for place, area in enumerate(cube.areas) if area in rows.index]
    areas = tuple(cube.areas[place] for place in places)
    rows = rows.loc[list(areas)]
    return CensusDeaths(
        areas,
        rows["value"].to_numpy(np.float64) / PER_1000,
        expected_rate(cube.counts[places], cube.ages, *nation) / PER_1000,
        sample[places],
        dict(zip(areas, rows["source"], strict=True)),
    )
