"""What is wrong with the tables or the folder is said in a sentence, with exit code 1 and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from data.ingest import estimators, indicators
from data.ingest.__main__ import main
from data.release_store.pointer import current_file, make_current, release_file, stamp_of
from tests.conftest import ROOT


def respelled(file, old, new):
    """Replace the first of a text."""
    said = file.read_text(encoding="utf-8")
    assert old in said
    file.write_text(said.replace(old, new, 1), encoding="utf-8")


def missing_table(folder):
    (folder / "viet_nam" / "rates.csv").unlink()


def missing_country(folder):
    shutil.rmtree(folder / "iran")


def missing_column(folder):
    respelled(folder / "iran" / "rates.csv", ",status,", ",state,")


def thousands_separator(folder):
    respelled(folder / "iran" / "events.csv", ",1528053,", ',"1,528,053",')


def note_in_a_cell(folder):
    respelled(folder / "viet_nam" / "rates.csv", ",18.6,", ",18.6*,")


def year_with_a_decimal(folder):
    respelled(folder / "iran" / "events.csv", "births,1395,", "births,1395.5,")


def persian_year_as_a_date(folder):
    respelled(folder / "iran" / "events.csv", ",2016-03-20,", ",1 Farvardin 1395,")


def impossible_day(folder):
    respelled(folder / "iran" / "events.csv", ",2016-03-20,", ",2016-02-30,")


def empty_table(folder):
    (folder / "iran" / "events.csv").write_text("", encoding="utf-8")


def another_encoding(folder):
    file = folder / "iran" / "areas.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1256", errors="replace"))


def ragged_row(folder):
    respelled(folder / "iran" / "events.csv", ",1528053,", ",1528053,,,,,")


def nobody_there(folder):
    respelled(folder / "iran" / "population.csv", ",2662410,", ",-2662410,")


def nobody_there_at_the_census_the_estimate_starts_from(folder):
    file = folder / "iran" / "population.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("IR23,") and "sci_census_1395" in line)
    cells = lines[at].split(",")
    cells[8] = "-" + cells[8]
    file.write_text("".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]), encoding="utf-8")


def no_totals_to_close_to(folder):
    file = folder / "iran" / "population.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not (line.startswith("IR23,1401") and "sci_province_report" in line)]
    assert len(kept) == len(lines) - 1
    file.write_text("".join(kept), encoding="utf-8")


def unknown_province(folder):
    respelled(folder / "viet_nam" / "rates.csv", "\nVN01,", "\nVN00,")


def unknown_event(folder):
    respelled(folder / "iran" / "events.csv", ",births,", ",adoptions,")


def unknown_office(folder):
    respelled(folder / "iran" / "events.csv", "nocr_national_series", "hearsay")


def unknown_status(folder):
    respelled(folder / "viet_nam" / "rates.csv", ",published,", ",guessed,")


def same_row_twice(folder):
    file = folder / "viet_nam" / "rates.csv"
    said = file.read_text(encoding="utf-8")
    again = next(line for line in said.splitlines() if line.startswith("VN96,"))
    file.write_text(f"{said}{again}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (missing_table, ["viet_nam/rates.csv", "missing"]),
        (missing_country, ["iran/areas.csv", "missing"]),
        (missing_column, ["iran/rates.csv", "status"]),
        (unknown_event, ["iran/events.csv", "adoptions"]),
        (thousands_separator, ["iran/events.csv, line 2", "1,528,053", "thousands separator"]),
        (note_in_a_cell, ["viet_nam/rates.csv", "18.6*", "not a number"]),
        (year_with_a_decimal, ["iran/events.csv, line 2", "1395.5", "whole number"]),
        (persian_year_as_a_date, ["iran/events.csv", "1 Farvardin 1395"]),
        (impossible_day, ["iran/events.csv", "2016-02-30"]),
        (empty_table, ["iran/events.csv"]),
        (another_encoding, ["iran/areas.csv"]),
        (ragged_row, ["iran/events.csv"]),
        (nobody_there, ["population", "negative"]),
        (unknown_province, ["VN00"]),
        (unknown_office, ["hearsay"]),
        (unknown_status, ["status"]),
        (same_row_twice, ["rate", "repeat a key", "VN96"]),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_spoilt_seed_is_named_in_a_sentence_and_makes_no_release(
    tmp_path, seed_copy, empty_store, capsys, monkeypatch, spoil, words
):
    monkeypatch.setattr(estimators, "estimators", list)
    monkeypatch.setattr(indicators, "makers", tuple)
    spoil(seed_copy)
    assert main(["--seed", str(seed_copy)]) == 1
    said = capsys.readouterr().err
    assert [word for word in words if word not in said] == []
    assert "Traceback" not in said
    assert len(said) < 1000
    assert not empty_store.exists() or list(empty_store.iterdir()) == []


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (unknown_office, "hearsay"),
        (unknown_province, "VN00"),
        (nobody_there_at_the_census_the_estimate_starts_from, "persons"),
        (no_totals_to_close_to, "IR23"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_seed_that_cannot_be_estimated_from_is_named_too(seed_copy, empty_store, capsys, spoil, word):
    spoil(seed_copy)
    assert main(["--seed", str(seed_copy)]) == 1
    assert word in capsys.readouterr().err
    assert not empty_store.exists() or list(empty_store.iterdir()) == []


def test_checking_a_spoilt_seed_writes_nothing_and_names_it(seed_copy, empty_store, capsys):
    unknown_office(seed_copy)
    main(["--seed", str(seed_copy), "--check"])
    assert "error: birth: unknown source hearsay" in capsys.readouterr().out
    assert not empty_store.exists()


def run(*arguments, **environment):
    """`python -m data.ingest` as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "data.ingest", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_command_ends_with_one_and_a_sentence_when_a_seed_table_is_missing(tmp_path, seed_copy):
    missing_table(seed_copy)
    done = run("--seed", str(seed_copy), RASAD_STORE=str(tmp_path / "store"))
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "The seed table viet_nam/rates.csv is missing" in done.stderr
    assert "git checkout" in done.stderr


def test_the_command_ends_with_one_and_a_sentence_when_the_folder_cannot_be_written(tmp_path):
    # Root may write anywhere, so the folder is a file.
    (tmp_path / "store").write_text("I was here first")
    done = run(RASAD_STORE=str(tmp_path / "store"))
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert "cannot be written" in done.stderr and "RASAD_STORE" in done.stderr


def test_a_folder_below_a_file_cannot_be_made(tmp_path, capsys, monkeypatch):
    (tmp_path / "note").write_text("not a folder")
    monkeypatch.setenv("RASAD_STORE", str(tmp_path / "note" / "store"))
    assert main([]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_full_disk_is_said_and_leaves_the_current_release(tmp_path, capsys, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("RASAD_STORE", str(tmp_path))
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    assert main([]) == 1
    assert "no space left on device" in capsys.readouterr().err


@pytest.mark.parametrize("left", ["garbage", "nothing", "a pointer to nowhere"])
def test_a_store_that_cannot_be_read_is_built_again_when_asked_for(
    empty_store, capsys, monkeypatch, seed_copy, left
):
    monkeypatch.setattr(estimators, "estimators", list)
    monkeypatch.setattr(indicators, "makers", tuple)
    empty_store.mkdir()
    if left != "nothing":
        file = release_file(empty_store, "a")
        make_current(file)
        if left == "garbage":
            file.write_bytes(b"\0" * 10_000)
    assert main(["--if-stale", "--seed", str(seed_copy)]) == 0
    assert stamp_of(current_file(empty_store)) in capsys.readouterr().out
    assert main(["--if-stale", "--seed", str(seed_copy)]) == 0
    assert "up to date" in capsys.readouterr().out
