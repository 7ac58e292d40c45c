"""A chart says what it shows, in the reader's digits, and never draws what is not known as if it were."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import crossings, curves, lines, maps, pairs, pyramids, ranks, theme, waterfall
from dashboard.charts.scales import DIVERGING, SEQUENTIAL, Scale, round_bounds
from dashboard.words import LANGUAGES, Words

LABEL = {
    "en": "Children per woman",
    "fa": "فرزند برای هر زن",
    "vi": "Số con trên một phụ nữ",
}
SOURCE = {"en": "Statistical office", "fa": "مرکز آمار", "vi": "Cơ quan thống kê"}
NAMES = {"IR00": "مرکزی", "IR01": "گیلان", "IR11": "سیستان و بلوچستان", "IR16": "ایلام", "IR21": "یزد"}
TFR = {"IR00": 1.5, "IR01": 1.08, "IR11": 3.45, "IR16": np.nan, "IR21": np.nan}
SCALE = Scale(1, 3.5, classes=(1, 1.5, 2, 2.5, 3.5), decimals=1)


def of_areas(language: str) -> pd.DataFrame:
    rows = [
        {
            "area": area,
            "name": NAMES[area],
            "value": value,
            "text": LABEL[language],
            "source": SOURCE[language],
        }
        for area, value in TFR.items()
    ]
    status = ["published", "estimated", "derived", "suppressed", "no_data"]
    return pd.DataFrame(rows).assign(status=status)


def of_years(language: str) -> pd.DataFrame:
    rows = [
        {"area": area, "name": name, "year": year, "value": 2 - k / 10 - (year - 1395) / 20}
        for k, (area, name) in enumerate({"IR": "ایران", **NAMES}.items())
        for year in range(1395, 1403)
    ]
    frame = pd.DataFrame(rows).assign(status="published", source=SOURCE[language])
    frame.loc[frame["year"] == 1398, "status"] = "estimated"
    return frame.assign(provisional=frame["year"] == 1402)


def of_ages(width: int = 5, scale: float = 1.0) -> pd.DataFrame:
    ages = np.arange(0, 86, width)
    sides = {"female": 1.0, "male": 1.05}
    rows = [
        {"sex": sex, "age_lower": int(age), "value": scale * ratio * (4_000_000 - 40_000 * age)}
        for sex, ratio in sides.items()
        for age in ages
    ]
    return pd.DataFrame(rows)


def the_map(language: str, **own):
    options = {
        "geojson": "boundaries/IR.geojson",
        "centre": (32.5, 53.7),
        "zoom": 3.5,
        "scale": SCALE,
        "label": LABEL[language],
        "selected": "IR11",
    }
    return maps.choropleth(of_areas(language), words=Words(language), **(options | own))


def the_trend(language: str, **own):
    options = {
        "focus": "IR11",
        "nation": "IR",
        "calendar": "solar_hijri",
        "label": LABEL[language],
        "decimals": 2,
    }
    return lines.trend(of_years(language), words=Words(language), **(options | own))


def the_projection(language: str):
    years = pd.Series(range(1385, 1421, 5))
    frame = pd.DataFrame({"year": years, "value": 70 + (years - 1385) * 0.8})
    return lines.projection(
        frame, base_year=1395, words=Words(language), calendar="solar_hijri", label=LABEL[language]
    )


def the_ranks(language: str, **own):
    options = {"focus": "IR01", "nation_value": 1.8, "nation_name": "ایران", "label": LABEL[language]}
    return ranks.ranked(of_areas(language), words=Words(language), **(options | own))


def the_pyramid(language: str, **own):
    options = {"name": "۱۳۹۵" if language == "fa" else "1395", "other": of_ages(scale=0.8), "other_name": "B"}
    return pyramids.pyramid(of_ages(), words=Words(language), **(options | own))


CHARTS = [the_map, the_trend, the_projection, the_ranks, the_pyramid]
every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def texts_of(figure) -> list[str]:
    """Everything a reader may see, without the markup"""
    layout, seen = figure.layout, [figure.layout.title.text, figure.layout.meta["alt"]]
    for axis in (layout.xaxis, layout.yaxis):
        seen += [axis.title.text, *(axis.ticktext or ())]
    seen += [note.text for note in layout.annotations]
    for trace in figure.data:
        seen += [*(getattr(trace, "hovertext", None) or ()), *(getattr(trace, "text", None) or ())]
        template = getattr(trace, "hovertemplate", None) or ""
        templates = [template] if isinstance(template, str) else template
        seen += [re.sub(r"%{(hover)?text}|<extra></extra>", "", each) for each in templates]
    return [re.sub(r"<[^>]*>", "", text) for text in seen if text]


# ---- all of them


@every_chart
@every_language
def test_a_chart_names_its_measure_and_can_be_told_in_a_sentence(chart, language):
    figure = chart(language)
    header = figure.layout.title.text
    assert LABEL[language] in header or Words(language)("Million people") in header
    assert figure.layout.meta["alt"].endswith(".")


@every_chart
def test_persian_readers_see_persian_digits_only(chart):
    for text in texts_of(chart("fa")):
        assert not re.search(r"[0-9٠-٩]", text), text


@every_chart
def test_persian_lines_are_set_from_right_to_left(chart):
    figure = chart("fa")
    assert figure.layout.title.xanchor == "right"
    assert figure.layout.hoverlabel.align == "right"
    for text in texts_of(figure)[:1]:
        assert text.startswith("\u2067")
        assert text.endswith("\u2069")


@every_chart
@every_language
def test_axes_without_ticks_of_our_own_would_write_latin_digits(chart, language):
    figure = chart(language)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert chart is the_map or len(axis.tickvals) == len(axis.ticktext) > 0


@every_chart
def test_a_figure_is_small_and_asks_the_network_for_nothing(chart):
    written = chart("en").to_json()
    assert len(written) < 40_000
    assert not re.search(r"https?://", written)


@every_chart
def test_a_title_is_printed_over_the_measure(chart):
    if chart in (the_map, the_trend, the_ranks, the_pyramid):
        header = chart("en", title="Births fell by a third").layout.title.text
        assert header.startswith("<b>Births fell by a third</b>")


# ---- theme


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio"""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED, theme.ACCENT, *theme.SCENARIOS])
def test_text_can_be_read_on_white(colour):
    assert contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("colour", [theme.WOMEN, theme.MEN, theme.SUPPRESSED])
def test_marks_stand_out_from_white(colour):
    assert contrast(colour, theme.PAPER) >= 3


def test_a_long_title_is_broken_between_words():
    broken = theme.wrapped("Births fell in every province of the north but one", 20)
    assert all(len(line) <= 20 for line in broken.split("<br>"))
    assert broken.replace("<br>", " ") == "Births fell in every province of the north but one"


# ---- maps


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
    options = {"calendar": "solar_hijri", "label": "x", "focus": "IR11", "nation": "IR"}
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
        pd.concat(parts), base_year=1395, words=Words("en"), calendar="solar_hijri", label="People"
    )
    low, high, past = figure.data
    assert low.line.color != high.line.color
    assert set(past.x) == {1395}


def test_a_projection_may_begin_without_a_past():
    frame = pd.DataFrame({"year": [1400, 1405], "value": [1.0, 2.0]})
    figure = lines.projection(
        frame, base_year=1399, words=Words("en"), calendar="solar_hijri", label="People"
    )
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


# ---- pyramids


def test_both_sides_of_a_pyramid_count_from_the_middle():
    axis = the_pyramid("en").layout.xaxis
    assert list(axis.tickvals) == [-value for value in reversed(axis.tickvals)]
    assert list(axis.ticktext) == list(reversed(axis.ticktext))
    assert not any("−" in text or "-" in text for text in axis.ticktext)
    assert axis.range[0] == -axis.range[1]


@every_language
def test_men_stand_left_and_women_right_in_every_language(language):
    men, women, *_ = the_pyramid(language).data
    assert men.name == Words(language)("Men")
    assert max(men.x) < 0 < min(women.x)


def test_ages_stand_where_reading_begins():
    assert the_pyramid("en").layout.yaxis.side == "left"
    assert the_pyramid("fa").layout.yaxis.side == "right"


def test_pointing_at_an_age_tells_people_and_not_a_negative_number():
    men = the_pyramid("en").data[0]
    assert "4,200,000" in men.hovertext[0]
    assert "0–4" in men.hovertext[0]
    assert "85+" in men.hovertext[-1]


def test_the_other_year_is_an_outline():
    outlines = the_pyramid("en").data[2:]
    assert {trace.type for trace in outlines} == {"scatter"}
    assert max(outlines[1].x) == pytest.approx(0.8 * 4.0)
    assert "Outline: B" in the_pyramid("en").layout.title.text


def test_an_estimated_pyramid_says_so():
    assert "Estimated" in the_pyramid("en", status="estimated").layout.title.text
    assert "Estimated" not in the_pyramid("en").layout.title.text


def test_single_years_have_a_label_every_tenth_age():
    figure = pyramids.pyramid(of_ages(width=1), words=Words("en"), name="1395")
    assert list(figure.layout.yaxis.ticktext) == [*(str(age) for age in range(0, 81, 10)), "85+"]


def test_shares_are_in_percent():
    frame = of_ages()
    frame["value"] /= frame["value"].sum()
    figure = pyramids.pyramid(frame, words=Words("en"), name="1395", measure="shares")
    assert "Percent of all people" in figure.layout.title.text
    assert sum(abs(x) for trace in figure.data for x in trace.x) == pytest.approx(100)


def test_a_held_axis_does_not_move():
    assert the_pyramid("en", limit=6e6).layout.xaxis.range[1] == pytest.approx(6 * 1.04)


def test_a_figure_can_be_written_for_any_page():
    for chart in CHARTS:
        assert json.loads(chart("vi").to_json())["layout"]["meta"]["alt"]


# Parts of a difference, curves over age, crossings


PARTS = [waterfall.Part("Fewer women", -20.0), waterfall.Part("All", -20.0, whole=True)]


@pytest.mark.parametrize("lying", [False, True])
def test_parts_stand_on_nothing_and_are_read_from_the_readers_side(lying):
    english, persian = (
        waterfall.contributions(PARTS, words=Words(language), label="births", decimals=0, lying=lying)
        for language in ("en", "fa")
    )
    amounts = english.data[0].x if lying else english.data[0].y
    assert list(amounts) == [-20, -20] and english.data[0].base is None
    assert "Fewer women −20" in english.layout.meta["alt"]
    turned = persian.layout.xaxis.range
    assert turned[0] > turned[1], "in Persian the first is at the right"
    assert english.layout.xaxis.range[0] < english.layout.xaxis.range[1]


def test_a_group_of_ages_is_drawn_at_its_middle_and_survivors_at_their_age():
    rows = pd.DataFrame({"name": "1400", "age": [15, 20], "width": [5.0, 5.0], "value": [10.0, 30.0]})
    asked = {"words": Words("en"), "label": "births", "decimals": 0}
    assert list(curves.by_age(rows, **asked).data[0].x) == [17.5, 22.5]
    assert list(curves.by_age(rows, **asked, at_start=True).data[0].x) == [15, 20]
    assert "highest at age 20–24, 30" in curves.by_age(rows, **asked).layout.meta["alt"]


def test_limits_are_drawn_where_they_are_known_and_nothing_where_not():
    rows = pd.DataFrame(
        {
            "name": "A",
            "year": [1, 2],
            "value": [105.0, 106.0],
            "low": [104.0, np.nan],
            "high": [107.0, np.nan],
        }
    ).assign(said="", year=[1399, 1400])
    drawn = curves.with_limits(rows, words=Words("en"), calendar="solar_hijri", label="boys", decimals=1)
    assert list(drawn.data[0].error_y.array) == [2, 0] and list(drawn.data[0].error_y.arrayminus) == [1, 0]


def test_what_is_projected_is_hollow():
    rows = pd.DataFrame(
        {
            "area": ["A", "A"],
            "name": "First",
            "place": 0,
            "level": [7.0, 14.0],
            "year": [1400, 1420],
            "projected": [False, True],
            "said": "",
        }
    )
    drawn = crossings.passed(
        rows,
        levels={7.0: "7 %", 14.0: "14 %"},
        words=Words("en"),
        calendar="solar_hijri",
        label="x",
        now=1402,
    )
    known, ahead = (trace.marker.color[0] for trace in drawn.data)
    assert known != theme.PAPER and ahead == theme.PAPER


def test_two_rates_of_an_area_are_joined_and_the_second_orders_the_list():
    rows = pd.DataFrame(
        {
            "area": ["A", "B"],
            "name": ["First", "Second"],
            "first": [5.0, 4.0],
            "second": [6.0, 8.0],
            "said": "",
        }
    )
    drawn = pairs.joined(rows, names=("crude", "standard"), words=Words("en"), label="deaths", decimals=1)
    assert list(drawn.data[2].x) == [8, 6]
    assert "standard highest in Second, lowest in First" in drawn.layout.meta["alt"]
