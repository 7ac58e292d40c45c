"""Maps and their scales: bounds, colours, legends, what pointing says, and what an area without a number looks like."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import maps, theme
from dashboard.charts.scales import DIVERGING, SEQUENTIAL, Scale, round_bounds
from dashboard.words import Words
from tests.dashboard.charts.chart_samples import LABEL, NAMES, SCALE, SOURCE, of_areas, the_map


@given(low=st.floats(-1e6, 1e6), width=st.floats(1e-3, 1e6))
def test_round_bounds_cover_the_range_in_few_equal_classes(low, width):
    bounds = round_bounds(low, low + width)
    steps = [after - before for before, after in pairwise(bounds)]
    assert bounds[0] <= low + 1e-6 * width + 1e-8
    assert bounds[-1] >= low + width - 1e-6 * width - 1e-8
    assert 1 <= len(steps) <= 7
    assert np.allclose(steps, steps[0], rtol=1e-3, atol=1e-9)


@given(low=st.floats(-100, 100), width=st.floats(0.01, 1000))
def test_every_scale_has_a_colour_for_each_class(low, width):
    for kind in ("sequential", "diverging"):
        scale = Scale(low, low + width, kind=kind, middle=low + width / 3)
        assert len(scale.colours) == len(scale.bounds) - 1


def test_a_diverging_scale_changes_colour_at_no_change():
    bounds = Scale(-0.4, 1.3, kind="diverging").bounds
    assert 0 in bounds
    assert bounds == tuple(-bound for bound in reversed(bounds))


def test_a_class_holds_its_lower_bound_and_not_its_upper():
    assert SCALE.class_of(pd.Series([0.2, 1.0, 1.49, 1.5, 2.5, 3.5, 9.0])).tolist() == [0, 0, 0, 1, 3, 3, 3]


def test_a_bound_is_written_with_the_decimals_it_needs():
    assert Scale(0, 1, classes=(0, 0.25, 0.5, 1), decimals=1).places == 2
    assert Scale(0, 3, classes=(0, 1, 2, 3), decimals=1).places == 1


def test_a_scale_that_makes_no_sense_says_why():
    with pytest.raises(ValueError, match="from 2 to 2 has no width"):
        Scale(2, 2)
    with pytest.raises(ValueError, match=r"\(1, 3, 2\) must rise"):
        Scale(1, 3, classes=(1, 3, 2))
    with pytest.raises(ValueError, match="1 classes: a sequential map has"):
        Scale(1, 3, classes=(1, 3))


def test_an_area_without_a_number_is_not_coloured_as_a_class():
    classes, nothing, hidden, *_ = the_map("en").data
    assert list(classes.locations) == ["IR00", "IR01", "IR11"]
    assert list(nothing.locations) == ["IR21"]
    assert list(hidden.locations) == ["IR16"]
    drawn = {colour for ramp in (*SEQUENTIAL.values(), *DIVERGING.values()) for colour in ramp}
    own = {step[1] for trace in (nothing, hidden) for step in trace.colorscale}
    assert own == {theme.NO_DATA, theme.SUPPRESSED}
    assert not own & drawn


def test_pointing_at_an_area_without_a_number_tells_the_reason_and_no_number():
    _, nothing, hidden, *_ = the_map("en").data
    assert "No data" in nothing.hovertemplate
    assert "Suppressed" in hidden.hovertemplate
    assert LABEL["en"] not in hidden.text[0] + hidden.hovertemplate


def test_pointing_at_an_area_tells_value_status_and_source():
    areas = the_map("en").data[0]
    said = areas.text[1] + areas.hovertemplate[1]
    assert [part in said for part in (NAMES["IR01"], LABEL["en"], "Estimated", SOURCE["en"])] == [True] * 4


def test_the_map_carries_the_address_of_its_boundaries_and_no_shapes():
    figure = the_map("en")
    assert {trace.geojson for trace in figure.data} == {"boundaries/IR.geojson"}
    assert {trace.featureidkey for trace in figure.data} == {"id"}
    assert "coordinates" not in figure.to_json()


def test_the_map_keeps_its_view_and_draws_on_white_without_tiles():
    figure = the_map("en")
    assert figure.layout.map.style == "white-bg"
    assert figure.layout.uirevision == figure.layout.map.uirevision == "boundaries/IR.geojson"


def test_borders_can_be_seen_and_the_chosen_area_has_an_outline():
    *areas, halo, outline = the_map("en").data
    assert all(trace.marker.line.width > 0.5 for trace in areas)
    assert list(halo.locations) == list(outline.locations) == ["IR11"]
    assert halo.marker.line.width > outline.marker.line.width > 2
    assert {halo.hoverinfo, outline.hoverinfo} == {"skip"}
    assert len(the_map("en", selected=None).data) == len(areas)


def test_the_legend_names_every_bound_and_every_way_of_having_no_number():
    written = [note.text for note in the_map("en").layout.annotations]
    assert written == ["1.0", "1.5", "2.0", "2.5", "3.5", "No data", "Suppressed"]
    fills = [shape.fillcolor for shape in the_map("en").layout.shapes]
    assert fills == [*SCALE.colours, theme.NO_DATA, theme.SUPPRESSED]


def test_an_end_class_with_values_beyond_its_bound_is_left_open():
    scale = Scale(1, 3, classes=(1.2, 1.5, 2, 2.5, 3), decimals=1)
    written = [note.text for note in the_map("en", scale=scale).layout.annotations]
    assert written[:3] == ["1.5", "2.0", "2.5"]


def test_the_persian_legend_begins_at_the_right():
    left_to_right = [shape.x0 for shape in the_map("en").layout.shapes[:4]]
    right_to_left = [shape.x0 for shape in the_map("fa").layout.shapes[:4]]
    assert left_to_right == sorted(left_to_right)
    assert right_to_left == pytest.approx([1 - x for x in left_to_right])


def test_a_fitted_view_holds_the_country():
    (latitude, longitude), zoom = maps.fitted((102, 8, 110, 24), width=320, height=400)
    world = 512 * 2**zoom
    assert longitude == 106
    assert 8 < latitude < 24
    assert world * 8 / 360 <= 320
    mercator = [np.arctanh(np.sin(np.radians(at))) / (2 * np.pi) for at in (8, 24)]
    assert world * (mercator[1] - mercator[0]) == pytest.approx(400)


def test_a_map_of_nothing_still_opens():
    frame = of_areas("en").assign(value=np.nan, status="no_data")
    figure = maps.choropleth(
        frame,
        geojson="x.geojson",
        centre=(0, 0),
        zoom=3,
        scale=SCALE,
        label="Births",
        words=Words("en"),
    )
    assert len(figure.data[1].locations) == len(frame)
