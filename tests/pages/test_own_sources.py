"""An office's own files beside the seed: of several sources of one fact one is taken, none is added up, no page falls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext, indicator_values
from dashboard.analysis.indicators.fertility import age_shares
from dashboard.analysis.indicators.life_tables import area_tables
from data.engine import open_engine
from data.ingest import readers
from data.ingest.load import make_release
from data.problems import LoadProblem
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.pointer import current_file
from tests.dashboard.analysis.indicators.worlds import births_file, deaths_file, single_year_fertility
from tests.pages.reading import texts, well

FIVE = [f"{low}-{low + 4}" for low in range(0, 80, 5)]
#: Deaths of Tehran in 1399 by age, made up: half of them of 80 and over
DEATHS = dict.fromkeys(FIVE, 1000) | {"80+": 30_000}
TEHRAN_BIRTHS = 123_456
GILAN = 25_000
#: As the seed has it
YAZD = 2.22


def deaths(area: str, year: int, counts: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({"Area": area, "Year": year, "Age": list(counts), "Deaths": list(counts.values())})


def files() -> dict[str, pd.DataFrame]:
    """Name -> what an office might load in one month"""
    ages = {
        "15-19": 9.0,
        "20-24": 21.0,
        "25-29": 27.0,
        "30-34": 25.0,
        "35-39": 13.5,
        "40-44": 4.0,
        "45-49": 0.5,
    }
    by_age = 3 * np.arange(101.0) + 10
    rates = [0.012, 0.0006, *(0.0001 * 1.45 ** (step / 2) for step in range(2, 17)), 0.11]
    labels = ["0", "1-4", *FIVE[1:], "80+"]
    people = pd.DataFrame(
        [
            ("Gilan", day, sex, age, GILAN)
            for day in ("1402/01/01", "1402/07/01")
            for sex in ("Male", "Female")
            for age in [*FIVE, "80+"]
        ],
        columns=["Province", "Date", "Sex", "Age", "Population"],
    )
    fertility = pd.DataFrame(
        {"Area": ["Yazd"], "Year": [1400], "Measure": ["total_fertility_rate"], "Value": [YAZD]}
    )
    return {
        "ages_at_birth": pd.DataFrame(
            {"area": "IR", "year": 1401, "age": list(ages), "percent": list(ages.values())}
        ),
        "death_rates_to_80": pd.DataFrame(
            [
                ("IR", 1401, sex, age, mx)
                for sex in ("female", "male")
                for age, mx in zip(labels, rates, strict=True)
            ],
            columns=["area", "year", "sex", "age", "mx"],
        ),
        "deaths_1399_tehran": deaths("Tehran", 1399, DEATHS),
        "deaths_1401_provinces": pd.concat([deaths(area, 1401, DEATHS) for area in ("Tehran", "Fars")]),
        "deaths_1403": pd.concat([deaths(area, 1403, DEATHS) for area in ("Iran", "Tehran")]),
        "people_on_two_days": people,
        "births_1402_tehran": pd.DataFrame({"Area": ["Tehran"], "Year": [1402], "Births": [TEHRAN_BIRTHS]}),
        "zz_fertility_again": fertility,
        "fars_births_by_age": births_file(
            "Fars", 1402, 45_000 * single_year_fertility(1.7, 29.0), unknown=0.02
        ),
        "fars_births_1404": births_file("Fars", 1404, 45_000 * single_year_fertility(1.7, 29.0), width=5),
        "fars_deaths_by_sex": deaths_file(
            "Fars", 1402, np.stack([by_age, 1.2 * by_age]), open_age=85, width=5
        ),
    }


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the seed, with a month's files loaded beside it."""
    folder = tmp_path_factory.mktemp("own")
    store = DuckDBReleases(folder / "store")
    make_release(store, say=lambda _line: None)
    names = []
    for name, frame in files().items():
        names.append(folder / f"{name}.csv")
        frame.to_csv(names[-1], index=False)
    make_release(store, [readers.read(name) for name in names], say=lambda _line: None)
    return folder / "store"


@pytest.fixture()
def iran(own: Path) -> Iterator[MeasureContext]:
    engine = open_engine(current_file(own))
    with engine.connect() as connection:
        yield MeasureContext(connection, "IR")
    engine.dispose()


def one(values: pd.DataFrame, area: str, year: int) -> pd.Series:
    [(_, row)] = values[(values["area"] == area) & (values["year"] == year)].iterrows()
    return row


def test_people_of_two_days_are_people_of_one(iran):
    women = one(indicator_values(iran, "women_15_49"), "IR01", 1402)
    assert women["value"] == 7 * GILAN and women["source"] == "own_people_on_two_days"


def test_a_correction_of_the_office_is_shown(iran):
    births = one(indicator_values(iran, "births"), "IR23", 1402)
    assert births["value"] == TEHRAN_BIRTHS and births["source"] == "own_births_1402_tehran"


def test_deaths_of_two_sources_are_not_added(iran):
    """Tehran's table is of the file alone: 46,000 deaths, where the seed has its own beside it"""
    rate = one(indicator_values(iran, "age_standardised_death_rate"), "IR23", 1399)
    assert rate["events"] == sum(DEATHS.values())
    assert "nocr_weekly_deaths_1399" not in rate["source"]
    [table] = [
        each for each in area_tables(iran) if (each.area, each.year, each.kind) == ("IR23", 1399, "register")
    ]
    assert table.source.startswith("own_deaths_1399_tehran")


def test_provinces_stand_without_their_nation_and_a_year_without_people_waits(iran):
    rates = indicator_values(iran, "age_standardised_death_rate")
    assert set(rates.loc[rates["year"] == 1401, "area"]) == {"IR07", "IR23"}
    assert 1403 not in set(rates["year"])
    tables = {(each.area, each.year) for each in area_tables(iran) if each.kind == "register"}
    assert {("IR07", 1401), ("IR23", 1401)} <= tables and not {year for _, year in tables} & {1403}


def test_a_second_copy_under_another_key_changes_no_figure(iran):
    rows = indicator_values(iran, "total_fertility_rate")
    assert one(rows, "IR21", 1400)["value"] == YAZD


def test_the_office_s_ages_at_birth_are_of_their_own_days(iran):
    """1401 is 21 March 2022 to 20 March 2023, not a Gregorian year of the Middle Ages"""
    shares, sources = age_shares(iran, [1401])
    assert "own_ages_at_birth" in sources
    assert shares[0][3:10].round(3).tolist() == [0.09, 0.21, 0.27, 0.25, 0.135, 0.04, 0.005]


@pytest.mark.parametrize("page", ["projections", "ageing", "mortality", "fertility", "catalogue", "overview"])
def test_no_page_falls(own, open_page, monkeypatch, page):
    monkeypatch.setenv("RASAD_STORE", os.fspath(own))
    for area in ("IR", "IR23", "IR07"):
        well(open_page(page, country="IR", area=area, lang="fa"))


def test_rates_that_leave_ages_out_are_refused_with_their_source_area_and_year(own, tmp_path):
    """No page would open without them: the gate says whose they are, and the readers' release stays"""
    before = current_file(own)
    rows = [("IR", 1402, "female", age, 0.001) for age in ("0", "5-9", "10+")]
    file = tmp_path / "half_a_table.csv"
    pd.DataFrame(rows, columns=["area", "year", "sex", "age", "mx"]).to_csv(file, index=False)
    with pytest.raises(LoadProblem) as caught:
        make_release(DuckDBReleases(own), [readers.read(file)], say=lambda _line: None)
    for part in ("own_half_a_table", "IR, 1402", "do not cover every age", "leave the file out"):
        assert part in str(caught.value)
    assert current_file(own) == before


def test_the_page_draws_an_area_s_own_ages_of_mothers_and_says_what_waits(own, open_page, monkeypatch):
    monkeypatch.setenv("RASAD_STORE", os.fspath(own))
    app = well(open_page("fertility", country="IR", area="IR07", lang="en", fertility="ages"))
    said = texts(app)
    assert "Births registered by age of mother: 1402" in said
    assert "Mothers of unknown age, 2.0" in said
    assert "are loaded for 1404" in said


@pytest.mark.parametrize("view", ["expectancy", "table", "why"])
def test_the_page_shows_tables_of_women_men_and_both(own, open_page, monkeypatch, view):
    monkeypatch.setenv("RASAD_STORE", os.fspath(own))
    well(open_page("mortality", country="IR", area="IR07", lang="en", mortality=view))
