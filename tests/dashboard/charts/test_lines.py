"""Lines over years and ranked dots: order, gaps, breaks, names at the ends, the past and what is projected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.charts import lines, ranks, theme
from dashboard.charts.axis import Axis
from dashboard.words import Words
from tests.dashboard.charts.chart_samples import (
    NAMES,
    SOURCE,
    of_areas,
    of_years,
    the_projection,
    the_ranks,
    the_trend,
)

# ---- lines


def test_others_lie_behind_as_one_trace_then_the_nation_then_the_focus():
    others, nation, focus = the_trend("en").data
    assert others.line.color == theme.PEER
    assert [nation.name, focus.name] == ["ایران", NAMES["IR11"]]
    assert focus.line.width > nation.line.width > others.line.width
    assert others.y.count(None) == len(NAMES) - 1


def test_a_provisional_or_estimated_point_is_hollow():
    focus = the_trend("en").data[-1]
    hollow = {year for year, fill in zip(focus.x, focus.marker.color, strict=True) if fill == theme.PAPER}
    assert hollow == {1398, 1402}
    assert focus.marker.line.color == theme.ACCENT
    assert "Hollow points" in the_trend("en").layout.title.text


def test_pointing_says_that_a_number_is_provisional_and_who_says_it():
    focus = the_trend("en").data[-1]
    said = focus.hovertext[focus.x.index(1402)]
    assert "Provisional" in said
    assert SOURCE["en"] in said
    assert SOURCE["en"] in the_trend("en").data[0].hovertemplate


def test_a_year_without_a_number_leaves_a_gap_and_is_not_zero():
    frame = of_years("en")
    frame.loc[(frame["area"] == "IR11") & (frame["year"] == 1399), "value"] = np.nan
    options = {"axis": Axis("x", 1, "solar_hijri"), "focus": "IR11", "nation": "IR"}
    focus = lines.trend(frame, words=Words("en"), **options).data[-1]
    assert focus.y[focus.x.index(1399)] is None
    assert focus.connectgaps is False


def test_a_break_cuts_the_line_and_says_why():
    figure = the_trend("en", breaks={1400: "New base"})
    focus = figure.data[-1]
    assert focus.y[focus.x.index(1400) - 1] is None
    assert figure.layout.shapes[0].x0 == 1399.5
    assert "New base" in [note.text for note in figure.layout.annotations]


def test_lines_are_named_at_their_ends_and_names_do_not_touch():
    figure = the_trend("en")
    names = [note for note in figure.layout.annotations if note.xanchor == "left"]
    assert {note.x for note in names} == {1402}
    low, high = figure.layout.yaxis.range
    inner = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    places = sorted(note.y * inner / (high - low) + note.yshift for note in names)
    assert places[1] - places[0] >= 30


def test_persian_lines_have_their_axis_at_the_right_and_their_names_over_the_chart():
    figure = the_trend("fa")
    assert figure.layout.yaxis.side == "right"
    assert NAMES["IR11"] in figure.layout.title.text
    assert list(figure.layout.xaxis.range) == sorted(figure.layout.xaxis.range)


def test_the_calendar_is_named_under_the_years():
    assert the_trend("en").layout.xaxis.title.text == "Solar Hijri year"


def test_an_axis_can_begin_at_zero():
    assert the_trend("en", from_zero=True).layout.yaxis.range[0] == 0
    assert the_trend("en").layout.yaxis.range[0] > 0


def test_the_focus_may_be_the_nation_and_may_have_no_data():
    assert [trace.name for trace in the_trend("en", focus="IR").data] == ["Other areas", "ایران"]
    assert "no data" in the_trend("en", focus="IR99").layout.meta["alt"]


def test_the_past_is_solid_and_the_projection_dashed_from_the_base_year_on():
    future, past = the_projection("en").data
    assert past.line.dash is None
    assert future.line.dash is not None
    assert max(past.x) == min(future.x) == 1395
    assert the_projection("en").layout.shapes[0].x0 == 1395


def test_scenarios_share_the_past_and_differ_in_colour():
    parts = [
        pd.DataFrame({"year": [1395, 1400, 1405], "value": [80, 84, high], "name": name})
        for name, high in (("Low", 86), ("High", 90))
    ]
    figure = lines.projection(
        pd.concat(parts), base_year=1395, words=Words("en"), axis=Axis("People", 0, "solar_hijri")
    )
    low, high, past = figure.data
    assert low.line.color != high.line.color
    assert set(past.x) == {1395}


def test_a_projection_may_begin_without_a_past():
    frame = pd.DataFrame({"year": [1400, 1405], "value": [1.0, 2.0]})
    figure = lines.projection(frame, base_year=1399, words=Words("en"), axis=Axis("People", 0, "solar_hijri"))
    assert [trace.line.dash is not None for trace in figure.data] == [True]


# ---- ranks


def test_areas_stand_in_order_and_those_without_a_number_have_no_dot():
    figure = the_ranks("en")
    dots = figure.data[1]
    assert list(dots.customdata) == ["IR11", "IR00", "IR01"]
    assert len(figure.layout.yaxis.ticktext) == len(NAMES)
    assert [note.text for note in figure.layout.annotations][1:] == ["<i>Suppressed</i>", "<i>No data</i>"]
    assert 0 not in dots.x


def test_the_focus_is_picked_out():
    figure = the_ranks("en")
    assert [text.startswith("<b>") for text in figure.layout.yaxis.ticktext][:3] == [False, False, True]
    assert figure.data[1].marker.color[2] == theme.ACCENT


def test_the_nation_is_a_line_with_its_value():
    figure = the_ranks("en")
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 1.8
    assert "1.8" in figure.layout.annotations[0].text


def test_equal_values_share_a_place():
    frame = of_areas("en").assign(value=[2.0, 2.0, 1.0, 3.0, np.nan], status="published")
    figure = ranks.ranked(frame, focus=None, nation_value=None, words=Words("en"), label="x")
    assert [text.split("\u2002")[0] for text in figure.layout.yaxis.ticktext][:4] == ["1", "2", "2", "4"]


def test_the_first_few_and_the_focus():
    figure = the_ranks("en", top=1)
    assert list(figure.data[1].customdata) == ["IR11", "IR01"]
    assert "2 of 5" in figure.layout.title.text


def test_persian_ranks_grow_from_right_to_left():
    figure = the_ranks("fa")
    assert figure.layout.yaxis.side == "right"
    assert figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1]
