"""What the store refuses, whoever wrote the reader, on both databases. Nothing is left of a refused release."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy.exc import DBAPIError

from data.ingest.load import fill
from data.ingest.reading import in_store_tables
from data.problems import LoadProblem
from data.schema import VERSION
from tests.data import village
from tests.data.village import rows

ABOUT = {"release": "a", "inputs_hash": "", "note": "", "version": VERSION, "made_from": ""}
GOOD = {
    "population": {"area": "XX1", "persons": 1000.0},
    "birth": {"area": "XX1", "events": 20.0},
    "death": {"area": "XX1", "events": 5.0},
    "marriage": {"area": "XX1", "events": 8.0},
    "divorce": {"area": "XX1", "events": 2.0},
    "move": {"origin": "XX1", "destination": "XX2", "events": 3.0},
    "delay": {"area": "XX1", "event": "births", "delay_lower": 0, "delay_width": 16, "events": 18.0},
    "rate": {
        "area": "XX1",
        "measure": "total_fertility_rate",
        "sex": "both",
        "value": 1.43,
        "unit": "children",
        "decimals": 2,
    },
    "death_rate": {"area": "XX", "sex": "female", "age_lower": 0, "age_width": 1, "mx": 0.01},
    "fertility_pattern": {"area": "XX", "age_lower": 20, "age_width": 5, "percent": 30.0},
    "residual": {"area": "XX1", "quantity": "net_migration_and_error", "value": -3.0, "base": 1000.0},
}


def write(releases, tables):
    with releases.writing("a", None) as desk:
        fill(desk, ABOUT, tables)


def tables(table="", **cells):
    """A row of each fact, and other cells in the row of one."""
    facts = {name: rows(name, row | (cells if name == table else {})) for name, row in GOOD.items()}
    small = {
        **in_store_tables("area", village.areas().assign(origin="seed")),
        **in_store_tables("source", village.sources("office").assign(origin="seed", loaded_in="a")),
        "area_link": link(),
    }
    for name in small:
        if name == table:
            small[name] = small[name].astype(object)
            for column, value in cells.items():
                small[name].loc[small[name].index[-1], column] = value
    return {**small, **facts}


def link(**cells):
    row = {"from_area": "XX1", "to_area": "XX1", "on_date": date(2020, 1, 1), "kind": "rename", "weight": 1.0}
    return pd.DataFrame([row | {"basis": "whole", "source": "office"} | cells])


def test_a_row_of_each_table_that_can_be_is_accepted(releases):
    write(releases, tables())
    assert releases.stamps() == ("a",)


BAD = [
    ("population", {"persons": -1.0}),
    ("population", {"persons": None}),
    ("population", {"persons": 1e12}),
    ("population", {"area": "XX9"}),
    ("population", {"source": "hearsay"}),
    ("population", {"status": "guessed"}),
    ("population", {"calendar": "lunar_hijri"}),
    ("population", {"sex": "f"}),
    ("population", {"age_lower": 131}),
    ("population", {"age_lower": -2}),
    ("population", {"age_width": -5}),
    ("population", {"year": 1395.5}),
    ("population", {"provisional": 2}),
    ("population", {"period_start": None}),
    ("birth", {"events": -1.0}),
    ("birth", {"period_days": 0}),
    ("birth", {"period_days": -365}),
    ("birth", {"period_days": 4000}),
    ("birth", {"basis": "guess"}),
    ("delay", {"event": "absent"}),
    ("delay", {"delay_lower": 20_000}),
    ("birth", {"cell_key": 256}),
    ("birth", {"cell_key": -1}),
    ("birth", {"cell_key": 12.5}),
    ("death", {"events": 0.0, "cell_key": 5}),
    ("birth", {"place": "somewhere"}),
    ("birth", {"child_sex": "both"}),
    ("birth", {"mother_age_lower": 0, "mother_age_width": 0}),
    ("birth", {"mother_age_lower": -3, "mother_age_width": 0}),
    ("birth", {"mother_age_lower": -1, "mother_age_width": 5}),
    ("birth", {"order_lower": 0, "order_width": 1}),
    ("birth", {"order_lower": 1, "order_width": 0}),
    ("birth", {"order_lower": None}),
    ("death", {"sex": "both"}),
    ("death", {"age_lower": 131, "age_width": 1}),
    ("death", {"age_lower": -2, "age_width": 1}),
    ("marriage", {"wife_age_lower": 200, "wife_age_width": 1}),
    ("divorce", {"duration_lower": 0, "duration_width": 0}),
    ("move", {"destination": "XX1"}),
    ("move", {"origin": "abroad", "destination": "absent"}),
    ("move", {"origin": "XX9"}),
    ("rate", {"unit": None}),
    ("rate", {"value": None}),
    ("rate", {"status": ""}),
    ("rate", {"sex": "women"}),
    ("death_rate", {"mx": -0.1}),
    ("death_rate", {"sex": "both"}),
    ("fertility_pattern", {"percent": 100.5}),
    ("fertility_pattern", {"percent": -0.5}),
    ("residual", {"source": "hearsay"}),
    ("area", {"parent": "ZZ"}),
    ("area", {"parent": None}),
    ("area", {"level": "hamlet"}),
    ("area_name", {"name": None}),
    ("area_name", {"name": ""}),
    ("area_name", {"language": None}),
    ("area_name", {"area": "XX9"}),
    ("area", {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}),
    ("source_name", {"office": None}),
    ("source_name", {"source": "hearsay"}),
    ("source", {"origin": "dream"}),
    ("area_link", {"weight": 0.0}),
    ("area_link", {"weight": 0.5}),
    ("area_link", {"kind": "theft"}),
    ("area_link", {"to_area": "XX9"}),
]


@pytest.mark.parametrize(("table", "cells"), BAD, ids=lambda value: str(value))
def test_what_cannot_be_is_refused_and_leaves_nothing(releases, table, cells):
    with pytest.raises((LoadProblem, DBAPIError)):
        write(releases, tables(table, **cells))
    assert releases.stamps() == ()


@pytest.mark.parametrize("table", [*GOOD, "area", "area_name", "source", "source_name", "area_link"])
def test_nothing_is_told_twice(releases, table):
    told = tables()
    twice = told | {table: pd.concat([told[table], told[table].tail(1)], ignore_index=True)}
    with pytest.raises((LoadProblem, DBAPIError)):
        write(releases, twice)
    assert releases.stamps() == ()
