"""Where an estimate begins: a census by sex and five-year age made single years, its totals kept."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.base_population.interval import AGES
from forecasting import graduation
from forecasting.axes import AgeGroups, Array
from forecasting.balance import Target, rake
from forecasting.life_table import life_table

#: From this age on a smooth curve has too few people to follow: the shape is a life table's.
OLD = 85


def single_year_counts(counts: Array, unknown: Array, groups: AgeGroups, mx: Array) -> Array:
    """Single years 0 .. 100+ of a census. (area, sex, group), (area, sex), (sex, age) -> (area, sex, age)

    People of unknown age are given the ages of the others and five-year totals are kept. Up to 85 by the
    smoothest curve; from 85 on each group, and the open one, in the shape of the life table of ``mx``.
    """
    complete_counts = graduation.with_unknown_ages(counts, unknown, groups)
    cut = groups.position(OLD)
    joined = np.concatenate(
        [complete_counts[..., :cut], complete_counts[..., cut:].sum(-1, keepdims=True)], axis=-1
    )
    person_years = life_table(mx, AGES).person_years
    single = graduation.single_years(
        joined, AgeGroups(groups.lower[: cut + 1]), person_years, open_age=AGES.open_age
    )
    return np.concatenate(
        [single[..., :OLD], _met(single[..., OLD:], complete_counts[..., cut:], groups)], axis=-1
    )


def _met(old: Array, group_totals: Array, groups: AgeGroups) -> Array:
    """People from 85 on by single age, scaled to the totals of their groups. -> (area, sex, age from 85)"""
    starts = np.asarray(groups.lower[groups.position(OLD) :]) - OLD
    sums = np.add.reduceat(old, starts, axis=-1)
    factor = np.divide(group_totals, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.asarray(old * np.repeat(factor, np.diff(np.append(starts, old.shape[-1])), axis=-1))


def split_by_sex(people: Array, sexes: Array, female_share: Array) -> Array:
    """Groups by sex from both sexes together. (area, group), (area, sex), (group) -> (area, sex, group)

    Meets the people of every area and age, those of every area and sex, and the nation's sexes at each age:
    ``female_share`` of the nation's people, moved no more than its totals by sex ask. Iterative proportional
    fitting; Deming & Stephan (1940).
    """
    nation = people.sum(0)
    shares = np.stack([female_share, 1 - female_share])
    at_ages = rake(
        shares * nation, [Target((1,), nation, "census ages"), Target((0,), sexes.sum(0), "census sexes")]
    )
    first = people[:, np.newaxis, :] * shares
    targets = [
        Target((0, 2), people, "census people by area and age"),
        Target((0, 1), sexes, "census people by area and sex"),
        Target((1, 2), at_ages.counts, "the nation's people by sex and age"),
    ]
    fitted = rake(first, targets)
    if not fitted.converged:
        raise ValueError(f"the census margins do not agree: {fitted.worst:,.1f} persons are left over")
    return fitted.counts
