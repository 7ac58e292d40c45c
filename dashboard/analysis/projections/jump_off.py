"""From the store's figures to where a projection of an area starts.

What each starting level is and where it comes from is in `Start`; the method is in `forecasting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.analysis import calendars, vital_rates
from dashboard.analysis.cubes import cubes
from dashboard.analysis.indicators import BASE
from dashboard.analysis.indicators.death_rates import SEX_RATIO
from dashboard.analysis.projections import observed_migrants
from dashboard.analysis.projections.national_mortality import (
    NO_LEVEL,
    MortalityLevel,
    at_level,
    national_level,
)
from dashboard.analysis.projections.observed_migrants import Movers
from dashboard.analysis.projections.province_mortality import NO_GAP, LifeExpectancyGap, life_expectancy_gaps
from dashboard.analysis.projections.relative_fertility import RelativeFertility, national_relative, relatives
from dashboard.analysis.projections.start_inputs import StartInputs
from dashboard.analysis.selection import SourceOrder
from dashboard.analysis.vital_rates import DeathRates
from dashboard.settings import LAST_PROJECTED_YEAR, USUAL_HORIZON
from forecasting import mortality
from forecasting.axes import FEMALE, MALE, AgeGroups, Array, freeze
from forecasting.life_table import life_table
from forecasting.scales import PERCENT

#: The residual that closing an estimate to the published total leaves
MIGRATION = "net_migration_and_error"
AGES = AgeGroups.single(100)
NO_ORDER = SourceOrder()
#: Largest net migration a recent residual may suggest as a default, per person and year
STEEPEST_MIGRATION = 0.015


class StartsIncomplete(ValueError):
    """Figures without which no projection of the country can start: the message says which."""


@dataclass(frozen=True)
class DefaultLevels:
    """Levels of the usual horizon where nothing else is assumed: children per woman, years of life, net migrants per person."""

    total_fertility_rate: float
    life_expectancy: float
    net_migration_rate: float


@dataclass(frozen=True, eq=False)
class Start:
    """Where a projection starts: ``years`` in the country's calendar, T+1 of them; paths have T intervals.

    population (sex, age); pattern (interval, age) of childbearing; standard (interval, sex, age): the nation's death
    rates; standard_e0 (interval, sex) of them; level: of them, by registered deaths; gap: how much longer lives are here;
    usual: the levels that recent ones lead to;
    release: the data version all of it was read from; usual_horizon: the last year of a scenario that says none;
    movers: who moved here between two censuses, where that is known; relative: how fertility stands to the nation's.
    mortality: keys of the sources of the nation's death rates by age; level and gap have their own.
    """

    area: str
    years: tuple[int, ...]
    population: Array
    total_fertility_rate: float
    pattern: Array
    standard: Array
    standard_e0: Array
    sex_ratio: float
    usual: DefaultLevels
    provisional: bool
    release: str = ""
    usual_horizon: int = 0
    movers: Movers | None = None
    calendar: str = ""
    relative: RelativeFertility | None = None
    mortality: str = ""
    gap: LifeExpectancyGap = NO_GAP
    level: MortalityLevel = NO_LEVEL

    def __post_init__(self) -> None:
        freeze(self)

    @cached_property
    def death_rates(self) -> Array:
        """The area's own: the nation's, moved (Brass) to the area's life expectancy. (interval, sex, age)"""
        if self.gap == NO_GAP:
            return self.standard
        rates = mortality.death_rates_for_life_expectancy(self.standard, self.e0, AGES)
        rates.flags.writeable = False
        return rates

    @property
    def e0(self) -> Array:
        """The area's life expectancy at birth: the nation's with the gap, as it fades. (interval, sex)"""
        return np.asarray(self.standard_e0 + self.gap.path(len(self.standard_e0)))

    @property
    def path_e0(self) -> Array:
        """Life expectancy of the nation's published death rates, before registered deaths moved them. (interval, sex)"""
        return np.asarray(self.standard_e0 + self.level.years)

    @property
    def life_expectancy(self) -> float:
        """Both sexes at the start, years."""
        return both_sexes(self.e0[0], self.sex_ratio)


def both_sexes(by_sex: Array, sex_ratio: float) -> float:
    """Life expectancy at birth of both sexes: that of the newborn, who are girls and boys in the sex ratio at birth."""
    return float((by_sex[..., FEMALE] + sex_ratio * by_sex[..., MALE]) / (1 + sex_ratio))


@dataclass(frozen=True, eq=False)
class _Nation:
    """What the starts of all areas of a country share, or are told apart by.

    death_rates (interval, sex, age); pattern (interval, age); e0 (interval, sex); horizon: intervals to the usual one; level: by
    registered deaths; gaps: area -> its life expectancy less the nation's; people: area -> (sex, age); provisional: by
    area, whether its base population is.
    """

    years: tuple[int, ...]
    death_rates: Array
    pattern: Array
    e0: Array
    horizon: int
    level: MortalityLevel
    gaps: Mapping[str, LifeExpectancyGap]
    sex_ratio: float
    total_fertility_rate: float
    people: Mapping[str, Array]
    relative: Mapping[str, RelativeFertility]
    provisional: pd.Series
    mortality: str


def start(inputs: StartInputs, area: str) -> Start | None:
    """The start of an area's projection; None without a base population."""
    return starts(inputs, area).get(area)


def starts(inputs: StartInputs, area: str | None = None) -> dict[str, Start]:
    """Area -> where its projection starts, of every area of the country that has a base population, or of ``area`` alone.

    Fertility begins at the level that the nation's registered births of the base year imply, where their number is
    published; a province's differs from it as its published rate did, or its births where those are of later years.
    Mortality is the nation's with the area's own gap of life expectancy. Migration goes on at the area's recent residual.
    """
    base = inputs.people[inputs.people["source"] == BASE]
    last = base.groupby("area")["year"].max()
    chosen = last if area is None else last[last.index == area]
    if chosen.empty:
        return {}
    year = int(chosen.max())
    nation = _nation(inputs, base, year)
    return {str(code): _start(inputs, nation, str(code)) for code in chosen.index[chosen == year]}


def _nation(inputs: StartInputs, base: pd.DataFrame, year: int) -> _Nation:
    country, calendar, published = inputs.country, inputs.calendar, inputs.fertility_published
    rows = base[base["year"] == year]
    years = tuple(range(year, own_year(LAST_PROJECTED_YEAR, calendar) + 1))
    path, pattern = inputs.paths or national_paths(inputs, years)
    sex_ratio = sex_ratio_at_birth(inputs.sex_ratio, country, year)
    people = population_of(rows)
    births = inputs.births[inputs.births["year"] == year]
    implied = implied_fertility(people.get(country), births, pattern[0])
    at_one_child = unit_pattern(base, inputs.pattern, calendar, inputs.order)
    relative = relatives(country, tuple(people), published, inputs.births_or_derived, at_one_child)
    relative[country] = national_relative(country, published, None if implied is None else year)
    fertility = national_fertility(country, published, implied)
    level = national_level(
        inputs, people.get(country), year, path[0], (fertility * pattern[0], sex_ratio), AGES
    )
    death_rates = at_level(path, level, AGES)
    e0 = np.asarray(life_table(death_rates, AGES).e[..., 0])
    return _Nation(
        years=years,
        death_rates=death_rates,
        pattern=pattern,
        e0=e0,
        horizon=usual_years(years, calendar),
        level=level,
        gaps=life_expectancy_gaps(inputs, death_rates_of(inputs)),
        sex_ratio=sex_ratio,
        total_fertility_rate=fertility,
        people=people,
        relative=relative,
        provisional=rows.groupby("area")["provisional"].max(),
        mortality=_death_rate_sources(inputs, years),
    )


def _start(inputs: StartInputs, nation: _Nation, area: str) -> Start:
    tfr = nation.total_fertility_rate * nation.relative[area].ratio
    migration = usual_migration(area, inputs.country, inputs.residuals)
    gap = nation.gaps.get(area, NO_GAP)
    years = nation.horizon
    lives = both_sexes(nation.e0[years - 1] + gap.path(years)[-1], nation.sex_ratio)
    return Start(
        area=area,
        years=nation.years,
        population=nation.people[area],
        total_fertility_rate=tfr,
        pattern=nation.pattern,
        standard=nation.death_rates,
        standard_e0=nation.e0,
        sex_ratio=nation.sex_ratio,
        usual=DefaultLevels(round(tfr, 2), round(lives, 1), migration),
        provisional=bool(nation.provisional[area]),
        release=inputs.release,
        usual_horizon=own_year(USUAL_HORIZON, inputs.calendar),
        movers=inputs.movers.get(area),
        calendar=inputs.calendar,
        relative=nation.relative[area],
        mortality=nation.mortality,
        gap=gap,
        level=nation.level,
    )


def sex_ratio_at_birth(published: pd.DataFrame, nation: str, year: int) -> float:
    """Boys per girl of the nation: as last published until a year, else as first published after it, else the usual 1.05."""
    own = published[published["area"] == nation].sort_values("year")
    until = own[own["year"] <= year]
    if own.empty:
        return SEX_RATIO
    return float(until["value"].iloc[-1] if len(until) else own["value"].iloc[0]) / PERCENT


def movers_between_censuses(inputs: StartInputs) -> dict[str, Movers]:
    """Who moved in each area between the last two censuses that can be followed. -> area: Movers"""
    pair = observed_migrants.censuses(inputs.people, inputs.country)
    if pair is None:
        return {}
    first, last = pair
    year = (int(first["year"].iloc[0]) + int(last["year"].iloc[0])) // 2
    rates = death_rate_path(inputs, (year, year + 1))[0]
    return observed_migrants.migrants_between(first, last, rates, inputs.country)


def projection_years(people: pd.DataFrame, calendar: str) -> tuple[int, ...]:
    """From the year of the latest base population to the last projected one; empty without a base population."""
    base = people[people["source"] == BASE]
    if base.empty:
        return ()
    return tuple(range(int(base["year"].max()), own_year(LAST_PROJECTED_YEAR, calendar) + 1))


def national_paths(inputs: StartInputs, years: tuple[int, ...]) -> tuple[Array, Array]:
    """What all areas of a country share: death rates (interval, sex, age) and ages at birth (interval, age)."""
    return death_rate_path(inputs, years), pattern_path(inputs.pattern, years, inputs.calendar, inputs.order)


def usual_years(years: tuple[int, ...], calendar: str) -> int:
    """Intervals to the horizon of a scenario that says none."""
    return own_year(USUAL_HORIZON, calendar) - years[0]


def own_year(gregorian: int, calendar: str) -> int:
    """The country's year in which most of a Gregorian year lies."""
    return calendars.number_in(gregorian, calendar)


def population_of(rows: pd.DataFrame) -> dict[str, Array]:
    """Area -> (sex, age) by single years."""
    return {
        area: cube.counts[i] for cube in cubes(rows) for i, area in enumerate(cube.areas) if cube.ages == AGES
    }


def death_rate_path(inputs: StartInputs, years: tuple[int, ...]) -> Array:
    """Death rates by single age in each interval, their logarithms linear between the published periods.

    -> (interval, sex, age)
    """
    return death_rates_of(inputs).single_year_path(vital_rates.interval_middles(years, inputs.calendar))


def death_rates_of(inputs: StartInputs) -> DeathRates:
    """The nation's death rates of every period; StartsIncomplete where there are none"""
    rates = vital_rates.death_rates(inputs.death_rates, inputs.order, country=inputs.about)
    if rates is None:
        raise StartsIncomplete(
            "There are no death rates of the nation: a projection needs them by sex and age."
        )
    return rates


def _death_rate_sources(inputs: StartInputs, years: tuple[int, ...]) -> str:
    """Keys of the sources behind the death rates of the projected years."""
    rates = death_rates_of(inputs)
    first, *_, last = vital_rates.interval_middles(years, inputs.calendar)
    keys = [rates.sources_at(moment) for moment in (first, last)]
    return " ".join(dict.fromkeys(" ".join(keys).split()))


def pattern_path(
    pattern: pd.DataFrame, years: tuple[int, ...], calendar: str, order: SourceOrder = NO_ORDER
) -> Array:
    """Share of lifetime births at each single age of the mother in each interval. -> (interval, age)

    pattern: `data.queries.fertility_pattern` of the nation.
    """
    ages = vital_rates.childbearing_ages(pattern, order)
    if ages is None:
        raise StartsIncomplete("There are no ages at childbearing of the nation: a projection needs them.")
    return ages.single_year(vital_rates.interval_middles(years, calendar))


def implied_fertility(population: Array | None, births: pd.DataFrame, pattern: Array) -> float | None:
    """The total fertility rate that registered births imply: births over the women they would come from."""
    nation = births[births["area"].str.len() == 2] if len(births) else births
    if population is None or nation.empty:
        return None
    return float(nation["value"].iloc[0] / (population[FEMALE] * pattern).sum())


def national_fertility(nation: str, published: pd.DataFrame, level: float | None) -> float:
    """Children per woman of the nation at the start: what registered births imply, else the rate last published."""
    rates = published[published["area"] == nation].sort_values("year")
    return float(rates["value"].iloc[-1]) if level is None else level


def unit_pattern(
    base: pd.DataFrame, pattern: pd.DataFrame, calendar: str, order: SourceOrder = NO_ORDER
) -> pd.DataFrame:
    """area, year, value — births that the women of each base population would have at one child each"""
    base_years = sorted({int(year) for year in base["year"]})
    if not base_years:
        return pd.DataFrame(columns=["area", "year", "value"])
    years = tuple(range(base_years[0], base_years[-1] + 2))
    shapes = dict(zip(years, pattern_path(pattern, years, calendar, order), strict=False))
    rows = [
        (area, year, float((people[FEMALE] * shapes[year]).sum()))
        for year in base_years
        for area, people in population_of(base[base["year"] == year]).items()
    ]
    return pd.DataFrame(rows, columns=["area", "year", "value"])


def usual_migration(area: str, nation: str, residuals: pd.DataFrame) -> float:
    """Net migration per person and year from the recent years' residuals, to 0.1 per 1,000; the nation's is 0.

    A residual is net migration and error together. The nation's is mostly error, shared by its provinces, so a
    province's own is what it has beyond the nation's: internal migration, which sums to nothing over the nation.
    """
    whole_years = residuals[(residuals["quantity"] == MIGRATION) & (residuals["period_days"] > 360)]
    rates = (whole_years["value"] / whole_years["base"]).groupby(whole_years["area"]).mean()
    if area not in rates or nation not in rates:
        return 0.0
    beyond = float(np.clip(rates[area] - rates[nation], -STEEPEST_MIGRATION, STEEPEST_MIGRATION))
    return round(beyond, 4)


def outflow_limit(stock: Array, survival: Array) -> Array:
    """People of each age who are there at both ends of a year: half of those who move leave at each end.

    (sex, age), survival ratios (sex, age) -> (sex, age)
    """
    end = stock.copy()
    end[..., 1:] = stock[..., :-1] * survival[..., 1:]
    end[..., -1] += stock[..., -1] * survival[..., -1]
    return np.minimum(stock, end)
