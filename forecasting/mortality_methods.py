"""The same life expectancy by several accepted age patterns: how far the oldest ages depend on the method.

Totals hardly differ; the number of people over 80 does (for Iran in 2050 by a third between methods that all
end at the United Nations' life expectancy). A forecast of ageing therefore shows the spread, not one line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from forecasting import coale_demeny, log_quadratic, mortality, un_model_life_tables
from forecasting.axes import AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.life_table import table_from_rates

Method = Callable[[Array, Array, AgeGroups], Array]
FALLS = (-6.0, 12.0)
#: Women and men: the last levels of the published tables are 80 and about 76.5
LONGEST_IN_MODEL_TABLES = np.array([85.0, 82.0])
LEAST_CHANGE = 0.25  # years of life over which the model's change is read


def brass(standard: Array, life_expectancy: Array, ages: AgeGroups) -> Array:
    """Brass's relational logit, level shift only. (..., sex, age), (..., sex) -> (..., sex, age)"""
    return mortality.death_rates_for_life_expectancy(standard, life_expectancy, ages)


def proportional(standard: Array, life_expectancy: Array, ages: AgeGroups) -> Array:
    """All rates scaled by one number: too few of the oldest die in the long run. Shown as a bound, not advised."""
    return scale_to(standard, np.ones_like(standard), life_expectancy, ages)


def by_log_quadratic(standard: Array, life_expectancy: Array, ages: AgeGroups) -> Array:
    """The standard changed, age by age, as the log-quadratic model changes between the two life expectancies.

    (..., sex, age), (..., sex) -> (..., sex, age). The standard's own peculiarities stay; there is no jump at
    the start.
    """
    return _changed_like(
        log_quadratic.death_rates_at,
        log_quadratic.AGES,
        log_quadratic.longest_life(),
        standard,
        life_expectancy,
        ages,
    )


def by_coale_demeny(
    standard: Array, life_expectancy: Array, ages: AgeGroups, *, family: coale_demeny.Family = "west"
) -> Array:
    """The same with the change of a Coale-Demeny family: the "MLT" half of the UN's blends, without its extension.

    (..., sex, age), (..., sex) -> (..., sex, age)
    """
    model = partial(coale_demeny.death_rates, family)
    return _changed_like(model, coale_demeny.AGES, LONGEST_IN_MODEL_TABLES, standard, life_expectancy, ages)


def by_un_model(
    standard: Array,
    life_expectancy: Array,
    ages: AgeGroups,
    *,
    pattern: un_model_life_tables.Pattern = "general",
) -> Array:
    """The same with the change of a United Nations pattern. (..., sex, age), (..., sex) -> (..., sex, age)"""
    model = partial(un_model_life_tables.death_rates, pattern)
    return _changed_like(
        model, un_model_life_tables.AGES, LONGEST_IN_MODEL_TABLES, standard, life_expectancy, ages
    )


def _changed_like(
    model: Callable[[Array], Array],
    model_ages: AgeGroups,
    longest: Array,
    standard: Array,
    life_expectancy: Array,
    ages: AgeGroups,
) -> Array:
    rates = mortality.positive_rates(standard, ages)
    now = table_from_rates(rates, ages, "andreev_kingkade").e[..., 0]
    target = mortality.target_years(life_expectancy, rates.shape[:-1])
    # Beyond the model's longest lives the pattern of change at its end goes on.
    begin = np.minimum(now, longest - 2 * LEAST_CHANGE)
    end = np.minimum(target, longest)
    end = np.where(np.abs(end - begin) < LEAST_CHANGE, begin + LEAST_CHANGE, end)
    change = _to_ages(np.log(model(end)) - np.log(model(begin)), model_ages, ages)
    # The pattern of the change is the model's; its size is settled by the life expectancy asked for.
    steepness = np.where(np.abs(change) < 1e-9, 1e-9, np.abs(change))
    return scale_to(rates, steepness / steepness.max(-1, keepdims=True), target, ages)


METHODS: dict[str, Method] = {
    "brass": brass,
    "log_quadratic": by_log_quadratic,
    "coale_demeny_west": by_coale_demeny,
    "un_general": by_un_model,
    "proportional": proportional,
}


def spread(standard: ArrayLike, life_expectancy: ArrayLike, ages: AgeGroups) -> dict[str, Array]:
    """Death rates by every method at the same life expectancy. (..., sex, age), (..., sex) -> name: (..., sex, age)"""
    rates = mortality.positive_rates(standard, ages)
    target = mortality.target_years(life_expectancy, rates.shape[:-1])
    return {name: method(rates, target, ages) for name, method in METHODS.items()}


def scale_to(rates: Array, pattern: Array, life_expectancy: Array, ages: AgeGroups) -> Array:
    """ln m less ``pattern`` times the one number a table that gives the life expectancy. -> (..., sex, age)"""
    target = mortality.target_years(life_expectancy, rates.shape[:-1])
    logs = np.log(np.broadcast_to(rates, (*target.shape, len(ages))))

    def rates_at(fall: Array) -> Array:
        return np.exp(np.minimum(logs - pattern * fall[..., np.newaxis], 1.0))

    fall = solve_increasing(
        lambda level: table_from_rates(rates_at(level), ages, "andreev_kingkade").e[..., 0],
        target,
        *FALLS,
        tolerance=1e-9,
    )
    mortality.refuse_unreachable(fall, target)
    return rates_at(fall)


def _to_ages(change: Array, model_ages: AgeGroups, ages: AgeGroups) -> Array:
    """A model's change by its own groups read at the middle of other age groups. (..., age) -> (..., age)"""
    model = np.asarray(model_ages.lower) + np.minimum(model_ages.width, 5) / 2
    midpoints = np.asarray(ages.lower) + np.minimum(ages.width, 5) / 2
    flat = change.reshape(-1, change.shape[-1])
    read = np.stack([np.interp(midpoints, model, row) for row in flat])
    return read.reshape(*change.shape[:-1], len(ages))
