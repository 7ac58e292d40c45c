"""The forecast of a panel: a central path, intervals that past misses have measured, and how misses hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array, freeze
from forecasting.interval_levels import COVERAGES
from forecasting.panel import Panel
from forecasting.probabilistic.intervals import half_widths
from forecasting.probabilistic.rolling_origins import OURS, Launches, launch
from forecasting.probabilistic.transforms import Transform, transform_of

FADING_BOUNDS = (0.1, 2.0)
RANDOM_WALK = 0.5
MOST_IN_UNITS = (
    4.0  # a miss in units of its half-width is cut here, so that one war does not set a correlation
)


@dataclass(frozen=True, eq=False)
class Forecast:
    """Where a series goes and how sure that is, for the years after ``origin``.

    centre, half_width[coverage] [area, horizon (, coverage)] on the scale on which errors add; ``lower`` and
    ``upper`` give values. fading: misses at horizons h and k correlate as (h / k) ** fading, 1/2 being a random
    walk. common: correlation of misses between areas.
    """

    series: str
    kind: Transform
    areas: tuple[str, ...]
    origin: int
    start: Array
    centre: Array
    half_width: Array
    coverages: tuple[float, ...]
    fading: float
    common: float

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def years(self) -> tuple[int, ...]:
        """The years forecast."""
        return tuple(self.origin + step for step in range(1, self.centre.shape[-1] + 1))

    @property
    def central(self) -> Array:
        """The central path in the series' own unit. -> [area, horizon]"""
        return self.kind.outward(self.centre)

    def lower(self, coverage: float = 0.8) -> Array:
        """Lower end of the interval. -> [area, horizon]"""
        return self.kind.outward(self.centre - self.half_width[..., self.coverages.index(coverage)])

    def upper(self, coverage: float = 0.8) -> Array:
        """Upper end of the interval. -> [area, horizon]"""
        return self.kind.outward(self.centre + self.half_width[..., self.coverages.index(coverage)])


def forecast(
    panel: Panel, horizon: int, *, kind: Transform | None = None, learn_from: Panel | None = None
) -> Forecast:
    """Forecast every area of a panel from its last year. Panel -> Forecast, nan for areas with too few years

    ``learn_from`` lends more areas to learn expected changes and misses from; it is cut at the same year.
    """
    origin = panel.years[-1]
    whole = panel
    if learn_from is not None:
        whole = panel.beside(learn_from.until(min(origin, learn_from.years[-1])))
    chosen = kind or transform_of(panel)
    launches = launch(whole, horizon, kind=chosen, naive={})
    if launches.origins[-1] != origin:
        raise ValueError(f"{panel.series}: no area has a figure for {origin} and enough years before it")
    own = slice(0, len(panel.areas))
    widths = half_widths(launches, OURS, origin)
    return Forecast(
        panel.series,
        chosen,
        panel.areas,
        origin,
        chosen.inward(panel.values)[:, -1],
        launches.forecasts[OURS][-1][own],
        widths[own],
        COVERAGES,
        *how_misses_correlate(launches, origin),
    )


def how_misses_correlate(launches: Launches, origin: int) -> tuple[float, float]:
    """Fading over horizons and correlation between areas, from the misses known at ``origin``."""
    units = _in_units(launches, origin)
    if units.shape[0] < 3:
        return RANDOM_WALK, 0.0
    return _fading(units), _common(units)


def _in_units(launches: Launches, origin: int) -> Array:
    """Past misses over the typical miss of their horizon. -> [origin, area, horizon]"""
    known = launches.known_by(origin)
    errors = np.array(launches.errors(OURS)[known])
    for row, launched in enumerate(launches.origins[known]):
        errors[row, :, origin - launched :] = np.nan
    errors = errors[:, np.isfinite(errors).any(axis=(0, 2))]
    errors = errors[..., np.isfinite(errors).any(axis=(0, 1))]
    if not errors.size:
        return np.empty((0, 0, 0))
    # An area may have been missed at short horizons only.
    some = np.isfinite(errors).any(axis=0, keepdims=True)
    typical = np.nanmedian(np.where(some, np.abs(errors), 0.0), axis=0, keepdims=True)
    whole = np.nanmedian(np.abs(errors), axis=(0, 1), keepdims=True)
    scale = np.where(typical > 0, typical, whole)
    units = np.divide(errors, scale, out=np.zeros_like(errors), where=scale > 0)
    return np.clip(units, -MOST_IN_UNITS, MOST_IN_UNITS)


def _fading(units: Array) -> float:
    """The power in corr = (h / k) ** fading, from horizons h and 2h."""
    powers = []
    for step in range(1, units.shape[-1] // 2 + 1):
        early, late = units[..., step - 1], units[..., 2 * step - 1]
        both = np.isfinite(early) & np.isfinite(late)
        if both.sum() < 10:
            continue
        size = np.sqrt((early[both] ** 2).sum() * (late[both] ** 2).sum())
        correlation = float((early[both] * late[both]).sum() / size) if size > 0 else 1.0
        powers.append(-np.log(np.clip(correlation, 0.05, 0.999)) / np.log(2))
    return float(np.clip(np.median(powers), *FADING_BOUNDS)) if powers else RANDOM_WALK


def _common(units: Array) -> float:
    """Correlation of misses between areas launched together: what the areas' mean miss has that chance has not."""
    areas = np.isfinite(units).sum(axis=1)
    enough = areas >= 2
    if not enough.any():
        return 0.0
    total = np.nansum(units, axis=1)[enough]
    squares = np.nansum(units**2, axis=1)[enough]
    pairs = areas[enough] * (areas[enough] - 1)
    mean_square = float((squares / areas[enough]).mean())
    product = float(((total**2 - squares) / pairs).mean())
    return float(np.clip(product / mean_square, 0.0, 0.95)) if mean_square > 0 else 0.0
