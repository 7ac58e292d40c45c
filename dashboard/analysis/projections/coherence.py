"""All provinces under a scenario, made to add up to the nation under the same scenario.

Each province is projected by itself first; then births by age of the mother, deaths and migrants of every sex and age
are scaled to the nation's, interval after interval, and rates re-derived until both hold (`forecasting.coherence`,
Feeney 2017). What each province was multiplied by is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projections.jump_off import AGES
from dashboard.analysis.projections.run import ScenarioRun
from forecasting.axes import Array
from forecasting.bands import OLD, people_in
from forecasting.coherence.projection import FLAGGED, Coherent, project_together
from forecasting.coherence.provinces import Provinces
from forecasting.life_table import life_table, survival_ratios
from forecasting.rates import Rates


@dataclass(frozen=True)
class CoherentProvince:
    """A province in the last year of a coherent projection: people, change since the base year, part aged 65 and over.

    ``independent_people``: had it been projected by itself. ``births``, ``deaths``, ``leaving``: what its rates of any year were
    multiplied by, the factor farthest from 1; nan where nobody left. ``flagged``: one of them, or people, over 3 % off.
    """

    area: str
    people: float
    change: float
    old: float
    independent_people: float
    births: float
    deaths: float
    leaving: float
    flagged: bool

    @property
    def moved(self) -> float:
        """People in the last year over those it would have had by itself, less 1."""
        return self.people / self.independent_people - 1


@dataclass(frozen=True)
class CoherentProvinces:
    """Provinces that add to ``nation`` people in the last year; ``worst``: the largest gap of any cell, relative."""

    provinces: tuple[CoherentProvince, ...]
    nation: float
    worst: float


def rates_of(runs: Sequence[ScenarioRun]) -> Rates:
    """The rates several runs were made with. -> [area, interval, ...]"""
    deaths = np.stack([run.death_rates for run in runs])
    survival = survival_ratios(life_table(deaths, AGES, a0=runs[0].scenario.conventions.a0))
    names = ("asfr", "net_migrants", "sex_ratio")
    asfr, movers, ratio = (np.stack([getattr(run, name) for run in runs]) for name in names)
    return Rates(AGES, asfr, survival, movers, ratio)


def coherent_projection(nation: ScenarioRun, provinces: Sequence[ScenarioRun]) -> Coherent:
    """Provinces' runs scaled to the nation's of the same scenario, every sex, age and year."""
    whole = rates_of([nation])
    path = Rates(AGES, whole.asfr[0], whole.survival[0], whole.net_migration[0], whole.sex_ratio[0])
    return project_together(
        Provinces(np.stack([run.population[0] for run in provinces]), rates_of(provinces)),
        first_year=nation.years[0],
        nation=path,
        national_population=nation.population[0],
        conventions=nation.scenario.conventions,
    )


def coherent_provinces(nation: ScenarioRun, provinces: Sequence[ScenarioRun]) -> CoherentProvinces:
    """The provinces in the last year, scaled to add up to the nation. ScenarioProblem where they cannot be."""
    coherent = coherent_projection(nation, provinces)
    people = coherent.areas.population.sum((-2, -1))
    old = people_in(coherent.areas.population[:, -1], AGES, (OLD,))[..., 0] / people[:, -1]
    adjustment = coherent.adjustment
    births, deaths = _farthest(adjustment.fertility), _farthest(adjustment.mortality)
    leaving, flagged = _farthest(adjustment.leaving), adjustment.flagged()
    rows = []
    for place, run in enumerate(provinces):
        independent = float(run.population[-1].sum())
        rows.append(
            CoherentProvince(
                area=run.area,
                people=float(people[place, -1]),
                change=float(people[place, -1] / people[place, 0] - 1),
                old=float(old[place]),
                independent_people=independent,
                births=float(births[place]),
                deaths=float(deaths[place]),
                leaving=float(leaving[place]),
                flagged=bool(flagged[place] or abs(people[place, -1] / independent - 1) > FLAGGED),
            )
        )
    return CoherentProvinces(tuple(rows), float(nation.population[-1].sum()), coherent.worst)


def independent_province(run: ScenarioRun) -> CoherentProvince:
    """A province in the last year, projected by itself: every factor is 1."""
    people = run.population.sum((-2, -1))
    old = people_in(run.population[-1], AGES, (OLD,))[..., 0] / people[-1]
    return CoherentProvince(
        area=run.area,
        people=float(people[-1]),
        change=float(people[-1] / people[0] - 1),
        old=float(old),
        independent_people=float(people[-1]),
        births=1.0,
        deaths=1.0,
        leaving=1.0,
        flagged=False,
    )


def _farthest(factors: Array) -> Array:
    """The factor farthest from 1 of each area's intervals; nan where there is none. [area, interval] -> [area]"""
    away = np.abs(np.nan_to_num(factors, nan=1.0) - 1)
    chosen = np.take_along_axis(factors, away.argmax(1)[:, np.newaxis], axis=1)[:, 0]
    return np.where(np.isnan(factors).all(1), np.nan, np.where(np.isnan(chosen), 1.0, chosen))
