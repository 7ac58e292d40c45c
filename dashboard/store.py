"""What pages ask of the population store: the release's tables, measures and projection starts, each read once.

How long an answer stays, and for whom, is `dashboard.release_cache`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Concatenate

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.frame_rows import texts_by
from dashboard.analysis.indicators import (
    MeasureContext,
    divorce_durations,
    quality_tests,
    registration,
    surfaces,
)
from dashboard.analysis.indicators import under_registration as raised
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.indicators.childbearing import Childbearing
from dashboard.analysis.indicators.childbearing import childbearing as childbearing_of
from dashboard.analysis.indicators.figures import published_rows
from dashboard.analysis.indicators.population import people_of
from dashboard.analysis.projections import jump_off
from dashboard.analysis.projections.area_groups import joint_start
from dashboard.analysis.projections.start_inputs import StartInputs, read_start_inputs
from dashboard.analysis.release_indicators import PROJECTION, answer_rows, life_table_rows, start_rows
from dashboard.analysis.value_cache import ValueCache
from dashboard.release_cache import Answer, Parameters
from dashboard.release_cache import cached as cached
from dashboard.release_cache import cached_read as cached_read
from dashboard.release_cache import data_version as data_version
from dashboard.release_cache import follow_current as follow_current
from data import boundaries, indicator_queries, queries, two_maps
from data.exclusions import Exclusion, excluded
from data.names import in_language


def _told_areas(connection: Connection) -> pd.DataFrame:
    table = queries.areas(connection)
    published = table["area"].isin(queries.areas_with_facts(connection)) & table["level"].isin(queries.UPPER)
    return table[published].reset_index(drop=True)


def _told_at(connection: Connection, country: str, level: str) -> pd.DataFrame:
    table = queries.areas(connection)
    table = table[table["country"] == country]
    upper = texts_by(table, "area", "parent")
    provinces = set(table.loc[table["level"] == "province", "area"])
    published = (table["level"] == "nation") | table["area"].isin(queries.areas_with_facts(connection))
    areas = table[table["level"].isin(("nation", level)) & published]
    return areas.assign(province=[_above(area, upper, provinces) for area in areas["area"]]).reset_index(
        drop=True
    )


def _above(area: str, upper: Mapping[str, str | None], provinces: Collection[str]) -> str:
    """The province that an area lies in; empty where it lies in none"""
    ancestor: str | None = area
    while ancestor is not None and ancestor not in provinces:
        ancestor = upper.get(ancestor)
    return ancestor or ""


#: Nations and provinces of which the release tells anything; a province of a map that nothing is told on waits
areas_table = cached_read(_told_areas)
sources_table = cached_read(queries.sources)
release_table = cached_read(queries.release)
_areas_at = cached_read(_told_at)
residuals = cached_read(queries.residuals)
levels_on_two_maps = cached_read(two_maps.levels)
on_two_maps = cached_read(two_maps.two_maps)
sources_of = cached_read(queries.sources_of)


def measure_context(connection: Connection, country: str) -> MeasureContext:
    """What measures of a country may ask, with what others made of the release already"""
    return MeasureContext(connection, country, cache=cached(("measure context", country))(ValueCache))


@contextmanager
def computable(connection: Connection, country: str, question: str) -> Iterator[MeasureContext]:
    """The context of a question, without the areas that the release could not answer it of: those have a reason there"""
    failures = indicator_queries.failures(connection, country)
    areas = frozenset(failures.loc[failures["measure"] == question, "area"])
    if not areas:
        yield measure_context(connection, country)
        return
    with excluded(connection, Exclusion(areas=areas)):
        yield MeasureContext(connection, country)


def cached_measure(
    question: Callable[Concatenate[MeasureContext, Parameters], Answer],
) -> Callable[Concatenate[str, Parameters], Answer]:
    """Make ``question(context, *small values)`` a cached read of a country, on what others made of it already."""

    def ask(
        connection: Connection, country: str, /, *arguments: Parameters.args, **named: Parameters.kwargs
    ) -> Answer:
        with computable(connection, country, question.__name__) as context:
            return question(context, *arguments, **named)

    ask.__module__, ask.__qualname__ = question.__module__, question.__qualname__  # its name among the reads
    return cached_read(ask)


def cached_answer(
    question: Callable[Concatenate[MeasureContext, Parameters], pd.DataFrame],
) -> Callable[Concatenate[str, Parameters], pd.DataFrame]:
    """A cached read of what the release answered ``question(context, *choice)`` when it was made."""

    def ask(
        connection: Connection, country: str, /, *choice: Parameters.args, **named: Parameters.kwargs
    ) -> pd.DataFrame:
        choices = map(str, (*choice, *named.values()))
        return answer_rows.table_of(connection, country, question.__name__, *choices)

    ask.__module__, ask.__qualname__ = question.__module__, question.__qualname__
    return cached_read(ask)


#: A measure's values of the nation and its provinces, as the release carries them
measure = cached_read(indicator_queries.indicator_values)
#: People by age: of each area and year one count. Rates as published: of each area, year and sex one
population_by_age = cached_measure(people_of)
rates = cached_measure(published_rows)


def _measure_at(connection: Connection, country: str, key: str, level: str) -> pd.DataFrame:
    return indicator_queries.indicator_values(connection, country, key, levels=("nation", level))


#: A measure's values of the nation and of its areas of a level under the provinces
measure_by_level = cached_read(_measure_at)
#: Values of the same areas and years that were not taken, in the order of sources
also_published = cached_read(indicator_queries.alternatives)
#: Areas of which alone the release could not compute something, and why
failures = cached_read(indicator_queries.failures)


def _life_tables(connection: Connection, country: str) -> tuple[AreaTable, ...]:
    return life_table_rows.tables(indicator_queries.life_tables(connection, country))


#: Every life table of a country's areas, the nation's first
life_tables = cached_read(_life_tables)
#: The default projection of every area of a country, of one quantity
area_projections = cached_read(indicator_queries.projections)


#: A rate as registered and raised for what is not
adjusted = cached_answer(raised.adjusted_rates)
death_rates_by_year = cached_answer(surfaces.death_rates)
divorces_by_duration = cached_answer(divorce_durations.by_duration)
completeness = cached_answer(registration.completeness)
findings_table = cached_read(queries.findings)
age_heaping = cached_answer(quality_tests.heaping)
age_sex_accuracy = cached_answer(quality_tests.accuracy)
registered_in_time = cached_answer(quality_tests.registered_in_time)
delay_classes = cached_answer(quality_tests.delay_classes)


def _childbearing(connection: Connection, country: str) -> Childbearing:
    return answer_rows.childbearing_of(connection, country, childbearing_of.__name__)


#: Births by age of mother, as the release keeps them
childbearing = cached_read(_childbearing)


def country_areas(country: str) -> pd.DataFrame:
    """The country and its provinces: the store's area table, cut"""

    def rows() -> pd.DataFrame:
        table = areas_table()
        return table[table["country"] == country].reset_index(drop=True)

    return cached(("areas", country))(rows)


def area_names(country: str, language: str) -> dict[str, str]:
    """Area code -> its name in the language, the nation first; the country's own name where there is none, then English"""

    def names() -> dict[str, str]:
        table = country_areas(country)
        return dict(zip(table["area"], in_language(table, "name", language), strict=True))

    return cached(("area names", country, language))(names)


def offices(language: str) -> dict[str, str]:
    """Source -> the office behind it, in the language: who says so, where there is room for no more"""

    def names() -> dict[str, str]:
        table = sources_table()
        return dict(zip(table["source"], in_language(table, "office", language), strict=True))

    return cached(("offices", language))(names)


def area_codes() -> dict[str, tuple[str, ...]]:
    """Country -> its area codes"""

    def codes() -> dict[str, tuple[str, ...]]:
        table = areas_table()
        return {str(country): tuple(rows["area"]) for country, rows in table.groupby("country")}

    return cached(("area codes",))(codes)


def map_bounds(country: str, area: str | None = None) -> tuple[float, float, float, float]:
    """West, south, east and north of a country's boundaries, or of one province's, in degrees"""

    def bounds() -> tuple[float, float, float, float]:
        if area is None or area == country:
            return boundaries.bounds(country)
        west, south, east, north = boundaries.load(country).geometry[area].bounds
        return west, south, east, north

    return cached(("map bounds", country, area))(bounds)


def map_points(country: str, level: str = boundaries.PROVINCE) -> dict[str, tuple[float, float]]:
    """Area -> latitude and longitude of a place inside it, for a mark on the map"""

    def places() -> dict[str, tuple[float, float]]:
        points = boundaries.load(country, level).geometry.representative_point()
        return {str(area): (round(point.y, 2), round(point.x, 2)) for area, point in points.items()}

    return cached(("map points", country, level))(places)


def areas_by_level(country: str, level: str) -> pd.DataFrame:
    """A country's nation and its areas of a level under the provinces of which the release tells anything, and the
    ``province`` that each lies in"""
    return cached(("areas of a level", country, level))(lambda: _areas_at(country, level))


def map_levels(country: str) -> tuple[str, ...]:
    """Levels under the provinces that a map can show: those with boundaries and with figures of some area"""
    return tuple(level for level in boundaries.levels(country) if len(areas_by_level(country, level)) > 1)


def start_inputs(connection: Connection, country: str) -> StartInputs:
    """What the starts of a country's projections are made from, and those of then for the hindcast"""
    with computable(connection, country, PROJECTION) as context:
        return read_start_inputs(context, _life_tables(connection, country))


def _projection_starts(connection: Connection, country: str) -> dict[str, jump_off.Start]:
    return start_rows.read_starts(connection, country, data_version())


projection_starts = cached_read(_projection_starts)


def _starts(country: str) -> dict[str, jump_off.Start]:
    """Area -> where its projection starts: not copies, for what is made of a start is kept by which one it is."""
    return cached(("projection starts", country))(lambda: projection_starts(country))


def projection_start(country: str, area: str) -> jump_off.Start | None:
    """Where an area's projection starts; None without a base population. One value for all who ask"""
    return _starts(country).get(area)


def attribution(country: str, language: str, level: str = boundaries.PROVINCE) -> str:
    """Whose boundaries these are, as their licence asks it to be said"""
    return boundaries.attribution(country, language, level)


def laboratory_start(country: str, areas: tuple[str, ...]) -> jump_off.Start | None:
    """Where an area, or several as one, start from: one value for all who ask, so that what is made of it stays too"""

    def joint() -> jump_off.Start | None:
        starts = [start for area in areas if (start := projection_start(country, area)) is not None]
        return joint_start(starts) if starts and len(starts) == len(areas) else None

    return cached(("laboratory start", country, areas))(joint)
