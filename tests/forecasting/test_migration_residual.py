"""Residual migrants put into a projection end at the second count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.conventions import Conventions
from forecasting.migration import age_pattern, net_migrants
from forecasting.migration_residual import age_pattern_of, residual_migrants
from forecasting.projection import project
from forecasting.rates import Rates

AGES = AgeGroups.five(80)


def moved(seed, timing):
    """A projected interval, and what it was made of."""
    random = np.random.default_rng(seed)
    people = random.uniform(800, 1200, (3, 2, 17))
    migrants = random.uniform(-60, 60, (3, 2, 17))
    survival = random.uniform(0.7, 0.999, (3, 2, 17))
    asfr = np.zeros((3, 17))
    asfr[:, 3:10] = random.uniform(0.02, 0.1, (3, 7))
    rates = Rates(AGES, asfr[:, None], survival[:, None], migrants[:, None], np.full((3, 1), 1.05))
    return (
        project(people, rates, first_year=2000, conventions=Conventions(migration=timing)),
        migrants,
        survival,
    )


@given(st.integers(0, 10_000), st.sampled_from(["even", "end"]))
def test_what_was_put_in_is_left_over(seed, timing):
    run, migrants, survival = moved(seed, timing)
    found = residual_migrants(
        run.population[:, 0], run.population[:, 1], run.births[:, 0], survival, AGES, timing=timing
    )
    assert_allclose(found, migrants, atol=1e-7)


def test_the_pattern_of_a_residual_is_the_one_it_was_made_with():
    net = net_migrants(np.array([5000.0, -700.0]), AGES, female_share=0.4)
    found = age_pattern_of(net, AGES)
    assert_allclose(found.sum((-2, -1)), 1)
    assert_allclose(found.sum(-2), np.tile(age_pattern(AGES), (2, 1)), atol=1e-12)


def test_moves_that_cancel_have_no_pattern():
    net = np.ones((2, 17))
    net[1] = -0.9
    with pytest.raises(ValueError, match=r"for the only value out of .* arrivals and departures cancel"):
        age_pattern_of(net, AGES)
    with pytest.raises(ValueError, match="come even or end, not 'start'"):
        residual_migrants(abs(net), abs(net), np.ones(2), np.ones((2, 17)), AGES, timing="start")
