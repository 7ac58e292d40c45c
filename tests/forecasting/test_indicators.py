"""Indicators: values one can do in the head, what is missing stays missing, and what is impossible is refused."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting import indicators
from forecasting.axes import FEMALE, AgeGroups
from forecasting.life_table import life_table

SINGLE, FIVE = AgeGroups.single(100), AgeGroups.five(85)


def asfr(level=0.06):
    rates = np.zeros(len(FIVE))
    rates[FIVE.between(15, 50)] = level
    return rates


def one_per_year():
    """A population of one person at each single age up to 84 and 15 at 85+."""
    return np.append(np.full(17, 5.0), 15.0)


# Fertility


def test_total_fertility_is_rates_times_years():
    assert indicators.total_fertility_rate(asfr(), FIVE) == pytest.approx(35 * 0.06)
    many = np.stack([asfr(0.02), asfr(0.04)])
    assert_allclose(indicators.total_fertility_rate(many, FIVE), [0.7, 1.4])


def test_rates_are_births_over_women_of_the_same_age():
    births, women = np.array([0.0, 30, 60]), np.array([1000.0, 1000, 500])
    assert_allclose(indicators.age_specific_fertility_rates(births, women), [0, 0.03, 0.12])


def test_general_fertility_counts_women_of_15_to_49():
    population = np.full((2, len(FIVE)), 100.0)
    assert indicators.general_fertility_rate(35.0, population, FIVE) == pytest.approx(35 / 700)


def test_mean_age_at_childbearing_is_free_of_the_age_structure():
    assert indicators.mean_age_at_childbearing(asfr(), FIVE) == pytest.approx(32.5)
    one = np.zeros(len(FIVE))
    one[FIVE.position(25)] = 0.2
    assert indicators.mean_age_at_childbearing(one, FIVE) == pytest.approx(27.5)


def test_reproduction_is_of_daughters_and_net_of_deaths():
    assert indicators.gross_reproduction_rate(2.05, 1.05) == pytest.approx(1.0)
    everybody_lives = np.append(np.full(17, 5.0), 10.0)
    net = indicators.net_reproduction_rate(asfr(), everybody_lives, 1.05, FIVE)
    assert net == pytest.approx(35 * 0.06 / 2.05)
    halved = indicators.net_reproduction_rate(asfr(), everybody_lives / 2, 1.05, FIVE)
    assert halved == pytest.approx(net / 2)


def test_a_life_table_of_radix_100000_is_recognised():
    with pytest.raises(ValueError, match="the life table's radix must be 1"):
        indicators.net_reproduction_rate(asfr(), np.full(18, 480_000.0), 1.05, FIVE)


def test_fertility_per_1000_is_recognised():
    with pytest.raises(ValueError, match=r"total fertility rate is 2,100 .*per 1,000\?"):
        indicators.total_fertility_rate(asfr(60), FIVE)


def test_births_in_the_open_group_have_no_width():
    rates = asfr()
    rates[-1] = 0.01
    with pytest.raises(ValueError, match=r"births in the open group 85\+"):
        indicators.total_fertility_rate(rates, FIVE)


def test_sex_ratio_at_birth():
    assert indicators.sex_ratio_at_birth([100.0, 106.0]) == pytest.approx(1.06)


# Ageing


def test_shares_add_to_one():
    people = one_per_year()
    parts = [
        indicators.share_of_ages(people, FIVE, low, high) for low, high in ((0, 15), (15, 65), (65, None))
    ]
    assert sum(parts) == pytest.approx(1)
    assert parts[0] == pytest.approx(0.15) and parts[2] == pytest.approx(0.35)


def test_dependency_ratios_and_their_inverses():
    people = one_per_year()
    assert indicators.young_age_dependency_ratio(people, FIVE) == pytest.approx(15 / 50)
    assert indicators.old_age_dependency_ratio(people, FIVE) == pytest.approx(35 / 50)
    assert indicators.dependency_ratio(people, FIVE) == pytest.approx(1.0)
    assert indicators.potential_support_ratio(people, FIVE) == pytest.approx(50 / 35)
    assert indicators.old_age_dependency_ratio(people, FIVE, working=(20, 65)) == pytest.approx(35 / 45)


def test_ageing_index_says_its_bounds():
    people = one_per_year()
    assert indicators.ageing_index(people, FIVE) == pytest.approx(35 / 15)
    assert indicators.ageing_index(people, FIVE, old=60) == pytest.approx(40 / 15)
    assert indicators.ageing_index(np.ones(101), SINGLE, old=65, young=16) == pytest.approx(36 / 16)


def test_parent_support_is_85_and_over_per_person_of_50_to_64():
    assert indicators.parent_support_ratio(one_per_year(), FIVE) == pytest.approx(15 / 15)


def test_median_age_of_even_and_one_sided_populations():
    assert indicators.median_age(one_per_year(), FIVE) == pytest.approx(50)
    young = np.zeros(18)
    young[4] = 100
    assert indicators.median_age(young, FIVE) == pytest.approx(22.5)
    old = np.zeros(18)
    old[-1] = 3
    assert indicators.median_age(old, FIVE) == 85


@given(arrays(np.float64, (6, 18), elements=st.floats(0, 1e6)))
def test_half_the_people_are_younger_than_the_median(people):
    median = indicators.median_age(people, FIVE)
    for row, age in zip(people, median, strict=True):
        if row.sum() == 0:
            assert np.isnan(age)
        elif age < 85:
            lower = np.asarray(FIVE.lower, float)
            younger = (row[:-1] * np.clip((age - lower[:-1]) / 5, 0, 1)).sum()
            assert younger == pytest.approx(row.sum() / 2, rel=1e-9)


def test_old_age_begins_where_fifteen_years_are_left():
    e = np.linspace(80, 0.5, 101)
    threshold = indicators.prospective_old_age_threshold(e, SINGLE)
    assert np.interp(threshold, np.arange(101), e) == pytest.approx(15)
    people = np.ones(101)
    share = indicators.prospective_old_age_share(people, 70.25, SINGLE)
    assert share == pytest.approx((0.75 + 30) / 101)


def test_a_life_without_a_threshold_has_none():
    assert np.isnan(indicators.prospective_old_age_threshold(np.full(101, 40.0), SINGLE))
    assert np.isnan(indicators.prospective_old_age_threshold(np.full(101, 10.0), SINGLE))


# Mortality


def test_life_table_measures_at_a_constant_hazard():
    table = life_table(np.full((2, 101), 0.02), SINGLE)
    assert_allclose(indicators.life_expectancy(table), 50)
    assert_allclose(indicators.life_expectancy(table, 65), 50)
    half_year = 0.02 / 1.01
    assert_allclose(indicators.probability_of_dying(table, 30, 70), 1 - (1 - half_year) ** 40)
    assert_allclose(indicators.lifespan_lost(table), 50)


def test_infant_mortality_is_deaths_over_births():
    assert indicators.infant_mortality_rate(12, 1000) == pytest.approx(0.012)


def test_a_standard_takes_the_age_structure_out():
    rates = np.array([[0.01, 0.02], [0.01, 0.02]])
    ages = AgeGroups((0, 50))
    standard = np.array([3.0, 1.0])
    assert_allclose(indicators.age_standardised_rate(rates, standard, ages), 0.0125)


# Marriage


def test_smam_when_everybody_marries_at_25():
    single = [1.0, 1.0, 0, 0, 0, 0, 0, 0]
    assert indicators.singulate_mean_age_at_marriage(single) == pytest.approx(25)
    # A tenth never marry: the others still marry at 25.
    single = [1.0, 1.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    assert indicators.singulate_mean_age_at_marriage(single) == pytest.approx(25)


def test_smam_in_percent_is_recognised():
    with pytest.raises(ValueError, match="is it in percent"):
        indicators.singulate_mean_age_at_marriage([98.0, 60, 30, 10, 5, 4, 3, 3])


def test_marriage_and_divorce_rates():
    assert indicators.refined_divorce_rate(12, 1000) == pytest.approx(0.012)
    assert indicators.divorces_per_100_marriages(33, 100) == pytest.approx(33)
    first = np.zeros(18)
    first[FIVE.position(25)] = 200
    rates = indicators.total_first_marriage_rate(first, np.full(18, 1000.0), FIVE)
    assert rates == pytest.approx(1.0)
    assert indicators.mean_age_at_first_marriage(first / 1000, FIVE) == pytest.approx(27.5)


def test_total_divorce_rate_needs_its_cohorts():
    divorces, marriages = np.full(30, 10.0), np.full(30, 1000.0)
    assert indicators.total_divorce_rate(divorces, marriages) == pytest.approx(0.3)
    assert indicators.mean_duration_at_divorce(divorces / marriages) == pytest.approx(15)
    with pytest.raises(ValueError, match="from 10 marriage cohorts"):
        indicators.total_divorce_rate(divorces[:10], marriages[:10])


# Growth


def test_the_growth_balance_always_shows_what_is_unexplained():
    balance = indicators.growth_balance([1000.0, 500], [1030.0, 480], [25.0, 10], [8.0, 12], [3.0, -20])
    assert_allclose(balance.growth, [30, -20])
    assert_allclose(balance.natural, [17, -2])
    assert_allclose(balance.unexplained, [10, 2])
    assert_allclose(balance.natural + balance.net_migration + balance.unexplained, balance.growth)


def test_growth_rates_and_doubling():
    assert indicators.growth_rate(100, 200, years=10) == pytest.approx(np.log(2) / 10)
    assert indicators.doubling_time(0.01) == pytest.approx(69.3147, rel=1e-5)
    assert np.isnan(indicators.doubling_time(-0.01))
    with pytest.raises(ValueError, match="has no rate"):
        indicators.growth_rate(100, 200, years=0)


# What is missing, impossible or of no width


def test_no_data_stays_no_data_and_is_never_zero():
    people = np.stack([one_per_year(), one_per_year()])
    people[1, 3] = np.nan
    shares = indicators.share_of_ages(people, FIVE, 65)
    assert shares[0] == pytest.approx(0.35) and np.isnan(shares[1])
    assert np.isnan(indicators.median_age(people, FIVE)[1])
    assert np.isnan(indicators.crude_rate(np.nan, 1000))
    assert np.isnan(indicators.growth_balance(100, np.nan, 1, 1, 0).unexplained)


def test_a_rate_of_nobody_is_no_data():
    assert np.isnan(indicators.crude_rate(0, 0))
    assert np.isnan(indicators.dependency_ratio(np.zeros(18), FIVE))


def test_events_with_nobody_exposed_are_refused():
    with pytest.raises(ValueError, match=r"5 events at index \(1,\) where nobody was exposed"):
        indicators.rate([1.0, 5.0], [10.0, 0.0])


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="counted from 0 up"):
        indicators.crude_rate(wrong, 1000)
    people = one_per_year()
    people[2] = wrong
    with pytest.raises(ValueError, match="population is"):
        indicators.median_age(people, FIVE)


def test_ages_off_the_boundaries_are_refused():
    with pytest.raises(ValueError, match="no age group begins at 62"):
        indicators.share_of_ages(one_per_year(), FIVE, 62)


def test_areas_together_are_the_same_as_alone():
    random = np.random.default_rng(9)
    people = random.uniform(0, 1e4, (4, 3, 18))
    together = {
        "share": indicators.share_of_ages(people, FIVE, 65),
        "median": indicators.median_age(people, FIVE),
        "ageing": indicators.ageing_index(people, FIVE),
    }
    for place in np.ndindex(4, 3):
        row = people[place]
        assert together["share"][place] == indicators.share_of_ages(row, FIVE, 65)
        assert together["median"][place] == indicators.median_age(row, FIVE)
        assert together["ageing"][place] == indicators.ageing_index(row, FIVE)


def test_women_are_the_first_sex():
    births = np.array([3.0, 0.0])
    assert births[FEMALE] == 3 and indicators.sex_ratio_at_birth(births) == 0


def test_every_indicator_says_what_it_is_and_its_shapes():
    for name in indicators.__all__:
        text = inspect.getdoc(getattr(indicators, name))
        assert text and ("->" in text or "(...)" in text), name


# Values printed by others


def test_smam_of_macao_in_2011():
    """Statistics and Census Service of Macao, worked example: women of 16 and over, 16-19 counted as four years."""
    single = np.array([99.0, 84.5, 53.5, 27.4, 16.8, 11.4, 8.9, 7.8]) / 100
    lived, never = 16 + 4 * 0.99 + 5 * single[1:7].sum(), (0.089 + 0.078) / 2
    printed = (lived - 50 * never) / (1 - never)
    # the same women from 15 on: everybody is single in the year that Macao's groups leave out
    from_15 = np.append((1 + 4 * 0.99) / 5, single[1:])
    assert indicators.singulate_mean_age_at_marriage(from_15) == pytest.approx(printed, rel=1e-12)
    assert printed == pytest.approx(28.27, abs=0.01)


def test_net_reproduction_is_gross_reproduction_times_the_chance_to_live_through_it():
    lived = np.append(np.full(17, 4.9), 10.0)
    gross = indicators.gross_reproduction_rate(indicators.total_fertility_rate(asfr(), FIVE), 1.05)
    assert indicators.net_reproduction_rate(asfr(), lived, 1.05, FIVE) == pytest.approx(0.98 * gross)


# Births of any age of mother


def test_births_of_very_young_and_old_mothers_stay_in_the_rates_and_unknown_ages_are_told():
    births = np.zeros(len(FIVE))
    births[[2, 3, 5, 9, 10]] = [4, 96, 200, 10, 2]
    pooled = indicators.births_in_fertile_ages(births, FIVE, unknown=78)
    assert pooled.births.sum() == pytest.approx(390)
    assert_allclose(pooled.births[[3, 5, 9]], np.array([100, 200, 12]) * 390 / 312)
    assert pooled.share_unknown == pytest.approx(0.2)
    with pytest.raises(ValueError, match="all to mothers of unknown age"):
        indicators.births_in_fertile_ages(np.zeros(len(FIVE)), FIVE, unknown=5)


# Standards and lifespans


def test_standards_are_the_printed_weights():
    """WHO: Ahmad et al. (2001), table 4; Segi: Doll, Payne & Waterhouse (1966)."""
    who, segi = (indicators.standard_population(name, FIVE) for name in ("who", "segi"))
    assert_allclose([who[0] * 100.035, segi[0] * 100], [8.86, 12])
    assert_allclose(who[-1] * 100.035, 0.44 + 0.15 + 0.04 + 0.005)
    for ages in (FIVE, SINGLE, AgeGroups.abridged(100)):
        assert indicators.standard_population("who", ages).sum() == pytest.approx(1)
    abridged = indicators.standard_population("segi", AgeGroups.abridged(85))
    assert_allclose(abridged[:2], [0.024, 0.096])
    with pytest.raises(ValueError, match="choose who or segi"):
        indicators.standard_population("eu", FIVE)


def test_the_spread_of_lives_at_a_constant_hazard_is_their_length():
    table = life_table(np.full((2, 111), 0.5), AgeGroups.single(110))
    assert_allclose(indicators.lifespan_sd(table), 2, rtol=0.03)
    together = np.full((2, 101), 1e-9)
    together[:, 100] = 1e6 / 2e5
    assert indicators.lifespan_sd(life_table(together, SINGLE)).max() < 0.3


def test_a_standardised_ratio_of_the_standard_itself_is_one():
    people, rates = np.array([100.0, 50]), np.array([0.01, 0.1])
    assert indicators.expected_deaths(people, rates) == pytest.approx(6)
    assert indicators.standardised_mortality_ratio(6, people, rates) == pytest.approx(1)
    assert indicators.standardised_mortality_ratio(9, people, rates) == pytest.approx(1.5)


def test_mothers_and_the_newborn():
    assert 1e5 * indicators.maternal_mortality_ratio(12, 60_000) == pytest.approx(20)
    assert 1000 * indicators.neonatal_mortality_rate(9, 1000) == pytest.approx(9)


# Moving and growing


def test_natural_increase_and_migration():
    assert indicators.rate_of_natural_increase(20, 25, 1000) == pytest.approx(-0.005)
    assert indicators.net_migration_rate(30, 50, 1000) == pytest.approx(-0.02)
    assert indicators.migration_effectiveness(30, 50) == pytest.approx(-0.25)
    assert indicators.migration_effectiveness(0, 7) == -1
    assert np.isnan(indicators.migration_effectiveness(0, 0))


# Ageing that moves with life expectancy


def test_prospective_dependency_counts_adults_below_the_threshold():
    people = np.ones(101)
    ratio = indicators.prospective_dependency_ratio(people, 70.0, SINGLE)
    assert ratio == pytest.approx(31 / 50)
    assert np.isnan(indicators.prospective_dependency_ratio(people, np.nan, SINGLE))
    # a threshold inside the open group cannot divide it
    assert np.isnan(indicators.prospective_old_age_share(people, 100.5, SINGLE))


# Divorce by duration


def test_a_mean_of_events_leans_to_large_cohorts_and_a_mean_of_rates_does_not():
    marriages = np.array([1000.0, 3000.0])
    rates = indicators.duration_specific_divorce_rates([10, 30], marriages)
    assert_allclose(rates, [0.01, 0.01])
    assert indicators.mean_duration_at_divorce(rates) == pytest.approx(1.0)
    assert indicators.mean_duration_of_divorces([10, 30]) == pytest.approx(1.25)
