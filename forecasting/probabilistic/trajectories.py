"""Trajectories around an assumed path, carried through the cohort-component projection and summed while they run.

What stays of a trajectory are its bands of ages, births and deaths, so memory does not grow with ages. Compiled loops
(`forecasting.kernel`) carry them, eight times as fast as numpy; numpy does where cells below zero follow another
engine's rule, and where it has to say which cell falls below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.bands import OLD, OLDEST, TOTAL, WORKING, Band
from forecasting.conventions import Conventions
from forecasting.kernel import loading
from forecasting.migration import LARGEST_SHARE_LEAVING, propensities
from forecasting.probabilistic.central_path import CentralPath
from forecasting.probabilistic.deviations import Deviations
from forecasting.probabilistic.trajectory_steps import project_steps

BANDS = (TOTAL, WORKING, OLD, OLDEST)
OLDEST_CHILD = 15


@dataclass(frozen=True, eq=False)
class Trajectories:
    """Trajectories of one area. people (draw, band, year); births, deaths (draw, interval)

    retained: persons whom a trajectory could not let go, because fewer were there than were to leave (draw).
    """

    bands: tuple[str, ...]
    years: tuple[int, ...]
    people: Array
    births: Array
    deaths: Array
    retained: Array

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return int(self.people.shape[0])

    def people_of(self, band: str) -> Array:
        """People of a band. -> (draw, year)"""
        return np.asarray(self.people[:, self.bands.index(band)])

    def share(self, band: str) -> Array:
        """A band's part of all. -> (draw, year)"""
        return self.people_of(band) / self.people_of(TOTAL.name)


def joint_trajectories(parts: Sequence[Trajectories]) -> Trajectories:
    """Several blocks of draws as one set of trajectories."""
    first = parts[0]
    whole = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("people", "births", "deaths", "retained")
    )
    return Trajectories(first.bands, first.years, *whole)


def project_trajectories(
    path: CentralPath, deviations: Deviations, bands: Sequence[Band] = BANDS
) -> Trajectories:
    """Carry every trajectory through the projection. CentralPath, Deviations (draw, interval) -> Trajectories"""
    draws, intervals = deviations.fertility.shape
    if intervals != len(path.asfr):
        raise ValueError(
            f"deviations of {intervals} intervals around assumptions of {len(path.asfr)}: they must be the same"
        )
    start = starting_populations(path.population, deviations.start, path.ages, draws)
    projected = (
        project_compiled(path, start, deviations, bands) if may_be_compiled(path.conventions) else None
    )
    if projected is None:
        projected = project_steps(path, start, deviations, bands)
    years = tuple(path.first_year + path.ages.interval * index for index in range(intervals + 1))
    return Trajectories(tuple(band.name for band in bands), years, *projected)


def may_be_compiled(conventions: Conventions) -> bool:
    """Whether the compiled loops know these conventions; the others are for parity with other engines only."""
    return conventions.negative_cells == "error"


def project_compiled(
    path: CentralPath, start: Array, deviations: Deviations, bands: Sequence[Band]
) -> tuple[Array, Array, Array, Array] | None:
    """As `project_steps`, by the compiled loops; None where a cell fell below zero, which `project_steps` names."""
    (draws, intervals), ages, chosen = deviations.fertility.shape, path.ages, path.conventions
    evenly, women_at = chosen.migration == "even", chosen.birth_exposure
    cells = [
        (*band.sexes.indices(len(SEXES))[:2], *ages.between(band.low, band.high).indices(len(ages))[:2])
        for band in bands
    ]
    people, births = np.empty((draws, len(bands), intervals + 1)), np.empty((draws, intervals))
    deaths, retained = np.empty_like(births), np.empty(draws)
    negative = loading.trajectories().project_trajectories(
        start,
        np.ascontiguousarray(deviations.fertility),
        np.ascontiguousarray(path.level(deviations.life)),
        np.ascontiguousarray(deviations.migration),
        np.ascontiguousarray(np.moveaxis(path.survival, 1, -1)),
        np.ascontiguousarray(path.asfr * ages.interval),
        np.ascontiguousarray(path.net_migration),
        np.ascontiguousarray(path.sex_ratio),
        propensities(path.population, ages) * ages.interval,
        LARGEST_SHARE_LEAVING,
        evenly,
        women_at == "counted",
        women_at == "counted" or (women_at == "both_ends" and evenly),
        np.asarray(cells, dtype=np.int64),
        people,
        births,
        deaths,
        retained,
    )
    return None if negative else (people, births, deaths, retained)


def starting_populations(population: Array, factors: Array | None, ages: AgeGroups, draws: int) -> Array:
    """The start of every draw: under 15 and 65 and over times their factors, other ages scaled so that the total stays.

    (sex, age), (draw, 2) -> (draw, sex, age)
    """
    stock = np.repeat(population[np.newaxis], draws, axis=0)
    if factors is None:
        return stock
    young, old = ages.between(0, OLDEST_CHILD), ages.between(OLD.low)
    rest = np.ones(len(ages), dtype=bool)
    rest[young] = rest[old] = False
    whole, middle_ages = population.sum(), population[:, rest].sum()
    for part, factor in ((young, factors[:, 0]), (old, factors[:, 1])):
        stock[..., part] *= factor[:, np.newaxis, np.newaxis]
    remainder = whole - stock[..., ~rest].sum((-2, -1))
    share = np.divide(remainder, middle_ages, out=np.ones(draws), where=middle_ages > 0)
    stock[..., rest] *= np.maximum(share, 0)[:, np.newaxis, np.newaxis]
    return stock
