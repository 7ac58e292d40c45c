"""Viet Nam: the census of 1 April 2019 split by sex, carried to each 1 July, closed to published totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.census import single_year_counts, split_by_sex
from dashboard.analysis.base_population.estimate import Estimate, run
from dashboard.analysis.base_population.fertility import (
    asfr_by_area,
    implied_relative_fertility,
    nations_pattern,
    published_relative_fertility,
)
from dashboard.analysis.base_population.interval import Interval, nations_death_rates, provincial_death_rates
from forecasting.axes import FEMALE, SEXES, Array
from forecasting.scales import PER_1000

NATION = "VN"
CENSUS_AGES, CENSUS_SEXES, TOTALS = "gso_census_2019_age", "gso_census_2019_sex", "gso_average_population"
UNITED_NATIONS = "un_wpp_2024"
#: Years whose birth rates are published for every province
BIRTH_RATES = (2019, 2020, 2021)
RECENT = date(2019, 1, 1)


def estimate(tables: Mapping[str, pd.DataFrame]) -> Estimate:
    """Provinces by sex and single age at the census, then at each 1 July to the last published total."""
    areas = inputs.provinces(tables, NATION, RECENT)
    census, census_day = _census(tables, areas)
    periods, totals = _totals(tables, areas)
    births = _births(tables, areas, totals)
    pattern = nations_pattern(tables, NATION, float(census_day.toordinal()))
    yearly = births.groupby("area")["events"].mean().loc[list(areas)].to_numpy()
    implied = implied_relative_fertility(yearly, census[:, FEMALE], pattern)
    relative = _relative_fertility(tables, areas, implied)
    dates = [census_day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    intervals = tuple(_interval(tables, areas, span, relative, births) for span in spans)
    population, carried = run(census, intervals, lambda _, number: totals[number])
    provisional = (0, *periods["provisional"].astype(int))
    return Estimate(NATION, "gregorian", areas, census_day.year, population, intervals, carried, provisional)


def _census(tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...]) -> tuple[Array, date]:
    people = tables["population"]
    rows = inputs.of_source(people, CENSUS_AGES, "the ages of the census")
    day = rows["period_start"].iloc[0]
    counts, _, groups = inputs.people_by_age(rows, areas, ("both",))
    by_sex = inputs.of_source(people, CENSUS_SEXES, "the sexes of the census")
    sexes = inputs.grid(by_sex[by_sex["sex"] != "both"], areas, ["sex"], "persons")[list(SEXES)].to_numpy()
    split = split_by_sex(counts[:, 0], sexes, _female_share(people, groups.lower, day))
    rates, ages = inputs.death_rates(_of_nation(tables["death_rate"]), float(day.toordinal()))
    nobody = np.zeros((len(areas), len(SEXES)))
    return single_year_counts(split, nobody, groups, nations_death_rates(rates, ages)), day


def _female_share(people: pd.DataFrame, lower: tuple[int, ...], day: date) -> Array:
    """Women among the nation's people of each census group, by the United Nations. -> (group)

    Theirs is of 1 July 2020: each group is looked up where its cohorts then are, 1.25 years on.
    """
    rows = inputs.of_source(people, UNITED_NATIONS, "the sexes at each age")
    counts, _, groups = inputs.people_by_age(rows, (NATION,), SEXES)
    later = (rows["period_start"].iloc[0] - day).days / 365.25
    share = counts[0, FEMALE] / counts[0].sum(0)
    cut = len(lower) - 1
    shares = np.interp(np.asarray(lower[:-1]) + later, groups.lower, share)
    return np.append(shares, counts[0, FEMALE, cut:].sum() / counts[0, :, cut:].sum())


def _totals(tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...]) -> tuple[pd.DataFrame, Array]:
    """Each date's year and whether it is provisional; totals that keep the published both sexes. -> frame, (date, area, sex)"""
    people = inputs.all_ages(tables["population"])
    rows = inputs.of_source(people, TOTALS, "the totals of the provinces")
    rows = rows[rows["period_start"] >= RECENT]
    periods = rows.groupby("period_start", as_index=False).agg(
        year=("year", "first"), provisional=("provisional", "max")
    )
    dates = list(periods["period_start"])
    wide = inputs.grid(rows, areas, ["period_start", "sex"], "persons")
    published = np.stack([wide[[(day, sex) for sex in (*SEXES, "both")]].to_numpy() for day in dates])
    by_sex = published[..., :2]
    return periods, by_sex / by_sex.sum(-1, keepdims=True) * published[..., 2:]


def _births(tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...], totals: Array) -> pd.DataFrame:
    """area, period_start, period_days, events — births of a year: birth rate times average population"""
    rates = tables["rate"]
    rates = rates[
        (rates["measure"] == "crude_birth_rate") & rates["year"].isin(BIRTH_RATES) & rates["area"].isin(areas)
    ]
    place = {area: index for index, area in enumerate(areas)}
    year, area = rates["year"] - BIRTH_RATES[0], rates["area"].map(place)
    people = totals[year.to_numpy(), area.to_numpy()].sum(-1)
    return rates[["area", "period_start", "period_days"]].assign(events=rates["value"] / PER_1000 * people)


def _relative_fertility(
    tables: Mapping[str, pd.DataFrame], areas: tuple[str, ...], implied: Array
) -> pd.DataFrame:
    """Implied by the birth rates, in the middle of their years; then as quoted for a province, else held."""
    middle = inputs.middle(date(BIRTH_RATES[0], 1, 1), date(BIRTH_RATES[-1] + 1, 1, 1))
    quoted = published_relative_fertility(tables, NATION, areas, RECENT)
    later = quoted.loc[:, quoted.columns.to_numpy(dtype=np.float64) > middle]
    return pd.concat([pd.DataFrame({middle: implied}, index=later.index), later], axis=1)


def _interval(
    tables: Mapping[str, pd.DataFrame],
    areas: tuple[str, ...],
    period: inputs.Period,
    relative: pd.DataFrame,
    births: pd.DataFrame,
) -> Interval:
    moment = period.middle
    rates, ages = inputs.death_rates(_of_nation(tables["death_rate"]), moment)
    published = dict(list(tables["rate"].groupby("measure")))
    expectancy = published["life_expectancy"]
    gap = inputs.gaps(expectancy[expectancy["period_start"] >= RECENT], NATION, areas)
    births_by_area = None
    if period.end <= date(BIRTH_RATES[-1] + 1, 1, 1):
        rows = dict(list(births.groupby("area")))
        births_by_area = np.array(
            [inputs.events_between(rows[area], period.start, period.end) for area in areas]
        )
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, NATION, moment, relative),
        mx=provincial_death_rates(rates, ages, gap),
        sex_ratio=inputs.published_rate_between_dates(_of_nation(published["sex_ratio_at_birth"]), moment)
        / 100,
        births=births_by_area,
    )


def _of_nation(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["area"] == NATION]
