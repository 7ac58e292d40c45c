"""How sure a figure is by chance alone, wherever the events it is made of were counted. Pure.

Adds ``events, low, high, reliability`` to a measure's rows; they are empty where no count stands behind a figure, as for
rates of a survey. An interval holds neither under-registration nor the error of the population.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.measures.fertility import PERCENT, by_sex
from dashboard.measures.figures import Known, best, registered
from forecasting.axes import SEXES
from forecasting.indicators import intervals

#: Measure -> the events that are its numerator
COUNTS = {
    "crude_birth_rate": "births",
    "general_fertility_rate": "births",
    "crude_death_rate": "deaths",
    "age_standardised_death_rate": "deaths",
    "indirectly_standardised_death_rate": "deaths",
    "crude_marriage_rate": "marriages",
    "general_marriage_rate": "marriages",
    "crude_divorce_rate": "divorces",
    "general_divorce_rate": "divorces",
}
SEX_RATIO = "sex_ratio_at_birth"
CHANCE = ["events", "low", "high", "reliability"]


def with_chance(known: Known, key: str, values: pd.DataFrame) -> pd.DataFrame:
    """The same rows with 95 % intervals and classes where their events were counted by a source they name."""
    if values.empty or key not in (*COUNTS, SEX_RATIO):
        return values
    counted = _births_by_sex(known) if key == SEX_RATIO else _counts(known, COUNTS[key])
    rows = values.merge(counted, on=["area", "year"], how="left", suffixes=("", "_counted"))
    theirs = [
        isinstance(counter, str) and counter in said.split()
        for counter, said in zip(rows["counter"], rows["source"], strict=True)
    ]
    events = rows["events"].where(theirs).to_numpy(np.float64)
    if np.isnan(events).all():
        return values
    value = rows["value"].to_numpy(np.float64)
    low, high = _sex_ratio(rows, theirs) if key == SEX_RATIO else _rate(value, events)
    own = {"low": low, "high": high}  # what a way has measured by itself goes before
    found = {
        end: values[end].fillna(pd.Series(own[end], values.index)) if end in values else own[end]
        for end in own
    }
    classes = np.where(events < intervals.LEAST_BIRTHS, "unreliable", "") if key == SEX_RATIO else None
    classes = intervals.reliability(events) if classes is None else classes
    return values.assign(events=events, **found, reliability=classes)


def _counts(known: Known, event: str) -> pd.DataFrame:
    """area, year, events, counter: who counted them"""
    rows = best([registered(event)(known, "")])
    return rows.rename(columns={"value": "events", "source": "counter"})[
        ["area", "year", "events", "counter"]
    ]


def _births_by_sex(known: Known) -> pd.DataFrame:
    """area, year, female, male, events, counter"""
    rows = by_sex(known).rename(columns={"source": "counter"})
    return rows.assign(events=rows[list(SEXES)].sum(axis=1))[["area", "year", *SEXES, "events", "counter"]]


def _rate(value: np.ndarray, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of a rate: it moves as its count does. Without any event only the upper end would be known: none is given."""
    low, high = intervals.poisson_interval(events)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [np.where(events > 0, value * end / events, np.nan) for end in (low, high)]
    return found[0], found[1]


def _sex_ratio(rows: pd.DataFrame, theirs: list[bool]) -> tuple[np.ndarray, np.ndarray]:
    births = rows[list(SEXES)].to_numpy(np.float64, copy=True)
    births[~np.array(theirs, dtype=bool)] = np.nan
    low, high = intervals.sex_ratio_interval(births)
    return PERCENT * low, PERCENT * high
