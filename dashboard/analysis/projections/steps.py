"""Interval after interval, with those who leave taken from who is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projections.jump_off import AGES, Start, outflow_limit
from forecasting.axes import FEMALE, Array
from forecasting.cohort_component import Step, advance
from forecasting.migration import LARGEST_SHARE_LEAVING, limit_outflow, net_movers
from forecasting.problems import ScenarioProblem
from forecasting.rates import Rates
from forecasting.scenarios import Scenario


class AreaEmptied(ScenarioProblem):
    """More people would leave in a year than the area's ages can supply. ``net`` persons of ``people``, in ``year``."""

    def __init__(self, year: int, net: float, people: float) -> None:
        super().__init__(
            f"net migration of {net:,.0f} in {year} is more than {people:,.0f} people can supply"
        )
        self.year, self.net, self.people = year, net, people


class NoMoversObserved(ScenarioProblem):
    """A scenario asks for the ages of those who moved here, and none are known. ``area``."""

    def __init__(self, area: str) -> None:
        super().__init__(f"no ages of migrants were observed in {area}")
        self.area = area


@dataclass(frozen=True, eq=False)
class IntervalRates:
    """What moves a population on in each interval: asfr (interval, age), survival (interval, sex, age), sex_ratio (interval).

    net_migration (interval): migrants of both sexes, or, ``per_person``, for each person there when the interval begins.
    """

    asfr: Array
    survival: Array
    sex_ratio: Array
    net_migration: Array
    per_person: bool = False


def project_steps(begin: Start, paths: IntervalRates, scenario: Scenario) -> list[Step]:
    """The steps of a projection, an interval each; ``scenario`` says whose ages migrants have, and the conventions."""
    steps: list[Step] = []
    stock = begin.population
    for interval, level in enumerate(paths.net_migration):
        total = float(level) * stock.sum() if paths.per_person else float(level)
        survival = paths.survival[interval]
        movers = _movers(begin, total, outflow_limit(stock, survival), interval, scenario)
        rates = Rates.trusted(AGES, paths.asfr[interval], survival, movers, paths.sex_ratio[interval])
        steps.append(advance(stock, rates, scenario.conventions, f", in {begin.years[interval]}"))
        stock = steps[-1].population
    return steps


def _movers(begin: Start, total: float, present: Array, interval: int, scenario: Scenario) -> Array:
    """Net migrants by sex and age; no age gives more than four fifths of its people in a year."""
    if total == 0:
        return np.zeros_like(present)
    if scenario.migrant_ages == "as_people":
        if -total > LARGEST_SHARE_LEAVING * present.sum():
            raise AreaEmptied(begin.years[interval + 1], total, float(present.sum()))
        return np.asarray(total * present / present.sum())
    if scenario.migrant_ages == "observed":
        movers = _net_movers_observed(begin, total, present)
    else:
        movers = net_movers(total, present, AGES)
    if total > 0:
        return movers
    try:
        return limit_outflow(movers, present, AGES)
    except ScenarioProblem as error:
        raise AreaEmptied(begin.years[interval + 1], total, float(present.sum())) from error


def _net_movers_observed(begin: Start, total: float, present: Array) -> Array:
    """Net migrants of the ages and sexes that moved here before. -> (sex, age)"""
    if begin.movers is None:
        raise NoMoversObserved(begin.area)
    by_sex = begin.movers.pattern.sum(-1)
    shares = begin.movers.pattern / by_sex[:, np.newaxis]
    return net_movers(
        total,
        present,
        AGES,
        female_share=by_sex[FEMALE],
        pattern=shares,
        readiness=begin.movers.readiness,
    )
