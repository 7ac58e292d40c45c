"""Mortality at all ages from the child's chance of dying, and one more number for adults.

ln m(x) = a + b h + c h^2 + v k, with h = ln 5q0 and k the excess of adult mortality, 0 in the average of the
719 life tables of the Human Mortality Database the model was fitted to. Ages 1-4 follow from 5q0 and 1q0.
Wilmoth, Zureick, Canudas-Romo, Inoue & Sawyer (2012), Population Studies 66:1, table 3 (coefficients of women
and men).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.life_table import infant_years, table_from_rates
from forecasting.mortality import refuse_unreachable, target_years

AGES = AgeGroups.abridged(110)
CHILD_MORTALITY = (1e-4, 0.6)

# One row for each of the ages 0, 5-9, 10-14 ... 110+: a, b, c, v.
WOMEN = (
    (-0.6619, 0.7684, -0.0277, 0.0000),
    (-2.5608, 1.7937, 0.1082, 0.2788),
    (-3.2435, 1.6653, 0.1088, 0.3423),
    (-3.1099, 1.5797, 0.1147, 0.4007),
    (-2.9789, 1.5053, 0.1011, 0.4133),
    (-3.0185, 1.3729, 0.0815, 0.3884),
    (-3.0201, 1.2879, 0.0778, 0.3391),
    (-3.1487, 1.1071, 0.0637, 0.2829),
    (-3.2690, 0.9339, 0.0533, 0.2246),
    (-3.5202, 0.6642, 0.0289, 0.1774),
    (-3.4076, 0.5556, 0.0208, 0.1429),
    (-3.2587, 0.4461, 0.0101, 0.1190),
    (-2.8907, 0.3988, 0.0042, 0.0807),
    (-2.6608, 0.2591, -0.0135, 0.0571),
    (-2.2949, 0.1759, -0.0229, 0.0295),
    (-2.0414, 0.0481, -0.0354, 0.0114),
    (-1.7308, -0.0064, -0.0347, 0.0033),
    (-1.4473, -0.0531, -0.0327, 0.0040),
    (-1.1582, -0.0617, -0.0259, 0.0000),
    (-0.8655, -0.0598, -0.0198, 0.0000),
    (-0.6294, -0.0513, -0.0134, 0.0000),
    (-0.4282, -0.0341, -0.0075, 0.0000),
    (-0.2966, -0.0229, -0.0041, 0.0000),
)
MEN = (
    (-0.5101, 0.8164, -0.0245, 0.0000),
    (-3.0435, 1.5270, 0.0817, 0.1720),
    (-3.9554, 1.2390, 0.0638, 0.1683),
    (-3.9374, 1.0425, 0.0750, 0.2161),
    (-3.4165, 1.1651, 0.0945, 0.3022),
    (-3.4237, 1.1444, 0.0905, 0.3624),
    (-3.4438, 1.0682, 0.0814, 0.3848),
    (-3.4198, 0.9620, 0.0714, 0.3779),
    (-3.3829, 0.8337, 0.0609, 0.3530),
    (-3.4456, 0.6039, 0.0362, 0.3060),
    (-3.4217, 0.4001, 0.0138, 0.2564),
    (-3.4144, 0.1760, -0.0128, 0.2017),
    (-3.1402, 0.0921, -0.0216, 0.1616),
    (-2.8565, 0.0217, -0.0283, 0.1216),
    (-2.4114, 0.0388, -0.0235, 0.0864),
    (-2.0411, 0.0093, -0.0252, 0.0537),
    (-1.6456, 0.0085, -0.0221, 0.0316),
    (-1.3203, -0.0183, -0.0219, 0.0061),
    (-1.0368, -0.0314, -0.0184, 0.0000),
    (-0.7310, -0.0170, -0.0133, 0.0000),
    (-0.5024, -0.0081, -0.0086, 0.0000),
    (-0.3275, 0.0001, -0.0048, 0.0000),
    (-0.2212, 0.0028, -0.0027, 0.0000),
)
COEFFICIENTS = np.array([WOMEN, MEN])  # (sex, age without 1-4, coefficient)


def death_rates(child_mortality: ArrayLike, adult_excess: ArrayLike = 0.0) -> Array:
    """Death rates by 0, 1-4, 5-9 ... 110+ from 5q0 and k. (..., sex), (..., sex) -> (..., sex, age)"""
    dying = validation.shaped("5q0", validation.floats("5q0", child_mortality), ("sex",))
    validation.within("5q0", dying, CHILD_MORTALITY, "is it per 1,000?", ("sex",))
    excess = validation.finite("adult excess", validation.floats("adult excess", adult_excess), ())
    h, k = (np.broadcast_arrays(np.log(dying), excess)[i][..., np.newaxis] for i in (0, 1))
    a, b, c, v = np.moveaxis(COEFFICIENTS, -1, 0)
    rates = np.exp(a + b * h + c * h**2 + v * k)
    infant = rates[..., 0]
    a0 = infant_years(infant, "coale_demeny")
    before_one = np.minimum(infant / (1 + (1 - a0) * infant), dying[..., :])
    after_one = 1 - (1 - dying) / (1 - before_one)
    # m of ages 1-4 at the usual 1.5 years lived there by those who die.
    early = after_one / (4 - 2.5 * after_one)
    return np.concatenate([rates[..., :1], early[..., np.newaxis], rates[..., 1:]], axis=-1)


def longest_life() -> Array:
    """The life expectancy at which the model ends, about 94 years for women and 86 for men. -> (sex)"""
    lowest = np.full(2, CHILD_MORTALITY[0])
    return table_from_rates(death_rates(lowest), AGES, "coale_demeny").e[..., 0]


def death_rates_at(life_expectancy: ArrayLike, adult_excess: ArrayLike = 0.0) -> Array:
    """The model's death rates at a life expectancy at birth. years (..., sex) -> (..., sex, age)"""
    target = target_years(life_expectancy, (2,))

    def expectancy(minus_h: Array) -> Array:
        return table_from_rates(death_rates(np.exp(-minus_h), adult_excess), AGES, "coale_demeny").e[..., 0]

    low, high = -np.log(CHILD_MORTALITY[1]), -np.log(CHILD_MORTALITY[0])
    level = solve_increasing(expectancy, target, low, high * (1 - 1e-12), tolerance=1e-9)
    refuse_unreachable(level, target)
    return death_rates(np.exp(-level), adult_excess)
