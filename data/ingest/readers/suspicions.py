"""Figures that are possible numbers and unlikely facts: thousands for persons, percent for rates, columns swapped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandas as pd

from data.ingest.readers.provenance import finding
from data.ingest.seed import country_table
from data.quality import Finding
from data.quality.values import PLAUSIBLE
from data.sentences import Sentence, mark

#: Factor -> what such a slip usually is
_SLIPS = {
    1000.0: mark("the unit is probably thousands and was read as one"),
    0.001: mark("the unit is probably one and was read as thousands"),
    10.0: mark("a rate per 1,000 was probably given in percent"),
    100.0: mark("a percentage was probably given as a share of 1"),
    0.1: mark("a percentage was probably read as a rate per 1,000"),
    0.01: mark("a share was probably given as a percentage of a percentage"),
}
#: How far a whole column may be from the other years before it is taken for another measure
_FAR = 2.5


@cache
def usual_population() -> pd.Series:
    """Persons by area, all ages and both sexes, mean over the years of the seed tables: a yardstick, no figure."""
    people = country_table("population.csv")
    people = people[~people["source"].str.startswith("un_wpp")]
    people["all_ages"] = (people["age_lower"].astype(str) == "0") & (people["age_width"].astype(str) == "")
    people["value"] = people["value"].astype(float)
    table = ["area", "source", "period_start", "all_ages"]
    by_sex = people.pivot_table(index=table, columns="sex", values="value", aggfunc="sum")
    whole = by_sex["both"].fillna(by_sex.get("female", 0) + by_sex.get("male", 0))
    return whole.groupby("area").mean()


def population_factor(areas: pd.Series, values: pd.Series) -> float | None:
    """What to multiply by to come near the people known to live there: 1, 1000 or 0.001; None if nothing fits."""
    people = areas.map(usual_population()).astype(float)
    ratio = (people / values)[(values > 0) & people.notna()]
    if ratio.empty:
        return None
    middle = float(ratio.median())
    return next((factor for factor in (1.0, 1000.0, 0.001) if 0.2 < middle / factor < 5), None)


def odd_population(areas: pd.Series, values: pd.Series, place: str) -> Iterator[Finding]:
    """A finding if the people of known areas are a thousand times too few or too many."""
    factor = population_factor(areas, values)
    if factor not in (None, 1.0):
        first = areas[areas.isin(usual_population().index)].iloc[0]
        figure, usual = values[areas == first].iloc[0], usual_population()[first]
        yield finding(
            "units are right",
            "error",
            "population",
            Sentence(
                "{where}: {area} has {value} persons, and about {usual} are known to live there: {why}. Set the factor of the column to {factor}.",
                where=place,
                area=first,
                value=figure,
                usual=usual,
                why=_SLIPS[factor or 1.0],
                factor=factor,
            ),
        )


def odd_rate(measure: str, values: pd.Series, place: str) -> Iterator[Finding]:
    """A finding if a measure lies outside what is plausible and a change of unit would bring it inside."""
    if measure not in PLAUSIBLE or values.empty:
        return
    low, high = PLAUSIBLE[measure]
    middle = float(values.median())
    if low <= middle <= high:
        return
    factor = next(
        (one for one in (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001) if low <= middle * one <= high), None
    )
    details: dict[str, object] = {
        "where": place,
        "measure": measure,
        "value": middle,
        "low": low,
        "high": high,
    }
    yield finding(
        "units are right",
        "error",
        "rate",
        Sentence(
            "{where}: {measure} is {value} in the middle, outside {low} to {high}: {why}; multiply by {factor}?",
            **details,
            why=_SLIPS[factor],
            factor=factor,
        )
        if factor
        else Sentence(
            "{where}: {measure} is {value} in the middle, outside {low} to {high}: is it another measure, or are two columns swapped?",
            **details,
        ),
    )


def without_odd_years(measure: str, cells: pd.DataFrame, place: str) -> tuple[pd.DataFrame, list[Finding]]:
    """The cells without years in which the measure cannot be what the other years say it is, and why.

    A year left out is a column of another measure; if every year is odd, it is the unit, and nothing is left out.
    """
    findings = list(odd_rate(measure, cells["value"], place))
    if findings or measure not in PLAUSIBLE:
        return cells, findings
    low, high = PLAUSIBLE[measure]
    middle = cells.groupby("year")["value"].agg(["median", "size"])
    possible = middle["median"].between(low, high)
    usual = float(middle.loc[possible, "median"].median())
    near = possible & middle["median"].between(usual / _FAR, usual * _FAR)
    odd = middle[(middle["size"] >= 5) & ~near]
    for year, row in odd.iterrows():
        values = cells.loc[cells["year"] == year, "value"]
        sentence = Sentence(
            "{where}: {measure} of {year} is {value} in the middle of {n} areas, from {low} to {high}; in the other years it is about {usual}: the column holds something else and was left out.",
            where=place,
            measure=measure,
            year=year,
            value=row["median"],
            n=int(row["size"]),
            low=values.min(),
            high=values.max(),
            usual=usual,
        )
        findings.append(finding("units are right", "warning", "rate", sentence))
    return cells[~cells["year"].isin(odd.index)], findings
