"""Iran: the census of 1395 by sex and five-year age, carried to each 1 Mehr, closed to published totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.census import single_year_counts
from dashboard.analysis.base_population.closure import totals_by_sex
from dashboard.analysis.base_population.estimate import Estimate, run
from dashboard.analysis.base_population.fertility import asfr_by_area, published_relative_fertility
from dashboard.analysis.base_population.interval import (
    Interval,
    expected_deaths,
    nations_death_rates,
    provincial_death_rates,
)
from forecasting.axes import SEXES, Array

NATION = "IR"
CENSUS, TOTALS, NATION_TOTALS = "sci_census_1395", "sci_province_report", "sci_projection"
#: 2015-2020 and 2025-2030: the calendar year 2020 in the other table is the pandemic's
DEATH_RATES = "un_wpp_2024_iran_death_rates_five_year"
#: 1 Farvardin 1395: earlier fertility and life expectancy are not used
RECENT = date(2016, 3, 20)
REGISTER = "nocr_national_series"


def estimate(tables: Mapping[str, pd.DataFrame]) -> Estimate:
    """Provinces by sex and single age, 1395 to the last year with totals of provinces and nation."""
    areas = inputs.provinces(tables, NATION, RECENT)
    census, census_day, census_year = _census(tables, areas)
    totals, sexes, provisional = _totals(tables, areas)
    periods = totals.columns.to_frame(index=False)
    dates = [census_day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    relative = published_relative_fertility(tables, NATION, areas, RECENT)
    by_births = [_interval(tables, areas, span, relative) for span in spans]
    intervals = _with_deaths(tables, census, by_births)
    published = totals.to_numpy(dtype=np.float64)

    def targets(population: Array, number: int) -> Array:
        return totals_by_sex(population, published[:, number], sexes[number])

    population, carried = run(census, intervals, targets)
    return Estimate(
        NATION, "solar_hijri", areas, census_year, population, intervals, carried, (0, *provisional)
    )


def _census(tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...]) -> tuple[Array, date, int]:
    rows = inputs.of_source(tables["population"], CENSUS, "the starting population")
    day: date = rows["period_start"].iloc[0]
    rates, ages = inputs.death_rates(_death_rates(tables), float(day.toordinal()))
    counts, unknown, groups = inputs.people_by_age(rows, areas, SEXES)
    start = single_year_counts(counts, unknown, groups, nations_death_rates(rates, ages))
    return start, day, int(rows["year"].iloc[0])


def _totals(
    tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...]
) -> tuple[pd.DataFrame, Array, tuple[int, ...]]:
    """Totals by province, a column a date; the nation's [date, sex]; which dates are provisional."""
    people = inputs.all_ages(tables["population"])
    nation = inputs.of_source(people[people["area"] == NATION], NATION_TOTALS, "the sexes of the nation")
    by_sex = nation.pivot_table(index="year", columns="sex", values="persons")[list(SEXES)]
    rows = inputs.of_source(people, TOTALS, "the totals of the provinces")
    rows = rows[rows["year"].isin(by_sex.index)]
    totals = inputs.grid(rows, areas, ["period_start", "year"], "persons")
    provisional = rows.groupby("period_start")["provisional"].max()
    sexes = by_sex.loc[totals.columns.get_level_values("year")].to_numpy(dtype=np.float64)
    return totals, sexes, tuple(int(flag) for flag in provisional)


def _death_rates(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["death_rate"]
    return inputs.of_source(rows[rows["area"] == NATION], DEATH_RATES, "survival")


def _interval(
    tables: Mapping[str, pd.DataFrame],
    areas: tuple[str, ...],
    period: inputs.Period,
    relative: pd.DataFrame,
) -> Interval:
    moment = period.middle
    rates, ages = inputs.death_rates(_death_rates(tables), moment)
    published = dict(list(tables["rate"].groupby("measure")))
    boys = published["sex_ratio_at_birth"]
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, NATION, moment, relative),
        mx=provincial_death_rates(rates, ages, inputs.gaps(published["life_expectancy"], NATION, areas)),
        sex_ratio=inputs.published_rate_between_dates(boys[boys["area"] == NATION], moment) / 100,
        births=np.asarray(inputs.events_between(_register(tables, "birth"), period.start, period.end)),
    )


def _with_deaths(
    tables: Mapping[str, pd.DataFrame], census: Array, intervals: list[Interval]
) -> tuple[Interval, ...]:
    """The intervals with registered deaths raised by the completeness of the first, before the pandemic.

    Completeness is registered deaths over those that the United Nations' death rates give for the census. The
    pandemic is in the register and not in those rates.
    """
    register = _register(tables, "death")
    registered = [inputs.events_between(register, interval.start, interval.end) for interval in intervals]
    completeness = registered[0] / expected_deaths(census, intervals[0])
    pairs = zip(intervals, registered, strict=True)
    return tuple(replace(interval, deaths=deaths / completeness) for interval, deaths in pairs)


def _register(tables: Mapping[str, pd.DataFrame], kind: str) -> pd.DataFrame:
    rows = inputs.of_source(tables[kind], REGISTER, f"registered {kind}s")
    return rows[rows["area"] == NATION]
