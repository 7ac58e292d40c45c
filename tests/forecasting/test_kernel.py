"""The compiled loops give numpy's trajectories, whatever the conventions and however wildly the draws stray."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.axes import AgeGroups
from forecasting.bands import BANDS
from forecasting.conventions import Conventions
from forecasting.kernel import loading
from forecasting.probabilistic.central_path import CentralRates, central_path
from forecasting.probabilistic.deviations import Deviations
from forecasting.probabilistic.trajectories import (
    project_compiled,
    project_trajectories,
    starting_populations,
)
from forecasting.probabilistic.trajectory_steps import project_steps

CONVENTIONS = st.builds(
    Conventions,
    migration=st.sampled_from(["even", "end"]),
    birth_exposure=st.sampled_from(["both_ends", "survivors", "counted"]),
)
AGE_GROUPS = st.sampled_from([AgeGroups.single(100), AgeGroups.single(85)])
LENGTH = 12


def centre(seed, ages, conventions, migrants=20.0):
    """A start and a path of rates of one area, no two ages or years alike."""
    random, age = np.random.default_rng(seed), np.asarray(ages.lower)
    death_rates = (3e-5 * np.exp(0.1 * age) + 5e-4) * random.uniform(0.9, 1.1, (LENGTH, 2, 1))
    asfr = np.where((age >= 15) & (age < 50), random.uniform(0.02, 0.1, (LENGTH, len(ages))), 0)
    moves = random.normal(0, migrants, (LENGTH, 2, len(ages)))
    rates = CentralRates(asfr, death_rates, moves, random.uniform(1.03, 1.1, LENGTH))
    people = random.uniform(50, 1500, (2, len(ages)))
    return central_path(people, ages, rates, first_year=2025, conventions=conventions)


def straying(seed, draws, migration=0.05):
    random = np.random.default_rng(seed)
    shape = (draws, LENGTH)
    return Deviations(
        random.uniform(0.2, 2.5, shape),
        random.normal(0, 4, shape),
        random.normal(0, migration, shape),
        random.uniform(0.9, 1.1, (draws, 2)),
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), AGE_GROUPS, CONVENTIONS, st.integers(1, 130))
def test_the_loops_are_numpy(seed, ages, conventions, draws):
    path, deviations = centre(seed, ages, conventions), straying(seed, draws)
    start = starting_populations(path.population, deviations.start, ages, draws)
    compiled = project_compiled(path, start, deviations, BANDS)
    assert compiled is not None
    for fast, plain in zip(compiled, project_steps(path, start, deviations, BANDS), strict=True):
        np.testing.assert_allclose(fast, plain, rtol=1e-12, atol=1e-7)


def test_assumptions_that_are_the_same_every_year_are_taken_as_they_are():
    """Views of one year repeated have no memory of their own, which the compiled loops would refuse."""
    ages = AgeGroups.single(100)
    varied = centre(1, ages, Conventions())
    same = [np.broadcast_to(one[0], one.shape) for one in (varied.asfr, varied.net_migration)]
    rates = CentralRates(same[0], np.full((LENGTH, 2, 101), 0.02), same[1], np.full(LENGTH, 1.05))
    path = central_path(varied.population, ages, rates, first_year=2025)
    assert len(project_trajectories(path, straying(1, 3))) == 3


def test_where_other_engines_rules_hold_numpy_carries_them(monkeypatch):
    monkeypatch.setattr(loading, "trajectories", lambda: pytest.fail("the loops do not know these rules"))
    path = centre(1, AgeGroups.single(100), Conventions(negative_cells="un_floor"))
    assert len(project_trajectories(path, straying(1, 3))) == 3


def test_the_command_compiles_and_says_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "forecasting.kernel"], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_importing_trajectories_does_not_import_the_compiler():
    code = "import sys, forecasting.probabilistic.trajectories; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
