"""What is not read is named by its first bytes, and nothing of it is printed."""

from __future__ import annotations

import sqlite3
import zipfile

import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile, kind

SECRET = b"\x01\x02 SECRET \x00\x00"
STARTS = {
    "an Access database": b"\x00\x01\x00\x00Standard Jet DB\x00",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a PDF document": b"%PDF-1.7\n",
    "an archive of another kind than ZIP": b"7z\xbc\xaf\x27\x1c",
    "an HDF file": b"\x89HDF\r\n\x1a\n",
    "a program": b"\x7fELF\x02\x01\x01",
    "a film or a sound": b"\x00\x00\x00\x20ftypisom",
    "a portable file of SPSS": b"ASCII SPSS PORT FILE",
}


@pytest.mark.parametrize("name", STARTS)
def test_a_kind_is_named_by_its_first_bytes(tmp_path, name):
    path = tmp_path / "births.csv"
    path.write_bytes(STARTS[name] + SECRET * 50)
    with pytest.raises(UnreadableFile) as error:
        readers.reader_of(path)
    assert f"births.csv is {name}" in str(error.value)
    assert "SECRET" not in str(error.value)


def test_a_database_made_by_its_own_program(tmp_path):
    path = tmp_path / "births.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE births (area TEXT)")
    connection.close()
    with pytest.raises(UnreadableFile, match="is a SQLite database"):
        kind(path)


def test_bytes_of_no_kind_that_is_known_are_not_printed(tmp_path):
    path = tmp_path / "births.bin"
    path.write_bytes(b"SECRET\x00\x00\x00\x00,\x00\x00\n" * 100)
    with pytest.raises(UnreadableFile, match="neither text nor a workbook") as error:
        readers.reader_of(path)
    assert "SECRET" not in str(error.value)


def test_xml_that_is_no_sdmx(tmp_path):
    path = tmp_path / "births.xml"
    path.write_text("<?xml version='1.0'?><births><n>1</n></births>", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="SDMX-ML alone is read"):
        readers.read(path)


def births_of(path):
    rows = readers.read(path).tables["birth"]
    return dict(zip(rows["area"], rows["events"], strict=True))


def test_an_archive_with_one_table(tmp_path):
    path = tmp_path / "births.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/births.csv", "province,year,births\nVN01,2022,110000\n")
        archive.writestr("__MACOSX/._births.csv", "x")
    assert births_of(path) == {"VN01": 110_000}


def test_an_archive_s_table_takes_the_mapping_beside_it(tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.csv", "p,y,n\nVN01,2022,110000\n")
    mapping = '[columns]\narea = "p"\nyear = "y"\nevents = "n"\n[constants]\nevent = "births"\n'
    (tmp_path / "b.mapping.toml").write_text(f'table = "event"\n{mapping}', encoding="utf-8")
    assert births_of(path) == {"VN01": 110_000}


def test_an_archive_with_two_tables_is_not_chosen_from(tmp_path):
    path = tmp_path / "births.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, "province,year,births\nVN01,2022,110000\n")
    with pytest.raises(UnreadableFile, match=r"a\.csv, b\.csv"):
        readers.read(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark(tmp_path, encoding):
    path = tmp_path / "births.csv"
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    text = f"{mark}استان\tسال\tولادت\nتهران\t1402\t148000\n"
    path.write_bytes(text.encode(encoding))
    assert births_of(path) == {"IR23": 148_000}
