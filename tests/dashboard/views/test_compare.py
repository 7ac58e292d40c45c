"""Areas against each other and the balance of growth: by hand, and against the seed tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import indicators
from dashboard.analysis.catalogue import BY_KEY
from dashboard.views import balance, compare, migration, pyramid
from dashboard.views.measure import named_measure
from dashboard.words import Words
from data import queries
from tests.data.seed_rows import value


def view_of(connection, country: str, key: str, area: str, language: str = "en"):
    areas = queries.areas(connection)
    return named_measure(
        BY_KEY[key],
        indicators.country_indicator_values(connection, country, key),
        areas[areas["country"] == country],
        area=area,
        calendar="gregorian" if country == "VN" else "solar_hijri",
        words=Words(language),
    )


# ---- ranks


def with_intervals(*ends: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(ends, columns=["value", "low", "high"]).assign(area=list("ABCDEF")[: len(ends)])


def test_an_area_is_surely_above_another_only_when_their_intervals_do_not_meet():
    found = compare.rank_ranges(with_intervals((5, 4.5, 5.5), (4, 3, 4.6), (2, 1, 2.9))).set_index("area")
    assert found["place"].to_dict() == {"A": 1, "B": 2, "C": 3}
    assert found["first"].to_dict() == {"A": 1, "B": 1, "C": 3}
    assert found["last"].to_dict() == {"A": 2, "B": 2, "C": 3}


def test_figures_without_intervals_have_no_range_of_places():
    rows = with_intervals((5, np.nan, np.nan), (4, 3, 5))
    assert compare.rank_ranges(rows)["first"].isna().all()
    assert compare.rank_ranges(rows[["area", "value"]])["place"].tolist() == [1, 2]


# ---- peers


def test_the_nearest_peer_is_the_one_with_the_nearest_ages(connection):
    people = queries.population_by_age(connection, "IR")
    names = queries.areas(connection).set_index("area")["name_en"]
    found = compare.structure(people, "IR23", "IR", names)
    assert found.peers["distance"].is_monotonic_increasing and "IR23" not in set(found.peers["area"])
    assert len(found.peers) == 30
    # Sistan and Baluchestan, the youngest, is nobody's like least of all Tehran's
    assert found.peers["area"].iloc[-1] == "IR11"
    assert found.year == int(people[people["area"] == "IR23"]["year"].max())


def test_a_nation_has_no_peers(connection):
    people = queries.population_by_age(connection, "VN")
    names = queries.areas(connection).set_index("area")["name_en"]
    assert compare.structure(people, "VN", "VN", names) is None


# ---- two measures, small areas


def test_a_dot_stands_at_the_two_printed_figures(connection):
    across, up = (view_of(connection, "VN", key, "VN01") for key in ("crude_birth_rate", "crude_death_rate"))
    figure, rows = compare.scatter_of(across, up, 2015)
    own = rows[rows["area"] == "VN01"].iloc[0]
    printed = [
        float(value("VN", "rates", area="VN01", measure=key, year=2015))
        for key in ("crude_birth_rate", "crude_death_rate")
    ]
    assert [own["x"], own["y"]] == printed
    at = list(figure.data[0].hovertext).index(
        next(text for text in figure.data[0].hovertext if "Ha Noi" in text)
    )
    assert (figure.data[0].x[at], figure.data[0].y[at]) == tuple(printed)


def test_two_measures_of_different_years_say_both_years(connection):
    across, up = (view_of(connection, "VN", key, "VN01") for key in ("share_65_plus", "total_fertility_rate"))
    figure, _ = compare.scatter_of(across, up, 2016)
    assert "2019" in figure.layout.xaxis.title.text and "2016" in figure.layout.yaxis.title.text


def test_the_funnel_of_divorces_names_those_beyond_its_limits(connection):
    rate, people = (view_of(connection, "IR", key, "IR23") for key in ("crude_divorce_rate", "population"))
    figure, rows = compare.funnel_of(rate, people, 1400)
    assert len(rows) == 31
    nation = rate.nation_at(1400)
    for trace in figure.data[1:]:
        assert (np.sign(np.array(trace.y) - nation) == np.sign(trace.y[0] - nation)).all()
    limits = sorted((trace.y[0], trace.y[-1]) for trace in figure.data[1:])
    assert limits[0][0] <= nation <= limits[-1][0]


def test_small_multiples_draw_every_province_on_one_scale(connection):
    view = view_of(connection, "VN", "total_fertility_rate", "VN01")
    figure = compare.multiples_of(view, 6)
    assert len(figure.layout.annotations) == 63
    own = figure.data[1]
    assert sum(at is None for at in own.x) == 63
    assert len(figure.to_json()) < 150_000


# ---- balance


def a_year(year: int, number: float, source: str = "s") -> pd.DataFrame:
    return pd.DataFrame(
        {"area": ["A", "A"], "year": [year, year + 1], "value": [number, number], "source": source}
    )


def test_a_balance_by_hand():
    """1,000,000 to 1,010,000; 20,000 births, 6,000 deaths, -2 per 1,000 moved: -2,010; unexplained -1,990"""
    people = pd.DataFrame(
        {"area": "A", "year": [2013, 2014], "value": [1_000_000.0, 1_010_000.0], "source": "p"}
    )
    [found] = balance.intercensal_balances(
        people, a_year(2013, 20_000.0), a_year(2013, 6_000.0), a_year(2013, -2.0), "A", "gregorian"
    )
    assert (found.growth, found.natural) == (10_000, 14_000)
    assert found.net_migration == pytest.approx(-2 * 1005)
    assert found.unexplained == pytest.approx(10_000 - 14_000 + 2010)
    assert found.sources == ("p", "s")


@pytest.mark.parametrize(
    ("calendar", "year", "after"), [("gregorian", 2015, 184 / 365), ("solar_hijri", 1399, 180 / 366)]
)
def test_events_are_taken_by_the_days_between_the_totals(calendar, year, after):
    """1 July 2015 leaves 184 of 365 days; 1 Mehr 1399 leaves 180 of the 366 of a leap year"""
    parts = balance.days(year, calendar)
    assert parts[0] == pytest.approx(after)
    assert sum(parts) == pytest.approx(1, abs=0.01)


def test_the_steps_of_every_balance_sum_to_the_change(connection):
    people, residuals = (
        queries.population_by_age(connection, "IR", "IR23"),
        queries.residuals(connection, "IR"),
    )
    found = balance.yearly_balances(residuals, people, "IR23")
    assert [each.last for each in found] == list(range(1396, 1403))
    for each in found:
        steps = balance.parts_of(each, Words("en"))
        assert sum(step.value for step in steps[:-1]) == pytest.approx(steps[-1].value, abs=1e-6)
        assert [step.kind for step in steps] == ["known", "unexplained", "whole"]


def test_a_balance_that_lacks_deaths_is_not_made_of_counts():
    people = pd.DataFrame({"area": "A", "year": [2015, 2016], "value": [1e6, 1.01e6], "source": "p"})
    nothing = pd.DataFrame({"area": [], "year": [], "value": [], "source": []})
    assert balance.intercensal_balances(people, a_year(2015, 2e4), nothing, nothing, "A", "gregorian") == []


# ---- migration


def test_internal_migrants_by_age_sum_to_nil_over_the_provinces(connection):
    people = queries.population_by_age(connection, "IR")
    provinces = [f"IR{at:02d}" for at in range(31)]
    found = [migration.by_age(people, area, "IR") for area in provinces]
    assert all(each is not None for each in found)
    total = sum(each.frame["value"].to_numpy() for each in found)
    assert np.allclose(total, 0, atol=1e-6)
    assert (found[0].first, found[0].last) == (1390, 1395)


def test_viet_nam_has_no_two_censuses_by_age(connection):
    assert migration.by_age(queries.population_by_age(connection, "VN"), "VN01", "VN") is None


def test_the_residual_rate_is_the_residual_over_people_and_years(connection):
    residuals = queries.residuals(connection, "VN")
    rates = migration.residual_rates(residuals).set_index(["area", "year"])["value"]
    row = residuals[
        (residuals["area"] == "VN74") & (residuals["quantity"] == "net_migration_and_error")
    ].iloc[-1]
    by_hand = 1000 * row["value"] / row["base"] / (row["period_days"] / 365.25)
    assert rates["VN74", row["year"]] == pytest.approx(by_hand)


def test_effectiveness_by_hand():
    rows = pd.DataFrame(
        {"flow": ["in_migration_rate", "out_migration_rate"], "year": 2015, "value": [12.0, 4.0]}
    )
    assert migration.effectiveness(rows, 2015, Words("en")) == "Migration effectiveness: 50 per 100 moves."
    assert migration.effectiveness(rows[:1], 2015, Words("en")) is None


# ---- pyramids made alike


def one(ages: range, step: int = 1, each: float = 10.0) -> pyramid.Pyramid:
    frame = pd.DataFrame(
        [
            {"sex": sex, "age_lower": age, "value": each * step}
            for sex in ("female", "male")
            for age in ages[::step]
        ]
    )
    return pyramid.Pyramid(frame, 2020, "published", 0, "s")


def test_a_pyramid_of_groups_keeps_everyone():
    single = one(range(101))
    grouped = pyramid.in_groups(single)
    assert grouped.frame["value"].sum() == single.frame["value"].sum()
    assert sorted(grouped.frame["age_lower"].unique()) == list(range(0, 101, 5))


def test_two_pyramids_are_compared_on_the_ages_both_have():
    single, grouped = pyramid.alike(one(range(101)), one(range(0, 86), 5))
    assert set(single.frame["age_lower"]) == set(grouped.frame["age_lower"])
    assert single.frame["value"].sum() == one(range(101)).frame["value"].sum()


def test_shares_of_a_pyramid_sum_to_one():
    assert pyramid.as_shares(one(range(101))).frame["value"].sum() == pytest.approx(1)


def test_a_surface_is_the_pyramids_of_its_years():
    found = {2020: one(range(101)), 2021: one(range(101), each=20.0), 2019: one(range(0, 101), 5)}
    rows = pyramid.surface(found, "people")
    assert set(rows["year"]) == {2020, 2021}
    assert rows[rows["year"] == 2021]["value"].unique() == [40.0]
    assert (pyramid.surface(found, "men_per_100_women")["value"] == 100).all()
