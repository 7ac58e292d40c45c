"""The map of a measure: every province in one year, on classes that stay the same over the years. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.value_cache import ValueCache
from dashboard.charts import classes, maps, ranks
from dashboard.charts.scales import Scale
from dashboard.settings import BOUNDARIES_URL
from dashboard.views.measure import MeasureView
from dashboard.words import Words, mark
from data.boundaries import file_name

LEVELS = {
    "province": mark("Provinces"),
    "county": mark("Counties"),
    "district": mark("Districts"),
    "commune": mark("Communes"),
}
MOST_RANKED = 40  # areas of a list below the provinces
LEGEND = 90  # pixels under a map
FAR = 0.02  # share of the figures at each end that round bounds may leave beyond them
FEWEST = 3  # classes of a map
EACH_SIDE = 3  # classes on each side of a middle
BOUNDS = {"quantiles": classes.quantiles, "natural": classes.natural_breaks}


def scale(view: MeasureView, scheme: str = "fixed") -> Scale:
    """One scale for all years. ``scheme``: fixed (bounds with a meaning, else round ones), quantiles, natural."""
    values, decimals = view.scale_values(), view.indicator.decimals
    # a few areas far from all others would leave the rest in one colour: they count to the end classes, left open
    far = FAR if scheme == "fixed" and len(values) * FAR >= 1 else 0
    ends = values.quantile([far, 1 - far], interpolation="nearest")
    low, high = (float(end) for end in ends)
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
        bounds = cut(figures, decimals=decimals)
        enough = len(bounds) > FEWEST
        return (
            Scale(low, high, classes=bounds, decimals=decimals)
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
    provinces: Sequence[str] = (),
) -> go.Figure:
    """The areas in a year, fitted into (width, height) pixels; the reader's own is outlined where it is one of them.

    ``provinces``: whose borders lie over a map of very many areas.
    """
    width, height = size
    centre, zoom = maps.fitted(bounds, width=width, height=height)
    rows = view.year_rows(year)
    many = len(rows) > maps.MANY and len(provinces)
    above = (BOUNDARIES_URL.format(file=file_name(view.country)), provinces) if many else None
    return maps.choropleth(
        view.with_offices(rows),
        geojson=BOUNDARIES_URL.format(file=file_name(view.country, view.level)),
        scale=scale(view, scheme),
        label=view.label,
        words=view.words,
        centre=centre,
        zoom=zoom,
        height=int(height) + LEGEND,
        points=points,
        above=above,
        selected=view.area if view.level == "province" and view.area != view.country else None,
    )


def inside(view: MeasureView, areas: pd.DataFrame) -> MeasureView:
    """The measure of some of its areas, on the scale of all. ``areas``: rows of the area table, the nation among them"""
    return replace(view, names=view.names[view.names.index.isin(areas["area"])], cache=ValueCache())


def no_levels(levels: Sequence[str], words: Words) -> str:
    """Why the map stops at provinces. ``levels``: those below them that have boundaries"""
    if not levels:
        return words("No boundaries of districts or communes are loaded here: the map stops at provinces.")
    names = words.listed(words(LEVELS[level]) for level in levels)
    return words(
        "{levels}: there are boundaries, but no figures of this measure. The map stops at provinces.",
        levels=names,
    )


def province_ranks(view: MeasureView, year: int) -> go.Figure:
    """The provinces in order, with a line for the nation."""
    return ranks_of(view, view.year_rows(year), year)


def ranks_of(view: MeasureView, rows: pd.DataFrame, year: int) -> go.Figure:
    """Some areas in order, with a line for the nation; of many the first."""
    return ranks.ranked(
        view.with_offices(rows),
        top=MOST_RANKED if len(rows) > 2 * MOST_RANKED else None,
        focus=view.area,
        nation_value=view.nation_at(year),
        nation_name=view.names[view.country],
        words=view.words,
        label=view.label,
        decimals=view.indicator.decimals,
    )
