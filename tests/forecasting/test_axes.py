"""Age groups are named, asked for by age, and refuse what is not an age."""

import numpy as np
import pytest

from forecasting.axes import FEMALE, MALE, SEXES, AgeGroups


def test_women_come_first():
    assert SEXES[FEMALE] == "female" and SEXES[MALE] == "male"


def test_labels_are_those_demographers_print():
    assert AgeGroups.abridged(20).labels == ("0", "1-4", "5-9", "10-14", "15-19", "20+")
    assert AgeGroups.five(15).labels == ("0-4", "5-9", "10-14", "15+")
    assert AgeGroups.single(3).labels == ("0", "1", "2", "3+")


def test_lengths_and_widths():
    assert len(AgeGroups.single(100)) == 101
    assert len(AgeGroups.five(85)) == 18
    assert len(AgeGroups.abridged(100)) == 22
    assert np.array_equal(AgeGroups.abridged(10).width, [1, 4, 5, np.inf])
    assert AgeGroups.five(85).interval == 5 and AgeGroups.single().interval == 1


def test_ages_are_asked_for_by_age():
    ages = AgeGroups.five(85)
    assert [ages.lower[i] for i in range(len(ages))][ages.between(15, 50)] == [15, 20, 25, 30, 35, 40, 45]
    assert [*ages.lower][ages.between(80)] == [80, 85]
    assert ages.position(65) == 13 and ages.open_age == 85


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (15, 48, "no age group begins at 48; they begin at 0, 5, 10, 15, 20, 25, 30, 35 ... 85"),
        (17, 50, "no age group begins at 17"),
        (50, 50, "ages from 50 to under 50 hold nobody"),
        (50, 15, "hold nobody"),
        (65, 90, "ages to under 90 would cut the open group 85\\+"),
    ],
)
def test_a_question_off_the_boundaries_is_refused(low, high, message):
    with pytest.raises(ValueError, match=message):
        AgeGroups.five(85).between(low, high)


def test_uneven_groups_have_no_interval():
    with pytest.raises(ValueError, match="join 0 and 1-4 into 0-4"):
        _ = AgeGroups.abridged(85).interval


@pytest.mark.parametrize("lower", [(0,), (0, 5, 5), (5, 0), (0, -5), (0, 2.5, 5), (0, True, 5)], ids=str)
def test_what_is_not_a_list_of_ages_is_refused(lower):
    with pytest.raises(ValueError, match="age"):
        AgeGroups(lower)


@pytest.mark.parametrize("build", [AgeGroups.five, AgeGroups.abridged])
def test_five_year_groups_end_at_a_multiple_of_five(build):
    with pytest.raises(ValueError, match="multiple of five"):
        build(83)


def test_age_groups_are_values():
    assert AgeGroups.five(85) == AgeGroups.five(85)
    assert hash(AgeGroups.single()) == hash(AgeGroups.single(100))
