"""How sure: forecasts with intervals that past misses have measured, and trajectories that agree with them.

`forecast` launches the central path and its intervals; `trajectories` draws paths whose quantiles are those
intervals; `provinces` sets areas around their nation; `engine` carries draws through the cohort-component
projection; `fans` summarises them. The high and low variants of `forecasting.scenarios` are a what-if and
never an interval: nothing here reads them.
"""

from __future__ import annotations

from forecasting.probabilistic.fans import Fan, event_probability, fan, peak_before
from forecasting.probabilistic.forecast import Forecast, forecast
from forecasting.probabilistic.path_draws import draw, draw_sexes

__all__ = [
    "Fan",
    "Forecast",
    "draw",
    "draw_sexes",
    "event_probability",
    "fan",
    "forecast",
    "peak_before",
]
