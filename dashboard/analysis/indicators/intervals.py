"""How sure a local figure is: 95 % intervals of rates whose events a register counted, and whether they are enough to read.

The interval holds chance alone: how far the rate of so many events can lie from what made it. It does not hold events
that were never registered (`dashboard.analysis.indicators.under_registration`). Where an office publishes a rate of a sample survey without
its sampling error, or a stock of people, there is none: `dashboard.analysis.catalogue.certainty` says why.

Every way returns ``area, year, events, low, high``; events are those the rate rests on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.analysis.indicators import (
    divorce_durations,
    fertility,
    first_marriages,
    register_measures,
    registered_fertility,
)
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.indicators.families import crude_of
from dashboard.analysis.indicators.fertility import by_sex
from dashboard.analysis.indicators.figures import (
    MeasureContext,
    event_counts,
    population,
    published_values,
)
from dashboard.analysis.indicators.mortality import deaths_and_exposure
from forecasting.axes import FEMALE, MALE, Array
from forecasting.indicators import intervals
from forecasting.indicators.standards import standard_population
from forecasting.interval_levels import NORMAL_HALF_WIDTH
from forecasting.scales import PER_1000, PERCENT

COLUMNS = ["area", "year", "events", "low", "high", "reliability"]
SEX_RATIO = "sex_ratio_at_birth"

Interval = Callable[[MeasureContext, pd.DataFrame], pd.DataFrame]


def event_number(event: str, context: MeasureContext, values: pd.DataFrame) -> Array:
    """Events that stand behind a crude rate: the register's own, else a register's rate times the people. (row); nan if unknown"""
    cell = ["area", "year"]
    rows = pd.MultiIndex.from_frame(values[cell])
    counts = _counts(context, f"{event}s").reindex(rows).to_numpy(float)
    if not context.about.register_rates:  # what is published there is a survey's
        return np.where(values["status"] == "published", np.nan, counts)
    people = population(context).set_index(cell)["value"].reindex(rows).to_numpy(float)
    published = (values["status"] == "published").to_numpy()
    return np.where(published, values["value"].to_numpy(float) * people / PER_1000, counts)


def crude(event: str) -> Interval:
    """Poisson, exact: events over the people they happened to."""

    def way(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
        events = event_number(event, context, values)
        people = population(context).set_index(["area", "year"])["value"]
        lived = people.reindex(pd.MultiIndex.from_frame(values[["area", "year"]])).to_numpy(float)
        low, high = intervals.rate_interval(events, lived)
        return _rows(values, events, PER_1000 * low, PER_1000 * high)

    return way


def proportional_to_crude(event: str) -> Interval:
    """Interval of a rate of the same events over other people: in proportion to that of the number of events."""

    def way(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
        crude_rates = crude_of(event)(context, "")
        rows = values[["area", "year"]].merge(crude_rates, on=["area", "year"], how="left")
        return in_proportion(values, event_number(event, context, rows))

    return way


def in_proportion(values: pd.DataFrame, events: Array) -> pd.DataFrame:
    """Bounds of a rate that so many events made: the rate times the bounds of their number over their number."""
    low, high = intervals.poisson_interval(events)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_event = values["value"].to_numpy(float) / events
    return _rows(values, events, per_event * low, per_event * high)


def total_fertility(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Interval of total fertility, or of daughters per woman in proportion to it.

    Of births by age of mother: Fay & Feuer. Of a published rate: in proportion to the births it rests on.
    """
    levels = fertility.total_fertility(context)
    own = registered_fertility.bounds(context, registered_fertility.total_fertility_bounds)
    own = own.merge(levels[["area", "year", "source", "value"]], on=["area", "year", "source"])
    rows = values[["area", "year", "value"]].merge(own, on=["area", "year"], suffixes=("", "_of_all"))
    part = rows["value"] / rows["value_of_all"]
    rows = rows.assign(low=rows["low"] * part, high=rows["high"] * part)[COLUMNS[:-1]]
    return _first_known(rows, _of_published_fertility(context, values))


def _of_published_fertility(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """In proportion to the interval of the births that the area's women have at its published total fertility rate.

    Only where a register counts births.
    """
    if not context.about.register_rates:
        return _empty()
    cell = ["area", "year"]
    mothers = childbearing(context)
    at_one_child = mothers.rows["births"].to_numpy(float) / (5 * mothers.rates.sum(-1))
    births = pd.Series(at_one_child, index=pd.MultiIndex.from_frame(mothers.rows[cell]))
    births = births[~births.index.duplicated()]
    children = published_values(context, "total_fertility_rate").set_index(cell)["value"]
    rows = pd.MultiIndex.from_frame(values[cell])
    return in_proportion(values, (births.reindex(rows) * children.reindex(rows)).to_numpy(float))


def mean_age(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Normal, where births are counted by age of mother."""
    return _of_own(values, registered_fertility.bounds(context, registered_fertility.mean_age_bounds))


def life_expectancy(sex: int) -> Interval:
    """Of the tables of deaths registered by sex and age, by drawing from their fit."""
    return lambda context, values: _of_own(values, register_measures.expectancy_bounds(context, sex))


def infant_mortality(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Poisson, exact: infant deaths registered, over births registered."""
    own = register_measures.infant_deaths(context).rename(columns={"infants": "events"})
    low, high = intervals.rate_interval(own["events"].to_numpy(float), own["births"].to_numpy(float))
    return _of_own(values, own.assign(low=PER_1000 * low, high=PER_1000 * high))


def general_fertility(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """In proportion to the interval of the births registered."""
    cells = pd.MultiIndex.from_frame(values[["area", "year"]])
    return in_proportion(values, _counts(context, "births").reindex(cells).to_numpy(float))


def boys_per_girls(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Binomial: the share of boys among births registered, where their number is known."""
    sexes = by_sex(context).set_index(["area", "year"])
    cells = pd.MultiIndex.from_frame(values[["area", "year"]])
    births = _counts(context, "births").reindex(cells).to_numpy(float)
    summed = (sexes["female"] + sexes["male"]).reindex(cells).to_numpy(float)
    births = np.where(np.isnan(births), summed, births)
    share = values["value"].to_numpy(float) / (PERCENT + values["value"].to_numpy(float))
    low, high = intervals.sex_ratio_interval(np.stack([(1 - share) * births, share * births], axis=-1))
    return _rows(values, births, PERCENT * low, PERCENT * high)


def divorces_per_marriages(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Binomial: the share of divorces among divorces and marriages."""
    both = []
    for event in ("divorce", "marriage"):
        rows = values[["area", "year"]].merge(crude_of(event)(context, ""), on=["area", "year"], how="left")
        both.append(event_number(event, context, rows))
    share, whole = values["value"].to_numpy(float), both[0] + both[1]
    share = share / (PERCENT + share)
    low, high = intervals.binomial_interval(share * whole, whole)
    return _rows(values, np.minimum(*both), PERCENT * low / (1 - low), PERCENT * high / (1 - high))


def natural_increase(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Births less deaths, each Poisson: the variance of the difference is their sum."""
    sums = _counts(context, "births") + _counts(context, "deaths")
    people = population(context).set_index(["area", "year"])["value"]
    cells = pd.MultiIndex.from_frame(values[["area", "year"]])
    events, lived = sums.reindex(cells).to_numpy(float), people.reindex(cells).to_numpy(float)
    spread = PER_1000 * NORMAL_HALF_WIDTH * np.sqrt(events) / lived
    level = values["value"].to_numpy(float)
    return _rows(values, events, level - spread, level + spread)


def standardised_deaths(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Gamma interval of Fay & Feuer, where deaths are registered by age."""
    frames = []
    for part in deaths_and_exposure(context):
        weights = standard_population("who", part.ages)
        low, high = intervals.standardised_rate_interval(part.deaths, part.lived, weights)
        frames.append(
            pd.DataFrame(
                {
                    "area": part.areas,
                    "year": part.year,
                    "events": part.deaths.sum(-1),
                    "low": PER_1000 * low,
                    "high": PER_1000 * high,
                }
            )
        )
    return pd.concat(frames, ignore_index=True) if frames else _empty()


def mean_duration(context: MeasureContext, values: pd.DataFrame) -> pd.DataFrame:
    """Normal: the standard error is the standard deviation of the durations over the root of their number."""
    frames = []
    for area, year, own in divorce_durations.complete(divorce_durations.by_duration(context)):
        middles, events = np.arange(len(own)) + 0.5, own["events"].to_numpy(float)
        mean = np.average(middles, weights=events)
        spread = NORMAL_HALF_WIDTH * np.sqrt(np.average((middles - mean) ** 2, weights=events) / events.sum())
        bounds = {"low": mean - spread, "high": mean + spread}
        frames.append({"area": area, "year": year, "events": events.sum(), **bounds})
    return pd.DataFrame(frames) if frames else _empty()


def first_marriage(bounds: Callable[[MeasureContext, str], pd.DataFrame], sex: str) -> Interval:
    """Where first marriages are registered by age: of the sum of rates gamma, of the mean age normal."""
    return lambda context, values: _of_own(values, bounds(context, sex))


INTERVALS: dict[str, Interval] = {
    "total_first_marriage_rate_women": first_marriage(first_marriages.total_rate_bounds, "female"),
    "total_first_marriage_rate_men": first_marriage(first_marriages.total_rate_bounds, "male"),
    "mean_age_first_marriage_women": first_marriage(first_marriages.mean_age_bounds, "female"),
    "mean_age_first_marriage_men": first_marriage(first_marriages.mean_age_bounds, "male"),
    "mean_duration_of_divorces": mean_duration,
    "crude_birth_rate": crude("birth"),
    "crude_death_rate": crude("death"),
    "crude_marriage_rate": crude("marriage"),
    "crude_divorce_rate": crude("divorce"),
    "general_marriage_rate": proportional_to_crude("marriage"),
    "general_divorce_rate": proportional_to_crude("divorce"),
    "divorces_per_100_marriages": divorces_per_marriages,
    "total_fertility_rate": total_fertility,
    "gross_reproduction_rate": total_fertility,
    "general_fertility_rate": general_fertility,
    "mean_age_childbearing": mean_age,
    SEX_RATIO: boys_per_girls,
    "life_expectancy": life_expectancy(register_measures.BOTH),
    "life_expectancy_women": life_expectancy(FEMALE),
    "life_expectancy_men": life_expectancy(MALE),
    "infant_mortality_rate": infant_mortality,
    "indirectly_standardised_death_rate": proportional_to_crude("death"),
    "natural_increase": natural_increase,
    "age_standardised_death_rate": standardised_deaths,
}


def certainty(context: MeasureContext, key: str, values: pd.DataFrame) -> pd.DataFrame:
    """area, year, events, low, high, reliability — of the areas and years of ``values`` whose interval is known"""
    if key not in INTERVALS or values.empty:
        return _empty()
    bounds = INTERVALS[key](context, values).dropna(subset=["low", "high"])
    classes = intervals.reliability(bounds["events"].to_numpy(float))
    if key == SEX_RATIO:  # chance alone moves it by more than any cause does
        classes = np.where(bounds["events"] < intervals.LEAST_BIRTHS, "unreliable", classes)
    return bounds.assign(reliability=classes)[COLUMNS]


def _of_own(values: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Bounds (area, year, source, events, low, high) of the values that rest on the same sources"""
    cells = ["area", "year", "source"]
    return values[cells].merge(own[[*cells, "events", "low", "high"]], on=cells)[COLUMNS[:-1]]


def _first_known(*frames: pd.DataFrame) -> pd.DataFrame:
    """One row an area and year: of the first frame that has bounds of it"""
    filled = [frame[COLUMNS[:-1]].dropna(subset=["low", "high"]) for frame in frames if len(frame)]
    if not filled:
        return _empty()
    rows = pd.concat(filled, ignore_index=True)
    return rows[~pd.MultiIndex.from_frame(rows[["area", "year"]]).duplicated()]


def _rows(values: pd.DataFrame, events: Array, low: Array, high: Array) -> pd.DataFrame:
    return values[["area", "year"]].reset_index(drop=True).assign(events=events, low=low, high=high)


def _counts(context: MeasureContext, event: str) -> pd.Series:
    """(area, year) -> events registered"""
    rows = event_counts(event)(context, "")
    return rows.set_index(["area", "year"])["value"]


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS)
