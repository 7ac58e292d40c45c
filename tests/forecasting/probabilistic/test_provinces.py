"""Provinces around their nation, and migration that adds up."""

import numpy as np
import pytest

from forecasting.probabilistic.migration import adding_to_nation, fit
from forecasting.probabilistic.migration import draw as draw_migration
from forecasting.probabilistic.provinces import (
    FERTILITY_RATIO,
    Wander,
    fertility_of_provinces,
    life_of_provinces,
    measured_correlation,
)


def seeded(seed=0):
    return np.random.default_rng(seed)


def test_five_steps_of_a_year_are_one_of_five():
    yearly = FERTILITY_RATIO.over(1)
    assert yearly.persistence**5 == pytest.approx(FERTILITY_RATIO.persistence)
    variance = sum((yearly.persistence**step * yearly.noise) ** 2 for step in range(5))
    assert np.sqrt(variance) == pytest.approx(FERTILITY_RATIO.noise)
    assert Wander(0, 1, 2.0).over(20).noise == pytest.approx(4.0)


def test_without_noise_a_province_goes_straight_to_the_nation():
    nation = np.full((3, 200), 2.0)
    calm = Wander(1.0, 0.9, 0.0, years=1)
    paths = fertility_of_provinces(nation, [1.5, 0.8], seeded(), wander=calm)
    np.testing.assert_allclose(paths[:, :, 0], [[2 * 1.45, 2 * 0.82]] * 3)
    np.testing.assert_allclose(paths[..., -1], 2.0, atol=1e-6)


def test_provinces_rise_and_fall_with_the_nation_and_keep_their_own_correlation():
    nation = np.repeat(seeded(1).normal(2, 0.3, (6000, 1)), 10, axis=1)
    alone = fertility_of_provinces(np.full((6000, 10), 2.0), [1, 1, 1], seeded(2), correlation=0.6)
    together = fertility_of_provinces(nation, [1, 1, 1], seeded(2), correlation=0.6)
    assert abs(np.corrcoef(alone[:, 0, 9], alone[:, 2, 9])[0, 1] - 0.6) < 0.05
    assert np.corrcoef(together[:, 0, 9], together[:, 2, 9])[0, 1] > 0.8


def test_correlation_widens_the_sum():
    nation = np.full((6000, 5), 2.0)
    spreads = [
        fertility_of_provinces(nation, np.ones(10), seeded(3), correlation=c).sum(1)[:, -1].std()
        for c in (0.0, 0.8)
    ]
    assert spreads[1] > 2 * spreads[0]


def test_life_of_provinces_keeps_a_distance_that_shrinks_and_the_seed():
    nation = np.full((500, 40, 2), 80.0)
    paths = life_of_provinces(nation, [[-4.0, -5.0]], seeded(), step=5)
    assert paths.shape == (500, 1, 40, 2)
    assert abs(paths[:, 0, 0, 0].mean() - (80 - 4 * 0.95)) < 0.1
    assert abs(paths[:, 0, -1, 1].mean() - 80) < 1.0
    np.testing.assert_array_equal(paths, life_of_provinces(nation, [[-4.0, -5.0]], seeded(), step=5))


def test_a_measured_correlation_is_a_correlation():
    shared = seeded(4).normal(size=40)
    past = np.cumsum(shared + 0.3 * seeded(5).normal(size=(5, 40)), axis=1)
    found = measured_correlation(past)
    np.testing.assert_allclose(np.diag(found), 1)
    assert (found > 0.7).all() and np.linalg.eigvalsh(found).min() > -1e-9
    with pytest.raises(ValueError, match="symmetric 2 x 2"):
        fertility_of_provinces(np.full((2, 2), 2.0), [1, 1], seeded(), correlation=np.ones((3, 3)))


def test_migration_returns_to_its_long_run_rate():
    rates = np.array(
        [[0.01, 0.012, 0.008, 0.011, 0.009, 0.010], [-0.02, -0.021, -0.019, -0.02, -0.018, -0.05]]
    )
    model = fit(rates)
    paths = draw_migration(model, 60, 3000, seeded())
    np.testing.assert_allclose(paths[..., -1].mean(0), rates.mean(1), atol=0.002)
    still = fit(np.full((2, 6), 0.01))
    np.testing.assert_allclose(draw_migration(still, 5, 4, seeded()), 0.01)


def test_provinces_migrants_add_to_the_nations():
    people, nation = np.array([100.0, 300, 600]), np.full((50, 8), 0.001)
    paths = adding_to_nation(seeded().normal(0, 0.01, (50, 3, 8)), people, nation)
    np.testing.assert_allclose(np.einsum("dah,a->dh", paths, people), nation * 1000, atol=1e-12)
