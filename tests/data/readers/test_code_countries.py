"""Bare numbers of areas: the country they are of is read, never chosen."""

from __future__ import annotations

import pytest

from data.ingest import readers
from data.ingest.guards import UnreadableFile
from data.ingest.readers.code_countries import country_of_codes


def test_the_calendar_of_the_years_says_whose_numbers_they_are():
    assert country_of_codes({"01", "02"}, ["1402"], "x.csv") == "IR"
    assert country_of_codes({"01", "02"}, [2022], "x.csv") == "VN"


def test_numbers_of_one_country_alone():
    assert country_of_codes({"01", "96"}, [], "x.csv") == "VN"


def test_where_nothing_says_it_the_file_is_refused():
    with pytest.raises(UnreadableFile, match=r"bare numbers \(01, 02\), which are codes in IR, VN"):
        country_of_codes({"01", "02"}, [], "x.csv")


def test_names_are_no_numbers():
    assert country_of_codes({"Ha Noi", "01"}, [], "x.csv") is None


def test_a_table_with_bare_numbers(tmp_path):
    path = tmp_path / "births.csv"
    path.write_text("province,year,births\n01,2022,5\n02,2022,7\n", encoding="utf-8")
    assert readers.read(path).tables["birth"]["area"].tolist() == ["VN01", "VN02"]
