"""Files of SPSS, Stata and dBASE written by other libraries, read back; SAS has no free writer."""

from __future__ import annotations

import geopandas
import pandas as pd
import pyogrio
import pyreadstat
import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers import column_table
from data.ingest.readers.grids import look_at, read_grid

ROWS = pd.DataFrame({"province": ["VN01", "VN02"], "year": [2022, 2022], "births": [110_000, 15_000]})


def births(path):
    rows = readers.read(path).tables["birth"]
    return dict(zip(rows["area"], rows["events"], strict=True)), set(rows["year"])


@pytest.mark.parametrize("version", [114, 117, 118, 119])
def test_stata_of_every_age(tmp_path, version):
    path = tmp_path / "births.dta"
    ROWS.to_stata(path, write_index=False, version=version)
    assert kind(path) == "dta"
    assert births(path) == ({"VN01": 110_000, "VN02": 15_000}, {2022})


@pytest.mark.parametrize("compress", [False, True])
def test_spss_with_value_labels_and_headings_in_its_labels(tmp_path, compress):
    path = tmp_path / "births.sav"
    cells = pd.DataFrame({"q1": [1.0, 2.0], "q2": [1402.0, 1402.0], "q3": [148_000.0, 19_000.0]})
    pyreadstat.write_sav(
        cells,
        path,
        column_labels={"q1": "استان", "q2": "سال", "q3": "ولادت"},
        variable_value_labels={"q1": {1: "تهران", 2: "قم"}},
        compress=compress,
    )
    assert kind(path) == "sav"
    assert births(path) == ({"IR23": 148_000, "IR25": 19_000}, {1402})


def test_a_name_that_is_a_heading_stays_whatever_its_label_says(tmp_path):
    path = tmp_path / "births.sav"
    pyreadstat.write_sav(
        ROWS, path, column_labels={"province": "Year of report", "year": "Year", "births": "x"}
    )
    assert look_at(path).headings == ["province", "year", "births"]


def test_dates_of_stata_are_dates(tmp_path):
    path = tmp_path / "population.dta"
    rows = pd.DataFrame(
        {"province": ["VN01"], "date": pd.to_datetime(["2022-04-01"]), "population": [8_400_000]}
    )
    rows.to_stata(path, write_index=False, convert_dates={"date": "td"})
    assert readers.read(path).tables["population"]["period_start"].astype(str).tolist() == ["2022-04-01"]


def test_a_value_that_is_missing_is_no_figure(tmp_path):
    path = tmp_path / "births.dta"
    ROWS.assign(births=[110_000, None]).to_stata(path, write_index=False)
    reading = readers.read(path)
    assert reading.tables["birth"]["area"].tolist() == ["VN01"]
    assert any(one.rule == "gaps are gaps" for one in reading.findings)


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1256"])
def test_dbase_in_the_code_page_it_names(tmp_path, encoding):
    path = tmp_path / "births.dbf"
    rows = pd.DataFrame({"استان"[:5]: ["تهران", "قم"], "year": [1402, 1402], "births": [148_000, 19_000]})
    write_dbf(rows.rename(columns={rows.columns[0]: "province"}), path, encoding)
    assert kind(path) == "dbf"
    assert births(path) == ({"IR23": 148_000, "IR25": 19_000}, {1402})


def test_dbase_that_names_no_code_page_is_read_by_its_letters(tmp_path):
    path = tmp_path / "births.dbf"
    rows = pd.DataFrame({"province": ["تهران", "قم"], "year": [1402, 1402], "births": [148_000, 19_000]})
    write_dbf(rows, path, "CP1256")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[29] = 0
    path.write_bytes(content)
    assert births(path)[0] == {"IR23": 148_000, "IR25": 19_000}


def test_dbase_under_another_name_says_so(tmp_path):
    path = tmp_path / "births.dbf"
    write_dbf(ROWS, path, "UTF-8")
    other = path.rename(tmp_path / "births.dat")
    with pytest.raises(UnreadableFile, match=r"rename it to end in \.dbf"):
        column_table.read(other)


def write_dbf(rows, path, encoding):
    """The table of a shapefile, as GDAL writes it, without the shapes"""
    shapes = path.with_suffix(".shp")
    points = geopandas.points_from_xy([0.0] * len(rows), [0.0] * len(rows))
    frame = geopandas.GeoDataFrame(rows, geometry=points, crs="EPSG:4326")
    pyogrio.write_dataframe(frame, shapes, driver="ESRI Shapefile", encoding=encoding)
    for ending in (".shp", ".shx", ".prj"):
        path.with_suffix(ending).unlink()


@pytest.mark.parametrize("ending", ["dta", "sav"])
def test_a_file_cut_short_is_refused_by_name(tmp_path, ending):
    path = tmp_path / f"births.{ending}"
    if ending == "dta":
        ROWS.to_stata(path, write_index=False, version=114)
    else:
        pyreadstat.write_sav(ROWS, path)
    path.write_bytes(path.read_bytes()[:140])
    with pytest.raises(UnreadableFile, match="cannot be read as one"):
        read_grid(path)


def test_sas_is_known_by_its_first_bytes(tmp_path):
    path = tmp_path / "births.sas7bdat"
    magic = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    path.write_bytes(magic + bytes(500))
    assert kind(path) == "sas7bdat"
    with pytest.raises(UnreadableFile, match="begins as a file of SAS"):
        readers.read(path)
