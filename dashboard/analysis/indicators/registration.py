"""How complete the register is: registered births and deaths over those that rates known from elsewhere expect.

Births: the office's total fertility, which counts all residents, with the age
pattern and the women of the base population. Deaths: the nation's death rates of the United Nations, moved to a
province's life expectancy where one is published, on the base population. Both expectations are estimates, and a
completeness over 100 % says that one side is wrong: it is never cut off.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.base_population import inputs, iran
from dashboard.analysis.base_population.fertility import nations_pattern
from dashboard.analysis.base_population.interval import DAYS_IN_A_YEAR, provincial_death_rates
from dashboard.analysis.cubes import Cube
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.fertility import un_fertility_pattern
from dashboard.analysis.indicators.figures import BASE, MeasureContext, published_rows
from dashboard.analysis.indicators.population import base
from data import queries
from forecasting.axes import FEMALE, Array
from forecasting.indicators import data_quality as tests
from forecasting.scales import PERCENT

COLUMNS = ("area", "year", "value", "status", "provisional", "source", "registered", "expected")
#: The United Nations' rates of five-year periods where there are others: those of the year 2020 alone are the pandemic's
_DEATH_RATES = {iran.NATION: iran.DEATH_RATES}


def completeness(context: MeasureContext, event: str) -> pd.DataFrame:
    """area, year, value, status, provisional, source, registered, expected — value is registered per 100 expected

    One row an area and year with a registered total and an expectation; ``event`` is births or deaths.
    """
    return context.cached(("completeness", event), lambda: _completeness(context, event))


def _completeness(context: MeasureContext, event: str) -> pd.DataFrame:
    registered = _registered_totals(context.connection, context.country, event)
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


def _registered_totals(connection: Connection, country: str, event: str) -> pd.DataFrame:
    """area, year, registered, period_start, period_days, provisional, source — one total an area and year"""
    rows = queries.events(connection, country, [event])
    rows = rows[(rows["sex"] == "both") & (rows["period_days"] > 350)].rename(
        columns={"events": "registered"}
    )
    rows = rows.sort_values(
        ["area", "year", "period_days", "provisional"], ascending=[True, True, False, True]
    )
    return rows.drop_duplicates(["area", "year"])


def _births(context: MeasureContext, registered: pd.DataFrame, people: Cube) -> pd.DataFrame:
    """Total fertility of the area and year times the nation's age pattern, on the women of the middle of the year."""
    fertility = published_rows(context, "total_fertility_rate")
    fertility = fertility[fertility["sex"] == "both"].drop_duplicates(["area", "year"])
    rows = registered.merge(
        fertility[["area", "year", "value", "source"]], on=["area", "year"], suffixes=("", "_of_rate")
    )
    if rows.empty:
        return rows
    tables = {"fertility_pattern": un_fertility_pattern(context)}
    if tables["fertility_pattern"].empty:
        return rows.iloc[:0]
    pattern = nations_pattern(tables, context.country, _middle(rows))
    women = _people(people, rows["area"])[:, FEMALE]
    asfr = rows["value"].to_numpy(np.float64)[:, np.newaxis] * pattern
    expected = tests.expected_births(asfr, women) * rows["period_days"].to_numpy() / DAYS_IN_A_YEAR
    return rows.assign(expected=expected, source=rows["source"] + " " + rows["source_of_rate"] + " " + BASE)


def _deaths(context: MeasureContext, rows: pd.DataFrame, people: Cube) -> pd.DataFrame:
    """The nation's death rates, at the area's life expectancy where known, on everybody in the middle of the year."""
    rates = death_rates.un_death_rates(context)
    source = _DEATH_RATES.get(context.country, rates["source"].iloc[0] if len(rates) else "")
    rates = rates[rates["source"] == source]
    if rows.empty or rates.empty:
        return rows.iloc[:0]
    nation, ages = inputs.death_rates(rates, _middle(rows))
    areas = tuple(rows["area"])
    mx = provincial_death_rates(nation, ages, _life_expectancy_gaps(context, areas))
    expected = tests.expected_deaths(mx, _people(people, rows["area"]))
    expected = expected * rows["period_days"].to_numpy() / DAYS_IN_A_YEAR
    return rows.assign(expected=expected, source=rows["source"] + f" {source} {BASE}")


def _life_expectancy_gaps(context: MeasureContext, areas: tuple[str, ...]) -> Array:
    published, country = published_rows(context, "life_expectancy"), context.country
    return (
        np.zeros(len(areas))
        if country not in set(published["area"])
        else inputs.gaps(published, country, areas)
    )


def _middle(rows: pd.DataFrame) -> float:
    """The middle of the year, in days."""
    dated = rows.assign(period_start=[pd.Timestamp(day).date() for day in rows["period_start"]])
    return float(inputs.middles(dated).mean())


def _people(people: Cube, areas: pd.Series) -> Array:
    """Persons by single year of age, areas in the order asked for. -> (area, sex, age)"""
    return people.counts[[people.areas.index(area) for area in areas]]
