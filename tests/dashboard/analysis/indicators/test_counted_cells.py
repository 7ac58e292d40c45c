"""The world, not the code: births and deaths drawn at rates that are known, loaded as an office would, and read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.indicators import MeasureContext, indicator_values
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.indicators.death_rates import national_rates
from dashboard.analysis.indicators.fertility import FIVE
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.indicators.population import base
from dashboard.analysis.indicators.register_tables import registered_part
from dashboard.analysis.indicators.registered_fertility import registered_fertility
from data.engine import open_engine
from data.ingest import readers
from data.ingest.load import make_release
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.pointer import current_file
from forecasting import mortality
from forecasting.axes import FEMALE, SEXES, AgeGroups
from forecasting.life_table import life_table
from tests.dashboard.analysis.indicators.worlds import births_file, deaths_file, single_year_fertility

TEHRAN, FARS, QOM, NATION = "IR23", "IR07", "IR25", "IR"
YEAR, NEWEST = 1402, 1404
TFR, AGE = 1.9, 29.0
UNKNOWN = 0.03
SINGLE = AgeGroups.single(100)
#: Death rates of the world over the nation's of the United Nations
MORTALITY = 1.1


@pytest.fixture(scope="module")
def known(store) -> Iterator[MeasureContext]:
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield MeasureContext(reader, NATION)
    engine.dispose()


@pytest.fixture(scope="module")
def truth(known):
    """People of the base population (area) -> (sex, age) of the year, and the world's death rates (sex, age)."""
    [cube] = [each for each in base(known) if each.year == YEAR]
    rates = national_rates(known)
    single = mortality.single_year_rates(rates.rates_at(year_middle(YEAR, "solar_hijri")), rates.ages)
    people = {area: cube.counts[place] for place, area in enumerate(cube.areas)}
    return people, MORTALITY * single


@pytest.fixture(scope="module")
def loaded(store, truth, tmp_path_factory) -> Iterator[MeasureContext]:
    """The seed's store with what an office loads beside it: see the files below."""
    people, rates = truth
    folder, draw = tmp_path_factory.mktemp("cells"), np.random.default_rng(14)
    women = {area: counts[FEMALE] for area, counts in people.items()}
    asfr = single_year_fertility(TFR, AGE)
    deaths = {area: draw.poisson(people[area] * rates) for area in (NATION, TEHRAN)}
    deaths[QOM] = draw.poisson(people[QOM] * rates / 4)
    single = births_file("Tehran", YEAR, draw.poisson(women[TEHRAN] * asfr), unknown=UNKNOWN)
    files = {
        "single_tehran": single,
        "a_copy_of_tehran": single,
        "five_fars": births_file("Fars", YEAR, draw.poisson(women[FARS] * asfr), width=5),
        "old_fars": births_file("Fars", YEAR, draw.poisson(2 * women[FARS] * asfr), width=5),
        "qom_by_sex": births_file("Qom", YEAR, draw.poisson(women[QOM] * asfr), width=5, sexes=True),
        "tehran_newest": births_file("Tehran", NEWEST, draw.poisson(women[TEHRAN] * asfr)),
        "deaths_iran": deaths_file("Iran", YEAR, deaths[NATION]),
        "deaths_tehran": deaths_file("Tehran", YEAR, deaths[TEHRAN], unknown=UNKNOWN),
        "deaths_qom": deaths_file("Qom", YEAR, deaths[QOM], open_age=85, width=5),
    }
    place = folder / "store"
    shutil.copytree(store, place)
    names = []
    for name, frame in files.items():
        names.append(folder / f"{name}.csv")
        frame.to_csv(names[-1], index=False)
    make_release(DuckDBReleases(place), [readers.read(name) for name in names], say=lambda _line: None)
    engine = open_engine(current_file(place))
    with engine.connect() as reader:
        yield MeasureContext(reader, NATION)
    engine.dispose()


def row(context: MeasureContext, key: str, area: str, year: int = YEAR) -> pd.Series:
    values = indicator_values(context, key)
    [(_, found)] = values[(values["area"] == area) & (values["year"] == year)].iterrows()
    return found


@pytest.mark.parametrize("area", [TEHRAN, QOM])
def test_total_fertility_is_read_back_within_chance(loaded, area):
    found = row(loaded, "total_fertility_rate", area)
    level = TFR * (1 + UNKNOWN) if area == TEHRAN else TFR
    assert found["low"] < level < found["high"] and found["high"] - found["low"] < 0.1
    assert found["status"] == "estimated", "the women are the base population's"
    mean = row(loaded, "mean_age_childbearing", area)
    groups_of_five = 0.06  # the middle of a group is not quite where its births are
    assert mean["low"] - groups_of_five < AGE + 0.5 < mean["high"] + groups_of_five


def test_mothers_of_unknown_age_are_shared_out_and_their_part_is_known(loaded):
    [own] = [each for each in registered_fertility(loaded) if (each.area, each.year) == (TEHRAN, YEAR)]
    assert own.share_unknown == pytest.approx(UNKNOWN / (1 + UNKNOWN), abs=1e-3)
    births = row(loaded, "births", TEHRAN)
    assert own.births.sum() == pytest.approx(births["value"])


def test_the_finest_ages_are_taken_and_five_year_ones_are_read_as_well(loaded):
    ages = {each.area: each.ages for each in registered_fertility(loaded) if each.year == YEAR}
    assert ages[TEHRAN].lower == (*range(15, 50), 50)
    assert ages[FARS].lower == ages[QOM].lower == (*range(15, 50, 5), 50)


def test_two_sources_are_not_added(loaded):
    """Of two files of one month that which the order puts first: one says twice as many as the other."""
    found = row(loaded, "total_fertility_rate", FARS)
    assert found["value"] == pytest.approx(TFR, abs=0.05) or found["value"] == pytest.approx(2 * TFR, abs=0.1)
    assert len(found["source"].split()) == 2, "one file and the base population"


def test_a_second_copy_changes_no_figure(loaded):
    with_copy = row(loaded, "total_fertility_rate", TEHRAN)
    assert (
        with_copy["value"] == pytest.approx(TFR * (1 + UNKNOWN), abs=0.03)
        and len(with_copy["source"].split()) == 2
    )


def test_a_year_newer_than_the_population_waits_and_says_so(loaded):
    values = indicator_values(loaded, "total_fertility_rate")
    assert NEWEST not in set(values["year"])
    assert childbearing(loaded).waiting == {TEHRAN: (NEWEST,)}


def test_an_area_s_curve_is_its_own(loaded):
    mothers = childbearing(loaded)
    assert YEAR in mothers.curve_years(TEHRAN)
    place = mothers.curve_place(TEHRAN, YEAR)
    groups = np.append(single_year_fertility(TFR, AGE)[:100].reshape(-1, 5).mean(-1), 0.0)
    inside = FIVE.between(20, 40)
    assert mothers.rates[place][inside] == pytest.approx(groups[inside], rel=0.05)
    assert mothers.rows["by_age"].iloc[place]


def test_births_by_sex_and_age_alone_have_a_total_and_a_sex_ratio(loaded):
    births, ratio = row(loaded, "births", QOM), row(loaded, "sex_ratio_at_birth", QOM)
    assert births["source"] == ratio["source"] == "own_qom_by_sex"
    assert ratio["value"] == pytest.approx(105, abs=3)


@pytest.mark.parametrize(("area", "within"), [(NATION, 0.25), (TEHRAN, 0.4)])
def test_life_expectancy_by_sex_is_read_back(loaded, truth, area, within):
    """The register's deaths are raised by the part that is registered, as in every year of the nation."""
    _, rates = truth
    more = 1 + UNKNOWN if area == TEHRAN else 1
    table = life_table(np.minimum(rates * more / registered_part(loaded), 4.9), SINGLE)
    for sex, name in enumerate(("women", "men")):
        found = row(loaded, f"life_expectancy_{name}", area)
        assert found["value"] == pytest.approx(float(table.e[sex, 0]), abs=within)
        assert found["low"] < found["value"] < found["high"] and found["status"] == "estimated"


def test_deaths_by_sex_give_one_table_of_women_men_and_both(loaded):
    tables = [
        each for each in area_tables(loaded) if (each.area, each.year, each.kind) == (QOM, YEAR, "register")
    ]
    assert [each.sexes for each in tables] == [(*SEXES, "both")]
    assert tables[0].e0("male") < tables[0].e0("both") < tables[0].e0("female")
    assert row(loaded, "life_expectancy", QOM)["value"] == tables[0].e0("both")


def test_infant_deaths_over_births_are_derived(loaded):
    found = row(loaded, "infant_mortality_rate", TEHRAN)
    births = row(loaded, "births", TEHRAN)["value"]
    assert found["status"] == "derived" and found["value"] == pytest.approx(1000 * found["events"] / births)


def test_what_is_published_stays_before_it(loaded, known):
    published = indicator_values(known, "total_fertility_rate")
    after = indicator_values(loaded, "total_fertility_rate")
    both = published.merge(after, on=["area", "year"], suffixes=("", "_after"))
    assert len(both) == len(published) and (both["value"] == both["value_after"]).all()
