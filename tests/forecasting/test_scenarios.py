"""Each variant is what its name says, and a scenario is a value."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import old_age
from forecasting.assumptions import Assumptions
from forecasting.axes import AgeGroups
from forecasting.conventions import Conventions
from forecasting.fertility import single_year_pattern
from forecasting.life_table import life_table
from forecasting.migration import net_migrants
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.paths import Path
from forecasting.projection import project
from forecasting.scenarios import VARIANTS, Scenario, apply, fingerprint, read, stored
from forecasting.shocks import Shock

AGES = AgeGroups.single(100)
YEARS = 40


@pytest.fixture(scope="module")
def medium():
    """Two areas whose fertility falls, lives lengthen and people leave."""
    early = single_year_pattern([12, 30, 28, 17, 9, 3, 1], AGES)
    late = single_year_pattern([1, 8, 24, 36, 24, 6.5, 0.5], AGES)
    progress = np.minimum(np.arange(1, YEARS + 1) / 30, 1)[:, np.newaxis]
    pattern = np.stack([(1 - progress) * early + progress * late] * 2)
    x = np.arange(101.0)
    old = np.array([[2.2e-5], [3e-5]]) * np.exp(0.1 * x)
    standard = 0.015 * np.exp(-1.2 * x) + 2e-4 + old / (1 + old)
    e0 = np.linspace([77.0, 73.0], [84.0, 81.0], YEARS)
    return Assumptions(
        AGES,
        AGES,
        np.linspace([2.4, 1.7], [1.8, 1.5], YEARS).T,
        pattern,
        np.stack([death_rates_for_life_expectancy(standard, e0, AGES)] * 2),
        net_migrants(np.linspace([-300, 100], [-200, 200], YEARS).T, AGES),
        np.full((2, YEARS), 1.06),
    )


@pytest.fixture(scope="module")
def start():
    x = np.arange(101.0)
    return np.stack([np.stack([2000 * np.exp(-0.01 * x) * np.maximum(1 - (x / 101) ** 4, 0.001)] * 2)] * 2)


def of(name, medium):
    return apply(VARIANTS[name], medium)


def test_medium_changes_nothing(medium):
    assert of("medium", medium) is medium or np.array_equal(
        of("medium", medium).total_fertility, medium.total_fertility
    )


@pytest.mark.parametrize(("name", "sign"), [("high", 1), ("low", -1)])
def test_high_and_low_differ_by_a_quarter_then_two_fifths_then_half_a_child(name, sign, medium):
    difference = of(name, medium).total_fertility - medium.total_fertility
    assert_allclose(difference[:, :5], sign * 0.25)
    assert_allclose(difference[:, 5:10], sign * 0.40)
    assert_allclose(difference[:, 10:], sign * 0.50)
    assert np.array_equal(of(name, medium).death_rates, medium.death_rates)


def test_high_and_low_step_by_five_years_where_intervals_are_five():
    five = AgeGroups.five(80)
    pattern = np.zeros((4, 17))
    pattern[:, 5] = 1
    cells = np.zeros((4, 2, 17))
    rates = np.full((4, 2, 18), 0.02)
    steps = Assumptions(
        five, AgeGroups.abridged(80), np.full(4, 2.0), pattern, rates, cells, np.full(4, 1.05)
    )
    assert_allclose(of("high", steps).total_fertility, [2.25, 2.40, 2.50, 2.50])


def test_constant_fertility_keeps_level_and_ages(medium):
    held = of("constant fertility", medium)
    assert (held.total_fertility == medium.total_fertility[:, :1]).all()
    assert (held.birth_rates() == medium.birth_rates()[:, :1]).all()
    assert np.array_equal(held.death_rates, medium.death_rates)


def test_instant_replacement_bears_one_daughter_who_lives(medium):
    changed = of("instant replacement", medium)
    assert_allclose(changed.net_reproduction(), 1, rtol=1e-12)
    assert_allclose(changed.pattern, medium.pattern)
    assert np.array_equal(changed.net_migration, medium.net_migration)


def test_momentum_is_replacement_constant_mortality_and_nobody_moving(medium, start):
    changed = of("momentum", medium)
    assert_allclose(changed.net_reproduction(), 1, rtol=1e-12)
    assert (changed.death_rates == medium.death_rates[:, :1]).all()
    assert (changed.net_migration == 0).all()
    # In the long run a population that just replaces itself stands still.
    long = replace(
        changed,
        total_fertility=np.tile(changed.total_fertility[:, -1:], (1, 300)),
        pattern=np.tile(changed.pattern[:, -1:], (1, 300, 1)),
        death_rates=np.tile(changed.death_rates[:, -1:], (1, 300, 1, 1)),
        net_migration=np.zeros((2, 300, 2, 101)),
        sex_ratio=np.full((2, 300), 1.06),
    )
    total = project(start, long.rates(), first_year=1400).population.sum((-2, -1))
    assert_allclose(total[:, -1], total[:, -40], rtol=1e-3)


def test_constant_mortality_and_no_change(medium):
    held = of("constant mortality", medium)
    assert (held.death_rates == medium.death_rates[:, :1]).all()
    assert np.array_equal(held.total_fertility, medium.total_fertility)
    unchanged = of("no change", medium)
    assert (unchanged.death_rates == medium.death_rates[:, :1]).all()
    assert (unchanged.total_fertility == medium.total_fertility[:, :1]).all()
    assert np.array_equal(unchanged.net_migration, medium.net_migration)


def test_zero_migration_moves_nobody(medium, start):
    closed = of("zero migration", medium)
    assert (closed.net_migration == 0).all()
    assert np.array_equal(closed.total_fertility, medium.total_fertility)
    result = project(start, closed.rates(), first_year=1400)
    change = result.population[:, -1].sum((-2, -1)) - start.sum((-2, -1))
    assert_allclose(change, result.births.sum((-2, -1)) - result.deaths.sum((-3, -2, -1)), rtol=1e-9)


def test_no_births_below_18_leaves_older_mothers_alone(medium):
    before, after = medium.birth_rates(), of("no births below 18", medium).birth_rates()
    assert (after[..., :18] == 0).all()
    assert_allclose(after[..., 18:], before[..., 18:], rtol=1e-12)


def test_high_is_never_below_medium_nor_medium_below_low(medium, start):
    totals = [
        project(start, of(name, medium).rates(), first_year=1400).population.sum((-2, -1))
        for name in ("low", "medium", "high")
    ]
    assert (totals[0] <= totals[1]).all() and (totals[1] <= totals[2]).all()


def test_a_readers_own_path_reaches_what_it_says(medium):
    mine = Scenario("mine", total_fertility=2.1, life_expectancy=2.0, net_migration=0.5, reached_in=20)
    changed = apply(mine, medium)
    assert_allclose(changed.total_fertility[:, 19:], 2.1)
    assert (np.diff(changed.total_fertility[0, :20]) < 0).all()
    gained = changed.life_table().e[..., 0] - medium.life_table().e[..., 0]
    assert_allclose(gained[:, 19:], 2.0, atol=1e-7)
    assert_allclose(gained[:, 9], 1.0, atol=1e-7)
    assert_allclose(changed.net_migration, medium.net_migration / 2)


def test_a_scenario_is_a_value():
    assert Scenario("a") == Scenario("a") and hash(Scenario("a")) == hash(Scenario("a"))
    assert Scenario("a") != Scenario("a", migration="zero")
    assert str(Scenario("mine", total_fertility=2.1)) == "mine: total fertility 2.1"
    assert str(VARIANTS["medium"]) == "medium: as assumed"
    assert {VARIANTS["high"]: 1}[Scenario("high", fertility="high")] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fertility": "higher"}, "fertility cannot be 'higher': choose one of medium, high, low"),
        ({"total_fertility": 2100.0}, r"2100 children per woman: is it per 1,000 women\?"),
        ({"life_expectancy": 85.0}, "adds up to 30 years of life"),
        ({"reached_in": 0}, "takes at least a year"),
    ],
)
def test_an_impossible_scenario_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Scenario("mine", **change)


def test_the_united_nations_name_thirteen(medium):
    assert len(VARIANTS) == 13
    assert len({fingerprint(variant) for variant in VARIANTS.values()}) == 13


def by_year(assumed, area, ages):
    return assumed.birth_rates()[area, :, ages]


@pytest.fixture(scope="module")
def adolescents(medium):
    """The medium with many young mothers in area 0 (about 60 per 1,000) and few in area 1 (about 5)."""
    young = medium.ages.between(12, 20)
    scale = np.array([60.0, 5.0]) / (1000 * medium.birth_rates()[:, 0, 15:20].mean(-1))
    pattern = np.array(medium.pattern)
    pattern[..., young] *= scale[:, np.newaxis, np.newaxis]
    return replace(medium, pattern=pattern / pattern.sum(-1, keepdims=True))


def test_by_five_years_the_fall_is_the_mean_of_its_years():
    ages = AgeGroups.five(100)
    pattern = np.zeros((4, 21))
    pattern[:, 2:10] = [0.01, 0.24, 0.25, 0.2, 0.15, 0.1, 0.04, 0.01]
    rates = np.full((4, 2, 22), 0.01)
    medium = Assumptions(
        ages, AgeGroups.abridged(100), np.full(4, 4.0), pattern, rates, np.zeros((4, 2, 21)), np.full(4, 1.05)
    )
    lost, later = (
        apply(VARIANTS[name], medium)
        for name in ("accelerated adolescent decline", "accelerated adolescent decline, recovered")
    )
    year = 0.8 ** np.arange(1, 11)
    fall = lost.birth_rates()[:, 3] / medium.birth_rates()[:, 3]
    assert_allclose(fall[:2], [year[:5].mean(), year[5:].mean()])
    unborn = (medium.birth_rates() - lost.birth_rates())[:2, 3]
    assert_allclose((later.birth_rates() - lost.birth_rates())[2:, 5], unborn / 2)


def test_adolescent_births_fall_by_a_fifth_a_year_to_ten_per_thousand(adolescents):
    fewer = apply(VARIANTS["accelerated adolescent decline"], adolescents)
    rate = by_year(fewer, 0, slice(15, 20)).mean(-1)
    reached = int(np.argmax(rate < 0.010))
    first = by_year(adolescents, 0, slice(15, 20)).mean(-1)[0]
    assert_allclose(rate[: reached + 1], first * 0.8 ** (np.arange(reached + 1) + 1))
    assert rate[reached - 1] >= 0.010
    held = by_year(fewer, 0, slice(0, 20))[reached]
    assert_allclose(
        by_year(fewer, 0, slice(0, 20))[reached:],
        np.minimum(held, by_year(adolescents, 0, slice(0, 20))[reached:]),
        atol=1e-15,
    )
    assert_allclose(by_year(fewer, 0, slice(0, 15))[1], 0.8 * by_year(fewer, 0, slice(0, 15))[0])


def test_few_adolescent_births_are_left_as_they_are(adolescents):
    for name in ("accelerated adolescent decline", "accelerated adolescent decline, recovered"):
        fewer = apply(VARIANTS[name], adolescents)
        assert_allclose(fewer.birth_rates()[1], adolescents.birth_rates()[1], atol=1e-15)


def test_births_not_borne_young_are_lost_or_half_of_them_come_ten_years_later(adolescents):
    lost = apply(VARIANTS["accelerated adolescent decline"], adolescents)
    later = apply(VARIANTS["accelerated adolescent decline, recovered"], adolescents)
    medium, fewer, recovered = (each.birth_rates() for each in (adolescents, lost, later))
    assert_allclose(fewer[..., 20:], medium[..., 20:], atol=1e-15)
    assert_allclose(recovered[..., :20], fewer[..., :20], atol=1e-15)
    back = recovered - fewer
    assert_allclose(back[:, 10:, 25:30], (medium - fewer)[:, :-10, 15:20] / 2, atol=1e-15)
    assert back.sum() == pytest.approx(back[:, 10:, 25:30].sum())
    assert (lost.total_fertility[0, :20] < adolescents.total_fertility[0, :20]).all()


def test_a_scenario_shorter_than_ten_years_has_nothing_to_recover(adolescents):
    short = replace(
        adolescents,
        total_fertility=adolescents.total_fertility[:, :3],
        pattern=adolescents.pattern[:, :3],
        death_rates=adolescents.death_rates[:, :3],
        net_migration=adolescents.net_migration[:, :3],
        sex_ratio=adolescents.sex_ratio[:, :3],
    )
    lost, later = (
        apply(VARIANTS[name], short)
        for name in ("accelerated adolescent decline", "accelerated adolescent decline, recovered")
    )
    assert np.array_equal(lost.birth_rates(), later.birth_rates())


def test_a_run_uses_the_life_tables_its_conventions_name(medium, start):
    closed = Scenario("closed", conventions=Conventions(closing="kannisto", a0="coale_demeny"))
    changed = apply(closed, medium)
    assert (changed.closing, changed.a0) == ("kannisto", "coale_demeny")
    rates, longer = old_age.extend(medium.death_rates, medium.ages)
    full = life_table(rates, longer, a0="coale_demeny")
    assert_allclose(changed.life_table().e[..., 0], full.e[..., 0], rtol=1e-12)
    ratio = full.total_years[..., 100] / full.total_years[..., 99]
    assert_allclose(changed.rates().survival[..., -1], ratio, rtol=1e-12)
    run = project(start, changed.rates(), first_year=1400, conventions=closed.conventions)
    assert run.conventions.closing == "kannisto"
    longer_lives = apply(replace(closed, life_expectancy=2.0, reached_in=1), medium)
    gained = longer_lives.life_table().e[..., 0] - changed.life_table().e[..., 0]
    assert_allclose(gained, 2.0, atol=0.02)
    assert read(stored(closed)) == closed
    assert fingerprint(closed) != fingerprint(Scenario("closed"))
    eighty = AgeGroups.single(80)
    short = Assumptions(
        eighty,
        eighty,
        medium.total_fertility,
        medium.pattern[..., :81],
        medium.death_rates[..., :81],
        medium.net_migration[..., :81],
        medium.sex_ratio,
        closing="kannisto",
    )
    with pytest.raises(
        ValueError, match=r"closing by kannisto at 100\+ needs death rates to 100; they end at 80\+"
    ):
        short.life_table()


OWN = Scenario(
    "own",
    paths=(
        Path("total_fertility", ((2020, 2.0), (2030, 1.5)), area="B"),
        Path("life_expectancy", ((2020, 76.0), (2060, 86.0))),
        Path("net_migration", ((2020, 1200.0),), area="A"),
        Path("sex_ratio", ((2020, 1.08), (2040, 1.05))),
    ),
    shocks=(Shock("epidemic", 2025.5, 1, mortality=1.3),),
    horizon=2060,
)


def test_paths_are_followed_by_the_area_they_name(medium):
    moved = apply(OWN, medium, first=2020, areas=("A", "B"))
    middles = 2020.5 + np.arange(YEARS)
    assert_allclose(moved.total_fertility[1], np.interp(middles, [2020, 2030], [2.0, 1.5]))
    assert_allclose(moved.total_fertility[0], medium.total_fertility[0])
    assert_allclose(moved.net_migration[0].sum((-2, -1)), 1200)
    assert_allclose(moved.net_migration[1], medium.net_migration[1])
    assert_allclose(moved.sex_ratio[0, 20:], 1.05, atol=1e-9)
    calm = apply(replace(OWN, shocks=()), medium, first=2020, areas=("A", "B")).life_table().e[..., 0]
    assert_allclose(
        calm.mean(-1), np.broadcast_to(np.interp(middles, [2020, 2060], [76, 86]), (2, YEARS)), atol=1e-5
    )
    gap = medium.life_table().e[..., 0]
    assert_allclose(calm[..., 0] - calm[..., 1], gap[..., 0] - gap[..., 1], atol=1e-5)


def test_a_shock_in_a_scenario_shortens_lives_when_it_strikes(medium):
    e0 = apply(OWN, medium, first=2020, areas=("A", "B")).life_table().e[0, :, 0, 0]
    assert e0[5] < e0[4] and e0[6] < e0[4] and e0[7] > e0[4]


def test_a_scenario_is_kept_and_read_again():
    assert read(stored(OWN)) == OWN
    assert fingerprint(OWN) == fingerprint(replace(OWN, name="another name"))
    assert fingerprint(OWN) != fingerprint(replace(OWN, horizon=2055))
    assert hash(OWN) == hash(read(stored(OWN)))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda: read('{"name": "cut'), "was the file cut or edited"),
        (lambda: read('{"name": "x", "colour": "red"}'), "colour"),
        (
            lambda: Path("total_fertility", ((2020, 15.0),)),
            "15 at 2020 is not possible: it is in children per woman",
        ),
        (lambda: Path("life_expectancy", ((2020, 0.76),)), "it is in years"),
        (lambda: Path("total_fertility", ((2030, 2.0), (2020, 1.5))), "rise in time"),
        (lambda: Path("births", ((2020, 2.0),)), "the components are"),
    ],
)
def test_an_impossible_path_is_a_sentence(broken, says):
    with pytest.raises(ValueError, match=says):
        broken()


def test_a_path_of_an_area_that_is_not_there_is_named(medium):
    with pytest.raises(ValueError, match="area 'B', which is not in the projection of A, C"):
        apply(OWN, medium, first=2020, areas=("A", "C"))
    with pytest.raises(ValueError, match="say when the first interval begins"):
        apply(OWN, medium)
