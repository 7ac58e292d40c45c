"""Areas around their nation: the factors a past was made of come out, and no area leaves the nation for ever."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import li_lee
from forecasting.axes import AgeGroups
from forecasting.life_table import life_table

AGES = AgeGroups.abridged(100)
MIDDLE = np.asarray(AGES.lower) + np.minimum(AGES.width, 5) / 2
YEARS, AREAS = 30, 3


def past(own=0.0):
    """A nation that Lee-Carter made, and areas apart from it by a level and a fading factor of their own."""
    random = np.random.default_rng(8)
    a = np.log(3e-5 * np.exp(0.095 * MIDDLE) + 0.02 * np.exp(-MIDDLE)) + np.array([[0.0], [0.3]])
    b = np.exp(-MIDDLE / 60)
    b /= b.sum()
    fall = -1.2 * np.arange(YEARS)
    nation = np.exp(a + b * fall[:, None, None])
    shape = np.sin(MIDDLE / 15) / np.linalg.norm(np.sin(MIDDLE / 15))
    way = np.zeros((AREAS, YEARS))
    for year in range(1, YEARS):
        way[:, year] = 0.7 * way[:, year - 1] + random.normal(0, 1, AREAS)
    levels = np.array([-0.2, 0.0, 0.25])[:, None, None, None]
    areas = nation * np.exp(levels + own * way[:, :, None, None] * shape)
    return nation, areas, shape


def test_without_ways_of_their_own_areas_keep_their_distance():
    nation, areas, _ = past()
    model = li_lee.fit(nation, areas, AGES)
    path = life_table(nation[-1], AGES).e[:, 0] + np.linspace(0.2, 8, 20)[:, None]
    whole, parts = li_lee.death_rates(model, path)
    assert_allclose(life_table(whole, AGES).e[..., 0], path, atol=1e-7)
    assert_allclose(parts / whole, (areas[:, -1] / nation[-1])[:, None].repeat(20, 1), rtol=1e-6)


def test_an_area_that_is_the_nation_is_projected_as_the_nation():
    nation, _, _ = past()
    model = li_lee.fit(nation, nation[None], AGES)
    whole, parts = li_lee.death_rates(model, np.full((5, 2), 82.0))
    assert_allclose(parts[0], whole, rtol=1e-9)


def test_the_areas_own_factor_comes_out_and_fades():
    nation, areas, shape = past(own=0.3)
    model = li_lee.fit(nation, areas, AGES)
    assert (model.explained > 0.9).all()
    assert_allclose(np.abs(model.own_bx @ shape), 1, atol=0.05)
    assert ((model.memory > 0.2) & (model.memory < 0.98)).all()
    path = life_table(nation[-1], AGES).e[:, 0] + np.linspace(0.1, 5, 60)[:, None]
    whole, parts = li_lee.death_rates(model, path)
    ratio = np.log(parts / whole)
    early, late = np.abs(np.diff(ratio[:, :3], axis=1)).max(), np.abs(np.diff(ratio[:, -3:], axis=1)).max()
    assert late < 1e-3 * early
    first = np.log(areas[:, -1] / nation[-1])
    assert np.abs(ratio[:, 0] - first).max() < np.abs(ratio[:, -1] - first).max()


def test_noise_is_no_way_of_its_own():
    nation, areas, _ = past()
    noisy = areas * np.exp(np.random.default_rng(2).normal(0, 0.05, areas.shape))
    model = li_lee.fit(nation, noisy, AGES)
    assert (model.own_bx == 0).all()


def test_zero_rates_and_other_years_are_refused_with_the_place():
    nation, areas, _ = past()
    areas[1, 4, 0, 6] = 0
    with pytest.raises(ValueError, match="death rate is 0 for area 1, year 4, female, age 25-29"):
        li_lee.fit(nation, areas, AGES)
    with pytest.raises(ValueError, match=r"it is \(area, year, sex, age\) with the nation's 30 years"):
        li_lee.fit(nation, past()[1][:, 1:], AGES)
