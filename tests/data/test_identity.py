"""The door: what identity data are known by, and what is not taken for them."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import country_file
from data.country_identity import IdentityNumber
from data.identity import (
    IdentityRefused,
    kind_of_heading,
    screen,
    with_shapes,
)
from data.identity.rules import NumberRule, number_rules, rule_bits
from data.problems import SeedProblem
from data.synthetic.identity import identity_columns
from tests.data.identity_numbers import iranian_check_digit, luhn_check_digit

COUNT = 300
IRANIAN, VIETNAMESE, NINE = "national id of Iran", "national id of Viet Nam", "national id of nine digits"
RNG = np.random.default_rng(5)
IRAN = {name: column.to_pandas() for name, column in identity_columns("iran", COUNT, RNG).items()}
VIET_NAM = {name: column.to_pandas() for name, column in identity_columns("viet_nam", COUNT, RNG).items()}
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def by_definition(digits: str) -> bool:
    """Ten digits, not all the same, the last being the check digit of the others"""
    return len(set(digits)) > 1 and int(digits[9]) == iranian_check_digit(digits[:9])


def by_shape(digits: str) -> bool:
    """From the circular: a province of the 63, century and sex of those born since 1900, year, serial."""
    not_used = "003 005 007 009 013 016 018 021 023 028 029 032 039 041 043 047 050 053 055 057 059 061 063 065 069 071 073 076 078 081 085 088 090"
    return 1 <= int(digits[:3]) <= 96 and digits[:3] not in not_used.split() and digits[3] in "0123"


def passing(values: list[str]) -> list[set[str]]:
    """The kinds of identity number that each value passes for, by the SQL"""
    frame = pd.DataFrame({"c0": pd.Series(values, dtype="string")})
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        shapes = connection.execute(f"SELECT s0 FROM {with_shapes('frame', ['c0'])}").fetchall()
    return [{rule.kind for rule in number_rules() if shape & rule.passes} for (shape,) in shapes]


def test_known_numbers():
    assert passing(["0012345679", "0012345678", "1111111111", "12345"]) == [{IRANIAN}, set(), set(), set()]
    assert passing(["001203004567", "003203004567"]) == [{VIETNAMESE}, set()]


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(
        st.one_of(
            st.text("0123456789", min_size=8, max_size=13),
            st.text("0123456789", min_size=9, max_size=9).map(
                lambda stem: f"{stem}{iranian_check_digit(stem)}"
            ),
            st.text(max_size=14),
        ),
        min_size=1,
    )
)
def test_the_sql_says_what_the_regulations_say(values):
    for value, kinds in zip(values, passing(values), strict=True):
        if value.isascii() and value.isdigit():
            assert (IRANIAN in kinds) == (8 <= len(value) <= 10 and by_definition(value.zfill(10)))
            assert (VIETNAMESE in kinds) == (len(value) == 12 and by_shape(value))
            assert (NINE in kinds) == (len(value) == 9 and "01" <= value[:2] <= "38")


def test_persian_digits_are_digits():
    assert passing(["۰۰۱۲۳۴۵۶۷۹"]) == [{IRANIAN}]


def test_a_luhn_number_of_another_country_is_known_by_its_rule():
    rule = NumberRule(IdentityNumber("id", 11, 11, check="luhn"), 1, 2)
    numbers = [f"{stem}{luhn_check_digit(stem)}" for stem in ("0000000001", "7992739871", "5555555555")]
    wrong = [number[:10] + str((int(number[10]) + 1) % 10) for number in numbers]
    frame = pd.DataFrame({"r": [*numbers, *wrong, "0" * 11, numbers[0][1:]]})
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        found = connection.execute(f"SELECT {rule_bits(rule, 'r')} FROM frame").fetchall()
    assert [bits for (bits,) in found] == [3, 3, 3, 1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('digits = 10\ncheck = "guess"', "checked by one of none, weights_11, luhn, apart"),
        ('digits = 30\ncheck = "luhn"', "6 to 18 digits"),
        ('digits = 10\nbegins = ["01", "1"]', "beginnings of one length"),
        ('digits = 10\nbegins = ["a\'); --"]', "begins with digits"),
        ("digits = 10", "told by its beginnings, or by a check"),
    ],
)
def test_a_rule_that_tells_nothing_is_refused_with_the_file(tmp_path, said, problem):
    file = tmp_path / "nowhere" / "country.toml"
    file.parent.mkdir()
    file.write_text(f'code = "XN"\ncalendar = "gregorian"\n[[identity_numbers]]\nname = "id"\n{said}\n')
    with pytest.raises(SeedProblem, match=f"nowhere/country.toml: an identity number.*{problem}"):
        country_file.read(file)


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
        (IDS, IRANIAN),
        (IDS.map(lambda text: text.translate(PERSIAN)), IRANIAN),
        (IDS.astype("int64"), IRANIAN),
        (IDS.map(lambda text: f"{text[:3]}-{text[3:9]}-{text[9]}"), IRANIAN),
        (IDS.map(lambda text: f"asked {text} twice").where(IDS.index < 9, "-"), IRANIAN),
        (VIET_NAM["Số định danh"], VIETNAMESE),
        (
            pd.Series(RNG.integers(10_000_000, 389_999_999, COUNT)).map("{:09}".format),
            NINE,
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
