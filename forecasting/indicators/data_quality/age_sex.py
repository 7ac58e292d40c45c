"""Whether sexes and ages fit each other: ratios between neighbouring groups, and the United Nations' joint score.

The score takes every bend in the age structure for an error. A baby boom, a war or migrants raise it in a perfect
count: read it beside the age pyramid, and compare an area with itself before comparing it with others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting import validation
from forecasting.axes import FEMALE, MALE, AgeGroups, Array, freeze
from forecasting.indicators.rates import quantities, ratio
from forecasting.interval_levels import NORMAL_HALF_WIDTH

LAST_SCORED_AGE = 75  # 70-74 is the last group: beyond it groups are small and often open
SMALL = 1_000_000
#: Least score of each class but the first: inaccurate, highly inaccurate. United Nations (1955), Manual II, p. 42
ACCURACY_CLASSES = (20.0, 40.0)


@dataclass(frozen=True, eq=False)
class AgeSexAccuracy:
    """The United Nations' scores: sex_ratio (...), age_ratio (..., sex), joint (...). 0 is a smooth population."""

    sex_ratio: Array
    age_ratio: Array
    joint: Array

    def __post_init__(self) -> None:
        freeze(self)


def sex_ratios(population: ArrayLike) -> Array:
    """Males per 100 females at each age. (..., sex, age) -> (..., age)"""
    people = quantities("population", population)
    return 100 * ratio(people[..., MALE, :], people[..., FEMALE, :])


def age_ratios(population: ArrayLike) -> Array:
    """Each age group per 100 of the mean of its two neighbours; nan at both ends. (..., age) -> (..., age)

    Of closed groups of one width. United Nations (1952), Population Bulletin 2, pp. 59-79.
    """
    people = quantities("population", population)
    inner = ratio(people[..., 1:-1], (people[..., :-2] + people[..., 2:]) / 2)
    ends = np.full((*people.shape[:-1], 1), np.nan)
    return np.concatenate([ends, 100 * inner, ends], axis=-1)


def age_sex_accuracy(population: ArrayLike, ages: AgeGroups) -> AgeSexAccuracy:
    """The joint score of ages 0-74: three times the sex ratio score and both age ratio scores. (..., sex, age) -> scores

    Sex ratio score: mean step between the ratios of neighbouring groups. Age ratio score: mean distance from 100.
    Fewer than a million people bring scatter that is no error, which is taken off: 3,500 / sqrt(people) - 3.5.
    United Nations (1952), Population Bulletin 2, pp. 59-79, and (1955), Manual II, pp. 42-43.
    """
    people = _five_year(population, ages)
    sex_ratio = np.abs(np.diff(sex_ratios(people), axis=-1)).mean(-1)
    age_ratio = np.abs(age_ratios(people)[..., 1:-1] - 100).mean(-1)
    total = validation.counts("population", population, ages).sum((-2, -1))
    scatter = np.where(total < SMALL, 3500 * ratio(1.0, np.sqrt(total)) - 3.5, 0.0)
    return AgeSexAccuracy(sex_ratio, age_ratio, 3 * sex_ratio + age_ratio.sum(-1) - scatter)


def accuracy_class(joint: ArrayLike) -> NDArray[np.int64]:
    """0 accurate (under 20), 1 inaccurate (20-40), 2 highly inaccurate; -1 unknown. (...) -> (...)"""
    values = validation.floats("joint score", joint)  # small populations may score below 0
    return np.where(np.isnan(values), -1, np.digitize(values, ACCURACY_CLASSES)).astype(np.int64)


def sex_ratio_interval(males: ArrayLike, females: ArrayLike) -> tuple[Array, Array, Array]:
    """Males per 100 females, with the bounds of its 95 % binomial interval. (...), (...) -> (...), (...), (...)

    Wilson (1927), Journal of the American Statistical Association 22, pp. 209-212: holds for few births too. Below
    about a thousand births it spans all plausible ratios: do not rank.
    """
    boys, girls = quantities("males", males), quantities("females", females)
    births = boys + girls
    share = ratio(boys, births)
    spread = NORMAL_HALF_WIDTH**2 / np.where(births > 0, births, np.nan)
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    low, high = np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
    return 100 * ratio(boys, girls), 100 * ratio(low, 1 - low), 100 * ratio(high, 1 - high)


def _five_year(population: ArrayLike, ages: AgeGroups) -> Array:
    """The closed five-year groups to 74."""
    people = validation.counts("population", population, ages)
    if ages.lower[:16] != tuple(range(0, LAST_SCORED_AGE + 1, 5)):
        raise ValueError(
            f"the score is of five-year groups 0-4 to 70-74; these are {', '.join(ages.labels[:3])} ... "
            f"{ages.labels[-1]}: add single years up first, and do not use tables that end below 75"
        )
    return people[..., ages.between(0, LAST_SCORED_AGE)]
