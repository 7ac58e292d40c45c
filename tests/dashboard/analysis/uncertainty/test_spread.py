"""How far trajectories stray: counted by hand, blind to later years, and the start's errors keep everybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.uncertainty import migration_variability, spread
from dashboard.analysis.uncertainty.evidence import evidence
from dashboard.analysis.uncertainty.spread import measure_spread, own_fertility, start_errors
from dashboard.settings import CALENDARS
from forecasting.probabilistic.deviations import FERTILITY_STRAYS, StartErrors


@pytest.fixture(scope="module")
def known(store):
    from data.release_store.database import open_release_store

    releases = open_release_store()
    with releases.open(releases.current()).connect() as connection:
        return {country: evidence(connection, country) for country in CALENDARS}


def series(values: dict[int, float], area="IR", status="published") -> pd.DataFrame:
    return pd.DataFrame(
        {"area": area, "year": list(values), "value": list(values.values()), "status": status}
    )


def test_a_nation_that_changed_by_more_than_is_published_strays_by_its_own():
    """One change over five years, of 0.31: with the published 0.1016 as another, root of the mean of both squares."""
    found = own_fertility(series({1390: 1.80, 1395: 2.11}), "IR")
    assert found.noise == pytest.approx(np.sqrt((0.1016**2 + 0.31**2) / 2))
    assert own_fertility(series({1390: 1.80, 1395: 1.82}), "IR") == FERTILITY_STRAYS
    assert own_fertility(series({1395: 2.11}), "IR") == FERTILITY_STRAYS


def test_a_nations_rates_are_migrants_over_people_interpolated():
    told = pd.DataFrame(
        {"year": [2005, 2006, 2007, 2024], "value": [1e4, 2e4, -3e4, 9e4], "status": ["estimated"] * 3 + ["projected"]}
    )  # fmt: skip
    people = pd.DataFrame(
        {"area": ["VN"], "year": [2005], "sex": ["both"], "status": ["derived"], "persons": [1e6]}
    )
    found = migration_variability.nations_rates(told, series({2007: 3e6}, "VN"), people, "VN", "gregorian")
    assert dict(zip(found["year"], found["rate"], strict=True)) == pytest.approx(
        {2005: 0.01, 2006: 0.01, 2007: -0.01}
    )


@pytest.mark.parametrize(("country", "until"), [("VN", 2019), ("IR", 1397)])
def test_what_happened_later_is_not_measured(known, country, until):
    """Every later figure doubled: the spread of that year is the same."""
    column = {"people": "persons", "pattern": "percent"}
    later = {
        name: frame.assign(
            **{
                (value := column.get(name, "value")): np.where(
                    frame["year"] > until, 2 * frame[value], frame[value]
                )
            }
        )
        for name, frame in vars(known[country]).items()
        if name not in ("pattern", "united_nations")
    }
    told = known[country].united_nations
    nations = told.assign(
        value=np.where(
            told["year"] > until + (621 if country == "IR" else 0), 2 * told["value"], told["value"]
        )
    )
    changed = replace(known[country], **later, united_nations=nations)
    calendar = CALENDARS[country]
    assert measure_spread(country, calendar, changed, until) == measure_spread(
        country, calendar, known[country], until
    )
    assert measure_spread(country, calendar, changed) != measure_spread(country, calendar, known[country])


def test_registered_births_leave_no_error_of_births_in_their_nation(known):
    """The nation's fertility begins at the level its registered births imply, so there is nothing to miss."""
    errors = start_errors("IR", "solar_hijri", known["IR"])
    nation = errors[errors["area"] == "IR"].set_index("year")
    assert nation["births"].dropna().abs().max() == pytest.approx(0, abs=1e-9)
    # The census of 1395 is the base population of its year (SOURCES.md), within its rounding.
    assert abs(nation.loc[1395, "old"]) < 0.005


def test_an_area_has_beyond_its_nation_what_their_squares_differ_by():
    assert StartErrors(0.5, 0.1, 0.3).beyond(StartErrors(0.3, 0.2, 0.0)) == StartErrors(0.4, 0.0, 0.3)
    assert spread.Spread().nation == StartErrors()
    with pytest.raises(ValueError, match="sizes of 0 or more"):
        StartErrors(-0.1)
