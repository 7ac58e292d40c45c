"""What is shown is described: in three languages, somewhere on a page, and by the papers that speak of it."""

from __future__ import annotations

import re

import pytest

from dashboard.analysis.catalogue import BREAKS, BY_KEY, INDICATORS, SYMBOLS
from dashboard.analysis.indicators import METHODS
from dashboard.menu import PAGE_LIST
from dashboard.settings import CALENDARS, COUNTRIES
from dashboard.words import LANGUAGES, catalogues
from data import schema
from data.ingest import seed
from tests.conftest import ROOT
from tests.data.seed_rows import SEED, every

PAPERS = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "data/seed/SOURCES.md")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
def test_an_indicator_is_described_in_every_language(indicator, language):
    known = catalogues.translations(language)
    said = [indicator.name, indicator.unit, indicator.definition, indicator.caution]
    said += [*indicator.inputs, *indicator.why_not.values()]
    assert [text for text in said if text and text not in known] == []
    # Two measures must not be called the same, or a reader cannot choose between them
    names = [known[each.name] for each in INDICATORS]
    assert names.count(known[indicator.name]) == 1


@pytest.mark.parametrize("language", TRANSLATED)
def test_menu_and_breaks_are_said_in_every_language(language):
    known = catalogues.translations(language)
    said = [title for _name, title, _icon in PAGE_LIST]
    said += [why for years in BREAKS.values() for why in years.values()]
    assert [text for text in said if text not in known] == []


def test_an_indicator_has_figures_by_a_way_or_as_published_or_says_why_it_has_none():
    published = {row["measure"] for _, _, row in every("rates")}
    without = [indicator for indicator in INDICATORS if indicator.key not in {*METHODS, *published}]
    assert [each.key for each in without if set(each.why_not) != set(COUNTRIES)] == []
    assert {country for indicator in INDICATORS for country in indicator.why_not} <= set(COUNTRIES)


def test_formulas_use_letters_that_are_explained():
    explained = " ".join(letters for letters, _ in SYMBOLS)
    known = set(re.findall(r"[A-Za-zP̄]+", explained)) | set("abdtuvexnr") | {"SMAM", "TFR", "d", "e"}
    for indicator in INDICATORS:
        letters = set(re.findall(r"[A-Z]+", indicator.formula))
        assert letters <= known | {"S", "M", "TFR", "SMAM"}, (indicator.key, letters - known)


def test_breaks_are_of_measures_and_countries_that_are_there():
    assert {key for _country, key in BREAKS} <= set(BY_KEY)
    assert {country for country, _key in BREAKS} <= set(COUNTRIES)


def test_a_country_has_calendar_seed_boundaries_and_a_chapter_on_its_sources():
    sources = (SEED / "SOURCES.md").read_text(encoding="utf-8")
    names = {row["area"]: row["name_en"] for _, _, row in every("areas")}
    assert len(seed.country_folders()) == len(CALENDARS)
    for country in COUNTRIES:
        assert (SEED / "boundaries" / f"{country}.geojson").is_file()
        assert re.search(rf"^## {names[country]}$", sources, re.M)


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_a_column_in_which_a_unit_matters_says_it(table):
    counted = {"persons", "events", "value", "mx", "percent", "base", "rounded_to", "decimals", "year"}
    counted |= {"period_start", "period_days", "age_lower", "age_width"}
    silent = [column.name for column in table.columns if column.name in counted and not column.comment]
    assert silent == []


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_paper_points_to_is_there(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    links = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    files = re.findall(r"`((?:pages|dashboard|data|forecasting|tests)/[\w./]+)`", text)
    missing = [
        target
        for target in [*links, *files]
        if not ((ROOT / paper).parent / target).exists() and not (ROOT / target).exists()
    ]
    assert missing == []


def test_the_two_commands_are_the_first_thing_a_reader_can_type():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    make (\w+)", readme, re.M)
    assert commands[:2] == ["run", "test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command}:", makefile, re.M) for command in commands)


def test_sources_say_how_many_rows_a_table_has():
    text = (SEED / "SOURCES.md").read_text(encoding="utf-8")
    counts = {"iran": {}, "viet_nam": {}}
    for _, table, row in every(
        "areas", "sources", "population", "events", "rates", "death_rates", "fertility_pattern"
    ):
        country = "iran" if row.get("area", "").startswith("IR") else "viet_nam"
        if table != "sources":
            counts[country][table] = counts[country].get(table, 0) + 1
    for table, count in counts["iran"].items():
        assert re.search(rf"^\| {table} \| {count:,} \|", text, re.M), (table, count)
    for table, count in counts["viet_nam"].items():
        assert re.search(rf"^### {table}\.csv \({count:,} rows\)", text, re.M), (table, count)
