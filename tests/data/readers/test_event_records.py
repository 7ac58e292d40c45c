"""Event records as a registrar loads them: counts enter the store, the people in the rows do not."""

from __future__ import annotations

import csv

import pytest

from data.identity.door import IdentityRefused
from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.records import RecordMapping, write_mapping
from data.ingest.records.mapping import MappingProblem
from data.synthetic.__main__ import main as synthetic
from tests.data.records.registers import SALT

COLUMNS = {"occurred": "date", "area": "province", "child_sex": "sex", "mother_age": "age"}
MAPPING = RecordMapping("births", "solar_hijri", COLUMNS, key=("number",))
ROWS = [
    ("1", "1402/01/05", "23", "2", "27"),
    ("2", "1402/02/05", "23", "1", "29"),
    ("3", "1402/03/05", "23", "1", "31"),
    ("4", "1401/03/05", "00", "1", "31"),
    ("5", "1402/13/05", "00", "1", "31"),
    ("5", "1402/03/05", "01", "1", "31"),
]


@pytest.fixture(autouse=True)
def salt(monkeypatch):
    monkeypatch.setenv("RASAD_RECORD_SALT", SALT)


def extract(folder, rows=ROWS, extra=()):
    path = folder / "births.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "date", "province", "sex", "age", *extra])
        writer.writerows([(*row, *(extra and ["0013542419"])) for row in rows])
    write_mapping(MAPPING, folder / "births.records.toml")
    return path


def test_records_become_counts_by_area_year_age_and_sex(tmp_path):
    reading = readers.read(extract(tmp_path))
    births = reading.tables["birth"]
    tehran = births[(births["area"] == "IR23") & (births["year"] == 1402)]
    assert tehran["events"].sum() == 3
    boys = tehran[tehran["child_sex"] == "male"]
    assert dict(zip(boys["mother_age_lower"], boys["events"], strict=True)) == {25: 1, 30: 1}
    assert set(births["status"]) == {"published"} and set(births["basis"]) == {"occurrence"}
    rules = {finding.rule for finding in reading.findings}
    assert "date_unreadable" in rules
    assert all("13/05" not in finding.sentence for finding in reading.findings)  # row numbers, never the row


def test_national_ids_are_refused_at_the_door_and_nothing_is_said_of_them(tmp_path):
    path = extract(tmp_path, [(*row,) for row in ROWS * 5], extra=("national_id",))
    with pytest.raises(IdentityRefused) as told:
        readers.read(path)
    assert "national_id" in str(told.value) and "0013542419" not in str(told.value)


def test_a_file_whose_areas_are_all_unknown_is_a_sentence(tmp_path):
    with pytest.raises(MappingProblem, match="not one of 1 records could be counted"):
        readers.read(extract(tmp_path, [("1", "1402/01/05", "77", "2", "27")]))


def test_without_a_mapping_it_is_a_file_like_any_other(tmp_path):
    path = extract(tmp_path)
    (tmp_path / "births.records.toml").unlink()
    with pytest.raises(UnreadableFile, match=r"births\.csv is no official table that is known"):
        readers.read(path)


def test_a_synthetic_register_is_never_published(tmp_path):
    codes = tmp_path / "codes.txt"
    codes.write_text("00 01 23", encoding="utf-8")
    assert synthetic(["deaths", "2000", str(tmp_path / "deaths.csv"), "--areas", str(codes)]) == 0
    reading = readers.read(tmp_path / "deaths.csv")
    assert set(reading.tables["death"]["status"]) == {"estimated"}
    assert "Synthetic" in reading.tables["source"]["publication_en"].iloc[0]
    assert 1800 < reading.tables["death"]["events"].sum() <= 2000
