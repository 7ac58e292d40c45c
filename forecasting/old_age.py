"""Death rates at the oldest ages, where counts are few: the Kannisto line on the logit.

logit m(x) = ln c + d x, fitted by least squares over ages 80-99 and drawn on to 130. The coherent form gives
both sexes the same slope d, so that they never cross. Thatcher, Kannisto & Vaupel (1998), The Force of
Mortality at Ages 80 to 120; Sevcikova, Li, Kantorova, Gerland & Raftery (2016), Age-Specific Mortality and
Fertility Rates for Probabilistic Population Projections, Dynamic Demographic Analysis, ch. 15.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.life_table import table_from_rates

Slope = Literal["coherent", "by_sex"]
SLOPES = (0.0, 0.6)  # a year; observed populations lie near 0.1


def extend(
    mx: ArrayLike,
    ages: AgeGroups,
    *,
    from_age: int = 100,
    to_age: int = 130,
    fitted: tuple[int, int] = (80, 100),
    slope: Slope = "coherent",
) -> tuple[Array, AgeGroups]:
    """Death rates with ages ``from_age`` and above replaced by a Kannisto line to an open group ``to_age``.

    (..., sex, age) -> (..., sex, longer age), longer ages. ``fitted`` are the ages the line is fitted to,
    first included, last not. Ages are those of the lower bounds, as in the United Nations' practice.
    """
    rates = validation.death_rates(mx, ages)
    longer = _longer(ages, from_age, to_age)
    window = (
        ages.between(*fitted) if fitted[1] < ages.open_age else slice(ages.position(fitted[0]), len(ages) - 1)
    )
    observed = rates[..., window]
    if (observed <= 0).any() or (observed >= 1).any():
        raise ValueError(
            f"death rates at ages {fitted[0]} to {fitted[1]} must lie between 0 and 1 to fit a line: "
            "pool years, or choose other ages with fitted="
        )
    intercept, gradient = kannisto_line(observed, np.asarray(ages.lower[window], dtype=np.float64), slope)
    new = np.asarray(longer.lower[longer.position(from_age) :], dtype=np.float64)
    logit = intercept[..., np.newaxis] + gradient[..., np.newaxis] * new
    tail = 1 / (1 + np.exp(-logit))
    return np.concatenate([rates[..., : ages.position(from_age)], tail], axis=-1), longer


def kannisto_line(rates: Array, midpoints: Array, slope: Slope) -> tuple[Array, Array]:
    """Intercept ln c and slope d of logit m on age. (..., sex, age), (age) -> (..., sex), (..., sex)"""
    logit = np.log(rates) - np.log1p(-rates)
    centred = midpoints - midpoints.mean()
    gradient = (logit * centred).sum(-1) / (centred**2).sum()
    if slope == "coherent":
        gradient = np.broadcast_to(gradient.mean(-1, keepdims=True), gradient.shape)
    elif slope != "by_sex":
        raise ValueError(f"slope is coherent or by_sex, not {slope!r}")
    return logit.mean(-1) - gradient * midpoints.mean(), gradient


def _longer(ages: AgeGroups, from_age: int, to_age: int) -> AgeGroups:
    width = int(ages.width[-2])
    lower = ages.lower[: ages.position(from_age)]
    if to_age <= from_age or (to_age - from_age) % width:
        raise ValueError(f"from {from_age} to {to_age} is not a whole number of {width}-year groups")
    return AgeGroups((*lower, *range(from_age, to_age + 1, width)))


def split_open_group(mx: ArrayLike, ages: AgeGroups, *, to_age: int = 130) -> tuple[Array, AgeGroups]:
    """Death rates with the open group drawn out to ``to_age``, its life expectancy kept.

    (..., sex, age) -> (..., sex, longer age), longer ages. For tables published to 80+ or 85+: the Kannisto
    line starts from the last closed group's rate, and its slope is the one at which e of the old open group
    stays 1 / m, so that no published number moves. An open group that dies more slowly than the group below
    it has no such line (ages are overstated or deaths are missed): that is an error naming the place.
    """
    rates = validation.death_rates(mx, ages)
    validation.not_above("death rate", rates[..., -2:-1], 0.999, "too high for a logit", ("sex", "age"))
    longer = _longer(ages, ages.open_age, to_age)
    cut = len(ages) - 1
    start = np.log(rates[..., -2]) - np.log1p(-rates[..., -2])
    since = np.asarray(longer.lower[cut:], dtype=np.float64) - ages.lower[-2]

    def extended(slope: Array) -> Array:
        tail = 1 / (1 + np.exp(-(start[..., np.newaxis] + slope[..., np.newaxis] * since)))
        return np.concatenate([rates[..., :-1], tail], axis=-1)

    def minus_expectancy(slope: Array) -> Array:
        return -table_from_rates(extended(slope), longer, "andreev_kingkade").e[..., cut]

    slope = solve_increasing(minus_expectancy, -1 / rates[..., -1], *SLOPES)
    if np.isnan(slope).any():
        cell = (*(int(index) for index in np.argwhere(np.isnan(slope))[0]), cut)
        raise ValueError(
            f"death rate of {rates[cell]:.4g} for {validation.place(cell, ('sex', 'age'), ages)} cannot follow "
            f"{rates[cell[:-1]][-2]:.4g} in the group below: are ages overstated, or deaths missed?"
        )
    return extended(slope), longer
