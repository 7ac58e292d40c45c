"""The United Nations' model life tables for developing countries: five patterns, to any life expectancy.

    ln(q / (1 - q)) / 2 at each age = the pattern's average + s1 U1 + s2 U2 + s3 U3

U are the principal components of 36 life tables of each sex, the same for all patterns: U1 is level, U2 sets children
under 5 against the old, U3 the years of childbearing (women) or of youth (men). The published tables have one component;
``fitted`` finds up to three from what is known of a population. Ages 85 and over follow the Kannisto line of 65-84.

United Nations (1982), Model Life Tables for Developing Countries (ST/ESA/SER.A/77), ch. II, for the averages and the
components, as they stand in the United Nations' own BESTFT (MORTPAK; the Population Division's R code of 2021). Checked:
the components of a sex are orthonormal to the last of their five digits, which one misprint would end; the averages have
only that one source, and the traits that the book gives each pattern (ch. III).
"""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from forecasting import old_age, validation
from forecasting.axes import FEMALE, MALE, SEXES, AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.life_table import close_at, table_from_rates, years_lived_by_the_dying

Pattern = Literal["latin_american", "chilean", "south_asian", "far_eastern", "general"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
AGES = AgeGroups.abridged(100)
TO_85 = AgeGroups.abridged(85)
TO_85_CLOSED = AgeGroups(TO_85.lower[:-1])
LEVELS = (-6.0, 12.0)  # - s1: life expectancies of about 10 to 100

# pattern -> average of women, of men: ln(q / (1 - q)) / 2 at ages 0, 1, 5, 10 ... 80
AVERAGES: dict[Pattern, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "latin_american": (
        (-1.22452, -1.45667, -2.13881, -2.46676, -2.31810, -2.14505, -2.03883, -1.93924, -1.83147, -1.74288, -1.62385, -1.47924, -1.28721, -1.07443, -0.83152, -0.59239, -0.35970, -0.08623),
        (-1.12977, -1.49127, -2.13005, -2.40748, -2.21892, -2.01157, -1.93591, -1.86961, -1.76133, -1.64220, -1.49651, -1.34160, -1.15720, -0.96945, -0.74708, -0.52259, -0.29449, -0.04031),
    ),
    "chilean": (
        (-1.12557, -1.82378, -2.52319, -2.63933, -2.38847, -2.20417, -2.09701, -1.99128, -1.87930, -1.75744, -1.61558, -1.45886, -1.26115, -1.05224, -0.80346, -0.58202, -0.35093, -0.10587),
        (-1.04722, -1.81992, -2.42430, -2.52487, -2.24491, -2.02821, -1.90923, -1.78646, -1.66679, -1.52497, -1.37807, -1.21929, -1.03819, -0.84156, -0.63201, -0.42070, -0.21110, 0.01163),
    ),
    "south_asian": (
        (-0.97055, -1.15424, -1.93962, -2.36857, -2.19082, -2.09358, -2.04788, -1.95922, -1.87311, -1.76095, -1.61425, -1.39012, -1.15515, -0.90816, -0.68011, -0.43231, -0.17489, 0.05948),
        (-0.97864, -1.24228, -2.01695, -2.44280, -2.35424, -2.27012, -2.16833, -2.05942, -1.90053, -1.71213, -1.51120, -1.28493, -1.08192, -0.84671, -0.62964, -0.40229, -0.19622, -0.00129),
    ),
    "far_eastern": (
        (-1.42596, -1.95200, -2.55653, -2.68018, -2.33095, -2.15952, -2.03377, -1.94554, -1.82299, -1.69084, -1.52189, -1.33505, -1.13791, -0.93765, -0.72718, -0.50916, -0.28389, -0.01285),
        (-1.53473, -2.15035, -2.61442, -2.66392, -2.42326, -2.23095, -2.15279, -2.05765, -1.89129, -1.68244, -1.47626, -1.23020, -1.02801, -0.77148, -0.54696, -0.32996, -0.11911, 0.10572),
    ),
    "general": (
        (-1.35963, -1.77385, -2.39574, -2.64549, -2.44766, -2.28991, -2.18850, -2.08535, -1.97231, -1.84731, -1.69291, -1.50842, -1.30344, -1.08323, -0.84402, -0.59485, -0.34158, -0.06493),
        (-1.27638, -1.78957, -2.35607, -2.55527, -2.34263, -2.16193, -2.09109, -2.00215, -1.86781, -1.70806, -1.52834, -1.33100, -1.12934, -0.91064, -0.68454, -0.45685, -0.23002, 0.00844),
    ),
}  # fmt: skip

# U1, U2, U3 of women and of men. (sex, component, age)
COMPONENTS = np.array([
    [
        [0.18289, 0.31406, 0.31716, 0.30941, 0.32317, 0.32626, 0.30801, 0.29047, 0.25933, 0.22187, 0.19241, 0.17244, 0.15729, 0.14282, 0.12711, 0.11815, 0.11591, 0.09772],
        [-0.51009, -0.52241, 0.08947, 0.03525, 0.03132, 0.07843, 0.06762, 0.00482, -0.01409, -0.02178, 0.01870, 0.04427, 0.08201, 0.08061, 0.15756, 0.24236, 0.30138, 0.50530],
        [0.23944, -0.11117, 0.07566, 0.06268, -0.26708, -0.39053, -0.28237, -0.14277, -0.05923, 0.18909, 0.24773, 0.33679, 0.34121, 0.38290, 0.26731, 0.14442, 0.09697, -0.13377],
    ],
    [
        [0.23686, 0.36077, 0.33445, 0.30540, 0.28931, 0.28678, 0.27950, 0.28023, 0.26073, 0.23626, 0.20794, 0.17804, 0.15136, 0.13217, 0.12243, 0.11457, 0.10445, 0.08878],
        [-0.46007, -0.68813, 0.06414, 0.12479, 0.24384, 0.10713, 0.06507, 0.03339, 0.02833, 0.06473, 0.08705, 0.10620, 0.11305, 0.09467, 0.10809, 0.14738, 0.21037, 0.30918],
        [0.09331, -0.29269, -0.47139, -0.17403, 0.10715, 0.28842, 0.33620, 0.33692, 0.21354, 0.15269, 0.06569, 0.00045, -0.03731, -0.10636, -0.11214, -0.22258, -0.19631, -0.38123],
    ],
])  # fmt: skip


def death_rates(pattern: Pattern, life_expectancy: ArrayLike) -> Array:
    """Death rates of a pattern at wanted life expectancies at birth. (..., sex) -> (..., sex, age) by 0, 1-4 ... 100+

    The level component alone, as the published tables (35 to 75 years) have it.
    """
    target = validation.shaped(
        "life expectancy", validation.floats("life expectancy", life_expectancy), ("sex",)
    )
    validation.finite("life expectancy", target, ("sex",))
    by_sex = [_rates_of_sex(_pattern(pattern), sex, target[..., sex]) for sex in (FEMALE, MALE)]
    return np.stack(by_sex, axis=-2)


def probabilities_of_dying(pattern: Pattern, loadings: ArrayLike) -> Array:
    """Probability of dying in each group to 80-84 from up to three loadings. (..., sex, loading) -> (..., sex, age)"""
    weights = validation.shaped("loadings", validation.floats("loadings", loadings), ("sex", "loading"))
    used = COMPONENTS[:, : weights.shape[-1]]
    logit = np.asarray(AVERAGES[_pattern(pattern)]) + (weights[..., np.newaxis] * used).sum(-2)
    return 1 / (1 + np.exp(-2 * logit))


def fit_loadings(pattern: Pattern, probabilities: ArrayLike, *, components: int = 1) -> Array:
    """Loadings whose table is nearest to known probabilities of dying. (sex, age to 80-84) -> (sex, loading)

    Ages without a figure are nan; there must be as many figures as ``components``. Least squares on the logit (the
    United Nations' BESTFT).
    """
    dying = validation.shaped(
        "probability of dying", np.asarray(probabilities, np.float64), ("sex", "age"), TO_85_CLOSED
    )
    usable = np.isfinite(dying)
    if not 1 <= components <= 3 or (usable.sum(-1) < components).any():
        raise ValueError(
            f"{components} components need as many ages with a figure; there are {usable.sum(-1).tolist()}"
        )
    if (dying[usable] <= 0).any() or (dying[usable] >= 1).any():
        raise ValueError("probabilities of dying must lie between 0 and 1: pool years where nobody died")
    away = np.log(dying / (1 - dying)) / 2 - np.asarray(AVERAGES[_pattern(pattern)])
    loadings = [
        np.linalg.lstsq(COMPONENTS[sex, :components, usable[sex]], away[sex, usable[sex]], rcond=None)[0]
        for sex in (FEMALE, MALE)
    ]
    return np.stack(loadings)


def _pattern(pattern: Pattern) -> Pattern:
    if pattern not in AVERAGES:
        raise ValueError(f"no pattern {pattern!r}: the patterns are {', '.join(PATTERNS)}")
    return pattern


def _rates_of_sex(pattern: Pattern, sex: int, target: Array) -> Array:
    level = solve_increasing(partial(_expectancy, pattern, sex), target, *LEVELS, tolerance=1e-9)
    if np.isnan(level).any():
        value = target.flat[int(np.isnan(level).argmax())]
        raise ValueError(
            f"life expectancy {value:g} of {SEXES[sex]}s is outside the model tables ({pattern}): is it in years?"
        )
    return _closed(pattern, sex, level)


def _expectancy(pattern: Pattern, sex: int, level: Array) -> Array:
    rates = _closed(pattern, sex, level)
    return np.asarray(table_from_rates(_both(rates), AGES, "coale_demeny").e[..., sex, 0])


def _closed(pattern: Pattern, sex: int, level: Array) -> Array:
    """Death rates by 0, 1-4 ... 100+ of one sex at -s1. (...) -> (..., age)"""
    logit = np.asarray(AVERAGES[pattern][sex]) - level[..., np.newaxis] * COMPONENTS[sex, 0]
    qx, width = 1 / (1 + np.exp(-2 * logit)), TO_85.width[:-1]
    rates = qx / (width * (1 - qx / 2))
    # a and m depend on each other, at 80-84 through the group above too: they are found in turn.
    for _ in range(8):
        longer, ages = _extended(rates)
        ax = years_lived_by_the_dying(longer, ages, "coale_demeny")[..., sex, : len(width)]
        rates = qx / (width - (width - ax) * qx)
    longer, ages = _extended(rates)
    return close_at(table_from_rates(longer, ages, "coale_demeny"), AGES.open_age).mx[..., sex, :]


def _extended(rates: Array) -> tuple[Array, AgeGroups]:
    """Rates of closed groups to 80-84 drawn out to 130+. (..., age) -> (..., sex, longer age), longer ages"""
    open_too = np.concatenate([rates, rates[..., -1:]], axis=-1)
    return old_age.extend(_both(open_too), TO_85, from_age=85, to_age=130, fitted=(65, 85), slope="by_sex")


def _both(rates: Array) -> Array:
    """One sex's rates in both places of the sexes. (..., age) -> (..., sex, age)"""
    return np.stack([rates, rates], axis=-2)
