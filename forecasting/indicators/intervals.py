"""How sure a rate is when events are few: exact intervals, and a class a reader can be told.

Counts of events in a register are taken as Poisson, shares of events as binomial. The interval is of the rate that a
place of this size could have shown by chance; it does not hold under-registration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri

from forecasting import validation
from forecasting.axes import FEMALE, Array
from forecasting.indicators.rates import quantities, ratio
from forecasting.interval_levels import LEVEL

#: Fewest events of each class: below 20 a rate's relative standard error passes 23 %, and the National Center for
#: Health Statistics does not publish it (NCHS, Deaths: Final Data, technical notes); from 100 it is 10 % or less.
RELIABLE, CAUTION = 100, 20
CLASSES = ("reliable", "caution", "unreliable")
#: Fewer births than this do not rank areas by their sex ratio: the interval is then 0.25 wide and more
LEAST_BIRTHS = 1000


def poisson_interval(events: ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """The lowest and highest expected number of events that this count is not surprising under. (...) -> (...), (...)

    Exact: Garwood (1936), Biometrika 28:437-442.
    """
    count, tail = quantities("events", events), _tail(level)
    # nan counts stay nan; a count of 0 has no lower bound but 0
    low = np.where(count == 0, 0.0, gammaincinv(np.where(count == 0, 1.0, count), tail))
    return np.asarray(low), np.asarray(gammaincinv(count + 1, 1 - tail))


def rate_interval(events: ArrayLike, person_years: ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """Bounds of a rate per person-year. (...), (...) -> (...), (...)"""
    low, high = poisson_interval(events, level=level)
    return ratio(low, person_years), ratio(high, person_years)


def binomial_interval(part: ArrayLike, whole: ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """Bounds of a share, part of the whole, each counted. (...), (...) -> (...), (...)

    Wilson's score interval (1927), Journal of the American Statistical Association 22:209-212.
    """
    numerator, all_of = quantities("part", part), quantities("whole", whole)
    if (numerator > all_of).any():
        raise ValueError("a part is greater than its whole: are the two in the right order?")
    z = float(ndtri(1 - _tail(level)))
    share = ratio(numerator, all_of)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(share * (1 - share) / all_of + z**2 / (4 * all_of**2))
        middle, shrink = share + z**2 / (2 * all_of), 1 + z**2 / all_of
        low, high = (middle - spread) / shrink, (middle + spread) / shrink
    # none and all are bounds to the last digit; nothing counted has none
    low = np.where((numerator == 0) & (all_of > 0), 0.0, low)
    high = np.where((numerator == all_of) & (all_of > 0), 1.0, high)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def sex_ratio_interval(births: ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """Bounds of male births per female birth. (..., sex) -> (...), (...)

    From the binomial interval of the share of boys.
    """
    by_sex = quantities("births", births)
    low, high = binomial_interval(by_sex[..., 1 - FEMALE], by_sex.sum(-1), level=level)
    # the share of girls by itself: what is left of 1 beside nearly all boys would have lost its last digits
    fewest, most = binomial_interval(by_sex[..., FEMALE], by_sex.sum(-1), level=level)
    with np.errstate(divide="ignore"):
        return np.asarray(low / most), np.asarray(high / fewest)


def standardised_rate_interval(
    events: ArrayLike, person_years: ArrayLike, standard: ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Bounds of a directly standardised rate. (..., age), (..., age), (age) -> (...), (...)

    Gamma interval of Fay & Feuer (1997), Statistics in Medicine 16:791-801; with one age group it is Garwood's.
    """
    count, lived = quantities("events", events), quantities("person-years", person_years)
    weights = quantities("standard population", standard)
    each = ratio(np.broadcast_to(weights / weights.sum(-1, keepdims=True), lived.shape), lived)
    rate, variance = (each * count).sum(-1), (each**2 * count).sum(-1)
    most, tail = each.max(-1), _tail(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = variance / rate * gammaincinv(rate**2 / variance, tail)
        above = variance + most**2
        high = above / (rate + most) * gammaincinv((rate + most) ** 2 / above, 1 - tail)
    return np.where(rate == 0, 0.0, low), np.asarray(high)


def weighted_mean_interval(
    events: ArrayLike, person_years: ArrayLike, weights: ArrayLike, values: ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Bounds of a mean of ``values`` weighted by rates, as the mean age at childbearing is. (..., age) four times -> (...), (...)

    sum(w m v) / sum(w m) of rates m = events / person-years, ``weights`` w the years in each group: normal, each count's
    variance its own number (delta method). nan where nothing happened.
    """
    count, lived = quantities("events", events), quantities("person-years", person_years)
    each = np.nan_to_num(ratio(np.broadcast_to(quantities("weights", weights), lived.shape), lived))
    place, whole = np.asarray(values, dtype=np.float64), (each * count).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (each * count * place).sum(-1) / whole
        spread = np.sqrt((each**2 * count * (place - mean[..., np.newaxis]) ** 2).sum(-1)) / whole
    half = float(ndtri(1 - _tail(level))) * spread
    return np.asarray(mean - half), np.asarray(mean + half)


def reliability(events: ArrayLike) -> NDArray[np.str_]:
    """Whether a rate of so many events can be read: reliable, caution or unreliable; empty where unknown. (...) -> (...)"""
    count = quantities("events", events)
    classes = np.asarray(CLASSES)[(count < RELIABLE).astype(int) + (count < CAUTION)]
    return np.where(np.isnan(count), "", classes)


def _tail(level: float) -> float:
    """The chance left out at each end."""
    if not 0 < level < 1:
        raise ValueError(f"an interval at level {validation.value_text(level)} does not exist: 0.95 is usual")
    return (1 - level) / 2
