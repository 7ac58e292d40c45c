"""No identity comes through: refused or left behind, and in no output whatever is done."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from data.identity import IdentityRefused
from data.ingest.records import (
    MappingProblem,
    RecordMapping,
    RecordOptions,
    UnreadableRecords,
    everything,
    open_records,
)
from data.synthetic import Faults, Register, write
from data.synthetic.identity import COLUMNS
from tests.data.identity_numbers import iranian_check_digit
from tests.data.records.registers import AREAS, SALT, TODAY

ROLES = {"area": "area", "occurred": "occurred", "registered": "registered", "sex": "sex", "born": "born"}
DEATHS = RecordMapping("deaths", "solar_hijri", ROLES, key=("event_number",))


@pytest.fixture(params=["iran", "viet_nam"])
def register(request, tmp_path) -> tuple[Path, str]:
    """A register with invented national IDs, names and telephones."""
    made = Register(
        "deaths", 2000, tuple(AREAS), identity=request.param, faults=Faults(repeated=0.01), seed=3
    )
    return write(made, tmp_path / "deaths.csv"), request.param


def test_a_file_with_identity_data_is_refused_by_default(register):
    path, country = register
    with (
        pytest.raises(IdentityRefused) as refused,
        open_records(path, DEATHS, AREAS, RecordOptions(salt=SALT)),
    ):
        pass
    assert all(heading in str(refused.value) for heading in COLUMNS[country])


def planted(path: Path, country: str) -> set[str]:
    """Every ID, name and telephone in the file."""
    import pandas as pd

    frame = pd.read_csv(path, dtype=str)
    return set(frame[list(COLUMNS[country])].to_numpy().ravel().tolist())


def test_dropped_identity_is_in_no_output_and_in_no_file_left_or_being_worked_on(register, tmp_path):
    path, country = register
    secrets = planted(path, country)
    assert len(secrets) > 3000
    place = tmp_path / "temporary"
    place.mkdir()
    said = io.StringIO()
    dropping = replace(DEATHS, identity="drop")
    with (
        contextlib.redirect_stdout(said),
        open_records(
            path, dropping, AREAS, RecordOptions(salt=SALT, temporary=place, today=TODAY)
        ) as records,
    ):
        parquet = records.write_cells(everything(dropping), tmp_path / "cells.parquet").read_bytes()
        frames = [
            records.cells(everything(dropping)),
            *(records.findings(), records.findings_by_area(), records.delays(), records.timeliness()),
            records._connection.execute("SELECT * FROM work.record").df(),
        ]
        working = b"".join(file.read_bytes() for file in place.rglob("*") if file.is_file())
        print(records, records.suspects, *records.suspects)
        assert {suspect.column for suspect in records.suspects} == set(COLUMNS[country])
    text = "".join(frame.to_csv() for frame in frames) + said.getvalue()
    out = text.encode() + parquet + working
    assert not [secret for secret in secrets if secret.encode() in out]
    assert SALT.encode() not in out


def test_a_national_id_may_tell_records_apart_without_being_kept(tmp_path):
    path = tmp_path / "d.csv"
    stems = [f"{number:09}" for number in range(100_000_000, 100_000_050)]
    numbers = [stem + str(iranian_check_digit(stem)) for stem in stems]
    lines = ["کد ملی,area,occurred", *(f"{number},01,1402/05/17" for number in [*numbers, numbers[0]])]
    path.write_text("\n".join(lines), encoding="utf-8")
    mapping = RecordMapping(
        "deaths", "solar_hijri", {"area": "area", "occurred": "occurred"}, key=("کد ملی",)
    )
    with pytest.raises(IdentityRefused), open_records(path, mapping, AREAS, RecordOptions(salt=SALT)):
        pass
    with open_records(path, replace(mapping, identity="drop"), AREAS, RecordOptions(salt=SALT)) as records:
        assert (records.read, records.valid) == (51, 50)


def test_a_column_of_identity_is_not_taken_for_a_role(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("phone,area,occurred\n09121234567,01,1402/05/17\n", encoding="utf-8")
    wrong = RecordMapping("deaths", "solar_hijri", {"area": "phone", "occurred": "occurred"}, identity="drop")
    with (
        pytest.raises(MappingProblem, match="takes area from phone, which holds identity data"),
        open_records(path, wrong, AREAS, RecordOptions(salt=SALT)),
    ):
        pass


def test_identity_deep_in_the_file_is_found_by_the_full_scan(tmp_path):
    path = tmp_path / "d.csv"
    stem = [f"{number:09}" for number in range(200_000_000, 200_000_010)]
    remarks = [""] * 25_000 + [f"asked {number}{iranian_check_digit(number)} again" for number in stem]
    rows = "".join(f"01,1402/05/17,{remark}\n" for remark in remarks)
    path.write_text("area,occurred,remark\n" + rows, encoding="utf-8")
    mapping = RecordMapping("deaths", "solar_hijri", {"area": "area", "occurred": "occurred"})
    with (
        pytest.raises(IdentityRefused, match="remark") as refused,
        open_records(path, mapping, AREAS, RecordOptions(salt=SALT)),
    ):
        pass
    assert stem[0] not in str(refused.value)


def test_errors_never_quote_the_file(tmp_path):
    path = tmp_path / "d.csv"
    secret = "0012345679"
    path.write_bytes(f'area,occurred\n01,1402/05/17\n"{secret}'.encode() + b"\xff" * 5000)
    with (
        pytest.raises(Exception) as raised,
        open_records(
            path,
            RecordMapping("deaths", "solar_hijri", {"area": "area", "occurred": "occurred"}),
            AREAS,
            RecordOptions(salt=SALT),
        ),
    ):
        pass
    assert isinstance(raised.value, UnreadableRecords | duckdb.Error) is True
    chain, error = "", raised.value
    while error is not None:
        chain, error = chain + str(error), error.__cause__
    assert secret not in chain
