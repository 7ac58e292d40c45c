"""Areas projected together so that they add up, and what each had to give for it.

Top-down       the nation's rates rule: ``weight`` 1. Population, births, deaths and migration of the areas
               add to what the nation's rates make of the nation's people.
Bottom-up      no nation is given: it is the sum. What moves within it still cancels.
Both ways      a ``weight`` between: the nation's events are the mean of what its rates and its areas' give.
High and low variants of areas do not add to high and low of the nation: each set is made to add by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.coherence.interval import AreasInterval, Fitted, Target, fit, flows
from forecasting.coherence.provinces import Provinces, start_adding_to
from forecasting.cohort_component import advance
from forecasting.conventions import Conventions
from forecasting.problems import ScenarioProblem
from forecasting.projection import Projection, rates_of
from forecasting.rates import Rates

FLAGGED = 0.03


@dataclass(frozen=True, eq=False)
class Adjustment:
    """What an area's figures were multiplied by so that all add up, [area, interval]; 1 is untouched.

    fertility  total fertility     mortality  deaths its own people would have had at its own rates
    leaving    people its net migration takes away; nan where nobody left
    base       people at the start [area]
    """

    fertility: Array
    mortality: Array
    leaving: Array
    base: Array

    def __post_init__(self) -> None:
        freeze(self)

    def flagged(self, limit: float = FLAGGED) -> Array:
        """Which areas were moved by more than ``limit`` in any component and interval. -> [area], bool"""
        parts = (self.fertility, self.mortality, self.leaving, self.base[:, np.newaxis])
        moved = [np.nanmax(np.abs(np.nan_to_num(part, nan=1.0) - 1), axis=1) for part in parts]
        return np.asarray(np.max(moved, axis=0) > limit)


@dataclass(frozen=True, eq=False)
class Coherent:
    """Areas that add up to ``nation``, the ``rates`` re-derived for it, moves within the nation, adjustments.

    internal [area, interval, sex, age], zero in sum over areas; rounds and worst relative gap by interval.
    """

    areas: Projection
    nation: Projection
    rates: Rates
    internal: Array
    adjustment: Adjustment
    rounds: tuple[int, ...]
    worst: float


def project_together(
    provinces: Provinces,
    *,
    first_year: int,
    nation: Rates | None = None,
    weight: float = 1.0,
    national_population: ArrayLike | None = None,
    conventions: Conventions | None = None,
) -> Coherent:
    """Areas along their own rates, adding up to the nation in every interval. Provinces -> Coherent

    ``nation`` is its path of rates, (interval, ...) without areas. ``national_population`` (sex, age), if
    given, is what the areas' start is scaled to.
    """
    chosen = _allowed(conventions, weight)
    start = provinces.population
    if national_population is not None:
        start = start_adding_to(
            start, validation.counts("population", national_population, provinces.rates.ages)
        )
    base = _over(start.sum((-2, -1)), provinces.population.sum((-2, -1)))
    people, fitted, factors = start, [], []
    for interval in range(provinces.rates.intervals):
        moment = f", in the interval from {first_year + interval * provinces.rates.ages.interval}"
        own = rates_of(provinces.rates, interval)
        areas = AreasInterval(people, own, provinces, interval, chosen, moment)
        target = None if nation is None else _target(areas, nation, weight)
        fitted.append(fit(areas, target))
        within, across, _ = flows(areas)
        factors.append(_factors(fitted[-1], own, within + across))
        people = fitted[-1].step.population
    fertility, mortality, leaving = np.stack(factors, axis=-1)
    adjustment = Adjustment(fertility, mortality, leaving, base)
    return _joint(start, fitted, chosen, first_year, adjustment)


def _allowed(conventions: Conventions | None, weight: float) -> Conventions:
    chosen = conventions or Conventions()
    if not 0 <= weight <= 1:
        raise ValueError(f"the nation's weight is in 0 .. 1, not {weight}")
    if chosen.negative_cells != "error" or chosen.net_migration != "persons" or chosen.open_group != "pooled":
        raise ScenarioProblem(
            "areas are made to add up in persons, with a pooled open group and no other engine's floors"
        )
    return chosen


def _target(areas: AreasInterval, nation: Rates, weight: float) -> Target:
    """The nation's own step, or so much of the way to it from the areas' step at their own rates."""
    rates = rates_of(nation, areas.index)
    whole = advance(areas.people.sum(0), rates, areas.conventions, areas.moment)
    if weight == 1:
        return Target(whole.births, whole.births_by_mother, whole.deaths, whole.net_migration)
    return Target.between(whole, fit(areas, None).step, weight)


def _factors(fitted: Fitted, own: Rates, aim: Array) -> Array:
    """fertility, mortality and leaving of each area over what it would have been. -> (3, area)"""
    areas = len(fitted.step.population)
    fertility = _over(fitted.rates.asfr.sum(-1), np.broadcast_to(own.asfr.sum(-1), areas))
    dying = 1 - fitted.rates.survival
    exposed = np.divide(fitted.step.deaths, dying, out=np.zeros_like(dying), where=dying > 0)
    expected = (exposed * (1 - own.survival)).sum((-2, -1))
    mortality = _over(fitted.step.deaths.sum((-2, -1)), expected)
    left, would = (np.maximum(-net, 0).sum((-2, -1)) for net in (fitted.rates.net_migration, aim))
    leaving = np.divide(left, would, out=np.full(areas, np.nan), where=would > 0)
    return np.stack([np.broadcast_to(part, areas) for part in (fertility, mortality, leaving)])


def _over(after: Array, before: Array) -> Array:
    return np.divide(
        after, before, out=np.ones(np.broadcast_shapes(after.shape, before.shape)), where=before > 0
    )


def _joint(
    start: Array, fitted: list[Fitted], conventions: Conventions, first_year: int, adjustment: Adjustment
) -> Coherent:
    ages = fitted[0].rates.ages
    years = tuple(first_year + ages.interval * index for index in range(len(fitted) + 1))
    steps = [each.step for each in fitted]
    people = np.stack([start, *(step.population for step in steps)], axis=-3)
    names = ("births", "births_by_mother", "deaths", "net_migration", "floored")
    flows_of = {name: np.stack([getattr(step, name) for step in steps], axis=1) for name in names}
    areas = Projection(ages, years, conventions, people, **flows_of)
    nation = Projection(
        ages, years, conventions, people.sum(0), **{name: flow.sum(0) for name, flow in flows_of.items()}
    )
    rates = Rates.trusted(
        ages,
        *(np.stack([_by_area(getattr(each.rates, name), len(start), trailing) for each in fitted], axis=1)
          for name, trailing in (("asfr", 1), ("survival", 2), ("net_migration", 2), ("sex_ratio", 0))),
    )  # fmt: skip
    internal = np.stack([each.internal for each in fitted], axis=1)
    worst = max(each.worst for each in fitted)
    return Coherent(areas, nation, rates, internal, adjustment, tuple(each.rounds for each in fitted), worst)


def _by_area(array: Array, areas: int, trailing: int) -> Array:
    return np.broadcast_to(array, (areas, *array.shape[array.ndim - trailing :]))
