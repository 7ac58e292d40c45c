"""Trajectories one interval after the other in plain numpy: what the compiled loops must equal, and what names a cell.

It also knows other engines' rules for cells below zero, which the loops do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecasting.axes import FEMALE, Array
from forecasting.bands import Band, people_in
from forecasting.cohort_component import advance, split_by_sex
from forecasting.migration import LARGEST_SHARE_LEAVING, propensities
from forecasting.probabilistic.central_path import CentralPath
from forecasting.probabilistic.deviations import Deviations
from forecasting.rates import Rates


def project_steps(
    path: CentralPath, start: Array, deviations: Deviations, bands: Sequence[Band]
) -> tuple[Array, Array, Array, Array]:
    """start (draw, sex, age) -> people (draw, band, year), births, deaths (draw, interval), retained (draw)"""
    ages, stock = path.ages, start
    # Who strays in or out has the standard pattern of movers, not the path's own nets by age.
    propensity = propensities(path.population, ages) * ages.interval
    people, flows = [people_in(stock, ages, bands)], []
    retained = np.zeros(len(start))
    for interval in range(len(path.asfr)):
        extra = deviations.migration[:, interval, np.newaxis, np.newaxis] * propensity * stock
        survival = path.survival_at(interval, deviations.life[:, interval])
        asfr = path.asfr[interval] * deviations.fertility[:, interval, np.newaxis]
        planned, ratio = path.net_migration[interval] + extra, np.asarray(path.sex_ratio[interval])
        movers, unable = _limited_movers(planned, stock, survival, asfr * ages.interval, ratio)
        rates = Rates.trusted(ages, asfr, survival, movers, ratio)
        step = advance(stock, rates, path.conventions, f", year {path.first_year + interval}")
        stock, retained = step.population, retained + unable
        people.append(people_in(stock, ages, bands))
        flows.append((step.births.sum(-1), step.deaths.sum((-2, -1))))
    births, deaths = (np.stack(column, axis=-1) for column in zip(*flows, strict=True))
    return np.stack(people, axis=-1), births, deaths, retained


def _limited_movers(
    planned: Array, stock: Array, survival: Array, bearing: Array, sex_ratio: Array
) -> tuple[Array, Array]:
    """Net migrants that leave no cell empty, and how many could not leave because they are not there, by draw.

    bearing (draw, age): births per woman over the interval.
    """
    end = stock.copy()
    end[..., 1:] = stock[..., :-1] * survival[..., 1:]
    end[..., -1] += stock[..., -1] * survival[..., -1]
    movers = np.maximum(planned, -LARGEST_SHARE_LEAVING * np.minimum(stock, end))
    # Of the newborn no more leave than the women who stayed have borne.
    born = (bearing * np.maximum(stock + movers, 0)[:, FEMALE]).sum(-1)
    newborn = split_by_sex(born, sex_ratio) * survival[..., 0]
    movers[..., 0] = np.maximum(movers[..., 0], -LARGEST_SHARE_LEAVING * newborn)
    return movers, (movers - planned).sum((-2, -1))
