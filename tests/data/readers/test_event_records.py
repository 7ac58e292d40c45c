"""Event records as a registrar loads them: counts enter the store, the people in the rows do not."""

from __future__ import annotations

import csv
from dataclasses import replace
from hashlib import sha256

import pytest

from data.identity.screening import IdentityRefused
from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.reading import in_store_columns
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


def extract(folder, rows=ROWS, extra=(), headings=(), mapping=MAPPING):
    path = folder / "births.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "date", "province", "sex", "age", *headings, *extra])
        writer.writerows([(*row, *(extra and ["0013542419"])) for row in rows])
    write_mapping(mapping, folder / "births.records.toml")
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


def test_cell_keys_and_delays_enter_the_store_with_the_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("RASAD_STORE", str(tmp_path / "none"))
    mapping = replace(MAPPING, columns={**COLUMNS, "registered": "written"}, legal_days=15)
    written = [
        (*row, late)
        for row, late in zip(ROWS[:4], ("1402/01/10", "1402/02/25", "1402/08/01", ""), strict=True)
    ]
    path = extract(tmp_path, written, headings=("written",), mapping=mapping)
    tables = readers.read(path).tables
    births = tables["birth"]
    keys = [sha256(f"{SALT}|births|{row[0]}".encode()).digest()[0] for row in ROWS[:4]]
    by_year = births.groupby(["area", "year"])["cell_key"].sum() % 256
    assert by_year["IR23", 1402] == sum(keys[:3]) % 256 and by_year["IR00", 1401] == keys[3]
    late = tables["delay"].set_index(["area", "delay_lower"])["events"].to_dict()
    assert late == {("IR23", 0): 1, ("IR23", 16): 1, ("IR23", 91): 1, ("IR00", -1): 1}
    assert tables["delay"].groupby("area")["cell_key"].sum()["IR00"] == keys[3]
    assert in_store_columns("delay", tables["delay"])["event"].unique().tolist() == ["births"]


def test_months_and_both_dates_are_counted_when_the_mapping_asks(tmp_path):
    mapping = replace(
        MAPPING,
        columns={**COLUMNS, "registered": "written"},
        period="month",
        bases=("occurrence", "registration"),
    )
    rows = [
        ("1", "1402/01/05", "23", "2", "27", "1402/03/01"),
        ("2", "1402/02/05", "23", "1", "29", "1402/02/07"),
    ]
    births = readers.read(extract(tmp_path, rows, headings=("written",), mapping=mapping)).tables["birth"]
    found = {basis: sorted(rows["period_start"].astype(str)) for basis, rows in births.groupby("basis")}
    assert found == {"occurrence": ["2023-03-21", "2023-04-21"], "registration": ["2023-04-21", "2023-05-22"]}
    assert set(births["period_days"]) == {31}


def test_areas_of_a_register_that_covers_a_country_have_a_row_of_nought(tmp_path):
    mapping = replace(MAPPING, covers="IR")
    births = readers.read(extract(tmp_path, ROWS[:3], mapping=mapping)).tables["birth"]
    assert births["area"].nunique() == 31 and births["events"].sum() == 3
    empty = births[births["area"] == "IR01"].iloc[0]
    said = empty[["events", "cell_key", "child_sex", "mother_age_lower", "order_lower", "year"]].tolist()
    assert said == [0, 0, "unknown", -1, -2, 1402]
    assert readers.read(extract(tmp_path, ROWS[:3])).tables["birth"]["area"].unique().tolist() == ["IR23"]


def test_a_code_that_was_given_again_is_read_on_the_map_of_its_day(tmp_path):
    mapping = replace(MAPPING, calendar="gregorian")
    rows = [("1", "2024-02-01", "08", "2", "27"), ("2", "2026-02-01", "08", "2", "27")]
    births = readers.read(extract(tmp_path, rows, mapping=mapping)).tables["birth"]
    assert dict(zip(births["year"], births["area"], strict=True)) == {2024: "VN08", 2026: "VN08_2025"}


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
    with pytest.raises(UnreadableFile, match=r"births\.csv holds records.*births\.records\.toml"):
        readers.read(path)


def test_a_synthetic_register_is_never_published(tmp_path):
    codes = tmp_path / "codes.txt"
    codes.write_text("00 01 23", encoding="utf-8")
    assert synthetic(["deaths", "2000", str(tmp_path / "deaths.csv"), "--areas", str(codes)]) == 0
    reading = readers.read(tmp_path / "deaths.csv")
    assert set(reading.tables["death"]["status"]) == {"estimated"}
    said = reading.tables["source"].iloc[0]
    assert "Synthetic" in said["publication_en"] and "ساختگی" in said["publication_fa"]
    assert "mô phỏng" in said["publication_vi"]
    assert 1800 < reading.tables["death"]["events"].sum() <= 2000
