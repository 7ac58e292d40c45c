"""Why a population changed: births, deaths, net migration, and what they leave unexplained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.indicators.rates import quantities, rate, ratio


@dataclass(frozen=True, eq=False)
class GrowthBalance:
    """Growth taken apart, persons: growth = natural + net_migration + unexplained. Every array is (...)."""

    growth: Array
    natural: Array
    net_migration: Array
    unexplained: Array

    def __post_init__(self) -> None:
        freeze(self)


def growth_balance(
    start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike, net_migration: ArrayLike
) -> GrowthBalance:
    """P(t+1) - P(t) = births - deaths + net migration + unexplained, always shown. (...) -> (...)

    It holds late registration, unrecorded moves and revised counts: a large one is a finding about the data.
    """
    before, after = quantities("population at the start", start), quantities("population at the end", end)
    natural = quantities("births", births) - quantities("deaths", deaths)
    moved = validation.floats("net migration", net_migration)
    growth = after - before
    return GrowthBalance(growth, natural, np.asarray(moved), np.asarray(growth - natural - moved))


def rate_of_natural_increase(births: ArrayLike, deaths: ArrayLike, person_years: ArrayLike) -> Array:
    """Births less deaths per person-year (RNI); negative where more die. (...), (...), (...) -> (...)"""
    return np.asarray(rate(births, person_years) - rate(deaths, person_years))


def net_migration_rate(arrivals: ArrayLike, departures: ArrayLike, person_years: ArrayLike) -> Array:
    """Arrivals less departures per person-year. (...), (...), (...) -> (...)

    Over all areas of a nation the internal numbers, not these rates, sum to nothing.
    """
    return np.asarray(rate(arrivals, person_years) - rate(departures, person_years))


def migration_effectiveness(arrivals: ArrayLike, departures: ArrayLike) -> Array:
    """Net migration per move in or out, from -1 (all leave) to 1 (all arrive). (...), (...) -> (...)

    Shryock & Siegel (1976), The Methods and Materials of Demography, ch. 21.
    """
    come, go = quantities("arrivals", arrivals), quantities("departures", departures)
    moves = come + go
    return np.divide(come - go, moves, out=np.full(moves.shape, np.nan), where=moves > 0)


def growth_rate(start: ArrayLike, end: ArrayLike, *, years: float) -> Array:
    """Growth per person a year, exponential: ln(end / start) / years. (...), (...) -> (...)"""
    if not years > 0:
        raise ValueError(f"growth over {years} years has no rate")
    grown = ratio(end, start)
    return np.asarray(np.log(grown, out=np.full(grown.shape, np.nan), where=grown > 0) / years)


def doubling_time(growth: ArrayLike) -> Array:
    """Years in which a population doubles at a constant rate; nan if it does not grow. (...) -> (...)"""
    grown = validation.floats("growth rate", growth)
    return np.asarray(np.divide(np.log(2), grown, out=np.full(grown.shape, np.nan), where=grown > 0))
