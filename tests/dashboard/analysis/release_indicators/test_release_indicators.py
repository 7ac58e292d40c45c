"""A release says what its facts say: its tables of indicators, life tables and projections against the methods, and identities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext, indicator_values
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.projections.jump_off import population_of
from dashboard.analysis.release_indicators import (
    life_table_rows,
    measure_rows,
    projection_rows,
    start_rows,
)
from data import indicator_queries, queries
from data.countries import countries

CELL = ["area", "year"]


@pytest.fixture(scope="module", params=sorted(countries()))
def context(request, release):
    return MeasureContext(release, request.param)


def test_every_measure_is_in_the_release_as_its_methods_make_it(context, release):
    for key in measure_rows.measure_keys():
        made = indicator_values(context, key).dropna(subset="value").sort_values(CELL, ignore_index=True)
        told = indicator_queries.indicator_values(release, context.country, key)
        pd.testing.assert_frame_equal(
            told, made[told.columns], check_dtype=False, rtol=1e-12, obj=f"{context.country} {key}"
        )


def test_an_area_has_a_value_or_a_reason_of_each_measure(context, release):
    areas = queries.areas(release)
    own = areas[(areas["country"] == context.country) & areas["level"].isin(queries.UPPER)]
    own = set(own["area"]) & queries.areas_with_facts(release)
    reasons = indicator_queries.reasons(release, context.country)
    assert (reasons["reason"] != "").all()
    for key in measure_rows.measure_keys():
        values = set(indicator_queries.indicator_values(release, context.country, key)["area"])
        without = set(reasons.loc[reasons["measure"] == key, "area"])
        assert values | without == own and not values & without, key


def test_life_tables_come_back_as_they_were_made(context, release):
    made = area_tables(context)
    told = life_table_rows.tables(indicator_queries.life_tables(release, context.country))
    assert [(each.area, each.year, each.kind, each.sexes, each.source) for each in told] == [
        (each.area, each.year, each.kind, each.sexes, each.source) for each in made
    ]
    for one, other in zip(told, made, strict=True):
        assert one.table.ages == other.table.ages
        np.testing.assert_allclose(one.table.e, other.table.e, rtol=1e-12)
        np.testing.assert_allclose(one.table.mx, other.table.mx, rtol=1e-12)
        assert (one.low is None) == (other.low is None)


def test_projections_begin_at_the_base_population_and_their_bands_hold_each_other(context, release):
    people = indicator_queries.projections(release, context.country, "population")
    rows = queries.population_by_age(release, context.country)
    base = rows[rows["source"] == "rasad_base_population"]
    start = population_of(base[base["year"] == base["year"].max()])
    first = people[people["year"] == people["year"].min()].set_index("area")["value"]
    assert set(first.index) == set(start)
    for area, counts in start.items():
        assert first[area] == pytest.approx(counts.sum())
    ends = people[["low_95", "low_80", "high_80", "high_95"]].to_numpy()
    assert (np.diff(ends, axis=1) >= 0).all() and np.isfinite(ends).all()
    later = people[people["year"] == people["year"].max()]
    assert (later["low_95"] < later["value"]).all() and (later["value"] < later["high_95"]).all()


def test_the_shares_of_ages_of_a_projection_are_the_whole(context, release):
    shares = [
        indicator_queries.projections(release, context.country, key).set_index(CELL)["value"]
        for key in ("share_0_14", "share_15_64", "share_65_plus")
    ]
    np.testing.assert_allclose(sum(shares), 100, rtol=1e-9)


def test_the_nation_grows_by_births_less_deaths(context, release):
    """Migration of the nation is nothing by default: what is added is born, what is lost has died"""
    people, births, deaths = (
        indicator_queries.projections(release, context.country, quantity).query("area == @context.country")
        for quantity in ("population", "births", "deaths")
    )
    grown = people["value"].diff().dropna().to_numpy()
    np.testing.assert_allclose(grown, births["value"].to_numpy() - deaths["value"].to_numpy(), atol=1e-3)


def test_projections_start_where_they_were_made_to(context, release):
    """From rows and back: every array and level of every area's start"""
    told = start_rows.read_starts(release, context.country, "")
    made = projection_rows.starts(context)
    assert set(told) == set(made)
    for area, start in made.items():
        other = told[area]
        for name in ("population", "pattern", "standard", "standard_e0"):
            np.testing.assert_allclose(getattr(other, name), getattr(start, name), rtol=1e-12, atol=1e-15)
        for name in ("years", "usual", "provisional", "usual_horizon", "calendar", "relative", "mortality"):
            assert getattr(other, name) == getattr(start, name), (area, name)
        assert other.total_fertility_rate == pytest.approx(start.total_fertility_rate, rel=1e-12)
        assert (other.movers is None) == (start.movers is None)
        if start.movers is not None:
            assert (other.movers.years, other.movers.sources) == (start.movers.years, start.movers.sources)
            np.testing.assert_allclose(other.movers.pattern, start.movers.pattern, rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(other.movers.readiness, start.movers.readiness, rtol=1e-12, atol=1e-15)
