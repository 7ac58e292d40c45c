"""What every method says from every past year, each time knowing only the years before.

Constants are chosen by how well they would have done on the launches whose outcome was already known
("prequential", Dawid 1984, J. R. Statist. Soc. A 147:278), so a launch is a rehearsal of today's forecast and
its misses are honest ones. The central forecast is the plain mean of two forecasts with different faults, the
pooled momentum and each area's own damped Holt; means of forecasts beat their parts (Bates & Granger 1969,
Operational Research Quarterly 20:451).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array, freeze
from forecasting.panel import LEAST_YEARS, Panel, fill_gaps, usable_areas
from forecasting.probabilistic.momentum import LATEST, RETENTION, USUAL, momentum
from forecasting.probabilistic.naive import NAIVE, Method, damped_holt
from forecasting.probabilistic.transforms import Transform, transform_of
from forecasting.problems import TooShort

OURS = "momentum + Holt"
MOST_WARM_UP = 10


@dataclass(frozen=True, eq=False)
class Launches:
    """Forecasts from each origin on the scale on which errors add; nan for areas that could not be forecast.

    state [origin, area] the level (or growth) at the origin; forecasts by method and actual [origin, area,
    horizon]; constants (weight of the latest change, part kept) used by ours at each origin.
    """

    kind: Transform
    areas: tuple[str, ...]
    first_year: int
    origins: tuple[int, ...]
    state: Array
    actual: Array
    forecasts: dict[str, Array]
    constants: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        freeze(self)

    def errors(self, method: str) -> Array:
        """Forecast less actual. -> [origin, area, horizon]"""
        return self.forecasts[method] - self.actual

    def known_by(self, origin: int) -> slice:
        """The earlier launches one learns from at ``origin``; the very first, on few years, are left out."""
        begin = self.first_year + warm_up(origin - self.first_year)
        positions = [index for index, year in enumerate(self.origins) if begin <= year < origin]
        return slice(positions[0], positions[-1] + 1) if positions else slice(0, 0)


def warm_up(years: int) -> int:
    """How many first years of a series pass before its launches are learnt from, of ``years`` that there are."""
    return max(LEAST_YEARS, min(MOST_WARM_UP, years // 3))


def launch(
    panel: Panel, horizon: int, *, kind: Transform | None = None, naive: dict[str, Method] | None = None
) -> Launches:
    """Launch ours and naive methods from the end of every year that has enough years behind it."""
    chosen = kind or transform_of(panel)
    rivals = NAIVE if naive is None else naive
    inside = chosen.inward(panel.values)
    origins = [
        year
        for index, year in enumerate(panel.years)
        if index + 1 > LEAST_YEARS and usable_areas(inside[:, : index + 1]).any()
    ]
    if not origins:
        raise TooShort(f"{panel.series}: {panel.span} is too short; a launch needs {LEAST_YEARS} years")
    begin = panel.years[0]
    actual = np.stack([_outcome(inside, origin - begin, horizon) for origin in origins])
    by_method: dict[str, list[Array]] = {name: [] for name in (OURS, *rivals)}
    states, constants = [], []
    chooser = _Chooser(begin)
    for position, origin in enumerate(origins):
        past = inside[:, : origin - begin + 1]
        able = usable_areas(past)
        history = fill_gaps(past[able])
        pair = chooser.choice(origin)
        every = _blend(history, horizon, chosen)
        chooser.note(origin, every - actual[position][able])
        constants.append((float(LATEST[pair[0]]), float(RETENTION[pair[1]])))
        states.append(_spread(chosen.state(history)[:, -1], able))
        by_method[OURS].append(_spread(every[pair], able))
        for name, method in rivals.items():
            by_method[name].append(_spread(method(history, horizon), able))
    forecasts = {name: np.stack(rows) for name, rows in by_method.items()}
    return Launches(
        chosen, panel.areas, begin, tuple(origins), np.stack(states), actual, forecasts, tuple(constants)
    )


def _blend(past: Array, horizon: int, kind: Transform) -> Array:
    """The mean of momentum and damped Holt for every pair of constants. -> (latest, kept, area, horizon)"""
    path = momentum(kind.state(past), horizon)
    if kind.grows:
        path = past[:, -1:] + np.cumsum(path, axis=-1)
    return np.asarray((path + damped_holt(past, horizon)) / 2)


def _outcome(inside: Array, position: int, horizon: int) -> Array:
    out = np.full((inside.shape[0], horizon), np.nan)
    after = inside[:, position + 1 : position + 1 + horizon]
    out[:, : after.shape[1]] = after
    return out


def _spread(rows: Array, able: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Array:
    """The rows of areas that could be forecast put in their places, nan elsewhere."""
    out = np.full((len(able), *rows.shape[1:]), np.nan)
    out[able] = rows
    return out


class _Chooser:
    """The errors of every pair of constants so far, and the pair with the least at an origin."""

    def __init__(self, first_year: int) -> None:
        self.first_year = first_year
        self.notes: list[tuple[int, Array]] = []

    def note(self, origin: int, errors: Array) -> None:
        """Sums over areas, kept by horizon, so that a later origin reads only horizons that have passed."""
        self.notes.append((origin, np.nansum(np.abs(errors), axis=-2)))

    def choice(self, origin: int) -> tuple[int, int]:
        begin = self.first_year + warm_up(origin - self.first_year)
        passed = [
            misses[..., : origin - launched].sum(-1) for launched, misses in self.notes if launched >= begin
        ]
        if not passed:
            return USUAL
        total = np.sum(passed, axis=0)
        pairs = itertools.product(range(len(LATEST)), range(len(RETENTION)))
        return min(pairs, key=lambda pair: float(total[pair]))
