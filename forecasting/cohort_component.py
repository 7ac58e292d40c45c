"""One step of the cohort-component method: everyone grows older, some die, women bear children, people move.

Survivors of the last two groups pool in the open group. Births are exposed to half an interval of mortality
on average, which is what the ratio L0 / (n l0) holds. Deaths are counted by the age group their cohort has
reached at the end of the interval: ``[0]`` are deaths among the interval's births. ``period_deaths`` splits
them by age at death.

Preston, Heuveline & Guillot (2001), Demography, ch. 6; United Nations, ccmppWPP (for its options).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, AgeGroups, Array, freeze
from forecasting.conventions import Conventions
from forecasting.problems import ScenarioProblem
from forecasting.rates import Rates

LEAST_REMAINING = 0.00001  # the United Nations engine, before a step
LEAST_PEOPLE = 0.0005  # ... and after it; bayesPop


@dataclass(frozen=True, eq=False)
class Step:
    """What one interval did: population = start + births - deaths + net_migration + floored, cell by cohort.

    population (..., sex, age) at the end; births (..., sex); births_by_mother (..., age); deaths (..., sex,
    age) by the cohort's age at the end; net_migration (..., sex, age) as applied; floored: persons added by
    the un_floor option.
    """

    population: Array
    births: Array
    births_by_mother: Array
    deaths: Array
    net_migration: Array
    floored: Array

    def __post_init__(self) -> None:
        freeze(self)


def project_step(population: ArrayLike, rates: Rates, *, conventions: Conventions | None = None) -> Step:
    """The population one interval later. (..., sex, age), Rates -> Step; leading axes broadcast."""
    start = validation.counts("population", population, rates.ages)
    return advance(start, rates, conventions or Conventions())


def advance(start: Array, rates: Rates, conventions: Conventions, moment: str = "") -> Step:
    """The kernel of ``project_step``, for a population that was already checked."""
    if conventions.open_group == "separate" and rates.open_survival is None:
        raise ScenarioProblem(
            "open_group = separate needs the survival inside the open group: Rates.open_survival"
        )
    migrants = _migrants(start, rates, conventions)
    early = migrants / 2 if conventions.migration == "even" else np.zeros_like(migrants)
    exposed = start + early
    entering, survivors = _age_forward(exposed, rates, conventions)
    late = _late(migrants - early, survivors, conventions)
    mothers = _births_by_mother(start, exposed, survivors, late, rates, conventions)
    births = split_by_sex(mothers.sum(-1), rates.sex_ratio)

    entering[..., 0] = births
    survivors[..., 0] = births * rates.survival[..., 0]
    late = _late(migrants - early, survivors, conventions)
    aged, floored = _floored(survivors + late, conventions)
    if conventions.negative_cells == "error":
        _refuse_negative(exposed, migrants, rates.ages, moment)
        _refuse_negative(aged, migrants, rates.ages, moment)
    return Step(
        aged, births, mothers, _deaths(entering, survivors, rates, conventions), early + late, floored
    )


def _deaths(entering: Array, survivors: Array, rates: Rates, conventions: Conventions) -> Array:
    """Deaths by the age a cohort has reached. Taken as a share, not a difference, where few of many die."""
    deaths = entering * (1 - rates.survival)
    if conventions.open_group == "separate":
        deaths[..., -1] = entering[..., -1] - survivors[..., -1]
    return deaths


def split_by_sex(births: Array, sex_ratio: Array) -> Array:
    """Girls and boys among births, from male births per female birth. (...), (...) -> (..., sex)"""
    girls = births / (1 + sex_ratio)
    return np.stack([girls, births - girls], axis=-1)


def _migrants(start: Array, rates: Rates, conventions: Conventions) -> Array:
    migrants = rates.net_migration
    if conventions.net_migration == "share_of_start":
        migrants = migrants * start
    shape = np.broadcast_shapes(
        start.shape, migrants.shape, rates.survival.shape, (*rates.asfr.shape[:-1], 2, 1)
    )
    migrants = np.broadcast_to(migrants, np.broadcast_shapes(shape, (*rates.sex_ratio.shape, 1, 1)))
    if conventions.negative_cells == "un_floor":
        migrants = np.where(start + migrants <= 0, LEAST_REMAINING - start, migrants)
    return migrants


def _age_forward(exposed: Array, rates: Rates, conventions: Conventions) -> tuple[Array, Array]:
    """Who enters each group and who survives; the first group is left for births. -> two (..., sex, age)"""
    entering = np.zeros_like(exposed)
    entering[..., 1:] = exposed[..., :-1]
    entering[..., -1] += exposed[..., -1]
    survivors = entering * rates.survival
    if conventions.open_group == "separate" and rates.open_survival is not None:
        survivors[..., -1] = (
            exposed[..., -2] * rates.survival[..., -1] + exposed[..., -1] * rates.open_survival
        )
    return entering, survivors


def _births_by_mother(
    start: Array, exposed: Array, survivors: Array, late: Array, rates: Rates, conventions: Conventions
) -> Array:
    """Births by age group of the mother over the interval. -> (..., age)"""
    first, last = exposed[..., FEMALE, :], survivors[..., FEMALE, :]
    if conventions.birth_exposure == "counted":
        first, last = start[..., FEMALE, :], last + late[..., FEMALE, :]
    elif conventions.birth_exposure == "both_ends" and conventions.migration == "even":
        last = last + late[..., FEMALE, :]
    return rates.asfr * rates.ages.interval * (first + last) / 2


def _late(late: Array, survivors: Array, conventions: Conventions) -> Array:
    """Migrants of the end of the interval; bayesPop limits those who leave to those who are there."""
    if conventions.negative_cells != "bayespop_limit" or conventions.migration != "end":
        return late
    limited = np.minimum(0, np.maximum(late, LEAST_PEOPLE - survivors))
    return np.where(late < 0, limited, late)


def _floored(people: Array, conventions: Conventions) -> tuple[Array, Array]:
    """People after the floor, and how many the floor added; only the un_floor option has one."""
    if conventions.negative_cells != "un_floor":
        return people, np.zeros_like(people)
    floored = np.where(people < 0, LEAST_PEOPLE, people)
    return floored, floored - people


def _refuse_negative(people: Array, migrants: Array, ages: AgeGroups, moment: str) -> None:
    if (people < 0).any():
        cell = tuple(int(index) for index in np.argwhere(people < 0)[0])
        raise ScenarioProblem(
            f"population would be {validation.value_text(people[cell])} for {validation.place(cell, ('sex', 'age'), ages)}{moment}: "
            f"net migration of {validation.value_text(migrants[cell])} takes away more people than there are; "
            "limit it with migration.limit_outflow"
        )
