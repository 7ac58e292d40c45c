"""Probabilistic projections summarised while they run: bands, births, deaths and ages by quantile.

One area at a time is in memory with all its trajectories, one for each thread; what is kept of it are
quantiles. Quantiles of parts do not add to those of the whole.

Where out-migration would empty a cell of one trajectory, those who cannot leave stay, and their number is
reported: one thin cohort in a thousand must not stop a run that is sound in its centre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array, freeze
from forecasting.bands import BANDS, SHARES, Band, Share, shares_of
from forecasting.kernel import loading, plain
from forecasting.kernel.areas import by_area_and_interval, open_survival_of, options
from forecasting.kernel.ensemble import Ensemble
from forecasting.kernel.threads import each

PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)
Sink = Callable[[int, Array], None]


@dataclass(frozen=True, eq=False)
class Summary:
    """Quantiles of an ensemble, by area.

    stocks [area, measure, year, probability], measures being bands then shares; flows [area, flow, interval,
    probability], births then deaths; kept [area, interval]: people a trajectory could not let go, on average.
    """

    measures: tuple[str, ...]
    flows_of: tuple[str, ...]
    years: tuple[int, ...]
    probabilities: tuple[float, ...]
    stocks: Array
    flows: Array
    kept: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, eq=False)
class Drawn:
    """All trajectories of one area: births, kept (interval, trajectory); segments (segment, sex, year, .)."""

    births: Array
    kept: Array
    segments: Array
    cells: Array


def summarise(
    ensemble: Ensemble,
    *,
    first_year: int,
    bands: Sequence[Band] = BANDS,
    shares: Sequence[Share] = SHARES,
    probabilities: Sequence[float] = PROBABILITIES,
    threads: int | None = None,
    by_age: Sink | None = None,
) -> Summary:
    """Quantiles of bands, shares, births and deaths of every area. Ensemble -> Summary

    ``by_age``, if given, is called with each area's index and its quantiles of every cell [probability, year,
    sex, age], in the order of the areas, and decides what is kept of them.
    """
    wanted = np.asarray(probabilities, dtype=np.float64)
    if wanted.size == 0 or (wanted < 0).any() or (wanted > 1).any():
        raise ValueError(f"probabilities are in 0 .. 1, not {tuple(probabilities)}")
    run = _Run(ensemble, tuple(bands), tuple(shares), wanted, by_age is not None)
    years = tuple(first_year + ensemble.rates.ages.interval * t for t in range(run.length + 1))
    stocks = np.empty((ensemble.areas, len(bands) + len(shares), run.length + 1, wanted.size))
    flows = np.empty((ensemble.areas, 2, run.length, wanted.size))
    kept = np.empty((ensemble.areas, run.length))
    for area, result in enumerate(each(run.area, range(ensemble.areas), threads)):
        stocks[area], flows[area], kept[area], cells = result
        if by_age is not None:
            by_age(area, cells)
    names = (*(band.name for band in bands), *(share.name for share in shares))
    return Summary(names, ("births", "deaths"), years, tuple(wanted.tolist()), stocks, flows, kept)


def quantiles(draws: Array, probabilities: Array) -> Array:
    """Quantiles over the last axis, which is sorted in place; linear between draws. (..., draw) -> (..., p)"""
    draws.sort(axis=-1)
    at = probabilities * (draws.shape[-1] - 1)
    below = np.floor(at).astype(np.intp)
    above = np.minimum(below + 1, draws.shape[-1] - 1)
    return np.asarray(draws[..., below] + (at - below) * (draws[..., above] - draws[..., below]))


class _Run:
    """The arrays all areas share, and the arithmetic of one area."""

    def __init__(
        self,
        ensemble: Ensemble,
        bands: tuple[Band, ...],
        shares: tuple[Share, ...],
        wanted: Array,
        by_age: bool,
    ) -> None:
        rates, conventions = ensemble.rates, ensemble.conventions
        self.ensemble, self.bands, self.shares, self.wanted, self.by_age = (
            ensemble, bands, shares, wanted, by_age,
        )  # fmt: skip
        self.ages, self.length = rates.ages, rates.intervals
        edges = {0, len(self.ages)}
        for band in bands:
            cut = self.ages.between(band.low, band.high)
            edges |= {cut.start, len(self.ages) if cut.stop is None else cut.stop}
        self.bounds = np.asarray(sorted(edges), dtype=np.int64)
        self.survival = by_area_and_interval(rates.survival, 2)
        self.migration = by_area_and_interval(rates.net_migration, 2)
        self.asfr = by_area_and_interval(rates.asfr, 1)
        self.sex_ratio = by_area_and_interval(rates.sex_ratio, 0)
        shared = ensemble.mortality is None
        self.open_survival = open_survival_of(rates, conventions) if shared else np.zeros((1, 1, 2))
        # With all else shared, cells follow from births, until two cohorts born since meet in the open group.
        self.cells_must_be_drawn = not shared or self.length >= len(self.ages)
        self.options = (*options(conventions), not shared, conventions.a0 == "coale_demeny")

    def area(self, area: int) -> tuple[Array, Array, Array, Array]:
        """stocks, flows, kept and quantiles by age of one area."""
        levels = self.ensemble.levels(area)
        large = levels.size >= loading.LARGE
        drawn = self.draw(area, levels, large, cells=self.by_age and self.cells_must_be_drawn)
        people = self._people(drawn)
        moved = self._of(self.migration, area).sum((-2, -1))[:, np.newaxis]
        total = drawn.segments.sum((0, 1))
        deaths = total[:-1] - total[1:] + drawn.births + moved + drawn.kept
        flows = np.stack([drawn.births, deaths])
        kept = drawn.kept.mean(-1)
        ratios = np.moveaxis(shares_of(np.moveaxis(people, 0, -1), self.bands, self.shares), -1, 0)
        stocks = quantiles(np.concatenate([people, ratios]), self.wanted)
        flows = quantiles(flows, self.wanted)
        return stocks, flows, kept, self._by_age(area, drawn, flows[0], large) if self.by_age else total[:0]

    def draw(
        self, area: int, levels: Array, large: bool, *, cells: bool = False, births_given: bool = False
    ) -> Drawn:
        """All trajectories of an area; ``levels`` of fertility, or births, (interval, trajectory)."""
        length, count = levels.shape
        a, b, k = self._mortality(area, count)
        elders = np.zeros((length + 1, 2, len(self.ages)))
        elders[0] = self.ensemble.population[area]
        out = Drawn(
            levels.copy() if births_given else np.empty(levels.shape),
            np.empty(levels.shape),
            np.empty((len(self.bounds) - 1, 2, length + 1, count)),
            np.empty((length + 1 if cells else 0, 2, len(self.ages), count)),
        )
        tables = (self.survival, self.open_survival, self.migration, self.asfr, self.sex_ratio)
        kernel = loading.trajectories() if large else plain
        kernel.project_trajectories(
            elders, *(self._of(table, area) for table in tables), a, b, k, levels,
            float(self.ages.interval), *self.options, births_given, self.bounds,
            out.births, out.kept, out.segments, out.cells,
        )  # fmt: skip
        return out

    def _mortality(self, area: int, count: int) -> tuple[Array, Array, Array]:
        if self.ensemble.mortality is None:
            nothing = np.zeros((1, 2, 1))
            return nothing, nothing, np.zeros((1, 1, 1))
        a, b, k = self.ensemble.mortality.of_area(area)
        if k.shape[1:] != (self.length, count):
            raise ValueError(
                f"k of area {area} has {k.shape[1:]} intervals and trajectories, fertility {(self.length, count)}"
            )
        return a, b, k

    def _people(self, drawn: Drawn) -> Array:
        """(band, year, trajectory)"""
        people = np.empty((len(self.bands), *drawn.segments.shape[2:]))
        for index, band in enumerate(self.bands):
            cut = self.ages.between(band.low, band.high)
            low, high = np.searchsorted(
                self.bounds, (cut.start, len(self.ages) if cut.stop is None else cut.stop)
            )
            drawn.segments[low:high, band.sexes].sum((0, 1), out=people[index])
        return people

    def _by_age(self, area: int, drawn: Drawn, births: Array, large: bool) -> Array:
        """Quantiles of every cell. -> (probability, year, sex, age)

        Where cells were not drawn, each is a rising function of its own cohort's births alone, so its
        quantile is the cell of the births' quantile (exact but for what lies between two neighbouring draws
        where people could not leave).
        """
        if not len(drawn.cells):
            cells = self.draw(area, np.ascontiguousarray(births), large, cells=True, births_given=True).cells
            return np.moveaxis(cells, -1, 0)
        return np.moveaxis(quantiles(drawn.cells, self.wanted), -1, 0)

    @staticmethod
    def _of(table: Array, area: int) -> Array:
        return np.asarray(table[min(area, len(table) - 1)])
