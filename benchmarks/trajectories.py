"""A thousand trajectories by compiled loops beside numpy's, in one run: `python -m benchmarks.trajectories`.

A line a measurement, processor time: one area's fan, and those of 63 provinces that share their nation's death rates.
What is measured is what the page of projections does, block after block of draws, life tables made beforehand included.
The exit status is 1 when the loops are not faster.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from forecasting.axes import AgeGroups, Array
from forecasting.bands import Band
from forecasting.conventions import Conventions
from forecasting.kernel import loading
from forecasting.probabilistic import central_path
from forecasting.probabilistic.central_path import CentralPath, CentralRates
from forecasting.probabilistic.deviations import Deviations, national_deviations
from forecasting.probabilistic.trajectories import BANDS, project_compiled, starting_populations
from forecasting.probabilistic.trajectory_steps import project_steps

AGES, YEARS, BLOCK, BLOCKS, PROVINCES = AgeGroups.single(100), 31, 100, 10, 63
Engine = Callable[[CentralPath, Array, Deviations, tuple[Band, ...]], object]


def path_of(area: int) -> CentralPath:
    """An area with a start and migrants of its own, and the nation's death rates."""
    random, age = np.random.default_rng(area), np.arange(101.0)
    death_rates = np.broadcast_to(3e-5 * np.exp(0.1 * age) + 5e-4, (YEARS, 2, 101)) * np.linspace(
        1, 0.7, YEARS
    ).reshape(-1, 1, 1)
    asfr = np.broadcast_to(np.where((age >= 15) & (age < 50), 0.05, 0), (YEARS, 101))
    movers = random.normal(0, 5, (YEARS, 2, 101))
    rates = CentralRates(asfr, death_rates, movers, np.full(YEARS, 1.06))
    people = random.uniform(500, 1500, (2, 101)) * np.exp(-((age / 70) ** 4))
    return central_path.central_path(people, AGES, rates, first_year=2025, conventions=Conventions())


def fan(area: int, engine: Engine) -> None:
    """A thousand trajectories of one area."""
    path = path_of(area)
    for block in range(BLOCKS):
        draws = national_deviations(np.full(YEARS, 1.8), BLOCK, np.random.default_rng([area, block]))
        engine(path, starting_populations(path.population, draws.start, AGES, BLOCK), draws, BANDS)


def seconds(engine: Engine, areas: int) -> float:
    """Processor time of the fans of some areas, nothing remembered of the last."""
    central_path.survival_by_level.cache_clear()
    begin = time.process_time()
    for area in range(areas):
        fan(area, engine)
    return time.process_time() - begin


def main() -> int:
    """Print the lines; 1 where numpy is as fast."""
    loading.trajectories()
    slower = False
    for areas in (1, PROVINCES):
        numpy, compiled = (
            min(seconds(engine, areas) for _ in range(3)) for engine in (project_steps, project_compiled)
        )
        ratio = numpy / compiled
        print(
            f"{areas:>2} x 1,000 trajectories: numpy {numpy:.2f} s, loops {compiled:.2f} s, {ratio:.1f} times"
        )
        slower |= ratio <= 1
    return int(slower)


if __name__ == "__main__":
    sys.exit(main())
