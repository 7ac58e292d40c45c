"""The store's tables as the rules read them: facts a source states itself, events of every kind in one shape."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.columns import ABSENT, ABSENT_WORD
from data.flows import NOT_AREAS
from data.quality.findings import Tables

#: Tables without figures
DESCRIPTIONS = ("area", "source", "release", "area_link")
_FLOWS = {"birth": "births", "death": "deaths", "marriage": "marriages", "divorce": "divorces"}
_PAPERS = ["area", "source", "year", "calendar", "period_start", "period_days", "status", "provisional"]
EVENT_COLUMNS = [*_PAPERS, "event", "sex", "age_lower", "age_width", "events", "rounded_to"]
POPULATION_COLUMNS = [*_PAPERS, "sex", "age_lower", "age_width", "persons", "rounded_to"]
RATE_COLUMNS = [*_PAPERS, "measure", "sex", "value", "unit", "decimals"]


def facts(tables: Tables) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table of figures that has rows, without the sums made when the release was."""
    for name, frame in tables.items():
        if name not in DESCRIPTIONS and len(frame) and "period_start" in frame:
            yield name, with_places(own(frame))


def with_places(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with an area: of a move, where it began, or where it ended if it began in no area."""
    if "area" in frame:
        return frame
    inside = ~frame["origin"].isin(NOT_AREAS)
    return frame.assign(area=frame["origin"].where(inside, frame["destination"]))


def own(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows a source states itself."""
    return frame[frame["parts"] == 0] if "parts" in frame else frame


def population(tables: Tables) -> pd.DataFrame:
    """area, provenance, sex, age_lower, age_width, persons, rounded_to"""
    frame = tables.get("population")
    return pd.DataFrame(columns=POPULATION_COLUMNS) if frame is None else own(frame)


def rates(tables: Tables) -> pd.DataFrame:
    """area, provenance, measure, sex, value, unit, decimals"""
    frame = tables.get("rate")
    return pd.DataFrame(columns=RATE_COLUMNS) if frame is None else own(frame)


def events(tables: Tables) -> pd.DataFrame:
    """area, provenance, event, sex, age_lower, age_width, events, rounded_to — all ages together are (0, 0)"""
    frames = [_one_shape(own(tables[table]), event) for table, event in _FLOWS.items() if table in tables]
    frames = [frame for frame in frames if len(frame)]
    if len({str(frame["period_start"].dtype) for frame in frames}) > 1:
        # Counted records come with moments, tables with days: put together they could not be compared.
        frames = [frame.assign(period_start=pd.to_datetime(frame["period_start"])) for frame in frames]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=EVENT_COLUMNS)


def _one_shape(frame: pd.DataFrame, event: str) -> pd.DataFrame:
    """A flow split by more than sex and age is read where it is not split by the rest."""
    columns = [str(column) for column in frame.columns]
    pairs = [column.removesuffix("_lower") for column in columns if column.endswith("_lower")]
    age = next((name for name in ("age", "mother_age") if name in pairs), None)
    for other in pairs:
        frame = frame if other == age else frame[frame[f"{other}_lower"] == ABSENT]
    sex = next((name for name in ("sex", "child_sex") if name in frame), None)
    shaped = frame.assign(
        event=event,
        sex="both" if sex is None else frame[sex].replace(ABSENT_WORD, "both"),
        age_lower=0 if age is None else frame[f"{age}_lower"].replace(ABSENT, 0),
        age_width=0 if age is None else frame[f"{age}_width"],
    )
    return shaped[EVENT_COLUMNS]


def all_ages(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of all ages together."""
    return frame[(frame["age_lower"] == 0) & (frame["age_width"] == 0)]


def by_age(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of one age group each, unknown age among them."""
    return frame[(frame["age_lower"] != 0) | (frame["age_width"] != 0)]
