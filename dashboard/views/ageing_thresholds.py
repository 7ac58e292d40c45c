"""When each area passes a share of old people: in the years known, then as projected. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import is_missing, records
from dashboard.charts import threshold_years
from dashboard.format import sort_key
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns
from dashboard.views.measure import offices_of
from dashboard.words import Words

#: Per cent aged 65 and over: ageing, aged, super-aged (United Nations 1956; World Health Organization)
LEVELS = (7.0, 14.0, 21.0)


def passings(
    published: pd.DataFrame, projected: pd.DataFrame | None, names: Mapping[str, str], language: str
) -> pd.DataFrame:
    """area, name, place, level, year, before, projected, source — the year in which each area reaches each level

    known, projected: area, year, value, status, source. ``before``: it was reached before the first year known;
    year is missing where it is not reached by the last. Areas stand in the order in which they reach the highest.
    """
    last = published.groupby("area")["year"].max()
    frames = [published.assign(projected=False)]
    if projected is not None:
        later = projected[projected["year"] > projected["area"].map(last).fillna(0)]
        frames.append(later.assign(projected=True))
    rows = pd.concat(frames, ignore_index=True).sort_values(["area", "year"])
    crossings = [_passing(str(area), part, level) for area, part in rows.groupby("area") for level in LEVELS]
    frame = pd.DataFrame(crossings)
    frame["name"] = frame["area"].map(names)
    frame = frame.dropna(subset=["name"])
    return frame.merge(_places(frame, language), on="area")


def _passing(area: str, rows: pd.DataFrame, level: float) -> dict[str, object]:
    above = rows[rows["value"] >= level]
    if above.empty:
        return {"area": area, "level": level, "year": None, "before": False, "projected": True, "source": ""}
    first = above.iloc[0]
    return {
        "area": area,
        "level": level,
        "year": int(first["year"]),
        "before": bool(first["year"] == rows["year"].iloc[0]),
        "projected": bool(first["projected"]),
        "source": str(first["source"]),
    }


def _places(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """area, place — by the years of passing from the highest level down, then by name"""
    years = frame.pivot_table(index=["area", "name"], columns="level", values="year", aggfunc="min")
    years = years.reindex(columns=list(LEVELS)[::-1])
    order = years.fillna(9999).reset_index()
    alphabet = sorted(map(str, order["name"]), key=lambda name: sort_key(name, language))
    order["letter"] = [alphabet.index(str(name)) for name in order["name"]]
    order = order.sort_values([*years.columns, "letter"]).reset_index(drop=True)
    return order.assign(place=range(len(order)))[["area", "place"]]


def year_of_passing(row: Mapping[str, object], calendar: str, words: Words) -> str:
    """The year of passing, and whether it is known, projected, or earlier than what is known."""
    if is_missing(row["year"]):
        return words("not by the last year projected")
    year = format.year(int(str(row["year"]).split(".")[0]), calendar, words.language)
    if row["before"]:
        return words("{year} or before", year=year)
    return words("{year}, projected", year=year) if row["projected"] else year


def sentence(frame: pd.DataFrame, area: str, calendar: str, words: Words) -> str:
    """When one area passes each level."""
    own = frame[frame["area"] == area].sort_values("level")
    parts = [
        words(
            "{level}: {when}",
            level=format.percent(row["level"] / 100, words.language, 0),
            when=year_of_passing(row, calendar, words),
        )
        for row in records(own)
    ]
    return f"**{own['name'].iloc[0]}** — " + " · ".join(parts)


def figure(
    frame: pd.DataFrame, now: int, focus: str, calendar: str, offices: Mapping[str, str], words: Words
) -> go.Figure:
    """A row for each area."""
    levels = {level: format.percent(level / 100, words.language, 0) for level in LEVELS}
    rows = frame.assign(
        said=[
            " · ".join(
                filter(
                    None, (year_of_passing(row, calendar, words), offices_of(row["source"], offices, words))
                )
            )
            for row in records(frame)
        ]
    )
    return threshold_years.passed(
        rows,
        levels=levels,
        words=words,
        calendar=calendar,
        label=words("Year in which people aged 65 and over reach a share of all"),
        now=now,
        focus=focus,
    )


def papers(frame: pd.DataFrame, country: str, calendar: str, words: Words) -> ChartExport:
    """A row for each area, a column for each level."""
    ordered = frame.sort_values(["place", "level"])
    columns = {
        level: [year_of_passing(row, calendar, words) for row in records(ordered[ordered["level"] == level])]
        for level in LEVELS
    }
    table = pd.DataFrame(
        {words("Area"): ordered.drop_duplicates("area")["name"].tolist()}
        | {format.percent(level / 100, words.language, 0): texts for level, texts in columns.items()}
    )
    keys = tuple(dict.fromkeys(" ".join(frame["source"]).split()))
    return ChartExport(
        name=f"{country}-passing-7-14-21".lower(),
        title=words("When each area passes 7, 14 and 21 % aged 65 and over"),
        table=lambda: table,
        data=lambda: ordered[["area", "name", "level", "year", "before", "projected", "source"]],
        columns={
            "area": area_columns(words)["area"],
            "name": area_columns(words)["name"],
            "level": Column(words("Share aged 65 and over"), "number", unit="%"),
            "year": area_columns(words)["year"],
            "before": Column(words("Reached before the first year known"), "boolean"),
            "projected": Column(words("Projected"), "boolean"),
            "source": paper_columns(words)["source"],
        },
        sources=keys,
        chart_sources=keys,
    )
