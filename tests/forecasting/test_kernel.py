"""The fast kernels give the plain engine's numbers, whatever the options and however many threads."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.axes import AgeGroups
from forecasting.bands import BANDS, SHARES, Band, people_in, shares_of
from forecasting.conventions import Conventions
from forecasting.kernel import areas, ensemble, selection, trajectories
from forecasting.kernel.areas import project_areas
from forecasting.kernel.ensemble import Ensemble, LeeCarterPaths
from forecasting.kernel.threads import each, slices
from forecasting.kernel.trajectories import quantiles, summarise
from forecasting.life_table import (
    close_at,
    survival_below_and_in_open_group,
    survival_ratios,
    table_from_rates,
)
from forecasting.projection import project
from forecasting.rates import Rates

CONVENTIONS = st.builds(
    Conventions,
    migration=st.sampled_from(["even", "end"]),
    birth_exposure=st.sampled_from(["both_ends", "survivors", "counted"]),
    open_group=st.sampled_from(["pooled", "separate"]),
)
FIELDS = ("population", "births", "births_by_mother", "deaths", "net_migration", "floored")


@pytest.fixture(autouse=True)
def every_run_is_large(monkeypatch):
    monkeypatch.setattr(selection, "LARGE", 0)


def path(seed, count, length, ages, *, shared=False, migrants=5.0):
    """A start and a path of rates for some areas; ``shared``: survival and migration of one area for all."""
    random = np.random.default_rng(seed)
    size, width = len(ages), ages.interval
    middle = np.asarray(ages.lower) + width / 2
    hazard = 2e-5 * np.exp(0.1 * middle) + 5e-4
    one = 1 if shared else count
    survival = np.exp(-width * hazard * random.uniform(0.8, 1.2, (one, length, 2, 1)))
    fertile = (middle > 15) & (middle < 50)
    asfr = np.where(fertile, random.uniform(0.02, 0.1, (count, length, size)), 0)
    moves = random.normal(0, migrants, (one, length, 2, size))
    ratio = np.full((one, 1), 1.06)
    rates = Rates(ages, asfr, survival, moves, ratio, random.uniform(0.5, 0.9, (one, length, 2)))
    return random.uniform(500, 1500, (count, 2, size)), rates


def assert_same(found, expected, scale=1500.0):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12 * scale)


@given(
    CONVENTIONS,
    st.integers(0, 1000),
    st.integers(1, 66),
    st.integers(1, 12),
    st.sampled_from([AgeGroups.single(100), AgeGroups.single(60), AgeGroups.five(85)]),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_many_areas_are_the_plain_projection(conventions, seed, count, length, ages, shared):
    start, rates = path(seed, count, length, ages, shared=shared, migrants=0.02)
    expected = project(start, rates, first_year=1400, conventions=conventions)
    found = project_areas(start, rates, first_year=1400, conventions=conventions)
    assert found.years == expected.years
    for field in FIELDS:
        assert_same(getattr(found, field), getattr(expected, field), expected.population.max())
    assert np.abs(found.imbalance()).max() < 1e-9 * found.population.sum((-2, -1)).max()


def test_threads_do_not_change_a_bit():
    start, rates = path(1, 200, 10, AgeGroups.single(100))
    one, two = (project_areas(start, rates, first_year=0, threads=threads) for threads in (1, 3))
    for field in FIELDS:
        assert np.array_equal(getattr(one, field), getattr(two, field))


def test_arrays_can_be_used_again():
    start, rates = path(2, 70, 8, AgeGroups.single(100))
    first = project_areas(start, rates, first_year=0)
    other, changed = path(3, 70, 8, AgeGroups.single(100))
    again = project_areas(other, changed, first_year=0, reuse=first)
    assert np.shares_memory(again.population, first.population)
    assert np.array_equal(again.population, project_areas(other, changed, first_year=0).population)
    with pytest.raises(ValueError, match="to reuse has shape"):
        project_areas(other[:9], path(3, 9, 8, AgeGroups.single(100))[1], first_year=0, reuse=first)


@pytest.mark.parametrize("migration", ["even", "end"])
def test_an_emptied_cell_is_refused_in_the_plain_engines_words(migration):
    start, rates = path(4, 5, 6, AgeGroups.single(100))
    moves = rates.net_migration.copy()
    moves[3, 2, 1, 40] = -1e6
    wrong = Rates(rates.ages, rates.asfr, rates.survival, moves, rates.sex_ratio)
    conventions = Conventions(migration=migration)
    with pytest.raises(ValueError) as plain:
        project(start, wrong, first_year=1400, conventions=conventions)
    with pytest.raises(ValueError) as fast:
        project_areas(start, wrong, first_year=1400, conventions=conventions)
    assert str(fast.value) == str(plain.value)
    assert "area 3, male, age 40" in str(fast.value)


def test_other_engines_rules_and_small_runs_are_left_to_the_plain_engine(monkeypatch):
    start, rates = path(5, 3, 4, AgeGroups.single(100))
    monkeypatch.setattr(areas.loading, "areas", lambda: pytest.fail("the compiled kernel was asked"))
    project_areas(start, rates, first_year=0, conventions=Conventions(negative_cells="un_floor"))
    monkeypatch.setattr(selection, "LARGE", 2000)
    project_areas(start, rates, first_year=0)


def fertility(seed, length, count):
    return np.random.default_rng(seed).uniform(0.6, 1.4, (1, length, count))


def drawn_one_by_one(start, rates, levels, conventions):
    """Every trajectory of every area by the plain engine. -> population (area, trajectory, year, sex, age)"""
    broad = Rates(
        rates.ages,
        rates.asfr[:, None] * np.moveaxis(levels, -1, 1)[..., None],
        rates.survival[:, None],
        rates.net_migration[:, None],
        rates.sex_ratio[:, None],
        None if rates.open_survival is None else rates.open_survival[:, None],
    )
    return project(start[:, None], broad, first_year=0, conventions=conventions)


@given(CONVENTIONS, st.integers(0, 1000), st.integers(1, 70), st.sampled_from([3, 40, 110]))
@settings(max_examples=10, deadline=None)
def test_fertility_trajectories_are_plain_projections(conventions, seed, count, length):
    ages = AgeGroups.single(100)
    start, rates = path(seed, 2, length, ages, migrants=0.5)
    levels = fertility(seed, length, count)
    cells = []
    summary = summarise(
        Ensemble(start, rates, levels, conventions=conventions),
        first_year=0,
        by_age=lambda area, found: cells.append(found),
    )
    expected = drawn_one_by_one(start, rates, levels, conventions)
    wanted = np.asarray(trajectories.PROBABILITIES)
    people = people_in(expected.population, ages)
    measures = np.concatenate([people, shares_of(people, BANDS, SHARES)], axis=-1)
    by_hand = np.quantile(measures, wanted, axis=1)  # probability, area, year, measure
    if summary.kept.any():  # a trajectory could not let people go: the plain engine would have refused
        return
    assert_same(summary.stocks, by_hand.transpose(1, 3, 2, 0), people.max())
    births = np.quantile(expected.births.sum(-1), wanted, axis=1)
    deaths = np.quantile(expected.deaths.sum((-2, -1)), wanted, axis=1)
    assert_same(summary.flows, np.stack([births, deaths]).transpose(2, 0, 3, 1), people.max())
    ages_by_hand = np.quantile(expected.population, wanted, axis=1)
    assert_same(np.stack(cells, axis=1), ages_by_hand, 1500)


def lee_carter(seed, length, count, table_age, sexes=1):
    random = np.random.default_rng(seed)
    x = np.arange(table_age + 1.0)
    a = np.log(2e-5 * np.exp(0.1 * x) + 5e-4 + 0.02 * (x == 0)) + random.normal(0, 0.1, (2, 1, 2, 1))
    b = 0.02 * np.exp(-x / 60) * np.ones((2, 1, 2, 1))
    k = np.cumsum(random.normal(-0.5, 1, (1, sexes, length, count)), axis=2)
    return LeeCarterPaths(AgeGroups.single(table_age), np.minimum(a, 0.3), b, k)


def survival_one_by_one(paths, ages, separate, rule):
    """(area, trajectory, interval, sex, age), and inside the open group."""
    k = np.moveaxis(paths.k, -1, 1)  # area, trajectory, sex, interval
    k = np.moveaxis(k, 2, 3)[..., None]  # area, trajectory, interval, sex, 1
    table = table_from_rates(np.exp(paths.a[:, None] + paths.b[:, None] * k), paths.ages, rule)
    if separate:
        return survival_below_and_in_open_group(close_at(table, ages.open_age + 1))
    return survival_ratios(close_at(table, ages.open_age)), None


@given(
    CONVENTIONS,
    st.integers(0, 1000),
    st.integers(1, 80),
    st.sampled_from([100, 101, 130]),
    st.sampled_from([1, 2]),
    st.sampled_from(["andreev_kingkade", "coale_demeny"]),
)
@settings(max_examples=10, deadline=None)
def test_mortality_trajectories_are_life_tables(conventions, seed, count, table_age, sexes, rule):
    ages, length = AgeGroups.single(100), 12
    conventions = Conventions(
        conventions.migration, conventions.birth_exposure, conventions.open_group, a0=rule
    )
    separate = conventions.open_group == "separate"
    start, rates = path(seed, 2, length, ages, migrants=0.5)
    levels = fertility(seed, length, count)
    paths = lee_carter(seed, length, count, table_age, sexes)
    if separate and table_age == 100:
        with pytest.raises(ValueError, match="cannot close a table"):
            Ensemble(start, rates, levels, paths, conventions)
        return
    cells = []
    summary = summarise(
        Ensemble(start, rates, levels, paths, conventions),
        first_year=0,
        by_age=lambda _, found: cells.append(found),
    )
    survival, inside = survival_one_by_one(paths, ages, separate, rule)
    asfr = rates.asfr[:, None] * np.moveaxis(levels, -1, 1)[..., None]
    broad = Rates(ages, asfr, survival, rates.net_migration[:, None], rates.sex_ratio[:, None], inside)
    expected = project(start[:, None], broad, first_year=0, conventions=conventions)
    wanted = np.asarray(trajectories.PROBABILITIES)
    if summary.kept.any():
        return
    assert_same(np.stack(cells, axis=1), np.quantile(expected.population, wanted, axis=1))
    deaths = np.quantile(expected.deaths.sum((-2, -1)), wanted, axis=1)
    assert_same(summary.flows[:, 1], deaths.transpose(1, 2, 0), expected.population.sum((-2, -1)).max())


@given(CONVENTIONS, st.integers(0, 1000), st.sampled_from(["none", "lee_carter"]))
@settings(max_examples=10, deadline=None)
def test_the_two_kernels_agree_even_where_people_cannot_leave(conventions, seed, mortality):
    """Migration large enough to empty cells: who cannot leave stays, is counted, and no cell is negative."""
    length, count = 105 if mortality == "none" else 12, 66
    start, rates = path(seed, 2, length, AgeGroups.single(100), migrants=400)
    paths = lee_carter(seed, length, count, 130) if mortality == "lee_carter" else None
    ensemble_ = Ensemble(start, rates, fertility(seed, length, count), paths, conventions)
    compiled, plain = [], []
    fast = summarise(ensemble_, first_year=0, by_age=lambda _, cells: compiled.append(cells))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "LARGE", 10**9)
        slow = summarise(ensemble_, first_year=0, by_age=lambda _, cells: plain.append(cells))
    scale = fast.stocks[:, 0].max()
    assert slow.kept.max() > 0
    for field in ("flows", "kept"):
        assert_same(getattr(fast, field), getattr(slow, field), scale)
    assert_same(fast.stocks[:, : len(BANDS)], slow.stocks[:, : len(BANDS)], scale)
    assert_same(np.stack(compiled), np.stack(plain), scale)
    assert min(cells.min() for cells in compiled) >= 0


def test_level_one_is_the_central_projection():
    start, rates = path(6, 3, 20, AgeGroups.single(100))
    summary = summarise(Ensemble(start, rates, np.ones((1, 20, 9))), first_year=2020)
    central = project(start, rates, first_year=2020)
    assert summary.years == central.years
    for probability in range(5):
        assert_same(summary.stocks[:, 0, :, probability], central.population.sum((-2, -1)), 3e5)


def test_trajectories_can_come_area_by_area_and_threads_do_not_matter():
    start, rates = path(7, 9, 20, AgeGroups.single(100))
    levels = np.random.default_rng(7).uniform(0.5, 1.5, (9, 20, 65))
    whole = summarise(Ensemble(start, rates, levels), first_year=0, threads=1)
    pieces = summarise(Ensemble(start, rates, lambda area: levels[area]), first_year=0, threads=3)
    assert np.array_equal(whole.stocks, pieces.stocks)
    assert np.array_equal(whole.flows, pieces.flows)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fertility": np.full((1, 3, 9), -1.0)}, "cannot be negative"),
        ({"fertility": np.full((1, 2, 9), 1.0)}, "with 3 intervals"),
        ({"fertility": np.full((1, 3, 9), np.nan)}, "missing value"),
        ({"conventions": Conventions(net_migration="share_of_start")}, "in persons"),
        ({"population": np.ones((2, 101))}, "starts from"),
    ],
)
def test_bad_ensembles_are_refused(change, words):
    start, rates = path(8, 2, 3, AgeGroups.single(100))
    given_ = {"population": start, "rates": rates, "fertility": np.ones((1, 3, 9))} | change
    with pytest.raises(ValueError, match=words):
        summarise(Ensemble(**given_), first_year=0)


def test_bands_can_be_edited():
    start, rates = path(9, 2, 3, AgeGroups.single(100))
    band = Band("girls 7-12", 7, 13, "female")
    summary = summarise(Ensemble(start, rates, np.ones((1, 3, 9))), first_year=0, bands=(band,), shares=())
    assert summary.measures == ("girls 7-12",)
    assert_same(summary.stocks[:, 0, 0, 2], start[:, 0, 7:13].sum(-1))
    with pytest.raises(ValueError, match="hold nobody"):
        Band("nobody", 18, 18)


def test_quantiles_are_numpys():
    draws = np.random.default_rng(0).normal(size=(4, 101))
    wanted = np.array([0, 0.025, 0.33, 1])
    assert_same(quantiles(draws.copy(), wanted), np.moveaxis(np.quantile(draws, wanted, axis=-1), 0, -1), 1)


def test_infant_rule_written_for_the_compiler_is_the_life_tables():
    from forecasting.kernel.compiled_life_table import infant_years_of_lane
    from forecasting.life_table import infant_years

    m0 = np.exp(np.linspace(-9, 0, 400))
    for rule in ("andreev_kingkade", "coale_demeny"):
        both = infant_years(np.stack([m0, m0], axis=-1), rule)
        for sex in (0, 1):
            found = [infant_years_of_lane(rate, sex, rule == "coale_demeny") for rate in m0]
            assert_same(np.array(found), both[:, sex], 1)


def test_exponentials_of_lanes_are_exact_to_the_last_digits():
    from forecasting.kernel.compiled_life_table import death_rates_of_lanes
    from forecasting.kernel.compiler import LANES

    k, out = np.linspace(-600, 600, LANES), np.empty(LANES)
    for a in (-9.0, 0.0, 1.5):
        death_rates_of_lanes(a, 1.0, k, out)
        np.testing.assert_allclose(out, np.exp(a + k), rtol=1e-14)


def test_pieces_come_in_order_and_errors_are_not_lost():
    assert list(each(lambda piece: piece.start, slices(100, 7), 3)) == list(range(0, 100, 7))
    with pytest.raises(ZeroDivisionError):
        list(each(lambda piece: 1 // piece, [1, 2, 0, 4], 2))


def test_importing_the_kernel_does_not_import_the_compiler():
    code = "import sys, forecasting.kernel.areas, forecasting.kernel.trajectories as t; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert ensemble is not None
