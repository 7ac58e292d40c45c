"""Nothing unfit comes in, and the message names the value, the place and the likely cause."""

import numpy as np
import pytest

from forecasting import validation
from forecasting.axes import AgeGroups

AGES = AgeGroups.five(10)


def counts(**changes):
    people = np.full((2, 2, 3), 100.0)
    for cell, value in changes.get("cells", {}).items():
        people[cell] = value
    return people


def test_whole_numbers_become_floats_and_are_never_truncated():
    array = validation.counts("population", np.full((2, 3), 7, dtype=np.int16), AGES)
    assert array.dtype == np.float64
    assert (array / 2 == 3.5).all()


def test_the_caller_cannot_change_what_was_checked():
    given = counts()
    array = validation.counts("population", given, AGES)
    given[0, 0, 0] = -1
    assert array[0, 0, 0] == 100
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0, 0] = 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.nan, r"population is nan for area 1, male, age 5-9: a missing value upstream\?"),
        (np.inf, r"population is inf for area 1, male, age 5-9: a division by zero upstream\?"),
        (-3.5, r"population is -3.5 for area 1, male, age 5-9: it cannot be negative"),
    ],
)
def test_a_bad_cell_is_named(value, message):
    with pytest.raises(ValueError, match=message):
        validation.counts("population", counts(cells={(1, 1, 1): value}), AGES)


def test_the_year_is_named_where_there_is_one():
    people = np.ones((3, 4, 2, 3))
    people[2, 3, 0, 2] = -1
    with pytest.raises(ValueError, match=r"area 2, year 3, female, age 10\+"):
        validation.counts("population", people, AGES)


def test_the_wrong_shape_says_what_was_wanted():
    with pytest.raises(
        ValueError, match=r"population has shape \(2, 4\); its last axes must be sex \(2\), age \(3\)"
    ):
        validation.counts("population", np.ones((2, 4)), AGES)
    with pytest.raises(ValueError, match="last axes must be sex"):
        validation.counts("population", np.ones(3), AGES)


@pytest.mark.parametrize("values", [np.array(["12"]), np.array([True]), np.array([1j]), np.array([None])])
def test_what_is_not_a_number_is_refused(values):
    with pytest.raises(TypeError, match="must be real numbers"):
        validation.floats("population", values)


def test_masked_cells_do_not_become_numbers():
    with pytest.raises(TypeError, match="masked"):
        validation.floats("population", np.ma.masked_equal([1.0, -9.0], -9.0))


def test_rates_per_1000_are_recognised():
    with pytest.raises(
        ValueError, match=r"death rate is 7.5 for female, age 10\+: are the rates per 1,000\?"
    ):
        validation.death_rates(np.array([[0.1, 0.2, 7.5], [0.1, 0.2, 7.5]]), AGES)


@pytest.mark.parametrize(
    ("ratio", "cause"),
    [(0.952, "females per male"), (105.0, "per 100 females"), (0.49, "females per male")],
)
def test_an_inverted_sex_ratio_is_recognised(ratio, cause):
    with pytest.raises(ValueError, match=cause):
        validation.sex_ratio(ratio)
