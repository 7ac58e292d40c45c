"""Names by language: any number of them in a file, rows in the store, and never nothing where a page reads one."""

from __future__ import annotations

import pandas as pd
import pytest

from data import queries
from data.ingest import estimators, indicators
from data.ingest.load import make_release
from data.ingest.reading import Reading, in_store_tables
from data.names import in_language, text_rows, with_texts
from data.problems import ReadingProblem
from tests.data import village

FRAME = pd.DataFrame({"area": ["A", "B", "C", "D"]})
TEXTS = pd.DataFrame(
    [
        ("A", "fa", "الف"),
        ("A", "am", "ሀ"),
        ("A", "en", "Alpha"),
        ("B", "en", "Beta"),
        ("C", "vi", "Xê"),
    ],
    columns=["area", "language", "name"],
)


def quiet(_):
    pass


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fa", ["الف", "Beta", "Xê", "D"]),
        ("vi", ["ሀ", "Beta", "Xê", "D"]),
        ("en", ["Alpha", "Beta", "Xê", "D"]),
        ("de", ["ሀ", "Beta", "Xê", "D"]),
    ],
)
def test_a_name_is_the_reader_s_then_the_country_s_then_english_then_any_then_the_code(language, names):
    named = with_texts("area", FRAME, TEXTS, {"A": ("am", "en"), "B": ("am",)})
    assert in_language(named, "name", language).tolist() == names


def test_a_source_without_an_office_has_none_in_any_language():
    texts = pd.DataFrame(
        [("one", "en", "", "Yearbook")], columns=["source", "language", "office", "publication"]
    )
    named = with_texts("source", pd.DataFrame({"source": ["one", "two"]}), texts, {})
    assert in_language(named, "office", "fa").tolist() == ["", ""]
    assert in_language(named, "publication", "fa").tolist() == ["Yearbook", ""]


def test_each_language_of_a_file_is_a_row_and_a_blank_cell_is_none():
    frame = pd.DataFrame(
        {
            "source": ["one"],
            "office_en": ["Office"],
            "office_am": [""],
            "publication_am": ["መጽሐፍ"],
            "publication_fa": [""],
        }
    )
    assert text_rows("source", frame).to_numpy().tolist() == [
        ["one", "en", "Office", ""],
        ["one", "am", "", "መጽሐፍ"],
    ]


def test_a_reading_that_names_no_area_is_refused():
    with pytest.raises(ReadingProblem, match="area have no column name_en"):
        in_store_tables("area", village.areas().drop(columns=["name_en", "name_fa", "name_vi"]))


def test_a_fourth_language_is_kept_and_a_later_file_that_has_it_not_leaves_it(releases, monkeypatch):
    # names are asked about: estimates and indicators of the seed beside them take a minute
    monkeypatch.setattr(estimators, "estimators", list)
    monkeypatch.setattr(indicators, "makers", tuple)
    areas = village.areas().assign(name_am="መንደር")
    sources = village.sources("office").assign(office_am="ቢሮ")
    make_release(
        releases, [Reading({"area": areas, "source": sources, "birth": village.births(XX1=3)})], say=quiet
    )
    again = village.areas().assign(name_en="Renamed")
    file = Reading(
        {"area": again, "source": village.sources("other"), "birth": village.births("other", XX1=4)}
    )
    stamp = make_release(releases, [file], say=quiet).stamp
    engine = releases.open(stamp)
    with engine.connect() as connection:
        named = queries.areas(connection)
        named = named[named["country"] == "XX"]
        offices = queries.sources(connection).set_index("source")
    engine.dispose()
    assert set(in_language(named, "name", "am")) == {"መንደር"}
    assert set(in_language(named, "name", "en")) == {"Renamed"}
    assert in_language(offices, "office", "am").loc[["office", "other"]].tolist() == ["ቢሮ", "other"]
