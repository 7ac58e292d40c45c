"""PX, SDMX, Eurostat's TSV, DHIS2, the Human Mortality Database's text and JSON rows: small inputs of our own."""

from __future__ import annotations

import datetime as dt

import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers import sdmx_ml
from data.ingest.readers.codes import age_word, year_and_month
from data.ingest.readers.grids import look_at, read_grid

PX = """CHARSET="ANSI";
CODEPAGE="utf-8";
LANGUAGE="en";
TITLE="Births by province, sex and year";
CONTENTS="Births";
UNITS="number";
STUB="province","sex";
HEADING="time";
VALUES("province")="Ha Noi","Ha
 Giang";
VALUES("sex")="Male","Female";
VALUES("time")="2021","2022";
TIMEVAL("time")=TLIST(A1),"2021","2022";
MAP("province")="provinces";
DATA=
10 11
20 21
".." 31
40 41;
"""
EUROSTAT = (
    "freq,unit,age,sex,geo\\TIME_PERIOD\t2021 \t2022 \nA,NR,TOTAL,T,VN\t98 \t99 p\nA,NR,Y_LT1,F,VN\t: \t7 b\n"
)
SDMX = """DATAFLOW,FREQ,REF_AREA,SEX,AGE,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
X:Y(1.0),A,VN01,F,_T,total_fertility_rate,2022,1.9,P,0
X:Y(1.0),A,VN02,F,_T,total_fertility_rate,2022,2.5,A,0
"""


def cells(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_px(tmp_path):
    path = cells(tmp_path, "births.px", PX.replace("Ha\n Giang", "Ha Giang"))
    rows = readers.read(path).tables["birth"].set_index(["area", "child_sex", "year"])["events"]
    assert rows.loc[("VN01", "male", 2021)] == 10
    assert rows.loc[("VN02", "female", 2022)] == 41
    assert ("VN02", "male", 2021) not in rows.index
    assert len(rows) == 7


def test_px_whose_contents_are_columns(tmp_path):
    text = (
        PX.replace('STUB="province","sex"', 'STUB="province","what"')
        .replace('VALUES("sex")="Male","Female"', 'VALUES("what")="Population","Other"')
        .replace('MAP("province")', 'CONTVARIABLE="what";\nMAP("province")')
        .replace("Ha\n Giang", "Ha Giang")
    )
    grid = read_grid(cells(tmp_path, "people.px", text))
    assert set(grid.headings) == {"area", "year", "Population", "Other"}
    assert grid.cells.set_index(["area", "year"]).loc[("Ha Noi", "2022"), "Other"] == "21"


def test_px_cut_short(tmp_path):
    with pytest.raises(UnreadableFile, match="6 values for 8 cells"):
        readers.read(cells(tmp_path, "births.px", PX.replace("40 41", "")))
    with pytest.raises(UnreadableFile, match="without its DATA"):
        look_at(cells(tmp_path, "births.px", PX[: PX.index("DATA=")]))


def test_px_in_the_code_page_it_names(tmp_path):
    path = tmp_path / "births.px"
    text = PX.replace("utf-8", "windows-1256").replace("Ha\n Giang", "قم").replace("Ha Noi", "تهران")
    path.write_bytes(text.encode("cp1256"))
    assert set(read_grid(path).cells["area"]) == {"تهران", "قم"}


def test_eurostat_says_the_day_of_demo_pjan(tmp_path):
    rows = readers.read(cells(tmp_path, "estat_demo_pjan.tsv", EUROSTAT)).tables["population"]
    whole = rows[rows["sex"].eq("both")].set_index("period_start")
    assert whole["persons"].to_dict() == {dt.date(2021, 1, 1): 98, dt.date(2022, 1, 1): 99}
    assert whole["provisional"].to_dict() == {dt.date(2021, 1, 1): 0, dt.date(2022, 1, 1): 1}
    infants = rows[rows["sex"].eq("female")]
    assert infants[["age_lower", "age_width", "persons"]].to_numpy().tolist() == [[0, 1, 7]]


def test_eurostat_of_an_unknown_data_set_is_asked_what_it_is(tmp_path):
    with pytest.raises(UnreadableFile, match="which column is measure"):
        readers.read(cells(tmp_path, "table.tsv", EUROSTAT))


def test_sdmx_csv(tmp_path):
    rows = readers.read(cells(tmp_path, "tfr.csv", SDMX)).tables["rate"].set_index("area")
    assert rows["value"].to_dict() == {"VN01": 1.9, "VN02": 2.5}
    assert set(rows["sex"]) == {"female"}
    assert rows["provisional"].to_dict() == {"VN01": 1, "VN02": 0}


def test_sdmx_csv_in_thousands_with_labels(tmp_path):
    text = (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MULT: Power\n"
    )
    text += "dataflow,A:B(1),I,VN01: Ha Noi,2022,8.4,3: Thousands\ndataflow,A:B(1),D,VN02: Ha Giang,2022,1,3: Thousands\n"
    grid = read_grid(cells(tmp_path, "x.csv", text))
    assert grid.cells[["area", "year", "value"]].to_numpy().tolist() == [["VN01", "2022", 8400.0]]


def test_sdmx_csv_that_says_no_area_is_refused(tmp_path):
    text = "DATAFLOW,DIM_1,TIME_PERIOD,OBS_VALUE\nX:Y(1),A,2022,1\n"
    with pytest.raises(UnreadableFile, match="which column is area, measure"):
        readers.read(cells(tmp_path, "x.csv", text))


def test_sdmx_ml_is_an_extra_and_says_so(tmp_path, monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(sdmx_ml.importlib, "import_module", absent)
    path = cells(tmp_path, "x.xml", '<?xml version="1.0"?><a xmlns="http://www.sdmx.org/resources/sdmxml"/>')
    with pytest.raises(UnreadableFile, match=r"pip install 'rasad\[sdmx\]'"):
        sdmx_ml.read_sdmx_ml(path)


MESSAGE = """<?xml version="1.0" encoding="utf-8"?>
<mes:{kind} xmlns:mes="{sdmx}/message" xmlns:gen="{sdmx}/data/generic" xmlns:com="{sdmx}/common"
 xmlns:ss="{sdmx}/data/structurespecific">
<mes:Header><mes:ID>x</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2026-01-01T00:00:00</mes:Prepared>
<mes:Sender id="o"/><mes:Structure structureID="D" dimensionAtObservation="TIME_PERIOD"><com:Structure>
<Ref agencyID="o" id="D" version="1.0"/></com:Structure></mes:Structure></mes:Header>{data}</mes:{kind}>"""
GENERIC = """<mes:DataSet structureRef="D"><gen:Series><gen:SeriesKey><gen:Value id="REF_AREA" value="VN01"/>
<gen:Value id="SEX" value="F"/><gen:Value id="INDICATOR" value="total_fertility_rate"/></gen:SeriesKey><gen:Obs>
<gen:ObsDimension value="2022"/><gen:ObsValue value="1.9"/><gen:Attributes><gen:Value id="OBS_STATUS" value="P"/>
</gen:Attributes></gen:Obs></gen:Series></mes:DataSet>"""
SPECIFIC = """<mes:DataSet ss:structureRef="D" ss:dataScope="DataStructure" action="Replace">
<Series REF_AREA="VN01" SEX="F" INDICATOR="total_fertility_rate">
<Obs TIME_PERIOD="2022" OBS_VALUE="1.9" OBS_STATUS="P"/></Series></mes:DataSet>"""


@pytest.mark.parametrize(("message", "data"), [("GenericData", GENERIC), ("StructureSpecificData", SPECIFIC)])
def test_sdmx_ml(tmp_path, message, data):
    pytest.importorskip("sdmx", reason="sdmx1, the extra for SDMX-ML, is not installed")
    text = MESSAGE.format(kind=message, sdmx="http://www.sdmx.org/resources/sdmxml/schemas/v2_1", data=data)
    rows = readers.read(cells(tmp_path, "tfr.xml", text)).tables["rate"]
    columns = ["area", "year", "sex", "value", "provisional"]
    assert rows[columns].to_numpy().tolist() == [["VN01", 2022, "female", 1.9, 1]]


def test_dhis2_by_year_and_by_month(tmp_path):
    text = "Data,Period,Organisation unit,Value\nBirths registered,2022,Ha Noi,110000\nBirths registered,202301,Ha Noi,9000\n"
    rows = readers.read(cells(tmp_path, "dhis2.csv", text)).tables["birth"]
    assert rows[["area", "year", "period_days", "events"]].to_numpy().tolist() == [
        ["VN01", 2022, 365, 110_000],
        ["VN01", 2023, 31, 9_000],
    ]


def test_mortality_database(tmp_path):
    text = "Viet Nam, Death Rates (period 1x1)  Last modified: 2026\n\n  Year  Age  Female  Male  Total\n"
    text += "  2020  0  0.01  0.02  0.015\n  2020  110+  .  0.9  0.8\n"
    rows = readers.read(cells(tmp_path, "hmd.txt", text)).tables["death_rate"]
    by_sex = rows.set_index(["sex", "age_lower", "age_width"])["mx"]
    assert by_sex.to_dict() == {
        ("female", 0, 1): 0.01,
        ("male", 0, 1): 0.02,
        ("both", 0, 1): 0.015,
        ("male", 110, 0): 0.9,
        ("both", 110, 0): 0.8,
    }


def test_json_rows(tmp_path):
    path = cells(tmp_path, "births.json", '[{"province": "VN01", "year": 2022, "births": 110000}]')
    assert readers.read(path).tables["birth"]["events"].tolist() == [110_000]
    with pytest.raises(UnreadableFile, match="nor a list of rows"):
        readers.read(cells(tmp_path, "nested.json", '[{"a": {"b": 1}}]'))


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("Y_LT1", "0"),
        ("Y15T19", "15-19"),
        ("Y15-19", "15-19"),
        ("Y_GE85", "85+"),
        ("Y7", "7"),
        ("_T", "total"),
    ],
)
def test_codes_of_ages(code, word):
    assert age_word(code) == word


def test_a_quarter_is_no_year():
    assert year_and_month("2022Q1") == ("2022Q1", "")
    assert year_and_month("2022-07") == ("2022", "07")
