"""The map of a measure: every province in one year, on classes that stay the same over the years. Pure."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts import maps, ranks
from dashboard.charts.scales import Scale
from dashboard.settings import BOUNDARIES_URL
from dashboard.views.measure import MeasureView

LEGEND = 90  # pixels under a map


def scale(view: MeasureView) -> Scale:
    """One scale for all years: classes with a meaning where declared, else round bounds around all values."""
    values, decimals = view.scale_values(), view.indicator.decimals
    low, high = float(values.min()), float(values.max())
    if view.indicator.classes is not None:
        return Scale(low, max(high, low + 1e-9), classes=view.indicator.classes)
    if low == high:
        low, high = low - 0.5, high + 0.5
    if low < 0 < high:
        return Scale(low, high, kind="diverging", middle=0.0, decimals=decimals)
    return Scale(low, high, decimals=decimals)


def province_map(
    view: MeasureView, year: int, bounds: tuple[float, float, float, float], size: tuple[float, float]
) -> go.Figure:
    """The provinces in a year, fitted into (width, height) pixels; the reader's own is outlined."""
    width, height = size
    centre, zoom = maps.fitted(bounds, width=width, height=height)
    return maps.choropleth(
        view.at(year),
        geojson=BOUNDARIES_URL.format(country=view.country),
        scale=scale(view),
        label=view.label,
        words=view.words,
        centre=centre,
        zoom=zoom,
        height=int(height) + LEGEND,
        selected=None if view.area == view.country else view.area,
    )


def province_ranks(view: MeasureView, year: int) -> go.Figure:
    """The provinces in order, with a line for the nation."""
    return ranks.ranked(
        view.at(year),
        focus=view.area,
        nation_value=view.nation_at(year),
        nation_name=view.names[view.country],
        words=view.words,
        label=view.label,
        decimals=view.indicator.decimals,
    )
