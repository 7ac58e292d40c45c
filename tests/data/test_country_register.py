"""A made-up register of a whole country: labelled, the same by its seed, its tables one draw, and the measures that come
out of a release are what was put in."""

from __future__ import annotations

import os
import shutil

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.register_tables import registered_part
from data import indicator_queries, queries
from data.countries import countries
from data.engine import open_engine
from data.ingest import readers
from data.ingest.load import make_release
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.pointer import current_file
from data.synthetic.__main__ import main
from data.synthetic.country_files import CountryRegister, register_files, write_country
from data.synthetic.country_people import AGES, basis
from data.synthetic.country_rates import expected, factors
from data.synthetic.country_truth import life_expectancy
from forecasting.axes import AgeGroups
from forecasting.life_table import life_table

COUNTRY = next(code for code, each in countries().items() if each.calendar == "solar_hijri")
YEARS = range(1401, 1403)
#: Standard errors that chance may take a measure from what was put in, and part of a measure that the method may add
CHANCE = 3
METHOD = 0.004


@pytest.fixture(scope="module")
def reader(store):
    engine = open_engine(current_file(store))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def folder(reader, tmp_path_factory):
    """The register of two years, for the provinces"""
    place = tmp_path_factory.mktemp("register")
    write_country(CountryRegister(COUNTRY, YEARS, census=True), reader, place, say=lambda _line: None)
    return place


@pytest.fixture(scope="module")
def truth(folder):
    frame = table(folder, "truth")
    return frame.pivot(index=["area", "year"], columns="measure", values="value")


@pytest.fixture(scope="module")
def release(store, folder, tmp_path_factory):
    """A release with the register's events: read file by file and loaded as an office's"""
    place = tmp_path_factory.mktemp("store")
    for file in (current_file(store), store / "current"):
        shutil.copy(file, place)
    files = [file for file in register_files(sorted(folder.glob("*.csv"))) if "census" not in file.stem]
    outcome = make_release(
        DuckDBReleases(place), [readers.read(file) for file in files], say=lambda _line: None
    )
    assert not [each for each in outcome.findings if each.severity == "error"]
    engine = open_engine(current_file(place))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def table(folder, name):
    return pd.read_csv(folder / f"synthetic_{COUNTRY}_{name}.csv")


def test_every_file_says_that_it_is_made_up(folder):
    files = sorted(folder.glob("*.csv"))
    assert len(files) == 15
    for file in files:
        assert file.name.startswith("synthetic_")
        assert (pd.read_csv(file)["synthetic"] == 1).all()
    reading = readers.read(folder / f"synthetic_{COUNTRY}_births_by_age.csv")
    source = reading.tables["source"].iloc[0]
    assert "Synthetic" in source["office_en"] and "synthetic" in source["publication_en"]
    assert (reading.tables["birth"]["status"] == "estimated").all()


def test_the_same_seed_gives_the_same_files_and_another_others(reader, tmp_path):
    texts = []
    for seed in (1, 1, 2):
        files = write_country(
            CountryRegister(COUNTRY, range(1402, 1403), seed=seed), reader, tmp_path, say=lambda _line: None
        )
        texts.append([file.read_text(encoding="utf-8") for file in files])
    assert texts[0] == texts[1]
    assert all(one != other for one, other in zip(texts[1], texts[2], strict=True))


def test_all_tables_of_an_event_are_one_draw(folder):
    keys = ["area", "year"]
    for event in ("births", "deaths", "marriages", "divorces"):
        files = sorted(folder.glob(f"*_{event}_by_*.csv"))
        sums = [pd.read_csv(file).groupby(keys)["events"].sum() for file in files]
        assert len(files) >= 2
        for each in sums[1:]:
            pd.testing.assert_series_equal(each, sums[0])
    left, came = table(folder, "moves_out"), table(folder, "moves_in")
    between = table(folder, "moves_between")
    assert left["events"].sum() == came["events"].sum() == between["events"].sum()


def test_a_register_of_counties_is_of_the_same_people(reader, folder, tmp_path):
    write_country(
        CountryRegister(COUNTRY, range(1402, 1403), "county"), reader, tmp_path, say=lambda _line: None
    )
    people = table(tmp_path, "truth").query("measure == 'population'").set_index("area")["value"]
    own = table(folder, "truth").query("measure == 'population' and year == 1402").set_index("area")["value"]
    np.testing.assert_allclose(people[own.index], own)
    assert len(people) == len(own) + table(tmp_path, "births_by_age")["area"].nunique()


def test_people_after_the_last_year_of_the_release_are_carried_forward(reader, tmp_path):
    write_country(CountryRegister(COUNTRY, range(1402, 1405)), reader, tmp_path, say=lambda _line: None)
    truth = (
        table(tmp_path, "truth")
        .query("area == @COUNTRY")
        .pivot(index="year", columns="measure", values="value")
    )
    growth = truth["population"].diff().shift(-1).dropna() / truth["population"].iloc[:-1] * 1000
    expected = (truth["crude_birth_rate"] - truth["crude_death_rate"]).iloc[:-1]
    np.testing.assert_allclose(growth, expected, atol=0.3)


def test_life_expectancy_is_that_of_the_life_table():
    ages = np.arange(AGES)
    rates = 0.01 * np.exp(-2.0 * ages) + 4e-5 * np.exp(0.095 * ages)
    made = life_table(np.stack([rates, rates]), AgeGroups.single(AGES - 1)).e[0, 0]
    assert life_expectancy(rates) == pytest.approx(made, abs=0.05)


def test_a_census_of_the_last_year_is_of_the_register_s_people(folder, truth):
    census = table(folder, "census")
    people = census.groupby("area")["persons"].sum()
    np.testing.assert_allclose(people, truth["population"].xs(1402, level="year")[people.index], rtol=1e-3)


def chance(measure, rows, folder):
    """Standard error of a measure of areas and years, from the numbers that were drawn"""
    births = totals(folder, "births_by_age").reindex(rows.index)
    deaths = totals(folder, "deaths_by_age").reindex(rows.index)
    infants = totals(folder, "deaths_by_age", "age == '0'").reindex(rows.index)
    return {
        "total_fertility_rate": rows / np.sqrt(births) * 1.1,
        "mean_age_childbearing": 6.5 / np.sqrt(births),
        "sex_ratio_at_birth": 2 * rows / np.sqrt(births) * 1.01,
        "infant_mortality_rate": rows * np.sqrt(1 / infants + 1 / births),
        "life_expectancy_women": 18 / np.sqrt(deaths / 2) / 1.2,
        "life_expectancy_men": 18 / np.sqrt(deaths / 2) / 1.2,
        "crude_birth_rate": rows / np.sqrt(births),
        "crude_death_rate": rows / np.sqrt(deaths),
        "crude_divorce_rate": rows / np.sqrt(totals(folder, "divorces_by_duration").reindex(rows.index)),
        "mean_duration_of_divorces": 7.2
        / np.sqrt(totals(folder, "divorces_by_duration").reindex(rows.index)),
        "mean_age_first_marriage_women": 6.5
        / np.sqrt(totals(folder, "marriages_by_wife").reindex(rows.index)),
        "mean_age_first_marriage_men": 7.5 / np.sqrt(totals(folder, "marriages_by_wife").reindex(rows.index)),
        "total_first_marriage_rate_women": 1.2
        * rows
        / np.sqrt(totals(folder, "marriages_by_wife").reindex(rows.index)),
        "total_first_marriage_rate_men": 1.2
        * rows
        / np.sqrt(totals(folder, "marriages_by_wife").reindex(rows.index)),
        "crude_marriage_rate": rows / np.sqrt(totals(folder, "marriages_by_wife").reindex(rows.index)),
    }[measure]


def expectancies(release, measure):
    """Life expectancy at the rates that were put in, raised like all of the country's for deaths that are not registered:
    the factor is of the country's own register, whoever counted the deaths."""
    factor = 1 / registered_part(MeasureContext(release, COUNTRY))
    base, sex = basis(release, COUNTRY, YEARS), ["women", "men"].index(measure.split("_")[-1])
    values = {}
    for year in YEARS:
        numbers = expected(base, year, base.people[year], factors(len(base.areas), 0))
        of_area = dict(zip(base.areas, zip(numbers.deaths, numbers.people, strict=True), strict=True))
        of_area[COUNTRY] = (numbers.deaths.sum(0), numbers.people.sum(0))
        for area, (deaths, people) in of_area.items():
            values[area, year] = life_expectancy(factor * deaths[sex] / people[sex])
    return pd.Series(values)


def totals(folder, name, condition=""):
    """Events by area and year, the nation's too"""
    frame = table(folder, name)
    frame = frame.astype({"age": str}).query(condition) if condition else frame
    own = frame.groupby(["area", "year"])["events"].sum()
    nation = own.groupby("year").sum()
    nation.index = pd.MultiIndex.from_product([[COUNTRY], nation.index], names=["area", "year"])
    return pd.concat([own, nation])


@pytest.mark.parametrize(
    "measure",
    [
        "total_fertility_rate",
        "mean_age_childbearing",
        "sex_ratio_at_birth",
        "infant_mortality_rate",
        "life_expectancy_women",
        "life_expectancy_men",
        "crude_birth_rate",
        "crude_death_rate",
        "crude_marriage_rate",
        "crude_divorce_rate",
        "mean_duration_of_divorces",
        "mean_age_first_marriage_women",
        "mean_age_first_marriage_men",
        "total_first_marriage_rate_women",
        "total_first_marriage_rate_men",
    ],
)
def test_the_release_says_what_was_put_in(measure, release, truth, folder):
    values = indicator_queries.indicator_values(release, COUNTRY, measure)
    of_the_register = values["source"].str.contains("synthetic_") & ~values["source"].str.contains("nocr_")
    own = values[of_the_register & values["year"].isin(YEARS)]
    found = own.set_index(["area", "year"])["value"]
    rows = (expectancies(release, measure) if "expectancy" in measure else truth[measure]).reindex(
        found.index
    )
    assert len(found) >= (60 if measure == "infant_mortality_rate" else 20) and rows.notna().all()
    far = (found - rows).abs() / (CHANCE * chance(measure, rows, folder) + METHOD * rows)
    assert far.max() < 1.3, far.sort_values().tail(5)
    assert (far < 1).mean() > 0.98


@pytest.mark.usefixtures("store")
def test_the_command_writes_the_register_of_the_current_release(tmp_path, capsys):
    assert main(["country", COUNTRY, "--from", "1402", "--to", "1402", os.fspath(tmp_path / "out")]) == 0
    assert "made up" in capsys.readouterr().out
    assert not list((tmp_path / "out").glob("*census*"))


@pytest.mark.usefixtures("store")
def test_a_country_that_is_not_in_the_release_is_refused(capsys, tmp_path):
    assert main(["country", "ZZ", "--from", "1402", "--to", "1402", os.fspath(tmp_path)]) == 1
    assert "ZZ" in capsys.readouterr().err


def test_areas_of_the_register_are_of_the_release(reader, folder):
    areas = set(queries.areas(reader)["area"])
    assert set(table(folder, "births_by_age")["area"]) <= areas
