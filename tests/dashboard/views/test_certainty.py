"""What chance allows a figure to be, and how a figure that rests on few events, or may not be shown, is told apart."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.catalogue import BY_KEY
from dashboard.views import chart_export, data_package, maps
from dashboard.views.measure import headline, named_measure
from dashboard.words import LANGUAGES, Words

DIVORCES = BY_KEY["crude_divorce_rate"]
AREAS = pd.DataFrame(
    {
        "area": ["VN", "VN01", "VN02", "VN04", "VN06"],
        "level": ["nation", *["province"] * 4],
        **{f"name_{language}": ["Viet Nam", "A", "B", "C", "D"] for language in LANGUAGES},
    }
)
SOURCES = pd.DataFrame(
    {
        "source": ["office"],
        **{f"{part}_{language}": ["Office"] for part in ("office", "publication") for language in LANGUAGES},
        **{part: [""] for part in ("published", "url", "licence", "note")},
    }
)


@pytest.fixture()
def view():
    """A rate of many events, one of twelve, one that may not be shown, one that is nought, in four provinces."""
    rows = pd.DataFrame(
        {
            "area": ["VN01", "VN02", "VN04"],
            "year": 2016,
            "value": [0.9, 0.06, np.nan],
            "status": ["derived", "derived", "suppressed"],
            "provisional": [1, 0, 0],
            "source": "office",
            "events": [900.0, 12.0, np.nan],
            "low": [0.84, 0.03, np.nan],
            "high": [0.96, 0.1, np.nan],
            "reliability": ["reliable", "unreliable", ""],
        }
    )
    nought = rows.iloc[[0]].assign(area="VN06", value=0.0, events=0.0, low=np.nan, high=np.nan, provisional=0)
    values = pd.concat([rows, nought.assign(reliability="unreliable")], ignore_index=True)
    return named_measure(DIVORCES, values, AREAS, area="VN02", calendar="gregorian", words=Words("en"))


def test_on_the_map_the_unreliable_and_the_suppressed_have_looks_of_their_own(view):
    figure = maps.province_map(view, 2016, (102, 8, 110, 24), (320, 400), points={"VN02": (16.0, 108.0)})
    usual, paler, ring, *_ = figure.data
    assert list(usual.locations) == ["VN01"]
    assert list(paler.locations) == ["VN02", "VN06"]
    assert paler.marker.opacity < usual.marker.opacity
    assert list(ring.lat) == [16.0]
    hidden = next(trace for trace in figure.data if trace.name == "Suppressed")
    assert list(hidden.locations) == ["VN04"]
    legend = [note.text for note in figure.layout.annotations]
    assert {"Suppressed", "Unreliable: few events", "No data"} <= set(legend)
    assert "95 % interval 0.030–0.100" in paler.text[0]
    assert "Unreliable: few events" in paler.text[0]
    assert "0.0" not in hidden.text[0] + hidden.hovertemplate


def test_in_the_list_dots_show_intervals_and_what_is_unreliable_or_provisional(view):
    figure = maps.province_ranks(view, 2016)
    dots = figure.data[-1]
    marks = dict(zip(dots.customdata, dots.marker.symbol, strict=True))
    assert marks == {"VN01": "circle-open", "VN02": "circle-open-dot", "VN06": "circle-open-dot"}
    bars = figure.data[1]
    assert [at for at in bars.x if at is not None] == [0.84, 0.96, 0.03, 0.1]
    assert any(note.text == "<i>Suppressed</i>" for note in figure.layout.annotations)
    head = figure.layout.title.text
    assert all(said in head for said in ("95 % intervals", "Hollow", "unreliable"))


def test_the_table_says_which_of_the_things_without_a_number_it_is(view):
    rows = view.year_rows(2016).assign(year=2016)
    table = chart_export.table_of(view, rows, SOURCES).set_index("Area")
    assert table.loc["C", view.label] == ""
    assert table.loc["C", "Status"] == "suppressed"
    assert table.loc["D", view.label] == "0.00"
    assert table.loc["B", "Reliability"] == "unreliable: very few events"


def test_the_download_keeps_interval_class_and_reason(view):
    papers = chart_export.of_measure(
        view, view.year_rows(2016).assign(year=2016), SOURCES, name="vn-divorce", title="Divorce"
    )
    body = data_package.packed(papers, SOURCES, "20261123T000000Z", "http://localhost", Words("en"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        rows = pd.read_csv(archive.open("vn-divorce.csv")).set_index("area")
    assert rows.loc["VN04", "status"] == "suppressed"
    assert pd.isna(rows.loc["VN04", "value"])
    assert rows.loc["VN06", "value"] == 0
    assert rows.loc["VN02", ["events", "low", "high", "reliability"]].tolist() == [
        12,
        0.03,
        0.1,
        "unreliable",
    ]


def test_a_suppressed_figure_is_no_headline(view):
    assert headline(replace(view, area="VN04"), 2016, SOURCES) is None
    assert view.scale_values().notna().all()
