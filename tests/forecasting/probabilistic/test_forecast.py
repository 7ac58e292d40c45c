"""The central forecast and its intervals on worlds whose truth is known, and never a look ahead."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.panel import Panel
from forecasting.probabilistic import forecast
from forecasting.probabilistic.intervals import half_widths
from forecasting.probabilistic.momentum import expected_change
from forecasting.probabilistic.rolling_origins import OURS, launch
from forecasting.probabilistic.transforms import LEVEL, PEOPLE, transform_of
from tests.forecasting.probabilistic.worlds import declines, panel, random_walks


def covered(launches, origin, coverage):
    position = launches.origins.index(origin)
    missed = np.abs(launches.errors(OURS)[position])
    widths = half_widths(launches, OURS, origin)[..., (0.8, 0.95).index(coverage)]
    known = np.isfinite(missed)
    return (missed <= widths)[known].mean()


@pytest.mark.parametrize(("coverage", "allowed"), [(0.8, 0.04), (0.95, 0.03)])
def test_intervals_of_random_walks_hold_as_often_as_they_say(coverage, allowed):
    launched = [launch(random_walks(seed=seed), 10, naive={}) for seed in range(6)]
    found = [
        covered(launches, origin, coverage) for launches in launched for origin in (1990, 1995, 2000, 2005)
    ]
    assert abs(np.mean(found) - coverage) < allowed


def test_the_width_of_a_random_walk_is_its_sigma_and_grows_with_its_root():
    walk = forecast(random_walks(areas=60, sigma=2.0), 9)
    typical = np.median(walk.half_width[..., 0], axis=0)
    # The smoother misses a little more than the best forecast, the last value, would.
    assert 0.9 < typical[0] / (1.2816 * 2.0) < 1.5
    assert 2.2 < typical[8] / typical[0] < 4.2


def test_a_world_without_noise_has_no_width_and_goes_on():
    still = forecast(panel(np.repeat([[3.0], [5.0], [9.0]], 40, axis=1)), 8)
    np.testing.assert_allclose(still.central, np.repeat([[3.0], [5.0], [9.0]], 8, axis=1))
    np.testing.assert_allclose(still.half_width, 0, atol=1e-9)


def test_expected_change_is_what_was_seen_at_the_level_and_one_war_does_not_move_it():
    level = np.linspace(1, 7, 600)
    change = -0.05 * (level - 1.5)
    change[::25] = -3.0
    at, expected = expected_change(level, change)
    inside = (at > 2) & (at < 6)
    np.testing.assert_allclose(expected[inside], -0.05 * (at[inside] - 1.5), atol=0.04)


def test_fertility_slows_down_where_others_have():
    falling = declines()
    ahead = forecast(falling.until(1990), 19)
    truth = falling.values[:, falling.years.index(1991) :][:, :19]
    missed, stood_still = np.abs(ahead.central - truth).mean(), np.abs(ahead.start[:, None] - truth).mean()
    assert missed < stood_still / 3


@pytest.mark.parametrize("series", ["tfr", "pop"])
def test_no_peeking(series):
    """Whatever is changed after the origin changes nothing in what was said from it."""
    whole = declines(series=series)
    wild = np.array(whole.values)
    wild[:, whole.years.index(1985) + 1 :] = np.random.default_rng(0).uniform(1, 90, wild[:, 36:].shape)
    other = Panel(whole.series, whole.areas, whole.years, wild)
    said, again = (launch(version, 12) for version in (whole, other))
    at = said.origins.index(1985)
    for method in said.forecasts:
        np.testing.assert_array_equal(said.forecasts[method][: at + 1], again.forecasts[method][: at + 1])
        np.testing.assert_array_equal(half_widths(said, method, 1985), half_widths(again, method, 1985))
    assert said.constants[: at + 1] == again.constants[: at + 1]


def test_a_forecast_from_a_cut_panel_is_the_launch_from_that_year():
    whole = declines()
    launches = launch(whole, 10)
    now = forecast(whole.until(1990), 10)
    at = launches.origins.index(1990)
    np.testing.assert_array_equal(now.centre, launches.forecasts[OURS][at])
    np.testing.assert_array_equal(now.half_width, half_widths(launches, OURS, 1990))


@settings(max_examples=15, deadline=None)
@given(shift=st.floats(-20, 20), scale=st.floats(0.1, 50))
def test_another_unit_or_origin_of_the_scale_gives_the_same_forecast(shift, scale):
    base = random_walks(areas=6, years=25, start=0)
    moved = Panel("level", base.areas, base.years, base.values * scale + shift)
    one, other = (forecast(version, 5, kind=LEVEL) for version in (base, moved))
    np.testing.assert_allclose(one.central * scale + shift, other.central, rtol=1e-6, atol=1e-6 * scale)


def test_numbers_of_people_stay_above_zero_and_miss_by_ratio():
    people = panel(np.exp(random_walks(sigma=0.02, start=3).values), "pop_thousand")
    ahead = forecast(people, 30)
    assert (ahead.lower(0.95) > 0).all()
    np.testing.assert_allclose(ahead.upper(0.8) / ahead.central, ahead.central / ahead.lower(0.8), rtol=1e-9)


def test_kinds_are_known_by_name_or_by_how_far_apart_areas_are():
    assert transform_of(declines()).floor == 0.5
    assert transform_of(panel(np.ones((3, 4)) * [[1.0], [100.0], [9000.0]], "births")) == PEOPLE
    assert transform_of(panel(np.ones((3, 4)) * [[10.0], [11.0], [12.0]], "crude_rate")) == LEVEL


def test_holes_do_not_stop_a_forecast_and_areas_without_figures_stay_empty():
    torn = np.array(declines().values)
    torn[0, :30] = np.nan
    torn[1, 20:24] = np.nan
    torn[2] = np.nan
    ahead = forecast(panel(torn, "tfr"), 5)
    assert np.isfinite(ahead.central[[0, 1]]).all() and np.isnan(ahead.central[2]).all()
    assert (ahead.half_width[[0, 1]] > 0).all()


def test_a_series_too_short_says_so():
    with pytest.raises(ValueError, match="too short"):
        forecast(panel(np.ones((3, 3))), 5)


def test_areas_lent_to_learn_from_are_not_forecast():
    own = declines(areas=2, years=15, seed=8)
    own = replace(own, years=tuple(range(1995, 2010)))
    ahead = forecast(own, 10, learn_from=declines())
    assert ahead.areas == own.areas and ahead.central.shape == (2, 10)
    assert np.isfinite(ahead.half_width).all()
