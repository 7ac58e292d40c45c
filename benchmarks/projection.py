"""The projection engine's speed beside the machine's memory: `python -m benchmarks.projection [--scale S]`.

Many areas are measured against the time their bytes take: every input read and every output written once, at
the copy speed measured in the same run on as many threads. Trajectories are summarised where they are made,
so almost nothing has to move; they stand beside the time it would take just to write every trajectory's every
cell down. The plain loop is the plain engine called once for each area.

``--scale`` is the share of the largest ensemble that is run (0.05 unless given); the line says what is
measured and what is drawn out from it in proportion.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from forecasting.axes import AgeGroups
from forecasting.kernel import selection
from forecasting.kernel.areas import project_areas
from forecasting.kernel.ensemble import Ensemble, LeeCarterPaths
from forecasting.kernel.threads import cores
from forecasting.kernel.trajectories import summarise
from forecasting.projection import project
from forecasting.rates import Rates

AGES, YEARS, TRAJECTORIES = AgeGroups.single(100), 76, 1000
AREAS, PROVINCES, COMMUNES = (1, 63, 700, 11_000), 63, 11_000
LOOPED = 63  # areas the plain loop is timed on; it takes as long for each
AT_A_TIME = 500  # areas of the largest ensemble whose rates are in memory together
REPEATS = 5


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of processors; on a machine busy with other things only the second tells."""

    clock: float
    processors: float

    def times(self, factor: float) -> Took:
        """So much work in proportion."""
        return Took(self.clock * factor, self.processors * factor)


@dataclass(frozen=True)
class Bandwidth:
    """Bytes a second by the clock, and if the threads had had a processor each all the time."""

    clock: float
    processors: float

    def __str__(self) -> str:
        return f"{self.clock / 1e9:.1f} GB/s by the clock, {self.processors / 1e9:.1f} of processor time"


def timed(run: Callable[[], object]) -> Took:
    """One run."""
    begin, worked = time.perf_counter(), time.process_time()
    run()
    return Took(time.perf_counter() - begin, time.process_time() - worked)


def best_of(run: Callable[[], object], repeats: int = REPEATS) -> Took:
    """The least of some runs: the others were disturbed."""
    runs = [timed(run) for _ in range(repeats)]
    return Took(min(took.clock for took in runs), min(took.processors for took in runs))


def copy_bandwidth(threads: int, size: int = 2**27) -> Bandwidth:
    """Bytes read and written a second when ``threads`` copy arrays of ``size`` numbers together."""
    source, target = np.ones(size), np.ones(size)
    pieces = [slice(i * size // threads, (i + 1) * size // threads) for i in range(threads)]
    with ThreadPoolExecutor(threads) as pool:

        def copy() -> None:
            list(pool.map(lambda piece: np.copyto(target[piece], source[piece]), pieces))

        took = best_of(copy, 9)
    return Bandwidth(2 * source.nbytes / took.clock, 2 * source.nbytes / took.processors * threads)


def made_up(areas: int, seed: int = 1) -> tuple[np.ndarray, Rates]:
    """A start and 76 years of rates of its own for every area: nothing is shared, nothing is special."""
    random = np.random.default_rng(seed)
    age = np.arange(101.0)
    hazard = 2e-5 * np.exp(0.1 * age) + 5e-4
    survival = np.exp(-hazard * random.uniform(0.8, 1.2, (areas, YEARS, 2, 1)))
    bell = np.where((age >= 15) & (age < 50), np.exp(-(((age - 28) / 7) ** 2)), 0)
    asfr = bell / bell.sum() * random.uniform(1.2, 2.4, (areas, YEARS, 1))
    start = 8000 * np.exp(-age / 60) * random.uniform(0.5, 1.5, (areas, 2, 101))
    migration = random.uniform(-0.002, 0.002, (areas, YEARS, 2, 101))
    migration *= start[:, np.newaxis].min(-1, keepdims=True)
    return start, Rates.trusted(AGES, asfr, survival, migration, np.full((areas, YEARS), 1.06))


def many_areas(threads: int, bandwidth: Bandwidth) -> None:
    """Areas by 76 years by 101 ages by 2 sexes, every year's people and events kept."""
    plain = looped_over()
    for areas in AREAS:
        took, moved = projected(areas, threads)
        note = "" if areas == LOOPED else f" (from {LOOPED})"
        what = f"{areas:,} areas x {YEARS} years"
        line(what, took, threads, moved, bandwidth, f"plain loop {plain * areas:.3g} s{note}")


def looped_over() -> float:
    """Seconds for each area when the plain engine is called once an area."""
    start, rates = made_up(LOOPED)
    parts = (rates.asfr, rates.survival, rates.net_migration, rates.sex_ratio)
    paths = [Rates.trusted(AGES, *(part[area] for part in parts)) for area in range(LOOPED)]
    took = best_of(lambda: [project(start[i], path, first_year=0) for i, path in enumerate(paths)], 2)
    return took.processors / LOOPED


def projected(areas: int, threads: int) -> tuple[Took, int]:
    """Seconds of one call for all areas, into arrays that are there already, and the bytes that must move."""
    start, rates = made_up(areas)
    result = project_areas(start, rates, first_year=0)
    reuse = result if areas * YEARS >= selection.LARGE else None
    took = best_of(lambda: project_areas(start, rates, first_year=0, threads=threads, reuse=reuse))
    read = (start, rates.asfr, rates.survival, rates.net_migration, rates.sex_ratio)
    written = (result.population, result.births, result.births_by_mother, result.deaths)
    return took, sum(array.nbytes for array in (*read, *written))


def levels(seed: int = 2) -> np.ndarray:
    """Fertility beside the central path, a random walk of a nation. (interval, trajectory)"""
    steps = np.random.default_rng(seed).normal(0, 0.02, (YEARS, TRAJECTORIES))
    return np.exp(np.clip(np.cumsum(steps, axis=0), -0.7, 0.7))


def lee_carter() -> LeeCarterPaths:
    """A Lee-Carter model of single years to 130+, k a random walk with drift of its own in each trajectory."""
    age = np.arange(131.0)
    a = np.log(2e-5 * np.exp(0.1 * age) + 5e-4 + 0.008 * (age == 0))
    a = np.minimum(a, np.log(1.5)) * np.ones((2, 1))
    b = np.exp(-age / 50) / 50 * np.ones((2, 1))
    k = np.cumsum(np.random.default_rng(3).normal(-0.8, 1.2, (1, 1, YEARS, TRAJECTORIES)), axis=2)
    return LeeCarterPaths(AgeGroups.single(130), a, b, k)


def provinces(threads: int, bandwidth: Bandwidth) -> None:
    """63 areas by 1,000 trajectories, summarised; with and without every cell's quantiles."""
    start, rates = made_up(PROVINCES)
    nation, cells = levels(), PROVINCES * TRAJECTORIES * (YEARS + 1) * 2 * 101 * 8
    for name, mortality in (("fertility varying", None), ("Lee-Carter each", lee_carter())):
        ensemble = Ensemble(start, rates, lambda area: nation, mortality)
        for by_age in (False, True):
            took = summarised(ensemble, threads, by_age)
            what = f"{PROVINCES} x {TRAJECTORIES:,}, {name}{', every age' if by_age else ''}"
            line(what, took, threads, cells, bandwidth, "floor: every cell written once, which is not done")


def summarised(ensemble: Ensemble, threads: int, by_age: bool) -> Took:
    """One summary."""
    sink = (lambda area, found: None) if by_age else None
    return best_of(lambda: summarise(ensemble, first_year=0, threads=threads, by_age=sink), 3)


def communes(threads: int, bandwidth: Bandwidth, scale: float) -> None:
    """11,000 areas by 1,000 trajectories, rates made some hundred areas at a time; only the summary is kept."""
    areas, nation = max(1, round(COMMUNES * scale)), levels()
    kept, took = [], Took(0.0, 0.0)
    for first in range(0, areas, AT_A_TIME):
        start, rates = made_up(min(AT_A_TIME, areas - first), seed=first)
        own = np.random.default_rng(first).uniform(0.8, 1.2, (len(start), YEARS, 1))
        ensemble = Ensemble(start, rates, lambda area, own=own: nation * own[area])
        part = timed(
            lambda ensemble=ensemble: kept.append(summarise(ensemble, first_year=0, threads=threads))
        )
        took = Took(took.clock + part.clock, took.processors + part.processors)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    memory += sum(part.stocks.nbytes + part.flows.nbytes for part in kept) * (COMMUNES / areas - 1)
    drawn_out = "" if areas == COMMUNES else f"; run on {areas:,} areas, time and memory drawn out from them"
    cells = COMMUNES * TRAJECTORIES * (YEARS + 1) * 2 * 101 * 8
    what, note = (
        f"{COMMUNES:,} x {TRAJECTORIES:,} summarised",
        f"peak memory {memory / 1e9:.2f} GB{drawn_out}",
    )
    line(what, took.times(COMMUNES / areas), threads, cells, bandwidth, note)


def line(what: str, took: Took, threads: int, moved: float, bandwidth: Bandwidth, note: str) -> None:
    """One measurement, by the clock and of processor time shared by the threads."""
    shared = took.processors / threads
    by_clock, by_processor = took.clock / (moved / bandwidth.clock), shared / (moved / bandwidth.processors)
    print(
        f"{what:<44} {took.clock:9.4f} s, {by_clock:6.2f} x floor   processors / {threads} {shared:9.4f} s, "
        f"{by_processor:6.2f} x floor   {note}",
        flush=True,
    )


def main() -> None:
    """Every measurement, the most memory-hungry last."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=0.05, help="share of 11,000 x 1,000 that is run")
    parser.add_argument("--threads", type=int, default=cores())
    chosen = parser.parse_args()
    begin = time.perf_counter()
    selection.warm()
    print(f"compiled code ready in {time.perf_counter() - begin:.2f} s; {chosen.threads} threads")
    bandwidth = copy_bandwidth(chosen.threads)
    print(f"copy bandwidth {bandwidth}, reading and writing together")
    communes(chosen.threads, bandwidth, chosen.scale)
    provinces(chosen.threads, bandwidth)
    many_areas(chosen.threads, bandwidth)
    print(f"copy bandwidth {copy_bandwidth(chosen.threads)}, at the end")


if __name__ == "__main__":
    main()
