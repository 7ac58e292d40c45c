"""Every text the code asks for is in both catalogues, whole and in the right letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words import LANGUAGES, Words, catalogues, mark, plural_form
from dashboard.words.__main__ import main
from dashboard.words.catalogues import TRANSLATED
from dashboard.words.extraction import messages_in, messages_of

ROOT = Path(__file__).parents[2]

# Names that are the same in Vietnamese as in English.
SAME_IN_VIETNAMESE = {"Rasad", "Iran"}

ARABIC_LETTER = re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
NOT_PERSIAN = re.compile(r"[يكىة٠-٩٤٥٦0-9,;?%]")
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def entries(language: str) -> Iterator[tuple[str, str]]:
    """(English, translation) of every text, plural forms one by one"""
    for message, translation in catalogues.translations(language).items():
        if isinstance(message, str):
            yield message, str(translation)
        else:
            yield from ((message[-1], form) for form in translation)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def has_words(text: str) -> bool:
    """Not a mere pattern such as '{area}, {country}'"""
    return any(character.isalpha() for character in PLACEHOLDER.sub("", text))


def shown(problems: object) -> str:
    return f"{problems}\nrun: python -m dashboard.words --update --prune, then translate what is empty"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language):
    missing = messages_in(ROOT).keys() - catalogues.translations(language).keys()
    assert not missing, shown(missing)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_left_that_nobody_asks_for(language):
    obsolete = catalogues.messages(catalogues.read(language)) - messages_in(ROOT).keys()
    assert not obsolete, shown(obsolete)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_values(language):
    different = {
        english
        for english, translation in entries(language)
        if placeholders(english) != placeholders(translation)
    }
    assert not different


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_in_doubt_or_put_aside(language):
    catalogue = catalogues.read(language)
    assert not [entry.id for entry in catalogue if entry.id and entry.fuzzy]
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_lies_as_the_command_writes_it(language):
    """Sorted, without dates: two people adding texts change different lines"""
    assert catalogues.path(language).read_bytes() == catalogues.text(catalogues.read(language))


def test_persian_is_in_persian_letters():
    left = {
        english
        for english, persian in entries("fa")
        if has_words(english) and not ARABIC_LETTER.search(persian)
    }
    assert not left


def test_persian_uses_its_own_letters_digits_and_stops():
    """ی and ک, never Arabic's ي and ك; ۰-۹, ، ؛ ؟ ٪"""
    wrong = {persian for _, persian in entries("fa") if NOT_PERSIAN.search(PLACEHOLDER.sub("", persian))}
    assert not wrong


def test_a_rate_is_one_word_in_persian():
    """نرخ everywhere: a reader must not think that میزان is another thing"""
    assert not [persian for _, persian in entries("fa") if "میزان" in persian]
    offices = [path.read_text(encoding="utf-8") for path in (ROOT / "data/seed").glob("*/sources.csv")]
    titles = re.findall(r"میزان \w+", " ".join(offices))
    assert set(titles) <= {"میزان طلاق"}, "a newspaper's own headline alone"


def test_vietnamese_is_not_english():
    left = {english for english, vietnamese in entries("vi") if has_words(english) and vietnamese == english}
    assert left <= SAME_IN_VIETNAMESE


@pytest.mark.parametrize("language", TRANSLATED)
def test_letters_are_composed(language):
    assert not [text for _, text in entries(language) if not unicodedata.is_normalized("NFC", text)]


def test_languages_have_their_own_names_and_directions():
    assert LANGUAGES == {"fa": "فارسی", "vi": "Tiếng Việt", "en": "English"}
    assert {code: Words(code).direction for code in LANGUAGES} == {"fa": "rtl", "vi": "ltr", "en": "ltr"}


def test_words_are_a_value():
    assert Words("fa") == Words("fa") and len({Words("fa"), Words("fa"), Words("vi")}) == 2


def test_a_text_is_looked_up_and_filled_in():
    assert Words("en")("Total fertility rate") == "Total fertility rate"
    assert Words("fa")("Total fertility rate") == "نرخ باروری کل"
    assert Words("vi")("Total fertility rate") == "Tổng tỷ suất sinh"
    assert Words("fa")("{start} to {end}", start="قم", end="یزد") == "از قم تا یزد"


def test_a_plain_year_is_written_in_the_readers_digits():
    assert Words("fa")("{low}+", low=1402).startswith("۱۴۰۲")
    assert Words("vi")("{low}+", low=1402) == "1402+"


def test_a_number_with_a_fraction_must_be_formatted_first():
    with pytest.raises(TypeError, match=r"^low=1\.62 is not text: write it with dashboard\.format first$"):
        Words("en")("{low}+", low=1.62)


def test_a_text_without_translation_is_shown_in_english():
    assert Words("fa")("A text {n} nobody wrote", n="۱") == "A text ۱ nobody wrote"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no language 'de': the languages are fa, vi, en"):
        Words("de")


def test_things_are_counted_by_the_languages_own_rule():
    forms = ("{n} thing nobody translated", "{n} things nobody translated")
    assert Words("en").count(*forms, 1) == "1 thing nobody translated"
    assert Words("en").count(*forms, 0) == "0 things nobody translated"
    assert Words("en").count(*forms, 1234) == "1,234 things nobody translated"


@given(st.integers(0, 2000), st.sampled_from(TRANSLATED))
def test_the_catalogues_plural_rule_is_cldrs(n, language):
    expression = catalogues.PLURAL_FORMS[language].split("plural=")[1].rstrip(";")
    assert c2py(expression)(n) == plural_form(n, language)


def test_a_marked_text_is_itself():
    assert mark("Population") == "Population"


def found(code: str) -> list[object]:
    return [message for message, _ in messages_of(code)]


def test_extraction_finds_what_the_code_asks_for():
    assert found('words("a"); self.words("b"); Words(language)("c"); mark("d")') == ["a", "b", "c", "d"]
    assert found('words("one " "text", x=words("inner"))') == ["one text", "inner"]
    assert found('words("up" if rise else "down")') == ["up", "down"]
    assert found('words.count("{n} day", "{n} days", n)') == [("{n} day", "{n} days")]


def test_extraction_leaves_alone_what_only_looks_alike():
    assert found('name.count("a", "b"); words(indicator.title); keywords("x"); words.count(a, b, n)') == []


def test_extraction_refuses_a_text_made_at_run_time():
    with pytest.raises(ValueError, match=r"^page\.py:1 asks for an f-string, which no catalogue can hold"):
        list(messages_of('words(f"{area} in {year}")', "page.py"))


@pytest.fixture
def own_catalogues(tmp_path, monkeypatch):
    """A small project with one page, and catalogues that may be written to"""
    (tmp_path / "pages").mkdir()
    page = 'words("Births"); words("New"); words.count("{n} day", "{n} days", n)'
    (tmp_path / "pages" / "overview.py").write_text(page)
    monkeypatch.setattr(catalogues, "path", lambda language: tmp_path / f"{language}.po")
    monkeypatch.setattr("dashboard.words.__main__.ROOT", tmp_path)
    for language in TRANSLATED:
        header = catalogues.HEADER.format(language=language, plural_forms=catalogues.PLURAL_FORMS[language])
        entries = 'msgid "Old"\nmsgstr "x"\n\nmsgid "Births"\nmsgstr "y"\n'
        (tmp_path / f"{language}.po").write_text(header + "\n" + entries)
    return tmp_path


def test_the_command_lists_and_changes_nothing(own_catalogues, capsys):
    before = (own_catalogues / "fa.po").read_bytes()
    assert main([]) == 1
    told = capsys.readouterr().out
    assert "fa: 3 texts, 2 missing, 1 obsolete" in told
    assert "missing   'New'  pages/overview.py:1" in told and "obsolete  'Old'" in told
    assert (own_catalogues / "fa.po").read_bytes() == before


def test_the_command_adds_and_drops(own_catalogues):
    main(["--update", "--prune"])
    lines = (own_catalogues / "fa.po").read_text().splitlines()
    ids = [line for line in lines if line.startswith("msgid ")]
    assert ids == ['msgid ""', 'msgid "Births"', 'msgid "New"', 'msgid "{n} day"']
    assert 'msgstr "y"' in lines and lines[-4:] == [
        'msgid_plural "{n} days"',
        'msgstr[0] ""',
        'msgstr[1] ""',
        "",
    ]
    once = (own_catalogues / "fa.po").read_bytes()
    main(["--update", "--prune"])
    assert (own_catalogues / "fa.po").read_bytes() == once
