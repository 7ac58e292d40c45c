"""How complete a register is, and how late: registered events over those expected, and counts by delay.

An expectation is only as good as its rates and its population: say which they are wherever completeness is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import quantities, ratio

LARGEST_CRUDE_RATE = 0.1


def completeness(registered: ArrayLike, expected: ArrayLike) -> Array:
    """Registered events for each one expected, 1 when all are there; over 1 is left as it is. (...), (...) -> (...)

    More than 1 means that one of the two is wrong: events of other years or areas in the register, residents whom
    the population does not count, or rates that are too low.
    """
    return ratio(registered, expected)


def expected_births_from_rate(crude_birth_rate: ArrayLike, person_years: ArrayLike) -> Array:
    """Births of a year at a birth rate known from elsewhere, per person-year. (...), (...) -> (...)"""
    rate = quantities("crude birth rate", crude_birth_rate)
    validation.not_above("crude birth rate", rate, LARGEST_CRUDE_RATE, "is the rate per 1,000?", ())
    return np.asarray(rate * quantities("person-years", person_years))


def expected_births(asfr: ArrayLike, women: ArrayLike) -> Array:
    """Births of a year at rates known from elsewhere: rate times woman-years, all ages. (..., age), (..., age) -> (...)"""
    return np.asarray((quantities("birth rate", asfr) * quantities("women", women)).sum(-1))


def expected_deaths(mx: ArrayLike, person_years: ArrayLike) -> Array:
    """Deaths of a year at death rates known from elsewhere. (..., sex, age), (..., sex, age) -> (...)"""
    return np.asarray((quantities("death rate", mx) * quantities("person-years", person_years)).sum((-2, -1)))


def share_registered_within(events: ArrayLike, delays: Sequence[int], days: int) -> Array:
    """Share of events registered in fewer than ``days`` days after they happened. (..., delay) -> (...)

    ``delays`` are the least days of each class, the last class open: (0, 15, 60) is under 15, 15-59, 60 and over.
    The period asked for must be one of them. The youngest events have had no time to be late: leave them out.
    """
    by_delay = validation.shaped("events", quantities("events", events), ("delay",), _classes(delays))
    if days not in delays[1:]:
        raise ValueError(
            f"no class of delays ends at {days} days; they end at {', '.join(map(str, delays[1:]))}"
        )
    return ratio(by_delay[..., : list(delays).index(days)].sum(-1), by_delay.sum(-1))


def median_delay(events: ArrayLike, delays: Sequence[int]) -> Array:
    """Days by which half of the events were registered, even inside a class. (..., delay) -> (...)

    nan where that is in the open class, which has no end to be even over.
    """
    classes = _classes(delays)
    by_delay = validation.shaped("events", quantities("events", events), ("delay",), classes)
    reached = ratio(np.cumsum(by_delay, axis=-1), by_delay.sum(-1, keepdims=True))
    place = np.minimum((reached < 0.5).sum(-1), len(delays) - 1)
    inside = np.take_along_axis(reached, place[..., np.newaxis], -1)[..., 0]
    share = ratio(np.take_along_axis(by_delay, place[..., np.newaxis], -1)[..., 0], by_delay.sum(-1))
    days = np.asarray(delays, dtype=np.float64)[place] + classes.width[place] * (
        1 - ratio(inside - 0.5, share)
    )
    return np.asarray(np.where(np.isfinite(days), days, np.nan))


def _classes(delays: Sequence[int]) -> AgeGroups:
    """Delays are ages of a registration: least days of each class, the last open."""
    return AgeGroups(tuple(delays))
