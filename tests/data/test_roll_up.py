"""Sums over areas: equal to sums by hand, never doubled, never of a part as if it were the whole. On both databases."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import text

from data.ingest.load import fill
from data.schema import VERSION
from tests.data import village
from tests.data.village import COMMUNES, DISTRICTS, PROVINCES, area, rows

OPEN = {"age_lower": 65, "age_width": 0}


@pytest.fixture()
def store(releases):
    """``store(reading) -> ask``: a release of a reading alone, and a way to ask it."""
    engines = []

    def made(reading):
        about = {"release": "a", "inputs_hash": "", "note": "", "version": VERSION, "made_from": ""}
        origin = {
            name: reading.tables[name].assign(origin="file", loaded_in="a") for name in ("area", "source")
        }
        with releases.writing("a", None) as desk:
            fill(desk, about, {**reading.tables, **origin})
        engine = releases.open("a")
        engines.append(engine)

        def ask(question):
            with engine.connect() as reader:
                return [tuple(row) for row in reader.execute(text(question))]

        return ask

    yield made
    for engine in engines:
        engine.dispose()


def of(ask, table, columns="area, events"):
    return dict(ask(f"SELECT {columns} FROM {table}"))


def test_a_count_of_communes_is_summed_to_every_ancestor(store):
    told = {code: at + 1.0 for at, code in enumerate(COMMUNES)}
    ask = store(village.country(birth=village.births(**told)))
    by_hand = {
        code: sum(n for c, n in told.items() if c.startswith(code)) for code in ("XX", *PROVINCES, *DISTRICTS)
    }
    assert of(ask, "birth") == told | by_hand
    assert of(ask, "birth", "area, parts") == dict.fromkeys(COMMUNES, 0) | dict.fromkeys(by_hand, 2)
    assert {status for (status,) in ask("SELECT status FROM birth WHERE parts > 0")} == {"derived"}
    assert ask("SELECT count(*) FROM coverage WHERE parts < expected") == [(0,)]


def test_a_missing_part_is_not_summed_and_coverage_says_how_far_it_goes(store):
    told = dict.fromkeys([code for code in COMMUNES if code != "XX222"], 1.0)
    ask = store(village.country(birth=village.births(**told)))
    assert set(of(ask, "birth")) == set(told) | {"XX11", "XX12", "XX1", "XX21"}
    covered = {row[0]: row[1:] for row in ask("SELECT area, parts, expected FROM coverage")}
    assert covered["XX22"] == covered["XX2"] == covered["XX"] == (1, 2)
    assert covered["XX1"] == (2, 2)


def test_a_source_s_own_figure_is_neither_replaced_nor_doubled(store):
    told = dict.fromkeys(COMMUNES, 1.0) | {"XX1": 7.0}
    ask = store(village.country(birth=village.births(**told)))
    found = of(ask, "birth")
    assert found["XX1"] == 7 and found["XX2"] == 4
    assert found["XX"] == 11, "the nation is the sum of what its provinces have"
    assert ask("SELECT count(*), count(DISTINCT area) FROM birth") == [(15, 15)]


def test_sources_and_periods_are_never_mixed(store):
    one = village.births("one", XX111=1, XX112=2)
    other = village.births("other", XX111=10, XX112=20, XX12=5)
    later = village.births("one", XX121=3, XX122=4).assign(
        period_start=date(2021, 1, 1), year=2021, period_days=365
    )
    reading = village.country(birth=pd.concat([one, other, later]))
    tables = {**reading.tables, "source": village.sources("one", "other")}
    ask = store(type(reading)(tables))
    sums = ask("SELECT area, source, year, events FROM birth WHERE parts > 0 ORDER BY 1, 2, 3")
    assert sums == [
        ("XX1", "other", 2020, 35),
        ("XX11", "one", 2020, 3),
        ("XX11", "other", 2020, 30),
        ("XX12", "one", 2021, 7),
    ]


def test_splits_are_summed_each_by_itself(store):
    by_sex = [
        {"area": c, "child_sex": s, "events": n}
        for c in ("XX111", "XX112")
        for s, n in (("female", 2.0), ("male", 3.0))
    ]
    whole = [{"area": "XX111", "events": 6.0}]
    ask = store(village.country(birth=rows("birth", *by_sex, *whole)))
    got = ask("SELECT child_sex, events FROM birth WHERE area = 'XX11' ORDER BY 1")
    # XX112 has no figure split by nothing of its own: its total is what its sexes make
    assert got == [("absent", 11), ("female", 4), ("male", 6)]
    assert ask("SELECT events, parts, status FROM birth WHERE area = 'XX112' AND child_sex = 'absent'") == [
        (5, 1, "derived")
    ]


def test_a_cell_that_an_area_does_not_have_is_nothing_where_it_has_others(store):
    cells = [
        {"area": "XX111", "mother_age_lower": 20, "mother_age_width": 5, "events": 4.0},
        {"area": "XX112", "mother_age_lower": 25, "mother_age_width": 5, "events": 1.0},
        {"area": "XX112", "mother_age_lower": -1, "mother_age_width": 0, "events": 2.0},
    ]
    ask = store(village.country(birth=rows("birth", *cells)))
    found = ask("SELECT mother_age_lower, events FROM birth WHERE area = 'XX11' ORDER BY 1")
    assert found == [(-2, 7), (-1, 2), (20, 4), (25, 1)]


def test_ages_grouped_in_two_ways_are_not_summed(store):
    cells = [
        {"area": "XX111", "age_lower": 0, "age_width": 5, "events": 4.0},
        {"area": "XX112", "age_lower": 0, "age_width": 1, "events": 1.0},
        {"area": "XX112", "age_lower": 1, "age_width": 4, "events": 2.0},
    ]
    ask = store(village.country(death=rows("death", *cells)))
    assert of(ask, "death WHERE area = 'XX11'", "age_lower, events") == {-2: 7}
    assert ("XX11", "age", 0) in ask("SELECT area, split, groups_agree FROM coverage")


def test_two_ways_that_every_area_has_are_both_summed(store):
    ages = [(0, 1), (1, 1), (0, 2), (2, 0)]
    cells = [
        {"area": c, "age_lower": lower, "age_width": width, "persons": 1.0}
        for c in ("XX111", "XX112")
        for lower, width in ages
    ]
    ask = store(village.country(population=rows("population", *cells)))
    found = ask(
        "SELECT age_lower, age_width, persons, parts FROM population WHERE area = 'XX11' ORDER BY 1, 2"
    )
    assert found == [(0, 1, 2, 2), (0, 2, 2, 2), (1, 1, 2, 2), (2, 0, 2, 2)]


def test_a_sex_that_one_area_lacks_is_not_summed_in_a_stock(store):
    cells = [("XX111", "female"), ("XX111", "male"), ("XX112", "female")]
    ask = store(
        village.country(
            population=rows("population", *[{"area": c, "sex": s, "persons": 5.0} for c, s in cells])
        )
    )
    assert ask("SELECT sex, persons FROM population WHERE area = 'XX11'") == [("female", 10)]


def test_a_sum_of_an_estimate_is_an_estimate_and_provisional_if_any_part_is(store):
    told = rows(
        "birth",
        {"area": "XX111", "events": 1.0, "status": "estimated"},
        {"area": "XX112", "events": 1.0, "provisional": 1, "rounded_to": 100},
    )
    ask = store(village.country(birth=told))
    assert ask("SELECT status, provisional, rounded_to FROM birth WHERE area = 'XX11'") == [
        ("estimated", 1, 100)
    ]


def test_areas_that_did_not_stand_then_are_not_waited_for(store):
    gone = area("XX113", "XX11", "commune", last=date(2019, 12, 31))
    new = area("XX114", "XX11", "commune", first=date(2020, 7, 1))
    told = {"XX111": 1, "XX112": 2}
    assert of(store(village.country(gone, new, birth=village.births(**told))), "birth")["XX11"] == 3


def test_a_year_told_on_the_map_of_its_end_is_summed_on_that_map(store):
    old = area("XX113", "XX11", "commune", last=date(2020, 6, 30))
    new = area("XX114", "XX11", "commune", first=date(2020, 7, 1))
    told = {"XX111": 1, "XX112": 2, "XX114": 4}
    assert of(store(village.country(old, new, birth=village.births(**told))), "birth")["XX11"] == 7


def test_both_maps_told_are_not_added_together(store):
    old = area("XX113", "XX11", "commune", last=date(2020, 6, 30))
    new = area("XX114", "XX11", "commune", first=date(2020, 7, 1))
    told = {"XX111": 1, "XX112": 2, "XX113": 4, "XX114": 4}
    assert of(store(village.country(old, new, birth=village.births(**told))), "birth")["XX11"] == 7


def test_people_are_summed_by_sex_and_age(store):
    cells = [
        {"area": c, "sex": s, "persons": float(10 * at + len(s)), **ages}
        for at, c in enumerate(COMMUNES)
        for s in ("female", "male")
        for ages in ({"age_lower": 0, "age_width": 65}, OPEN, {"age_lower": -1, "age_width": 0})
    ]
    ask = store(village.country(population=rows("population", *cells)))
    nation = ask("SELECT sex, age_lower, persons FROM population WHERE area = 'XX' ORDER BY 1, 2")
    by_hand = {s: sum(10 * at + len(s) for at in range(8)) for s in ("female", "male")}
    assert nation == [(s, lower, by_hand[s]) for s in ("female", "male") for lower in (-1, 0, 65)]


# Years and totals of an area's own cells


def months(code, count=12, **cell):
    firsts = [date(2020, month, 1) for month in range(1, count + 1)]
    ends = [*firsts[1:], date(2021, 1, 1) if count == 12 else date(2020, count + 1, 1)]
    return [
        {
            "area": code,
            "period_start": first,
            "period_days": (end - first).days,
            "events": float(at + 1),
            **cell,
        }
        for at, (first, end) in enumerate(zip(firsts, ends, strict=True))
    ]


def test_twelve_months_make_a_year_and_eleven_do_not(store):
    told = rows("death", *months("XX111"), *months("XX112", 11))
    ask = store(village.country(death=told))
    assert ask("SELECT area, events, parts FROM death WHERE period_days > 31") == [("XX111", 78, 1)]
    assert ask("SELECT count(*) FROM death WHERE area = 'XX11'") == [(11,)], "the months both have"


def test_a_published_year_is_kept_beside_its_months(store):
    told = rows("death", *months("XX111"), {"area": "XX111", "events": 80.0})
    assert store(village.country(death=told))("SELECT events FROM death WHERE period_days = 366") == [(80,)]


def test_months_by_sex_make_years_by_sex_and_a_total(store):
    told = rows("death", *months("XX111", sex="female"), *months("XX111", sex="male"))
    found = store(village.country(death=told))(
        "SELECT sex, events FROM death WHERE period_days = 366 ORDER BY 1"
    )
    assert found == [("absent", 156), ("female", 78), ("male", 78)]


def test_a_total_is_of_the_split_that_knows_most_and_never_of_overlapping_groups(store):
    by_sex = [{"area": "XX111", "sex": "female", "events": 5.0}]
    by_age = [
        {"area": "XX111", "age_lower": lower, "age_width": width, "events": 4.0}
        for lower, width in ((0, 5), (0, 1))
    ]
    ask = store(village.country(death=rows("death", *by_sex, *by_age)))
    assert ask("SELECT events FROM death WHERE sex = 'absent' AND age_lower = -2") == [(5,)]


# Cell keys: a cell's is the sum of its records' keys modulo 256, whichever way its records are added up


def test_the_key_of_a_sum_is_that_of_all_its_records(store):
    told = [
        {"area": c, "child_sex": s, "events": 2.0, "cell_key": 40 * at + len(s)}
        for at, c in enumerate(COMMUNES[:4])
        for s in ("female", "male")
    ]
    ask = store(village.country(birth=rows("birth", *told)))
    by_hand = (2 * 40 * (0 + 1 + 2 + 3) + 4 * (len("female") + len("male"))) % 256
    assert ask("SELECT cell_key FROM birth WHERE area = 'XX1' AND child_sex = 'absent'") == [(by_hand,)]
    of_girls = ask("SELECT cell_key FROM birth WHERE area = 'XX12' AND child_sex = 'female'")
    assert of_girls == [((80 + 120 + 12) % 256,)]


def test_a_sum_of_counts_without_records_has_no_key(store):
    told = rows(
        "birth",
        {"area": "XX111", "events": 3.0, "cell_key": 7},
        {"area": "XX112", "events": 3.0},
        {"area": "XX121", "events": 3.0, "cell_key": 250},
        {"area": "XX122", "events": 0.0, "cell_key": 0},
    )
    keys = of(store(village.country(birth=told)), "birth", "area, cell_key")
    assert (keys["XX11"], keys["XX12"], keys["XX1"]) == (None, 250, None)


def test_months_keep_their_keys_in_the_year_and_moves_between_the_areas_they_join(store):
    told = rows("death", *[month | {"cell_key": 100} for month in months("XX111")])
    keyed = [one | {"cell_key": 200} for one in every_move()]
    ask = store(village.country(death=told, move=rows("move", *keyed)))
    assert ask("SELECT cell_key FROM death WHERE period_days = 366") == [(1200 % 256,)]
    found = ask("SELECT origin, cell_key FROM move WHERE destination = 'XX1' ORDER BY 1")
    assert found == [("XX2", 200), ("abroad", 800 % 256)]


# Moves


def move(origin, destination, events, **more):
    return {"origin": origin, "destination": destination, "events": float(events), **more}


def every_move():
    """One person from each commune to the next, round, and one of each from abroad."""
    following = [*COMMUNES[1:], COMMUNES[0]]
    pairs = zip(COMMUNES, following, strict=True)
    return [move(one, other, 1) for one, other in pairs] + [move("abroad", code, 1) for code in COMMUNES]


def test_moves_inside_an_area_are_not_moves_of_it(store):
    ask = store(village.country(move=rows("move", *every_move())))
    provinces = ask(
        "SELECT origin, destination, events FROM move WHERE destination IN ('XX1', 'XX2') ORDER BY 1, 2"
    )
    assert provinces == [("XX1", "XX2", 1), ("XX2", "XX1", 1), ("abroad", "XX1", 4), ("abroad", "XX2", 4)]
    assert ask("SELECT origin, events FROM move WHERE destination = 'XX'") == [("abroad", 8)]


def test_arrivals_alone_are_not_summed(store):
    told = rows("move", *[move("absent", code, 5) for code in COMMUNES])
    assert store(village.country(move=told))("SELECT count(*) FROM move") == [(8,)]


def test_moves_are_not_summed_where_a_commune_is_missing(store):
    told = [one for one in every_move() if "XX222" not in (one["origin"], one["destination"])]
    ask = store(village.country(move=rows("move", *told)))
    assert ("XX1", "XX2") not in ask("SELECT origin, destination FROM move")
    assert ("XX22", 1, 2) in ask("SELECT area, parts, expected FROM coverage WHERE fact = 'move'")
