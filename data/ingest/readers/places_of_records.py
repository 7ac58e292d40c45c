"""Which areas counted records are of: those the store knows, on the map of their day, and those without an event.

A register says nothing of a commune without a birth. Where its mapping says what area it covers whole, such a commune
gets a row of 0 in each split and period, so that the areas above it can be summed.
"""

from __future__ import annotations

import pandas as pd

from data import queries
from data.columns import ABSENT, UNKNOWN, UNKNOWN_WORD
from data.flows import DIMENSIONS, PERIOD
from data.ingest.records import RecordMapping
from data.ingest.seed import country_table
from data.problems import StoreProblem
from data.release_store.database import open_release_store

_COLUMNS = ["area", "country", "parent", "level", "office_code", "valid_from", "valid_to", "origin"]
_LAST_DAY = pd.Timestamp("2200-01-01")


def areas_of_store(country: str) -> pd.DataFrame:
    """area, country, parent, level, office_code, valid_from, valid_to, origin — of the seed and the current release"""
    frames = [country_table("areas.csv").assign(origin="seed"), _of_the_release()]
    every = pd.concat([frame[_COLUMNS] for frame in frames], ignore_index=True)
    every["parent"] = every["parent"].replace("", None)
    for end in ("valid_from", "valid_to"):
        every[end] = pd.to_datetime(every[end].replace("", None), errors="coerce")
    own = every[every["country"] == country].drop_duplicates("area", keep="last")
    # What stands now comes last, so that its code is the one a file means unless the day says otherwise.
    return own.sort_values("valid_to", na_position="last", kind="stable", ignore_index=True)


def _of_the_release() -> pd.DataFrame:
    try:
        releases = open_release_store()
        engine = releases.open(releases.current())
    except StoreProblem:
        return pd.DataFrame(columns=_COLUMNS)
    try:
        with engine.connect() as connection:
            return queries.areas(connection)
    finally:
        engine.dispose()


def on_the_map(cells: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The cells with the area that had the code when their period began: offices give a code again."""
    moved = cells
    for end in [name for name in ("area", "origin", "destination") if name in cells]:
        pairs = moved[[end, "period_start"]].drop_duplicates()
        areas_then = [
            _successor(area, pd.Timestamp(day), areas)
            for area, day in zip(pairs[end], pairs["period_start"], strict=True)
        ]
        pairs_of_areas = pairs.assign(_then=areas_then)
        moved = moved.merge(pairs_of_areas, on=[end, "period_start"], how="left").assign(
            **{end: lambda frame: frame["_then"]}
        )
        moved = moved.drop(columns="_then")
    return moved


def _successor(area: str, day: pd.Timestamp, areas: pd.DataFrame) -> str:
    row = areas[areas["area"] == area]
    if row.empty or _stands(row, day).all():
        return area
    candidates = areas[
        (areas["office_code"] == row["office_code"].iloc[0]) & (areas["level"] == row["level"].iloc[0])
    ]
    standing = candidates[_stands(candidates, day)]
    return str(standing["area"].iloc[0]) if len(standing) else area


def _stands(areas: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    is_founded = areas["valid_from"].fillna(pd.Timestamp.min) <= day
    return is_founded & (areas["valid_to"].fillna(_LAST_DAY) >= day)


def with_zeros(table: str, cells: pd.DataFrame, areas: pd.DataFrame, mapping: RecordMapping) -> pd.DataFrame:
    """The cells with a row of 0 for each area of what the register covers that has none in a period."""
    if not mapping.covers or "area" not in cells or cells.empty:
        return cells
    within = _below(mapping.covers, areas)
    levels = set(areas.loc[areas["area"].isin(cells["area"]), "level"])
    within = within[within["level"].isin(levels)]
    names = [name for name in (*PERIOD, "year", "calendar") if name in cells]
    more = []
    for _, rows in cells.groupby(names):
        standing = within[_stands(within, pd.Timestamp(rows["period_start"].iloc[0]))]
        missing = standing[~standing["area"].isin(rows["area"])]["area"]
        more.append(
            pd.DataFrame(
                [rows.iloc[0].to_dict() | _nothing(table, rows) | {"area": code} for code in missing]
            )
        )
    return pd.concat([cells, *[frame for frame in more if len(frame)]], ignore_index=True)


def _nothing(table: str, rows: pd.DataFrame) -> dict[str, object]:
    """A cell without events in the split of the others: of unknown sex, age, order; of the same event."""
    held = DIMENSIONS[table]
    words = {word: UNKNOWN_WORD for word in held.words if word != "event" and (rows[word] != "absent").any()}
    split = [name for name in held.groups if (rows[f"{name}_lower"] != ABSENT).any()]
    groups = {f"{name}_lower": UNKNOWN for name in split} | {f"{name}_width": 0 for name in split}
    return {**words, **groups, "events": 0, "cell_key": 0}


def _below(area: str, areas: pd.DataFrame) -> pd.DataFrame:
    """Every area under one, at any depth; the one itself is not among them."""
    areas_below: set[str] = set()
    wave = {area}
    while wave:
        wave = set(areas.loc[areas["parent"].isin(wave), "area"]) - areas_below
        areas_below |= wave
    return areas[areas["area"].isin(areas_below)]
