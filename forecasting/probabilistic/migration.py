"""Net migration rates: an autoregression of order 1 around each area's own long-run rate.

Azose & Raftery (2015), Demography 52:1627, here with the coefficients pooled over areas and estimated by
least squares. Moves within a nation are somebody's arrival and somebody's departure, so provinces' paths are
made to add to the nation's, year by year and draw by draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze

LEAST_CHANGES = 2
MOST_KEPT = 0.98


@dataclass(frozen=True, eq=False)
class MigrationModel:
    """An autoregression of net migration rates: long-run rate and shocks by area, one persistence for all; per person-year."""

    now: Array
    long_run: Array
    noise: Array
    persistence: float

    def __post_init__(self) -> None:
        freeze(self)


def fit(rates: ArrayLike) -> MigrationModel:
    """Estimate from net migration per person-year. (area, year) -> MigrationModel"""
    past = validation.finite(
        "net migration rate", validation.floats("net migration rate", rates), ("area", "year")
    )
    if past.ndim != 2 or past.shape[1] < LEAST_CHANGES + 1:
        raise ValueError(f"net migration needs areas by {LEAST_CHANGES + 1} years or more, not {past.shape}")
    long_run = past.mean(-1)
    off = past - long_run[:, np.newaxis]
    before, after = off[:, :-1], off[:, 1:]
    size = float((before**2).sum())
    years = past.shape[1]
    correlation = float((before * after).sum()) / size if size > 0 else 0.0
    # A mean taken out of a short series pulls the estimate down (Kendall 1954, Biometrika 41:403).
    persistence = (
        float(np.clip((years * correlation + 1) / (years - 3), 0, MOST_KEPT))
        if years > 4
        else max(correlation, 0.0)
    )
    misses = after - persistence * before
    own, pooled = (misses**2).mean(-1), float((misses**2).mean())
    return MigrationModel(past[:, -1], long_run, np.sqrt((own + pooled) / 2), persistence)


def draw(model: MigrationModel, horizon: int, draws: int, generator: np.random.Generator) -> Array:
    """Trajectories of net migration per person-year. -> (draw, area, horizon)"""
    shocks = generator.standard_normal((draws, len(model.now), horizon)) * model.noise[:, np.newaxis]
    out = np.empty_like(shocks)
    current = np.broadcast_to(model.now, shocks.shape[:2])
    for step in range(horizon):
        current = model.long_run + model.persistence * (current - model.long_run) + shocks[..., step]
        out[..., step] = current
    return out


def adding_to_nation(rates: ArrayLike, population: ArrayLike, nation: ArrayLike) -> Array:
    """Provinces' rates moved, all by as much, so that their migrants add to the nation's.

    (draw, area, horizon), people by area (area), nation's rate (draw, horizon) -> (draw, area, horizon)
    """
    paths = validation.floats("net migration rate", rates)
    people = validation.non_negative("population", validation.floats("population", population), ("area",))
    weight = people / people.sum()
    total = np.einsum("dah,a->dh", paths, weight)
    return np.asarray(paths + (validation.floats("nation's rate", nation) - total)[:, np.newaxis, :])
