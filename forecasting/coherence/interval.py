"""One interval of areas made to add up to a nation's: scaled, rates re-derived, repeated until both hold.

Deaths    the hazard of every sex and age is multiplied by one number in all areas, survival ** h, so that no
          area's people die more than once; h is found by Newton's method.
Births    the rates of every age of the mother are multiplied by one number in all areas; the sex ratio too.
Moves     ``migration.adding_to``.
A cell at which the nation has nobody to die or to bear children is left as the areas have it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting import validation
from forecasting.axes import FEMALE, MALE, Array
from forecasting.coherence.migration import adding_to
from forecasting.coherence.provinces import Provinces
from forecasting.cohort_component import Step, advance
from forecasting.conventions import Conventions
from forecasting.migrant_pool import net_of_pool
from forecasting.problems import ScenarioProblem
from forecasting.rates import Rates

MOST_ROUNDS = 200
TOLERANCE = 1e-11


@dataclass(frozen=True, eq=False)
class Target:
    """What the areas must add up to over an interval: a nation's step, or a mean of it and the areas' own."""

    births: Array
    births_by_mother: Array
    deaths: Array
    net_migration: Array

    @classmethod
    def between(cls, nation: Step, areas: Step, weight: float) -> Target:
        """``weight`` 1 is the nation's word, 0 the areas'."""
        names = ("births", "births_by_mother", "deaths", "net_migration")
        pairs = ((getattr(nation, name), getattr(areas, name).sum(0)) for name in names)
        return cls(*(weight * first + (1 - weight) * second for first, second in pairs))


@dataclass(frozen=True, eq=False)
class Fitted:
    """Areas' step and the rates it is made with; ``internal`` net migration sums to zero over areas."""

    step: Step
    rates: Rates
    internal: Array
    rounds: int
    worst: float


@dataclass(frozen=True, eq=False)
class AreasInterval:
    """The areas at the beginning of an interval: people (area, sex, age), their own rates, and which interval it is.

    moment: the interval in words, for what cannot be done.
    """

    people: Array
    rates: Rates
    provinces: Provinces
    index: int
    conventions: Conventions
    moment: str


def flows(areas: AreasInterval) -> tuple[Array, Array, Array]:
    """Net migration within the nation, across its border, and gross, before anything is made to add up."""
    start, rates, provinces, interval = areas.people, areas.rates, areas.provinces, areas.index
    net = np.broadcast_to(rates.net_migration, start.shape)
    gross = provinces.in_interval("gross", interval)
    leaving, arriving = (
        provinces.in_interval("leaving", interval),
        provinces.in_interval("arriving", interval),
    )
    if leaving is None or arriving is None:
        return np.zeros_like(start), net, np.abs(net) if gross is None else gross
    within = net_of_pool(start, leaving, arriving, rates.ages, largest_share=provinces.largest_share)
    return within, net, np.abs(within) + np.abs(net) if gross is None else gross


def fit(areas: AreasInterval, target: Target | None) -> Fitted:
    """The areas' interval that adds up to ``target``; without one, only what moves within the nation cancels."""
    start, current, conventions = areas.people, areas.rates, areas.conventions
    within, across, gross = flows(areas)
    for rounds in range(1, MOST_ROUNDS + 1):
        total = across.sum(0) if target is None else target.net_migration
        lowest = -areas.provinces.largest_share * _who_can_leave(start, current, conventions)
        net = adding_to(within + across, total, gross, lowest, current.ages)
        current = replace_migration(current, net)
        step = advance(start, current, conventions, areas.moment)
        if target is None:
            return Fitted(step, current, _internal(within, net), rounds, 0.0)
        worst = _worst(step, target)
        if worst <= TOLERANCE:
            return Fitted(step, current, _internal(within, net), rounds, worst)
        current = _closer(step, current, target, areas.moment)
    raise ScenarioProblem(
        f"areas do not add up to the nation{areas.moment}: still {worst:.2g} apart after {MOST_ROUNDS} rounds"
    )


def replace_migration(rates: Rates, net: Array) -> Rates:
    """The same rates with other migrants, both known to be sound."""
    return Rates.trusted(rates.ages, rates.asfr, rates.survival, net, rates.sex_ratio, rates.open_survival)


def _who_can_leave(start: Array, rates: Rates, conventions: Conventions) -> Array:
    """People of a cell who are there at both times migrants go. (area, sex, age)"""
    closed = advance(start, replace_migration(rates, np.zeros_like(start)), conventions).population
    return np.minimum(start, closed) if conventions.migration == "even" else closed


def _internal(within: Array, net: Array) -> Array:
    """Net migration within the nation, which sums to zero over areas; the pool's, where there is one.

    Where only nets are given, the border's total is taken from each area by its part of all movers.
    """
    if within.any():
        return within
    moved = np.abs(net)
    total = moved.sum(0)
    share = np.divide(moved, total, out=np.full_like(moved, 1 / len(moved)), where=total > 0)
    return np.asarray(net - share * net.sum(0))


def _worst(step: Step, target: Target) -> float:
    """The largest gap between areas and target, relative to a cell of at least one person."""
    gaps = []
    for name in ("births", "births_by_mother", "deaths", "net_migration"):
        aim = getattr(target, name)
        gaps.append(np.abs(getattr(step, name).sum(0) - aim) / np.maximum(np.abs(aim), 1))
    return float(max(gap.max() for gap in gaps))


def _closer(step: Step, rates: Rates, target: Target, moment: str) -> Rates:
    """Rates re-derived from the counts a target allows."""
    mothers = step.births_by_mother.sum(0)
    level = _ratio(target.births_by_mother, mothers)
    return Rates.trusted(
        rates.ages,
        rates.asfr * level,
        _survival(step, rates, target.deaths, moment),
        rates.net_migration,
        _sex_ratio(step, rates, target.births),
        rates.open_survival,
    )


def _survival(step: Step, rates: Rates, aim: Array, moment: str) -> Array:
    """One Newton step of the hazard's level towards the wanted deaths, cell by cell."""
    alive = np.broadcast_to(rates.survival, step.deaths.shape)
    dying = 1 - alive
    exposed = np.divide(step.deaths, dying, out=np.zeros_like(alive), where=dying > 0)
    deaths, people = step.deaths.sum(0), exposed.sum(0)
    if (aim > people * (1 + 1e-9) + 1e-9).any() and (people > 0).any():
        cell = tuple(int(i) for i in np.argwhere(aim > people * (1 + 1e-9) + 1e-9)[0])
        raise ScenarioProblem(
            f"the nation has {validation.value_text(aim[cell])} deaths for "
            f"{validation.place(cell, ('sex', 'age'), rates.ages)}{moment}, the areas "
            f"{validation.value_text(people[cell])} people who could die: do their populations add up, and are their "
            "survival ratios under 1?"
        )
    log = np.log(np.maximum(alive, 1e-300))
    slope = -(exposed * alive * log).sum(0)
    level = 1 + np.divide(aim - deaths, slope, out=np.zeros_like(deaths), where=slope > 0)
    # Newton from far below overshoots to more than all: no more than twice or half as many in a round.
    return np.asarray(alive ** np.clip(level, 0.5, 2.0))


def _sex_ratio(step: Step, rates: Rates, births: Array) -> Array:
    """Sex ratios times one number, so that girls and boys come to the wanted share of the births there are."""
    ratio = np.broadcast_to(rates.sex_ratio, step.births.shape[:-1])
    girls, boys = step.births[..., FEMALE].sum(), step.births[..., MALE].sum()
    if min(girls, boys, births[FEMALE], births[MALE]) <= 0:
        return ratio
    return np.asarray(ratio * (births[MALE] / births[FEMALE]) / (boys / girls))


def _ratio(aim: Array, actual: Array) -> Array:
    return np.divide(aim, actual, out=np.ones_like(actual), where=actual > 0)
