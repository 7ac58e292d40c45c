"""People on two maps, as said to a reader: an area that was divided, one that is a sum, and what is missing."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.views import two_maps as views
from dashboard.words import Words
from data.boundary_ledger import on_map
from data.two_maps import TwoMaps

DAY, SINCE = date(2011, 10, 24), date(2013, 1, 1)
#: A gave a fifth of its people to Z; M is B and C together
LINKS = pd.DataFrame(
    [
        ("A", "A", SINCE, "split", 0.8, "people_1390", "decree"),
        ("A", "Z", SINCE, "split", 0.2, "people_1390_1395", "decree"),
        ("B", "M", SINCE, "merge", 1.0, "whole", "law"),
        ("C", "M", SINCE, "merge", 1.0, "whole", "law"),
    ],
    columns=["from_area", "to_area", "on_date", "kind", "weight", "basis", "source"],
)
AREAS = pd.DataFrame(
    [(code, f"{code} town", f"شهر {code}") for code in "ABCMZ"], columns=["area", "name_en", "name_fa"]
)
SOURCES = pd.DataFrame(
    [(key, "Office", "دفتر", key.title(), f"نشر {key}") for key in ("census", "decree", "law")],
    columns=["source", "office_en", "office_fa", "publication_en", "publication_fa"],
)


def maps(**people):
    rows = pd.DataFrame(
        [
            (code, 1390, "solar_hijri", DAY, "census", "published", 0, 1, float(n))
            for code, n in people.items()
        ],
        columns=[
            "area",
            "year",
            "calendar",
            "period_start",
            "source",
            "status",
            "provisional",
            "rounded_to",
            "persons",
        ],
    )
    newest = on_map(rows, LINKS, on=SINCE, value="persons", keys=["period_start"])
    return TwoMaps(rows.assign(parts=1, expected=1), newest, LINKS, AREAS, SINCE)


def who(read, language="en"):
    return views.reader(Words(language), "solar_hijri", read, SOURCES)


def test_both_maps_are_counted_and_what_is_estimated_is_said():
    read = maps(A=100, B=30, C=20)
    said = views.headline(read, DAY, who(read))
    assert "3 areas as reported, 3 on the newest map" in said and "150 people on both" in said
    assert "2 that a division touched are estimated" in said
    assert read.days() == [DAY]


@pytest.mark.parametrize(
    ("area", "people", "status"),
    [("A town", "80", "estimated"), ("Z town", "20", "estimated"), ("M town", "50", "derived")],
)
def test_each_area_says_how_its_number_came_to_be(area, people, status):
    read = maps(A=100, B=30, C=20)
    told = views.table(views.day_rows(read.newest, DAY), who(read)).set_index("Area")
    assert told.loc[area].tolist() == [people, status]


def test_a_sum_without_one_of_its_parts_says_so():
    read = maps(A=100, B=30)
    told = views.table(views.day_rows(read.newest, DAY), who(read)).set_index("Area")
    assert told.loc["M town", "Status"] == "a part of the area is missing"


def test_a_new_area_is_drawn_beside_what_it_came_from():
    read = maps(A=100, B=30, C=20)
    drawn = views.series(read, "M", who(read)).set_index("name")["value"].to_dict()
    assert drawn == {"M town, on the newest map": 50, "B town, as reported": 30, "C town, as reported": 20}
    assert list(views.changed(read, who(read))) == ["A", "M", "Z"]


def test_the_ledger_says_what_a_share_is_of():
    read = maps(A=100)
    told = views.ledger(read, who(read))
    assert told["Share"].str.replace("\xa0", " ").tolist() == [
        "80.0 % of the people of the census of 1390 (2011/12)",
        "20.0 % of the people of the censuses of 1390 (2011/12) and 1395 (2016/17)",
        "100.0 %",
        "100.0 %",
    ]
    assert views.cited(LINKS, who(read)) == "Source: Office, Decree  \nSource: Office, Law"
    assert views.ledger(read, who(read, "fa")).iloc[0].str.contains("A|تفکیک|سرشماری|دی").sum() >= 3
