"""How late events are registered, for one reader: a verdict in a sentence, classes of days as a table. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import format
from dashboard.views.measure import MeasureView
from dashboard.words import Words


def verdict(view: MeasureView, frame: pd.DataFrame, year: int) -> str:
    """The chosen area's share within the legal time in a year, of how many, and of how many it is not known."""
    rows = frame[(frame["area"] == view.area) & (frame["year"] == year)]
    if rows.empty:
        return ""
    row, words = rows.iloc[0], view.words
    sentence = words(
        "{area}, {year}: {share} of 100 events were registered within {days} days, of {known} with both dates.",
        area=view.names[view.area],
        year=view.year_text(year),
        share=view.text(row["value"]),
        days=format.number(row["legal_days"], words.language),
        known=format.number(row["known"], words.language),
    )
    if not row["unknown"]:
        return f"**{sentence}**"
    missing = words(
        "Of {n} more the date of registration is missing or lies before the event.",
        n=format.number(row["unknown"], words.language),
    )
    return f"**{sentence}** {missing}"


def classes_table(frame: pd.DataFrame, view: MeasureView, year: int) -> pd.DataFrame:
    """Area, then a column for each class of days: events registered so late; titled in the reader's language"""
    words, language = view.words, view.words.language
    rows = frame[frame["year"] == year]
    areas = view.values.loc[view.values["year"] == year, ["area", "source"]]
    rows = rows.merge(areas, on=["area", "source"])
    pairs = rows[["delay_lower", "delay_width"]].drop_duplicates()
    # Unknown comes last
    pairs = pairs.assign(late=pairs["delay_lower"].mask(pairs["delay_lower"] < 0, 10**6)).sort_values("late")
    columns: dict[str, list[str]] = {words("Area"): areas["area"].map(view.names).tolist()}
    for lower, width in pairs[["delay_lower", "delay_width"]].itertuples(index=False):
        cells = rows[rows["delay_lower"] == lower].groupby("area")["events"].sum()
        columns[class_name(int(lower), int(width), words)] = [
            format.number(cells.get(area, 0.0), language) for area in areas["area"]
        ]
    return pd.DataFrame(columns)


def class_name(lower: int, width: int, words: Words) -> str:
    """What a class of days is called."""

    def days(n: int) -> str:
        return format.number(n, words.language)

    if lower < 0:
        return words("not known")
    if lower == 0:
        return words("within {last} days", last=days(width - 1))
    if width == 0:
        return words("{first} days and more", first=days(lower))
    return words("{first} to {last} days", first=days(lower), last=days(lower + width - 1))
