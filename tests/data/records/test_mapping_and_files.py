"""Mappings are kept in a file; files that are not what they claim to be are refused with a sentence."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ingest.records import (
    MappingProblem,
    RecordMapping,
    RecordOptions,
    Tabulation,
    UnreadableRecords,
    open_records,
    read_mapping,
    record_salt,
    write_mapping,
)
from data.problems import StoreProblem
from tests.data.records.registers import AREAS, SALT, registers

MAPPING = RecordMapping("deaths", "solar_hijri", {"area": "area", "occurred": "occurred"})
texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small=registers(), headings=st.lists(texts, min_size=2, max_size=2))
def test_a_mapping_kept_is_the_mapping_read(small, headings, tmp_path):
    columns = dict(small.mapping.columns)
    columns.update(zip(list(columns)[:2], headings, strict=True))
    mapping = RecordMapping(small.mapping.event, small.mapping.calendar, columns, key=tuple(headings))
    write_mapping(mapping, tmp_path / "m.toml")
    assert read_mapping(tmp_path / "m.toml") == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("event = 'births'", "does not say calendar"),
        (
            "event = 'weddings'\ncalendar = 'gregorian'\n[columns]\narea = 'a'\noccurred = 'b'",
            "event = 'weddings'",
        ),
        ("event = 'deaths'\ncalendar = 'lunar'\n[columns]\narea = 'a'\noccurred = 'b'", "calendar = 'lunar'"),
        ("event = 'deaths'\ncalendar = 'gregorian'\n[columns]\narea = 'a'", "which column is occurred"),
        ("event = 'deaths'\ncalendar = 'gregorian'\n[columns]\nara = 'a'\noccurred = 'b'", "role = 'ara'"),
        ("event = 'deaths'\ncalendar = 'gregorian'\ncolumns = 3", "of the wrong kind"),
        ("event = 'deaths'\ncalendar = 'gregorian'\nmood = 3\n[columns]\narea = 'a'", "says mood"),
        ("event = ", "cannot be read"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text, said, tmp_path):
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingProblem, match=said):
        read_mapping(tmp_path / "m.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"area\n01\n", "one column"),
        ("area,occurred\n".encode("utf-16"), "not text in UTF-8"),
        ("محل,area,occurred\n".encode("windows-1256"), "not UTF-8"),
        (b"", "one column"),
        (b"area,area,occurred\n1,1,1\n", "stand there twice"),
        (b"place,occurred\n01,1402/01/01\n", "has no column area"),
        (b"area,occurred\n" + b"01,1402/01/01,3\n" * 9, "is the delimiter right"),
        (b"area,occ\0urred\n01,1402/01/01\n", "not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(content, said, tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(content)
    with (
        pytest.raises(StoreProblem, match=said),
        open_records(path, MAPPING, AREAS, RecordOptions(salt=SALT)) as records,
    ):
        assert records.valid


def test_a_wrong_delimiter_is_said(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("area;occurred;note\n01;1402/01/01;a, b\n", encoding="utf-8")
    wrong = replace(MAPPING, delimiter=",")
    with (
        pytest.raises(StoreProblem, match="is the delimiter ',' the right one"),
        open_records(path, wrong, AREAS, RecordOptions(salt=SALT)),
    ):
        pass


def test_a_nul_byte_in_a_row_spoils_that_row_only(tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(b"area,occurred\n01,1402/01/01\n01,14\x0002/01/01\n")
    with open_records(path, MAPPING, AREAS, RecordOptions(salt=SALT)) as records:
        assert (records.read, records.valid) == (2, 1)


@pytest.mark.parametrize("half", ["d.csv.gz", "d.parquet"])
def test_half_a_file_is_refused(half, tmp_path):
    whole = b"area,occurred\n" + b"01,1402/01/01\n" * 20_000
    path = tmp_path / half
    path.write_bytes(gzip.compress(whole)[:-60] if half.endswith("gz") else b"PAR1" + whole)
    with pytest.raises(UnreadableRecords), open_records(path, MAPPING, AREAS, RecordOptions(salt=SALT)):
        pass


def test_gzip_a_byte_order_mark_and_windows_lines_are_read(tmp_path):
    path = tmp_path / "d.csv.gz"
    path.write_bytes(gzip.compress("﻿area,occurred\r\n01,1402/01/01\r\n".encode()))
    with open_records(path, MAPPING, AREAS, RecordOptions(salt=SALT)) as records:
        assert records.valid == 1


def test_an_empty_folder_and_no_file_are_said(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with (
            pytest.raises(UnreadableRecords, match="has no records to read"),
            open_records(path, MAPPING, AREAS, RecordOptions(salt=SALT)),
        ):
            pass


def test_a_short_secret_is_refused_and_one_from_the_environment_is_used(monkeypatch):
    monkeypatch.delenv("RASAD_RECORD_SALT", raising=False)
    with pytest.raises(StoreProblem, match="there is none"):
        record_salt()
    with pytest.raises(StoreProblem, match="there is a shorter one"):
        record_salt("short")
    monkeypatch.setenv("RASAD_RECORD_SALT", SALT)
    assert record_salt() == SALT


def test_another_secret_gives_other_keys_and_the_same_counts(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(
        "area,occurred\n" + "".join(f"01,1402/01/{day:02}\n" for day in range(1, 31)), encoding="utf-8"
    )
    cells = []
    for salt in (SALT, SALT, SALT[::-1]):
        with open_records(path, MAPPING, AREAS, RecordOptions(salt=salt)) as records:
            cells.append(records.cells(Tabulation("month")))
    assert cells[0].equals(cells[1])
    assert cells[0]["events"].equals(cells[2]["events"])
    assert not cells[0]["cell_key"].equals(cells[2]["cell_key"])


def test_a_groups_that_do_not_rise_are_refused():
    with pytest.raises(MappingProblem, match="must rise"):
        Tabulation(dimensions=("age",), groups=(("age", (5, 5)),))
