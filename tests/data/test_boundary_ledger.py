"""The ledger of boundaries: people are moved between maps, never made or lost, and a missing part is said."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import queries
from data.boundary_ledger import LedgerProblem, check_ledger, on_map
from data.ingest.seed import read_seed

TODAY = date(2026, 1, 1)


def ledger(*links):
    frame = pd.DataFrame(
        links or [], columns=["from_area", "to_area", "on_date", "weight"], dtype=object
    ).astype({"weight": float})
    return frame.assign(kind="split", basis="whole", source="office")


def counts(*rows):
    frame = pd.DataFrame(rows, columns=["area", "period_start", "persons"])
    return frame.assign(status="published", rounded_to=1)


def read(frame, links, on=TODAY):
    return on_map(frame, links, on=on, value="persons", keys=["period_start"]).set_index(
        ["area", "period_start"]
    )


OLD, NEW = date(2020, 7, 1), date(2025, 12, 31)
MERGER = ledger(("A", "C", date(2025, 7, 1), 1), ("B", "C", date(2025, 7, 1), 1))


def test_merged_areas_are_the_sum_of_their_parts_and_say_they_are_derived():
    row = read(counts(("A", OLD, 10), ("B", OLD, 5), ("N", OLD, 99)), MERGER)
    assert row.loc[("C", OLD), ["persons", "status", "parts", "expected"]].tolist() == [15, "derived", 2, 2]
    assert row.loc[("N", OLD), ["persons", "status"]].tolist() == [99, "published"]


def test_a_merger_with_a_part_missing_is_not_whole():
    row = read(counts(("A", OLD, 10)), MERGER).loc[("C", OLD)]
    assert (row["persons"], row["parts"], row["expected"]) == (10, 1, 2)


def test_figures_on_the_new_map_and_maps_of_before_are_left_alone():
    frame = counts(("C", NEW, 16), ("A", OLD, 10), ("B", OLD, 5))
    assert read(frame, MERGER).loc[("C", NEW), "status"] == "published"
    before = read(frame, MERGER, on=date(2025, 6, 30))
    assert before.loc[("A", OLD), "persons"] == 10


def test_a_split_shares_out_what_was_before_it_alone_and_is_an_estimate():
    split = ledger(("T", "T", date(2010, 6, 23), 0.8), ("T", "Z", date(2010, 6, 23), 0.2))
    row = read(counts(("T", date(2006, 10, 28), 100), ("T", NEW, 90), ("Z", NEW, 30)), split)
    assert row["persons"].to_dict() == {
        ("T", date(2006, 10, 28)): 80,
        ("Z", date(2006, 10, 28)): 20,
        ("T", NEW): 90,
        ("Z", NEW): 30,
    }
    assert row.loc[("T", date(2006, 10, 28)), "status"] == "estimated"
    assert row.loc[("T", NEW), "status"] == "published"


def test_a_chain_of_changes_multiplies_its_weights():
    chain = ledger(
        ("T", "T", date(2010, 1, 1), 0.75),
        ("T", "Z", date(2010, 1, 1), 0.25),
        ("Z", "Y", date(2015, 1, 1), 0.4),
        ("Z", "X", date(2015, 1, 1), 0.6),
        ("Y", "N", date(2020, 1, 1), 1),
        ("X", "N", date(2020, 1, 1), 1),
    )
    then = date(2000, 1, 1)
    assert read(counts(("T", then, 400)), chain)["persons"].to_dict() == {("N", then): 100, ("T", then): 300}
    assert read(counts(("T", then, 400)), chain, on=date(2016, 1, 1)).loc[("Y", then), "persons"] == 40


def test_a_part_lost_early_in_a_chain_is_still_missing_at_its_end():
    chain = pd.concat([MERGER, ledger(("C", "D", date(2025, 9, 1), 1))])
    row = read(counts(("A", OLD, 10)), chain).loc[("D", OLD)]
    assert row["parts"] < row["expected"]


def test_a_rename_keeps_the_figure_as_published():
    same = ledger(("H", "H", date(2025, 1, 1), 1)).assign(kind="rename")
    assert read(counts(("H", OLD, 7)), same).loc[("H", OLD), ["persons", "status"]].tolist() == [
        7,
        "published",
    ]


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6), st.integers(0, 10**9))
def test_nobody_is_made_or_lost(shares, people):
    links = ledger(
        *[("A", f"P{at}", date(2010, 1, 1), share / sum(shares)) for at, share in enumerate(shares)],
        *[(f"P{at}", "Q", date(2020, 1, 1), 1) for at in range(len(shares))],
    )
    made = on_map(
        counts(("A", date(2000, 1, 1), float(people))),
        links,
        on=TODAY,
        value="persons",
        keys=["period_start"],
    )
    assert made["persons"].sum() == pytest.approx(people)
    assert made["parts"].tolist() == made["expected"].tolist() == [len(shares)]


AREAS = pd.DataFrame({"area": ["A", "B", "C"], "valid_from": [None, None, date(2025, 7, 1)]})


def test_weights_that_do_not_sum_to_one_are_refused():
    with pytest.raises(LedgerProblem, match=r"A on 2025-07-01 share out 0.9000 of it"):
        check_ledger(ledger(("A", "C", date(2025, 7, 1), 0.9)), AREAS)


def test_an_area_that_grows_must_be_linked_to_itself():
    with pytest.raises(LedgerProblem, match="link B to itself"):
        check_ledger(ledger(("A", "B", date(2025, 7, 1), 1)), AREAS)
    check_ledger(ledger(("A", "B", date(2025, 7, 1), 1), ("B", "B", date(2025, 7, 1), 1)), AREAS)


# Viet Nam, 1 July 2025


def test_sixty_three_provinces_became_thirty_four():
    tables = read_seed()
    links, areas = tables["area_link"], tables["area"]
    check_ledger(links, areas)
    provinces = areas[(areas["country"] == "VN") & (areas["level"] == "province")]

    def standing(day):
        began = provinces["valid_from"].map(lambda first: pd.isna(first) or first <= day)
        stands = provinces["valid_to"].map(lambda last: pd.isna(last) or last >= day)
        return set(provinces.loc[began & stands, "area"])

    before, after = standing(date(2025, 6, 30)), standing(date(2025, 7, 1))
    assert (len(before), len(after), len(before & after)) == (63, 34, 11)
    merged = links[links["kind"] == "merge"]
    assert set(merged["from_area"]) == before - after
    assert set(merged["to_area"]) == after - before


def test_todays_viet_nam_has_the_people_of_the_old_one(connection):
    people = queries.total_population(connection, "VN")
    people = people[
        (people["source"] == "gso_average_population") & (people["sex"] == "both") & (people["year"] == 2024)
    ]
    provinces = people[people["area"] != "VN"]
    today = on_map(
        provinces, queries.area_links(connection), on=TODAY, value="persons", keys=["period_start", "sex"]
    )
    assert len(provinces) == 63 and len(today) == 34
    assert (today["parts"] == today["expected"]).all()
    assert today["persons"].sum() == pytest.approx(provinces["persons"].sum())
    # Ho Chi Minh City with Binh Duong and Ba Ria - Vung Tau
    parts = provinces[provinces["area"].isin(["VN74", "VN77", "VN79"])]["persons"].sum()
    assert today.set_index("area").loc["VN79_2025", "persons"] == parts
