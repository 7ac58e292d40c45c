"""What a run holds, as series over its years: people of bands, shares, events."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.analysis.projections.jump_off import AGES
from dashboard.analysis.projections.run import ScenarioRun
from dashboard.words import mark
from forecasting.axes import Array
from forecasting.bands import Band, people_in

TOTAL = Band("total")
#: Bands that staff begin with; names are shown in the reader's language, bounds beside them
OLDER = Band(mark("Older people"), 65)
USUAL_BANDS = (
    Band(mark("Pupils"), 6, 18),
    Band(mark("Ages of first marriage"), 18, 31),
    Band(mark("Women of most childbearing"), 20, 35, "female"),
    Band(mark("Working ages"), 15, 65),
    OLDER,
    Band(mark("Ages of care"), 80),
)


def people(run: ScenarioRun, band: Band = TOTAL) -> Array:
    """People of a band in each year. [year]"""
    return np.asarray(people_in(run.population, AGES, (band,))[..., 0])


def share(run: ScenarioRun, band: Band) -> Array:
    """Part of everybody in a band. [year]"""
    return people(run, band) / people(run)


def dependency(run: ScenarioRun, low: int, high: int) -> dict[str, Array]:
    """Children, old and both, per person of working age from ``low`` to under ``high``. [year] each"""
    workers = people(run, Band("workers", low, high))
    children, old = people(run, Band("children", 0, low)), people(run, Band("old", high))
    return {
        "total": (children + old) / workers,
        "old": old / workers,
        "young": children / workers,
    }


def births(run: ScenarioRun) -> Array:
    """Births in each interval. [interval]"""
    return np.asarray(run.births.sum(-1))


def deaths(run: ScenarioRun) -> Array:
    """Deaths in each interval. [interval]"""
    return np.asarray(run.deaths.sum((-2, -1)))


def net_migrants(run: ScenarioRun) -> Array:
    """Net migrants in each interval. [interval]"""
    return np.asarray(run.net_migrants.sum((-2, -1)))


def of_bands(run: ScenarioRun, bands: Sequence[Band]) -> Array:
    """People of each band in each year. [year, band]"""
    return people_in(run.population, AGES, tuple(bands))
