"""Tests of ages from a store, completeness against what is known, findings in the reader's words, harmless files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard import downloads
from dashboard.analysis.catalogue.quality import AGE_TESTS, COMPLETENESS, SUBJECTS, TABLES
from dashboard.analysis.indicators import MeasureContext, quality_tests
from dashboard.analysis.indicators.registration import COLUMNS, completeness
from dashboard.views import age_tests as told
from dashboard.views import finding_text, quality
from dashboard.words import LANGUAGES, Words
from data import queries, schema
from data.ingest.load import fill
from data.ingest.readers import provenance
from data.ingest.reading import in_store_tables, join
from data.quality import RULES, check, from_frame, to_frame
from data.quality.findings import Subject, make_finding
from data.release_store.duckdb_files import DuckDBReleases
from data.sentences import Sentence
from tests.data.test_quality import AREAS, BROKEN, TODAY, clean

NAMES = {"name_en": "Land", "name_fa": "سرزمین", "name_vi": "Xứ"}
PAPERS = {
    "year": 2020,
    "calendar": "gregorian",
    "period_start": date(2020, 7, 1),
    "period_days": 0,
    "provisional": 0,
}


def counts(area, groups, *, source="count", status="published"):
    """Rows of a population by sex: (age_lower, age_width, persons)."""
    return [
        PAPERS
        | {
            "area": area,
            "sex": sex,
            "age_lower": lower,
            "age_width": width,
            "persons": persons,
            "rounded_to": 1,
            "status": status,
            "source": source,
        }
        for sex in ("female", "male")
        for lower, width, persons in groups
    ]


def stored(tmp_path, rows):
    """A release with one country's counts."""
    areas = [
        {
            "area": "XX",
            "country": "XX",
            "parent": None,
            "level": "nation",
            "office_code": "",
            "iso_3166_2": "",
            "region": "",
            **NAMES,
            "valid_from": None,
            "valid_to": None,
        }
    ]
    areas += [areas[0] | {"area": f"XX{n}", "parent": "XX", "level": "province"} for n in (1, 2)]
    blank = {column.name: "" for column in schema.source.columns} | {"origin": "file"}
    blank |= {"office_en": "Office", "publication_en": "Counts"}
    sources = [blank | {"source": key} for key in ("count", "model")]
    tables = {"area": pd.DataFrame(areas), "source": pd.DataFrame(sources), "population": pd.DataFrame(rows)}
    filled = join(*[in_store_tables(name, frame) for name, frame in tables.items()])
    releases = DuckDBReleases(tmp_path)
    with releases.writing("test", None) as desk:
        fill(desk, {"release": "test", "inputs_hash": "", "version": schema.VERSION}, filled)
    return releases.open("test").connect()


SINGLE = [(age, 1, 1000.0 - 9 * age) for age in range(100)] + [(100, 0, 20.0)]
FIVE = [
    (age, 5, sum(n for lower, _, n in SINGLE[:100] if age <= lower < age + 5)) for age in range(0, 100, 5)
] + [(100, 0, 20.0)]
HEAPED = [(age, 1, 500.0 if age % 5 == 0 else 0.0) for age in range(100)] + [(100, 0, 0.0)]


def test_single_years_are_tested_and_groups_are_not(tmp_path):
    rows = counts("XX", SINGLE) + counts("XX1", HEAPED) + counts("XX2", FIVE)
    with stored(tmp_path, rows) as connection:
        heaping = quality_tests.heaping(MeasureContext(connection, "XX")).set_index("area")
    assert sorted(heaping.index) == ["XX", "XX1"]
    assert heaping.loc["XX", "whipple"] == pytest.approx(100)
    assert heaping.loc["XX1", ["whipple", "myers"]].tolist() == [500, 80]
    assert heaping.loc["XX1", ["digit_0", "digit_3"]].tolist() == [5, 0]


def test_groups_beside_single_years_are_not_counted_twice(tmp_path):
    groups = [group for group in FIVE if group[1]]
    with stored(
        tmp_path, counts("XX", SINGLE) + counts("XX", groups) + counts("XX1", SINGLE) + counts("XX2", FIVE)
    ) as connection:
        heaping = quality_tests.heaping(MeasureContext(connection, "XX")).set_index("area")
        accuracy = quality_tests.accuracy(MeasureContext(connection, "XX")).set_index("area")
    assert heaping.loc["XX", "whipple"] == pytest.approx(100)
    assert sorted(accuracy.index) == ["XX", "XX1", "XX2"]
    assert accuracy.loc["XX", "joint"] == pytest.approx(accuracy.loc["XX2", "joint"])
    assert accuracy.loc["XX1", "joint"] == pytest.approx(accuracy.loc["XX2", "joint"])


def test_an_estimate_is_not_tested(tmp_path):
    with stored(tmp_path, counts("XX", SINGLE, source="model", status="estimated")) as connection:
        assert quality_tests.heaping(MeasureContext(connection, "XX")).empty
        assert quality_tests.accuracy(MeasureContext(connection, "XX")).empty


def test_the_censuses_of_iran_are_scored(connection):
    scores = quality_tests.accuracy(MeasureContext(connection, "IR"))
    nation = scores[scores["area"] == "IR"].set_index("year")["joint"]
    assert nation.round(1).to_dict() == {1385: 20.6, 1390: 20.0, 1395: 16.0}
    assert len(scores[scores["year"] == 1395]) == 32
    assert quality_tests.accuracy(MeasureContext(connection, "VN")).empty, "its census by age has no sexes"


def test_births_are_complete_as_the_estimate_of_the_base_population_found_them(connection):
    births = completeness(MeasureContext(connection, "IR"), "births").set_index(["area", "year"])
    assert births.loc[("IR", 1396), "registered"] == 1_487_923
    # SOURCES.md, base population 3: registered over implied from 1 Mehr to 1 Mehr is 1.009 and 0.995 around 1396
    assert births.loc[("IR", 1396), "value"] == pytest.approx(100, abs=1.5)
    assert births.loc[("IR", 1400), "value"] == pytest.approx(95, abs=1.5)
    assert (births["status"] == "estimated").all()


def test_deaths_are_expected_without_the_pandemic_and_never_capped(connection):
    deaths = completeness(MeasureContext(connection, "IR"), "deaths").set_index(["area", "year"])["value"]
    # SOURCES.md, base population 2: 88.1 % from 3 Mehr 1395 to 1 Mehr 1396
    assert deaths[("IR", 1395)] == pytest.approx(86.2, abs=1) and deaths[("IR", 1396)] == pytest.approx(
        87.4, abs=1
    )
    assert deaths[("IR", 1400)] > 130
    assert deaths.groupby("area").size().gt(0).sum() == 32


def test_no_register_no_completeness(connection):
    assert completeness(MeasureContext(connection, "VN"), "births").empty
    assert list(completeness(MeasureContext(connection, "VN"), "deaths").columns) == list(COLUMNS)


# In the reader's words


def who(language, calendar="solar_hijri"):
    letters = "LABCDE"
    areas = pd.DataFrame(
        {"area": AREAS} | {f"name_{code}": [f"{x}-{code}" for x in letters] for code in LANGUAGES}
    )
    sources = pd.DataFrame(
        {"source": ["census"]} | {f"publication_{code}": [f"Census-{code}"] for code in LANGUAGES}
    )
    return finding_text.reader(Words(language), calendar, areas, sources)


@pytest.mark.parametrize("language", ["en", "fa", "vi"])
@pytest.mark.parametrize("rule", [*BROKEN])
def test_every_finding_is_said_in_every_language(rule, language, monkeypatch):
    monkeypatch.setattr("data.quality.expectation.EVENTS_ENOUGH", 50)
    reader = who(language, "gregorian")
    for finding in check(BROKEN[rule](clean()), today=TODAY):
        said = finding_text.sentence(finding, reader)
        assert "{" not in said and said
        assert quality.short(finding, reader) and quality.explanation(finding, reader.words)
        table = quality.rows(finding, reader)
        assert len(table)
        if language == "fa" and rule not in ("keys", "areas"):  # these name codes that nothing explains
            assert not any(letter in said for letter in "0123456789ي\u0643"), said
        if language != "en" and finding.message:
            assert said != finding.sentence


def test_a_readers_finding_is_said_again_with_its_place_and_its_reason():
    cell = Sentence("{cell} is no month (1 to 12)", cell="'13'")
    where = Sentence("{file}, line {line}, column «{heading}»", file="a.csv", line=1200, heading="month")
    told = provenance.finding(
        "cells hold what they should",
        "error",
        "file",
        Sentence("{where}: {reason}. Left out ({n} lines in all).", where=where, reason=cell, n=2500),
    )
    assert told.sentence == (
        "a.csv, line 1200, column «month»: '13' is no month (1 to 12). Left out (2,500 lines in all)."
    )
    assert told.rows.iloc[0].to_dict() == {
        "file": "a.csv",
        "line": "1200",
        "heading": "month",
        "cell": "'13'",
    }
    [kept] = from_frame(to_frame([told]))
    reader = replace(who("fa"), markup=False)
    latin_together = {0x2068: "", 0x2069: ""}
    assert quality.sentence(kept, reader).translate(latin_together) == (
        "a.csv، سطر ۱۲۰۰، ستون «month»: '13' ماه (۱ تا ۱۲) نیست. کنار گذاشته شد (در کل ۲٬۵۰۰ سطر)."
    )
    assert quality.rule_name(kept, reader.words) == "خانه‌ها همان دارند که ستون می‌گوید"


def test_a_persian_sentence_has_names_and_digits_of_its_own():
    rows = pd.DataFrame({"area": ["XX1"], "year": [1399]})
    values = {"source": "census", "what": "deaths", "before": 395319, "year_before": 1398, "value": 511881}
    message = "{source}: {what} of {area} went from {before} in {year_before} to {value} in {year}."
    finding = make_finding("event_jump", "note", Subject("death", "XX1", 1399), message, rows, values)
    assert finding.sentence == "census: deaths of XX1 went from 395,319 in 1398 to 511,881 in 1399."
    assert (
        finding_text.sentence(finding, who("fa"))
        == "Census-fa: فوت‌های ثبت‌شده در A-fa از ۳۹۵٬۳۱۹ در ۱۳۹۸ به ۵۱۱٬۸۸۱ در ۱۳۹۹ رسید."
    )


def test_findings_are_chosen_and_counted(connection):
    kept = quality.of_place(from_frame(queries.findings(connection)), "VN", "VN")
    assert {finding.area[:2] for finding in kept} == {"VN"}
    assert quality.of_place(kept, "VN", "VN74") and len(quality.of_place(kept, "VN", "VN74")) < len(kept)
    accepted = {kept[0].key}
    arguments = {"severities": ["warning", "note"], "rule": None}
    assert len(quality.chosen(kept, accepted, state="open", **arguments)) == len(kept) - 1
    assert quality.chosen(kept, accepted, state="accepted", **arguments) == [kept[0]]
    assert len(quality.chosen(kept, accepted, state="all", **arguments)) == len(kept)
    years = quality.counts(kept, "year")
    assert years["count"].sum() == sum(bool(finding.year) for finding in kept)


def test_classes_are_said_in_words():
    words = Words("en")
    assert told.class_of("whipple", 104.1, words) == "highly accurate (under 105)"
    assert told.class_of("whipple", 234, words) == "very rough (175 and over)"
    assert told.class_of("joint", 16.0, words) == "accurate (under 20)"
    assert told.class_of("joint", np.nan, words) == told.class_of("myers", 1.0, words) == ""


def test_every_rule_test_and_table_has_a_name_in_every_language():
    texts = [text for rule in RULES for text in (rule.name, rule.explanation)]
    texts += [
        text
        for test in (*AGE_TESTS, *COMPLETENESS.values())
        for text in (test.name, test.definition, test.unit)
    ]
    for language in ("fa", "vi"):
        words = Words(language)
        assert not [text for text in (*texts, *TABLES.values(), *SUBJECTS.values()) if words(text) == text]
    assert {table.name for table in schema.TABLES} <= set(TABLES)


def test_a_file_cannot_be_made_to_run():
    frame = pd.DataFrame(
        {"name": ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "ordinary"], "value": [-1.5, 2, 3, 4, 5]}
    )
    lines = downloads.csv(frame).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=cmd") or lines[1].startswith("\"'=cmd")
    assert lines[2:6] == ["'+1,2.0", "'-1,3.0", "'@x,4.0", "ordinary,5.0"]
    assert lines[1].endswith(",-1.5"), "a negative number stays a number"
    assert downloads.csv(frame).startswith(b"\xef\xbb\xbf")


def test_text_from_a_file_is_no_markup():
    assert finding_text.plain("![x](http://a.b/c) *b*") == "\\!\\[x\\]\\(http\\://a\\.b/c\\) \\*b\\*"
    rows = pd.DataFrame({"area": ["![x](http://a.b)"], "year": [2020]})
    finding = make_finding(
        "areas",
        "error",
        Subject("rate"),
        "{table}: unknown area {names}.",
        rows,
        {"names": "![x](http://a.b)"},
    )
    for told_text in (finding_text.sentence(finding, who("en")), quality.rows(finding, who("en")).to_csv()):
        assert "![" not in told_text and "](" not in told_text
