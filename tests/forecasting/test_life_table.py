"""Life tables: limits one can do in the head, identities that must hold, and round trips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import FEMALE, MALE, AgeGroups
from forecasting.life_table import (
    close_at,
    collapse_infancy,
    infant_years,
    join_ages,
    life_table,
    survival_below_and_in_open_group,
    survival_ratios,
)

SINGLE, ABRIDGED = AgeGroups.single(100), AgeGroups.abridged(85)
RULES = ("andreev_kingkade", "coale_demeny")


def gompertz(ages, *, level=3e-5, slope=0.1, infant=0.02):
    """A plausible schedule, men above women: (sex, age)."""
    lower = np.asarray(ages.lower, float)
    women = level * np.exp(slope * lower) + 2e-4
    women[0] = infant
    return np.stack([women, 1.3 * women])


death_rates = arrays(np.float64, (2, len(ABRIDGED)), elements=st.floats(1e-6, 4.0))


@pytest.mark.parametrize("ages", [SINGLE, ABRIDGED], ids=["single", "abridged"])
@pytest.mark.parametrize("mu", [0.01, 0.02, 0.1])
def test_a_constant_hazard_gives_one_over_mu(ages, mu):
    assert_allclose(life_table(np.full((2, len(ages)), mu), ages).e[:, 0], 1 / mu, rtol=1e-12)


@given(death_rates)
def test_identities_of_the_columns(mx):
    table = life_table(mx, ABRIDGED)
    assert (table.qx >= 0).all() and (table.qx <= 1).all()
    assert (np.diff(table.lx) <= 0).all() and (table.lx[..., 0] == 1).all()
    assert_allclose(table.dx.sum(-1), 1, rtol=1e-12)
    assert_allclose(table.total_years[..., 0], table.person_years.sum(-1), rtol=1e-12)
    assert_allclose(table.e[..., 0], table.total_years[..., 0], rtol=1e-12)


@given(death_rates)
def test_rates_probabilities_and_deaths_lead_back_to_each_other(mx):
    table = life_table(mx, ABRIDGED)
    lives = table.person_years > 1e-12
    back = np.divide(table.dx, table.person_years, out=mx.copy(), where=lives)
    assert_allclose(back, mx, rtol=1e-9)
    assert_allclose(table.lx[..., 1:], table.lx[..., :-1] * (1 - table.qx[..., :-1]), atol=1e-15)
    assert_allclose(table.dx[..., :-1], table.lx[..., :-1] - table.lx[..., 1:], atol=1e-15)


@given(death_rates)
def test_the_average_age_at_death_is_the_life_expectancy(mx):
    table = life_table(mx, ABRIDGED)
    at_death = np.asarray(ABRIDGED.lower) + table.ax
    assert_allclose((table.dx * at_death).sum(-1), table.e[..., 0], rtol=1e-9)


@given(death_rates)
def test_nobody_survives_beyond_certainty_even_where_all_die(mx):
    ratios = survival_ratios(collapse_infancy(life_table(mx, ABRIDGED)))
    assert np.isfinite(ratios).all()
    assert (ratios >= 0).all() and (ratios <= 1 + 1e-12).all()


def test_survival_ratios_are_those_of_a_stationary_population():
    table = life_table(gompertz(SINGLE), SINGLE)
    ratios = survival_ratios(table)
    stationary = table.person_years
    aged = np.concatenate(
        [
            ratios[:, :1],
            stationary[:, :-2] * ratios[:, 1:-1],
            stationary[:, -2:].sum(-1, keepdims=True) * ratios[:, -1:],
        ],
        axis=-1,
    )
    assert_allclose(aged, stationary, rtol=1e-12)


def test_more_deaths_never_lengthen_life():
    low, high = gompertz(SINGLE), gompertz(SINGLE) * 1.1
    assert (life_table(high, SINGLE).e[:, 0] < life_table(low, SINGLE).e[:, 0]).all()


def test_many_tables_at_once_are_the_same_as_one_by_one():
    rates = gompertz(ABRIDGED) * np.linspace(0.5, 2, 12).reshape(3, 4, 1, 1)
    together = life_table(rates, ABRIDGED)
    for place in np.ndindex(3, 4):
        alone = life_table(rates[place], ABRIDGED)
        for column in ("ax", "qx", "lx", "dx", "person_years", "total_years", "e"):
            assert np.array_equal(getattr(together, column)[place], getattr(alone, column))


@pytest.mark.parametrize(
    ("rule", "m0", "women", "men"),
    [
        # Coale-Demeny West: 0.053 + 2.8 m, 0.045 + 2.684 m, and the constants above 0.107.
        ("coale_demeny", 0.02, 0.109, 0.09868),
        ("coale_demeny", 0.2, 0.35, 0.33),
        # Andreev & Kingkade, the three pieces of each sex.
        ("andreev_kingkade", 0.005, 0.14903 - 2.05527 * 0.005, 0.14929 - 1.99545 * 0.005),
        ("andreev_kingkade", 0.05, 0.04667 + 3.88089 * 0.05, 0.02832 + 3.26021 * 0.05),
        ("andreev_kingkade", 0.1, 0.31411, 0.29915),
    ],
)
def test_years_lived_in_infancy(rule, m0, women, men):
    assert_allclose(infant_years(np.array([m0, m0]), rule), [women, men], rtol=1e-12)


def test_ax_of_childhood_is_that_of_the_manuals():
    table = life_table(gompertz(ABRIDGED, infant=0.01), ABRIDGED)
    assert table.ax[FEMALE, 1] == pytest.approx(1.522 - 1.518 * 0.01)
    assert table.ax[MALE, 1] == pytest.approx(1.651 - 2.816 * 0.013)
    assert (table.ax[:, 2:4] == 2.5).all()


def test_greville_at_a_constant_rate_and_its_floor():
    flat = life_table(np.full((2, len(ABRIDGED)), 0.1), ABRIDGED)
    assert_allclose(flat.ax[:, 6], 2.5 - 25 / 12 * 0.1)
    steep = np.full((2, len(ABRIDGED)), 1.2)
    assert_allclose(life_table(steep, ABRIDGED).ax[:, ABRIDGED.position(45)], 1 / 1.2)
    assert_allclose(life_table(np.full((2, len(ABRIDGED)), 0.9), ABRIDGED).ax[:, ABRIDGED.position(45)], 0.97)


def test_joining_infancy_keeps_people_and_years():
    table = life_table(gompertz(ABRIDGED), ABRIDGED)
    joined = collapse_infancy(table)
    assert joined.ages == AgeGroups.five(85)
    assert_allclose(joined.person_years[:, 0], table.person_years[:, :2].sum(-1))
    assert_allclose(joined.e[:, 0], table.e[:, 0])
    assert_allclose(joined.qx[:, 0], 1 - table.lx[:, 2])
    assert_allclose(joined.mx * joined.person_years, joined.dx)
    assert_allclose(5 * joined.lx[:, 1] + joined.ax[:, 0] * joined.dx[:, 0], joined.person_years[:, 0])


def test_closing_a_table_earlier_moves_no_life_expectancy():
    table = life_table(gompertz(SINGLE), SINGLE)
    closed = close_at(table, 85)
    assert closed.ages.labels[-1] == "85+"
    assert np.array_equal(closed.e, table.e[..., :86])
    assert_allclose(closed.mx[..., -1], 1 / table.e[..., 85])
    assert_allclose(closed.person_years.sum(-1), table.person_years.sum(-1))


def test_groups_joined_keep_survivors_years_and_the_age_at_death():
    table = life_table(gompertz(SINGLE), SINGLE)
    joined = join_ages(table, ABRIDGED)
    starts = list(ABRIDGED.lower)
    assert_allclose(joined.lx, table.lx[:, starts], rtol=1e-12)
    assert_allclose(joined.e, table.e[:, starts], rtol=1e-12)
    assert_allclose(joined.person_years.sum(-1), table.e[:, 0], rtol=1e-12)
    ages = np.asarray(starts) + joined.ax
    assert_allclose((joined.dx * ages).sum(-1), table.e[:, 0], rtol=1e-9)
    assert join_ages(table, SINGLE) is table


def test_open_group_apart_or_pooled_gives_the_same_stationary_population():
    table = life_table(gompertz(SINGLE), SINGLE)
    ratios, inside = survival_below_and_in_open_group(table)
    shorter = close_at(table, 99)
    pooled = survival_ratios(shorter)
    below, within = shorter.person_years[..., -2], shorter.person_years[..., -1]
    assert_allclose(below * ratios[..., -1] + within * inside, (below + within) * pooled[..., -1], rtol=1e-12)


@pytest.mark.parametrize(
    ("mx", "ages", "message"),
    [
        (np.zeros((2, 101)), SINGLE, r"death rate is 0 for female, age 100\+: nobody would ever die"),
        (np.full((2, 101), 12.0), SINGLE, r"per 1,000\?"),
        (np.full((2, 18), 0.01), AgeGroups.five(85), "needs the first year of life apart"),
        (np.full((2, 3), 0.01), AgeGroups((5, 10, 15)), "begins at birth, not at age 5"),
        (np.full((3, 101), 0.01), SINGLE, r"last axes must be sex \(2\), age \(101\)"),
    ],
)
def test_what_is_no_life_table_is_refused(mx, ages, message):
    with pytest.raises(ValueError, match=message):
        life_table(mx, ages)


def test_an_unknown_rule_for_infancy_is_refused():
    with pytest.raises(ValueError, match="choose andreev_kingkade or coale_demeny"):
        life_table(gompertz(SINGLE), SINGLE, a0="west")


def test_uneven_tables_have_no_survival_ratios():
    with pytest.raises(ValueError, match="join 0 and 1-4"):
        survival_ratios(life_table(gompertz(ABRIDGED), ABRIDGED))


def test_a_life_table_cannot_be_changed():
    table = life_table(gompertz(SINGLE), SINGLE)
    with pytest.raises(ValueError, match="read-only"):
        table.lx[0, 0] = 2


@pytest.mark.parametrize("rule", RULES)
def test_whole_numbers_and_floats_give_the_same_table(rule):
    assert_allclose(
        life_table(np.ones((2, 101), dtype=int), SINGLE, a0=rule).e,
        life_table(np.ones((2, 101)), SINGLE, a0=rule).e,
    )
