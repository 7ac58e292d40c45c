"""A nation with a year or two of its own, forecast by what the world did at its level."""

import numpy as np
import pytest

from forecasting.probabilistic import draw
from forecasting.probabilistic.reference import forecast_by, measure
from tests.forecasting.probabilistic.worlds import declines, panel

FERTILITY = measure(declines(areas=40), (1.5, 2.0, 3.0, 4.0), (1, 5, 10, 20))


def test_one_year_is_enough_and_does_what_was_seen_at_its_level():
    ahead = forecast_by(FERTILITY, panel([[2.1]], "tfr", 2020), 40)
    assert 1.2 < ahead.central[0, -1] < 2.0 and (np.diff(ahead.central[0]) < 0).all()
    widths = ahead.half_width[0]
    assert (widths[:, 0] < widths[:, 1]).all() and (np.diff(widths[:, 0]) > -0.02).all()


def test_its_own_momentum_counts_when_it_has_one():
    falling, still = (
        forecast_by(FERTILITY, panel([row], "tfr", 2018), 5) for row in ([2.3, 2.2, 2.1], [2.1] * 3)
    )
    assert falling.central[0, 0] < still.central[0, 0]


def test_paths_can_be_drawn_from_it():
    ahead = forecast_by(FERTILITY, panel([[2.6]], "tfr", 2020), 60)
    assert np.isfinite(draw(ahead, 100, np.random.default_rng(0))).all()


def test_a_reference_measured_in_a_world_says_what_that_world_does():
    found = measure(declines(areas=40), (2.0, 3.0, 4.0), (1, 5, 10))
    np.testing.assert_allclose(found.expected, [-0.0175, -0.0525, -0.0875], atol=0.02)
    with pytest.raises(ValueError, match="moves by growth"):
        measure(declines(series="pop"), (2.0,))


def test_a_figure_missing_at_the_end_is_said():
    with pytest.raises(ValueError, match="has no figure for A00, 2021"):
        forecast_by(FERTILITY, panel([[2.1, np.nan]], "tfr", 2020), 5)
