"""The laboratory: one scenario whatever way it is asked for, parts that sum, goals that are met, and bad input named."""

from __future__ import annotations

import base64
import dataclasses
import json
import math
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dashboard.analysis.projections import (
    AreaEmptied,
    HorizonTooFar,
    coherence,
    decomposition,
    goal_seek,
    policy_presets,
    run,
    scenario_curves,
    series,
)
from dashboard.analysis.projections import un_paths as un
from dashboard.analysis.projections.area_groups import joint_start
from dashboard.analysis.projections.assumptions import assumptions, medium_path
from dashboard.analysis.projections.historical_records import largest_rise
from dashboard.analysis.projections.jump_off import AGES, DefaultLevels, Start
from dashboard.analysis.projections.provinces import carried_over
from dashboard.analysis.projections.scenario_curves import LevelImpossible
from dashboard.analysis.projections.scenario_links import BrokenLink, from_link, to_link
from dashboard.analysis.projections.thresholds import threshold_years
from dashboard.analysis.projections.un_variants import NAMES, variant
from dashboard.analysis.typed_numbers import number
from dashboard.projections.views import province_map
from forecasting import scenarios
from forecasting.bands import OLD, people_in
from forecasting.decomposition.contributions import contributions
from forecasting.goal_seek import GoalOutOfReach
from forecasting.life_table import life_table
from forecasting.paths import Path
from forecasting.scenarios import VARIANTS, Scenario, fingerprint

INTERVALS, HORIZON = 60, 30
AGE = np.asarray(AGES.lower, dtype=np.float64)


def begin(area="IR01", people=1000.0, tfr=1.7, net=-0.004) -> Start:
    """A small world: Gompertz deaths that fall by 1 % a year, births around 28, as many people at each age below 70."""
    deaths = np.stack([6e-5 * np.exp(0.088 * AGE), 1e-4 * np.exp(0.088 * AGE)])
    deaths[:, 0] = 0.012
    standard = deaths * 0.99 ** np.arange(INTERVALS)[:, np.newaxis, np.newaxis]
    shape = np.where((AGE >= 15) & (AGE < 50), np.exp(-(((AGE - 28) / 6) ** 2) / 2), 0)
    pattern = np.broadcast_to(shape / shape.sum(), (INTERVALS, len(AGES)))
    standing = people * np.where(AGE < 70, 1.0, np.exp(-(AGE - 70) / 8))
    return Start(
        area=area,
        years=tuple(range(2024, 2025 + INTERVALS)),
        population=np.stack([standing, standing]),
        total_fertility_rate=tfr,
        pattern=pattern,
        standard=standard,
        standard_e0=np.asarray(life_table(standard, AGES).e[..., 0]),
        sex_ratio=1.05,
        usual=DefaultLevels(tfr, 80.0, net),
        provisional=False,
        release="population-test",
        usual_horizon=2024 + HORIZON,
        calendar="gregorian",
    )


WORLD = begin()


# The run


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_remembered_changes_nothing(name):
    """The quick way to a scenario's assumptions gives what the engine's own rule gives."""
    scenario = variant(name, Scenario())
    direct = scenarios.apply(scenario, medium_path(WORLD, HORIZON), first=2024.0)
    quick = assumptions(WORLD, scenario).assumptions
    for field in ("total_fertility", "pattern", "death_rates", "net_migration", "sex_ratio"):
        np.testing.assert_allclose(getattr(quick, field), getattr(direct, field), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("ages", ["rogers_castro", "as_people"])
def test_everybody_is_on_the_books_under_every_variant(name, ages):
    out = run(WORLD, dataclasses.replace(VARIANTS[name], migrant_ages=ages))
    total = series.people(out)
    flows = series.births(out) - series.deaths(out) + series.net_migrants(out)
    np.testing.assert_allclose(np.diff(total), flows, rtol=0, atol=1e-6)
    assert (out.population >= 0).all()
    assert set(NAMES) == set(VARIANTS)


def test_a_run_says_its_rates():
    out = run(WORLD, scenario_curves.with_point(Scenario(), "total_fertility", ((2025, 2.1), (2054, 2.1))))
    np.testing.assert_allclose(out.total_fertility, 2.1)
    np.testing.assert_allclose(run(WORLD, Scenario()).life_expectancy, WORLD.standard_e0[:HORIZON])


# Curves and links


@settings(max_examples=25, deadline=None)
@given(some.lists(some.floats(0.5, 6.0), min_size=4, max_size=4), some.sampled_from([None, 2030, 2080]))
def test_a_drawn_curve_passes_through_its_points_and_a_link_brings_it_back(levels, horizon):
    points = tuple(zip((2025, 2026, 2028, 2029), (round(level, 4) for level in levels), strict=True))
    drawn = scenario_curves.with_point(Scenario(horizon=horizon), "total_fertility", points)
    shown = scenario_curves.curve(WORLD, drawn, "total_fertility")
    assert (shown.points, shown.own) == (points, True)
    along = dict(shown.levels)
    assert [along[year] for year, _ in points] == pytest.approx([level for _, level in points])
    assert from_link(to_link(drawn)) == drawn
    assert fingerprint(from_link(to_link(drawn))) == fingerprint(drawn)


@pytest.mark.parametrize(
    "text", ["", "1", "1abc", "2eNoV", "1" + "A" * 7000, to_link(VARIANTS["low"])[:-6], "1eNqrVirOTM9T"]
)
def test_a_broken_link_is_said_to_be_broken(text):
    with pytest.raises(BrokenLink):
        from_link(text)


def test_one_sexs_path_takes_away_that_of_both():
    both = scenario_curves.with_point(Scenario(), "life_expectancy", ((2025, 80.0),))
    women = scenario_curves.with_point(both, "life_expectancy_female", ((2025, 84.0),))
    assert [path.component for path in women.paths] == ["life_expectancy_female"]
    assert scenario_curves.reset(women, "life_expectancy_female").paths == ()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("۱٫۸", 1.8), ("1,8", 1.8), ("1.8", 1.8), ("۱/۸", 1.8), ("−1 200", -1200), ("1,234,567", 1234567),
     ("٢٫٥", 2.5), ("two", None), ("", None), ("1.2.x", None), ("-", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(asked, found):
    assert number(asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [("12,300", 12300), ("12.300", 12300), ("−5,000", -5000), ("۱۲٬۳۰۰", 12300), ("12.5", 12.5), ("1,23", 1.23),
     ("1,234,567", 1234567), ("800", 800), (",500", 0.5)],
)  # fmt: skip
def test_people_typed_with_their_thousands_apart_are_not_thousandths(asked, found):
    assert number(asked, whole_things=True) == found


def link_of(changed) -> str:
    """A link that says this and was not written by us."""
    packed = zlib.compress(json.dumps(changed).encode())
    return "1" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


@pytest.mark.parametrize(
    "changed",
    [{"horizon": "x"}, {"horizon": 1410.5}, {"horizon": True}, {"name": 5}, {"mortality_method": "zz"}, {"paths": 5},
     {"paths": [{}]}, {"paths": [{"component": "zz", "points": [[2030, 1]]}]}, {"total_fertility": "2"}, {"other": 1},
     {"paths": [{"component": "total_fertility", "points": [[1e400, 2]]}]}, {"reached_in": 0}, [], 5],
    ids=str,
)  # fmt: skip
def test_a_link_of_something_else_is_broken_and_no_worse(changed):
    with pytest.raises(BrokenLink):
        from_link(link_of(changed))


def test_a_link_with_a_fertility_of_fifteen_says_so():
    with pytest.raises(LevelImpossible) as caught:
        from_link(
            link_of({"paths": [{"component": "total_fertility", "points": [[2029.5, 15]], "area": None}]})
        )
    assert (caught.value.year, caught.value.level) == (2030, 15)


def test_points_no_projection_reaches_are_not_there_to_be_moved():
    far = Scenario(paths=(Path("total_fertility", ((2029.5, 2.0), (1e9, 2.0))),))
    assert scenario_curves.curve(WORLD, far, "total_fertility").points == ((2030, 2.0),)
    only = Scenario(paths=(Path("total_fertility", ((1e9, 2.0),)),))
    shown = scenario_curves.curve(WORLD, only, "total_fertility")
    assert shown.points == tuple((year, 2.0) for year, _ in shown.points) and len(shown.points) > 2


# What cannot be


def test_a_fertility_of_fifteen_names_itself_and_its_limits():
    with pytest.raises(LevelImpossible) as caught:
        scenario_curves.with_point(Scenario(), "total_fertility", ((2030, 15.0),))
    assert (caught.value.year, caught.value.level, caught.value.high) == (2030, 15.0, 10.0)


@pytest.mark.parametrize("horizon", [2024, 2085, 2151, -5])
def test_a_horizon_beyond_the_last_year_names_both(horizon):
    with pytest.raises(HorizonTooFar) as caught:
        run(WORLD, Scenario(horizon=horizon))
    assert (caught.value.year, caught.value.last) == (horizon, 2084)


@pytest.mark.parametrize("ages", ["rogers_castro", "as_people"])
def test_a_path_that_empties_the_area_names_the_year(ages):
    leaving = -0.9 * WORLD.population.sum()
    path = scenario_curves.with_point(
        Scenario(migrant_ages=ages), "net_migration", ((2030, 0.0), (2031, leaving))
    )
    with pytest.raises(AreaEmptied) as caught:
        run(WORLD, path)
    assert caught.value.year == 2031


# Parts, goals, marks, policies


@pytest.mark.parametrize("name", VARIANTS)
def test_the_reasons_sum_to_the_change(name):
    def older(people):
        return people_in(people, AGES, (OLD,))[..., 0]

    found = decomposition.reasons(WORLD, VARIANTS[name], older)
    change = series.people(run(WORLD, VARIANTS[name]), OLD)
    np.testing.assert_allclose(sum(found.values()), change - change[0], rtol=0, atol=1e-6)
    if name == "momentum":
        assert all(np.abs(found[cause]).max() < 1e-6 for cause in decomposition.CAUSES)


def test_contributions_of_a_product_are_those_of_das_gupta():
    start, end = {"a": 2.0, "b": 3.0, "c": 5.0}, {"a": 3.0, "b": 7.0, "c": 4.0}

    def product(at_work):
        return np.prod([(end if one in at_work else start)[one] for one in start])

    found = contributions(product, tuple(start))
    # Das Gupta (1993), three factors: the mean of the others' products, mixed ones half as heavy
    by_hand = (7 * 4 + 3 * 5) / 3 + (7 * 5 + 3 * 4) / 6
    assert found["a"] == pytest.approx((3 - 2) * by_hand)
    assert sum(found.values()) == pytest.approx(3 * 7 * 4 - 2 * 3 * 5)


@pytest.mark.parametrize("component", ["total_fertility", "net_migration"])
def test_a_goal_that_was_met_is_met_when_it_is_run(component):
    aim = goal_seek.AIMS["population"]
    target = float(series.people(run(WORLD, Scenario()))[-1]) / 1000 * 1.02
    found = goal_seek.seek_level(WORLD, Scenario(), component, aim, target, 2054)
    again = run(WORLD, goal_seek.with_level(WORLD, Scenario(), component, found.value, 2054))
    assert aim.figure(again, HORIZON) == pytest.approx(target, rel=1e-3)


def test_a_goal_that_none_meets_comes_with_the_nearest():
    with pytest.raises(GoalOutOfReach) as caught:
        goal_seek.seek_level(WORLD, Scenario(), "total_fertility", goal_seek.AIMS["old"], 90.0, 2050)
    assert 0 < caught.value.reached < 90


def test_marks_are_passed_when_they_are():
    out = run(WORLD, Scenario())
    old, found = series.share(out, OLD), {one.key: one for one in threshold_years(out)}
    passed = found["share 21"].year
    if passed is None:
        assert (old < 0.21).all()
    else:
        at = passed - 2024
        assert old[at] >= 0.21 and (old[:at] < 0.21).all()
    assert found["share 7"].at_start
    assert found["peak"].year == 2024 + int(np.argmax(series.people(out)))


@pytest.mark.parametrize("key", policy_presets.PRESETS)
def test_a_policy_moves_its_own_path_and_nothing_else(key):
    preset = policy_presets.PRESETS[key]
    asked = {choice.key: choice.usual for choice in preset.choices}
    after = policy_presets.apply_preset(key, asked, WORLD, Scenario())
    for component in ("total_fertility", "life_expectancy", "net_migration"):
        before, now = (scenario_curves.levels_of(WORLD, one, component) for one in (Scenario(), after))
        if component == preset.component:
            assert np.abs(now - before).max() > 0.01
        else:
            np.testing.assert_allclose(now, before)
    assert all(choice.usual in choice.values for choice in preset.choices)


def test_support_adds_its_children_in_a_straight_line():
    after = policy_presets.apply_preset("support", {"children": 0.3, "within": 10}, WORLD, Scenario())
    levels = scenario_curves.levels_of(WORLD, after, "total_fertility")
    assert levels[4] == pytest.approx(1.7 + 0.15, abs=1e-5)
    assert levels[9:] == pytest.approx(2.0, abs=1e-5)


# Several areas


def test_areas_together_are_their_people_together():
    small, large = begin("IR01", 100.0, 2.4, 0.0), begin("IR02", 300.0, 1.6, 0.0)
    joined = joint_start((small, large))
    np.testing.assert_allclose(joined.population, small.population + large.population)
    assert joined.total_fertility_rate == pytest.approx((2.4 + 3 * 1.6) / 4)
    apart = sum(series.births(run(one, Scenario()))[0] for one in (small, large))
    assert series.births(run(joined, Scenario()))[0] == pytest.approx(apart, rel=1e-9)


def test_a_province_keeps_its_ratio_under_the_nations_path():
    nation, province = begin("IR", 1000.0, 1.6), begin("IR02", 250.0, 2.4)
    drawn = scenario_curves.with_point(Scenario(), "total_fertility", ((2025, 1.6), (2054, 2.0)))
    drawn = scenario_curves.with_point(drawn, "net_migration", ((2025, 400.0),))
    own = carried_over(drawn, nation, province)
    assert run(province, own).total_fertility[-1] == pytest.approx(3.0)
    assert series.net_migrants(run(province, own))[0] == pytest.approx(100.0)
    assert carried_over(drawn, nation, nation) == drawn


def test_the_envelope_is_the_largest_rise_from_near_a_level():
    rows = pd.DataFrame(
        {
            "area": ["A"] * 4 + ["B"] * 2,
            "year": [2000, 2004, 2010, 2016, 2000, 2010],
            "value": [1.5, 2.4, 1.9, 1.2, 3.0, 4.5],
        }
    )
    found = largest_rise(rows, level=1.6)
    assert (found.area, found.first, found.last) == ("A", 2000, 2010)
    assert found.change == pytest.approx(0.4)  # the rise of four years is too short to count
    assert largest_rise(rows, level=None).change == pytest.approx(1.5)
    assert largest_rise(rows, level=6.0) is None
    assert largest_rise(rows.assign(value=-rows["year"]), level=None) is None


# The United Nations' path


def united(years, levels) -> pd.DataFrame:
    """A path of calendar years, as the store gives it."""
    begins = [pd.Timestamp(year, 1, 1) for year in years]
    days = [366 if begin.is_leap_year else 365 for begin in begins]
    return pd.DataFrame({"period_start": begins, "period_days": days, "value": levels})


def test_an_interval_between_two_calendar_years_takes_the_mean_of_both():
    """A population of 1 July 2024 to 1 July 2025 has its middle at new year."""
    found = dict(un.path(united((2024, 2025, 2026), (1.9, 1.8, 1.6)), tuple(range(2022, 2031)), "gregorian"))
    assert found == pytest.approx({2025: 1.85, 2026: 1.7}, abs=0.001)


def test_no_path_is_told_where_the_united_nations_tell_none():
    assert un.path(united((), ()), (2024, 2025), "gregorian") == []
    shown = scenario_curves.curve(WORLD, Scenario(), "total_fertility")
    assert un.path_level([], shown) == ()
    laid = un.path_level([(year, 1.5) for year in range(2025, 2041)], shown)
    assert [year for year, _ in laid] == [year for year, _ in shown.points]
    assert {level for _, level in laid} == {1.5}


# Provinces that add up


def test_provinces_add_up_to_the_nation_and_each_says_what_it_took():
    """Two provinces, one bearing more: by themselves they outgrow the nation; together they are it at every sex and age."""
    bearing, ageing = begin("IR01", 600.0, tfr=2.4, net=-0.003), begin("IR02", 400.0, tfr=1.2, net=0.004)
    nation = begin("IR", 1000.0, tfr=1.9, net=0.0)
    runs = [run(each, Scenario()) for each in (bearing, ageing)]
    whole = run(nation, Scenario())
    both = coherence.coherent_projection(whole, runs)
    np.testing.assert_allclose(both.areas.population.sum(0), whole.population, rtol=1e-9)
    np.testing.assert_allclose(both.areas.net_migration.sum(0), whole.net_migrants, atol=1e-6)
    found = coherence.coherent_provinces(whole, runs)
    assert sum(one.people for one in found.provinces) == pytest.approx(found.nation)
    assert sum(one.independent_people for one in found.provinces) != pytest.approx(found.nation, rel=1e-3)
    first, second = found.provinces
    assert first.births == pytest.approx(second.births) and first.births != pytest.approx(1, abs=1e-3)
    assert first.moved == pytest.approx(first.people / series.people(runs[0])[-1] - 1)
    assert math.isnan(second.leaving) and first.leaving > 0  # nobody leaves where people come
    for one in found.provinces:
        over = [abs(part) > 0.03 for part in (one.moved, one.births - 1, one.deaths - 1, one.leaving - 1)]
        assert one.flagged == any(over)


def test_a_nation_of_one_province_is_left_as_it_is():
    whole = run(begin("IR"), Scenario())
    [one] = coherence.coherent_provinces(whole, [run(begin("IR01"), Scenario())]).provinces
    assert (one.people, one.births, one.deaths) == pytest.approx((one.independent_people, 1, 1))
    assert not one.flagged


def test_a_move_over_three_percent_is_flagged_and_none_is_a_dash():
    assert province_map.factor_text(0.031, "en").startswith(province_map.FLAG)
    assert province_map.factor_text(-0.03, "en") == "−3.0\N{NO-BREAK SPACE}%"
    assert province_map.factor_text(float("nan"), "fa") == "–"
