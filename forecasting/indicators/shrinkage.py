"""Local rates drawn towards the mean of all areas, each as far as its few events ask for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from forecasting.axes import Array, freeze
from forecasting.indicators.rates import quantities, rate
from forecasting.interval_levels import LEVEL


@dataclass(frozen=True, eq=False)
class Shrunk:
    """Rates after shrinkage. rates, weight, low, high (..., area); mean, variance (...) of the areas' true rates.

    ``weight`` is the part of an area's own difference from the mean that is kept: 1 all of it, 0 none.
    """

    rates: Array
    weight: Array
    low: Array
    high: Array
    mean: Array
    variance: Array

    def __post_init__(self) -> None:
        freeze(self)


def empirical_bayes(events: ArrayLike, person_years: ArrayLike, *, level: float = LEVEL) -> Shrunk:
    """Rates of areas, each drawn to the mean of all by what chance explains. (..., area), (..., area) -> Shrunk

    Global moment estimator of Marshall (1991), Applied Statistics 40:283-294, p. 284; the interval is of the gamma
    distribution with the areas' mean and variance, given the area's own events. With expected events in place of
    person-years the rates are standardised ratios.
    """
    count, lived = quantities("events", events), quantities("person-years", person_years)
    own, total = rate(count, lived), lived.sum(-1, keepdims=True)
    mean = count.sum(-1, keepdims=True) / total
    between = (lived * (own - mean) ** 2).sum(-1, keepdims=True) / total - mean / lived.mean(
        -1, keepdims=True
    )
    variance = np.maximum(between, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(variance > 0, variance / (variance + mean / lived), 0.0)
    low, high = _posterior(count, lived, mean, variance, level)
    return Shrunk(mean + weight * (own - mean), weight, low, high, mean[..., 0], variance[..., 0])


def _posterior(count: Array, lived: Array, mean: Array, variance: Array, level: float) -> tuple[Array, Array]:
    """Bounds of the gamma distribution of each area's rate; all areas at the mean where nothing lies between them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shape, scale = mean**2 / variance + count, mean / variance + lived
        low, high = (gammaincinv(shape, part) / scale for part in ((1 - level) / 2, (1 + level) / 2))
    alike = np.broadcast_to(variance <= 0, count.shape)
    return np.where(alike, mean, low), np.where(alike, mean, high)


def normal_shrinkage(values: ArrayLike, errors: ArrayLike) -> Array:
    """Values of areas, each drawn to the mean of all by what its own standard error explains. (area), (area) -> (area)

    The variance between areas is the moment estimate of DerSimonian & Laird (1986), Controlled Clinical Trials
    7:177-188, never below 0; the mean weights each area by what it then knows.
    """
    own, error = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    if (error <= 0).any():
        raise ValueError("a standard error of 0 or less: a value without chance needs no shrinkage")
    weight = 1 / error**2
    mean = np.average(own, weights=weight)
    heterogeneity = (weight * (own - mean) ** 2).sum() - (own.size - 1)
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    between = max(heterogeneity / scale, 0.0) if scale > 0 else 0.0
    centre = np.average(own, weights=1 / (error**2 + between))
    return np.asarray(centre + between / (between + error**2) * (own - centre))
