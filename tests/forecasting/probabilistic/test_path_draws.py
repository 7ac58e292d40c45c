"""Trajectories: reproducible, as wide as the intervals, correlated, and certain where nothing is uncertain."""

from dataclasses import replace

import numpy as np
import pytest

from forecasting.probabilistic import draw, draw_sexes, event_probability, fan, forecast, peak_before
from forecasting.probabilistic.fans import falls_below_by, reaches_by
from forecasting.probabilistic.path_draws import misses, standings
from tests.forecasting.probabilistic.worlds import declines, panel, random_walks

WALK = forecast(random_walks(), 20)


def test_the_same_seed_gives_the_same_paths_and_another_does_not():
    one, same, other = (draw(WALK, 50, np.random.default_rng(seed)) for seed in (7, 7, 8))
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()


@pytest.mark.parametrize(("coverage", "low", "high"), [(0.8, 0.1, 0.9), (0.95, 0.025, 0.975)])
def test_quantiles_of_the_paths_are_the_intervals(coverage, low, high):
    paths = draw(WALK, 20_000, np.random.default_rng(1))[:, :3]
    width = (WALK.upper(coverage) - WALK.lower(coverage))[:3]
    np.testing.assert_allclose(
        np.quantile(paths, low, axis=0), WALK.lower(coverage)[:3], atol=0.05 * width.max()
    )
    np.testing.assert_allclose(
        np.quantile(paths, high, axis=0), WALK.upper(coverage)[:3], atol=0.05 * width.max()
    )
    np.testing.assert_allclose(np.median(paths, axis=0), WALK.central[:3], atol=0.05 * width.max())


def test_the_end_of_an_interval_is_the_path_that_stands_there():
    ends = np.full((1, *WALK.centre.shape), 1.2815515655446004)
    np.testing.assert_allclose(misses(WALK, ends)[0], WALK.half_width[..., 0])
    np.testing.assert_allclose(misses(WALK, -ends)[0], -WALK.half_width[..., 0])


def test_standings_fade_over_horizons_and_are_shared_between_areas():
    known = replace(WALK, fading=0.5, common=0.4)
    z = standings(known, 20_000, np.random.default_rng(2))
    np.testing.assert_allclose(z.std(axis=0)[:5], 1, atol=0.03)
    assert abs(np.corrcoef(z[:, 0, 4], z[:, 0, 19])[0, 1] - (5 / 20) ** 0.5) < 0.03
    assert abs(np.corrcoef(z[:, 0, 9], z[:, 1, 9])[0, 1] - 0.4) < 0.03


def test_a_random_walk_is_found_to_fade_like_one():
    assert 0.25 < WALK.fading < 0.85
    assert WALK.common < 0.15


def test_areas_that_miss_together_are_found_to():
    walks = random_walks(areas=20, seed=3)
    shared = np.cumsum(np.random.default_rng(9).normal(0, 2, walks.values.shape[1]))
    assert forecast(panel(walks.values + shared), 10).common > 0.5


def test_without_noise_every_path_is_the_central_one():
    still = forecast(panel(np.repeat([[3.0], [5.0]], 40, axis=1)), 6)
    np.testing.assert_allclose(
        draw(still, 30, np.random.default_rng(0)), np.repeat(still.central[None], 30, 0)
    )


def test_the_sexes_move_together():
    hers, his = forecast(random_walks(seed=4), 10), forecast(random_walks(seed=5), 10)
    both = draw_sexes(hers, his, 5000, np.random.default_rng(0), together=0.9)
    assert both.shape == (5000, 40, 10, 2)
    assert 0.85 < np.corrcoef(both[:, 0, 5, 0], both[:, 0, 5, 1])[0, 1] < 0.95


def test_paths_of_fertility_keep_the_floor():
    ahead = forecast(declines(noise=0.3), 25)
    assert draw(ahead, 500, np.random.default_rng(0)).min() >= 0.5


def test_a_fan_is_in_order_and_chances_are_counted():
    paths = np.random.default_rng(0).normal(size=(4000, 3))
    summary = fan(paths)
    assert (summary.lower_95 < summary.lower_80).all() and (summary.upper_80 < summary.upper_95).all()
    np.testing.assert_allclose(summary.upper_80, 1.28, atol=0.1)
    assert summary.draws == 4000
    assert event_probability(np.array([[True, False], [True, True]])).tolist() == [1.0, 0.5]
    with pytest.raises(TypeError, match="compare before asking"):
        event_probability(paths)


def test_chances_of_peaks_and_thresholds_in_the_head():
    years = (2020, 2030, 2040, 2050)
    totals = np.array([[1.0, 3, 2, 1], [1, 2, 3, 4], [1, 2, 3, 2], [4, 3, 2, 1]])
    assert peak_before(totals, years, 2035) == 0.5
    assert peak_before(totals, years, 2050) == 0.75
    assert reaches_by(totals, years, 2.5, 2040) == 1.0
    assert falls_below_by(totals, years, 1.5, 2050) == 1.0
    assert falls_below_by(totals, years, 0.5, 2050) == 0.0
    with pytest.raises(ValueError, match="2045 is not among"):
        reaches_by(totals, years, 1, 2045)
