"""The census warehouse, the United Nations' tables, and any columns by a mapping."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.mapping import ColumnMap, load
from data.ingest.readers import column_table, warehouse, wpp, wpp_wide
from tests.data.readers.shapes import WPP_LONG, archive, text, warehouse_rows, workbook, wpp_workbook


def said(reading):
    return " ".join(one.sentence for one in reading.findings)


def errors(reading):
    return [one.sentence for one in reading.findings if one.severity == "error"]


def test_districts_with_their_parents_ages_and_towns(tmp_path):
    path = workbook(tmp_path / "x.xlsx", {"Cube": warehouse_rows()})
    assert readers.reader_of(path) is warehouse
    reading = warehouse.read(path)
    area = reading.tables["area"].set_index("area")
    assert area["parent"].to_dict() == {"VN001": "VN01", "VN271": "VN01", "VN971": "VN96"}
    assert area.loc["VN001", ["name_vi", "name_en", "level"]].tolist() == [
        "Quận Ba Đình",
        "Ba Dinh urban district",
        "district",
    ]
    people = reading.tables["population"].set_index(["area", "age_lower", "age_width"])["persons"]
    assert people["VN271"].to_dict() == {(0, 5): 41, (5, 5): 52, (10, 0): 63}
    assert people.sum() == 255
    share = reading.tables["rate"].set_index("area")["value"]
    assert share.to_dict() == {"VN001": 100.0, "VN271": 3.8, "VN971": 38.5}
    assert set(reading.tables["population"]["period_start"].astype(str)) == {"2019-04-01"}
    assert not [one for one in reading.findings if one.severity != "note"]


def test_a_printed_sum_that_is_wrong_is_told(tmp_path):
    reading = warehouse.read(workbook(tmp_path / "x.xlsx", {"Cube": warehouse_rows(wrong=7)}))
    assert "row 5" in said(reading) and "-7" in said(reading)


def test_wards_get_the_same_code_every_time(tmp_path):
    rows = [
        ["Dân số (ĐVT: Người)"],
        [],
        ["", "", "", "Tổng số", "1. Thành thị", "2. Nông thôn"],
        ["Tổng số", "", "", 30, 30, ""],
        [" Thành phố Hà Nội (Tổng số)", "", "", 30, 30, ""],
        [" Thành phố Hà Nội", "Quận Ba Đình (Tổng số)", "", 30, 30, ""],
        ["", "Quận Ba Đình", " Phường Phúc Xá", 10, 10, ""],
        ["", "", " Phường Trúc Bạch", 20, 20, ""],
    ]
    first = warehouse.read(workbook(tmp_path / "a.xlsx", {"x": rows}))
    again = warehouse.read(
        workbook(
            tmp_path / "b.xlsx",
            {"x": [*rows[:6], ["", "Quận Ba Đình", *rows[7][2:]], ["", "", *rows[6][2:]]]},
        )
    )
    wards = first.tables["area"].set_index("area")
    assert wards[wards["level"] == "commune"]["parent"].tolist() == ["VN001", "VN001"]
    assert set(first.tables["area"]["area"]) == set(again.tables["area"]["area"])
    assert first.tables["population"].set_index("area")["persons"].sum() == 30


def test_households_are_counted(tmp_path):
    rows = [
        ["Số hộ dân cư, qui mô người trong hộ (ĐVT: Hộ)"],
        [],
        [
            "",
            "",
            "Tổng số",
            "1. Thành thị (Tổng số)",
            "1. Thành thị",
            "",
            "2. Nông thôn (Tổng số)",
            "2. Nông thôn",
            "",
        ],
        ["", "", "", "", "1 Người", "2 Người trở lên", "", "1 Người", "2 Người trở lên"],
        ["Tổng số", "", 100, 60, 20, 40, 40, 10, 30],
        ["Thành phố Hà Nội", "Quận Ba Đình", 100, 60, 20, 40, 40, 10, 30],
    ]
    rate = (
        warehouse.read(workbook(tmp_path / "x.xlsx", {"x": rows}))
        .tables["rate"]
        .set_index("measure")["value"]
    )
    assert rate.to_dict() == {"households": 100, "one_person_households": 30.0}


def test_a_cube_of_something_else_gives_its_areas_and_a_finding(tmp_path):
    rows = [
        ["Dân số chia theo tôn giáo"],
        [],
        ["", "", "1. Thành thị", ""],
        ["", "", "Phật giáo", "Công giáo"],
        ["Tổng số", "", 3, 4],
        ["Thành phố Hà Nội", "Quận Ba Đình", 3, 4],
    ]
    reading = warehouse.read(workbook(tmp_path / "x.xlsx", {"x": rows}))
    assert list(reading.tables) == ["area"]
    assert "something the store does not keep" in said(reading)


@pytest.mark.parametrize(
    ("file", "table", "column", "total", "areas"),
    [
        ("Population by Age & Urban (District).xlsx", "population", "persons", 96_208_984, 712),
        ("Population by Urban (Ward).xlsx", "population", "persons", 96_208_984, 712 + 11_165),
        ("Population by Household Size (Ward).xlsx", "rate", "value", 26_870_079, 712 + 11_165),
    ],
)
def test_the_census_warehouse_whole(originals, file, table, column, total, areas):
    reading = readers.read(originals / "vietnam" / file)
    frame = reading.tables[table]
    if table == "rate":
        frame = frame[frame["measure"] == "households"]
    assert frame[column].sum() == total
    area = reading.tables["area"]
    assert len(area) == areas and area["area"].is_unique
    assert set(frame["area"]) <= set(area["area"])
    assert not [one for one in reading.findings if one.severity != "note"]


def test_ages_of_the_districts_sum_to_the_provinces_of_the_seed(originals, seed):
    reading = readers.read(originals / "vietnam" / "Population by Age & Urban (District).xlsx")
    known = seed["population"]
    known = known[(known["source"] == "gso_census_2019_age") & (known["area"] != "VN")]
    parents = reading.tables["area"].set_index("area")["parent"]
    people = reading.tables["population"]
    ours = (
        people.assign(area=people["area"].map(parents))
        .groupby(["area", "age_lower", "age_width"])["persons"]
        .sum()
    )
    theirs = known.set_index(["area", "age_lower", "age_width"])["persons"]
    pd.testing.assert_series_equal(ours.sort_index(), theirs.sort_index(), check_names=False)


@pytest.mark.parametrize("packed", [False, True])
def test_the_long_tables_of_the_united_nations(tmp_path, packed):
    path = text(tmp_path / "WPP2024_PopulationByAge5GroupSex_Medium.csv", WPP_LONG)
    if packed:
        path = tmp_path / "WPP2024_PopulationByAge5GroupSex_Medium.csv.gz"
        path.write_bytes(gzip.compress(WPP_LONG.encode()))
    assert readers.reader_of(path) is wpp
    reading = wpp.read(path)
    people = reading.tables["population"].set_index(["area", "sex", "age_lower", "age_width"])["persons"]
    assert people.to_dict() == {
        ("IR", "male", 0, 5): 3_900_123,
        ("IR", "male", 100, 0): 500,
        ("VN", "male", 0, 5): 4_100_000,
        ("IR", "female", 0, 5): 3_700_500,
        ("IR", "female", 100, 0): 1250,
        ("VN", "female", 0, 5): 3_700_000,
    }
    assert set(reading.tables["population"]["status"]) == {"estimated"}
    assert reading.tables["source"]["source"].tolist() == ["un_wpp_2024_population"]
    assert "1 rows of other variants" in said(reading)


def test_life_tables_fertility_and_indicators(tmp_path):
    life = "LocID,Location,Variant,Time,Sex,AgeGrp,AgeGrpStart,AgeGrpSpan,mx,ex\n704,Viet Nam,Medium,2020,Male,0,0,1,0.0181,69\n704,Viet Nam,Medium,2020,Total,0,0,1,0.0161,73\n"
    rates = wpp.read(text(tmp_path / "WPP2024_Life_Table.csv", life)).tables["death_rate"]
    assert rates[["sex", "age_lower", "age_width", "mx"]].values.tolist() == [["male", 0, 1, 0.0181]]
    births = "LocID,Location,Variant,Time,AgeGrp,ASFR,PASFR,Births\n364,Iran,Medium,2020,15-19,30,8.5,90\n"
    pattern = wpp.read(text(tmp_path / "WPP2024_Fertility_by_Age5.csv", births)).tables["fertility_pattern"]
    assert pattern[["age_lower", "age_width", "percent"]].values.tolist() == [[15, 5, 8.5]]
    summary = (
        "LocID,Location,Variant,Time,TFR,LEx,LExMale,Births\n364,Iran,Medium,2020,1.7,73.1,70.9,1200.5\n"
    )
    reading = wpp.read(text(tmp_path / "WPP2024_Demographic_Indicators_Medium.csv", summary))
    rate = reading.tables["rate"].set_index(["measure", "sex"])["value"]
    assert rate.to_dict() == {
        ("total_fertility_rate", "both"): 1.7,
        ("life_expectancy", "both"): 73.1,
        ("life_expectancy", "male"): 70.9,
    }


def test_the_workbooks_of_the_united_nations(tmp_path):
    path = wpp_workbook(tmp_path / "WPP2024_GEN_F01.xlsx")
    assert readers.reader_of(path) is wpp_wide
    reading = wpp_wide.read(path)
    people = reading.tables["population"].set_index("sex")["persons"]
    assert people.to_dict() == {"male": 48_900_100, "female": 49_179_091}
    rate = reading.tables["rate"].set_index(["measure", "sex"])["value"]
    assert rate["total_fertility_rate", "both"] == 1.921
    assert rate["life_expectancy"].to_dict() == {"both": 73.5, "male": 69.6, "female": 78.1}
    assert rate["sex_ratio_at_birth", "both"] == 111.6
    assert set(rate.index.get_level_values(0)) == {
        "total_fertility_rate",
        "life_expectancy",
        "sex_ratio_at_birth",
    }


def test_wide_ages_of_one_sex(tmp_path):
    headings = ["Index", "Variant", "Location code", "Year", "0-4", "5-9", "100+"]
    titles = [["Male population by five-year age group (thousands)"], [], headings]
    path = workbook(
        tmp_path / "WPP2024_POP_F02_2.xlsx",
        {"Estimates": [*titles, [1, "Estimates", 704, 2020, 4100.5, 4000, 1.5]]},
    )
    people = readers.read(path).tables["population"]
    assert people[["sex", "age_lower", "age_width", "persons"]].values.tolist() == [
        ["male", 0, 5, 4_100_500],
        ["male", 5, 5, 4_000_000],
        ["male", 100, 0, 1500],
    ]


PERSIAN = "استان;سال;گروه سنی;جنس;جمعیت (هزار نفر)\nتهران;۱۴۰۲;۰-۴;زن;۵۰۰٫۵\nتهران;۱۴۰۲;۸۵ و بیشتر;مرد;۴۰\n"


def test_persian_headings_are_understood(tmp_path):
    path = text(tmp_path / "جمعیت.csv", PERSIAN)
    reading = readers.read(path)
    people = reading.tables["population"]
    assert people[
        ["area", "year", "calendar", "sex", "age_lower", "age_width", "persons", "rounded_to"]
    ].values.tolist() == [
        ["IR23", 1402, "solar_hijri", "female", 0, 5, 500_500, 1000],
        ["IR23", 1402, "solar_hijri", "male", 85, 0, 40_000, 1000],
    ]
    assert "proposed from the headings" in said(reading)


def test_vietnamese_headings_a_workbook_and_a_column_for_each_sex(tmp_path):
    path = workbook(
        tmp_path / "x.xlsx",
        {
            "a": [
                ["Dân số năm 2023"],
                ["Địa phương", "Nam", "Nữ"],
                ["Hà Nội", 4_200_000, 4_300_000],
                ["Cà Mau", 600_000, 610_000],
            ]
        },
    )
    people = readers.read(path).tables["population"].set_index(["area", "sex"])["persons"]
    assert people.to_dict() == {
        ("VN01", "male"): 4_200_000,
        ("VN96", "male"): 600_000,
        ("VN01", "female"): 4_300_000,
        ("VN96", "female"): 610_000,
    }


def test_english_events_by_month(tmp_path):
    reading = readers.read(
        text(tmp_path / "b.csv", "Province,Year,Month,Births\nGilan,1402,1,2500\nGilan,1402,12,2400\n")
    )
    table = next(one for one in reading.tables if one != "source")
    frame = reading.tables[table]
    assert frame["events"].tolist() == [2500, 2400]
    assert frame["period_days"].tolist() == [31, 29] and str(frame["period_start"].iloc[0]) == "2023-03-21"


def test_parquet_is_read_and_rates_too(tmp_path):
    path = tmp_path / "x.parquet"
    pd.DataFrame(
        {
            "area": ["IR23", "VN01"],
            "year": [1400, 2020],
            "indicator": ["Total fertility rate"] * 2,
            "value": [1.4, 2.04],
        }
    ).to_parquet(path)
    rate = readers.read(path).tables["rate"]
    assert rate[["area", "measure", "value", "unit"]].values.tolist() == [
        ["IR23", "total_fertility_rate", 1.4, "children per woman"],
        ["VN01", "total_fertility_rate", 2.04, "children per woman"],
    ]


def test_a_mapping_is_learned_once_and_used_again(tmp_path):
    first = text(tmp_path / "january.csv", "loc,yr,n,kind\nتهران,1402,100,تولد\n")
    with pytest.raises(UnreadableFile, match="which column is"):
        readers.read(first)
    mapping = ColumnMap(
        "event",
        {"area": "loc", "year": "yr", "events": "n", "event": "kind"},
        words={"event": {"تولد": "births"}},
    )
    kept = column_table.learn(first, mapping)
    assert load(kept) == mapping
    second = text(tmp_path / "february.csv", "kind,n,loc,yr\nتولد,90,گیلان,1402\n")
    reading = readers.read(second)
    table = next(one for one in reading.tables if one != "source")
    assert reading.tables[table]["area"].tolist() == ["IR01"]
    assert "proposed" not in said(reading)


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_columns_are_known_by_the_first_lines_however_long_the_file(tmp_path, ending):
    lines = "استان,سال,جمعيت\n" + "تهران,1402,100\n" * 30_000  # cp1256 has the Arabic yeh only
    content = lines.encode("cp1256") + b"\x00\x00,,\n"  # what reading it whole stops at
    path = tmp_path / f"people.{ending}"
    path.write_bytes(gzip.compress(content) if ending == "csv.gz" else content)
    assert len(content) > 1 << 18
    assert column_table.look_at(path).headings == ["استان", "سال", "جمعيت"]
    assert readers.reader_of(path) is column_table
    with pytest.raises(UnreadableFile, match=r"line 30002: there is a NUL byte"):
        column_table.read(path)


def test_a_mapping_that_names_a_column_that_is_gone(tmp_path):
    path = text(tmp_path / "a.csv", "loc,yr,n\nتهران,1402,100\n")
    column_table.learn(path, ColumnMap("population", {"area": "place", "year": "yr", "persons": "n"}))
    with pytest.raises(UnreadableFile, match="no column «place»"):
        column_table.read(path)


def test_a_mapping_with_a_slip_is_named(tmp_path):
    path = text(tmp_path / "a.csv", "loc,yr,n\nتهران,1402,100\n")
    (tmp_path / "a.mapping.toml").write_text('table = "people"\n[columns]\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="must be one of population"):
        column_table.read(path)


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document(tmp_path):
    cells = [["استان", "سال", "جمعیت"], ["تهران", "1400", "13900000"]]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>'
            for one in row
        )
        + "</table:table-row>"
        for row in cells
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": ODS.format(rows=rows).encode(),
    }
    people = readers.read(archive(tmp_path / "a.ods", parts)).tables["population"]
    assert people[["area", "persons"]].values.tolist() == [["IR23", 13_900_000]]
    parts["META-INF/manifest.xml"] = b"<manifest:encryption-data/>"
    with pytest.raises(UnreadableFile, match="password"):
        readers.read(archive(tmp_path / "b.ods", parts))


def test_provinces_alone_by_sex(tmp_path):
    rows = [
        ["Dân số chia theo giới tính"],
        [],
        ["", "Tổng số", "1. Nam", "2. Nữ"],
        ["Tổng số", 30, 14, 16],
        ["Thành phố Hà Nội", 20, 9, 11],
        ["Tỉnh Cà Mau", 10, 5, 5],
    ]
    reading = warehouse.read(workbook(tmp_path / "x.xlsx", {"x": rows}))
    people = reading.tables["population"].set_index(["area", "sex"])["persons"]
    assert people["VN01"].to_dict() == {"both": 20, "female": 11, "male": 9}
    assert "area" not in reading.tables


def test_every_reader_is_tried_and_the_general_one_last():
    assert readers.ORDER[-1] == "column_table"
    assert all(hasattr(one, "recognises") and hasattr(one, "read") for one in readers.readers())


def test_two_events_in_one_file(tmp_path):
    content = "استان,سال,نوع واقعه,تعداد\nتهران,1402,ولادت,100\nتهران,1402,فوت,60\nتهران,1402,تولد دوقلو,3\n"
    reading = readers.read(text(tmp_path / "a.csv", content))
    counts = [
        figure for name, frame in reading.tables.items() if name != "source" for figure in frame["events"]
    ]
    assert sorted(counts) == [60, 100]
    assert "تولد دوقلو" in said(reading) and "known are births" in said(reading)
