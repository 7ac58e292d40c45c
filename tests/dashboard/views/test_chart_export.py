"""What a reader takes away of a chart: rows as they are, papers a program can read, a table in the reader's digits."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

from dashboard import downloads
from dashboard.analysis import indicators
from dashboard.analysis.catalogue import BY_KEY
from dashboard.views import chart_export, data_package
from dashboard.views.measure import named_measure
from dashboard.words import LANGUAGES, Words
from data import queries
from tests.data.seed_rows import value

LINK = "http://localhost:8501/fertility?lang=en&country=IR&area=IR23"


def taken(connection, language: str, key: str = "total_fertility_rate"):
    """The papers of a trend, and the sources"""
    areas = queries.areas(connection)
    view = named_measure(
        BY_KEY[key],
        indicators.country_indicator_values(connection, "IR", key),
        areas[areas["country"] == "IR"],
        area="IR23",
        calendar="solar_hijri",
        words=Words(language),
    )
    sources = queries.sources(connection)
    title = Words(language)("{measure} over the years", measure=Words(language)(BY_KEY[key].name))
    return chart_export.of_measure(
        view, view.values, sources, name="ir-tfr", title=title, table_rows=view.area_rows("IR23")
    ), sources


def opened(connection, language: str) -> tuple[pd.DataFrame, dict]:
    """The rows and the description inside the zip"""
    papers, sources = taken(connection, language)
    body = data_package.packed(papers, sources, "20261123T000000Z", LINK, Words(language))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist() == ["ir-tfr.csv", "datapackage.json"]
        return pd.read_csv(archive.open("ir-tfr.csv")), json.loads(archive.read("datapackage.json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_rows_is_described_with_its_type(connection, language):
    rows, said = opened(connection, language)
    fields = {field["name"]: field for field in said["resources"][0]["schema"]["fields"]}
    assert list(fields) == list(rows.columns)
    assert fields["value"]["unit"] == Words(language)("children per woman")
    assert fields["value"]["description"] == Words(language)(BY_KEY["total_fertility_rate"].definition)
    numbers = [name for name, field in fields.items() if field["type"] in ("number", "integer")]
    assert numbers == ["year", "value", "low", "high", "events"]
    assert all(pd.api.types.is_numeric_dtype(rows[name]) for name in numbers)


def test_the_rows_are_the_printed_figures_with_their_calendar(connection):
    rows, _ = opened(connection, "fa")
    row = rows[(rows["area"] == "IR23") & (rows["year"] == 1400)].iloc[0]
    assert row["value"] == float(value("IR", "rates", area="IR23", measure="total_fertility_rate", year=1400))
    assert (row["calendar"], row["year_begins"], row["status"]) == ("solar_hijri", "2021-03-21", "published")


def test_every_source_of_a_row_is_in_the_package_with_its_address_and_licence(connection):
    rows, said = opened(connection, "en")
    told = {source["key"] for source in said["sources"]}
    assert told == {key for text in rows["source"] for key in text.split()}
    assert all(source["title"] and source["licence"] for source in said["sources"])
    assert "Statistical Centre of Iran" in said["citation"] and "20261123T000000Z" in said["citation"]
    assert (said["link"], said["release"]) == (LINK, "20261123T000000Z")


def test_the_same_figures_make_the_same_bytes(connection):
    papers, sources = taken(connection, "en")
    bodies = {data_package.packed(papers, sources, "r", LINK, Words("en")) for _ in range(2)}
    assert len(bodies) == 1


def test_the_table_says_the_area_shown_in_the_readers_digits(connection):
    papers, _ = taken(connection, "fa")
    table = papers.table()
    assert set(table["منطقه"]) == {"تهران"}
    assert "۱٫۴۳" in table.iloc[:, 2].tolist()
    assert not table.astype(str).apply(lambda column: column.str.contains("[0-9]")).any(axis=None)


def test_what_is_not_known_is_written_as_such_and_empty_in_the_rows():
    frame = pd.DataFrame(
        {
            "area": ["A", "B"],
            "name": ["a", "b"],
            "year": 2020,
            "value": [1.0, None],
            "text": ["1.0", "no data"],
        }
    ).assign(status=["published", "no_data"], provisional=[0, float("nan")], source=["", ""])
    areas = pd.DataFrame({"area": ["A"], "level": ["nation"], "name_en": ["a"]})
    view = named_measure(
        BY_KEY["median_age"], frame, areas, area="A", calendar="gregorian", words=Words("en")
    )
    papers = chart_export.of_measure(
        view,
        frame,
        pd.DataFrame({"source": [], "own_office": [], "own_publication": []}),
        name="n",
        title="t",
    )
    assert papers.table()["Status"].tolist() == ["published", "no data"]
    assert papers.table().iloc[1, 2] == ""
    lines = downloads.csv(papers.data()).decode("utf-8-sig").splitlines()
    assert lines[2].split(",")[5] == ""
