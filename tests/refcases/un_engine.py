"""The United Nations engine (ccmppWPP), single years of age and time, from its own life tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting import period_deaths
from forecasting.axes import AgeGroups
from forecasting.conventions import UN_ENGINE, UN_ENGINE_EVEN, Conventions
from forecasting.life_table import LifeTable, survival_ratios
from forecasting.projection import Projection, project
from forecasting.rates import Rates
from tests.refcases import tables
from tests.refcases.outcome import Outcome, relative_error

TOLERANCE = 1e-12
ONE_PERSON = 1.0


def run(folder: Path) -> Iterator[Outcome]:
    """The engine's own run of a country; or, where only its shipped output is, that."""
    if tables.has(folder, "in_pop_base"):
        yield from _engine(folder)
    elif tables.has(folder, "in_life_table_matching_output"):
        yield from _shipped(folder)


def _engine(folder: Path) -> Iterator[Outcome]:
    given = tables.read(folder, "in_life_table")
    table = _life_table(given)
    survival = _column(given, "Sx")
    result = _project(folder, table, survival)
    expected = tables.read(folder, "expected_peer_pop_deaths")
    ends = list(result.years[1:])
    population = tables.by_sex_and_age(expected, "pop_end", year_end=ends)
    cohort = tables.by_sex_and_age(expected, "deaths_cohort", year_end=ends)
    births = tables.read(folder, "expected_peer_births")
    mothers = tables.cube(
        births, "births_age", year_start=list(result.years[:-1]), age=tables.values(births, "age")
    )
    error = relative_error(survival_ratios(table), survival, smallest=0)
    yield Outcome(_case(folder), "survival from person-years", error, TOLERANCE)
    yield _outcome(folder, f"population, {len(ends)} years", result.population[1:], population)
    yield _outcome(folder, "births by age of mother", result.births_by_mother, mothers)
    yield _outcome(folder, "deaths by cohort", result.deaths, cohort)
    if tables.has(folder, "expected_peer_period_age_deaths"):
        at_death = tables.read(folder, "expected_peer_period_age_deaths")
        by_age = tables.by_sex_and_age(at_death, "value", year=list(result.years[:-1]))
        yield _outcome(
            folder, "deaths by age at death", period_deaths.by_age_at_death(result.deaths, table), by_age
        )


def _shipped(folder: Path) -> Iterator[Outcome]:
    inputs = folder.with_name(folder.name.removesuffix("_shipped_output"))
    given = tables.read(folder, "in_life_table_matching_output")
    result = _project(inputs, _life_table(given), _column(given, "Sx"))
    starts = list(result.years[:-1])
    for name, compared, found, years in (
        ("expected_pop_count_age_sex_1x1", "population", result.population, list(result.years)),
        ("expected_death_count_cohort_sex_1x1", "deaths by cohort", result.deaths, starts),
    ):
        frame = tables.read(folder, name)
        yield _outcome(
            folder,
            f"{compared}, {len(starts)} years",
            found,
            tables.by_sex_and_age(frame, "value", year=years),
        )
    frame = tables.read(folder, "expected_birth_count_age_b_1x1")
    mothers = tables.cube(frame, "value", year=starts, age=tables.values(frame, "age"))
    yield _outcome(folder, "births by age of mother", result.births_by_mother, mothers)


def _project(folder: Path, table: LifeTable, survival: np.ndarray) -> Projection:
    """The engine's inputs run through ours, with the survival ratios of its own file.

    Computed again from person-years they differ in the last bit, and deaths, where one in ten thousand dies,
    by ten thousand times that.
    """
    base = tables.read(folder, "in_pop_base")
    fertility = tables.read(folder, "in_asfr")
    years = tables.values(fertility, "year")
    asfr = tables.cube(fertility, "value", year=years, age=list(table.ages.lower))
    # The engine counts no births in the first and the last age group, whatever their rates.
    asfr[:, [0, -1]] = 0
    rates = Rates(
        table.ages,
        asfr,
        survival,
        tables.by_sex_and_age(tables.read(folder, "in_mig_net_count"), "value", year=years),
        tables.cube(tables.read(folder, "in_srb"), "value", year=years),
    )
    first = int(base["year"].iloc[0])
    start = tables.by_sex_and_age(base, "value")
    return project(start, rates, first_year=first, conventions=_conventions(folder))


def _conventions(folder: Path) -> Conventions:
    given = tables.read(folder, "in_mig_parameter")
    timing = set(given.loc[given["indicator"] == "mig_assumption", "value"])
    measure = set(given.loc[given["indicator"] == "mig_type", "value"])
    if measure != {"counts"} or len(timing) != 1:
        raise ValueError(f"{folder.name}: migration given as {measure} at {timing}; only counts at one time")
    return UN_ENGINE if timing == {"end"} else UN_ENGINE_EVEN


def _life_table(frame: pd.DataFrame) -> LifeTable:
    ages = AgeGroups(tuple(int(age) for age in tables.values(frame, "age")))
    # Left at its radix of 100,000: only ratios are taken, and dividing would cost their last bit.
    columns = ("nMx", "nAx", "nqx", "lx", "ndx", "nLx", "Tx", "ex")
    return LifeTable(ages, *(_column(frame, name) for name in columns))


def _column(frame: pd.DataFrame, name: str) -> np.ndarray:
    """(year, sex, age)"""
    return tables.by_sex_and_age(frame, name, year=tables.values(frame, "year"))


def _outcome(folder: Path, compared: str, found: np.ndarray, expected: np.ndarray) -> Outcome:
    error = relative_error(found, expected, smallest=ONE_PERSON)
    return Outcome(_case(folder), compared, error, TOLERANCE)


def _case(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"
