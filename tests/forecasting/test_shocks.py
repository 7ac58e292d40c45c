"""A shock touches what it covers and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forecasting.assumptions import Assumptions
from forecasting.axes import AgeGroups
from forecasting.projection import project
from forecasting.shocks import Shock, with_shocks

AGES = AgeGroups.single(100)
AGE = np.arange(101)
T = 6
MX = np.stack([0.0005 + 0.00003 * np.exp(0.1 * AGE), 0.0006 + 0.00005 * np.exp(0.1 * AGE)])
PATTERN = np.where((AGE >= 20) & (AGE < 40), 1 / 20, 0.0)
QUIET = Assumptions(
    AGES,
    AGES,
    total_fertility=np.full(T, 1.8),
    pattern=np.broadcast_to(PATTERN, (T, 101)),
    death_rates=np.broadcast_to(MX, (T, 2, 101)),
    net_migration=np.zeros((T, 2, 101)),
    sex_ratio=np.full(T, 1.05),
)
PEOPLE = np.full((2, 101), 1000.0)


def run(assumed):
    return project(PEOPLE, assumed.rates(), first_year=1400)


def test_a_year_of_epidemic_kills_in_that_year_only():
    struck = run(with_shocks(QUIET, [Shock("epidemic", 1402, 1, mortality=1.5)], first=1400))
    more = struck.deaths.sum((-2, -1)) - run(QUIET).deaths.sum((-2, -1))
    assert more[2] > 100
    assert np.allclose(more[:2], 0)
    assert (more[3:] < 0).all(), "those who died cannot die again"


def test_half_a_year_is_half_the_shock():
    whole = with_shocks(QUIET, [Shock("epidemic", 1402, 1, mortality=1.5)], first=1400)
    half = with_shocks(QUIET, [Shock("epidemic", 1402.5, 0.5, mortality=1.5)], first=1400)
    assert np.allclose(half.death_rates[2] / MX - 1, (whole.death_rates[2] / MX - 1) / 2)


def test_a_shock_across_the_new_year_is_split():
    shaken = with_shocks(QUIET, [Shock("births", 1401.5, 1, fertility=0.8)], first=1400)
    assert np.allclose(shaken.total_fertility / 1.8, [1, 0.9, 0.9, 1, 1, 1])


def test_only_the_ages_named_are_touched():
    shaken = with_shocks(QUIET, [Shock("war", 1401, 1, mortality=3, ages=(18, 40))], first=1400)
    factor = shaken.death_rates[1, 0] / MX[0]
    assert np.allclose(factor[18:40], 3) and np.allclose(factor[:18], 1) and np.allclose(factor[40:], 1)


def test_returning_migrants_are_all_counted():
    shaken = with_shocks(QUIET, [Shock("return", 1401.5, 2, migrants=5000)], first=1400)
    by_interval = shaken.net_migration.sum((-2, -1))
    assert by_interval.sum() == pytest.approx(5000)
    assert np.allclose(by_interval, [0, 1250, 2500, 1250, 0, 0])


def test_a_shock_of_nothing_changes_nothing():
    same = with_shocks(QUIET, [Shock("rumour", 1402, 1)], first=1400)
    assert np.allclose(same.death_rates, QUIET.death_rates)
    assert np.allclose(same.total_fertility, QUIET.total_fertility)


@pytest.mark.parametrize(
    ("shock", "says"),
    [
        (dict(begins=1402.3, lasts=1), "half-years"),
        (dict(begins=1402, lasts=0), "at least half a year"),
        (dict(begins=1402, lasts=1, mortality=-1), "mortality factor -1"),
        (dict(begins=1402, lasts=1, mortality=float("nan")), "mortality factor nan"),
    ],
)
def test_an_impossible_shock_is_a_sentence(shock, says):
    with pytest.raises(ValueError, match=says):
        Shock("odd", **shock)


def test_a_shock_outside_the_projection_is_not_lost_silently():
    with pytest.raises(ValueError, match="not within the projection from 1400 to 1406"):
        with_shocks(QUIET, [Shock("late", 1405.5, 1, mortality=2)], first=1400)


def test_a_sex_ratio_may_follow_a_path():
    rising = run(replace(QUIET, sex_ratio=np.linspace(1.05, 1.15, T)))
    assert np.allclose(rising.births[..., 1] / rising.births[..., 0], np.linspace(1.05, 1.15, T))
