"""Regional model life tables of Coale and Demeny: West, North, East and South, to any life expectancy.

Two regressions of the probability of dying on life expectancy at age 10 hold at each age to 75-79: q = A + B e10
where mortality is high and log10(10,000 q) = A' + B' e10 where it is low; between the two points at which the curves
cross, their mean. From 80 on the hazard follows Gompertz to a level at 105 set by q(75-79).
Coale, Demeny & Vaughan (1983), Regional Model Life Tables and Stable Populations, 2nd ed., ch. 2 and its tables of
coefficients, as recomputed in public implementations. Their misprints are put right by the book's own construction: the
two curves of an age cross twice, near e10 of 50 and of 61, as those of the other ages do. Where the figure in circulation
does not, the one digit that makes it so was put: North women age 5 A 0.19376 and age 20 B' -0.05372, North men age 60 B
-0.006124, South women age 1 A' 5.8815 (not 5.9815), West men age 75 A 0.89876 (not 0.98976), East men age 5 B' -0.0806
(not -0.0876), and the level of men at 105. Women's levels 1 to 25 of all families then come out at their life
expectancies (20 to 80 in steps of 2.5) within 0.1 years.
"""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, MALE, SEXES, AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.life_table import table_from_rates, years_lived_by_the_dying

Family = Literal["west", "north", "east", "south"]
FAMILIES: tuple[Family, ...] = get_args(Family)
AGES = AgeGroups.abridged(100)
LOWEST_E10, HIGHEST_E10 = 18.0, 115.0
LEVEL_AT_105 = {FEMALE: 0.613, MALE: 0.551}

# family -> sex -> (A, B, A', B') at ages 0, 1, 5, 10, ... 75
COEFFICIENTS: dict[Family, tuple[tuple[tuple[float, ...], ...], ...]] = {
    "west": (
        (
            (0.53774, 0.39368, 0.10927, 0.08548, 0.10979, 0.1358, 0.15134, 0.17032, 0.18464, 0.1939, 0.20138, 0.2535, 0.31002, 0.43445, 0.53481, 0.69394, 0.84589),
            (-0.008044, -0.006162, -0.001686, -0.00132, -0.001672, -0.002051, -0.002276, -0.002556, -0.002745, -0.002828, -0.002831, -0.003487, -0.004118, -0.005646, -0.00646, -0.007713, -0.008239),
            (5.8992, 7.4576, 6.2018, 5.9627, 5.9335, 5.9271, 5.8145, 5.6578, 5.3632, 4.96, 4.5275, 4.4244, 4.3131, 4.3439, 4.2229, 4.1838, 4.1294),
            (-0.05406, -0.08834, -0.0741, -0.07181, -0.06812, -0.06577, -0.06262, -0.05875, -0.05232, -0.0438, -0.03436, -0.03004, -0.02554, -0.02295, -0.01773, -0.01376, -0.00978),
        ),
        (
            (0.63726, 0.40548, 0.10393, 0.07435, 0.0988, 0.14009, 0.15785, 0.1826, 0.21175, 0.25049, 0.27894, 0.33729, 0.38425, 0.48968, 0.59565, 0.73085, 0.89876),
            (-0.009958, -0.006653, -0.001662, -0.001183, -0.001539, -0.002183, -0.002479, -0.002875, -0.003312, -0.003864, -0.004158, -0.004856, -0.00519, -0.0063, -0.007101, -0.007911, -0.008695),
            (5.8061, 7.1062, 5.4472, 5.0654, 4.87, 5.0677, 5.266, 5.3438, 5.2792, 5.0415, 4.6666, 4.4506, 4.2202, 4.1851, 4.1249, 4.1051, 4.1133),
            (-0.05338, -0.08559, -0.06295, -0.05817, -0.0507, -0.05156, -0.05471, -0.05511, -0.05229, -0.04573, -0.03637, -0.02961, -0.02256, -0.01891, -0.01491, -0.01161, -0.00895),
        ),
    ),
    "north": (
        (
            (0.47504, 0.45025, 0.19376, 0.10041, 0.10126, 0.11261, 0.13137, 0.15448, 0.17693, 0.1844, 0.1944, 0.22364, 0.30043, 0.41033, 0.56691, 0.77206, 0.96175),
            (-0.006923, -0.006805, -0.002928, -0.001497, -0.00148, -0.001618, -0.001893, -0.002239, -0.002566, -0.002612, -0.002712, -0.003011, -0.004053, -0.005394, -0.007187, -0.009334, -0.010681),
            (5.7332, 7.6298, 7.1271, 6.1089, 5.4984, 5.2649, 5.2547, 5.3691, 5.3186, 4.9099, 4.6164, 4.3673, 4.4363, 4.4163, 4.403, 4.3826, 4.3108),
            (-0.05133, -0.08909, -0.08647, -0.07192, -0.05955, -0.05372, -0.05236, -0.05339, -0.05136, -0.04261, -0.03627, -0.02961, -0.02858, -0.02511, -0.02152, -0.01784, -0.01355),
        ),
        (
            (0.54327, 0.46169, 0.18983, 0.09551, 0.09666, 0.13472, 0.14325, 0.1528, 0.17535, 0.20924, 0.24673, 0.28578, 0.36171, 0.45849, 0.59986, 0.82662, 1.03681),
            (-0.008251, -0.00729, -0.002974, -0.001476, -0.001422, -0.001968, -0.002103, -0.002244, -0.002589, -0.003083, -0.003605, -0.004016, -0.005037, -0.006124, -0.007677, -0.010241, -0.011906),
            (5.6151, 7.2025, 6.1947, 5.3488, 4.5662, 4.697, 4.7661, 4.7248, 4.7568, 4.728, 4.602, 4.3499, 4.3718, 4.2977, 4.2858, 4.3482, 4.3197),
            (-0.05022, -0.08475, -0.07195, -0.06047, -0.04322, -0.04277, -0.04372, -0.04236, -0.04197, -0.03986, -0.03578, -0.02857, -0.02682, -0.02244, -0.01913, -0.0171, -0.01357),
        ),
    ),
    "east": (
        (
            (0.78219, 0.46584, 0.13739, 0.076, 0.10067, 0.13039, 0.15401, 0.16941, 0.18184, 0.18555, 0.19407, 0.24415, 0.3449, 0.49585, 0.68867, 0.88452, 1.07727),
            (-0.011679, -0.007284, -0.002136, -0.001166, -0.001529, -0.001973, -0.002335, -0.002559, -0.002718, -0.002718, -0.002746, -0.003376, -0.004723, -0.006651, -0.008874, -0.010551, -0.011513),
            (5.8529, 7.2269, 6.3204, 5.6332, 5.578, 5.5872, 5.6149, 5.4593, 5.1881, 4.8186, 4.4509, 4.3702, 4.448, 4.4917, 4.4702, 4.3759, 4.2972),
            (-0.05064, -0.08351, -0.0759, -0.06684, -0.06295, -0.06081, -0.06004, -0.05616, -0.05, -0.04209, -0.03368, -0.02966, -0.02807, -0.02544, -0.02152, -0.0164, -0.01191),
        ),
        (
            (1.07554, 0.55179, 0.15292, 0.06856, 0.1006, 0.14725, 0.15127, 0.17022, 0.20786, 0.24876, 0.28685, 0.32623, 0.38906, 0.49337, 0.66168, 0.84188, 1.03876),
            (-0.017228, -0.009201, -0.002523, -0.001096, -0.001578, -0.002312, -0.002381, -0.002686, -0.003277, -0.003868, -0.00432, -0.004654, -0.005243, -0.006341, -0.008182, -0.009644, -0.01078),
            (6.3796, 7.8944, 6.4371, 5.1199, 4.9229, 5.1056, 5.1036, 5.1685, 5.1986, 5.0221, 4.6915, 4.3492, 4.1849, 4.1647, 4.2175, 4.2171, 4.2155),
            (-0.06124, -0.09934, -0.0806, -0.05978, -0.05182, -0.05225, -0.05207, -0.05244, -0.05131, -0.04577, -0.03697, -0.02767, -0.02171, -0.01842, -0.01634, -0.01324, -0.01035),
        ),
    ),
    "south": (
        (
            (0.52069, 0.68268, 0.17066, 0.09, 0.12189, 0.15083, 0.16073, 0.16719, 0.17408, 0.17278, 0.178, 0.22639, 0.30167, 0.47682, 0.6744, 0.92943, 1.16023),
            (-0.007051, -0.010453, -0.002657, -0.00138, -0.001851, -0.002279, -0.002412, -0.002505, -0.002583, -0.002504, -0.002513, -0.00314, -0.00413, -0.006501, -0.008891, -0.011532, -0.013009),
            (4.5097, 5.8815, 5.6479, 5.1045, 5.2384, 5.1708, 5.0949, 4.9291, 4.8035, 4.4917, 4.2693, 4.1982, 4.2724, 4.4242, 4.4554, 4.4348, 4.3542),
            (-0.02566, -0.05332, -0.06136, -0.05537, -0.05494, -0.05171, -0.04945, -0.0459, -0.0428, -0.03615, -0.03092, -0.02717, -0.02588, -0.02491, -0.0219, -0.01775, -0.01296),
        ),
        (
            (0.61903, 0.70613, 0.16455, 0.07634, 0.11449, 0.17104, 0.17171, 0.16483, 0.17905, 0.20606, 0.23208, 0.28, 0.35245, 0.49465, 0.66947, 0.89759, 1.10111),
            (-0.008974, -0.011375, -0.002674, -0.001207, -0.00181, -0.002693, -0.00271, -0.002535, -0.002734, -0.003081, -0.00337, -0.003917, -0.004765, -0.006569, -0.008608, -0.010843, -0.011806),
            (4.7096, 6.3246, 5.64, 4.6816, 4.9454, 5.2748, 5.1168, 4.8459, 4.766, 4.5796, 4.3559, 4.1918, 4.1492, 4.2479, 4.3069, 4.3251, 4.2684),
            (-0.0298, -0.06433, -0.06389, -0.05008, -0.0517, -0.05458, -0.05152, -0.04547, -0.04292, -0.03738, -0.03116, -0.02547, -0.02193, -0.02063, -0.01863, -0.01552, -0.01123),
        ),
    ),
}  # fmt: skip


def death_rates(family: Family, life_expectancy: ArrayLike) -> Array:
    """Death rates of a family at wanted life expectancies at birth. (..., sex) -> (..., sex, age) by 0, 1-4 ... 100+

    Reaches from about 18 to 95 years for each sex; outside, the value is named.
    """
    if family not in COEFFICIENTS:
        raise ValueError(f"no family {family!r}: the families are {', '.join(FAMILIES)}")
    target = validation.shaped(
        "life expectancy", validation.floats("life expectancy", life_expectancy), ("sex",)
    )
    validation.finite("life expectancy", target, ("sex",))
    e10 = np.empty(target.shape)
    for sex in (FEMALE, MALE):
        level = solve_increasing(
            partial(_table_e0, family, sex), target[..., sex], LOWEST_E10, HIGHEST_E10, tolerance=1e-9
        )
        if np.isnan(level).any():
            value = target[..., sex].flat[int(np.isnan(level).argmax())]
            raise ValueError(
                f"life expectancy {value:g} of {SEXES[sex]}s is outside the {family.capitalize()} model tables: is it in years?"
            )
        e10[..., sex] = level
    return np.stack([_rates(family, sex, e10[..., sex]) for sex in (FEMALE, MALE)], axis=-2)


def probabilities_of_dying(family: Family, sex: int, e10: ArrayLike) -> Array:
    """Probability of dying in each group to 75-79 at a life expectancy at age 10. (...) -> (..., age)"""
    a, b, log_a, log_b = (np.asarray(row) for row in COEFFICIENTS[family][sex])
    level = np.asarray(e10, dtype=np.float64)[..., np.newaxis]
    straight, curved = a + b * level, 10 ** (log_a + log_b * level) / 10_000
    before_first_crossing = b / log_b / np.log(10) / curved < 1
    apart = np.where(before_first_crossing, straight, curved)
    return np.asarray(np.where(straight <= curved, apart, (straight + curved) / 2))


def _rates(family: Family, sex: int, e10: Array) -> Array:
    """Death rates by 0, 1-4, ... 100+ whose life table has the model's probabilities. (...) -> (..., age)"""
    below_80 = probabilities_of_dying(family, sex, e10)
    q75 = below_80[..., -1]
    at_77 = q75 / (5 * (1 - q75 / 2))
    slope = np.log((LEVEL_AT_105[sex] + 1.75 * q75) / at_77) / 27.5
    hazard_80 = at_77 * np.exp(2.5 * slope)
    begins = np.arange(80, 100, 5)
    cumulated = hazard_80[..., None] / slope[..., None] * np.exp(slope[..., None] * (begins - 80))
    dying = 1 - np.exp(-cumulated * (np.exp(5 * slope[..., None]) - 1))
    qx = np.concatenate([below_80, dying], axis=-1)
    at_100 = hazard_80 * np.exp(20 * slope)
    return _from_probabilities(qx, 1 / _years_left(at_100, slope), sex)


def _years_left(hazard: Array, slope: Array) -> Array:
    """Life expectancy under a Gompertz hazard, by Simpson's rule over 25 years. (...), (...) -> (...)"""
    x = np.linspace(0, 25, 251)
    alive = np.exp(-(hazard / slope)[..., None] * (np.exp(slope[..., None] * x) - 1))
    weights = np.r_[1, np.tile([4, 2], 125)[:-1], 1] / 3 * (x[1] - x[0])
    return np.asarray((alive * weights).sum(-1))


def _from_probabilities(qx: Array, open_rate: Array, sex: int) -> Array:
    width = AGES.width[:-1]
    rates = np.concatenate([qx / (width * (1 - qx / 2)), open_rate[..., None]], axis=-1)
    for _ in range(8):
        pair = np.stack([rates, rates], axis=-2)
        ax = years_lived_by_the_dying(pair, AGES, "coale_demeny")[..., sex, :-1]
        rates[..., :-1] = qx / (width - (width - ax) * qx)
    return rates


def _table_e0(family: Family, sex: int, e10: Array) -> Array:
    rates = _rates(family, sex, e10)
    return np.asarray(
        table_from_rates(np.stack([rates, rates], axis=-2), AGES, "coale_demeny").e[..., sex, 0]
    )
