"""The people and the rates that a country's made-up register starts from: those of a release, by area and year.

People are the release's own estimate by sex and single age (else its newest such count), held before its first year and
carried forward by the register's rates after its last. numpy and frames alone: nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection

from data import queries
from data.calendars import year_middle
from data.problems import StoreProblem
from data.sentences import Sentence

Array = NDArray[np.float64]
Ages = NDArray[np.int64]
SEXES = ("female", "male")
#: Single ages, the last open
AGES = 101
#: Measure -> its value where the release has none of the country
DEFAULTS = {
    "total_fertility_rate": 2.0,
    "crude_marriage_rate": 6.0,
    "crude_divorce_rate": 2.0,
    "sex_ratio_at_birth": 105.0,
}


@dataclass(frozen=True, eq=False)
class CountryBasis:
    """What a release says of a country: ``people`` year -> (area, sex, age); ``mx`` year -> (sex, age);
    ``childbearing`` year -> (age) shares of total fertility; ``levels`` measure -> (year, area)."""

    country: str
    calendar: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    people: dict[int, Array]
    mx: dict[int, Array]
    childbearing: dict[int, Array]
    levels: dict[str, Array]


def basis(connection: Connection, country: str, years: Sequence[int]) -> CountryBasis:
    """The basis of the country's provinces; StoreProblem where the release has no people by sex and single age."""
    rows = _single_ages(connection, country)
    calendar = str(rows["calendar"].iloc[0])
    areas = tuple(sorted(rows["area"].unique()))
    people = {int(str(year)): _grid(own, areas) for year, own in rows.groupby("year")}
    middles = {year: year_middle(year, calendar) for year in years}
    return CountryBasis(
        country,
        calendar,
        areas,
        tuple(years),
        people,
        _death_rates(queries.death_rates(connection, country), middles),
        _childbearing(queries.fertility_pattern(connection, country), middles),
        {
            measure: _levels(queries.rates(connection, country, measure), country, areas, years, usual)
            for measure, usual in DEFAULTS.items()
        },
    )


def _single_ages(connection: Connection, country: str) -> pd.DataFrame:
    """Rows of the release's estimate, else of the newest count, of provinces by sex and single age"""
    rows = queries.population_by_age(connection, country, levels=("province",))
    rows = rows[rows["sex"].isin(SEXES) & (rows["age_lower"] >= 0)]
    single = rows.groupby("source")["age_width"].transform("max") == 1
    origins = queries.sources(connection).set_index("source")["origin"]
    own = rows[single & (rows["source"].map(origins) == "estimate")]
    if own.empty:
        own = rows[single]
        own = own[own["source"] == own.sort_values("period_start")["source"].iloc[-1]] if len(own) else own
    if own.empty:
        raise StoreProblem(
            Sentence(
                "The release has no people of the provinces of {area} by sex and single age: a register cannot be made up from it.",
                area=country,
            )
        )
    return own


def _grid(rows: pd.DataFrame, areas: tuple[str, ...]) -> Array:
    """People (area, sex, age), those older than the last age in it"""
    grid = np.zeros((len(areas), len(SEXES), AGES))
    place = (
        pd.Index(areas).get_indexer(pd.Index(rows["area"])),
        pd.Index(SEXES).get_indexer(pd.Index(rows["sex"])),
        np.minimum(rows["age_lower"].to_numpy(), AGES - 1),
    )
    np.add.at(grid, place, rows["persons"].to_numpy(np.float64))
    return grid


def _death_rates(rows: pd.DataFrame, middles: dict[int, float]) -> dict[int, Array]:
    """Single-age rates of the period nearest to each year, their logarithms linear between the groups' middles"""
    if rows.empty:
        raise StoreProblem(Sentence("The release has no death rates by age to make up deaths from."))
    return {
        year: np.stack([_of_sex(rows[rows["sex"] == sex], middle) for sex in SEXES])
        for year, middle in middles.items()
    }


def _of_sex(rows: pd.DataFrame, middle: float) -> Array:
    own = _nearest(rows, middle).sort_values("age_lower")
    lower, width = own["age_lower"].to_numpy(float), own["age_width"].to_numpy(float)
    logs = np.log(np.maximum(own["mx"].to_numpy(float), 1e-6))
    ages = np.arange(AGES) + 0.5
    rates = np.exp(np.interp(ages, lower + np.where(width > 0, width, 5) / 2, logs))
    return np.asarray(np.minimum(rates, 1.5))


def _nearest(rows: pd.DataFrame, middle: float) -> pd.DataFrame:
    """The rows of one source's period whose middle is nearest to a day"""
    starts = pd.to_datetime(rows["period_start"]).map(pd.Timestamp.toordinal)
    distance = (starts + rows["period_days"] / 2 - middle).abs()
    first = rows.iloc[int(distance.to_numpy().argmin())]
    return rows[(rows["source"] == first["source"]) & (rows["period_start"] == first["period_start"])]


def _childbearing(rows: pd.DataFrame, middles: dict[int, float]) -> dict[int, Array]:
    """Shares of total fertility at single ages 15 to 49, smooth between the groups' middles; they add up to 1"""
    ages = np.arange(15, 50) + 0.5
    if rows.empty:
        bell = np.exp(-(((ages - 28) / 5.5) ** 2) / 2)
        return {year: bell / bell.sum() for year in middles}
    shares = {}
    for year, middle in middles.items():
        own = _nearest(rows, middle).sort_values("age_lower")
        width = own["age_width"].to_numpy(float)
        curve = np.interp(ages, own["age_lower"] + width / 2, own["percent"] / width)
        shares[year] = curve / curve.sum()
    return shares


def _levels(
    rows: pd.DataFrame, country: str, areas: tuple[str, ...], years: Sequence[int], usual: float
) -> Array:
    """A measure (year, area): the area's own of the nearest year, else the nation's, else the usual one"""
    of_area = {
        area: own.set_index("year")["value"].groupby(level=0).first() for area, own in rows.groupby("area")
    }
    nation = of_area.get(country, pd.Series([usual], index=[years[0]]))
    return np.array([[_of_year(of_area.get(area, nation), year) for area in areas] for year in years])


def _of_year(values: pd.Series, year: int) -> float:
    return float(values.iloc[int(np.abs(values.index.to_numpy(int) - year).argmin())])
