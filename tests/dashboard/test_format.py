"""Numbers, years and names as three readers see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import format
from dashboard.format import NO_DATA, NOT_APPLICABLE, SUPPRESSED
from dashboard.words import LANGUAGES, Words
from data import calendars
from data.calendars import GREGORIAN, SOLAR_HIJRI

languages = st.sampled_from(list(LANGUAGES))
values = st.floats(-1e9, 1e9, allow_nan=False)

SEPARATORS = {"en": (",", "."), "fa": ("٬", "٫"), "vi": (".", ",")}
FORMATTERS = [
    format.number,
    format.percent,
    format.per_100,
    format.per_1000,
    format.change,
    format.percent_change,
]
FORMATTERS += [format.persons, format.compact_persons]


def read_back(text: str, language: str) -> Decimal:
    """The number a reader would take from a text"""
    group, point = SEPARATORS[language]
    plain = (
        text.replace("\N{LEFT-TO-RIGHT MARK}", "").replace(group, "").replace(point, ".").replace("−", "-")
    )
    return Decimal(plain.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")))


@given(values, languages, st.integers(0, 4))
def test_any_number_reads_back(value, language, decimals):
    written = read_back(format.number(value, language, decimals), language)
    assert abs(written - Decimal(repr(value))) <= Decimal("0.5").scaleb(-decimals)


@given(values, st.integers(0, 4))
def test_the_three_languages_say_the_same_number(value, decimals):
    assert len({read_back(format.number(value, language, decimals), language) for language in LANGUAGES}) == 1


@given(values, st.integers(0, 3))
def test_persian_has_no_latin_digit_and_no_arabic_one(value, decimals):
    assert not set("0123456789٠١٢٣٤٥٦٧٨٩,.-") & set(format.number(value, "fa", decimals))


@given(st.text())
def test_persian_digits_map_one_to_one(text):
    back = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    assert format.digits(text, "fa").translate(back) == text.translate(back)
    assert format.digits(text, "en") == format.digits(text, "vi") == text


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            [
                "−1,234.5",
                "12.3\N{NO-BREAK SPACE}%",
                "28.5",
                "+0.12",
                "−1.3\N{NO-BREAK SPACE}%",
                "12.3 million",
            ],
        ),
        ("fa", ["‎−۱٬۲۳۴٫۵", "۱۲٫۳٪", "۲۸٫۵", "‎+۰٫۱۲", "‎−۱٫۳٪", "۱۲٫۳ میلیون"]),
        ("vi", ["−1.234,5", "12,3%", "28,5", "+0,12", "−1,3%", "12,3 triệu"]),
    ],
)
def test_a_value_in_each_language(language, texts):
    assert [
        format.number(-1234.5, language, 1),
        format.percent(0.1234, language),
        format.per_1000(0.0285, language),
        format.change(0.115, language),
        format.percent_change(-0.013, language),
        format.compact_persons(12_345_678, language),
    ] == texts


def test_halves_are_rounded_as_offices_print_them():
    assert [format.number(value, "en", 1) for value in (0.25, 0.35, -0.25)] == ["0.3", "0.4", "−0.3"]
    assert format.per_1000(0.01845, "en") == "18.5"  # 18.449999999999996 in binary


def test_what_rounds_to_zero_has_no_sign():
    assert [format.change(value, "en") for value in (0.004, 0, -0.004)] == ["0.00"] * 3
    assert format.number(-0.4, "en") == "0"


def test_ratio_per_100():
    assert format.per_100(0.1049, "en") == "10.5"


def test_people_are_shown_no_finer_than_they_were_published():
    assert format.persons(1_234_567, "en", rounded_to=100) == "1,234,600"
    assert format.persons(1_234_567, "vi", rounded_to=1000) == "1.235.000"
    assert format.persons(85_961_937.0, "fa") == "۸۵٬۹۶۱٬۹۳۷"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_999, "9,999"),
        (12_345, "12.3 thousand"),
        (999_999, "1 million"),
        (85_961_937, "86 million"),
        (103_000_000, "103 million"),
        (-1_250_000, "−1.25 million"),
        (0, "0"),
    ],
)
def test_people_at_a_glance(value, text):
    assert format.compact_persons(value, "en") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda each: each.__name__)
def test_what_is_missing_says_how_and_is_never_zero(formatter, language):
    texts = [formatter(value, language) for value in (NO_DATA, SUPPRESSED, NOT_APPLICABLE)]
    assert len(set(texts)) == 3
    assert not any(character.isdigit() for text in texts for character in text)
    assert {formatter(value, language) for value in (None, nan, pd.NA)} == {texts[0]}
    assert formatter(inf, language) == texts[2]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["1402 (2023/24)", "1402", "2019", "2019"]),
        ("fa", ["۱۴۰۲", "۱۴۰۲", "۲۰۱۹ میلادی", "۲۰۱۹"]),
        ("vi", ["1402 (2023/24)", "1402", "2019", "2019"]),
    ],
)
def test_a_year_says_its_calendar_where_the_reader_could_mistake_it(language, texts):
    assert [
        format.year(1402, SOLAR_HIJRI, language),
        format.year_short(1402, SOLAR_HIJRI, language),
        format.year(2019, GREGORIAN, language),
        format.year_short(2019, GREGORIAN, language),
    ] == texts


def test_a_year_of_the_other_calendar_is_refused():
    with pytest.raises(ValueError, match="is it gregorian"):
        format.year_short(2019, SOLAR_HIJRI, "en")


@pytest.mark.parametrize(
    ("language", "solar", "gregorian"),
    [
        ("en", "3 Mehr 1395 (24 September 2016)", "24 September 2016"),
        ("fa", "۳ مهر ۱۳۹۵", "۲۴ سپتامبر ۲۰۱۶ میلادی"),
        ("vi", "3 Mehr 1395 (24 tháng 9, 2016)", "24 tháng 9, 2016"),
    ],
)
def test_the_day_of_a_census(language, solar, gregorian):
    day = date(2016, 9, 24)
    assert format.date(day, language, SOLAR_HIJRI) == solar
    assert format.date(day, language) == gregorian
    assert format.period(day, 0, language, SOLAR_HIJRI) == solar


@given(st.integers(1304, 1502), languages)
def test_a_whole_year_is_called_by_its_number(year, language):
    start, days = calendars.first_day(year, SOLAR_HIJRI), calendars.days_in_year(year, SOLAR_HIJRI)
    assert format.period(start, days, language, SOLAR_HIJRI) == format.year(year, SOLAR_HIJRI, language)
    assert format.period(start, days - 1, language, SOLAR_HIJRI) != format.year(year, SOLAR_HIJRI, language)


def test_a_part_of_a_year_has_two_ends():
    assert format.period(date(2019, 1, 1), 90, "en", GREGORIAN) == "1 January 2019 to 31 March 2019"


def test_runs_of_years():
    assert format.years(1390, 1402, SOLAR_HIJRI, "en") == "1390–1402"
    assert format.years(1390, 1402, SOLAR_HIJRI, "fa") == "۱۳۹۰ تا ۱۴۰۲"
    assert format.years(2019, 2019, GREGORIAN, "vi") == "2019"


def test_ages():
    groups = [(0, 1), (0, 5), (85, None), (85, 0), (100, inf)]
    assert [format.age_group(*group, "en") for group in groups] == ["0", "0–4", "85+", "85+", "100+"]
    assert [format.age_group(*group, "fa") for group in groups[1:3]] == ["۰ تا ۴", "۸۵ و بیشتر"]


def test_ranks():
    assert [format.rank(place, 31, "en")[:4] for place in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23)] == [
        "1st\xa0", "2nd\xa0", "3rd\xa0", "4th\xa0", "11th", "12th", "13th", "21st", "22nd", "23rd",
    ]  # fmt: skip
    assert format.rank(3, 31, "en") == "3rd\xa0of\xa031"
    assert format.rank(3, 31, "fa").replace("\xa0", " ") == "رتبهٔ ۳ از ۳۱"
    assert format.rank(3, 31, "vi").replace("\xa0", " ") == "thứ 3 trong 31"


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e6), languages, st.integers(2, 10))
def test_ticks_are_round_evenly_spaced_and_inside(low, width, language, n):
    at, texts = format.ticks(low, low + width, language, n=n)
    assert len(at) == len(texts) == len(set(texts))
    assert all(low <= value <= low + width for value in at)
    assert 2 <= len(at) <= max(2 * n, 5)
    assert [float(read_back(text, language)) for text in texts] == pytest.approx(at)


def test_ticks():
    assert format.ticks(0, 17, "en") == ([0, 5, 10, 15], ["0", "5", "10", "15"])
    assert format.ticks(1.2, 2.9, "fa") == ([1.5, 2.0, 2.5], ["۱٫۵", "۲٫۰", "۲٫۵"])
    assert format.ticks(1.2, 2.9, "vi", decimals=2)[1] == ["1,50", "2,00", "2,50"]
    assert format.ticks(3, 3, "en") == ([3], ["3"])


def test_ticks_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="ticks from 2 to 1: the low end is above the high end"):
        format.ticks(2, 1, "en")


@given(st.integers(1304, 1502), st.integers(0, 150), st.integers(2, 10))
def test_year_ticks_are_years(first, run, n):
    last = min(first + run, 1502)
    shown, texts = format.year_ticks(first, last, SOLAR_HIJRI, "fa", n)
    assert shown and all(first <= year <= last for year in shown)
    assert texts == [format.year_short(year, SOLAR_HIJRI, "fa") for year in shown]
    assert len(shown) <= 2 * n


def in_order(names: str, language: str) -> bool:
    expected = names.split(", ")
    return sorted(reversed(expected), key=lambda name: format.sort_key(name, language)) == expected


def test_vietnamese_names_stand_in_the_order_of_the_alphabet():
    assert in_order(
        "An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Ninh, Bến Tre, Cà Mau, Cao Bằng, Cần Thơ, "
        "Đà Nẵng, Đắk Lắk, Điện Biên, Đồng Nai, Gia Lai, Hà Giang, Hà Nội, "
        "Hải Phòng, Hậu Giang, Hưng Yên, Yên Bái",
        "vi",
    )


def test_vietnamese_tones_decide_last():
    assert in_order("ma, mà, mả, mã, má, mạ, mă, mằ, mâ, mầ, mậ", "vi")


def test_persian_names_stand_in_the_order_of_the_alphabet():
    assert in_order(
        "آذربایجان شرقی, آذربایجان غربی, اردبیل, اصفهان, البرز, بوشهر, پارس, تهران, چهارمحال و بختیاری, "
        "زنجان, ژاله, قم, کردستان, کرمان, کرمانشاه, گلستان, گیلان, لرستان, مرکزی, وان, هرمزگان, همدان, یزد",
        "fa",
    )


def test_arabic_spelling_does_not_move_a_persian_name():
    assert in_order("كردستان, کرمان, يزد", "fa")


def test_english_readers_find_accented_names_among_plain_ones():
    assert in_order("Bac Ninh, Cần Thơ, Da Nang, Đồng Nai, Ha Noi", "en")


def test_missing_texts_are_in_the_catalogue():
    assert format.number(None, "fa") == Words("fa")("no data") != "no data"


def test_numbers_of_any_kind_are_written_alike():
    """A Decimal that was written once may not stand in the way of numpy's integer of the same value"""
    for value in (Decimal(7), np.int64(7), np.float32(7), 7, 7.0):
        assert format.number(value, "fa", 1) == "۷٫۰"


# ---- both calendars


BOTH = "solar_hijri_beside_gregorian"


@pytest.mark.parametrize(
    ("language", "alone", "beside", "tick", "run"),
    [
        ("en", "1402 (2023/24)", "1402 (2023/24)", "1402<br>2023/24", "1395–1402 (2016/17–2023/24)"),
        ("fa", "۱۴۰۲ (۲۰۲۳/۲۴)", "۱۴۰۲ (۲۰۲۳/۲۴)", "۱۴۰۲<br>۲۰۲۳/۲۴", "۱۳۹۵ تا ۱۴۰۲ (۲۰۱۶/۱۷ تا ۲۰۲۳/۲۴)"),
        ("vi", "1402 (2023/24)", "1402 (2023/24)", "1402<br>2023/24", "1395–1402 (2016/17–2023/24)"),
    ],
)
def test_a_reader_of_both_calendars_sees_the_span_everywhere(language, alone, beside, tick, run):
    assert format.year(1402, BOTH, language) == alone
    assert format.year_short(1402, BOTH, language) == beside
    assert format.year_tick(1402, BOTH, language) == tick
    assert format.years(1395, 1402, BOTH, language) == run


def test_both_calendars_are_one_year_and_not_two():
    """Another way to write: the year begins on the same day and is refused by the same rule"""
    assert calendars.first_day(1402, BOTH) == calendars.first_day(1402, "solar_hijri")
    assert calendars.year_span(BOTH) == "solar_hijri" and calendars.year_span("gregorian") == "gregorian"
    with pytest.raises(ValueError, match="is it gregorian"):
        format.year(2023, BOTH, "en")
