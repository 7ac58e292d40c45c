"""The Statistical Centre's census workbooks: our own in their shape, then both censuses whole."""

from __future__ import annotations

import pandas as pd
import pytest

from data.ingest import readers
from data.ingest.readers import iran_census
from data.ingest.readers.iran_census_sheet import age_of
from tests.data.readers.shapes import archive, census_sheet, persons, workbook

ARAK = "جدول 1- جمعيت برحسب سن ، جنس و وضع سكونت (0001:اراک)"


@pytest.mark.parametrize(
    ("label", "age"),
    [
        (" تمامي سنين", (0, 0)),
        ("كمتر از يك ساله", (0, 1)),
        ("7 ساله", (7, 1)),
        ("۷ ساله", (7, 1)),
        ("95-99 ساله", (95, 5)),
        ("99-95 ساله", (95, 5)),
        ("صد ساله و بيشتر", (100, 0)),
        ("100ساله و بيشتر", (100, 0)),
        ("نامشخص", (-1, 0)),
        ("مأخذ: مرکز آمار ایران", None),
        ("", None),
    ],
)
def test_an_age_in_the_offices_words(label, age):
    assert age_of(label) == age


def test_one_workbook_a_county_a_sheet(tmp_path):
    path = workbook(tmp_path / "any name 1395.xlsx", {"اراک0001": census_sheet(ARAK)})
    assert readers.reader_of(path) is iran_census
    reading = iran_census.read(path)
    area = reading.tables["area"].iloc[0]
    assert (area["area"], area["parent"], area["level"], area["name_fa"], area["name_en"]) == (
        "IR0001",
        "IR00",
        "county",
        "اراک",
        "Arak",
    )
    people = reading.tables["population"]
    assert len(people) == 2 * 101
    women_of_30 = people[(people["sex"] == "female") & (people["age_lower"] == 30)].iloc[0]
    assert women_of_30["persons"] == persons(30, "female", "urban") + persons(30, "female", "rural")
    assert (women_of_30["age_width"], women_of_30["year"], str(women_of_30["period_start"])) == (
        1,
        1395,
        "2016-09-24",
    )
    assert people[people["age_lower"] == 100]["age_width"].tolist() == [0, 0]
    assert reading.tables["source"]["source"].tolist() == ["sci_census_1395"]
    assert not reading.findings


def test_1390_has_no_codes_and_prints_the_last_ages_twice(tmp_path):
    sheets = {
        "خوئ": census_sheet("جدول 1- جمعيت ( خوئ )", corner=0, unknown=True),
        "ماكو": census_sheet("جدول 1- جمعيت ( ماكو )", corner=0, unknown=True),
    }
    path = workbook(tmp_path / "p04.xlsx", sheets)
    reading = iran_census.read(
        archive(tmp_path / "census2011.zip", {"census2011p04.xlsx": path.read_bytes()})
    )
    assert reading.tables["area"]["area"].tolist() == ["IR0403", "IR0406"]
    assert reading.tables["area"]["name_fa"].tolist() == ["خوی", "ماکو"]
    assert set(reading.tables["population"]["year"]) == {1390}
    assert set(reading.tables["population"]["age_lower"]) == {-1, *range(101)}


def test_the_year_is_a_finding_when_nothing_says_it(tmp_path):
    reading = iran_census.read(workbook(tmp_path / "jamiat00.xlsx", {"اراک0001": census_sheet(ARAK)}))
    assert any("does not say of which census" in one.sentence for one in reading.findings)


def test_parts_that_do_not_sum_are_named(tmp_path):
    rows = census_sheet(ARAK)
    group = next(row for row in rows if row[1:2] == ["10-14 ساله"])
    group[2] += 5
    reading = iran_census.read(workbook(tmp_path / "1395.xlsx", {"a": rows}))
    sentences = " ".join(one.sentence for one in reading.findings)
    assert "ages 10 to 14" in sentences and "-5" in sentences and "sheet a" in sentences


def test_a_county_of_no_list_is_read_and_told(tmp_path):
    rows = census_sheet("جدول 1- جمعيت ( شهر خيالي )", unknown=True)
    known = census_sheet("جدول 1- جمعيت ( خوئ )", unknown=True)
    reading = iran_census.read(workbook(tmp_path / "1390.xlsx", {"x": rows, "y": known}))
    assert len(reading.tables["area"]) == 2
    assert any("شهر خیالی" in one.sentence for one in reading.findings)


def _with_seven(value: object) -> list[list[object]]:
    rows = census_sheet(ARAK)
    next(row for row in rows if row[1:2] == ["7 ساله"])[3] = value
    return rows


def test_a_word_where_a_number_should_be_leaves_the_county_out(tmp_path):
    good = census_sheet(ARAK.replace("0001:اراک", "0002:آشتيان"))
    reading = iran_census.read(workbook(tmp_path / "1395.xlsx", {"bad": _with_seven("12 نفر"), "good": good}))
    assert reading.tables["area"]["area"].tolist() == ["IR0002"]
    error = next(one for one in reading.findings if one.severity == "error")
    assert "sheet bad" in error.sentence and "7 ساله" in error.sentence and "12 نفر" in error.sentence


def test_a_formula_where_a_number_should_be_is_told_with_its_cell(tmp_path):
    reading = iran_census.read(workbook(tmp_path / "1395.xlsx", {"اراک": _with_seven("=B1+B2")}))
    error = next(one for one in reading.findings if one.severity == "error")
    assert "sheet اراک, cell D" in error.sentence and "=B1+B2" in error.sentence
    assert any("ages 5 to 9" in one.sentence for one in reading.findings)


def test_digits_of_three_alphabets_are_the_same_number(tmp_path):
    rows = census_sheet(ARAK)
    alphabets = (str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"), str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    typed = [
        [str(cell).translate(alphabets[at % 2]) if isinstance(cell, int) else cell for cell in row]
        for at, row in enumerate(rows)
    ]
    plain = iran_census.read(workbook(tmp_path / "1395.xlsx", {"a": rows}))
    other = iran_census.read(workbook(tmp_path / "b1395.xlsx", {"a": typed}))
    pd.testing.assert_frame_equal(plain.tables["population"], other.tables["population"])


def test_a_sheet_that_ends_under_its_headings_is_left_out_and_told(tmp_path):
    sheets = {"a": census_sheet(ARAK)[:5], "b": census_sheet(ARAK.replace("0001:اراک", "0002:آشتيان"))}
    reading = iran_census.read(workbook(tmp_path / "1395.xlsx", sheets))
    assert reading.tables["area"]["area"].tolist() == ["IR0002"]
    assert any("sheet a" in one.sentence and "no row of an age" in one.sentence for one in reading.findings)


@pytest.mark.parametrize(
    ("name", "year", "total", "counties"),
    [
        ("population2011census.zip", 1390, 75_149_669, 397),
        ("population2016census.zip", 1395, 79_926_270, 429),
    ],
)
def test_both_censuses_whole(originals, seed, name, year, total, counties):
    reading = readers.read(originals / "iran" / name)
    people = reading.tables["population"]
    assert people["persons"].sum() == total
    assert len(reading.tables["area"]) == counties
    assert not reading.findings
    known = seed["population"]
    known = known[(known["source"] == f"sci_census_{year}") & (known["area"] != "IR")]
    in_fives = people.assign(area=people["area"].str[:4])
    single = in_fives["age_width"] == 1
    in_fives.loc[single, "age_lower"] = in_fives.loc[single, "age_lower"] // 5 * 5
    in_fives.loc[single, "age_width"] = 5
    keys = ["area", "sex", "age_lower", "age_width"]
    pd.testing.assert_series_equal(
        in_fives.groupby(keys)["persons"].sum().sort_index(), known.set_index(keys)["persons"].sort_index()
    )
