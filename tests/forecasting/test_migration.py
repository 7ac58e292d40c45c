"""Migrants have ages, and nobody leaves who is not there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import FEMALE, AgeGroups
from forecasting.migration import (
    RogersCastro,
    age_pattern,
    limit_outflow,
    net_migrants,
    net_migrants_from_rate,
    propensities,
)

SINGLE, FIVE = AgeGroups.single(100), AgeGroups.five(80)
CELLS = (3, 2, len(FIVE))


def test_the_young_move_most_and_children_with_their_parents():
    pattern = age_pattern(SINGLE)
    assert pattern.sum() == pytest.approx(1)
    assert 20 <= pattern[15:].argmax() + 15 <= 26
    assert pattern[0] > pattern[10] < pattern[22] and pattern[60] < pattern[30]


def test_five_year_groups_are_sums_of_single_years():
    assert_allclose(age_pattern(FIVE)[:16], age_pattern(SINGLE)[:80].reshape(16, 5).sum(-1), rtol=1e-12)


def test_without_a_labour_peak_migration_only_declines():
    assert (np.diff(age_pattern(SINGLE, RogersCastro(a2=0))[:-1]) <= 0).all()


@given(arrays(np.float64, (3, 4), elements=st.floats(-1e5, 1e5)), st.floats(0, 1))
def test_totals_and_the_share_of_women_are_kept(total, share):
    net = net_migrants(total, FIVE, female_share=share)
    assert net.shape == (3, 4, 2, len(FIVE))
    assert_allclose(net.sum((-2, -1)), total, rtol=1e-12, atol=1e-9)
    assert_allclose(net[..., FEMALE, :].sum(-1), total * share, rtol=1e-12, atol=1e-9)


def test_a_crude_rate_is_persons_per_person_year():
    people = np.full((2, len(FIVE)), 1000.0)
    net = net_migrants_from_rate(-0.01, people, FIVE, years=5)
    assert net.sum() == pytest.approx(-0.01 * people.sum() * 5)
    with pytest.raises(ValueError, match=r"net migration rate -10 a year: is it per 1,000\?"):
        net_migrants_from_rate(-10, people, FIVE, years=5)


@given(
    arrays(np.float64, CELLS, elements=st.floats(1, 1e5)),
    arrays(np.float64, CELLS, elements=st.floats(-5e3, 5e3)),
)
def test_no_cell_loses_more_than_its_share_and_totals_are_kept(people, net):
    # Keep what is asked possible: scale outflow down to half of what could leave.
    possible = 0.4 * people.sum((-2, -1))
    factor = np.minimum(1, possible / np.maximum(-net.sum((-2, -1)), 1e-9))
    net = np.where(net < 0, net * np.where(net.sum((-2, -1)) < 0, factor, 1)[:, None, None], net)
    limited = limit_outflow(net, people, FIVE)
    assert (limited >= -0.8 * people * (1 + 1e-9)).all()
    assert_allclose(limited.sum((-2, -1)), net.sum((-2, -1)), rtol=1e-9, atol=1e-6)


def test_what_is_possible_is_left_alone():
    people = np.full(CELLS, 1000.0)
    net = np.random.default_rng(3).uniform(-700, 700, CELLS)
    assert np.array_equal(limit_outflow(net, people, FIVE), net)


def test_what_one_cell_cannot_give_the_others_do():
    people = np.full((1, 2, len(FIVE)), 1000.0)
    net = np.zeros((1, 2, len(FIVE)))
    net[0, 1, 4] = -1140
    limited = limit_outflow(net, people, FIVE)
    assert limited[0, 1, 4] == -800
    others = np.delete(limited.ravel(), len(FIVE) + 4)
    assert_allclose(others, -340 / others.size)


def test_an_impossible_total_is_named():
    people = np.full(CELLS, 1000.0)
    net = np.zeros(CELLS)
    net[2, 0, 0] = -30_000
    with pytest.raises(ValueError, match=r"net migration of -30,000 for area 2 is more than 80% of each age"):
        limit_outflow(net, people, FIVE)


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_of_women_is_a_share(share):
    with pytest.raises(ValueError, match="female share of migrants"):
        net_migrants(1000, FIVE, female_share=share)


def test_a_pattern_of_another_length_is_refused():
    with pytest.raises(ValueError, match="a migration pattern has 17 ages and sums to 1"):
        net_migrants(1000, FIVE, pattern=np.full(18, 1 / 18))


def test_propensities_are_one_on_the_average_over_the_people():
    people = np.stack([1000 * np.exp(-np.arange(101) / 60)] * 2)
    assert (propensities(people, SINGLE) * people).sum() == pytest.approx(people.sum())
