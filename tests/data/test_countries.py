"""What a country's folder must say, and calendars that it declares."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.countries import country, country_with_calendar, country_with_reader
from data.country_calendar import CountryCalendar
from data.country_file import FILE, read
from data.problems import SeedProblem

CALENDARS = st.builds(
    CountryCalendar,
    st.just("own"),
    st.integers(-700, 700),
    st.tuples(st.integers(1, 12), st.integers(1, 28)),
)


@given(CALENDARS, st.dates(date(1600, 1, 1), date(2400, 1, 1)))
def test_a_day_is_found_again(calendar, day):
    assert calendar.day(*calendar.year_month_day(day)) == day


@given(CALENDARS, st.dates(date(1600, 1, 1), date(2400, 1, 1)))
def test_a_day_lies_in_its_year(calendar, day):
    year, month, _day = calendar.year_month_day(day)
    assert calendar.first_day(year) <= day < calendar.first_day(year + 1)
    assert 1 <= month <= 12


@given(CALENDARS, st.integers(1600, 2400))
def test_a_year_has_the_number_of_its_first_day_and_the_difference(calendar, gregorian):
    first = calendar.first_day(gregorian + calendar.number)
    assert (first.year, first.month, first.day) == (gregorian, *calendar.begins)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code = ", "cannot be read"),
        ('code = "XM"', "does not say calendar"),
        ('code = "Meridia"\ncalendar = "gregorian"', "not two capital letters"),
        ('code = "XM"\ncalendar = "lunar"', "declare it as"),
        ('code = "XM"\n[calendar]\nkey = "own"', "does not say number, begins"),
        ('code = "XM"\n[calendar]\nkey = "own"\nnumber = 1\nbegins = "01-31"', "begins on '01-31'"),
        ('code = "XM"\n[calendar]\nkey = "own"\nnumber = 1\nbegins = "spring"', "not as it should be"),
        ('code = "XM"\n[calendar]\nkey = "far too long a key"\nnumber = 1\nbegins = "01-01"', "key is"),
    ],
)
def test_a_file_that_does_not_say_enough_is_refused_with_its_place(tmp_path, text, message):
    file = tmp_path / "meridia" / FILE
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SeedProblem, match=message) as problem:
        read(file)
    assert "meridia/country.toml" in str(problem.value)


def test_a_reader_of_one_country_finds_it():
    assert country_with_reader("iran_census") == "IR"
    assert country_with_reader("warehouse") == "VN"
    assert country_with_reader("no such reader") == ""
    assert country_with_calendar("gregorian") == "VN"
    assert country("VN").legal_days == {"births": 60, "deaths": 15}
