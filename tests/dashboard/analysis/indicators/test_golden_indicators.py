"""The product's figures against what the offices print, page by page: tests/golden/published_measures.csv.

The yearbook of Quang Tri (2018, p. 71) was not read for the national office's series, so it checks it; those of Nam Dinh
(2023, p. 22) and Binh Dinh (2023, p. 102) were. The rest is the offices' own workbooks, cell by cell, and their tables.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext, indicator_values
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.conftest import ROOT

GOLDEN = pd.read_csv(
    ROOT / "tests/golden/published_measures.csv", comment="#", dtype=str, keep_default_na=False
)
SETS = [(country, key) for country, key in GOLDEN[["country", "measure"]].drop_duplicates().to_numpy()]


@pytest.fixture(scope="module")
def figures(store):
    """``figures(country, key)``: area, year -> value."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        of = cache(lambda country: MeasureContext(reader, country))

        @cache
        def ask(country, key):
            found = indicator_values(of(country), key)
            return found.set_index(["area", "year"])["value"]

        yield ask
    engine.dispose()


@pytest.mark.parametrize(("country", "key"), SETS)
def test_a_measure_is_what_the_office_prints(figures, country, key):
    found = figures(country, key)
    rows = GOLDEN[(GOLDEN["country"] == country) & (GOLDEN["measure"] == key)]
    for row in rows.to_dict("records"):
        shown = round(float(found[row["area"], int(row["year"])]), int(row["decimals"]))
        said = f"{row['publication']}, {row['place']}"
        assert shown == pytest.approx(float(row["value"]), abs=float(row["within"]) + 1e-9), (
            row["area"],
            row["year"],
            said,
        )


def test_every_golden_figure_says_its_page_or_its_cell():
    bare = GOLDEN[~GOLDEN["place"].str.contains(r"^p\. \d|^sheet .+, cell [A-Z]+\d+$|row .+, column ")]
    assert bare.empty, bare
    assert len(GOLDEN) > 100 and GOLDEN["measure"].nunique() >= 15


@pytest.fixture(scope="session")
def originals() -> Path:
    folder = Path(os.environ.get("RASAD_SHARED", ROOT.parent / "shared")) / "originals"
    if not folder.is_dir():
        pytest.skip(f"the offices' own files are not at hand: no folder {folder} (set RASAD_SHARED)")
    return folder


def test_the_golden_figures_stand_where_they_are_said_to_stand(originals):
    for name, rows in GOLDEN[GOLDEN["file"] != ""].groupby("file"):
        read = _workbook if str(name).endswith(".xlsx") else _table
        cells = read(originals / str(name))
        for row in rows.to_dict("records"):
            scale = 1000 if row["measure"] == "population" else 1
            printed = round(float(cells(row["cell"])) * scale, int(row["decimals"]))
            assert printed == float(row["value"]), (name, row["cell"])


#: Measure -> ages of the part, ages of the whole, sex of the people counted, for each how many
BY_HAND = {
    "old_age_dependency": ((65, 200), (15, 65), 100),
    "young_age_dependency_20_64": ((0, 20), (20, 65), 100),
    "ageing_index_60": ((60, 200), (0, 15), 100),
    "parent_support": ((85, 200), (50, 65), 100),
    "potential_support_20_64": ((20, 65), (65, 200), 1),
    "share_80_plus": ((80, 200), (0, 200), 100),
}


@pytest.mark.parametrize("key", BY_HAND)
def test_ages_of_ilam_are_those_of_the_census_workbook(figures, ilam, key):
    """Census 1395, workbook jamiat16, table 1 of every county: column men and women, rows of five years."""
    part, whole, scale = BY_HAND[key]
    by_hand = scale * ilam(*part) / ilam(*whole)
    assert figures("IR", key)["IR16", 1395] == pytest.approx(by_hand, rel=1e-9)


@pytest.fixture(scope="module")
def ilam(originals):
    """``ilam(low, high)``: people of Ilam from one age to under another, added up from the sheets of its counties."""
    with zipfile.ZipFile(originals / "iran/population2016census.zip") as folder:
        sheets = pd.read_excel(io.BytesIO(folder.read("jamiat16.xls")), sheet_name=None, header=None)
    counts: dict[int, float] = {}
    for sheet in sheets.values():
        # "men and women" is the first number of a row; merged cells leave gaps between
        numbers = sheet.loc[:, 2:].apply(pd.to_numeric, errors="coerce").bfill(axis=1)[2]
        for said, people in zip(sheet[1], numbers, strict=True):
            group = re.match(r"(\d+)-\d+ ساله|(\d+) ?ساله و بيشتر", str(said).strip())
            if group and not pd.isna(people):  # an empty cell: nobody of a hundred and over in the county
                age = int(group[1] or group[2])
                counts[age] = counts.get(age, 0) + float(people)
    return lambda low, high: sum(people for age, people in counts.items() if low <= age < high)


def _workbook(path):
    book = openpyxl.load_workbook(path, data_only=True)

    def cell(place):
        sheet, at = place.split("!")
        return book[sheet][at].value

    return cell


def _table(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=";") if len(line) > 2]
    body = {line[0].strip(): line for line in lines[1:]}

    def cell(place):
        row, column = place.split(";")
        return body[row][lines[0].index(column)]

    return cell
