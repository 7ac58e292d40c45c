"""Panels: what was known by a year, gaps filled only with what was known, and sentences about the rest."""

import numpy as np
import pytest

from forecasting.panel import Panel, fill_gaps, panel_of, usable_areas

NAN = float("nan")


def test_a_panel_until_a_year_ends_there():
    whole = Panel("tfr", ("a",), (2000, 2001, 2002), np.array([[1.0, 2.0, 3.0]]))
    assert whole.until(2001).years == (2000, 2001)
    with pytest.raises(ValueError, match="no origin 1999; the years are 2000-2002"):
        whole.until(1999)


def test_gaps_are_straight_lines_and_the_beginning_stays_empty():
    np.testing.assert_array_equal(fill_gaps(np.array([[NAN, 1.0, NAN, 3.0]])), [[NAN, 1.0, 2.0, 3.0]])


def test_an_area_without_a_figure_at_the_origin_is_not_usable():
    values = np.array([[1.0, 2, 3, 4], [1, 2, 3, NAN], [NAN, NAN, 3, 4]])
    assert usable_areas(values).tolist() == [True, False, False]


def test_what_is_missing_is_said_in_sentences():
    values = np.array([[1.0, NAN, 3, 4, 5], [NAN] * 5, [1, 2, 3, 4, NAN], [NAN, NAN, NAN, 4, 5]])
    said = " ".join(Panel("e0", ("a", "b", "c", "d"), tuple(range(2000, 2005)), values).report())
    for words in (
        "no figure at all",
        "gaps, filled by a straight line",
        "no figure for 2004",
        "fewer than 4 years",
    ):
        assert words in said


def test_a_figure_given_twice_is_refused():
    with pytest.raises(ValueError, match="come twice"):
        panel_of("tfr", ["a", "a"], [2000, 2000], [1.0, 2.0])


def test_rows_in_any_order_make_a_panel_with_its_gap():
    made = panel_of("tfr", ["b", "a", "a"], [2000, 2002, 2000], [3.0, 2.0, 1.0])
    assert made.areas == ("a", "b") and made.years == (2000, 2001, 2002)
    np.testing.assert_array_equal(made.values, [[1, NAN, 2], [3, NAN, NAN]])


def test_two_panels_side_by_side_keep_their_years():
    one = Panel("tfr", ("a",), (2000, 2001), np.array([[1.0, 2.0]]))
    other = Panel("tfr", ("b",), (1999, 2000), np.array([[3.0, 4.0]]))
    np.testing.assert_array_equal(one.matched(other).values, [[NAN, 1, 2], [3, 4, NAN]])
