"""A delay is not a loss; who leaves one area arrives in another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.axes import AgeGroups
from forecasting.indicators.tempo import tempo_adjusted_total_fertility
from forecasting.origin_destination import moves, rates_of_moving

AGES = AgeGroups.five(80)
A = 3


def test_without_a_shift_nothing_is_adjusted():
    rates = np.tile([0.9, 0.6, 0.3], (5, 1))
    found = tempo_adjusted_total_fertility(rates, np.full((5, 3), 28.0))
    assert np.allclose(found.total_fertility[1:-1], 1.8)
    assert found.steady[1:-1].all()


def test_a_delay_of_a_tenth_of_a_year_a_year_hides_a_tenth_of_births():
    # Bongaarts & Feeney (1998), p. 275: TFR' = TFR / (1 - r)
    ages = 28 + 0.1 * np.arange(6)[:, np.newaxis] * np.ones(3)
    found = tempo_adjusted_total_fertility(np.tile([0.9, 0.6, 0.3], (6, 1)), ages)
    assert np.allclose(found.total_fertility[1:-1], 1.8 / 0.9)
    assert np.isnan(found.total_fertility[[0, -1]]).all()


def test_a_shift_that_changes_fast_is_not_to_be_shown():
    ages = np.array([28.0, 28.0, 28.0, 28.4, 28.4, 28.4])[:, np.newaxis]
    found = tempo_adjusted_total_fertility(np.full((6, 1), 1.0), ages)
    assert not found.steady[2:4].any()


def test_missing_years_are_noticed():
    with pytest.raises(ValueError, match="years missing"):
        tempo_adjusted_total_fertility(np.ones((3, 1)), np.array([[25.0], [27.0], [29.0]]))


def flows(seed):
    rng = np.random.default_rng(seed)
    rates = rng.uniform(0, 0.6, (A, A, 2, len(AGES)))
    rates[np.arange(A), np.arange(A)] = 0
    return rng.uniform(0, 1000, (A, 2, len(AGES))), rates


@given(st.integers(0, 10_000))
def test_internal_moves_net_to_zero_and_empty_nobody(seed):
    people, rates = flows(seed)
    found = moves(people, rates, AGES)
    assert np.allclose(found.net.sum(0), 0, atol=1e-9)
    assert (people - found.leaving >= -1e-9).all()
    assert np.allclose(found.leaving + found.capped, people * rates.sum(1))


def test_rates_read_from_flows_give_the_flows_back():
    people, rates = flows(3)
    rates /= 4  # below the limit
    counted = moves(people, rates, AGES).flows
    assert np.allclose(moves(people, rates_of_moving(counted, people, AGES), AGES).flows, counted)


def test_moves_within_an_area_are_refused():
    with pytest.raises(ValueError, match="from an area to itself"):
        moves(np.ones((A, 2, len(AGES))), np.full((A, A, 2, len(AGES)), 0.1), AGES)


def test_moves_from_where_nobody_lived_are_refused():
    people, rates = flows(1)
    counted = moves(people, rates, AGES).flows
    with pytest.raises(ValueError, match="where nobody lived"):
        rates_of_moving(counted, np.zeros_like(people), AGES)
