"""Made-up worlds whose truth is known."""

import numpy as np

from forecasting.panel import Panel


def panel(values, series="level", first_year=1950):
    values = np.asarray(values, dtype=float)
    areas = tuple(f"A{row:02d}" for row in range(len(values)))
    return Panel(series, areas, tuple(range(first_year, first_year + values.shape[1])), values)


def random_walks(areas=40, years=70, sigma=1.0, start=50.0, seed=1):
    steps = np.random.default_rng(seed).normal(0, sigma, (areas, years))
    return panel(start + np.cumsum(steps, axis=1))


def declines(areas=30, years=60, seed=2, noise=0.02, series="tfr"):
    """Fertility that falls the faster the higher it is, to a floor."""
    generator = np.random.default_rng(seed)
    level = generator.uniform(3, 7, areas)
    path = []
    for _ in range(years):
        level = np.maximum(level - 0.035 * (level - 1.5) + generator.normal(0, noise, areas), 0.8)
        path.append(level)
    return panel(np.array(path).T, series)
