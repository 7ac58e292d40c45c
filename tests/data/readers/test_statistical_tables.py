"""PxWeb's CSV and JSON-stat, the province report: our own in their shape, then the offices' against the seed tables."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers import json_stat, province_report, pxweb
from tests.data.readers.shapes import PXWEB, text, workbook


def cells(reading, table="rate"):
    frame = reading.tables[table]
    value = next(one for one in ("persons", "events", "value") if one in frame)
    return frame.set_index(["area", "year"])[value].to_dict()


def said(reading):
    return " ".join(one.sentence for one in reading.findings)


def test_pxweb_with_a_mark_of_bytes_dots_and_preliminary_years(tmp_path):
    path = text(tmp_path / "x.csv", "\ufeff" + PXWEB)
    assert readers.reader_of(path) is pxweb
    reading = pxweb.read(path)
    assert cells(reading) == {
        ("VN", 2015): 2.10,
        ("VN", 2016): 2.09,
        ("VN01", 2015): 2.04,
        ("VN01", 2016): 2.06,
        ("VN79", 2015): 1.45,
        ("VN66", 2015): 2.40,
        ("VN66", 2016): 2.41,
    }
    rate = reading.tables["rate"]
    assert rate.groupby("year")["provisional"].max().to_dict() == {2015: 0, 2016: 1}
    assert set(rate["measure"]) == {"total_fertility_rate"} and set(rate["decimals"]) == {2}
    assert rate["period_days"].tolist()[:2] == [365, 366]
    assert reading.tables["source"]["source"].tolist() == ["gso_pxweb_total_fertility_rate_by_province"]
    assert "1 cells hold no figure" in said(reading) and "1 regions" in said(reading)


@pytest.mark.parametrize("mark", [",", "\t"])
def test_pxweb_with_another_delimiter(tmp_path, mark):
    content = PXWEB.replace(";", mark)
    assert cells(pxweb.read(text(tmp_path / "x.csv", content)))[("VN01", 2016)] == 2.06


def test_dimensions_run_together_in_the_headings(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"Crude birth rate, crude death rate by Cities, provincies, Items and Year"\n\n'
        '"Cities, provincies";"Crude birth rate Prel. 2019";"Crude death rate Prel. 2019"\n"Ha Noi";16.1;6.2\n',
    )
    rate = pxweb.read(path).tables["rate"].set_index("measure")
    assert rate["value"].to_dict() == {"crude_birth_rate": 16.1, "crude_death_rate": 6.2}
    assert rate["provisional"].tolist() == [1, 1]


def test_population_in_thousands_by_sex_and_residence(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"Average population by province by Cities, provincies, Average population and Year"\n\n'
        '"Cities, provincies";"Total 2019";"Male 2019";"Female 2019";"Urban 2019";"Rural 2019"\n'
        '"Ha Noi";8093.9;4015.3;4078.6;3985.5;4108.4\n',
    )
    reading = pxweb.read(path)
    people = reading.tables["population"].set_index("sex")
    assert people["persons"].to_dict() == {"both": 8_093_900, "male": 4_015_300, "female": 4_078_600}
    assert set(people["rounded_to"]) == {100}
    share = reading.tables["rate"].iloc[0]
    assert (share["measure"], share["value"], share["status"]) == ("urban_share", 49.2, "derived")
    assert "read as thousands" in said(reading)


def test_an_indicator_nobody_keeps_is_a_finding(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"Number of buffaloes by province by Cities and Year"\n\n"Cities";"2019"\n"Ha Noi";24.1\n"Ha Giang";1\n',
    )
    reading = pxweb.read(path)
    assert not reading.tables
    assert "buffaloes" in said(reading) and "no indicator" in said(reading)


def test_an_area_nobody_knows_is_a_finding(tmp_path):
    reading = pxweb.read(text(tmp_path / "x.csv", PXWEB + '"Atlantis";1.1;1.2\n'))
    assert "Atlantis is no area known here, its 2 cells" in said(reading)


def test_a_province_that_was_merged_does_not_lend_its_rates(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"Total fertility rate by province by Cities and Year"\n\n"Cities";"2007";"2009"\n"Ha Noi";1.91;2.06\n"Ha Tay";2.23;..\n',
    )
    reading = pxweb.read(path)
    assert cells(reading) == {("VN01", 2009): 2.06}
    assert "Ha Tay" in said(reading)


def test_latin_letters_of_windows_and_of_vietnam(tmp_path):
    windows = pxweb.read(text(tmp_path / "a.csv", PXWEB.replace("Dac Lak", "Bình Dinh"), "cp1252"))
    assert cells(windows)[("VN52", 2015)] == 2.40
    assert "not UTF-8" in said(windows) and "Bình" in said(windows)
    vietnamese = "Quảng Ngãi".encode("cp1258", errors="ignore")
    assert vietnamese  # the code page holds its letters in parts
    path = tmp_path / "b.csv"
    path.write_bytes(PXWEB.encode().replace(b"Dac Lak", "B\u0069\u0300nh D\u01b0\u01a1ng".encode("cp1258")))
    assert cells(pxweb.read(path))[("VN74", 2015)] == 2.40


def test_mixed_calendars_are_told(tmp_path):
    content = PXWEB.replace('"Prel. 2016"', '"1395"')
    assert "two calendars" in said(pxweb.read(text(tmp_path / "x.csv", content)))


JSON_STAT = {
    "label": "Infant mortality rate by Cities and Year",
    "id": ["Cities", "Year"],
    "size": [2, 2],
    "updated": "2025-07-23T02:00:00Z",
    "dimension": {
        "Cities": {
            "label": "Cities",
            "category": {"index": ["a", "b"], "label": {"a": "Ha Noi", "b": "Ca Mau"}},
        },
        "Year": {
            "label": "Year",
            "category": {"index": {"1": 1, "0": 0}, "label": {"0": "2023", "1": "Prel. 2024"}},
        },
    },
}


def json_file(tmp_path, content):
    return text(tmp_path / "x.json", json.dumps(content))


@pytest.mark.parametrize("version", [1, 2])
def test_json_stat_of_both_versions(tmp_path, version):
    if version == 2:
        content = {
            "version": "2.0",
            "class": "dataset",
            **JSON_STAT,
            "value": [8.1, 8.0, None, 10.2],
            "status": {"3": "p"},
        }
    else:
        inner = {key: JSON_STAT[key] for key in ("id", "size")} | JSON_STAT["dimension"]
        rest = {key: JSON_STAT[key] for key in ("label", "updated")}
        content = {"dataset": {"dimension": inner, **rest, "value": {"0": 8.1, "1": 8.0, "3": 10.2}}}
    path = json_file(tmp_path, content)
    assert readers.reader_of(path) is json_stat
    reading = json_stat.read(path)
    assert cells(reading) == {("VN01", 2023): 8.1, ("VN01", 2024): 8.0, ("VN96", 2024): 10.2}
    assert reading.tables["rate"]["provisional"].tolist() == [0, 1, 1]
    assert reading.tables["source"]["published"].tolist() == ["2025-07-23"]


def test_json_that_breaks_off_or_does_not_add_up(tmp_path):
    whole = json.dumps({"version": "2.0", "class": "dataset", **JSON_STAT, "value": [1, 2, 3, 4]})
    with pytest.raises(UnreadableFile, match=r"line 1.*cut short"):
        json_stat.read(text(tmp_path / "a.json", whole[:-20]))
    with pytest.raises(UnreadableFile, match="3 values for 4 cells"):
        json_stat.read(json_file(tmp_path, {"class": "dataset", **JSON_STAT, "value": [1, 2, 3]}))
    with pytest.raises(UnreadableFile, match="neither JSON-stat"):
        readers.read(text(tmp_path / "b.json", '{"a": 1}'))


def report(tmp_path, **sheets):
    contents = [
        ["index", "index code"],
        ["Index03-1", "1- Population Estimate (1,000 people)"],
        ["Index18-14", "14- Total fertility rate"],
        ["Index22-1", "1- Consumer price index"],
    ]
    return workbook(tmp_path / "report.xlsx", {"Index03": contents, **sheets})


HEADINGS = ["ID_1", "NAME_1", "Prov", "2016", "2017"]


def test_the_province_report_is_of_iranian_years(tmp_path):
    people = [
        HEADINGS,
        [6, "Esfahan", "اصفهان  ", 5121, 5180.0],
        [16, "Kohgiluyeh and Buyer Ahmad", "كهگيلويه و بويراحمد", 713, 720],
        ["", "", "ماخذ- مرکز آمار ایران."],
    ]
    path = report(tmp_path, **{"Index03-1": people, "Index22-1": [HEADINGS, [6, "Esfahan", "اصفهان", 1, 2]]})
    assert readers.reader_of(path) is province_report
    reading = province_report.read(path)
    assert cells(reading, "population") == {
        ("IR10", 1395): 5_121_000,
        ("IR10", 1396): 5_180_000,
        ("IR17", 1395): 713_000,
        ("IR17", 1396): 720_000,
    }
    assert set(reading.tables["population"]["rounded_to"]) == {1000}
    assert "1 sheets are no indicators" in said(reading) and "ماخذ" in said(reading)


def test_a_year_that_holds_another_measure_is_left_out(tmp_path):
    names = ["فارس", "قم", "یزد", "تهران", "گیلان", "البرز"]
    rows = [HEADINGS, *([at, "", name, 7 + at, 1.7 + at / 10] for at, name in enumerate(names))]
    reading = province_report.read(report(tmp_path, **{"Index18-14": rows}))
    assert set(reading.tables["rate"]["year"]) == {1396}
    assert "holds something else" in said(reading)


def test_thousands_read_as_persons_are_told(tmp_path):
    contents = [["index", "index code"], ["Index03-1", "1- Population Estimate"]]
    rows = [HEADINGS, [6, "Esfahan", "اصفهان", 5121, 5180.0]]
    reading = province_report.read(workbook(tmp_path / "r.xlsx", {"Index03": contents, "Index03-1": rows}))
    assert "thousands" in said(reading) and any(one.severity == "error" for one in reading.findings)


def compared(reading, seed, table, source):
    keys = ["area", "year", "sex"] + (["measure"] if table == "rate" else [])
    value = "persons" if table == "population" else "value"
    theirs = seed[table][seed[table]["source"] == source].set_index(keys)[value]
    ours = reading.tables[table].set_index(keys)[value]
    return pd.concat([ours, theirs], axis=1, keys=["ours", "seed"], join="inner")


@pytest.mark.parametrize(
    ("file", "cells_"),
    [
        ("Total fertility rate by province.csv", 702),
        ("Infant mortality rate by province.csv", 702),
        ("Crude birth rate, crude death rate and natural increase rate by province.csv", 1404),
        ("Average age of first marriage by province.csv", 320),
        ("Life expectancy at birth by region.csv", 9),
    ],
)
def test_every_rate_of_the_office_equals_the_seed(originals, seed, file, cells_):
    reading = readers.read(originals / "vietnam" / "pxweb_csv" / file)
    both = compared(reading, seed, "rate", "gso_population_change_2005_2016")
    assert len(both) == cells_
    assert (both["ours"] == both["seed"]).all()


def test_average_population_of_thirty_years_equals_the_seed(originals, seed):
    reading = readers.read(originals / "vietnam" / "pxweb_json_stat" / "E02.03-07.json")
    people = compared(reading, seed, "population", "gso_average_population")
    shares = compared(reading, seed, "rate", "gso_average_population")
    assert (len(people), len(shares)) == (3840, 1280)
    assert (people["ours"] == people["seed"]).all() and (shares["ours"] == shares["seed"]).all()


def test_the_report_equals_the_seed_and_loses_the_column_it_lost(originals, seed):
    reading = readers.read(originals / "iran" / "sci_province_indicators.xlsx")
    for table, count in (("population", 279), ("rate", 1736)):
        both = compared(reading, seed, table, "sci_province_report")
        assert len(both) == count == len(reading.tables[table])
        assert (both["ours"] - both["seed"]).abs().max() < 1e-9


def test_every_file_of_the_office_is_read_without_an_error(originals):
    files = [
        *(originals / "vietnam" / "pxweb_csv").glob("*.csv"),
        *(originals / "vietnam" / "pxweb_json_stat").glob("*.json"),
    ]
    assert len(files) == 25
    for file in files:
        reading = readers.read(file)
        assert not [one for one in reading.findings if one.severity == "error"], file.name
        assert reading.tables or reading.findings


def test_migration_and_a_region_of_another_name(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"In-migration rate, out-migration rate and net-migration rate by province by Cities, provincies, Items and Year"\n\n'
        '"Cities, provincies";"In-migration rate 2018";"Out-migration rate 2018";"Net-migration rate 2018"\n'
        '"North Central and Central Coastal areas";1;2;-1\n"Ba Ria - Vung Tau";6.1;4.0;2.1\n"Thua Thien-Hue";3.0;5.2;-2.2\n',
    )
    rate = pxweb.read(path).tables["rate"].set_index(["area", "measure"])["value"]
    assert rate["VN77"].to_dict() == {
        "in_migration_rate": 6.1,
        "out_migration_rate": 4.0,
        "net_migration_rate": 2.1,
    }
    assert rate["VN46", "net_migration_rate"] == -2.2


def test_a_title_in_vietnamese(tmp_path):
    path = text(
        tmp_path / "x.csv",
        '"Tỷ suất chết của trẻ em dưới một tuổi phân theo địa phương by Tỉnh, thành phố and Năm"\n\n'
        '"Tỉnh, thành phố";"2019";"Sơ bộ 2020"\n"CẢ NƯỚC";14.0;13.9\n"Đà Nẵng";9.6;"9,5"\n',
    )
    rate = pxweb.read(path).tables["rate"]
    assert rate[["area", "measure", "year", "value", "provisional"]].values.tolist() == [
        ["VN", "infant_mortality_rate", 2019, 14.0, 0],
        ["VN", "infant_mortality_rate", 2020, 13.9, 1],
        ["VN48", "infant_mortality_rate", 2019, 9.6, 0],
        ["VN48", "infant_mortality_rate", 2020, 9.5, 1],
    ]
