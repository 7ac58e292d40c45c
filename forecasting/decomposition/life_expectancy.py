"""The difference between two life expectancies, by the ages at which death rates differ."""

from __future__ import annotations

import numpy as np

from forecasting.axes import Array
from forecasting.life_table import LifeTable


def arriaga(first: LifeTable, second: LifeTable) -> Array:
    """Years that each age group's death rates add to life expectancy at birth, second less first.

    LifeTable, LifeTable -> (..., sex, age), summing to the difference. Arriaga (1984), Demography 21:83-96; Preston,
    Heuveline & Guillot (2001), ch. 3.10. It runs from the first table to the second: the other way round the parts
    differ a little (``arriaga_symmetric``).
    """
    if first.ages != second.ages:
        raise ValueError(
            f"life tables with the open groups {first.ages.labels[-1]} and {second.ages.labels[-1]} cannot be "
            "compared by age: close them at the same age groups first"
        )
    alive, other = first.lx, second.lx
    lived = _each(second.person_years, other) - _each(first.person_years, alive)
    forward = _each(alive, other)
    parts = alive * lived
    # Those saved here go on to live the second table's remaining years.
    parts[..., :-1] += second.total_years[..., 1:] * (forward[..., :-1] - forward[..., 1:])
    parts[..., -1] = alive[..., -1] * (second.e[..., -1] - first.e[..., -1])
    return np.asarray(parts)


def arriaga_symmetric(first: LifeTable, second: LifeTable) -> Array:
    """The same with no direction: the mean of both. LifeTable, LifeTable -> (..., sex, age)

    Ponnapalli (2005), Demographic Research 12:7.
    """
    return np.asarray((arriaga(first, second) - arriaga(second, first)) / 2)


def _each(amount: Array, survivors: Array) -> Array:
    """An amount for each survivor; 0 where nobody is left."""
    return np.divide(amount, survivors, out=np.zeros_like(amount), where=survivors > 0)
