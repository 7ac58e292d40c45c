"""Areas against each other: peers of like structure, ranks with their uncertainty, two measures, small areas. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import records
from dashboard.analysis.indicators import PATTERNS_ONLY
from dashboard.charts import multiples, scatter
from dashboard.charts.axis import Axis
from dashboard.views.measure import MeasureView, offices_of, status_text
from dashboard.words import Words
from forecasting import control_limits, similarity

#: Measures that are events over people: chance makes them scatter the more the fewer people there are
CRUDE = ("crude_birth_rate", "crude_death_rate", "crude_marriage_rate", "crude_divorce_rate")
PER_1000 = format.PER_1000
PEERS = 6
GROUP = 5  # years of an age group when structures are compared
OPEN_AGE = 75  # everyone older is in one group: counts differ in where they end


@dataclass(frozen=True, eq=False)
class Structure:
    """Peers of one area: area, distance (0 alike, 1 nothing in common), nearest first, and whose ages were compared."""

    peers: pd.DataFrame
    year: int
    status: str
    source: str


def structure(people: pd.DataFrame, area: str, country: str, names: Mapping[str, str]) -> Structure | None:
    """The areas whose people are spread over sexes and ages most like this area's, at the latest count of both.

    people: rows of ``population_by_age``. None where the area's ages are not known.
    """
    usable = people[
        (people["age_lower"] >= 0) & (people["sex"] != "both") & ~people["source"].isin(PATTERNS_ONLY)
    ]
    own = usable[usable["area"] == area]
    if own.empty:
        return None
    provinces = usable[usable["area"] != country]
    counts = own.drop_duplicates(["year", "source"]).merge(
        provinces.groupby(["year", "source"], as_index=False).agg(areas=("area", "nunique")),
        on=["year", "source"],
    )
    if area == country or counts.empty or counts["areas"].max() < 2:
        return None
    # the latest that has the other provinces too: an area counted again alone is like nobody
    last = (
        counts[counts["areas"] == counts["areas"].max()]
        .sort_values(["year", "status"], ascending=[False, True])
        .iloc[0]
    )
    year = int(last["year"])
    rows = provinces[(provinces["year"] == year) & (provinces["source"] == last["source"])]
    group = (rows["age_lower"].clip(upper=OPEN_AGE) // GROUP) * GROUP
    wide = (
        rows.assign(group=group)
        .pivot_table(index="area", columns=["sex", "group"], values="persons", aggfunc="sum")
        .fillna(0)
    )
    distances = similarity.dissimilarity(wide.to_numpy())[list(wide.index).index(area)]
    peers = pd.DataFrame(
        {"area": wide.index, "name": [names[each] for each in wide.index], "distance": distances}
    )
    peers = peers[peers["area"] != area].sort_values("distance", kind="stable").reset_index(drop=True)
    return Structure(peers, year, str(last["status"]), str(last["source"]))


def rank_ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """area, place, first, last: the place by value, and the best and the worst that the intervals allow.

    An area is surely above another when its interval begins over the other's end. Without intervals first and last are
    missing.
    """
    numbered = rows.dropna(subset="value")
    place = numbered["value"].rank(method="min", ascending=False).astype(int)
    ranges = pd.DataFrame({"area": numbered["area"], "place": place}).reset_index(drop=True)
    if not {"low", "high"} <= set(numbered.columns) or numbered["low"].isna().any():
        return ranges.assign(first=float("nan"), last=float("nan"))
    low, high = numbered["low"].to_numpy(), numbered["high"].to_numpy()
    above = (low[np.newaxis] > high[:, np.newaxis]).sum(1)
    below = (high[np.newaxis] < low[:, np.newaxis]).sum(1)
    return ranges.assign(first=1 + above, last=len(numbered) - below)


def place_said(ranges: pd.DataFrame, view: MeasureView) -> str:
    """Between which places the area may stand; nothing where its interval leaves no choice or it has no place."""
    own = ranges[ranges["area"] == view.area]
    if own.empty or own["first"].isna().any() or own["first"].iloc[0] == own["last"].iloc[0]:
        return ""
    language = view.words.language
    first, last, count = (
        format.number(int(each), language)
        for each in (own["first"].iloc[0], own["last"].iloc[0], len(ranges))
    )
    return view.words(
        "By its interval {area} may stand anywhere from place {first} to {last} of {count}.",
        area=view.names[view.area],
        first=first,
        last=last,
        count=count,
    )


def places(ranges: pd.DataFrame, words: Words) -> pd.Series:
    """Area -> its place, and between which places it may stand where intervals are known"""
    texts = []
    for row in records(ranges):
        place = format.number(int(row["place"]), words.language)
        if pd.isna(row["first"]) or row["first"] == row["last"]:
            texts.append(place)
            continue
        ends = {end: format.number(int(row[end]), words.language) for end in ("first", "last")}
        texts.append(words("{place} ({first} to {last})", place=place, **ends))
    return pd.Series(texts, index=ranges["area"], dtype=object)


def with_places(table: pd.DataFrame, column: Sequence[str], words: Words) -> pd.DataFrame:
    """The table of the ranked areas with their places after the names, in the order of places"""
    table = table.copy()
    table.insert(1, words("Place (as intervals allow)"), column)
    return table


def scatter_of(across: MeasureView, up: MeasureView, year: int) -> tuple[go.Figure, pd.DataFrame] | None:
    """Two measures against each other, each in its year nearest to the one asked for; the rows drawn."""
    years = [view.nearest(year, view.province_years()) for view in (across, up)]
    if None in years:
        return None
    rows = pair(across, up, *(int(nearest) for nearest in years if nearest is not None))
    if len(rows) < 3:
        return None
    axes = [
        scatter.ScatterAxis(
            view.words("{measure}, {year}", measure=view.label, year=view.year_text(int(nearest or 0))),
            view.indicator.decimals,
            view.nation_at(int(nearest or 0)),
        )
        for view, nearest in zip((across, up), years, strict=True)
    ]
    figure = scatter.scatter(
        rows,
        across=axes[0],
        up=axes[1],
        focus=across.area,
        words=across.words,
        notes=[across.words("Dotted lines: the nation.")]
        if any(axis.nation is not None for axis in axes)
        else [],
    )
    return figure, rows


def pair(across: MeasureView, up: MeasureView, year_x: int, year_y: int) -> pd.DataFrame:
    """area, name, x, y, x_text, y_text, x_year, y_year, said, source — provinces that have both"""
    left = across.year_rows(year_x).dropna(subset="value")
    right = up.year_rows(year_y).dropna(subset="value")
    both = left.merge(
        right[["area", "value", "text", "status", "provisional", "source"]], on="area", suffixes=("", "_y")
    )
    keys = (both["source"] + " " + both["source_y"]).astype(str)
    provenances = [_provenance(row, each, across) for row, each in zip(records(both), keys, strict=True)]
    return pd.DataFrame(
        {
            "area": both["area"],
            "name": both["name"],
            "x": both["value"],
            "y": both["value_y"],
            "x_text": both["text"],
            "y_text": both["text_y"],
            "x_year": year_x,
            "y_year": year_y,
            "said": provenances,
            "source": keys,
        }
    )


def _provenance(row: Mapping[str, Any], keys: str, view: MeasureView) -> str:
    """How both figures of an area came to be and who says so."""
    statuses = [
        status_text(str(row[status]), int(row[provisional]), view.words)
        for status, provisional in (("status", "provisional"), ("status_y", "provisional_y"))
    ]
    offices = offices_of(keys, view.offices, view.words)
    return "; ".join(dict.fromkeys(statuses)) + (f" · {offices}" if offices else "")


def funnel_of(rate: MeasureView, population: MeasureView, year: int) -> tuple[go.Figure, pd.DataFrame] | None:
    """A crude rate against the people it is of, with the limits of chance, and of chance and the areas' own spread."""
    words = rate.words
    if year not in population.province_years():
        return None
    rows = pair(population, rate, year, year)
    nation = rate.nation_at(year)
    if len(rows) < 5:
        return None
    rates, sizes = rows["y"].to_numpy() / PER_1000, rows["x"].to_numpy(dtype=float)
    pooled, variance = control_limits.between_areas(rates, sizes)
    target = pooled if nation is None else nation / PER_1000
    curve = np.geomspace(sizes.min() * 0.8, sizes.max() * 1.1, 60)
    chance = control_limits.poisson_limits(target, curve)
    spread = control_limits.limits_with_spread(target, curve, variance)
    curves = pd.DataFrame(
        {
            "size": curve,
            "low": chance[0] * PER_1000,
            "high": chance[1] * PER_1000,
            "wide_low": spread[0] * PER_1000,
            "wide_high": spread[1] * PER_1000,
        }
    ).round(3)
    low, high = control_limits.limits_with_spread(target, sizes, variance)
    rows = rows.assign(outside=(rates < low) | (rates > high))
    figure = scatter.funnel(
        rows,
        curves,
        across=scatter.ScatterAxis(population.label, 0),
        up=scatter.ScatterAxis(rate.label, rate.indicator.decimals, target * PER_1000),
        focus=rate.area,
        words=words,
        notes=[
            words("Dashed: what chance alone makes of the nation’s rate, 998 times in 1,000."),
            words("Solid: chance and the spread between areas together."),
        ],
    )
    return figure, rows


def multiples_of(view: MeasureView, columns: int) -> go.Figure:
    """Every province's years on one scale, the highest latest figure first."""
    latest = view.values[view.values["area"] != view.country].dropna(subset="value").sort_values("year")
    order = latest.groupby("area")["value"].last().sort_values(ascending=False, kind="stable").index.tolist()
    return multiples.small_multiples(
        view.with_offices(view.values),
        order=order,
        focus=view.area,
        nation=view.country,
        words=view.words,
        axis=Axis(view.label, view.indicator.decimals, view.calendar),
        columns=columns,
    )
