"""Lee-Carter: it finds the model it was given, starts where the past ended, and keeps the sexes together."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import lee_carter
from forecasting.axes import AgeGroups
from forecasting.life_table import life_table

AGES = AgeGroups.abridged(100)


def made(years=30, noise=0.0, seed=1):
    """Rates that are Lee-Carter's own: (year, sex, age), with the b(x) and k(t) they were made of."""
    middle = np.asarray(AGES.lower, float) + np.minimum(AGES.width, 5) / 2
    ax = np.log(np.array([[2.2e-5], [3e-5]]) * np.exp(0.095 * middle) + 0.02 * np.exp(-1.3 * middle) + 3e-4)
    bx = np.exp(-middle / 40)
    bx /= bx.sum()
    kt = -0.9 * np.arange(years, dtype=float)
    logs = ax + bx * kt[:, np.newaxis, np.newaxis]
    return np.exp(logs + noise * np.random.default_rng(seed).normal(size=logs.shape)), bx, kt


def test_the_model_it_was_made_of_is_found():
    rates, bx, kt = made()
    for factor in ("coherent", "own"):
        model = lee_carter.fit(rates, AGES, factor=factor)
        assert_allclose(model.bx, np.broadcast_to(bx, (2, len(AGES))), atol=1e-9)
        assert_allclose(model.kt, (kt - kt[-1])[:, np.newaxis].repeat(2, 1), atol=1e-8)
        assert_allclose(model.explained, 1, atol=1e-9)
        assert_allclose(model.drift, -0.9, atol=1e-9)


def test_a_projection_begins_where_the_past_ended():
    rates, _, _ = made(noise=0.05)
    model = lee_carter.fit(rates, AGES)
    now = life_table(rates[-1], AGES).e[:, 0]
    again = lee_carter.death_rates_for_life_expectancy(model, now, rotate=False)
    assert_allclose(again, rates[-1], rtol=1e-6)
    # Without the correction there is a jump.
    mean = lee_carter.fit(rates, AGES, jump_off="mean")
    jumped = lee_carter.death_rates_for_life_expectancy(mean, now, rotate=False)
    assert np.abs(jumped / rates[-1] - 1).max() > 0.02


@pytest.mark.parametrize("rotate", [True, False])
def test_the_life_expectancy_asked_for_is_the_one_got(rotate):
    model = lee_carter.fit(made(noise=0.03)[0], AGES)
    wanted = np.array([[76.0, 70.0], [84.0, 80.0], [95.0, 93.0]])
    rates = lee_carter.death_rates_for_life_expectancy(model, wanted, rotate=rotate)
    assert_allclose(life_table(rates, AGES).e[..., 0], wanted, atol=1e-8)


def test_coherent_sexes_keep_their_distance():
    rates = made(noise=0.03)[0]
    rates[:, 1] *= np.linspace(1, 0.8, 30)[:, np.newaxis] * np.exp(np.linspace(0, 0.3, len(AGES)))
    shared = lee_carter.fit(rates, AGES)
    assert np.array_equal(shared.bx[0], shared.bx[1])
    own = lee_carter.fit(rates, AGES, factor="own")
    assert not np.allclose(own.bx[0], own.bx[1])


def test_rotation_begins_at_80_and_ends_at_the_ultimate_shape():
    bx = lee_carter.fit(made()[0], AGES).bx
    young, old = lee_carter.rotated(bx, np.array([79.0, 102.0]), AGES)
    assert_allclose(young, bx)
    final = lee_carter.ultimate(bx, AGES)
    assert_allclose(old, final)
    assert_allclose(final.sum(-1), 1)
    assert np.ptp(final[..., : AGES.position(65) + 1], axis=-1).max() < 1e-12
    halfway = lee_carter.rotated(bx, np.array(91.0), AGES)
    assert_allclose(halfway, (1 - 0.5**0.5) * bx + 0.5**0.5 * final)


def test_areas_together_are_the_same_as_alone():
    rates = np.stack([made(noise=0.03, seed=seed)[0] for seed in range(3)])
    together = lee_carter.fit(rates, AGES)
    for area in range(3):
        alone = lee_carter.fit(rates[area], AGES)
        assert_allclose(together.bx[area], alone.bx, atol=1e-12)
        assert_allclose(together.kt[area], alone.kt, atol=1e-9)


def test_no_age_is_made_to_rise_while_the_others_fall():
    rates = made(noise=0.01)[0]
    rates[:, :, 6] *= np.linspace(1, 3, 30)[:, np.newaxis]
    assert (lee_carter.fit(rates, AGES, factor="own").bx >= 0).all()


def test_too_short_a_past_or_a_zero_rate_is_refused():
    with pytest.raises(ValueError, match="at least three years"):
        lee_carter.fit(made(years=2)[0], AGES)
    rates = made()[0]
    rates[4, 1, 7] = 0
    with pytest.raises(ValueError, match="death rate is 0 for year 4, male, age 30-34"):
        lee_carter.fit(rates, AGES)
