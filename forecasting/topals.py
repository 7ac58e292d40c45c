"""TOPALS: a small area's death rates as a standard bent by a few straight lines, so that zero deaths break nothing.

log mu(x) = log mu*(x) + sum_k B_k(x) theta_k, with linear B-splines B on knots 0, 1, 10, 20, 40, 70, 100, fitted to
Poisson deaths with a penalty on differences between neighbouring theta. With no deaths at all the standard is moved
down by what the exposure can bear; with no exposure it is returned unchanged.
Gonzaga & Schmertmann (2016), Estimating age- and sex-specific mortality rates for small areas with TOPALS regression,
Revista Brasileira de Estudos de População 33(3), 629-652.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze

KNOTS = (0, 1, 10, 20, 40, 70, 100)
SMOOTHNESS = 1.0
MOST_ROUNDS = 60
CONVERGED = 1e-8


@dataclass(frozen=True, eq=False)
class Fit:
    """Fitted rates and how sure they are. death_rates (..., age) by the standard's single years; theta (..., knot);
    variance (..., knot, knot) of theta; converged (...)."""

    death_rates: Array
    theta: Array
    variance: Array
    converged: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, eq=False)
class Design:
    """What does not change from round to round: splines (age, knot), group_means (group, age), penalty (knot, knot)."""

    splines: Array
    group_means: Array
    penalty: Array


def linear_splines(ages: AgeGroups, knots: tuple[int, ...] = KNOTS) -> Array:
    """Linear B-splines at the age each single year begins, constant beyond the last knot. -> (age, knot)"""
    x = np.minimum(np.asarray(ages.lower, dtype=np.float64), knots[-1])
    return np.stack([np.interp(x, knots, column) for column in np.eye(len(knots))], axis=-1)


def fit(
    deaths: ArrayLike,
    person_years: ArrayLike,
    groups: AgeGroups,
    standard: ArrayLike,
    ages: AgeGroups,
) -> Fit:
    """Death rates by single year of age from deaths and person-years by any age groups.

    deaths, person_years (..., group); standard (..., age) or (age) on single ``ages`` that contain the groups' bounds
    Squared differences of neighbouring theta weigh ``SMOOTHNESS`` (1 in the article). A group's rate is the mean
    of its single-year rates, as in the article's section for grouped data.
    """
    died = validation.counts("deaths", deaths, groups, ("age",))
    lived = validation.counts("person-years", person_years, groups, ("age",))
    if (died[lived == 0] > 0).any():
        raise ValueError("deaths where nobody lived: are deaths and person-years of the same area and ages?")
    base = validation.counts("standard death rate", standard, ages, ("age",))
    if (base == 0).any():
        raise ValueError(
            "the standard has a death rate of 0: take one from a larger population or more years"
        )
    leading = np.broadcast_shapes(died.shape[:-1], lived.shape[:-1], base.shape[:-1])
    theta = np.zeros((*leading, len(KNOTS)))
    steps = np.diff(np.eye(len(KNOTS)), axis=0)
    penalty = 2 * SMOOTHNESS * steps.T @ steps + 1e-8 * np.eye(len(KNOTS))
    design = Design(linear_splines(ages), group_means(groups, ages), penalty)
    log_base = np.broadcast_to(np.log(base), (*leading, len(ages)))
    converged = np.zeros(leading, dtype=bool)
    information = np.broadcast_to(penalty, (*leading, *penalty.shape))
    for _ in range(MOST_ROUNDS):
        score, information = _slope(theta, died, lived, log_base, design)
        step = np.linalg.solve(information, score[..., np.newaxis])[..., 0]
        theta = theta + np.clip(step, -2, 2)
        converged = np.abs(step).max(-1) < CONVERGED
        if converged.all():
            break
    rates = np.asarray(np.exp(log_base + theta @ design.splines.T))
    return Fit(rates, theta, np.asarray(np.linalg.inv(information)), converged)


def group_means(groups: AgeGroups, ages: AgeGroups) -> Array:
    """What turns single-year rates into the mean rate of each group. -> (group, age); the open group keeps its end."""
    within = np.zeros((len(groups), len(ages)))
    for row, lower in enumerate(groups.lower):
        upper = groups.lower[row + 1] if row + 1 < len(groups) else None
        part = ages.between(lower, upper)
        within[row, part] = 1.0
    return np.asarray(within / within.sum(-1, keepdims=True))


def _slope(theta: Array, died: Array, lived: Array, log_base: Array, design: Design) -> tuple[Array, Array]:
    """Gradient and expected information of the penalised log-likelihood. -> (..., knot), (..., knot, knot)"""
    mean = design.group_means
    rates = np.exp(log_base + theta @ design.splines.T)
    expected_rate = rates @ mean.T
    sensitivity = (mean * rates[..., np.newaxis, :]) @ design.splines
    surplus = died / expected_rate - lived
    score = (sensitivity * surplus[..., np.newaxis]).sum(-2) - theta @ design.penalty
    weight = lived / expected_rate
    information = np.swapaxes(sensitivity, -1, -2) @ (sensitivity * weight[..., np.newaxis]) + design.penalty
    return score, information
