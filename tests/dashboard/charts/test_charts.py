"""A chart says what it shows, in the reader's digits, and never draws what is not known as if it were."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import curves, dumbbell, pyramids, theme, threshold_years, waterfall
from dashboard.charts.axis import Axis
from dashboard.words import Words
from tests.dashboard.charts.chart_samples import (
    CHARTS,
    LABEL,
    every_chart,
    every_language,
    of_ages,
    texts_of,
    the_map,
    the_pyramid,
    the_ranks,
    the_trend,
)

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
    drawn = curves.with_limits(rows, words=Words("en"), axis=Axis("boys", 1, "solar_hijri"))
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
    drawn = threshold_years.passed(
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
    drawn = dumbbell.joined(rows, names=("crude", "standard"), words=Words("en"), label="deaths", decimals=1)
    assert list(drawn.data[2].x) == [8, 6]
    assert "standard highest in Second, lowest in First" in drawn.layout.meta["alt"]
