"""Tables of people to arrays and back, nobody lost and nobody moved."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dashboard.analysis.cubes import cubes, tidy_population
from data import queries
from forecasting.axes import FEMALE, MALE, AgeGroups
from tests.data.seed_rows import people, where

PAPERS = {"status": "published", "provisional": 0, "source": "census"}
AREAS = ("IR00", "IR01", "IR02")
AGES = AgeGroups.five(85)


def counted(shape):
    return hnp.arrays(np.float64, shape, elements=st.integers(0, 10**7).map(float))


@given(counted((len(AREAS), 2, len(AGES))))
def test_an_array_comes_back_as_it_went(counts):
    table = tidy_population(AREAS, 1395, AGES, counts).assign(**PAPERS)
    [cube] = cubes(table)
    assert (cube.areas, cube.ages, cube.year) == (AREAS, AGES, 1395)
    np.testing.assert_array_equal(cube.counts, counts)
    np.testing.assert_array_equal(cube.people, counts.sum(1))


@given(counted((len(AREAS), 2, len(AGES))), st.randoms())
def test_the_order_of_rows_says_nothing(counts, chance):
    table = tidy_population(AREAS, 1395, AGES, counts).assign(**PAPERS)
    order = list(table.index)
    chance.shuffle(order)
    [cube] = cubes(table.loc[order])
    np.testing.assert_array_equal(cube.counts, counts)


def test_a_tidy_table_says_where_each_count_stands():
    counts = np.arange(2 * 2 * 3, dtype=np.float64).reshape(2, 2, 3)
    table = tidy_population(("IR00", "IR01"), 1400, AgeGroups((0, 15, 65)), counts)
    row = table[(table["area"] == "IR01") & (table["sex"] == "male") & (table["age_lower"] == 15)].iloc[0]
    assert row["persons"] == counts[1, MALE, 1]
    assert row["year"] == 1400
    assert table.groupby("age_lower")["age_width"].first().to_dict() == {0: 15, 15: 50, 65: 0}


def test_the_first_sex_is_female_in_the_census_as_in_the_array(connection):
    census = queries.population_by_age(connection, "IR", "IR23")
    [cube] = [cube for cube in cubes(census) if cube.source == "sci_census_1395"]
    for sex, name in ((FEMALE, "female"), (MALE, "male")):
        by_hand = people("IR", 0, 200, area="IR23", source="sci_census_1395", sex=name)
        assert cube.counts[0, sex].sum() == by_hand


def test_every_census_of_the_seed_becomes_a_cube_with_everybody_in_it(connection):
    for country, source, areas in (
        ("IR", "sci_census_1385", 30),
        ("IR", "sci_census_1390", 32),
        ("IR", "sci_census_1395", 32),
        ("VN", "gso_census_2019_age", 64),
    ):
        table = queries.population_by_age(connection, country)
        found = [cube for cube in cubes(table) if cube.source == source]
        assert sum(len(cube.areas) for cube in found) == areas
        by_hand = sum(
            float(row["value"]) for row in where(country, "population", source=source) if row["age_lower"]
        )
        assert sum(cube.counts.sum() for cube in found) == by_hand


def test_people_of_unknown_age_are_left_out():
    counts = np.ones((1, 2, 3))
    known = tidy_population(("IR00",), 1390, AgeGroups((0, 15, 65)), counts)
    unknown = known.head(2).assign(age_lower=-1, age_width=0, sex=["female", "male"], persons=99.0)
    [cube] = cubes(pd.concat([known, unknown]).assign(**PAPERS))
    assert cube.counts.sum() == 6


def test_areas_with_other_ages_come_apart():
    coarse = tidy_population(("IR00",), 1390, AgeGroups((0, 15, 65)), np.ones((1, 2, 3)))
    fine = tidy_population(("IR01",), 1390, AGES, np.ones((1, 2, len(AGES))))
    found = {cube.areas: cube.ages for cube in cubes(pd.concat([coarse, fine]).assign(**PAPERS))}
    assert found == {("IR00",): AgeGroups((0, 15, 65)), ("IR01",): AGES}


def test_a_missing_sex_or_age_is_no_zero():
    whole = tidy_population(AREAS, 1390, AGES, np.ones((3, 2, len(AGES)))).assign(**PAPERS)
    no_men = whole[~((whole["area"] == "IR01") & (whole["sex"] == "male"))]
    assert [cube.areas for cube in cubes(no_men)] == [("IR00", "IR02")]
    one_age_less = whole[~((whole["area"] == "IR01") & (whole["sex"] == "male") & (whole["age_lower"] == 40))]
    assert "IR01" not in {area for cube in cubes(one_age_less) for area in cube.areas}


def test_both_sexes_together_are_a_cube_of_one():
    whole = tidy_population(AREAS, 1390, AGES, np.ones((3, 2, len(AGES)))).assign(**PAPERS)
    both = whole[whole["sex"] == "female"].assign(sex="both")
    [cube] = cubes(both)
    assert cube.counts.shape == (3, 1, len(AGES))
    assert cube.people.shape == (3, len(AGES))


def test_both_sexes_together_are_not_counted_beside_the_sexes():
    whole = tidy_population(AREAS, 1390, AGES, np.ones((3, 2, len(AGES)))).assign(**PAPERS)
    both = whole[whole["sex"] == "female"].assign(sex="both", persons=2.0)
    [cube] = cubes(pd.concat([whole, both]))
    assert cube.counts.shape == (3, 2, len(AGES))
    assert cube.counts.sum() == whole["persons"].sum()


@pytest.mark.parametrize(
    ("status", "told"), [("published", "derived"), ("derived", "derived"), ("estimated", "estimated")]
)
def test_arithmetic_on_a_count_is_derived_and_on_an_estimate_estimated(status, told):
    table = tidy_population(AREAS, 1390, AGES, np.ones((3, 2, len(AGES)))).assign(
        **PAPERS | {"status": status}
    )
    [cube] = cubes(table)
    rows = cube.tidy(np.array([1.0, 2.0, 3.0]))
    assert set(rows["status"]) == {told}
    assert dict(zip(rows["area"], rows["value"], strict=True)) == {"IR00": 1.0, "IR01": 2.0, "IR02": 3.0}


def test_two_censuses_of_one_year_are_two_cubes():
    whole = tidy_population(AREAS, 1390, AGES, np.ones((3, 2, len(AGES)))).assign(**PAPERS)
    again = whole.assign(source="recount", persons=2.0)
    assert {cube.source: cube.counts.max() for cube in cubes(pd.concat([whole, again]))} == {
        "census": 1,
        "recount": 2,
    }
