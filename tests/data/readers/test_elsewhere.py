"""Files of offices and collectors elsewhere, where they are at hand: each is taken apart right, or says why not."""

from __future__ import annotations

import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers.grids import read_grid


@pytest.fixture
def elsewhere(originals):
    folder = originals / "elsewhere"
    if not folder.is_dir():
        pytest.skip(f"the files from elsewhere are not at hand: no folder {folder}")
    return folder


def test_px_of_its_publisher(elsewhere):
    cells = read_grid(elsewhere / "pxweb_TAB001.px").cells
    assert {"area", "year", "sex", "age", "Population"} <= set(cells.columns)
    assert len(cells) == len(cells.drop_duplicates(["area", "sex", "age", "year"])) == 5_940


def test_deaths_of_the_mortality_database(elsewhere):
    cells = read_grid(elsewhere / "hmd_PRT_Deaths_1x1.txt").cells
    infants = cells[(cells["year"] == "1940") & (cells["age"] == "0")].set_index("sex")["deaths"]
    assert infants.to_dict() == {"Female": "10842.57", "Male": "12891.93", "Total": "23734.50"}
    assert set(cells["area"]) == {"Portugal"}


def test_deaths_of_a_country_that_no_folder_describes_are_left_out(elsewhere):
    reading = readers.read(elsewhere / "hmd_PRT_Deaths_1x1.txt")
    assert not reading.tables
    assert any("'Portugal' is no area known here" in str(one.sentence) for one in reading.findings)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("sdmx_csv_example01.csv", "area, measure, year"),
        ("worldbank_population.csv", "measure"),
        ("irn_growthrate.csv", "year, persons"),
        ("irn_unemp.csv", "year, persons"),
        ("irn_fert_4.1.csv", "area, persons"),
        ("statsnz_divorces.csv", "area, year, persons"),
    ],
)
def test_what_a_file_does_not_say_is_named(elsewhere, name, missing):
    with pytest.raises(UnreadableFile, match=f"do not say which column is {missing}"):
        readers.read(elsewhere / name)
