"""Every area keeps its own momentum for a while and is drawn to what areas at its level have done.

The demographic regularity behind the United Nations' models, without their parametric curve: the decline of
fertility depends on its level and slows to a standstill below replacement (Alkema et al. 2011, Demography
48:815, phases II and III), and gains of life expectancy depend on its level (Raftery et al. 2013, Demography
50:777). Here the expected change at a level is the median change seen there, in all areas of the panel, in
the years up to the origin; the median keeps wars and epidemics from becoming anybody's expected future. For
numbers of people the level is the rate of growth.
"""

from __future__ import annotations

import numpy as np

from forecasting.axes import Array

# Weight of the latest change in an area's own momentum, and the part of the momentum kept each year.
LATEST = np.array([0.3, 0.6, 0.8])
RETENTION = np.array([0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9])
USUAL = (1, 4)
YEARS_LEARNT = 30
WIDTH = 0.2  # of the standard deviation of levels
LEVELS = 60
OUTLIERS = 2.0  # percent of yearly changes, at each end, taken for a crisis and cut


def momentum(state: Array, horizon: int) -> Array:
    """Paths for every pair of constants. (area, year) -> (latest, kept, area, horizon)"""
    change = np.diff(state, axis=-1)
    usable = np.isfinite(change[:, -YEARS_LEARNT:])
    levels, expected = expected_change(
        state[:, :-1][:, -YEARS_LEARNT:][usable], change[:, -YEARS_LEARNT:][usable]
    )
    low, high = np.percentile(change[:, -YEARS_LEARNT:][usable], [OUTLIERS, 100 - OUTLIERS])
    own = own_momentum(np.clip(change, low, high), LATEST)
    pace = np.repeat(own[:, np.newaxis], len(RETENTION), axis=1)
    persistence = RETENTION[:, np.newaxis]
    level = np.broadcast_to(state[:, -1], pace.shape)
    path = []
    for _ in range(horizon):
        pace = persistence * pace + (1 - persistence) * np.interp(level, levels, expected)
        level = level + pace
        path.append(level)
    return np.stack(path, axis=-1)


def expected_change(level: Array, change: Array) -> tuple[Array, Array]:
    """The median yearly change of areas near each level. (n), (n) -> levels (m), expected (m)"""
    width = max(WIDTH * float(level.std()), 1e-12)
    grid = np.linspace(level.min(), level.max(), LEVELS)
    near = np.exp(-0.5 * ((grid[:, np.newaxis] - level) / width) ** 2)
    order = np.argsort(change, kind="stable")
    share = np.cumsum(near[:, order], axis=-1)
    middle = (share < 0.5 * share[:, -1:]).sum(-1)
    return grid, change[order][np.minimum(middle, len(order) - 1)]


def own_momentum(change: Array, latest_weight: Array) -> Array:
    """Exponentially weighted yearly change for each weight of the latest. (area, year), (latest) -> (latest, area)"""
    weight = latest_weight[:, np.newaxis]
    pace = np.full((len(latest_weight), change.shape[0]), np.nan)
    for year in range(change.shape[-1]):
        latest = change[:, year]
        started = np.where(np.isnan(pace), latest, weight * latest + (1 - weight) * pace)
        pace = np.where(np.isnan(latest), pace, started)
    return pace
