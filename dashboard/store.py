"""Cached reads of the population store: the only module that knows Streamlit and the database.

Cache keys are small values and the release's file name, so a new release is seen by new reruns and never mixed
with an old one. What is cached is shared by all readers: published facts only, never what one person may see.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from sqlalchemy import Connection, Engine

from dashboard import age_tests, ahead, measures, projecting
from dashboard import completeness as registers
from dashboard.measures.childbearing import childbearing as childbearing_of
from dashboard.measures.tables import area_tables
from dashboard.settings import CALENDARS
from data import boundaries, queries
from data.engine import open_engine
from data.releases import current_file
from data.workspace_findings import AcceptedFindings, WorkspaceFindings
from forecasting.axes import Array

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@st.cache_resource(max_entries=4)
def _engine(file: str) -> Engine:
    return open_engine(Path(file))


def reading(question: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make ``question(connection, *small values)`` a cached read of the current release."""

    @st.cache_data(max_entries=256, show_spinner=False, ttl="1d")
    def ask(name: str, file: str, asked: tuple[object, ...]) -> Answer:
        with _engine(file).connect() as connection:
            return question(connection, *asked)

    @wraps(question)
    def answer(*asked: object) -> Answer:
        return ask(f"{question.__module__}.{question.__qualname__}", str(current_file()), asked)

    return answer


def data_version() -> str:
    """The current release's file name: part of every cache key."""
    return current_file().name


areas_table = reading(queries.areas)
sources_table = reading(queries.sources)
release_table = reading(queries.release)
population_by_age = reading(queries.population_by_age)
residuals = reading(queries.residuals)
rates = reading(queries.rates)
sources_of = reading(queries.sources_of)
ages_of = reading(measures.by_age)


def _measure(connection: Connection, country: str, key: str) -> pd.DataFrame:
    # one reading of the people makes all measures of age structure
    return measures.measure(connection, country, key, lambda: ages_of(country))


measure = reading(_measure)
childbearing = reading(childbearing_of)
life_tables = reading(area_tables)
findings_table = reading(queries.findings)
age_heaping = reading(age_tests.heaping)
age_sex_accuracy = reading(age_tests.accuracy)
completeness = reading(registers.completeness)


def shared(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Make a function of small values remember what it made of the current release, one object for all readers.

    Not copied as `reading` copies: for values that nobody changes (frozen, and frames only read).
    """

    @st.cache_resource(max_entries=1024, show_spinner=False, ttl="1d")
    def remembered(name: str, file: str, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        return make(*asked, **named)

    @wraps(make)
    def answer(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        return remembered(f"{make.__module__}.{make.__qualname__}", str(current_file()), *asked, **named)

    return answer


@st.cache_resource(max_entries=1024, show_spinner=False, ttl="1d")
def _remembered(of: tuple[object, ...], file: str, _make: Callable[[], Answer]) -> Answer:
    return _make()


def remembered(of: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
    """What ``make`` made of the current release when it was first asked for ``of``: small values that say all of it.

    Figures and sentences, drawn once for all readers of one view; nobody changes them.
    """
    return _remembered(of, str(current_file()), make)


@shared
def country_areas(country: str) -> pd.DataFrame:
    """The country and its provinces: the store's area table, cut"""
    table = areas_table()
    return table[table["country"] == country].reset_index(drop=True)


@shared
def area_names(country: str, language: str) -> dict[str, str]:
    """Area code -> its name in the language, the nation first"""
    table = country_areas(country)
    return dict(zip(table["area"], table[f"name_{language}"], strict=True))


def area_codes() -> dict[str, tuple[str, ...]]:
    """Country -> its area codes"""
    table = areas_table()
    return {country: tuple(rows["area"]) for country, rows in table.groupby("country")}


@st.cache_data(max_entries=8, show_spinner=False)
def map_bounds(country: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a country's boundaries, in degrees"""
    return boundaries.bounds(country)


@st.cache_data(max_entries=8, show_spinner=False)
def map_points(country: str) -> dict[str, tuple[float, float]]:
    """Area -> latitude and longitude of a place inside it, for a mark on the map"""
    points = boundaries.load(country).geometry.representative_point()
    return {str(area): (round(point.y, 2), round(point.x, 2)) for area, point in points.items()}


def _national_paths(connection: Connection, country: str) -> tuple[Array, Array] | None:
    calendar = CALENDARS[country]
    years = projecting.years_ahead(queries.population_by_age(connection, country, country), calendar)
    if not years:
        return None
    rates, pattern = queries.death_rates(connection, country), queries.fertility_pattern(connection, country)
    return projecting.national_paths(rates, pattern, years, calendar, country)


#: Graduating a nation's death rates takes seconds: once for all its areas
national_paths = reading(_national_paths)


def _projection_start(connection: Connection, country: str, area: str) -> projecting.Start | None:
    return projecting.start(
        area,
        country,
        CALENDARS[country],
        people=queries.population_by_age(connection, country),
        death_rates=queries.death_rates(connection, country),
        pattern=queries.fertility_pattern(connection, country),
        fertility_published=measures.measure(connection, country, "total_fertility_rate"),
        births=measures.measure(connection, country, "births"),
        sex_ratio=queries.rates(connection, country, "sex_ratio_at_birth"),
        residuals=queries.residuals(connection, country),
        paths=national_paths(country),
    )


projection_start = reading(_projection_start)


def _projected(
    connection: Connection, country: str, area: str, assumed: projecting.Assumptions
) -> projecting.Run:
    begin = projection_start(country, area)
    if begin is None:
        raise ValueError(f"{area} has no base population to project from")
    return projecting.run(begin, assumed)


projection = reading(_projected)


def _all_ahead(connection: Connection, country: str) -> ahead.Ahead | None:
    people = queries.population_by_age(connection, country)
    known = {
        "death_rates": queries.death_rates(connection, country),
        "pattern": queries.fertility_pattern(connection, country),
        "fertility_published": measure(country, "total_fertility_rate"),
        "births": measure(country, "births"),
        "sex_ratio": queries.rates(connection, country, "sex_ratio_at_birth"),
        "residuals": queries.residuals(connection, country),
        "paths": national_paths(country),
    }
    base = people[people["source"] == measures.BASE]
    # of the latest year alone, and with the nation beside each area: a start looks through all it is given
    base = base[base["year"] == base["year"].max()]
    by_area = dict(list(base.groupby("area")))
    starts = [
        projecting.start(
            area,
            country,
            CALENDARS[country],
            people=pd.concat([by_area[country], by_area[area]]) if area != country else by_area[country],
            **known,  # type: ignore[arg-type]
        )
        for area in by_area
    ]
    return ahead.ahead([start for start in starts if start is not None]) if starts else None


#: Every area of a country projected as recent levels lead; None where there is no base population
all_ahead = reading(_all_ahead)


def projected_history(country: str, area: str, key: str) -> pd.DataFrame:
    """year, value, status, provisional, source — the past of a projected series"""
    known = measure(
        country, {"total": "population", "old": "share_65_plus", "births": "births_or_derived"}[key]
    )
    return known[known["area"] == area].sort_values("year").reset_index(drop=True)


def attribution(country: str, language: str) -> str:
    """Whose boundaries these are, as their licence asks it to be said"""
    return boundaries.ATTRIBUTION[country][language]


def decisions() -> AcceptedFindings:
    """What people decided about findings: read anew each time, for another person may have decided since."""
    return WorkspaceFindings()
