"""A problem said again in the reader's language: its values by their names, its digits, its letters in order."""

from __future__ import annotations

import errno

import pytest

from dashboard.loading.staging import ROLES
from dashboard.views import finding_text, role_names
from dashboard.words import LANGUAGES, Words
from data.ingest.mapping import VALUES
from data.ingest.records import KINDS
from data.problems import WorkspaceProblem, cause
from data.sentences import ITEMS, Sentence, joined


def told(language, message, **values):
    """A sentence as that reader reads it, without the marks that hold Latin letters together."""
    return finding_text.sentence_text(Sentence(message, **values), Words(language)).translate(
        {0x2068: "", 0x2069: ""}
    )


def test_numbers_are_in_the_readers_digits_and_values_from_the_file_as_they_are():
    message = "{file}: {n} values for {expected} cells. The file is damaged or cut short."
    values = {"file": "a1.json", "n": 3, "expected": 12400}
    assert told("fa", message, **values).startswith("a1.json: ۳ مقدار برای ۱۲٬۴۰۰ خانه.")
    assert told("vi", message, **values).startswith("a1.json: 3 giá trị cho 12.400 ô.")
    assert Sentence(message, **values).startswith("a1.json: 3 values for 12,400 cells.")


def test_latin_letters_stay_together_in_a_persian_sentence():
    said = finding_text.sentence_text(
        Sentence("{file} is a folder: choose a file in it.", file="a (1).csv"), Words("fa")
    )
    assert said.startswith("\u2068a (1).csv\u2069 ")
    assert "\u2068" not in finding_text.sentence_text(
        Sentence("{file} is a folder: choose a file in it.", file="a (1).csv"), Words("vi")
    )


def test_columns_and_events_have_the_names_of_the_form_and_the_commands_own_in_the_command():
    sentence = Sentence(
        "The mapping of {event} does not say which column is {role}.", event="births", role="occurred"
    )
    assert sentence == "The mapping of births does not say which column is occurred."
    assert finding_text.sentence_text(sentence, Words("en")) == (
        "The mapping of «Births» does not say which column is «Date of the event»."
    )
    assert finding_text.sentence_text(sentence, Words("fa")) == (
        "در نگاشت «ولادت» معلوم نیست کدام ستون «تاریخ وقوع» است."
    )
    several = {"roles": "area, persons.female"}
    assert told("vi", "Nothing says yet which column is {roles}.", **several) == (
        "Chưa rõ cột nào là «Khu vực», «Người (nữ)»."
    )


def test_every_role_and_event_has_a_name():
    asked = {role for roles in ROLES.values() for role in roles}
    assert asked | set(VALUES.values()) <= set(role_names.FIGURES)
    assert {role for kind in KINDS.values() for role in kind.roles} <= set(role_names.RECORDS)
    assert set(KINDS) <= set(role_names.EVENTS)


def test_the_systems_refusals_are_said_and_a_sentence_within_stays_one():
    full = OSError(errno.ENOSPC, "No space left on device")
    assert cause(full) == "no space left on device"
    message = "The store refused a row: {cause}"
    assert told("fa", message, cause=cause(full)).endswith("دیسک جای خالی ندارد")
    short = OSError(Sentence("it should have {expected} bytes and has {n}", expected=2048, n=7))
    assert told("fa", message, cause=cause(short)).endswith("باید ۲٬۰۴۸ بایت باشد و ۷ بایت است")
    assert cause(ValueError()) == "ValueError"
    assert cause(ValueError("first\nsecond")) == "first"


def test_a_moment_is_in_the_readers_calendar():
    message = "“{name}” was saved by {who} at {moment} (version {n}) after you opened it. Nothing was written over: save yours as a copy, or open theirs and compare."
    values = {"name": "Low", "who": "Analyst", "moment": "2026-11-23T16:05:00+00:00", "n": 2}
    assert "۲ آذر ۱۴۰۵، ۱۶:۰۵" in told("fa", message, **values)
    assert "2026" in told("vi", message, **values)
    assert str(WorkspaceProblem(Sentence(message, **values))).startswith(
        "“Low” was saved by Analyst at 2026-11-23T16:05"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_things_follow_one_another(language):
    items = joined([Sentence("permission denied"), Sentence("reason"), Sentence("text")], ITEMS)
    words = Words(language)
    assert finding_text.sentence_text(items, words) == words.listed(
        words(one) for one in ("permission denied", "reason", "text")
    )


@pytest.mark.parametrize("language", ["en", "vi"])
def test_persian_from_a_file_keeps_its_place_in_a_sentence_written_the_other_way(language):
    told = finding_text.sentence_text(
        Sentence("{file} is a folder: choose a file in it.", file="جمعیت 1395"), Words(language)
    )
    assert "\u2068جمعیت 1395\u2069" in told
