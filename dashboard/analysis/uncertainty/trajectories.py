"""How sure: trajectories around a scenario's path, what they say together, and how likely an event is.

The middle is the scenario's own path; what is drawn is how far the world may stray from it
(`forecasting.probabilistic.deviations`). A block of draws has its own seed, so that a run that was stopped has the
same trajectories as one that was not, and the nation's draws are in every province's.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.jump_off import AGES
from dashboard.analysis.uncertainty.spread import Spread
from forecasting.axes import Array
from forecasting.bands import OLD, OLDEST, TOTAL, people_in
from forecasting.life_table import life_table, survival_ratios
from forecasting.probabilistic import deviations, fans
from forecasting.probabilistic.central_path import CentralPath, CentralRates
from forecasting.probabilistic.central_path import central_path as central_path_of
from forecasting.probabilistic.deviations import NO_MIGRATION_STRAYS, Deviations, PathSpread
from forecasting.probabilistic.method_spread import method_spread
from forecasting.probabilistic.trajectories import BANDS, Trajectories, project_trajectories
from forecasting.rates import Rates

DRAWS, BLOCK, SEED = 1000, 100, 1
CHOICES_OF_DRAWS = (200, 1000, 5000)
PER_CENT = 100
SERIES = ("total", "old", "births")
METHOD_AGES = (65, 80)

Kind = Literal["peak", "old", "decrease", "below"]


@dataclass(frozen=True)
class Event:
    """Something that may happen by the end of a year. level: per cent aged 65 and over, or persons."""

    kind: Kind
    year: int
    level: float = 0.0


def central_path(run: ScenarioRun, reach: float = 6.0) -> CentralPath:
    """A scenario's run as the centre of trajectories."""
    return central_path_of(
        run.population[0],
        AGES,
        CentralRates(run.asfr, run.death_rates, run.net_migrants, run.sex_ratio),
        first_year=run.years[0],
        reach=reach,
        conventions=run.scenario.conventions,
    )


def generator(seed: int, block: int, area: str) -> np.random.Generator:
    """Random numbers of one block of one area: the same today and tomorrow, here and elsewhere."""
    return np.random.default_rng([seed, block, zlib.crc32(area.encode())])


def deviations_of(
    run: ScenarioRun,
    nation: ScenarioRun,
    seed: int,
    block: int,
    spread: Spread,
    draws: int = BLOCK,
) -> Deviations:
    """Deviations of a block of an area's trajectories from the scenario's path. ``nation``: the nation under the same scenario."""
    step = AGES.interval
    of_nation = deviations.national_deviations(
        nation.total_fertility,
        draws,
        generator(seed, block, nation.area),
        PathSpread(spread.fertility, spread.moves.get(nation.area, NO_MIGRATION_STRAYS), spread.nation),
        step=step,
    )
    if run.area == nation.area:
        return of_nation
    ratio = float(run.total_fertility[0] / nation.total_fertility[0]) if nation.total_fertility[0] else 1.0
    return deviations.provincial_deviations(
        of_nation,
        ratio,
        run.life_expectancy_both,
        generator(seed, block, run.area),
        PathSpread(
            migration=spread.moves.get(run.area, NO_MIGRATION_STRAYS),
            errors=spread.provinces.beyond(spread.nation),
        ),
        step=step,
    )


def block(path: CentralPath, strayed: Deviations) -> Trajectories:
    """A block of trajectories carried to the horizon."""
    return project_trajectories(path, strayed)


def series(draws: Trajectories, key: str) -> tuple[tuple[int, ...], Array]:
    """Years and trajectories of a series: total, old and oldest (per cent), births, deaths. -> (draw, year)"""
    if key in ("births", "deaths"):
        return draws.years[1:], draws.births if key == "births" else draws.deaths
    if key in ("old", "oldest"):
        return draws.years, PER_CENT * draws.share(OLD.name if key == "old" else OLDEST.name)
    return draws.years, draws.people_of(TOTAL.name)


def scenario_series(run: ScenarioRun, key: str) -> tuple[tuple[int, ...], Array]:
    """Years and the scenario's own path of the same series."""
    if key in ("births", "deaths"):
        flows = run.births.sum(-1) if key == "births" else run.deaths.sum((-2, -1))
        return run.years[1:], np.asarray(flows)
    people = run.population.sum(-2)
    whole = people.sum(-1)
    if key == "total":
        return run.years, np.asarray(whole)
    return run.years, PER_CENT * people[:, AGES.between(65 if key == "old" else 80, None)].sum(-1) / whole


def scenario_as_draw(run: ScenarioRun) -> Trajectories:
    """The scenario's own path as a single trajectory."""
    people = people_in(run.population, AGES, BANDS).T[np.newaxis]
    births, deaths = run.births.sum(-1), run.deaths.sum((-2, -1))
    names = tuple(band.name for band in BANDS)
    return Trajectories(names, run.years, people, births[np.newaxis], deaths[np.newaxis], np.zeros(1))


def fan_frame(draws: Trajectories, run: ScenarioRun, key: str) -> pd.DataFrame:
    """year, path, lower_95, lower_80, median, upper_80, upper_95"""
    years, paths = series(draws, key)
    fan = fans.fan(paths)
    own_years, path = scenario_series(run, key)
    levels = dict(zip(own_years, path, strict=True))
    return pd.DataFrame(
        {
            "year": years,
            "path": [float(levels[year]) for year in years],
            "lower_95": fan.lower_95,
            "lower_80": fan.lower_80,
            "median": fan.median,
            "upper_80": fan.upper_80,
            "upper_95": fan.upper_95,
        }
    )


def chance(draws: Trajectories, event: Event) -> float:
    """Share of the trajectories in which an event has happened by the end of its year."""
    if event.kind == "peak":
        return float(fans.peak_before(draws.people_of(TOTAL.name), draws.years, event.year))
    if event.kind == "old":
        return float(fans.reaches_by(PER_CENT * draws.share(OLD.name), draws.years, event.level, event.year))
    if event.kind == "below":
        return float(fans.falls_below_by(draws.people_of(TOTAL.name), draws.years, event.level, event.year))
    return float(fans.falls_below_by(draws.births - draws.deaths, draws.years[1:], 0.0, event.year))


def method_bands(run: ScenarioRun) -> dict[int, pd.DataFrame]:
    """Age -> year, least, path, most: people of that age and over when only the age pattern of mortality differs."""
    survival = survival_ratios(life_table(run.death_rates, AGES, a0=run.scenario.conventions.a0))
    path = Rates(AGES, run.asfr, survival, run.net_migrants, run.sex_ratio)

    bands = method_spread(
        run.population[0],
        path,
        run.death_rates[0],
        run.life_expectancy,
        from_ages=METHOD_AGES,
        conventions=replace(run.scenario.conventions, negative_cells="un_floor"),
    )
    people = run.population.sum(-2)
    return {
        band.from_age: pd.DataFrame(
            {
                "year": run.years,
                "least": band.least,
                "path": people[:, AGES.between(band.from_age, None)].sum(-1),
                "most": band.most,
            }
        )
        for band in bands
    }
