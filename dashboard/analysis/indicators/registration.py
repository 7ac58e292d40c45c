"""How complete the register is: registered births and deaths over those that rates known from elsewhere expect.

Births: the office's total fertility, which counts all residents, with the age
pattern and the women of the base population. Deaths: the nation's death rates of the United Nations, moved to a
province's life expectancy where one is published, on the base population. Both expectations are estimates, and a
completeness over 100 % says that one side is wrong: it is never cut off.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis import vital_rates
from dashboard.analysis.base_population.interval import DAYS_IN_A_YEAR, provincial_death_rates
from dashboard.analysis.cubes import Cube
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.fertility import un_fertility_pattern
from dashboard.analysis.indicators.figures import BASE, MeasureContext, published_rows, registered_events
from dashboard.analysis.indicators.population import base
from forecasting.axes import FEMALE, Array
from forecasting.indicators import data_quality as tests
from forecasting.scales import PERCENT

COLUMNS = ("area", "year", "value", "status", "provisional", "source", "registered", "expected")


def completeness(context: MeasureContext, event: str) -> pd.DataFrame:
    """area, year, value, status, provisional, source, registered, expected — value is registered per 100 expected

    One row an area and year with a registered total and an expectation; ``event`` is births or deaths.
    """
    return context.cached(("completeness", event), lambda: _completeness(context, event))


def _completeness(context: MeasureContext, event: str) -> pd.DataFrame:
    registered = registered_events(context, event).rename(columns={"events": "registered"})
    if registered.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    expect = _births if event == "births" else _deaths
    years = [
        expect(context, rows[rows["area"].isin(cube.areas)], cube)
        for year, rows in registered.groupby("year")
        for cube in base(context)
        if cube.year == year
    ]
    rows = pd.concat([year for year in years if len(year)] or [pd.DataFrame(columns=list(COLUMNS))])
    rows["value"] = PERCENT * tests.completeness(
        rows["registered"].to_numpy(np.float64), rows["expected"].to_numpy(np.float64)
    )
    rows = rows.assign(status="estimated").sort_values(["area", "year"], ignore_index=True)
    return rows[list(COLUMNS)].dropna(subset="value")


def _births(context: MeasureContext, registered: pd.DataFrame, people: Cube) -> pd.DataFrame:
    """Total fertility of the area and year times the nation's age pattern, on the women of the middle of the year."""
    fertility = published_rows(context, "total_fertility_rate")
    fertility = fertility[fertility["sex"] == "both"]
    rows = registered.merge(
        fertility[["area", "year", "value", "source"]], on=["area", "year"], suffixes=("", "_of_rate")
    )
    if rows.empty:
        return rows
    ages = vital_rates.childbearing_ages(un_fertility_pattern(context), context.order)
    if ages is None:
        return rows.iloc[:0]
    pattern = ages.single_year(np.array([_middle(rows)]))[0]
    women = _people(people, rows["area"])[:, FEMALE]
    asfr = rows["value"].to_numpy(np.float64)[:, np.newaxis] * pattern
    expected = tests.expected_births(asfr, women) * rows["period_days"].to_numpy() / DAYS_IN_A_YEAR
    return rows.assign(expected=expected, source=rows["source"] + " " + rows["source_of_rate"] + " " + BASE)


def _deaths(context: MeasureContext, rows: pd.DataFrame, people: Cube) -> pd.DataFrame:
    """The nation's death rates, at the area's life expectancy where known, on everybody in the middle of the year."""
    named = death_rates.death_rate_rows(context)
    if context.about.expected_deaths:
        named = named[named["source"] == context.about.expected_deaths]
    rates = vital_rates.death_rates(named, context.order)
    if rows.empty or rates is None:
        return rows.iloc[:0]
    source, nation = rates.sources_at(_middle(rows)), rates.rates_at(_middle(rows))
    areas = tuple(rows["area"])
    mx = provincial_death_rates(nation, rates.ages, death_rates.gaps(context, areas))
    expected = tests.expected_deaths(mx, _people(people, rows["area"]))
    expected = expected * rows["period_days"].to_numpy() / DAYS_IN_A_YEAR
    return rows.assign(expected=expected, source=rows["source"] + f" {source} {BASE}")


def _middle(rows: pd.DataFrame) -> float:
    """The middle of the year, in days."""
    return float(vital_rates.period_middles(rows).mean())


def _people(people: Cube, areas: pd.Series) -> Array:
    """Persons by single year of age, areas in the order asked for. -> (area, sex, age)"""
    return people.counts[[people.areas.index(area) for area in areas]]
