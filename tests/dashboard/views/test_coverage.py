"""Where a measure is known: by source, year and area; an area without figures says so, and why."""

from __future__ import annotations

import pandas as pd

from dashboard.views import catalogue
from dashboard.words import Words
from data import queries
from data.engine import open_engine
from data.release_store.pointer import current_file

NAMES = {"IR": "Iran", "IR00": "Markazi", "IR01": "Gilan"}
VALUES = pd.DataFrame(
    [
        ("IR", 1394, "published", "office"),
        ("IR", 1395, "published", "office"),
        ("IR", 1397, "estimated", "ours"),
        ("IR00", 1395, "derived", "office"),
    ],
    columns=["area", "year", "status", "source"],
)


def test_years_without_a_gap_are_one_span():
    years = pd.Series([1400, 1394, 1395, 1396, 1398, 1396])
    assert catalogue.spans(years, "solar_hijri", Words("en")).count("; ") == 2
    persian = catalogue.spans(pd.Series([1394, 1395, 1397]), "solar_hijri", Words("fa"))
    assert "۱۳۹۴" in persian and "۱۳۹۷" in persian and "1" not in persian


def test_every_area_has_its_line_and_an_empty_one_says_why():
    table = catalogue.by_area(VALUES, NAMES, "Some only.", "solar_hijri", Words("en")).set_index("Area")
    assert table.loc["Iran", "Status"] == "published, estimated"
    assert "1394" in table.loc["Iran", "Years"] and "1397" in table.loc["Iran", "Years"]
    assert table.loc["Gilan", "Years"] == "no data — Some only."
    assert list(table.index) == ["Iran", "Gilan", "Markazi"], "the nation, then in the order of the alphabet"


def test_sources_say_their_areas_and_years(store):
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        sources = queries.sources(reader)
    engine.dispose()
    values = VALUES.assign(source="sci_province_report")
    table = catalogue.by_source(values, sources, "solar_hijri", Words("en"))
    assert len(table) == 1 and table.iloc[0]["Areas"] == "2"
    assert "Statistical Centre of Iran" in table.iloc[0]["Source"]
