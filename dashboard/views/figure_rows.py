"""The papers of a chart that has no rows of its own besides what it draws: a row a point, as pointing at it says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.views.chart_export import ChartExport, Column
from dashboard.words import Words

TAGS = re.compile(r"<[^>]*>|[\u2066-\u2069\u200e\u200f]|%\{text\}")


def of_figure(figure: go.Figure, name: str, words: Words, sources: Sequence[str] = ()) -> ChartExport:
    """Papers of everything in a figure that can be pointed at. ``sources``: keys of who stands behind it"""
    lines = plain(figure.layout.title.text or "", "\n").split("\n")

    def rows() -> pd.DataFrame:
        return pd.DataFrame(
            [point for trace in figure.data for point in points(trace)], columns=["series", "x", "y", "said"]
        )

    return ChartExport(
        name=name.lower().replace("_", "-"),
        title=lines[0] or str(figure.layout.meta["alt"]),
        table=lambda: pd.DataFrame(
            {words("Series"): rows()["series"], words("What it says"): rows()["said"]}
        ),
        data=rows,
        columns={
            "series": Column(words("Series")),
            "x": Column(
                words("Place across"),
                description=words("As drawn: a year, an age, an amount or an area code"),
            ),
            "y": Column(
                words("Place up"), description=words("As drawn: an amount, an age or a class of the map")
            ),
            "said": Column(words("What it says"), description=words("What is said on pointing at it")),
        },
        sources=tuple(sources),
        chart_sources=tuple(sources),
    )


def points(trace: object) -> Iterator[tuple[str, object, object, str]]:
    """Series, place across, place up and words of every point that says something."""
    spoken = _listed(getattr(trace, "hovertext", None)) or _listed(getattr(trace, "text", None))
    if getattr(trace, "hoverinfo", None) == "skip" or not spoken:
        return
    across = _listed(getattr(trace, "x", None)) or _listed(getattr(trace, "locations", None))
    up = _listed(getattr(trace, "y", None)) or _listed(getattr(trace, "z", None))
    tail = getattr(trace, "hovertemplate", None) or ""
    tails = [tail] * len(spoken) if isinstance(tail, str) else list(tail)
    for x, y, text, end in zip(across, up, spoken, tails, strict=False):
        if text:
            yield plain(str(getattr(trace, "name", "") or "")), x, y, plain(f"{text}{end}")


def plain(text: str, between: str = " · ") -> str:
    """A figure's text without its marks."""
    return TAGS.sub("", re.sub(r"<br\s*/?>", between, text)).strip(" \n·")


def _listed(values: Iterable[object] | str | None) -> list[object]:
    """A trace's values as a list; empty where it has none, or one for all."""
    return [] if values is None or isinstance(values, str) else list(values)
