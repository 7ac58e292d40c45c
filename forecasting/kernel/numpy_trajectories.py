"""Trajectories of one area in plain numpy: the small run's kernel, and what the compiled one must equal.

It takes and fills the same arrays as ``compiled_trajectories.project_trajectories``, trajectories last.
"""

from __future__ import annotations

import itertools

import numpy as np

from forecasting.axes import AgeGroups, Array
from forecasting.life_table import (
    InfantRule,
    close_at,
    survival_below_and_in_open_group,
    survival_ratios,
    table_from_rates,
)

WholeNumbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def project_trajectories(
    elders: Array,
    survival: Array,
    open_survival: Array,
    migration: Array,
    asfr: Array,
    sex_ratio: Array,
    a: Array,
    b: Array,
    k: Array,
    level: Array,
    interval: float,
    even: bool,
    counted: bool,
    late_mothers: bool,
    separate: bool,
    lee_carter: bool,
    coale_demeny: bool,
    births_given: bool,
    bounds: WholeNumbers,
    births: Array,
    kept: Array,
    segments: Array,
    cells: Array,
) -> None:
    """Every trajectory one interval after the other; see the compiled function for the arrays."""
    rule: InfantRule = "coale_demeny" if coale_demeny else "andreev_kingkade"
    people = np.repeat(elders[0][..., np.newaxis], births.shape[1], axis=-1)
    _write_down(people, 0, bounds, segments, cells)
    for t in range(len(births)):
        if lee_carter:
            mx = np.exp(_at(a, t)[..., np.newaxis] + _at(b, t)[..., np.newaxis] * k[:, t][:, np.newaxis])
            alive, inside = survival_of(mx, people.shape[1], separate, rule)
        else:
            alive, inside = _at(survival, t)[..., np.newaxis], _at(open_survival, t)[..., np.newaxis]
        moved = _at(migration, t)[..., np.newaxis]
        early = moved / 2 if even else np.zeros_like(moved)
        exposed, held = _leaving_at_most_all(people + early)
        aged = _older(exposed, alive, inside, separate)
        last, shortage = _leaving_at_most_all(aged + moved - early)
        women = exposed[0] - (early[0] if counted else 0) + (last[0] if late_mothers else aged[0])
        if not births_given:
            births[t] = (_at(asfr, t)[:, np.newaxis] * women / 2).sum(0) * interval * level[t]
        girls = births[t] / (1 + _at(sex_ratio, t))
        newborn = np.stack([girls, births[t] - girls]) * alive[:, 0] + (moved - early)[:, 0]
        people = last
        people[:, 0], missing = _leaving_at_most_all(newborn)
        kept[t] = (held + shortage).sum((0, 1)) - shortage[:, 0].sum(0) + missing.sum(0)
        _write_down(people, t + 1, bounds, segments, cells)


def survival_of(mx: Array, size: int, separate: bool, rule: InfantRule) -> tuple[Array, Array]:
    """Survival of single-year tables closed at age ``size`` - 1, trajectories last. -> (sex, age, .), (sex, .)"""
    table = table_from_rates(np.moveaxis(mx, -1, 0), AgeGroups.single(mx.shape[1] - 1), rule)
    closed = close_at(table, size if separate else size - 1)
    inside = np.zeros(closed.mx.shape[:-1])
    if separate:
        ratios, inside = survival_below_and_in_open_group(closed)
    else:
        ratios = survival_ratios(closed)
    return np.moveaxis(ratios, 0, -1), np.moveaxis(inside, 0, -1)


def _older(exposed: Array, alive: Array, inside: Array, separate: bool) -> Array:
    """Survivors one age on; nobody at age 0 yet. (sex, age, trajectory)"""
    aged = np.zeros_like(exposed)
    aged[:, 1:] = exposed[:, :-1] * alive[:, 1:]
    aged[:, -1] += exposed[:, -1] * (inside if separate else alive[:, -1])
    return aged


def _leaving_at_most_all(wanted: Array) -> tuple[Array, Array]:
    """No cell below zero, and how many people that keeps."""
    short = np.minimum(wanted, 0)
    return wanted - short, -short


def _at(array: Array, t: int) -> Array:
    return np.asarray(array[min(t, len(array) - 1)])


def _write_down(people: Array, year: int, bounds: WholeNumbers, segments: Array, cells: Array) -> None:
    for segment, (low, high) in enumerate(itertools.pairwise(bounds)):
        segments[segment, :, year] = people[:, low:high].sum(1)
    if len(cells):
        cells[year] = people
