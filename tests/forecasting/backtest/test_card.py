"""The card beside a forecast: what was missed, which way, and what cannot be said."""

import numpy as np
import pytest

from forecasting.backtest import backtest_card
from forecasting.probabilistic.rolling_origins import OURS
from tests.forecasting.probabilistic.worlds import panel


def provinces(years, count=31, seed=1):
    generator = np.random.default_rng(seed)
    growth = generator.normal(0.012, 0.006, (count, 1)) + generator.normal(0, 0.002, (count, years))
    size = generator.uniform(5.5, 9.5, (count, 1))
    return panel(np.exp(size + np.cumsum(growth, axis=1)), "population", 2005)


def test_a_long_series_has_a_line_for_each_launch_and_method():
    card = backtest_card(provinces(20), "A03")
    assert {line.years_ago for line in card.lines} == {5, 10, 15}
    assert {line.method for line in card.lines} >= {OURS, "last value", "drift", "linear", "damped Holt"}
    ours = card.line(5, OURS)
    assert (ours.origin, card.last_year) == (2019, 2024)
    assert abs(ours.missed_share) < 0.05 and ours.held_80 in (True, False)
    assert ours.error == ours.forecast - ours.actual


def test_the_direction_is_said():
    card = backtest_card(provinces(20), "A03")
    still = card.line(10, "last value")
    assert still.error < 0 and still.direction == "too low"


def test_areas_are_parted_by_size():
    card = backtest_card(provinces(20), "A03")
    lines = [line for line in card.classes if (line.years_ago, line.method) == (5, OURS)]
    assert [line.size for line in lines] == ["smallest third", "middle third", "largest third"]
    assert [line.areas for line in lines] == [11, 10, 10]
    assert all(0 <= line.held_80 <= line.held_95 <= 1 for line in lines)
    assert all(line.mean_share < 0.05 for line in lines)


@pytest.mark.parametrize(("years", "launches"), [(8, set()), (12, {5}), (16, {5, 10})])
def test_a_short_series_says_what_it_cannot(years, launches):
    card = backtest_card(provinces(years), "A00")
    assert {line.years_ago for line in card.lines} == launches
    assert len(card.unsaid) >= 3 - len(launches)
    assert all(sentence.endswith(".") for sentence in card.unsaid)


def test_a_series_of_a_few_years_is_no_error():
    card = backtest_card(provinces(4), "A00")
    assert not card.lines and "Nothing can be launched" in card.unsaid[0]


def test_few_areas_are_one_class_and_sizes_can_be_given():
    few = backtest_card(provinces(20, count=4), "A01")
    assert {line.size for line in few.classes} == {"all areas"}
    given = backtest_card(provinces(20), "A00", sizes=np.arange(31.0))
    assert {line.areas for line in given.classes} == {10, 11}
    with pytest.raises(ValueError, match="sizes for 31 areas"):
        backtest_card(provinces(20), "A00", sizes=[1.0])


def test_an_area_with_holes_or_unknown():
    torn = np.array(provinces(20).values)
    torn[0, 12:16] = np.nan
    card = backtest_card(panel(torn, "population", 2005), "A00")
    assert {line.years_ago for line in card.lines} == {15, 10} - {10} | (
        {10} if card.line(10, OURS) else set()
    )
    assert any("5 years ago" in sentence for sentence in card.unsaid)
    with pytest.raises(ValueError, match="no area Z"):
        backtest_card(provinces(20), "Z")


def test_the_same_series_gives_the_same_card():
    assert repr(backtest_card(provinces(16), "A02")) == repr(backtest_card(provinces(16), "A02"))
