"""The map of a measure: every province in one year, on classes that stay the same over the years. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import classes, maps, ranks
from dashboard.charts.scales import Scale
from dashboard.settings import BOUNDARIES_URL
from dashboard.views.measure import MeasureView

LEGEND = 90  # pixels under a map
FEWEST = 3  # classes of a map
EACH_SIDE = 3  # classes on each side of a middle
BOUNDS = {"quantiles": classes.quantiles, "natural": classes.natural_breaks}


def scale(view: MeasureView, scheme: str = "fixed") -> Scale:
    """One scale for all years. ``scheme``: fixed (bounds with a meaning, else round ones), quantiles, natural."""
    values, decimals = view.scale_values(), view.indicator.decimals
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    kind: Literal["sequential", "diverging"] = "diverging" if low < 0 < high else "sequential"
    if scheme == "fixed" and view.indicator.classes is not None:
        return Scale(low, high, classes=view.indicator.classes)
    if scheme == "fixed" or values.nunique() < FEWEST:
        return Scale(low, high, kind=kind, decimals=decimals)
    cut = BOUNDS[scheme]
    figures = values.to_numpy(dtype=float)
    if kind == "sequential":
        found = cut(figures, decimals=decimals)
        enough = len(found) > FEWEST
        return (
            Scale(low, high, classes=found, decimals=decimals)
            if enough
            else Scale(low, high, decimals=decimals)
        )
    sides = [cut(side, EACH_SIDE, decimals=decimals) for side in (figures[figures < 0], figures[figures > 0])]
    classes = sorted(
        {*(bound for bound in sides[0] if bound < 0), 0.0, *(bound for bound in sides[1] if bound > 0)}
    )
    return Scale(low, high, kind=kind, classes=tuple(classes), decimals=decimals)


def province_map(
    view: MeasureView,
    year: int,
    bounds: tuple[float, float, float, float],
    size: tuple[float, float],
    scheme: str = "fixed",
    points: Mapping[str, tuple[float, float]] | None = None,
) -> go.Figure:
    """The provinces in a year, fitted into (width, height) pixels; the reader's own is outlined."""
    width, height = size
    centre, zoom = maps.fitted(bounds, width=width, height=height)
    return maps.choropleth(
        view.at(year),
        geojson=BOUNDARIES_URL.format(country=view.country),
        scale=scale(view, scheme),
        label=view.label,
        words=view.words,
        centre=centre,
        zoom=zoom,
        height=int(height) + LEGEND,
        points=points,
        selected=None if view.area == view.country else view.area,
    )


def province_ranks(view: MeasureView, year: int) -> go.Figure:
    """The provinces in order, with a line for the nation."""
    return ranks_of(view, view.at(year), year)


def ranks_of(view: MeasureView, rows: pd.DataFrame, year: int) -> go.Figure:
    """Some provinces in order, with a line for the nation."""
    return ranks.ranked(
        rows,
        focus=view.area,
        nation_value=view.nation_at(year),
        nation_name=view.names[view.country],
        words=view.words,
        label=view.label,
        decimals=view.indicator.decimals,
    )
