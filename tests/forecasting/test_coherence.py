"""Provinces add up to the nation in every cell, and each is told what it gave for it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.coherence.migration import adding_to
from forecasting.coherence.projection import project_together
from forecasting.coherence.provinces import Provinces
from forecasting.coherence.rounding import rounded
from forecasting.coherence.small_areas import (
    cohort_change_ratios,
    method_for,
    project_by_ratios,
    project_by_shares,
)
from forecasting.conventions import Conventions
from forecasting.projection import project
from forecasting.rates import Rates

AGES = AgeGroups.five(85)
LENGTH, SIZE = 4, len(AGES)
FLOWS = ("births", "births_by_mother", "deaths", "net_migration")


def made_up(seed, areas, *, pool=False, spread=0.4, moving=0.05):
    """Areas and a nation whose rates differ from theirs."""
    random = np.random.default_rng(seed)
    middle = np.asarray(AGES.lower) + 2.5
    hazard = 5 * (2e-5 * np.exp(0.1 * middle) + 5e-4)
    survival = np.exp(-hazard * random.uniform(1 - spread, 1 + spread, (areas + 1, LENGTH, 2, 1)))
    fertile = (middle > 15) & (middle < 50)
    asfr = np.where(fertile, random.uniform(0.02, 0.1, (areas + 1, LENGTH, SIZE)), 0)
    start = (
        np.exp(-middle / 50)
        * random.uniform(100, 5000, (areas, 1, 1))
        * random.uniform(0.5, 1.5, (areas, 2, SIZE))
    )
    net = start[:, None] * random.normal(0, moving, (areas, LENGTH, 2, SIZE))
    ratio = random.uniform(1.03, 1.12, (areas + 1, LENGTH))
    nation = Rates(
        AGES, asfr[-1], survival[-1], start.sum(0) * random.normal(0, 0.01, (LENGTH, 2, 1)), ratio[-1]
    )
    leaving = random.uniform(0, 0.3, (areas, 1, 2, SIZE)) if pool else None
    arriving = random.dirichlet(np.ones(areas), (1, 2, SIZE)).transpose(3, 0, 1, 2) if pool else None
    rates = Rates(AGES, asfr[:-1], survival[:-1], net * (0.1 if pool else 1), ratio[:-1])
    return Provinces(start, rates, leaving, arriving), nation


CASES = (st.integers(0, 10_000), st.integers(1, 9), st.booleans(), st.sampled_from(["even", "end"]))


@given(*CASES)
@settings(max_examples=40, deadline=None)
def test_top_down_every_cell_is_the_nations(seed, areas, pool, timing):
    provinces, nation = made_up(seed, areas, pool=pool)
    conventions = Conventions(migration=timing)
    result = project_together(provinces, first_year=2020, nation=nation, conventions=conventions)
    wanted = project(provinces.population.sum(0), nation, first_year=2020, conventions=conventions)
    for name in (*FLOWS, "population"):
        assert_allclose(getattr(result.areas, name).sum(0), getattr(wanted, name), rtol=1e-9, atol=1e-7)
        assert_allclose(getattr(result.nation, name), getattr(wanted, name), rtol=1e-9, atol=1e-7)
    assert result.areas.population.min() >= 0
    assert np.abs(result.areas.imbalance()).max() < 1e-6


@given(*CASES)
@settings(max_examples=20, deadline=None)
def test_moves_within_the_nation_cancel_at_every_sex_and_age(seed, areas, pool, timing):
    provinces, nation = made_up(seed, areas, pool=pool)
    for given_nation in (None, nation):
        result = project_together(
            provinces, first_year=0, nation=given_nation, conventions=Conventions(migration=timing)
        )
        people = provinces.population.sum()
        assert np.abs(result.internal.sum(0)).max() < 1e-10 * people


@given(*CASES)
@settings(max_examples=20, deadline=None)
def test_the_rates_given_back_make_the_same_projection(seed, areas, pool, timing):
    """Counts were not just scaled: the plain engine, given the rates, projects the same people."""
    provinces, nation = made_up(seed, areas, pool=pool)
    conventions = Conventions(migration=timing)
    result = project_together(provinces, first_year=0, nation=nation, conventions=conventions)
    again = project(provinces.population, replace(result.rates), first_year=0, conventions=conventions)
    assert_allclose(again.population, result.areas.population, rtol=1e-10, atol=1e-8)
    assert_allclose(again.deaths, result.areas.deaths, rtol=1e-9, atol=1e-8)


def test_a_nation_of_one_province_is_itself():
    provinces, nation = made_up(1, 1)
    result = project_together(provinces, first_year=0, nation=nation)
    alone = project(provinces.population[0], nation, first_year=0)
    assert_allclose(result.areas.population[0], alone.population, rtol=1e-10)
    assert_allclose(result.rates.asfr[0], nation.asfr, rtol=1e-9)
    free = project_together(provinces, first_year=0, nation=_first(provinces.rates))
    for factor in (free.adjustment.fertility, free.adjustment.mortality, free.adjustment.leaving):
        assert_allclose(factor, 1, rtol=1e-9)
    assert not free.adjustment.flagged().any()


def test_equal_provinces_stay_equal():
    provinces, nation = made_up(2, 1)
    thrice = Provinces(
        np.repeat(provinces.population, 3, axis=0),
        Rates(
            AGES,
            *(
                np.repeat(part, 3, axis=0)
                for part in (
                    provinces.rates.asfr,
                    provinces.rates.survival,
                    provinces.rates.net_migration,
                    provinces.rates.sex_ratio,
                )
            ),
        ),
    )
    result = project_together(thrice, first_year=0, nation=nation)
    for area in (1, 2):
        assert_allclose(result.areas.population[area], result.areas.population[0], rtol=1e-12)


def test_bottom_up_without_migration_is_the_areas_alone():
    provinces, _ = made_up(3, 5, moving=0)
    result = project_together(provinces, first_year=0)
    alone = project(provinces.population, provinces.rates, first_year=0)
    assert np.array_equal(result.areas.population, alone.population)
    assert_allclose(result.nation.population, alone.population.sum(0))
    assert not result.adjustment.flagged().any()


def test_both_ways_lies_between():
    provinces, nation = made_up(4, 6, moving=0)
    nation = replace(nation, net_migration=np.zeros_like(nation.net_migration))
    total = [
        project_together(provinces, first_year=0, nation=nation, weight=weight).nation.deaths[0].sum()
        for weight in (0, 0.5, 1)
    ]
    assert_allclose(total[1], (total[0] + total[2]) / 2, rtol=1e-9)


def test_who_was_moved_by_more_than_three_percent_is_flagged():
    provinces, _ = made_up(5, 3, moving=0)
    own = project_together(provinces, first_year=0)
    implied = own.nation
    women = (implied.population[:-1, 0] + implied.population[1:, 0]) / 2 * 5
    asfr = np.divide(implied.births_by_mother, women)
    deaths = implied.deaths
    entering = deaths + np.concatenate(
        [implied.population[1:, :, :1], implied.population[1:, :, 1:]], axis=-1
    )
    ratio = implied.births[:, 1] / implied.births[:, 0]
    nation = Rates(AGES, asfr, 1 - deaths / entering, np.zeros_like(deaths), ratio)
    same = project_together(provinces, first_year=0, nation=nation)
    assert_allclose(same.adjustment.fertility, 1, atol=1e-9)
    assert_allclose(same.adjustment.mortality, 1, atol=1e-9)
    assert not same.adjustment.flagged().any()
    more = project_together(provinces, first_year=0, nation=replace(nation, asfr=nation.asfr * 1.04))
    # The children born more of become mothers themselves, not everywhere alike: hence not 1.04 to the last.
    assert_allclose(more.adjustment.fertility, 1.04, atol=1e-4)
    assert_allclose(more.adjustment.fertility[:, 0], 1.04, atol=1e-9)
    assert more.adjustment.flagged().all()
    assert not more.adjustment.flagged(0.05).any()


def test_the_start_is_scaled_to_the_nations_count_and_shown():
    provinces, nation = made_up(6, 4)
    counted = provinces.population.sum(0) * 1.05
    result = project_together(provinces, first_year=0, nation=nation, national_population=counted)
    assert_allclose(result.areas.population[:, 0].sum(0), counted)
    assert_allclose(result.adjustment.base, 1.05)
    assert result.adjustment.flagged().all()


def test_nobody_leaves_an_empty_cell():
    provinces, nation = made_up(7, 3, moving=2.0)
    result = project_together(provinces, first_year=0, nation=nation)
    assert result.areas.population.min() >= 0
    assert (result.adjustment.leaving < 1).any()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight": 1.5}, "weight is in 0"),
        ({"conventions": Conventions(negative_cells="un_floor")}, "in persons"),
        ({"national_population": np.ones((2, SIZE)) * -1}, "cannot be negative"),
    ],
)
def test_what_cannot_be_done_is_refused(change, words):
    provinces, nation = made_up(8, 2)
    with pytest.raises(ValueError, match=words):
        project_together(provinces, **({"first_year": 0, "nation": nation} | change))


def test_more_emigrants_than_people_are_refused_with_the_cell():
    provinces, nation = made_up(9, 2)
    net = nation.net_migration.copy()
    net[1, 1, 4] = -1e9
    with pytest.raises(ValueError, match="male, age 20-24, in the interval from 5"):
        project_together(provinces, first_year=0, nation=replace(nation, net_migration=net))


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_flows_add_and_stay_within_what_there_is(seed, areas):
    random = np.random.default_rng(seed)
    lowest = -random.uniform(0, 100, (areas, 2, SIZE)) * random.integers(0, 2, (areas, 2, SIZE))
    net = random.normal(0, 100, lowest.shape)
    total = np.maximum(random.normal(0, 50, (2, SIZE)), lowest.sum(0))
    found = adding_to(net, total, np.abs(net) * random.integers(0, 2, (1, 2, SIZE)), lowest, AGES)
    assert_allclose(found.sum(0), total, atol=1e-9)
    assert (found >= lowest - 1e-9).all()


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 15), st.sampled_from([1, 3, 10, 100]))
@settings(max_examples=50, deadline=None)
def test_rounded_tables_add(seed, rows, columns, base):
    random = np.random.default_rng(seed)
    table = random.uniform(0, 50, (rows, columns)) * random.integers(0, 2, (rows, columns))
    found = rounded(table, base)
    assert (np.mod(found, base) == 0).all()
    for exact, whole in (
        (table, found),
        (table.sum(0), found.sum(0)),
        (table.sum(1), found.sum(1)),
        (table.sum(), found.sum()),
    ):
        assert (np.abs(whole - exact) < base + 1e-6).all()
    assert (found[table == 0] == 0).all()
    assert np.array_equal(rounded(found, base), found)


def test_sixty_three_provinces_round_in_a_moment():
    table = np.random.default_rng(0).uniform(0, 9000, (63, 202))
    found = rounded(table)
    assert np.abs(found.sum(0) - table.sum(0)).max() < 1
    assert np.abs(found.sum(1) - table.sum(1)).max() < 1


def test_small_areas_add_to_their_parent_and_a_lone_one_is_it():
    provinces, nation = made_up(10, 4, moving=0)
    parent = project(provinces.population.sum(0), nation, first_year=0).population
    earlier, later = provinces.population, provinces.population * 1.02
    ratios = cohort_change_ratios(earlier, later, earlier.sum(0), later.sum(0), AGES)
    for found in (
        project_by_ratios(later, ratios, parent, AGES),
        project_by_shares(later, parent, AGES),
    ):
        assert_allclose(found.sum(0), parent)
        assert found.min() >= 0
    alone = project_by_ratios(later[:1], ratios[:1], parent, AGES)
    assert_allclose(alone[0], parent)


def test_ratios_of_a_stable_area_repeat_its_past():
    provinces, _ = made_up(11, 1, moving=0)
    path = project(provinces.population[0], _first(provinces.rates), first_year=0)
    earlier, later = path.population[0][None], path.population[1][None]
    ratios = cohort_change_ratios(earlier, later, earlier[0], later[0], AGES)
    again = project_by_ratios(earlier, ratios, path.population[:2], AGES)
    assert_allclose(again[0, 1], later[0])


def _first(rates):
    return Rates(AGES, rates.asfr[0], rates.survival[0], rates.net_migration[0], rates.sex_ratio[0])


def test_an_empty_cell_takes_the_parents_ratio_and_wild_ones_are_held():
    parent = np.full((2, SIZE), 1000.0)
    earlier = np.full((1, 2, SIZE), 10.0)
    earlier[0, 0, 3] = 0
    later = np.full((1, 2, SIZE), 10.0)
    later[0, 1, 5] = 500
    ratios = cohort_change_ratios(earlier, later, parent, parent, AGES)
    assert ratios[0, 0, 4] == 1.0
    assert ratios[0, 1, 5] == 2.0


def test_small_areas_have_no_rates_of_their_own():
    assert [method_for(people) for people in (1_500, 2_000, 19_999, 20_000)] == [
        "shares",
        "ratios",
        "ratios",
        "rates",
    ]
