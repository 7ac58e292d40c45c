"""The United Nations engine (ccmppWPP), single years of age and time, from its own life tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.axes import AgeGroups
from forecasting.conventions import UN_ENGINE, UN_ENGINE_EVEN, Conventions
from forecasting.life_table import LifeTable, survival_ratios
from forecasting.period_deaths import by_age_at_death
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
    years = _years(folder)
    given = tables.read(folder, "in_life_table")
    table, survival = _life_table(given, years), _column(given, "Sx", years)
    result = _project(folder, table, survival, years)
    error = relative_error(survival_ratios(table), survival, smallest=0)
    yield Outcome(_case(folder), "survival from person-years", error, TOLERANCE)
    yield from _peer(folder, result, by_age_at_death(result.deaths, table))


def _peer(folder: Path, result: Projection, at_death: np.ndarray) -> Iterator[Outcome]:
    """Every output of the engine that is there beside ours."""
    kinds = (
        ("expected_peer_pop_deaths", "pop_end", "year_end", result.population[1:], "population"),
        (
            "expected_peer_births",
            "births_age",
            "year_start",
            result.births_by_mother,
            "births by age of mother",
        ),
        ("expected_peer_pop_deaths", "deaths_cohort", "year_end", result.deaths, "deaths by cohort"),
        ("expected_peer_period_age_deaths", "value", "year", at_death, "deaths by age at death"),
    )
    for name, value, axis, found, compared in kinds:
        if not tables.has(folder, name):
            continue
        frame = tables.read(folder, name)
        ours = list(result.years[1:] if axis == "year_end" else result.years[:-1])
        years = [year for year in ours if year in set(frame[axis])]
        by_age = {axis: years, "age": tables.values(frame, "age")}
        expected = (
            tables.by_sex_and_age(frame, value, **{axis: years})
            if "sex" in frame
            else tables.cube(frame, value, **by_age)
        )
        yield _outcome(
            folder, f"{compared}, {len(years)} years", found[[ours.index(year) for year in years]], expected
        )


def _shipped(folder: Path) -> Iterator[Outcome]:
    inputs = folder.with_name(folder.name.removesuffix("_shipped_output"))
    given = tables.read(folder, "in_life_table_matching_output")
    span = [year for year in _years(inputs) if year in set(given["year"])]
    result = _project(inputs, _life_table(given, span), _column(given, "Sx", span), span)
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


def _years(folder: Path) -> list[int]:
    """The years all inputs are given for, from the year of the count on."""
    names = [
        name
        for name in ("in_life_table", "in_asfr", "in_srb", "in_mig_net_count")
        if name != "in_mig_net_count" or tables.has(folder, name)
    ]
    shared = set.intersection(*(set(tables.read(folder, name)["year"]) for name in names))
    first = int(tables.read(folder, "in_pop_base")["year"].min())
    years = [first]
    while years[-1] in shared:
        years.append(years[-1] + 1)
    if len(years) == 1:
        raise ValueError(f"{folder.name}: not every input has the year of the count, {first}")
    return years[:-1]


def _project(folder: Path, table: LifeTable, survival: np.ndarray, years: list[int]) -> Projection:
    """The engine's inputs run through ours, with the survival ratios of its own file.

    Computed again from person-years they differ in the last bit, and deaths, where one in ten thousand dies,
    by ten thousand times that.
    """
    base = tables.read(folder, "in_pop_base")
    asfr = tables.cube(tables.read(folder, "in_asfr"), "value", year=years, age=list(table.ages.lower))
    # The engine counts no births in the first and the last age group, whatever their rates.
    asfr[:, [0, -1]] = 0
    rates = Rates(
        table.ages,
        asfr,
        survival,
        _migrants(folder, years, survival),
        tables.cube(tables.read(folder, "in_srb"), "value", year=years),
    )
    start = tables.by_sex_and_age(base[base["year"] == years[0]], "value")
    return project(start, rates, first_year=years[0], conventions=_conventions(folder, years))


def _migrants(folder: Path, years: list[int], like: np.ndarray) -> np.ndarray:
    """Net migrants (year, sex, age); nobody where the case has no such table."""
    if not tables.has(folder, "in_mig_net_count"):
        return np.zeros_like(like)
    return tables.by_sex_and_age(tables.read(folder, "in_mig_net_count"), "value", year=years)


def _conventions(folder: Path, years: list[int]) -> Conventions:
    if not tables.has(folder, "in_mig_parameter"):
        return UN_ENGINE
    given = tables.read(folder, "in_mig_parameter")
    given = given[given["year"].isin(years)]
    timing = set(given.loc[given["indicator"] == "mig_assumption", "value"])
    measure = set(given.loc[given["indicator"] == "mig_type", "value"])
    if not measure <= {"counts"} or len(timing) != 1:
        raise ValueError(f"{folder.name}: migration given as {measure} at {timing}; only counts at one time")
    return UN_ENGINE if timing == {"end"} else UN_ENGINE_EVEN


def _life_table(frame: pd.DataFrame, years: list[int]) -> LifeTable:
    ages = AgeGroups(tuple(int(age) for age in tables.values(frame, "age")))
    # Left at its radix of 100,000: only ratios are taken, and dividing would cost their last bit.
    columns = ("nMx", "nAx", "nqx", "lx", "ndx", "nLx", "Tx", "ex")
    return LifeTable(ages, *(_column(frame, name, years) for name in columns))


def _column(frame: pd.DataFrame, name: str, years: list[int]) -> np.ndarray:
    """(year, sex, age)"""
    return tables.by_sex_and_age(frame, name, year=years)


def _outcome(folder: Path, compared: str, found: np.ndarray, expected: np.ndarray) -> Outcome:
    error = relative_error(found, expected, smallest=ONE_PERSON)
    return Outcome(_case(folder), compared, error, TOLERANCE)


def _case(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"
