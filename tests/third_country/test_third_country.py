"""A made-up country is a folder and nothing else: with a calendar of its own it goes all the way to every page."""

from __future__ import annotations

import json
import os
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
from tests.third_country import tables

IRAN, VIET_NAM = "iran", "viet_nam"
NORTH = tables.PROVINCES[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The two real countries' folders and the made-up one's"""
    place = tmp_path_factory.mktemp("seed")
    for name in (IRAN, VIET_NAM):
        (place / name).symlink_to(SEED / name, target_is_directory=True)
    tables.write(place)
    return place


@pytest.fixture(scope="module")
def walked(folder, tmp_path_factory):
    """What every page says of it, in a program that began with this folder"""
    environment = os.environ | {
        "RASAD_SEED": os.fspath(folder),
        "RASAD_STORE": os.fspath(tmp_path_factory.mktemp("store")),
        "RASAD_WORKSPACE": os.fspath(tmp_path_factory.mktemp("workspace")),
    }

    def run(module: str) -> str:
        command = [sys.executable, "-W", "ignore", "-m", module]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    run("data.ingest")
    return json.loads(run("tests.third_country.walk"))


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
    assert len(walked["texts"]) == len(PAGE_LIST) * len(LANGUAGES) * 2


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_map_says_whose_it_is(walked, language):
    owner = {"fa": "نقشه‌برداران ساختگی"}.get(language, "The made-up surveyors")
    assert owner in walked["texts"][f"overview {language} {tables.CODE}"]


@pytest.mark.parametrize(("database", "examples"), [("duckdb", 9), ("postgresql", 4)])
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
