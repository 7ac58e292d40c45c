"""Whether people gave round ages: four tests of a population by single years of age.

Each looks at middle ages, where a true age distribution is near a straight line: among children and the old it bends,
and the bend would be taken for a preference. A dip in births is taken for one too, where it is one year wide.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import quantities, ratio

#: Ages of Whipple's index and of its descendants
YOUNGEST, OLDEST = 23, 62
#: Ages over which Myers' index blends: 10-19 first among the tens, then 20-29
BLENDED_FROM, BLENDED_TO = 10, 90
DIGITS = 10
#: Least Whipple's index of each class but the first. United Nations (1955), Manual II, ch. III
WHIPPLE_CLASSES = (105.0, 110.0, 125.0, 175.0)


def whipple_index(population: ArrayLike, ages: AgeGroups) -> Array:
    """Preference for ages ending in 0 and 5: 100 for none, 500 if nobody gave another. (..., age) -> (...)

    People of 25, 30 ... 60 over a fifth of all aged 23-62, times 100.
    Shryock, Siegel & Associates (1976), condensed edition, ch. 8, pp. 116-117.
    """
    people = _single(population, ages)
    round_ages = people[..., 25:61:5].sum(-1)
    return 500 * ratio(round_ages, people[..., YOUNGEST : OLDEST + 1].sum(-1))


def whipple_class(index: ArrayLike) -> NDArray[np.int64]:
    """0 highly accurate, 1 fairly accurate, 2 approximate, 3 rough, 4 very rough; -1 unknown. (...) -> (...)

    Bounds 105, 110, 125 and 175 of the United Nations (1955), Manual II, ch. III.
    """
    values = quantities("Whipple's index", index)
    return np.where(np.isnan(values), -1, np.digitize(values, WHIPPLE_CLASSES)).astype(np.int64)


def modified_whipple_index(population: ArrayLike, ages: AgeGroups) -> Array:
    """Preference for each last digit, 1 for none. (..., age) -> (..., digit)

    People whose age ends in the digit over a fifth of those within two years of it, ages 23-62.
    Noumbissi (1992), Population 47(4), pp. 1038-1041; as extended by Spoorenberg (2007), Population-E 62(4), 729-741.
    """
    people = _single(population, ages)
    digits = []
    for digit in range(DIGITS):
        chosen = [age for age in range(YOUNGEST, OLDEST + 1) if age % DIGITS == digit]
        neighbours = sum(people[..., age - 2 : age + 3].sum(-1) for age in chosen)
        digits.append(5 * ratio(people[..., chosen].sum(-1), neighbours))
    return np.stack(digits, axis=-1)


def total_modified_whipple_index(population: ArrayLike, ages: AgeGroups) -> Array:
    """All preferences and avoidances together, 0 for none. (..., age) -> (...)

    The sum over digits of the distance of the modified index from 1. Spoorenberg (2007), p. 733.
    """
    return np.asarray(np.abs(modified_whipple_index(population, ages) - 1).sum(-1))


def digit_preference(population: ArrayLike, ages: AgeGroups) -> Array:
    """Share of people for each last digit, less the tenth it should have (Myers' blended). (..., age) -> (..., digit)

    The tens begin once at 10 and once at 20, weighted so that no digit leads because fewer people are older.
    Myers (1940), Transactions of the Actuarial Society of America 41, pp. 395-415; Shryock et al. (1976), pp. 117-118.
    """
    people = _single(population, ages)[..., BLENDED_FROM:BLENDED_TO]
    tens = people.reshape(*people.shape[:-1], (BLENDED_TO - BLENDED_FROM) // DIGITS, DIGITS)
    weight = np.arange(1, DIGITS + 1)
    blended = tens[..., :-1, :].sum(-2) * weight + tens[..., 1:, :].sum(-2) * (DIGITS - weight)
    return np.asarray(ratio(blended, blended.sum(-1, keepdims=True)) - 1 / DIGITS)


def myers_index(population: ArrayLike, ages: AgeGroups) -> Array:
    """Percent of people whose age must end in another digit for no preference to be left. (..., age) -> (...)

    0 for none, 90 if all ages end in one digit: half the sum of deviations, as Shryock et al. (1976), p. 118. The
    workbook SINGAGE of the U.S. Census Bureau prints the whole sum, twice this.
    """
    return np.asarray(50 * np.abs(digit_preference(population, ages)).sum(-1))


def bachi_index(population: ArrayLike, ages: AgeGroups) -> Array:
    """Percent of people who moved to a preferred digit, 0 for none, 90 at most. (..., age) -> (...)

    For each digit the people whose age ends in it over those of the fifty years around their mean age: a straight
    line of ages gives each a tenth exactly. Bachi (1951), Bulletin of the International Statistical Institute 33(4),
    pp. 195-222; the fifty years as in SINGAGE, Arriaga (1994), Population Analysis with Microcomputers I, ch. II.
    """
    people = _single(population, ages)
    shares = []
    for digit in range(DIGITS):
        middle = next(age for age in range(48, 53) if age % 5 == digit % 5)
        width = np.ones(51)
        width[[0, -1]] = 0.5
        span = people[..., middle - 25 : middle + 26] * width
        ends_in_it = np.arange(middle - 25, middle + 26) % DIGITS == digit
        shares.append(ratio(span[..., ends_in_it].sum(-1), span.sum(-1)))
    deviation = np.stack(shares, axis=-1) - 1 / DIGITS
    return np.asarray(50 * np.abs(deviation).sum(-1))


def _single(population: ArrayLike, ages: AgeGroups) -> Array:
    """People by single age to 89; groups of five hide what is looked for."""
    people = validation.shaped("population", quantities("population", population), ("age",), ages)
    if ages.lower[: BLENDED_TO + 1] != tuple(range(BLENDED_TO + 1)):
        raise ValueError(
            f"age heaping is seen in single years of age to {BLENDED_TO - 1}; these ages are "
            f"{', '.join(ages.labels[:3])} ... {ages.labels[-1]}: use the table before it was grouped"
        )
    return people
