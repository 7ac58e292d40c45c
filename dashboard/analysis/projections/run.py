"""One area under one scenario: from where it starts to its horizon, everybody on the books."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projections.assumptions import assumptions
from dashboard.analysis.projections.jump_off import AGES, Start
from dashboard.analysis.projections.steps import IntervalRates, project_steps
from forecasting.axes import FEMALE, MALE, Array, freeze
from forecasting.life_table import life_table
from forecasting.scenarios import Scenario, fingerprint


@dataclass(frozen=True, eq=False)
class ScenarioRun:
    """What a scenario makes of an area. ``years``: T+1 in the country's calendar; flows belong to the T intervals.

    population [year, sex, age] persons; births [interval, sex]; births_by_mother [interval, age]; deaths and
    net_migrants [interval, sex, age] by the age a cohort reaches; asfr [interval, age] births per woman-year;
    death_rates [interval, sex, age] per person-year; sex_ratio [interval] boys per girl; ``release`` the data version.
    """

    scenario: Scenario
    area: str
    years: tuple[int, ...]
    population: Array
    births: Array
    births_by_mother: Array
    deaths: Array
    net_migrants: Array
    asfr: Array
    death_rates: Array
    sex_ratio: Array
    release: str

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def fingerprint(self) -> str:
        """Twelve letters that name the scenario's content."""
        return fingerprint(self.scenario)

    @property
    def total_fertility(self) -> Array:
        """Children per woman in each interval. [interval]"""
        return np.asarray(self.asfr.sum(-1))

    @property
    def life_expectancy(self) -> Array:
        """Years of life at birth by sex. [interval, sex]"""
        return np.asarray(life_table(self.death_rates, AGES, a0=self.scenario.conventions.a0).e[..., 0])

    @property
    def life_expectancy_both(self) -> Array:
        """Of the newborn together, who are girls and boys in the sex ratio at birth. [interval]"""
        e0 = self.life_expectancy
        return np.asarray((e0[:, FEMALE] + self.sex_ratio * e0[:, MALE]) / (1 + self.sex_ratio))


def run(begin: Start, scenario: Scenario) -> ScenarioRun:
    """Project an area under a scenario. ScenarioProblem (AreaEmptied, HorizonTooFar ...) says what cannot be."""
    of_scenario = assumptions(begin, scenario)
    own = of_scenario.assumptions
    asfr, totals = own.birth_rates(), own.net_migration.sum((-2, -1))
    steps = project_steps(begin, IntervalRates(asfr, of_scenario.survival, own.sex_ratio, totals), scenario)
    return ScenarioRun(
        scenario=scenario,
        area=begin.area,
        years=begin.years[: len(steps) + 1],
        population=np.stack([begin.population, *(step.population for step in steps)]),
        births=np.stack([step.births for step in steps]),
        births_by_mother=np.stack([step.births_by_mother for step in steps]),
        deaths=np.stack([step.deaths for step in steps]),
        net_migrants=np.stack([step.net_migration for step in steps]),
        asfr=asfr,
        death_rates=own.death_rates,
        sex_ratio=own.sex_ratio,
        release=begin.release,
    )
