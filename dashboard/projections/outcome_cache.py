"""What the laboratory's parts compute once for all readers: runs, trajectories, cards; keyed by small values and the release."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from dashboard import store
from dashboard.analysis import projections
from dashboard.analysis.indicators import BASE, MeasureContext
from dashboard.analysis.indicators.figures import published_rows
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.area_groups import JOINED
from dashboard.analysis.projections.un_paths import path
from dashboard.analysis.uncertainty import scenario_tracking, trajectories
from dashboard.analysis.uncertainty.evidence import evidence
from dashboard.analysis.uncertainty.spread import Spread, measure_spread
from dashboard.settings import CALENDARS
from data import queries
from forecasting import scenarios
from forecasting.probabilistic.central_path import CentralPath
from forecasting.probabilistic.trajectories import Trajectories
from forecasting.problems import ScenarioProblem


def run(country: str, area: str, scenario: str) -> ScenarioRun:
    """One area under a scenario's stored text, on the current release."""

    def projected() -> ScenarioRun:
        begin = store.laboratory_start(country, tuple(area.split(JOINED)))
        if begin is None:
            raise ScenarioProblem(f"{area} has no base population to project from")
        return projections.run(begin, scenarios.read(scenario))

    return store.cached(("run", country, area, scenario))(projected)


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
    rows = scenario_tracking.one_figure_each(rows, MeasureContext(connection, country).order)
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
    rates = published_rows(MeasureContext(connection, country), measure)
    return path(rates[rates["area"] == country], tuple(range(first, last + 1)), CALENDARS[country])


#: The United Nations' path of a nation over years of its calendar, (year, level)
united_nations = store.cached_read(_united_nations)
#: Sources of the base population and of the rates that a nation's areas share
rates_behind = store.cached_read(_rates_behind)
#: What the register counted in an area, by month or year
register = store.cached_read(_register)


def _central_path(country: str, area: str, scenario: str) -> CentralPath:
    return store.cached(("central path", country, area, scenario))(
        lambda: trajectories.central_path(run(country, area, scenario))
    )


def block(country: str, area: str, scenario: str, seed: int, index: int) -> Trajectories:
    """A block of an area's trajectories."""

    def strayed() -> Trajectories:
        own, nation = (run(country, one, scenario) for one in (area, country))
        strays = trajectories.deviations_of(own, nation, seed, index, spread(country))
        return trajectories.block(_central_path(country, area, scenario), strays)

    return store.cached(("trajectories", country, area, scenario, seed, index))(strayed)


def methods(country: str, area: str, scenario: str) -> dict[int, pd.DataFrame]:
    """Age -> year, least, path, most: people from an age on under every mortality method."""
    return store.cached(("mortality methods", country, area, scenario))(
        lambda: trajectories.method_bands(run(country, area, scenario))
    )
