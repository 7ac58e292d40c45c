"""What is wrong with records is said with row numbers, by area and year, and never with a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.ingest.records import RecordMapping, RecordOptions, Tabulation, open_records
from tests.data.records.registers import AREAS, SALT, TODAY

COLUMNS = {"area": "area", "occurred": "date", "registered": "registered", "sex": "sex", "born": "born"}
DEATHS = RecordMapping("deaths", "gregorian", COLUMNS, key=("number",), legal_days=10)
HEADING = "number,area,date,registered,sex,born"
GOOD = "{},01,2023-01-31,2023-02-03,M,1950-06-01"


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEADING, *lines)) + "\n", encoding="utf-8")
    return path


def read(path: Path):
    return open_records(path, DEATHS, AREAS, RecordOptions(salt=SALT, today=TODAY))


@pytest.mark.parametrize(
    ("rule", "line", "counted"),
    [
        ("date_unreadable", "n,01,2023-02-30,2023-03-03,M,1950-06-01", False),
        ("date_unreadable", "n,01,,2023-03-03,M,1950-06-01", False),
        ("date_in_future", "n,01,2024-03-02,,M,1950-06-01", False),
        ("before_birth", "n,01,2023-01-31,2023-02-03,M,2023-02-01", False),
        ("too_old", "n,01,2023-01-31,2023-02-03,M,1902-01-30", False),
        ("area_unknown", "n,99,2023-01-31,2023-02-03,M,1950-06-01", False),
        ("sex_unknown", "n,01,2023-01-31,2023-02-03,X,1950-06-01", True),
        ("age_unknown", "n,01,2023-01-31,2023-02-03,M,", True),
        ("registration_unreadable", "n,01,2023-01-31,soon,M,1950-06-01", True),
        ("not_registered", "n,01,2023-01-31,,M,1950-06-01", True),
        ("registered_before_event", "n,01,2023-01-31,2023-01-30,M,1950-06-01", True),
        ("other_calendar", "n,01,1401/11/11,2023-02-03,M,1950-06-01", True),
        ("number_missing", ",01,2023-01-31,2023-02-03,M,1950-06-01", True),
        ("repeated", GOOD.format("2"), False),
    ],
)
def test_each_fault_is_found_in_its_row(rule, line, counted, tmp_path):
    path = write(tmp_path / "d.csv", GOOD.format("1"), GOOD.format("2"), line, GOOD.format("3"))
    with read(path) as records:
        found = records.findings().set_index("rule")
        assert records.valid == 3 + counted
        by_area = records.findings_by_area()
    assert found.loc[rule, "records"] == 1
    assert found.loc[rule, "rows"] == (3,)
    assert by_area.set_index("rule").loc[rule, "records"] == 1


def test_a_person_of_exactly_120_years_is_counted(tmp_path):
    with read(write(tmp_path / "d.csv", "1,01,2023-01-31,2023-02-03,M,1902-02-01")) as records:
        assert records.valid == 1
        assert records.cells(Tabulation(dimensions=("age",)))["age_lower"].tolist() == [100]


def test_rows_are_counted_in_their_file_and_only_the_first_are_shown(tmp_path):
    lines = [GOOD.format(number) for number in range(3000)]
    lines[2500:2600] = [f"n{number},99,2023-01-31,,M,1950-06-01" for number in range(100)]
    for name in ("a.csv", "b.csv"):
        write(tmp_path / name, *(line if name == "a.csv" else "b" + line for line in lines))
    with read(tmp_path) as records:
        found = records.findings(most=4)
    unknown = found[found["rule"] == "area_unknown"]
    assert unknown["file"].tolist() == ["a.csv", "b.csv"]
    assert unknown["records"].tolist() == [100, 100]
    assert unknown["rows"].tolist() == [(2501, 2502, 2503, 2504)] * 2


def test_rows_keep_their_numbers_in_a_file_that_is_read_by_several_threads(tmp_path):
    lines = [GOOD.format(number) for number in range(400_000)]
    wrong = list(range(7, 400_000, 40_009))
    for row in wrong:
        lines[row] = f"{row},99,2023-01-31,,M,1950-06-01"
    with read(write(tmp_path / "d.csv", *lines)) as records:
        found = records.findings().set_index("rule")
    assert found.loc["area_unknown", "rows"] == tuple(row + 1 for row in wrong)


def test_broken_lines_are_counted_and_the_others_keep_their_numbers(tmp_path):
    lines = [
        GOOD.format(1),
        "2,01,2023-01-31",
        GOOD.format(3),
        "4,99,2023-01-31,,M,",
        *map(GOOD.format, range(5, 12)),
    ]
    with read(write(tmp_path / "d.csv", *lines)) as records:
        found = records.findings().set_index("rule")
    assert (found.loc["line_broken", "records"], found.loc["line_broken", "rows"]) == (1, (2,))
    assert found.loc["area_unknown", "rows"] == (4,)


def test_a_repeat_in_another_file_is_a_repeat(tmp_path):
    write(tmp_path / "a.csv", GOOD.format(1))
    write(tmp_path / "b.csv", GOOD.format(1), GOOD.format(2))
    with read(tmp_path) as records:
        found = records.findings()
        assert records.valid == 2
    assert found[["rule", "file", "rows"]].to_numpy().tolist() == [["repeated", "b.csv", (1,)]]


def test_without_a_number_equal_records_are_told_and_counted(tmp_path):
    mapping = RecordMapping("deaths", "gregorian", COLUMNS)
    with open_records(
        write(tmp_path / "d.csv", *[GOOD.format(1)] * 2),
        mapping,
        AREAS,
        RecordOptions(salt=SALT, today=TODAY),
    ) as records:
        assert records.valid == 2
        assert records.findings()["rule"].tolist() == ["perhaps_repeated"]


def test_delay_and_the_share_within_the_law_by_area(tmp_path):
    days = [
        ("01", "2023-02-03"),
        ("01", "2023-02-10"),
        ("01", "2023-02-11"),
        ("01", "2024-01-31"),
        ("23", ""),
    ]
    lines = [f"{n},{area},2023-01-31,{on},M,1950-06-01" for n, (area, on) in enumerate(days)]
    with read(write(tmp_path / "d.csv", *lines)) as records:
        timely, classes = records.timeliness(), records.delays()
    assert timely["area"].tolist() == ["IR01", "IR23"]
    assert timely.loc[0, ["events", "with_delay", "within_legal"]].tolist() == [4, 4, 2]
    assert timely.loc[0, "share_within_legal"] == 0.5
    assert timely.loc[0, ["median_days", "ninetieth_days"]].tolist() == [10, 365]
    assert timely.loc[1, ["events", "with_delay"]].tolist() == [1, 0]
    assert timely.loc[1].isna()[["share_within_legal", "median_days"]].all()
    assert classes[["area", "year", "delay_lower", "delay_width", "events"]].to_numpy().tolist() == [
        ["IR01", 2023, 0, 11, 2],
        ["IR01", 2023, 11, 80, 1],
        ["IR01", 2023, 91, 275, 1],
        ["IR23", 2023, -1, 0, 1],
    ]


def test_moves_have_two_ends_and_cross_a_boundary(tmp_path):
    path = tmp_path / "m.csv"
    ends = [("01", "02"), ("01", "1"), ("abroad", "23"), ("", "23"), ("abroad", ""), ("99", "23")]
    path.write_text("from,to,on\n" + "".join(f"{a},{b},2023-01-31\n" for a, b in ends), encoding="utf-8")
    columns = {"origin": "from", "destination": "to", "occurred": "on"}
    mapping = RecordMapping("moves", "gregorian", columns, abroad=("abroad",))
    with open_records(path, mapping, AREAS, RecordOptions(salt=SALT, today=TODAY)) as records:
        cells = records.cells(Tabulation())
        found = records.findings().set_index("rule")["rows"].to_dict()
    assert found == {"move_within_area": (2,), "area_unknown": (5, 6)}
    assert cells[["origin", "destination"]].to_numpy().tolist() == [
        ["IR01", "IR02"],
        ["abroad", "IR23"],
        ["unknown", "IR23"],
    ]
