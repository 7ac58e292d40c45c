"""Counts in bulk equal counts one by one, for any event, mapping, calendar and way of writing dates."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ingest.records import (
    MappingProblem,
    RecordMapping,
    RecordOptions,
    Tabulation,
    area_codes,
    everything,
    open_records,
)
from tests.data.records.naive import Naive, fields
from tests.data.records.registers import AREAS, SALT, TODAY, Small, registers

quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_dict(frame: pd.DataFrame, small: Small) -> dict[tuple[object, ...], tuple[int, int]]:
    mapping, tabulation = small.mapping, small.tabulation
    places = [*mapping.kind.places[:-1], mapping.kind.places[-1]]
    split = [name if name == mapping.kind.sex else f"{name}_lower" for name in tabulation.dimensions]
    calendar = tabulation.calendar or mapping.calendar
    found = {}
    for row in frame.to_dict("records"):
        month = 0
        if tabulation.period == "month":
            month = month_of(row["period_start"].date(), calendar)
        cell = (*(row[place] for place in places), row["year"], month, *(row[name] for name in split))
        assert cell not in found
        found[cell] = (row["events"], row["cell_key"])
    return found


def month_of(day, calendar):
    _year, month, first = fields(day, calendar)
    assert first == 1
    return month


@quick
@given(small=registers(key=True), delimiter=st.sampled_from(",;\t|"))
def test_counts_and_cell_keys_are_those_of_counting_one_by_one(small, delimiter, tmp_path):
    path = small.write(tmp_path / "records.csv", delimiter)
    naive = Naive(small.rows, small.mapping, AREAS, TODAY, SALT)
    with open_records(path, small.mapping, AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        assert (records.read, records.valid) == (len(small.rows), len(naive.valid))
        cells = as_dict(records.cells(small.tabulation), small)
        found = records.findings()
    expected = naive.cells(small.tabulation)
    if not any(one["own"] == "" for one in naive.valid):
        assert cells == expected
    assert {cell: count for cell, (count, _) in cells.items()} == {
        cell: n for cell, (n, _) in expected.items()
    }
    assert dict(zip(found["rule"], found["records"], strict=True)) == dict(naive.findings)


@quick
@given(small=registers(key=False))
def test_records_without_numbers_are_counted_and_their_repeats_only_told(small, tmp_path):
    path = small.write(tmp_path / "records.csv")
    naive = Naive(small.rows, small.mapping, AREAS, TODAY, SALT)
    with open_records(path, small.mapping, AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        cells = records.cells(small.tabulation)
        found = records.findings()
    assert Counter(dict(zip(found["rule"], found["records"], strict=True))) == naive.findings
    expected = naive.cells(small.tabulation)
    got = as_dict(cells, small)
    assert {cell: count for cell, (count, _) in got.items()} == {cell: n for cell, (n, _) in expected.items()}


@quick
@given(small=registers())
def test_every_valid_record_is_in_one_cell_and_coarser_cells_add_up(small, tmp_path):
    path = small.write(tmp_path / "records.csv")
    fine = Tabulation("month", dimensions=small.mapping.dimensions)
    with open_records(path, small.mapping, AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        months, years = records.cells(fine), records.cells(Tabulation())
        assert months["events"].sum() == records.valid == years["events"].sum()
    where = list(small.mapping.kind.places)
    summed = months.groupby([*where, "year"])[["events", "cell_key"]].sum()
    coarse = years.set_index([*where, "year"]).sort_index()
    assert (summed["events"].to_numpy() == coarse["events"].to_numpy()).all()
    assert (summed["cell_key"].to_numpy() % 256 == coarse["cell_key"].to_numpy()).all()


@quick
@given(small=registers(), cut=st.integers(0, 40))
def test_files_of_a_folder_are_one_register(small, cut, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    whole = small.write(tmp_path / "whole.csv")
    for name, rows in (("a.csv", small.rows[:cut]), ("b.csv", small.rows[cut:])):
        Small(small.headings, rows, small.mapping, small.tabulation).write(folder / name)
    frames = []
    for path in (whole, folder):
        with open_records(path, small.mapping, AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
            frames.append(records.cells(small.tabulation))
    pd.testing.assert_frame_equal(*frames)


def mapping(**changes: object) -> RecordMapping:
    columns = {"area": "area", "occurred": "date", "sex": "sex", "age": "age"}
    return RecordMapping(**{"event": "deaths", "calendar": "gregorian", "columns": columns, **changes})  # type: ignore[arg-type]


@pytest.fixture()
def deaths(tmp_path: Path) -> Path:
    path = tmp_path / "deaths.csv"
    lines = ["number,area,date,sex,age", "1,01,2023-01-31,M,80", "2,01,2023-02-01,F,", "3,23,2023-02-28,2,0"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_cells_have_the_columns_of_the_store_and_say_what_they_are_not_split_by(deaths):
    with open_records(deaths, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        cells = records.cells(Tabulation("month", dimensions=("sex",)))
    assert list(cells) == [
        *("area", "year", "calendar", "period_start", "period_days", "basis", "place"),
        *("sex", "age_lower", "age_width", "events", "cell_key"),
    ]
    assert set(cells["age_lower"]) == {-2}
    assert cells["period_days"].tolist() == [31, 28, 28]
    assert cells["period_start"].astype(str).tolist() == ["2023-01-01", "2023-02-01", "2023-02-01"]


def test_ages_are_grouped_with_widths_and_unknown_stays_unknown(deaths):
    with open_records(deaths, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        cells = records.cells(everything(records.mapping))
    ages = set(zip(cells["age_lower"], cells["age_width"], strict=True))
    assert ages == {(80, 5), (-1, 0), (0, 1)}


def test_parquet_with_real_dates_and_numbers_is_read_like_text(deaths, tmp_path):
    frame = pd.read_csv(deaths, dtype={"area": str}).assign(date=lambda f: pd.to_datetime(f["date"]).dt.date)
    frame.to_parquet(tmp_path / "deaths.parquet")
    tables = []
    for path in (deaths, tmp_path / "deaths.parquet"):
        with open_records(path, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
            tables.append(records.cells(everything(records.mapping)))
    pd.testing.assert_frame_equal(*tables)


def test_cells_written_are_the_cells_shown(deaths, tmp_path):
    with open_records(deaths, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        shown = records.cells(everything(records.mapping))
        kept = pd.read_parquet(records.write_cells(everything(records.mapping), tmp_path / "cells.parquet"))
    kept["period_start"] = pd.to_datetime(kept["period_start"])
    order = ["area", "year", "sex", "age_lower"]
    pd.testing.assert_frame_equal(
        kept.sort_values(order, ignore_index=True),
        shown.sort_values(order, ignore_index=True),
        check_dtype=False,
    )


def test_asking_for_a_dimension_that_is_not_there_names_those_that_are(deaths):
    wrong = Tabulation(dimensions=("order",))
    with (
        open_records(deaths, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY)) as records,
        pytest.raises(MappingProblem, match="cannot be split by order: the mapping gives sex, age"),
    ):
        records.cells(wrong)


def test_nothing_is_left_in_the_temporary_folder(deaths, tmp_path):
    place = tmp_path / "temporary"
    place.mkdir()
    with open_records(deaths, mapping(), AREAS, RecordOptions(salt=SALT, today=TODAY, temporary=place)):
        assert [path.stat().st_mode & 0o077 for path in place.iterdir()] == [0]
    assert not list(place.iterdir())


def test_area_codes_are_known_with_and_without_leading_zeros():
    areas = pd.DataFrame(
        [
            ("IR", "IR", None, "nation", ""),
            ("IR01", "IR", "IR", "province", "01"),
            ("IR10", "IR", "IR", "province", "10"),
        ],
        columns=["area", "country", "parent", "level", "office_code"],
    )
    assert area_codes(areas, "IR") == {
        "1": "IR01",
        "10": "IR10",
        "01": "IR01",
        "IR01": "IR01",
        "IR10": "IR10",
    }


def test_a_county_that_only_the_seed_lists_takes_no_code_from_a_province():
    areas = pd.DataFrame(
        [
            ("IR", "IR", None, "nation", "", "seed"),
            ("IR01", "IR", "IR", "province", "01", "seed"),
            ("IR0001", "IR", "IR00", "county", "0001", "seed"),
        ],
        columns=["area", "country", "parent", "level", "office_code", "origin"],
    )
    known = area_codes(areas, "IR")
    assert (known["1"], known["0001"]) == ("IR01", "IR0001")
    told = area_codes(areas.assign(origin=["seed", "seed", "file"]), "IR")
    assert "1" not in told, "1 may now be either"
    assert area_codes(areas, "IR", "county")["1"] == "IR0001"
