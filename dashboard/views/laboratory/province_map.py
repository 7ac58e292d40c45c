"""All provinces under a scenario, as the rows and classes of a map. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import format
from dashboard.charts.scales import Scale
from dashboard.words import Words, mark

MEASURES = {
    "change": mark("Change of population since the base year, %"),
    "old": mark("Share aged 65 and over, %"),
}


def rows(
    found: Mapping[str, tuple[float, float]], names: pd.Series, measure: str, words: Words
) -> pd.DataFrame:
    """area, name, value, text, status, source for `charts.maps`."""
    place = 0 if measure == "change" else 1
    values = {area: 100 * each[place] for area, each in found.items()}
    shown = pd.DataFrame({"area": names.index, "name": names.to_numpy()})
    shown["value"] = shown["area"].map(values).astype(float)
    write = format.percent_change if measure == "change" else format.percent
    shown["text"] = [
        words(format.NO_DATA.value) if pd.isna(value) else write(value / 100, words.language)
        for value in shown["value"]
    ]
    shown["status"] = ["no_data" if pd.isna(value) else "projected" for value in shown["value"]]
    shown["source"] = ""
    return shown


def scale(shown: pd.DataFrame, measure: str) -> Scale:
    """Classes: to both sides of no change, or from low to high."""
    known = shown["value"].dropna()
    low, high = float(known.min()), float(known.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    if measure == "change" and low < 0 < high:
        return Scale(low, high, kind="diverging", middle=0.0)
    return Scale(low, high)
