"""What a projection's cells allow is measured by the definitions of the past, and the books of the measures agree."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from dashboard.analysis.catalogue import INDICATORS
from forecasting.assumptions import Assumptions
from forecasting.axes import FEMALE, MALE, AgeGroups
from forecasting.projected import deaths_by_age, lived, measures
from forecasting.projection import project

#: Catalogue -> the projection's own name, where there one array holds both sexes or a ratio either way up
CALLED = {
    "total_dependency": "dependency",
    "parent_support": "parent_support_ratio",
    "potential_support": "potential_support_ratio",
    "mean_age_childbearing": "mean_age_at_childbearing",
    "prospective_age": "prospective_old_age_threshold",
    "prospective_share": "prospective_old_age_share",
    "prospective_dependency": "prospective_dependency_ratio",
    "life_expectancy_women": "life_expectancy_by_sex",
    "life_expectancy_men": "life_expectancy_by_sex",
    "life_expectancy_60_women": "life_expectancy_at_60",
    "life_expectancy_60_men": "life_expectancy_at_60",
    "life_expectancy_65_women": "life_expectancy_at_65",
    "life_expectancy_65_men": "life_expectancy_at_65",
    "dying_0_1": "1q0",
    "dying_0_5": "5q0",
    "dying_15_60": "45q15",
    "dying_30_70": "30q70",
    "under_five_mortality_rate": "5q0",
    "growth_balance": "growth_rate",
}
#: What no projected cell holds: marriages and divorces, register and completeness, moves between areas, causes, birth orders
NOT_IN_CELLS = {
    *("marriages", "crude_marriage_rate", "general_marriage_rate", "total_first_marriage_rate"),
    *("mean_age_first_marriage", "mean_age_first_marriage_women", "mean_age_first_marriage_men"),
    *("singulate_mean_age_at_marriage", "divorces", "crude_divorce_rate", "general_divorce_rate"),
    *("divorces_per_100_marriages", "refined_divorce_rate", "total_divorce_rate", "mean_duration_at_divorce"),
    *("duration_specific_divorce_rates", "mean_duration_of_divorces", "refined_marriage_rate"),
    *("birth_registration_completeness", "death_registration_completeness", "sdg_16_9_1", "sdg_17_19_2"),
    *("in_migration_rate", "out_migration_rate", "migration_effectiveness"),
    *("maternal_mortality_ratio", "neonatal_mortality_rate", "tempo_adjusted_total_fertility"),
}
YEARS = 6


def assumed(ages, death_ages, areas=2):
    middle = np.asarray(death_ages.lower) + np.minimum(death_ages.width, 5) / 2
    rates = np.minimum(3e-5 * np.exp(0.1 * middle) + 0.01 * np.exp(-middle), 0.9) * np.array([[0.8], [1.1]])
    pattern = np.zeros(len(ages))
    fertile = ages.between(15, 50)
    pattern[fertile] = np.linspace(1, 2, len(ages.lower[fertile]))
    shape = (*np.atleast_1d(areas).astype(int), YEARS)
    return Assumptions(
        ages,
        death_ages,
        np.full(shape, 1.9),
        np.broadcast_to(pattern / pattern.sum(), (*shape, len(ages))),
        np.broadcast_to(rates, (*shape, *rates.shape)),
        np.broadcast_to(np.full((2, len(ages)), 3.0), (*shape, 2, len(ages))),
        np.full(shape, 1.06),
    )


@pytest.fixture(scope="module", params=["single", "five"])
def run(request):
    if request.param == "single":
        ages = death_ages = AgeGroups.single(100)
    else:
        ages, death_ages = AgeGroups.five(100), AgeGroups.abridged(100)
    given = assumed(ages, death_ages)
    start = 1000 * ages.interval * np.exp(-np.asarray(ages.lower) / 45.0) * np.ones((2, 2, 1))
    return project(start, given.rates(), first_year=1400), given


def test_every_measure_of_the_catalogue_that_cells_allow_is_there(run):
    found = measures(*run)
    keys = {indicator.key for indicator in INDICATORS}
    assert keys >= NOT_IN_CELLS | set(CALLED)
    wanted = {CALLED.get(key, key) for key in keys - NOT_IN_CELLS}
    if run[0].ages.interval > 1:
        # a year's births die in two intervals; 16 is no bound of a group
        wanted -= {"infant_mortality_rate", "ageing_index_16"}
    assert wanted <= set(found)
    for name, values in found.items():
        assert np.isfinite(values).all(), name
        assert values.shape[:2] in {(2, YEARS), (2, YEARS + 1)}, name


def test_the_measures_are_of_the_assumptions_that_were_run(run):
    found = measures(*run)
    table = run[1].life_table()
    assert_allclose(found["total_fertility_rate"], 1.9)
    assert_allclose(found["sex_ratio_at_birth"], 1.06)
    assert_allclose(found["life_expectancy_by_sex"], table.e[..., 0], rtol=1e-12)
    women, men = table.e[..., FEMALE, 0], table.e[..., MALE, 0]
    assert ((found["life_expectancy"] < women) & (found["life_expectancy"] > men)).all()
    assert_allclose(found["net_reproduction_rate"] < found["gross_reproduction_rate"], True)


def test_growth_is_births_less_deaths_and_who_came(run):
    found = measures(*run)
    grown = np.diff(found["population"], axis=-1)
    assert_allclose(grown, found["births"] - found["deaths"] + found["net_migration"], rtol=1e-9)
    per_person = found["rate_of_natural_increase"] + found["net_migration_rate"]
    exposed = lived(run[0]).sum((-2, -1))
    assert_allclose(per_person * exposed, grown, rtol=1e-9)


def test_deaths_by_age_at_death_are_the_cohorts_deaths_in_other_cells(run):
    projection, given = run
    by_age = deaths_by_age(projection, given)
    assert_allclose(by_age.sum(-1), projection.deaths.sum(-1), rtol=1e-12)
    assert not np.allclose(by_age, projection.deaths)
    rates = by_age / lived(projection)
    middle = slice(projection.ages.position(40), projection.ages.position(80))
    # Deaths by age over years lived are about the death rates that were assumed: the age groups are the same.
    assert_allclose(rates[..., middle], given.life_table().mx[..., middle], rtol=0.12)


def test_shares_add_to_everybody(run):
    found = measures(*run)
    assert_allclose(found["share_0_14"] + found["share_15_64"] + found["share_65_plus"], 1)
    assert_allclose(found["dependency"], found["young_age_dependency"] + found["old_age_dependency"])


def test_other_bounds_are_the_same_people_counted_otherwise(run):
    found, ages = measures(*run), run[0].ages
    both = run[0].population.sum(-2)
    assert_allclose(
        found["ageing_index_60"] * both[..., ages.between(0, 15)].sum(-1),
        both[..., ages.between(60, None)].sum(-1),
    )
    assert_allclose(found["potential_support_20_64"] * found["old_age_dependency_20_64"], 1)
    women = run[0].population[..., FEMALE, :]
    assert_allclose(
        found["women_15_49"], sum(women[..., ages.between(low, low + 5)].sum(-1) for low in range(15, 50, 5))
    )
    # Old by years left and those from 20 up to it are everybody from 20 on
    adults = run[0].population[..., 1:, :, :][..., ages.between(20, None)].sum(-1)
    share = found["prospective_old_age_share"] * run[0].population[..., 1:, :, :].sum(-1) / adults
    assert_allclose(found["prospective_dependency_ratio"], share / (1 - share))


def test_areas_alike_have_the_standard_s_rate_and_a_tenth_more_deaths_a_tenth_more(run):
    projection, given = run
    standardised = measures(projection, given)["indirectly_standardised_death_rate"]
    crude = measures(projection, given)["crude_death_rate"]
    assert_allclose(standardised, crude)  # both areas are the same: structure and rates
    heavy = replace(given, death_rates=given.death_rates * np.array([1.0, 1.1])[:, None, None, None])
    start = projection.population[:, 0]
    rates = measures(project(start, heavy.rates(), first_year=1400), heavy)[
        "indirectly_standardised_death_rate"
    ]
    assert_allclose(rates[1, 0] / rates[0, 0], 1.1, rtol=0.03)  # who is there to die is the same at first
    nation = assumed(given.ages, given.death_ages, areas=())
    assert "indirectly_standardised_death_rate" not in measures(
        project(start[0], nation.rates(), first_year=1400), nation
    )
