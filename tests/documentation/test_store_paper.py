"""docs/store.md: its lines of SQL run on a release, and its tables are those that stand there."""

from __future__ import annotations

import re

from sqlalchemy import inspect, text

from data.indicator_tables import TABLES
from tests.conftest import ROOT

PAPER = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")


def test_three_lines_give_a_maps_figures(connection):
    [question] = re.findall(r"```sql\n(.*?)```", PAPER, flags=re.S)
    rows = connection.execute(text(question)).all()
    assert len({row.area for row in rows}) == len(rows) == 31
    assert all(1 < row.value < 5 and row.status and row.source for row in rows)


def test_every_table_of_the_release_is_in_the_paper(connection):
    names = set(inspect(connection).get_table_names())
    assert {table.name for table in TABLES} <= names
    missing = {table.name for table in TABLES if f"**{table.name}**" not in PAPER and table.name not in PAPER}
    assert not missing


def test_columns_named_there_are_columns():
    for table in TABLES[:2]:
        section = PAPER.split(f"**{table.name}**", 1)[1].split("\n\n**", 1)[0]
        named = set(re.findall(r"`([a-z_0-9]+)`", section)) & {column.name for column in table.columns}
        assert len(named) > 8, table.name
