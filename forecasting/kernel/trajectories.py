"""Probabilistic projections summarised while they run: bands, births, deaths and ages by quantile.

One area at a time is in memory with all its trajectories, one for each thread; what is kept of it are
quantiles. Quantiles of parts do not add to those of the whole.

Where out-migration would empty a cell of one trajectory, those who cannot leave stay, and their number is
reported: one thin cohort in a thousand must not stop a run that is sound in its centre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import local

import numpy as np

from forecasting.axes import Array, freeze
from forecasting.bands import BANDS, SHARES, Band, Share
from forecasting.interval_levels import PROBABILITIES
from forecasting.kernel import numpy_trajectories, selection
from forecasting.kernel.areas import by_area_and_interval, open_survival_of, options
from forecasting.kernel.ensemble import Ensemble
from forecasting.kernel.threads import each

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
class TrajectorySummary:
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


class _Space(local):
    """A thread's arrays, used again for the next area: new memory costs as much as filling it."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def of(self, name: str, *shape: int) -> Array:
        """An array that holds anything until it is filled, and only until the next area."""
        if name not in self.arrays or self.arrays[name].shape != shape:
            self.arrays[name] = np.empty(shape)
        return self.arrays[name]


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
        self.ages, self.length, self.space = rates.ages, rates.intervals, _Space()
        cuts = [self.ages.between(band.low, band.high).indices(len(self.ages))[:2] for band in bands]
        edges = sorted({0, len(self.ages), *(edge for cut in cuts for edge in cut)})
        self.bounds = np.asarray(edges, dtype=np.int64)
        self.cuts = [
            (slice(edges.index(low), edges.index(high)), band.sexes)
            for (low, high), band in zip(cuts, bands, strict=True)
        ]
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
        large = levels.size >= selection.LARGE
        drawn = self.draw(area, levels, large, cells=self.by_age and self.cells_must_be_drawn)
        stocks, total = self._stocks(drawn)
        moved = self._of(self.migration, area).sum((-2, -1))[:, np.newaxis]
        flows = self.space.of("flows", 2, *drawn.births.shape)
        flows[0] = drawn.births
        np.subtract(total[:-1], total[1:], out=flows[1])
        flows[1] += drawn.births
        flows[1] += drawn.kept + moved
        kept, changes = drawn.kept.mean(-1), quantiles(flows, self.wanted)
        by_age = self._by_age(area, drawn, changes[0], large) if self.by_age else total[:0]
        return quantiles(stocks, self.wanted), changes, kept, by_age

    def draw(
        self, area: int, levels: Array, large: bool, *, cells: bool = False, births_given: bool = False
    ) -> TrajectorySummary:
        """All trajectories of an area; ``levels`` of fertility, or births, (interval, trajectory)."""
        length, count = levels.shape
        a, b, k = self._mortality(area, count)
        elders = np.zeros((length + 1, 2, len(self.ages)))
        elders[0] = self.ensemble.population[area]
        kind = "again " if births_given else ""
        out = TrajectorySummary(
            levels.copy() if births_given else self.space.of("births", *levels.shape),
            self.space.of(f"{kind}kept", *levels.shape),
            self.space.of(f"{kind}segments", len(self.bounds) - 1, 2, length + 1, count),
            self.space.of(f"{kind}cells", length + 1 if cells else 0, 2, len(self.ages), count),
        )
        tables = (self.survival, self.open_survival, self.migration, self.asfr, self.sex_ratio)
        kernel = selection.trajectories() if large else numpy_trajectories
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

    def _stocks(self, drawn: TrajectorySummary) -> tuple[Array, Array]:
        """Bands and shares (measure, year, trajectory), and all people (year, trajectory)."""
        shape = drawn.segments.shape[2:]
        stocks = self.space.of("stocks", len(self.bands) + len(self.shares), *shape)
        for index, cut in enumerate(self.cuts):
            drawn.segments[cut].sum((0, 1), out=stocks[index])
        people = stocks[: len(self.bands)]
        for index, share in enumerate(self.shares, len(self.bands)):
            over, under = (self._joined(people, names) for names in (share.over, share.under))
            stocks[index] = np.nan
            np.divide(over, under, out=stocks[index], where=under > 0)
        return stocks, drawn.segments.sum((0, 1), out=self.space.of("total", *shape))

    def _joined(self, people: Array, wanted: tuple[str, ...]) -> Array:
        names = [band.name for band in self.bands]
        first, *rest = (people[names.index(name)] for name in wanted)
        return np.asarray(sum(rest, start=first))

    def _by_age(self, area: int, drawn: TrajectorySummary, births: Array, large: bool) -> Array:
        """Quantiles of every cell. -> (probability, year, sex, age)

        Where cells were not drawn, each is a rising function of its own cohort's births alone, so its
        quantile is the cell of the births' quantile (exact but for what lies between two neighbouring draws
        where people could not leave).
        """
        if not len(drawn.cells):
            cells = self.draw(area, np.ascontiguousarray(births), large, cells=True, births_given=True).cells
            return np.moveaxis(cells, -1, 0).copy()
        return np.moveaxis(quantiles(drawn.cells, self.wanted), -1, 0)

    @staticmethod
    def _of(table: Array, area: int) -> Array:
        return np.asarray(table[min(area, len(table) - 1)])
