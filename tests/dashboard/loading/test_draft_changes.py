"""What a draft changes, in the reader's words, digits and names."""

from __future__ import annotations

import pandas as pd

from dashboard.loading import draft_changes
from dashboard.views.finding_text import FindingReader
from dashboard.words import Words
from data.changes import COUNTS, JUMPS, Changes

CHANGES = Changes(
    pd.DataFrame(
        [("rate", "total_fertility_rate", 12, 0, 3), ("birth", "own_births", 1200, 2, 0)], columns=COUNTS
    ),
    pd.DataFrame([("rate", "IR23, 1402, own_file", 1.5, 1.8, 0.2)], columns=JUMPS),
    (),
    (),
    (),
    (),
)


def who(language):
    return FindingReader(
        Words(language), "solar_hijri", {"IR23": "تهران"}, {"own_births": "ولادت‌های ۱۴۰۳"}, markup=False
    )


def test_measures_and_sources_have_their_names():
    told = draft_changes.change_counts(CHANGES, who("fa"))
    assert told.to_numpy().tolist() == [
        ["نرخ‌های منتشرشده", "نرخ باروری کل", "۱۲", "۰", "۳"],
        ["ولادت‌های ثبت‌شده", "ولادت‌های ۱۴۰۳", "۱٬۲۰۰", "۲", "۰"],
    ]


def test_what_moved_most_says_where_and_by_how_much():
    assert draft_changes.largest_changes(CHANGES, who("fa")).to_numpy().tolist() == [
        ["نرخ‌های منتشرشده", "تهران، \u20681402\u2069، \u2068own_file\u2069", "۱٫۵۰", "۱٫۸۰", "۲۰٫۰٪"]
    ]
    assert draft_changes.largest_changes(CHANGES, who("en")).columns.tolist() == [
        "Table",
        "Row",
        "Before",
        "In the draft",
        "Moved by",
    ]
