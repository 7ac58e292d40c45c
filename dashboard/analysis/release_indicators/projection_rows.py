"""The default projection of every area, with the bands of its trajectories, as rows of the table `projection`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.analysis.cubes import Cube
from dashboard.analysis.indicators import AGES as MEASURES
from dashboard.analysis.indicators import BASE, MeasureContext, indicator_values
from dashboard.analysis.projections import ScenarioRun, jump_off, run
from dashboard.analysis.projections.jump_off import AGES, Start
from dashboard.analysis.projections.start_inputs import read_start_inputs
from dashboard.analysis.release_indicators import start_rows
from dashboard.analysis.uncertainty import trajectories
from dashboard.analysis.uncertainty.evidence import evidence
from dashboard.analysis.uncertainty.spread import Spread, measure_spread
from forecasting.axes import Array
from forecasting.bands import OLD, OLDEST, TOTAL, WORKING
from forecasting.interval_levels import PROBABILITIES
from forecasting.probabilistic.trajectories import Trajectories, joint_trajectories
from forecasting.scenarios import Scenario

TABLES = ("projection_start", "projection_path", "migrant_age", "projection")
BANDS = ("low_95", "low_80", "median", "high_80", "high_95")


def starts(context: MeasureContext) -> dict[str, Start]:
    """Area -> where its projection starts; nothing without a base population"""
    inputs = read_start_inputs(context)
    years = jump_off.projection_years(inputs.people, inputs.calendar)
    if not years:
        return {}
    paths = jump_off.national_paths(inputs, years)
    movers = jump_off.movers_between_censuses(inputs)
    return jump_off.starts(replace(inputs, paths=paths, movers=movers))


def tables(context: MeasureContext) -> dict[str, pd.DataFrame]:
    """Table -> its rows: starts, the paths they share, ages of migrants, and projections; nothing without a base population"""
    begins = starts(context)
    if not begins:
        return {}
    country = context.country
    return {
        "projection_start": start_rows.start_rows(begins, country),
        "projection_path": start_rows.path_rows(next(iter(begins.values())), country),
        "migrant_age": start_rows.migrant_rows(begins, country),
        "projection": rows(context, begins),
    }


def rows(context: MeasureContext, begins: Mapping[str, Start]) -> pd.DataFrame:
    """Rows of `data.indicator_tables.projection`"""
    country, calendar = context.country, context.about.calendar
    spread = measure_spread(
        country,
        calendar,
        evidence(context.connection, country, lambda _country, key: indicator_values(context, key)),
    )
    runs = {area: run(begin, Scenario()) for area, begin in begins.items()}
    frames = [
        frame
        for area, own in runs.items()
        for frame in _of_area(own, draws(own, runs.get(country, own), spread))
    ]
    return pd.concat(frames, ignore_index=True).assign(country=country, calendar=calendar)


def draws(own: ScenarioRun, nation: ScenarioRun, spread: Spread) -> Trajectories:
    """The trajectories that the laboratory draws around the same scenario with its first seed"""
    path = trajectories.central_path(own)
    blocks = range(trajectories.DRAWS // trajectories.BLOCK)
    return joint_trajectories(
        [
            trajectories.block(
                path, trajectories.deviations_of(own, nation, trajectories.SEED, block, spread)
            )
            for block in blocks
        ]
    )


def _of_area(own: ScenarioRun, paths: Trajectories) -> Iterator[pd.DataFrame]:
    bands = _bands(paths)
    for quantity, (years, values) in _values(own).items():
        frame = pd.DataFrame({"area": own.area, "year": years, "quantity": quantity, "value": values})
        yield frame.assign(**bands[quantity]) if quantity in bands else frame


def _values(own: ScenarioRun) -> dict[str, tuple[tuple[int, ...], Array]]:
    """Quantity -> years and its path: people, births, deaths, and each measure of age structure"""
    people = own.population.sum((-2, -1))
    cube = Cube((own.area,) * len(own.years), AGES, own.population, own.years[0], "projected", 0, BASE)
    return {
        "population": (own.years, people),
        "births": (own.years[1:], own.births.sum(-1)),
        "deaths": (own.years[1:], own.deaths.sum((-2, -1))),
        **{key: (own.years, measure.arithmetic(cube)) for key, measure in MEASURES.items()},
    }


def _bands(paths: Trajectories) -> dict[str, dict[str, Array]]:
    """Quantity -> end of a band -> values by year"""
    total, working = paths.people_of(TOTAL.name), paths.people_of(WORKING.name)
    of_quantity = {
        "population": total,
        "births": paths.births,
        "deaths": paths.deaths,
        "share_65_plus": 100 * paths.share(OLD.name),
        "share_80_plus": 100 * paths.share(OLDEST.name),
        "total_dependency": 100 * (total - working) / working,
        "old_age_dependency": 100 * paths.people_of(OLD.name) / working,
    }
    return {
        quantity: {
            end: band
            for end, band in zip(BANDS, np.quantile(each, PROBABILITIES, axis=0), strict=True)
            if end != "median"
        }
        for quantity, each in of_quantity.items()
    }
