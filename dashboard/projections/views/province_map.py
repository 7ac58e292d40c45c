"""All provinces under a scenario, as the rows and classes of a map. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import format
from dashboard.analysis.projections.coherence import CoherentProvince, CoherentProvinces
from dashboard.charts.scales import Scale
from dashboard.words import Words, mark
from forecasting.coherence.projection import FLAGGED

FLAG = "⚑"

#: What the switch says, where room is short
SHORT = {"change": mark("Change of population"), "old": mark("65 and over")}
MEASURES = {
    "change": mark("Change of population since the base year, %"),
    "old": mark("Share aged 65 and over, %"),
}


def rows(
    provinces: Sequence[CoherentProvince], names: Mapping[str, str], measure: str, words: Words
) -> pd.DataFrame:
    """area, name, value, text, status, source for `charts.maps`."""
    values = {one.area: 100 * (one.change if measure == "change" else one.old) for one in provinces}
    frame = pd.DataFrame({"area": list(names), "name": list(names.values())})
    frame["value"] = frame["area"].map(values).astype(float)
    write = format.percent_change if measure == "change" else format.percent
    frame["text"] = [
        words(format.NO_DATA.value) if pd.isna(value) else write(value / 100, words.language)
        for value in frame["value"]
    ]
    frame["status"] = ["no_data" if pd.isna(value) else "projected" for value in frame["value"]]
    frame["source"] = ""
    return frame


def scale(frame: pd.DataFrame, measure: str) -> Scale:
    """Classes: to both sides of no change, or from low to high."""
    values = frame["value"].dropna()
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    if measure == "change" and low < 0 < high:
        return Scale(low, high, kind="diverging", middle=0.0)
    return Scale(low, high)


def table(
    provinces: Sequence[CoherentProvince], names: Mapping[str, str], words: Words, *, adjusted: bool
) -> pd.DataFrame:
    """Provinces down, the most moved first: people, change, age, and what each was multiplied by, over 3 % flagged."""
    language = words.language
    ordered = sorted(provinces, key=lambda one: (-abs(one.moved), str(names[one.area])))
    columns = {
        words("Province"): [str(names[one.area]) for one in ordered],
        words("People"): [format.persons(one.people, language, 100) for one in ordered],
    }
    if adjusted:
        columns |= {
            words("People against alone"): [factor_text(one.moved, language) for one in ordered],
            words("Birth rates"): [factor_text(one.births - 1, language) for one in ordered],
            words("People leaving"): [factor_text(one.leaving - 1, language) for one in ordered],
            words("Death rates"): [factor_text(one.deaths - 1, language) for one in ordered],
        }
    columns[words("Change")] = [format.percent_change(one.change, language) for one in ordered]
    columns[words("65 and over")] = [format.percent(one.old, language) for one in ordered]
    return pd.DataFrame(columns)


def factor_text(share: float, language: str) -> str:
    """A factor less 1 as a percentage, flagged over 3 %; a dash where there is none."""
    if math.isnan(share):
        return "–"
    text = format.percent_change(share, language)
    return f"{FLAG} {text}" if abs(share) > FLAGGED else text


def coherence_text(coherent: CoherentProvinces, last: str, words: Words) -> str:
    """What adding up took, in a sentence or two."""
    language = words.language
    flagged = sum(one.flagged for one in coherent.provinces)
    births = max((one.births for one in coherent.provinces), key=lambda factor: abs(factor - 1))
    sums = sum(one.independent_people for one in coherent.provinces) / coherent.nation - 1
    return words(
        "**The provinces add up to the nation** in every year, sex and age: {people} people in {year}. Each "
        "projected by itself, their sum would be {sums} away. Birth rates of all were moved by up to {births}; {flagged} of {all} provinces were moved "
        "by more than 3 % in something ({flag}).",
        people=format.compact_persons(coherent.nation, language),
        year=last,
        sums=format.percent_change(sums, language),
        births=format.percent_change(births - 1, language),
        flagged=format.number(flagged, language),
        all=format.number(len(coherent.provinces), language),
        flag=FLAG,
    )


def failure_text(without: Sequence[str], names: Mapping[str, str], words: Words) -> str:
    """Why the provinces do not add up here."""
    if not without:
        return words(
            "The provinces are not made to add up: at some age the nation’s migrants or deaths are more than the provinces "
            "can supply together. Each is shown by itself."
        )
    listed = words(", ").join(str(names.get(area, words("the nation"))) for area in without)
    return words(
        "The provinces are not made to add up: under this scenario {areas} cannot be projected. The others are shown each "
        "by itself.",
        areas=listed,
    )


def method(words: Words, attribution: str) -> str:
    """How the provinces follow a scenario drawn for another area, and how they are made to add up."""
    return words(
        "The same change from each province’s own level: a drawn path of fertility keeps each province’s ratio to this area, "
        "life expectancy is the nation’s, net migration is shared out by people. Then births, deaths and migrants of every age "
        "are scaled to the nation’s under the same scenario and rates re-derived until both hold (Feeney 2017); the table has the "
        "largest move of any year. Boundaries: {attribution}",
        attribution=attribution,
    )
