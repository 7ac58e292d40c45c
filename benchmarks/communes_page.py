"""The page that `benchmarks.communes` measures: one map, drawn as the product draws it, of provinces or of made communes."""

from __future__ import annotations

import streamlit as st

from benchmarks import communes_made
from dashboard.analysis.catalogue import BY_KEY
from dashboard.charts import theme
from dashboard.panels import chart_block
from dashboard.views import maps
from dashboard.views.measure import MeasureView, named_measure
from dashboard.words import Words
from data import boundaries

YEARS = range(2010, 2020)
SIZE = (980.0, 560.0)


@st.cache_resource
def view(level: str) -> MeasureView:
    """Chance figures of the areas of a level."""
    areas = communes_made.areas_of(boundaries.load(communes_made.COUNTRY, level), level)
    return named_measure(
        BY_KEY["crude_birth_rate"],
        communes_made.values_of(areas, YEARS),
        areas,
        area=communes_made.COUNTRY,
        calendar="gregorian",
        words=Words("en"),
        level=level,
    )


@st.cache_resource
def figure(level: str, year: int):  # noqa: ANN201
    """One year's map."""
    provinces = tuple(boundaries.load(communes_made.COUNTRY).index)
    bounds = boundaries.bounds(communes_made.COUNTRY)
    return maps.province_map(view(level), year, bounds, SIZE, provinces=provinces)


st.set_page_config(layout="wide")
level = st.query_params.get("level", "province")
year = st.select_slider("Year", YEARS, key="year")
st.caption(f"{len(view(level).names) - 1:,} synthetic figures, {year}")
chart_block.show(figure(level, year), f"map-{level}", theme.MAP_CONFIG)
