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


def _first(rates):
    return Rates(AGES, rates.asfr[0], rates.survival[0], rates.net_migration[0], rates.sex_ratio[0])
