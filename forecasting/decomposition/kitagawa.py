"""The difference between two crude rates: who the people are, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import Array, freeze
from forecasting.indicators.rates import quantities, ratio


@dataclass(frozen=True, eq=False)
class RateDifference:
    """Second crude rate less the first: ``difference`` = sum of composition + sum of rates. Both are (..., group)."""

    first: Array
    second: Array
    composition: Array
    rates: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def difference(self) -> Array:
        """Second less first. (...)"""
        return np.asarray(self.second - self.first)


def crude_rate_difference(
    people_1: ArrayLike, rates_1: ArrayLike, people_2: ArrayLike, rates_2: ArrayLike
) -> RateDifference:
    """Two crude rates, their difference by composition and by rates of the groups. four of (..., group)

    Composition effect: sum of (c2 - c1)(m1 + m2)/2; rate effect: sum of (m2 - m1)(c1 + c2)/2. Kitagawa (1955),
    Journal of the American Statistical Association 50:1168-1194; Preston, Heuveline & Guillot (2001), box 2.2.
    """
    shares = [_shares(people) for people in (people_1, people_2)]
    rates = [quantities("rate", each) for each in (rates_1, rates_2)]
    composition = (shares[1] - shares[0]) * (rates[0] + rates[1]) / 2
    change = (rates[1] - rates[0]) * (shares[0] + shares[1]) / 2
    first, second = (np.asarray((share * rate).sum(-1)) for share, rate in zip(shares, rates, strict=True))
    return RateDifference(first, second, composition, change)


def _shares(people: ArrayLike) -> Array:
    """Each group's part of all. (..., group) -> same"""
    counts = quantities("population", people)
    return ratio(counts, np.broadcast_to(counts.sum(-1, keepdims=True), counts.shape))
