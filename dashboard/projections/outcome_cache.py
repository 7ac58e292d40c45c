"""What the laboratory's parts compute once for all readers: runs, trajectories, cards; keyed by small values and the release."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from sqlalchemy import Connection

from dashboard import store
from dashboard.analysis import indicators, projections
from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.area_groups import JOINED
from dashboard.analysis.projections.un_paths import MEASURES, path
from dashboard.analysis.uncertainty import trajectories
from dashboard.analysis.uncertainty.spread import Evidence, Spread, measure_spread
from dashboard.settings import CALENDARS
from data import queries
from forecasting import scenarios
from forecasting.probabilistic.trajectories import Middle, Trajectories


def run(country: str, area: str, scenario: str) -> ScenarioRun:
    """One area under a scenario's stored text, on the current release."""
    return _run(country, area, scenario, store.data_version())


@st.cache_data(max_entries=256, show_spinner=False, ttl="1d")
def _run(country: str, area: str, scenario: str, release: str) -> ScenarioRun:
    begin = store.laboratory_start(country, tuple(area.split(JOINED)))
    if begin is None:
        raise ValueError(f"{area} has no base population to project from")
    return projections.run(begin, scenarios.read(scenario))


def evidence(
    connection: Connection, country: str, told: Callable[[str, str], pd.DataFrame] | None = None
) -> Evidence:
    """What the spread of trajectories is measured on; ``told`` (country, measure) answers from what was read before."""
    read = told or (lambda of, key: indicators.country_indicator_values(connection, of, key))
    names = {
        "fertility": "total_fertility_rate",
        "births": "births_or_derived",
        "registered": "births",
        "young": "share_0_14",
        "old": "share_65_plus",
        "totals": "population",
        "net_rates": "net_migration_rate",
    }
    return Evidence(
        people=queries.population_by_age(connection, country),
        pattern=queries.fertility_pattern(connection, country),
        residuals=queries.residuals(connection, country),
        united_nations=queries.rates(connection, country, MEASURES["net_migration"]),
        **{name: read(country, key) for name, key in names.items()},
    )


def _spread(connection: Connection, country: str) -> Spread:
    return measure_spread(country, CALENDARS[country], evidence(connection, country, store.measure))


#: How far trajectories of a country's areas stray
spread = store.cached_read(_spread)


def _register(connection: Connection, country: str, area: str, event: str) -> pd.DataFrame:
    """period_start, period_days, value, provisional, status, basis, place, source — registered months and years"""
    rows = queries.flow(connection, event, [area])
    if rows.empty:
        # Where an office splits the year by sex alone, the yearly query has joined both.
        rows = queries.flow(connection, event, [area], ("child_sex",) if event == "births" else ("sex",))
        keys = ["period_start", "period_days", "basis", "place", "source", "status", "provisional"]
        rows = rows.groupby(keys, as_index=False).agg(events=("events", "sum"))
    rows = rows.assign(period_start=[pd.Timestamp(day).date() for day in rows["period_start"]])
    return rows.rename(columns={"events": "value"})[
        ["period_start", "period_days", "value", "provisional", "status", "basis", "place", "source"]
    ]


def _rates_behind(connection: Connection, country: str) -> list[str]:
    frames = (
        queries.death_rates(connection, country),
        queries.fertility_pattern(connection, country),
        queries.rates(connection, country, "sex_ratio_at_birth"),
    )
    return [BASE, *dict.fromkeys(source for frame in frames for source in frame["source"])]


def _united_nations(
    connection: Connection, country: str, measure: str, first: int, last: int
) -> list[tuple[int, float]]:
    rates = queries.rates(connection, country, measure)
    return path(rates, tuple(range(first, last + 1)), CALENDARS[country])


#: The United Nations' path of a nation over years of its calendar, (year, level)
united_nations = store.cached_read(_united_nations)
#: Sources of the base population and of the rates that a nation's areas share
rates_behind = store.cached_read(_rates_behind)
#: What the register counted in an area, by month or year
register = store.cached_read(_register)


@st.cache_data(max_entries=96, show_spinner=False, ttl="1d")
def _ready(country: str, area: str, scenario: str, release: str) -> Middle:
    return trajectories.ready(_run(country, area, scenario, release))


@st.cache_data(max_entries=1500, show_spinner=False, ttl="1d")
def _block(country: str, area: str, scenario: str, release: str, seed: int, index: int) -> Trajectories:
    own, nation = (_run(country, one, scenario, release) for one in (area, country))
    return trajectories.block(
        _ready(country, area, scenario, release),
        trajectories.deviations_of(own, nation, seed, index, spread(country)),
    )


def block(country: str, area: str, scenario: str, seed: int, index: int) -> Trajectories:
    """A block of an area's trajectories."""
    return _block(country, area, scenario, store.data_version(), seed, index)


def methods(country: str, area: str, scenario: str) -> dict[int, pd.DataFrame]:
    """Age -> year, least, path, most: people from an age on under every mortality method."""
    return _methods(country, area, scenario, store.data_version())


@st.cache_data(max_entries=32, show_spinner=False, ttl="1d")
def _methods(country: str, area: str, scenario: str, release: str) -> dict[int, pd.DataFrame]:
    return trajectories.method_bands(_run(country, area, scenario, release))
