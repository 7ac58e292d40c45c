"""A made-up country is a folder and nothing else: with a calendar, a language and identity numbers of its own it goes
all the way: maps, every page, a base population, a projection, a loaded register."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from dashboard import format
from dashboard.analysis.base_population import base_population, provincial_register
from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES
from data.countries import SEED, countries
from data.ingest import seed
from forecasting.axes import SEXES
from tests.conftest import ROOT
from tests.third_country import register, tables

IRAN, VIET_NAM = "iran", "viet_nam"
NORTH = tables.PROVINCES[0]
#: Pages that tell of every country there is
OF_ALL_COUNTRIES = {"about", "catalogue", "load", "quality"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The two real countries' folders and the made-up one's"""
    place = tmp_path_factory.mktemp("seed")
    for name in (IRAN, VIET_NAM):
        (place / name).symlink_to(SEED / name, target_is_directory=True)
    tables.write(place)
    return place


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Makes programs that began with a folder, on DuckDB or on the PostgreSQL of an address"""

    def begin(folder, address=""):
        environment = os.environ | {
            "RASAD_SEED": os.fspath(folder),
            "RASAD_STORE": os.fspath(tmp_path_factory.mktemp("store")),
            "RASAD_WORKSPACE": os.fspath(tmp_path_factory.mktemp("workspace")),
            "RASAD_RECORD_SALT": "of a country that never was, and no secret",
            "DATABASE_URL": address,
        }
        return runner(environment)

    return begin


def runner(environment):
    """Runs a module in an environment: what it writes, after a failure where one is expected"""

    def run(module: str, *arguments: object, fails: bool = False) -> str:
        command = [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200
        )
        assert (done.returncode != 0) == fails, done.stderr[-4000:]
        return done.stdout + done.stderr if fails else done.stdout

    return run


@pytest.fixture(scope="module")
def program(start, folder):
    """A program on DuckDB"""
    return start(folder)


@pytest.fixture(scope="module")
def walked(program, tmp_path_factory):
    """What every page says of it once its office has loaded a register of births and a table of marriages"""
    load(program, tmp_path_factory.mktemp("files"))
    return json.loads(program("tests.third_country.walk"))


def load(program, folder):
    """Make the store, then load the office's files."""
    program("data.ingest")
    program("data.ingest", register.write_births(folder), register.write_marriages(folder))


def test_postgresql_says_the_same_of_the_country_alone(start, walked, postgres_database, folder, tmp_path):
    """Its own folder alone: what its pages say does not depend on which countries are beside it"""
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "meridia").symlink_to(folder / "meridia", target_is_directory=True)
    program = start(alone, postgres_database)
    load(program, tmp_path)
    there = json.loads(program("tests.third_country.walk", "en"))
    assert (there["wrong"], there["stored"]) == ({}, walked["stored"])
    own = [key for key in there["texts"] if key.split()[0] not in OF_ALL_COUNTRIES]
    assert len(own) > 15
    for key in own:
        text = there["texts"][key]
        assert without_stamps(text) == without_stamps(walked["texts"][key]), key


def without_stamps(text):
    """A page's text without the moment its release was made"""
    return re.sub(r"\d{8}T\d{6,}Z?", "", text)


def test_countries_are_the_folders(folder):
    assert list(countries(folder)) == ["IR", tables.CODE, "VN"]
    files = {file.relative_to(folder).as_posix() for file in seed.seed_files(folder)}
    assert {"meridia/country.toml", f"meridia/{tables.CODE}.geojson", "meridia/areas.csv"} <= files


def test_a_country_alone_is_all_there_is(folder, tmp_path, monkeypatch):
    (tmp_path / "meridia").symlink_to(folder / "meridia", target_is_directory=True)
    monkeypatch.setenv("RASAD_SEED", os.fspath(tmp_path))
    assert list(countries()) == [tables.CODE]
    assert set(base_population(seed.read_seed(tmp_path))["population"]["area"]) == {
        tables.CODE,
        *(each.code for each in tables.PROVINCES),
    }


def test_its_calendar_is_a_calendar_of_the_program(walked):
    assert walked["calendar"] == {
        "first": "2023-09-11",
        "last": "2024-09-10",
        "year": 2016,
        "number": 2016,
        "span": "2023/24",
        "title": {"en": "Year (Meridian)", "fa": "سال (مریدیایی)", "vi": "Năm (lịch Meridia)"},
        "day": "10 September 2024",
        "link": [1893, 2093],
    }


def test_it_is_in_the_list_of_countries(walked):
    assert walked["offered"] == ["Iran", "Meridia", "Viet Nam"]


def test_every_page_opens_in_every_language(walked):
    assert walked["wrong"] == {}
    assert len(walked["texts"]) == (len(PAGE_LIST) * 2 + 2) * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_the_figures_that_were_put_in(walked, language):
    year = tables.LAST_YEAR
    people = next(
        row["value"]
        for row in tables.totals()
        if (row["area"], row["year"], row["sex"]) == (tables.CODE, year, "both")
    )
    overview = walked["texts"][f"overview {language} {tables.CODE}"]
    assert format.number(people, language, 0) in overview
    assert format.number(tables.TOTAL_FERTILITY, language, 2) in overview
    fertility = walked["texts"][f"fertility {language} {NORTH.code}"]
    assert format.number(tables.TOTAL_FERTILITY * NORTH.fertility, language, 2) in fertility


def test_it_has_a_projection(walked):
    for area in (tables.CODE, NORTH.code):
        assert "There is no base population" not in walked["texts"][f"projections en {area}"]
        assert "**In " in walked["texts"][f"projections en {area}"]


def test_its_base_population_meets_the_totals_of_its_folder(folder):
    found = provincial_register.estimate(seed.read_seed(folder), countries(folder)[tables.CODE])
    published = {
        (row["area"], row["sex"], row["year"]): row["value"]
        for row in tables.totals()
        if row["sex"] != "both"
    }
    assert found.years == tuple(range(tables.CENSUS_YEAR, tables.LAST_YEAR + 1))
    for number, year in enumerate(found.years[1:], start=1):
        for place, area in enumerate(found.areas):
            for sex, name in enumerate(SEXES):
                people = found.population[number, place, sex].sum()
                assert people == pytest.approx(published[area, name, year], abs=0.5)
    # Cohorts die at the country's own rates; what is left over is spread in proportion to the people.
    years = tables.LAST_YEAR - tables.CENSUS_YEAR
    for sex, name in enumerate(SEXES):
        first, last = (found.population[end, :, sex].sum(0) for end in (0, -1))
        hazard = np.cumsum(tables.death_rate(name))
        survival = np.exp(hazard[20:80] - hazard[20 + years : 80 + years])
        growth = last[20 + years : 80 + years] / (first[20:80] * survival)
        assert growth.max() / growth.min() < 1.03


def test_a_recipe_without_its_parts_is_refused_with_the_file(folder):
    country = replace(countries(folder)[tables.CODE], base_population={"census": "census"})
    with pytest.raises(ValueError, match=r"meridia/country.toml: \[base_population\] does not say totals"):
        provincial_register.estimate(seed.read_seed(folder), country)


def test_a_fourth_language_names_its_areas_and_offices(walked):
    own = {tables.CODE: tables.NATION["am"], **{each.code: each.names["am"] for each in tables.PROVINCES}}
    assert walked["stored"]["names"] == own
    assert walked["stored"]["office"] == "Register of Meridia"


def test_an_area_without_a_name_in_the_reader_s_language_has_the_country_s_own(walked):
    hill = next(each for each in tables.PROVINCES if "vi" not in each.names)
    for language in LANGUAGES:
        assert f"**{hill.names.get(language, hill.names['am'])}**" in walked["texts"][f"hill {language}"]


def test_a_register_in_its_own_calendar_is_counted_by_its_own_years(walked):
    first, days = str(tables.first_day(register.YEAR)), str(tables.days(register.YEAR))
    when = [tables.CALENDAR, str(register.YEAR), first, days]
    loaded = {
        (event, area, sex): (when_read, count)
        for event, area, *when_read, sex, _source, count in walked["stored"]["events"]
    }
    for each in tables.PROVINCES:
        births = register.BIRTHS[each.code[3:]]
        assert loaded["births", each.code, "female"] == (when, births / 2)
        assert loaded["births", each.code, "male"] == (when, births / 2)
        assert loaded["marriages", each.code, "both"] == (when, register.MARRIAGES[each.code[3:]])
    assert loaded["births", tables.CODE, "female"] == (when, sum(register.BIRTHS.values()) / 2)
    assert loaded["marriages", tables.CODE, "both"] == (when, sum(register.MARRIAGES.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_what_the_register_counted(walked, language):
    births = format.number(sum(register.BIRTHS.values()), language, 0)
    assert births in walked["texts"][f"births {language}"]
    marriages = format.number(register.MARRIAGES["north"], language, 0)
    assert marriages in walked["texts"][f"families {language} {NORTH.code}"]


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "Nobody parts in Meridia."),
        ("fa", "در مریدیا کسی جدا نمی‌شود."),
        ("vi", "Nobody parts in Meridia."),
    ],
)
def test_what_its_sources_cannot_say_is_said_in_the_reader_s_language_or_in_english(walked, language, reason):
    assert reason in walked["texts"][f"families {language} {tables.CODE}"]
    limit = "مریدیا هیچ‌کس را دو بار نمی‌شمارد." if language == "fa" else "Meridia counts nobody twice."
    assert limit in walked["texts"][f"about {language} {tables.CODE}"]


def test_its_projection_names_the_source_that_was_taken(walked):
    said = walked["texts"][f"projections en {tables.CODE}"]
    assert "mortality after Life tables, cohort-component method" in said
    assert "World Population Prospects" not in said


def test_a_register_with_its_identity_numbers_is_refused(program, walked, tmp_path):
    refused = program("data.ingest", register.write_births(tmp_path, citizens=True), fails=True)
    assert "mother holds identity data (number of a citizen of Meridia" in refused
    assert walked["heading"] == "national_id"


def test_its_map_colours_its_provinces(walked):
    assert walked["map"] == sorted(each.code for each in tables.PROVINCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_map_says_whose_it_is(walked, language):
    owner = {"fa": "نقشه‌برداران ساختگی"}.get(language, "The made-up surveyors")
    assert owner in walked["texts"][f"overview {language} {tables.CODE}"]


@pytest.mark.parametrize(("database", "examples"), [("duckdb", 6), ("postgresql", 2)])
def test_what_passes_the_gate_opens_every_page(database, examples, tmp_path, request):
    """Facts of the made-up country with one thing added, doubled, moved or emptied: refused with a sentence, or every page opens"""
    tables.write(tmp_path / "seed")
    environment = os.environ | {
        "RASAD_SEED": os.fspath(tmp_path / "seed"),
        "RASAD_STORE": os.fspath(tmp_path / "store"),
        "RASAD_WORKSPACE": os.fspath(tmp_path / "workspace"),
    }
    if database == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_database")
    command = [sys.executable, "-W", "ignore", "-m", "tests.third_country.gate", str(examples)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr[-4000:]
    tally = json.loads(done.stdout)
    assert tally["errors"] == {}
    assert tally["releases"] >= examples / 2
