"""The door: what identity data are known by, and what is not taken for them."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identity import (
    IdentityRefused,
    iranian_check_digit,
    is_iranian_id,
    is_vietnamese_id,
    kind_of_heading,
    screen,
    with_shapes,
)
from data.identity.shapes import IRANIAN, VIETNAMESE
from data.synthetic.identity import identity_columns

COUNT = 300
RNG = np.random.default_rng(5)
IRAN = {name: column.to_pandas() for name, column in identity_columns("iran", COUNT, RNG).items()}
VIET_NAM = {name: column.to_pandas() for name, column in identity_columns("viet_nam", COUNT, RNG).items()}
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def by_definition(digits: str) -> bool:
    """From the regulation's text: positions 10 to 2 from the left, remainder under two is the digit itself."""
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9]))
    expected = total % 11 if total % 11 < 2 else 11 - total % 11
    return len(set(digits)) > 1 and int(digits[9]) == expected


@given(digits=st.text("0123456789", min_size=10, max_size=10))
def test_the_check_digit_is_that_of_the_definition(digits):
    assert is_iranian_id(digits) == by_definition(digits)
    assert is_iranian_id(digits.translate(PERSIAN)) == by_definition(digits)
    whole = digits[:9] + str(iranian_check_digit(digits[:9]))
    assert is_iranian_id(whole) or len(set(whole)) == 1


def test_known_numbers():
    assert is_iranian_id("0012345679")
    assert not is_iranian_id("0012345678")
    assert not is_iranian_id("1111111111")
    assert not is_iranian_id("12345")
    assert is_vietnamese_id("001203004567")
    assert not is_vietnamese_id("003203004567")


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(
        st.one_of(st.text("0123456789", min_size=8, max_size=13), st.text(max_size=14)), min_size=1
    )
)
def test_the_sql_says_what_the_functions_say(values):
    frame = pd.DataFrame({"c0": pd.Series(values, dtype="string")})
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        shapes = [
            row[0] for row in connection.execute(f"SELECT s0 FROM {with_shapes('frame', ['c0'])}").fetchall()
        ]
    for value, shape in zip(values, shapes, strict=True):
        if value.isascii() and value.isdigit():
            assert bool(shape & IRANIAN) == (8 <= len(value) <= 10 and is_iranian_id(value.zfill(10)))
            assert bool(shape & VIETNAMESE) == is_vietnamese_id(value)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("کد ملی", "national_id"),
        ("کدملي مادر", "national_id"),
        ("شماره‌ ملی", "national_id"),
        ("NationalCode", "national_id"),
        ("mother_nid", "national_id"),
        ("Số CCCD", "national_id"),
        ("SO_CMND", "national_id"),
        ("Số định danh cá nhân", "national_id"),
        ("نام", "bare_name"),
        ("نام و نام خانوادگی", "name"),
        ("نام پدر", "name"),
        ("FatherName", "name"),
        ("Mother's name", "name"),
        ("Họ và tên", "name"),
        ("ho_ten_me", "name"),
        ("Điện thoại", "telephone"),
        ("تلفن همراه", "telephone"),
        ("E-mail", "e-mail"),
        ("Địa chỉ thường trú", "address"),
        ("نشانی", "address"),
        ("name", "bare_name"),
        ("province name", ""),
        ("name_en", ""),
        ("نام استان", ""),
        ("Tên tỉnh", ""),
        ("district", ""),
        ("تاریخ تولد", ""),
        ("کد محل", ""),
        ("Giới tính", ""),
        ("number of events", ""),
    ],
)
def test_headings_in_three_languages(heading, kind):
    assert kind_of_heading(heading) == kind


def columns(values) -> pd.DataFrame:
    return pd.DataFrame({"a": values, "count": range(len(values))})


def certain(values) -> list[str]:
    _, report = screen(columns(values), "drop")
    return [suspect.kind for suspect in report.certain]


IDS = IRAN["کد ملی"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (IDS, "national_id of Iran"),
        (IDS.map(lambda text: text.translate(PERSIAN)), "national_id of Iran"),
        (IDS.astype("int64"), "national_id of Iran"),
        (IDS.map(lambda text: f"{text[:3]}-{text[3:9]}-{text[9]}"), "national_id of Iran"),
        (IDS.map(lambda text: f"asked {text} twice").where(IDS.index < 9, "-"), "national_id of Iran"),
        (VIET_NAM["Số định danh"], "national_id of Viet Nam"),
        (
            pd.Series(RNG.integers(10_000_000, 389_999_999, COUNT)).map("{:09}".format),
            "national_id of nine digits",
        ),
        (IRAN["تلفن همراه"], "telephone"),
        (pd.Series([f"+84 9{number:08}" for number in range(COUNT)]), "telephone"),
        (pd.Series([f"person{number}@example.org" for number in range(COUNT)]), "e-mail"),
    ],
)
def test_values_are_known_by_their_shape(values, kind):
    assert certain(values) == [kind]


def test_names_of_people_are_known_by_common_names():
    people = [f"Nguyễn Văn {chr(65 + number % 26)}{chr(97 + number // 26)}" for number in range(COUNT)]
    assert certain(pd.Series(people)) == ["name"]
    assert certain(pd.Series([f"Trần {place}" for place in "ABCDEFGH"] * 40)) == []


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(RNG.integers(10**9, 10**10, COUNT)),  # counts: one in ten passes the check digit
        pd.Series([f"1402{number:06}" for number in range(COUNT)]),  # year and serial number
        pd.Series(pd.date_range("2010-01-01", periods=COUNT).strftime("%Y-%m-%d")),
        pd.Series(pd.date_range("2010-01-01", periods=COUNT).strftime("%Y%m%d")),
        pd.Series([310_000_000 + number for number in range(COUNT)]),  # nine digits, but a serial number
        pd.Series(RNG.integers(10**11, 10**12, COUNT)),
        pd.Series(["2301010101"] * COUNT),
        pd.Series(np.round(RNG.random(COUNT) * 1e9, 3)),
        pd.Series(RNG.integers(0, 5_000_000, COUNT)),
        pd.Series([None] * COUNT),
    ],
)
def test_what_only_looks_like_it_stays(values):
    kept, _ = screen(columns(values), "refuse")
    assert list(kept) == ["a", "count"]


def test_refusing_names_columns_and_shares_but_no_value():
    frame = columns(IDS).assign(**{"نام پدر": IRAN["نام و نام خانوادگی"]})
    with pytest.raises(IdentityRefused) as refused:
        screen(frame, "refuse")
    said = str(refused.value)
    assert "a holds identity data (national id of Iran: 100.0% of its values look so)" in said
    assert "نام پدر" in said
    assert not any(value in said for value in [*IDS, *IRAN["نام و نام خانوادگی"]])


def test_dropping_keeps_the_rest():
    kept, report = screen(columns(IDS), "drop")
    assert list(kept) == ["count"]
    assert [suspect.column for suspect in report.suspects] == ["a"]


def test_a_name_column_of_known_places_stays():
    places = pd.DataFrame({"name": ["Gilan", "كرمان", "Tehran"], "births": [1, 2, 3]})
    kept, _ = screen(places, "refuse", places=["Gilan", "کرمان", "Tehran"])
    assert list(kept) == ["name", "births"]
    with pytest.raises(IdentityRefused):
        screen(places.assign(name=["A B", "C D", "E F"]), "refuse", places=["Gilan"])


def test_a_file_without_a_heading_does_not_have_its_first_person_repeated():
    frame = pd.DataFrame({IDS[0]: IDS[1:].to_list(), "x": 1})
    with pytest.raises(IdentityRefused, match="column 1 holds") as refused:
        screen(frame, "refuse")
    assert IDS[0] not in str(refused.value)
