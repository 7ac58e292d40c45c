"""Provinces coloured by a measure, in classes that stay the same from year to year.

The boundaries are a URL that the browser fetches once and keeps; the figure carries codes and class numbers.
Areas without a number have looks of their own and are never coloured as a class.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.charts.legends import BORDER, BORDER_WIDTH, MISSING_COLOURS, PALER, ROOM, with_legend
from dashboard.charts.scales import Scale
from dashboard.format import number
from dashboard.words import Words

MANY = 1500  # areas whose borders a map can bear
PHONE_WIDTH = 320  # pixels that a phone leaves for a map
TILE = 512  # pixels of the whole world at zoom 0


def choropleth(
    frame: pd.DataFrame,
    *,
    geojson: str,
    centre: tuple[float, float],
    zoom: float,
    scale: Scale,
    label: str,
    words: Words,
    title: str | None = None,
    selected: str | None = None,
    points: Mapping[str, tuple[float, float]] | None = None,
    above: tuple[str, Sequence[str]] | None = None,
    height: int = 460,
) -> go.Figure:
    """A map of one measure. frame: area, name, value, text, status, source; optional provisional, reliability.

    `geojson` is a URL; the ids of its features are area codes. `centre`: (latitude, longitude); see `fitted`.
    `text` is the value with its unit as the reader writes it. A row without a value says in `status` which of
    no_data, suppressed and not_applicable it is. A value whose `reliability` is unreliable is paler and has a
    ring at its place in `points` (latitude, longitude). Of more areas than `MANY` no borders are drawn but those of
    the areas `above` them: their URL and codes.
    """
    numbered = frame[frame["value"].notna()]
    missing = _missing(frame[frame["value"].isna()])
    weak = _unreliable(numbered)
    traces = [_classes(numbered[~weak], geojson, scale, label, words)]
    if weak.any():
        traces += [_classes(numbered[weak], geojson, scale, label, words, paler=True)]
        traces += _rings(numbered[weak], points or {})
    traces += [_without_number(rows, geojson, kind, words) for kind, rows in missing.items()]
    traces += _borders(*above) if above is not None else []
    traces += _outline(selected, geojson) if selected is not None else []
    drawing = theme.figure(
        traces,
        words=words,
        alt=_alternative(frame, label, words),
        height=height,
        title=title,
        label=label,
        margin={"b": ROOM, "l": 14, "r": 14},
        dragmode="pan",
        clickmode="event+select",
        map=_view(geojson, centre, zoom),
        uirevision=geojson,
    )
    kinds = [*(["unreliable"] if weak.any() else []), *missing]
    return with_legend(drawing, scale, numbered["value"], kinds, words)


def _view(geojson: str, centre: tuple[float, float], zoom: float) -> dict[str, Any]:
    """An empty white ground: no tiles, no letters, nothing asked of the network."""
    middle = {"lat": centre[0], "lon": centre[1]}
    return {"style": "white-bg", "center": middle, "zoom": zoom, "fitbounds": False, "uirevision": geojson}


def fitted(
    bounds: tuple[float, float, float, float], *, width: float = PHONE_WIDTH, height: float = 370
) -> tuple[tuple[float, float], float]:
    """Centre (latitude, longitude) and zoom that show (west, south, east, north) in so many pixels.

    Plotly does not fit a map of areas by itself, and a figure does not know the width of its page: one that
    fits a phone fits every page, and a desk that gives more height may say how much width it has.
    """
    west, south, east, north = bounds
    down = _mercator(north) - _mercator(south)
    zoom = math.log2(min(width / ((east - west) / 360), height / down) / TILE)
    middle = math.degrees(math.atan(math.sinh(math.pi * (_mercator(north) + _mercator(south)))))
    return (middle, (west + east) / 2), zoom


def _mercator(latitude: float) -> float:
    """How far north of the equator, as a share of the height of the world's map."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _fill(
    rows: pd.DataFrame,
    geojson: str,
    words: Words,
    opacity: float = 1,
    **own: Any,  # noqa: ANN401
) -> theme.Trace:
    """One layer of areas with a visible border and what is said of each."""
    heads, tails = zip(*[_hover(row, words) for row in records(rows)], strict=True) if len(rows) else ((), ())
    tail = {f"%{{text}}{each}<extra></extra>" for each in tails}
    return theme.trace(
        "choroplethmap",
        geojson=geojson,
        featureidkey="id",
        locations=list(rows["area"]),
        text=list(heads),
        # said once where all came alike: of thousands of areas it would be most of the page
        hovertemplate=tail.pop() if len(tail) == 1 else [f"%{{text}}{each}<extra></extra>" for each in tails],
        showscale=False,
        # a click chooses an area and leaves the others as they are
        selected={"marker": {"opacity": opacity}},
        unselected={"marker": {"opacity": opacity}},
        **({"marker": {"line": {"color": BORDER, "width": _width(len(rows))}, "opacity": opacity}} | own),
    )


def _width(areas: int) -> float:
    """Of a border among so many areas"""
    return BORDER_WIDTH if areas <= MANY else 0


def _unreliable(rows: pd.DataFrame) -> pd.Series:
    """Which values rest on too few events to be read by themselves"""
    if "reliability" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["reliability"] == "unreliable"


def _rings(rows: pd.DataFrame, points: Mapping[str, tuple[float, float]]) -> list[theme.Trace]:
    """A ring on each area whose value is unreliable: seen where paleness is not."""
    places = [points[area] for area in rows["area"] if area in points]
    points_by_area = {"lat": [lat for lat, _ in places], "lon": [lon for _, lon in places]}
    return [
        theme.trace(
            "scattermap",
            **points_by_area,
            mode="markers",
            hoverinfo="skip",
            name="",
            marker={"size": size, "color": colour},
        )
        for size, colour in ((11, theme.INK), (7, theme.PAPER))
    ]


def _classes(
    rows: pd.DataFrame, geojson: str, scale: Scale, label: str, words: Words, *, paler: bool = False
) -> theme.Trace:
    """The areas that have a number, each in the colour of its class."""
    count = len(scale.colours)
    steps = [(edge / count, colour) for k, colour in enumerate(scale.colours) for edge in (k, k + 1)]
    classes = scale.class_of(rows["value"]).tolist()
    own = {"name": label, "z": classes, "zmin": -0.5, "zmax": count - 0.5, "colorscale": steps}
    return _fill(rows, geojson, words, PALER if paler else 1, **own)


def _without_number(rows: pd.DataFrame, geojson: str, kind: str, words: Words) -> theme.Trace:
    """The areas that have none, in the look of the reason."""
    colour = MISSING_COLOURS[kind]
    name = theme.status_text(kind, words)
    return _fill(rows, geojson, words, name=name, z=[0] * len(rows), colorscale=[(0, colour), (1, colour)])


def _missing(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows without a number by the reason; an unknown reason is no data."""
    kinds = rows["status"].where(rows["status"].isin(MISSING_COLOURS), "no_data")
    return {kind: rows[kinds == kind] for kind in MISSING_COLOURS if (kinds == kind).any()}


def _borders(geojson: str, areas: Sequence[str]) -> list[theme.Trace]:
    """The borders of larger areas over a map of many small ones, whose own would hide it."""
    line = {"color": BORDER, "width": BORDER_WIDTH}
    return [_clear(geojson, areas, line)]


def _outline(area: str, geojson: str) -> list[theme.Trace]:
    """The chosen area's border, dark inside a white halo so that it shows on every class."""
    looks = ((theme.PAPER, 6), (theme.INK, 3))
    return [_clear(geojson, [area], {"color": colour, "width": width}) for colour, width in looks]


def _clear(geojson: str, areas: Sequence[str], line: Mapping[str, Any]) -> theme.Trace:
    """Areas that are nothing but a line."""
    return theme.trace(
        "choroplethmap",
        geojson=geojson,
        featureidkey="id",
        locations=list(areas),
        z=[0] * len(areas),
        colorscale=[(0, "rgba(0,0,0,0)"), (1, "rgba(0,0,0,0)")],
        showscale=False,
        hoverinfo="skip",
        name=areas[0] if len(areas) == 1 else "",
        marker={"line": line},
    )


def _hover(row: dict[str, Any], words: Words) -> tuple[str, str]:
    """What is said of one area: the name and its value; how that came to be and who says so."""
    status = str(row["status"])
    if pd.isna(row["value"]):
        status = status if status in MISSING_COLOURS else "no_data"
        lines = [theme.status_text(status, words), row["source"] or ""]
        return theme.hover(row["name"], words=words), theme.hover_lines(*lines, words=words)
    uncertain = bool(row.get("provisional", False))
    came = theme.status_text(status, words, provisional=uncertain)
    weak = theme.missing_text("unreliable", words) if row.get("reliability") == "unreliable" else ""
    chance = row.get("interval") or ""
    own = theme.hover(row["name"], row["text"], chance, weak, words=words)
    return own, theme.hover_lines(came, row["source"] or "", words=words)


def _alternative(frame: pd.DataFrame, label: str, words: Words) -> str:
    """The map in a sentence: the ends of the range and how many areas have no number."""
    rows = frame.dropna(subset=["value"]).sort_values("value")
    if rows.empty:
        return words("Map of {label}: no area has data.", label=label)
    low, high = rows.iloc[0], rows.iloc[-1]
    return words(
        "Map of {label}: lowest in {low_name} ({low}), highest in {high_name} ({high}); "
        "areas without data: {missing}.",
        label=label,
        low_name=low["name"],
        low=low["text"],
        high_name=high["name"],
        high=high["text"],
        missing=number(len(frame) - len(rows), words.language),
    )
