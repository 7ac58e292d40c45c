"""How old a population is, and who there is to support whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import quantities, ratio


def people_aged(population: ArrayLike, ages: AgeGroups, low: int, high: int | None = None) -> Array:
    """People from ``low`` to under ``high`` (to the end when not given). (..., age) -> (...)"""
    people = validation.shaped("population", quantities("population", population), ("age",), ages)
    return np.asarray(people[..., ages.between(low, high)].sum(-1))


def share_of_ages(population: ArrayLike, ages: AgeGroups, low: int, high: int | None = None) -> Array:
    """Part of everybody who is ``low`` to under ``high`` years old. (..., age) -> (...)"""
    return ratio(people_aged(population, ages, low, high), people_aged(population, ages, ages.lower[0]))


def young_age_dependency_ratio(
    population: ArrayLike, ages: AgeGroups, *, working: tuple[int, int] = (15, 65)
) -> Array:
    """Children per person of working age. (..., age) -> (...)

    ``working`` is first age in, last age out: 15-64 by default; (20, 65) for 20-64.
    United Nations, World Population Ageing, annex I.
    """
    children = people_aged(population, ages, ages.lower[0], working[0])
    return ratio(children, people_aged(population, ages, *working))


def old_age_dependency_ratio(
    population: ArrayLike, ages: AgeGroups, *, working: tuple[int, int] = (15, 65)
) -> Array:
    """People above working age per person of working age. (..., age) -> (...)"""
    return ratio(people_aged(population, ages, working[1]), people_aged(population, ages, *working))


def dependency_ratio(population: ArrayLike, ages: AgeGroups, *, working: tuple[int, int] = (15, 65)) -> Array:
    """People below and above working age per person of working age. (..., age) -> (...)"""
    workers = people_aged(population, ages, *working)
    return ratio(people_aged(population, ages, ages.lower[0]) - workers, workers)


def ageing_index(population: ArrayLike, ages: AgeGroups, *, old: int = 65, young: int = 15) -> Array:
    """People aged ``old`` and over per person under ``young``. (..., age) -> (...)

    The bounds differ between offices (the United Nations: 60 and 15; INE Spain: 65 and 16): print them in the
    label.
    """
    return ratio(people_aged(population, ages, old), people_aged(population, ages, ages.lower[0], young))


def potential_support_ratio(
    population: ArrayLike, ages: AgeGroups, *, working: tuple[int, int] = (15, 65)
) -> Array:
    """People of working age for each person above it. (..., age) -> (...)"""
    return ratio(people_aged(population, ages, *working), people_aged(population, ages, working[1]))


def parent_support_ratio(population: ArrayLike, ages: AgeGroups) -> Array:
    """People aged 85 and over per person aged 50-64. (..., age) -> (...)

    United Nations, World Population Ageing, annex I.
    """
    return ratio(people_aged(population, ages, 85), people_aged(population, ages, 50, 65))


def median_age(population: ArrayLike, ages: AgeGroups) -> Array:
    """The age that halves the population, years, linear inside its age group. (..., age) -> (...)

    nan where nobody lives. A median inside the open group is the group's lower bound: it cannot be placed
    better.
    """
    people = validation.shaped("population", quantities("population", population), ("age",), ages)
    below = np.cumsum(people, axis=-1)
    half = below[..., -1:] / 2
    group = np.asarray((below < half).sum(-1, keepdims=True))
    group = np.minimum(group, len(ages) - 1)
    inside = np.take_along_axis(people, group, -1)
    before = np.take_along_axis(below, group, -1) - inside
    share = np.divide(half - before, inside, out=np.zeros_like(inside), where=inside > 0)
    width = np.append(ages.width[:-1], 0)[group]
    median = (np.asarray(ages.lower)[group] + share * width)[..., 0]
    return np.where(half[..., 0] > 0, median, np.nan)


def prospective_old_age_threshold(e: ArrayLike, ages: AgeGroups, *, years_left: float = 15) -> Array:
    """The age at which ``years_left`` years of life remain, years. (..., age) -> (...)

    ``e`` is the life table's ex. nan where no age has so few years left. Sanderson & Scherbov (2007),
    Demographic Research 16:2.
    """
    left = validation.shaped("life expectancy", quantities("life expectancy", e), ("age",), ages)
    over = left > years_left
    last = (len(ages) - 1) - np.argmax(over[..., ::-1], axis=-1)[..., np.newaxis]
    upper = np.minimum(last + 1, len(ages) - 1)
    lower_years, upper_years = np.take_along_axis(left, last, -1), np.take_along_axis(left, upper, -1)
    step = np.divide(
        lower_years - years_left,
        lower_years - upper_years,
        out=np.zeros_like(lower_years),
        where=lower_years > upper_years,
    )
    lower = np.asarray(ages.lower, dtype=np.float64)
    threshold = (lower[last] + step * (lower[upper] - lower[last]))[..., 0]
    return np.where(over.any(-1) & ~over[..., -1], threshold, np.nan)


def prospective_old_age_share(
    population: ArrayLike, threshold: ArrayLike, ages: AgeGroups, *, from_age: int = 0
) -> Array:
    """People above a threshold age per person aged ``from_age`` and over. (..., age), (...) -> (...)

    The group the threshold falls in is divided evenly, the open group not at all; with ``from_age=0`` it is the share of everybody.
    """
    return ratio(people_above(population, threshold, ages), people_aged(population, ages, from_age))


def prospective_dependency_ratio(
    population: ArrayLike, threshold: ArrayLike, ages: AgeGroups, *, from_age: int = 20
) -> Array:
    """People above a threshold age per person from 20 up to it (POADR). (..., age), (...) -> (...)

    Sanderson & Scherbov (2010), Science 329:1287-1288; the threshold is the age with 15 years of life left.
    """
    old = people_above(population, threshold, ages)
    adults = people_aged(population, ages, from_age) - old
    return ratio(old, adults)


def people_above(population: ArrayLike, threshold: ArrayLike, ages: AgeGroups) -> Array:
    """People older than an age that may fall inside a group, divided evenly there. (..., age), (...) -> (...)

    nan where the threshold is unknown or lies in the open group, which cannot be divided.
    """
    people = validation.shaped("population", quantities("population", population), ("age",), ages)
    limit = quantities("threshold age", threshold)[..., np.newaxis]
    lower, width = np.asarray(ages.lower, dtype=np.float64), ages.width[:-1]
    closed = np.clip((lower[:-1] + width - limit) / width, 0, 1)
    above = np.concatenate([closed, np.broadcast_to(limit <= ages.open_age, limit.shape)], axis=-1)
    placed = limit[..., 0] <= ages.open_age
    return np.where(placed, (people * above).sum(-1), np.nan)
