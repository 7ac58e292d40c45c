"""Life tables of the nation and its provinces: every one an estimate, each of a kind that says how it was made.

nation     the United Nations' death rates of the nation, in the years it gives
office     the same age pattern, moved (Brass) to the life expectancy that the office published for the year, by sex
moved      a province: the nation's of the year (of the office where it published one), moved by the province's published
           life expectancy less the nation's
register   a province or the nation: deaths registered by age, smoothed by TOPALS around the nation's, by sex where they
           are registered by sex; raised by one factor for deaths that are not registered
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
from dashboard.analysis.indicators.area_table import AreaTable, one
from dashboard.analysis.indicators.figures import (
    BASE,
    MeasureContext,
    join_sources,
    published_rows,
    published_values,
)
from dashboard.analysis.indicators.mortality import (
    expected_rate,
)
from dashboard.analysis.indicators.population import base
from dashboard.analysis.indicators.register_tables import HIGHEST, from_the_register
from dashboard.analysis.vital_rates import DeathRates
from forecasting import mortality
from forecasting.axes import SEXES, AgeGroups, Array
from forecasting.indicators.shrinkage import empirical_bayes
from forecasting.life_table import life_table
from forecasting.scales import PER_1000


def area_tables(context: MeasureContext) -> tuple[AreaTable, ...]:
    """Every life table there is of a country's areas, the nation's first."""
    return context.cached("life tables", lambda: _area_tables(context))


def _area_tables(context: MeasureContext) -> tuple[AreaTable, ...]:
    rates = death_rates.national_rates(context, exceptional=True)
    if rates is None:
        return ()
    tables = [*national_tables(rates, context.country, context.about.calendar), *at_published_levels(context)]
    return tuple([*tables, *from_the_register(context, rates), *tables_of_census_deaths(context)])


def national_tables(rates: DeathRates, country: str, calendar: str) -> Iterator[AreaTable]:
    """The United Nations' own years, up to its last estimate."""
    for place, period in enumerate(rates.periods):
        if period.is_past:
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
        own = rows[(rows["area"] != context.country) & (rows["sex"] == "both")]
        if "both" in levels.index and len(own):
            gap = own["value"].to_numpy(np.float64) - float(levels["both"])
            moved = death_rates.tables_with_gaps(nation, rates.ages, gap)
            for place, area in enumerate(own["area"]):
                yield AreaTable(str(area), year, "moved", SEXES, one(moved, place), source)


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
    rows = rows[rows["year"] == cube.year].set_index("area")
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
