"""Areas too small for birth and death rates of their own: cohort-change ratios, or shares of their parent.

A ratio of two counts holds mortality and migration together, so it needs no events; it also holds on to
whatever happened between the counts, which is why it is kept near the parent's.
Hamilton & Perry (1962), Social Forces 41:163; Swanson, Schlottmann & Schmidt (2010), Population Research and
Policy Review 29:47; Baker, Swanson, Tayman & Tedrow (2017), Cohort Change Ratios and their Applications.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, AgeGroups, Array
from forecasting.coherence.provinces import start_adding_to

Method = Literal["rates", "ratios", "shares"]
LEAST_FOR_RATES, LEAST_FOR_RATIOS = 20_000, 2_000
WITHIN = (0.5, 2.0)
MOTHERS = (15, 50)


def method_for(
    people: float, *, rates_from: float = LEAST_FOR_RATES, ratios_from: float = LEAST_FOR_RATIOS
) -> Method:
    """How an area of so many people is projected: never a free cohort-component run for a small commune."""
    if people >= rates_from:
        return "rates"
    return "ratios" if people >= ratios_from else "shares"


def cohort_change_ratios(
    earlier: ArrayLike,
    later: ArrayLike,
    parent_earlier: ArrayLike,
    parent_later: ArrayLike,
    ages: AgeGroups,
    *,
    within: tuple[float, float] = WITHIN,
) -> Array:
    """People of a group over those it came from, and of the youngest over women; [-1] the last two together.

    earlier, later (area, sex, age), one group's width apart in years; parent's (sex, age) -> (area, sex, age)
    A ratio is kept ``within`` so many times the parent's, and is the parent's where nobody was.
    """
    parent = _ratios(
        validation.counts("parent", parent_earlier, ages),
        validation.counts("parent", parent_later, ages),
        ages,
    )
    own = _ratios(
        validation.counts("population", earlier, ages), validation.counts("population", later, ages), ages
    )
    usual = np.where(np.isnan(parent), 1.0, parent)
    return np.asarray(np.clip(np.where(np.isnan(own), usual, own), within[0] * usual, within[1] * usual))


def project_by_ratios(population: ArrayLike, ratios: ArrayLike, parent: ArrayLike, ages: AgeGroups) -> Array:
    """Areas carried forward by their ratios, adding to the parent's path at every sex and age.

    population, ratios (area, sex, age); parent (interval + 1, sex, age) -> (area, interval + 1, sex, age)
    """
    people, change = (
        validation.counts("population", population, ages),
        validation.counts("ratio", ratios, ages),
    )
    path = validation.counts("parent", parent, ages)
    steps = [_adding(people, path[0])]
    for wanted in path[1:]:
        now = steps[-1]
        then = np.zeros(np.broadcast_shapes(now.shape, change.shape))
        then[..., 1:] = now[..., :-1] * change[..., 1:]
        then[..., -1] = (now[..., -1] + now[..., -2]) * change[..., -1]
        women = then[..., FEMALE, ages.between(*MOTHERS)].sum(-1)
        then[..., 0] = women[..., np.newaxis] * change[..., 0]
        steps.append(_adding(then, wanted))
    return np.stack(steps, axis=-3)


def project_by_shares(population: ArrayLike, parent: ArrayLike, ages: AgeGroups) -> Array:
    """Areas that keep their share of the parent at every sex and age.

    population (area, sex, age); parent (interval + 1, sex, age) -> (area, interval + 1, sex, age)
    """
    people, path = (
        validation.counts("population", population, ages),
        validation.counts("parent", parent, ages),
    )
    return np.stack([_adding(people, wanted) for wanted in path], axis=-3)


def _ratios(earlier: Array, later: Array, ages: AgeGroups) -> Array:
    """nan where there was nobody to come from."""
    before = np.empty_like(earlier)
    before[..., 1:] = earlier[..., :-1]
    before[..., -1] += earlier[..., -1]
    before[..., 0] = later[..., FEMALE, ages.between(*MOTHERS)].sum(-1)[..., np.newaxis]
    return np.divide(later, before, out=np.full_like(later, np.nan), where=before > 0)


def _adding(people: Array, parent: Array) -> Array:
    """Scaled to the parent; where it has people and no area any, by the areas' share of all people."""
    usual = people.sum((-2, -1), keepdims=True) * np.ones_like(people)
    return start_adding_to(np.where(people.sum(0) > 0, people, usual), parent)
