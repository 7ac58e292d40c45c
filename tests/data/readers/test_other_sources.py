"""Lines of fixed width by a layout, tables of other databases, and records in the files of other programs."""

from __future__ import annotations

import sqlite3

import pandas as pd
import pyreadstat
import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers.database_table import read_database_table
from data.ingest.records import proposals
from tests.data.records.registers import SALT

LAYOUT = """
[[columns]]
heading = "province"
first = 1
last = 4
[[columns]]
heading = "year"
first = 5
last = 8
[[columns]]
heading = "births"
first = 9
last = 14
"""


def births_of(path):
    rows = readers.read(path).tables["birth"]
    return dict(zip(rows["area"], rows["events"], strict=True))


def file(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_fixed_width_by_its_layout(tmp_path):
    path = file(tmp_path, "births.txt", "VN012022110000\nVN022022 15000\n")
    with pytest.raises(UnreadableFile, match=r"births\.layout\.toml beside it must say"):
        readers.read(path)
    file(tmp_path, "births.layout.toml", LAYOUT)
    assert births_of(path) == {"VN01": 110_000, "VN02": 15_000}


def test_a_line_that_is_too_short_is_refused_with_its_number(tmp_path):
    file(tmp_path, "births.layout.toml", LAYOUT)
    with pytest.raises(UnreadableFile, match="line 2 has 6 characters and the layout needs 14"):
        readers.read(file(tmp_path, "births.txt", "VN012022110000\nVN0220\n"))


@pytest.mark.parametrize(
    ("layout", "problem"),
    [
        ("x = 1", "is no layout"),
        ("columns = []", "at least one"),
        ('[[columns]]\nheading = "a"\nfirst = 3\nlast = 2', "column a must begin"),
    ],
)
def test_a_layout_with_a_slip(tmp_path, layout, problem):
    file(tmp_path, "births.layout.toml", layout)
    with pytest.raises(UnreadableFile, match=problem):
        readers.read(file(tmp_path, "births.txt", "VN012022110000\n"))


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "civil.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE births (province TEXT, year INTEGER, births INTEGER)")
        connection.execute("INSERT INTO births VALUES ('VN01', 2022, 110000), ('VN02', 2022, NULL)")
        connection.execute("CREATE VIEW hanoi AS SELECT * FROM births WHERE province = 'VN01'")
    connection.close()
    return path


@pytest.mark.parametrize("table", ["births", "hanoi"])
def test_a_table_or_a_view_of_another_database(tmp_path, database, table):
    path = file(tmp_path, "births.database.toml", f'url = "sqlite:///{database}"\ntable = "{table}"\n')
    before = database.read_bytes()
    assert births_of(path) == {"VN01": 110_000}
    assert database.read_bytes() == before


def test_a_password_in_the_url_is_refused_and_not_repeated(tmp_path):
    path = file(tmp_path, "x.database.toml", 'url = "postgresql+psycopg://me:hidden@h/d"\ntable = "t"\n')
    with pytest.raises(UnreadableFile, match="environment variables") as error:
        read_database_table(path)
    assert "hidden" not in str(error.value)


def test_credentials_come_from_the_environment(tmp_path, monkeypatch):
    words = (
        'url = "postgresql+psycopg://127.0.0.1:1/d"\ntable = "t"\nuser = "RASAD_U"\npassword = "RASAD_P"\n'
    )
    path = file(tmp_path, "x.database.toml", words)
    monkeypatch.delenv("RASAD_U", raising=False)
    with pytest.raises(UnreadableFile, match="RASAD_U is not set"):
        read_database_table(path)
    monkeypatch.setenv("RASAD_U", "somebody")
    monkeypatch.setenv("RASAD_P", "hidden")
    with pytest.raises(UnreadableFile, match="cannot be read from") as error:
        read_database_table(path)
    assert "hidden" not in str(error.value) and "somebody" not in str(error.value)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('table = "t"', "does not say url"),
        ('url = "not a url"\ntable = "t"', "no database URL"),
        ('url = "nosuch://h/d"\ntable = "t"', "driver of nosuch"),
    ],
)
def test_a_database_file_with_a_slip(tmp_path, words, problem):
    with pytest.raises(UnreadableFile, match=problem):
        read_database_table(file(tmp_path, "x.database.toml", words))


RECORDS = pd.DataFrame(
    {
        "province": ["VN01", "VN01", "VN02"],
        "date of birth": ["2022-04-30", "2022-05-01", "2022-05-02"],
        "sex of child": ["male", "female", "male"],
    }
)
MAPPING = """event = "births"
calendar = "gregorian"
country = "VN"
[columns]
occurred = "date of birth"
area = "province"
child_sex = "sex of child"
"""


@pytest.mark.parametrize("ending", ["csv", "xlsx", "sav", "dta"])
def test_records_in_the_files_of_other_programs(tmp_path, ending, monkeypatch):
    monkeypatch.setenv("RASAD_RECORD_SALT", SALT)
    path = tmp_path / f"births.{ending}"
    headings = {one: one.replace(" ", "_") for one in RECORDS}
    plain = RECORDS.rename(columns=headings)
    write = {
        "csv": lambda: plain.to_csv(path, index=False),
        "xlsx": lambda: plain.to_excel(path, index=False),
        "sav": lambda: pyreadstat.write_sav(plain, path),
        "dta": lambda: plain.to_stata(path, write_index=False),
    }
    write[ending]()
    with pytest.raises(UnreadableFile, match=r"births\.records\.toml"):
        readers.read(path)
    mapping = MAPPING
    for heading, plain_heading in headings.items():
        mapping = mapping.replace(f'"{heading}"', f'"{plain_heading}"')
    file(tmp_path, "births.records.toml", mapping)
    rows = readers.read(path).tables["birth"]
    assert rows.groupby("area")["events"].sum()[["VN01", "VN02"]].to_dict() == {"VN01": 2, "VN02": 1}


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (
            ["start", "g/province", "g/date_of_birth", "g/sex_of_child", "_uuid"],
            {"area": "g/province", "occurred": "g/date_of_birth", "child_sex": "g/sex_of_child"},
        ),
        (
            ["id", "child.dob", "child.gender", "mother.ageAtBirth", "registrationLocation"],
            {"occurred": "child.dob", "child_sex": "child.gender", "mother_age": "mother.ageAtBirth"},
        ),
    ],
)
def test_roles_in_the_exports_of_kobo_and_opencrvs(headings, columns):
    assert proposals.propose(headings, "births").columns == columns


def test_the_birth_date_of_the_dead_is_not_their_event():
    columns = proposals.propose(["date of birth", "date of death", "province"], "deaths").columns
    assert (columns["occurred"], columns["born"]) == ("date of death", "date of birth")
