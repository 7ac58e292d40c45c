"""Projections printed in textbooks, reproduced to the person."""

from pathlib import Path

import numpy as np
import pytest

from forecasting.axes import FEMALE, MALE, AgeGroups
from forecasting.cohort_component import project_step
from forecasting.conventions import PRESTON
from forecasting.rates import Rates

GOLDEN = Path(__file__).parents[1] / "golden"
RADIX = 100_000
SEX_RATIO = 1.05


@pytest.fixture(scope="module")
def sweden():
    """Box 6.2, one named column of whole numbers each."""
    path = GOLDEN / "preston_box_6_2_sweden_1993.csv"
    return np.genfromtxt(path, delimiter=",", names=True, skip_header=3)


@pytest.fixture(scope="module")
def step(sweden):
    lived = sweden["person_years"]
    survival = np.concatenate(
        [lived[:1] / (5 * RADIX), lived[1:-1] / lived[:-2], lived[-1:] / (lived[-2] + lived[-1])]
    )
    both = [np.stack([column, column]) for column in (survival, sweden["net_migrants"])]
    rates = Rates(AgeGroups.five(85), sweden["birth_rate"], *both, SEX_RATIO)
    women = sweden["women_1993"]
    return project_step(np.stack([women, women]), rates, conventions=PRESTON)


def test_preston_box_6_2_to_the_person(sweden, step):
    assert np.array_equal(np.round(step.population[FEMALE]), sweden["women_1998"])


def test_preston_box_6_2_births_by_age_of_mother(sweden, step):
    assert np.abs(step.births_by_mother - sweden["births"]).max() < 0.5


def test_boys_and_girls_follow_the_sex_ratio(step):
    assert step.births[MALE] / step.births[FEMALE] == pytest.approx(SEX_RATIO, rel=1e-14)
    # With the same survival and migration the rest of the men follow the women exactly.
    assert np.array_equal(step.population[MALE, 1:], step.population[FEMALE, 1:])
