"""A map of areas below the provinces, once they have boundaries: here made ones, each province cut in four."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from dashboard import store as reads
from data import boundaries
from tests.pages.reading import figures, texts, well

SHOWN = ("IR23", "IR25")  # Tehran, Qom


def quarters(province: str) -> dict[str, shapely.Geometry]:
    """Four made counties of a province: code -> geometry."""
    whole = boundaries.load("IR").geometry[province]
    west, south, east, north = whole.bounds
    x, y = (west + east) / 2, (south + north) / 2
    boxes = [
        shapely.box(*box)
        for box in ((west, south, x, y), (x, south, east, y), (west, y, x, north), (x, y, east, north))
    ]
    return {f"{province}0{at}": whole.intersection(box) for at, box in enumerate(boxes, 1)}


@pytest.fixture(scope="module")
def made() -> gpd.GeoDataFrame:
    """area (index), geometry: the quarters of two provinces"""
    found = {code: shape for province in SHOWN for code, shape in quarters(province).items()}
    return gpd.GeoDataFrame({"area": list(found)}, geometry=list(found.values()), crs="EPSG:4326").set_index(
        "area"
    )


@pytest.fixture()
def counties(made, tmp_path, monkeypatch) -> pd.DataFrame:
    """Boundaries and figures of made counties, where the program looks for them."""
    boundaries.write(boundaries.for_a_map(made), tmp_path / "IR_county.geojson", by="Made for a test")
    monkeypatch.setenv(boundaries.OWN_FOLDER, str(tmp_path))
    areas = pd.DataFrame({"area": ["IR", *made.index]})
    areas["level"] = ["nation", *["county"] * len(made)]
    areas["province"] = ["", *[code[:4] for code in made.index]]
    for language in ("en", "fa", "vi"):
        areas[f"name_{language}"] = ["Iran", *[f"County {code}" for code in made.index]]
    values = pd.DataFrame({"area": made.index, "value": [float(at) + 1 for at in range(len(made))]})
    values = values.assign(year=1400, status="published", provisional=0, source="sci_province_report")
    monkeypatch.setattr(
        reads, "areas_by_level", lambda _country, level: areas if level == "county" else areas[:1]
    )
    monkeypatch.setattr(reads, "measure_by_level", lambda *_asked: values)
    return areas


def test_counties_are_drawn_once_they_have_boundaries_and_figures(counties, open_page):
    app = well(open_page("ageing", country="IR", measure="share_65_plus", level="county"))
    figure = figures(app)["map-share_65_plus-IR"]
    assert {trace["geojson"] for trace in figure["data"]} == {"boundaries/IR_county.geojson"}
    assert sorted(figure["data"][0]["locations"]) == sorted(counties["area"][1:])
    assert "Made for a test" in texts(app)
    assert "stops at provinces" not in texts(app)


def test_a_province_is_gone_into_and_shows_its_own_counties(counties, open_page):
    app = well(open_page("ageing", country="IR", area="IR25", measure="share_65_plus", level="county"))
    figure = figures(app)["map-share_65_plus-IR25"]
    assert set(figure["data"][0]["locations"]) == {f"IR250{at}" for at in (1, 2, 3, 4)}
    whole = figures(open_page("ageing", country="IR", measure="share_65_plus", level="county"))
    nation = whole["map-share_65_plus-IR"]
    assert figure["layout"]["map"]["zoom"] > nation["layout"]["map"]["zoom"] + 2
    bounds = [note["text"] for note in figure["layout"]["annotations"]]
    assert bounds == [note["text"] for note in nation["layout"]["annotations"]]


def test_a_click_on_a_county_goes_into_its_province(counties, monkeypatch):
    from types import SimpleNamespace

    import streamlit as st

    from dashboard.panels import maps

    chosen = SimpleNamespace(selection=SimpleNamespace(points=[{"location": "IR2503"}]))
    session = {"clicked": chosen}
    monkeypatch.setattr(st, "session_state", session)
    maps.go_into("clicked", SimpleNamespace(level="county", country="IR"))
    assert session["area"] == "IR25"


def test_where_no_districts_have_boundaries_the_map_says_so(open_page):
    app = well(open_page("ageing", country="IR"))
    assert "No boundaries of districts or communes are loaded here" in texts(app)
    linked = well(open_page("ageing", country="IR", level="county"))
    assert set(figures(linked)) == set(figures(app))


def test_what_an_office_draws_is_simplified_together_and_says_whose_it_is(made, tmp_path, monkeypatch):
    source = tmp_path / "drawn.geojson"
    made.reset_index().rename(columns={"area": "code"}).to_file(source)
    monkeypatch.setenv(boundaries.OWN_FOLDER, str(tmp_path / "own"))
    said = ["boundaries", str(source), "IR", "--level", "county", "--code", "code", "--by", "An “office”"]
    monkeypatch.setattr("sys.argv", said)
    boundaries.main()
    assert boundaries.levels("IR") == ("county",)
    assert boundaries.attribution("IR", "fa", "county") == "An “office”"
    drawn = boundaries.load("IR", "county")
    assert sorted(drawn.index) == sorted(made.index)
    assert drawn.union_all().area == pytest.approx(made.union_all().area, rel=0.01)
    ids = json.loads(boundaries.path("IR", "county").read_text(encoding="utf-8"))["features"]
    assert {feature["id"] for feature in ids} == set(made.index)


def test_a_file_without_the_codes_is_told_which_columns_it_has(made, tmp_path):
    source = tmp_path / "drawn.geojson"
    made.reset_index().to_file(source)
    with pytest.raises(boundaries.SeedProblem, match=r"no column 'code'.*it has area"):
        boundaries.of_an_office(source, "code")
