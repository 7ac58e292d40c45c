"""Cached reads of the population store: the only module that knows Streamlit and the database.

Cache keys are small values and the release's stamp. A run of a page keeps to the release it began with, so figures of
two are never mixed; the next run has the new one. What is cached is shared by all readers: published facts only, never what one person may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from sqlalchemy import Connection, Engine

from dashboard.analysis import indicators
from dashboard.analysis.indicators import divorce_durations, registration, surfaces
from dashboard.analysis.indicators import under_registration as raised
from dashboard.analysis.indicators.childbearing import childbearing as childbearing_of
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.projections import all_areas, jump_off
from dashboard.analysis.projections.area_groups import joint_start
from dashboard.analysis.projections.start_inputs import StartInputs, read_start_inputs
from dashboard.analysis.quality import age_sex_tests, registration_delays
from dashboard.settings import CALENDARS
from data import boundaries, queries, two_maps
from data.release_store.database import open_release_store
from forecasting.axes import Array

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


#: Session key of the release this run of the page reads
RELEASE = "release_read"


@st.cache_resource(max_entries=4)
def _engine(place: str, stamp: str) -> Engine:
    return open_release_store().open(stamp)


def follow_current() -> None:
    """Begin a run of a page: what it reads is the release that is current now."""
    releases = open_release_store()
    st.session_state[RELEASE] = (releases.place, releases.current())


def _release() -> tuple[str, str]:
    """Place and stamp of the release this run reads."""
    began: tuple[str, str] | None = st.session_state.get(RELEASE)
    releases = open_release_store()
    return began if began and began[0] == releases.place else (releases.place, releases.current())


def cached_read(question: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make ``question(connection, *small values)`` a cached read of the release."""

    @st.cache_data(max_entries=256, show_spinner=False, ttl="1d")
    def ask(name: str, place: str, stamp: str, asked: tuple[object, ...]) -> Answer:
        with _engine(place, stamp).connect() as connection:
            return question(connection, *asked)

    @wraps(question)
    def answer(*asked: object) -> Answer:
        return ask(f"{question.__module__}.{question.__qualname__}", *_release(), asked)

    return answer


def data_version() -> str:
    """The release's stamp: part of every cache key."""
    return _release()[1]


def _told_areas(connection: Connection) -> pd.DataFrame:
    table = queries.areas(connection)
    told = table["area"].isin(queries.areas_with_facts(connection)) & table["level"].isin(queries.UPPER)
    return table[told].reset_index(drop=True)


def _told_at(connection: Connection, country: str, level: str) -> pd.DataFrame:
    table = queries.areas(connection)
    table = table[table["country"] == country]
    upper = table.set_index("area")["parent"].to_dict()
    provinces = set(table.loc[table["level"] == "province", "area"])
    told = (table["level"] == "nation") | table["area"].isin(queries.areas_with_facts(connection))
    found = table[table["level"].isin(("nation", level)) & told]
    return found.assign(province=[_above(area, upper, provinces) for area in found["area"]]).reset_index(
        drop=True
    )


def _above(area: str, upper: Mapping[str, str | None], provinces: Collection[str]) -> str:
    """The province that an area lies in; empty where it lies in none"""
    at: str | None = area
    while at is not None and at not in provinces:
        at = upper.get(at)
    return at or ""


#: Nations and provinces of which the release tells anything; a province of a map that nothing is told on waits
areas_table = cached_read(_told_areas)
sources_table = cached_read(queries.sources)
release_table = cached_read(queries.release)
population_by_age = cached_read(queries.population_by_age)
_areas_at = cached_read(_told_at)
residuals = cached_read(queries.residuals)
levels_on_two_maps = cached_read(two_maps.levels)
on_two_maps = cached_read(two_maps.two_maps)
rates = cached_read(queries.rates)
sources_of = cached_read(queries.sources_of)


def cached_measure(question: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make ``question(known, *small values)`` a cached read of a country, on what others made of it already."""

    @wraps(question)
    def ask(connection: Connection, country: str, *asked: object) -> Answer:
        return question(
            indicators.MeasureContext(connection, country, cache=_indicator_cache(country)), *asked
        )

    return cached_read(ask)


measure = cached_measure(indicators.indicator_values)


def _measure_at(connection: Connection, country: str, key: str, level: str) -> pd.DataFrame:
    return indicators.country_indicator_values(connection, country, key, levels=("nation", level))


#: A measure's values of the nation and of its areas of a level under the provinces
measure_by_level = cached_read(_measure_at)


#: A rate as registered and raised for what is not
adjusted = cached_measure(raised.adjusted_rates)
childbearing = cached_measure(childbearing_of)
life_tables = cached_measure(area_tables)
death_rates_by_year = cached_measure(surfaces.death_rates)
divorces_by_duration = cached_measure(divorce_durations.by_duration)
completeness = cached_measure(registration.completeness)
findings_table = cached_read(queries.findings)
age_heaping = cached_read(age_sex_tests.heaping)
age_sex_accuracy = cached_read(age_sex_tests.accuracy)
registered_in_time = cached_read(registration_delays.in_time)
delay_classes = cached_read(registration_delays.classes)


def shared_value(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Make a function of small values remember what it made of the current release, one object for all readers.

    Not copied as `cached_read` copies: for values that nobody changes (frozen, and frames only read).
    """

    @st.cache_resource(max_entries=1024, show_spinner=False, ttl="1d")
    def cached(name: str, file: str, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        return make(*asked, **named)

    @wraps(make)
    def answer(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        return cached(f"{make.__module__}.{make.__qualname__}", "|".join(_release()), *asked, **named)

    return answer


@shared_value
def _indicator_cache(_country: str) -> dict[Hashable, Any]:
    """What measures of a country share within the release (`MeasureContext.cache`)"""
    return {}


# Few: Streamlit looks through every object of every figure after each rerun (dashboard/warm_up.py)
@st.cache_resource(max_entries=192, show_spinner=False, ttl="1d")
def _remembered(of: tuple[object, ...], file: str, _make: Callable[[], Answer]) -> Answer:
    return _make()


def cached(of: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
    """What ``make`` made of the current release when it was first asked for ``of``: small values that say all of it.

    Figures and sentences, drawn once for all readers of one view; nobody changes them.
    """
    return _remembered(of, "|".join(_release()), make)


@shared_value
def country_areas(country: str) -> pd.DataFrame:
    """The country and its provinces: the store's area table, cut"""
    table = areas_table()
    return table[table["country"] == country].reset_index(drop=True)


@shared_value
def area_names(country: str, language: str) -> dict[str, str]:
    """Area code -> its name in the language, the nation first"""
    table = country_areas(country)
    return dict(zip(table["area"], table[f"name_{language}"], strict=True))


@shared_value
def offices(language: str) -> dict[str, str]:
    """Source -> the office behind it, in the language: who says so, where there is room for no more"""
    table = sources_table()
    return dict(zip(table["source"], table[f"office_{language}"], strict=True))


def area_codes() -> dict[str, tuple[str, ...]]:
    """Country -> its area codes"""
    table = areas_table()
    return {country: tuple(rows["area"]) for country, rows in table.groupby("country")}


@st.cache_data(max_entries=128, show_spinner=False)
def map_bounds(country: str, area: str | None = None) -> tuple[float, float, float, float]:
    """West, south, east and north of a country's boundaries, or of one province's, in degrees"""
    if area is None or area == country:
        return boundaries.bounds(country)
    west, south, east, north = boundaries.load(country).geometry[area].bounds
    return west, south, east, north


@st.cache_data(max_entries=8, show_spinner=False)
def map_points(country: str, level: str = boundaries.PROVINCE) -> dict[str, tuple[float, float]]:
    """Area -> latitude and longitude of a place inside it, for a mark on the map"""
    points = boundaries.load(country, level).geometry.representative_point()
    return {str(area): (round(point.y, 2), round(point.x, 2)) for area, point in points.items()}


@shared_value
def areas_by_level(country: str, level: str) -> pd.DataFrame:
    """A country's nation and its areas of a level under the provinces of which the release tells anything, and the
    ``province`` that each lies in"""
    return _areas_at(country, level)


def map_levels(country: str) -> tuple[str, ...]:
    """Levels under the provinces that a map can show: those with boundaries and with figures of some area"""
    return tuple(level for level in boundaries.levels(country) if len(areas_by_level(country, level)) > 1)


def _national_paths(connection: Connection, country: str) -> tuple[Array, Array] | None:
    calendar = CALENDARS[country]
    years = jump_off.projection_years(queries.population_by_age(connection, country, country), calendar)
    if not years:
        return None
    rates, pattern = queries.death_rates(connection, country), queries.fertility_pattern(connection, country)
    return jump_off.national_paths(rates, pattern, years, calendar, country)


#: Graduating a nation's death rates takes seconds: once for all its areas
national_paths = cached_read(_national_paths)


def start_inputs(connection: Connection, country: str) -> StartInputs:
    """What the starts of a country's projections are made from"""
    return read_start_inputs(indicators.MeasureContext(connection, country, cache=_indicator_cache(country)))


def _projection_starts(connection: Connection, country: str) -> dict[str, jump_off.Start]:
    inputs = start_inputs(connection, country)
    movers = jump_off.movers_between_censuses(inputs.people, inputs.death_rates, inputs.calendar, country)
    release = data_version()
    return jump_off.starts(replace(inputs, release=release, paths=national_paths(country), movers=movers))


projection_starts = cached_read(_projection_starts)


@st.cache_resource(max_entries=4, show_spinner=False)
def _starts(version: str, country: str) -> dict[str, jump_off.Start]:
    """Kept as they are, not as copies: what is remembered of a start is remembered by which one it is."""
    return {area: begin for area, begin in projection_starts(country).items() if begin.release == version}


def projection_start(country: str, area: str) -> jump_off.Start | None:
    """Where an area's projection starts; None without a base population. One value for all who ask"""
    return _starts(data_version(), country).get(area)


def _all_ahead(_connection: Connection, country: str) -> all_areas.AreaProjections | None:
    starts = _starts(data_version(), country)
    return all_areas.project_areas(list(starts.values())) if starts else None


#: Every area of a country projected as recent levels lead; None where there is no base population
area_projections = cached_read(_all_ahead)


def attribution(country: str, language: str, level: str = boundaries.PROVINCE) -> str:
    """Whose boundaries these are, as their licence asks it to be said"""
    return boundaries.attribution(country, language, level)


@st.cache_resource(max_entries=64, show_spinner=False)
def _laboratory_start(version: str, country: str, areas: tuple[str, ...]) -> jump_off.Start | None:
    begins = [projection_start(country, area) for area in areas]
    known = [begin for begin in begins if begin is not None and begin.release == version]
    return joint_start(known) if known and len(known) == len(begins) else None


def laboratory_start(country: str, areas: tuple[str, ...]) -> jump_off.Start | None:
    """Where an area, or several as one, start from: one value for all who ask, so that what follows is remembered too"""
    return _laboratory_start(data_version(), country, areas)
