"""What one release changes against another: how many numbers, which jump most, and areas gained or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import FromClause, Table, and_, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data import schema
from data.columns import ABSENT, ABSENT_WORD
from data.release_store.interface import ReleasePair
from data.schema import in_schema

VALUES = {
    "rate": "value",
    "death_rate": "mx",
    "fertility_pattern": "percent",
    "residual": "value",
    "population": "persons",
}
#: Rows that differ by less are equal: sums of the same numbers in another order
CLOSE = 1e-9
MOST_JUMPS = 5
COUNTS = ["table", "measure", "changed", "added", "removed"]
JUMPS = ["table", "key", "old", "new", "ratio"]


@dataclass(frozen=True, eq=False)
class Changes:
    """``counts``: table, measure, changed, added, removed. ``jumps``: table, key, old, new, ratio, largest first."""

    counts: pd.DataFrame
    jumps: pd.DataFrame
    areas_gained: tuple[str, ...]
    areas_lost: tuple[str, ...]
    sources_gained: tuple[str, ...]
    sources_lost: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both tell the same."""
        sets = (self.areas_gained, self.areas_lost, self.sources_gained, self.sources_lost)
        return self.counts.empty and not any(sets)


def compare(pair: ReleasePair) -> Changes:
    """The differences between two releases."""
    areas, sources = _keys(pair, schema.area), _keys(pair, schema.source)
    changed = _read_again(pair, areas_moved=any(areas))
    sides = [_join(pair, table, changed) for table in schema.FACTS] if changed else []
    counts = [_counts(pair, side) for side in sides]
    jumps = [_jumps(pair, side) for side in sides]
    return Changes(
        pd.concat(counts, ignore_index=True) if counts else pd.DataFrame(columns=COUNTS),
        pd.concat(jumps, ignore_index=True) if jumps else pd.DataFrame(columns=JUMPS),
        *areas,
        *sources,
    )


def _keys(pair: ReleasePair, table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys gained and lost."""
    key = table.primary_key.columns.keys()[0]
    old, new = (
        set(pair.connection.scalars(select(in_schema(table, name).c[key]))) for name in (pair.old, pair.new)
    )
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def _read_again(pair: ReleasePair, *, areas_moved: bool) -> list[str]:
    """Sources whose rows may differ: not those carried from the same load, unless the areas they sum to moved."""
    loads = [
        dict(map(tuple, pair.connection.execute(select(table.c.source, table.c.loaded_in))))
        for table in (in_schema(schema.source, name) for name in (pair.old, pair.new))
    ]
    every = sorted({*loads[0], *loads[1]})
    return [key for key in every if areas_moved or loads[0].get(key) != loads[1].get(key)]


@dataclass(frozen=True, eq=False)
class _Side:
    """One table of both releases joined by key: what each says, and what is asked of it."""

    name: str
    both: FromClause
    key: tuple[ColumnElement[object], ...]
    measure: ColumnElement[object]
    was: ColumnElement[float]
    now: ColumnElement[float]


def _join(pair: ReleasePair, table: Table, sources: list[str]) -> _Side:
    key = [column.name for column in table.primary_key.columns]
    old, new = (
        select(one).where(one.c.source.in_(sources)).subquery(f"of_{name}")
        for name, one in ((name, in_schema(table, name)) for name in (pair.old, pair.new))
    )
    value, named = VALUES.get(table.name, "events"), "measure" if "measure" in table.c else "source"
    both = old.join(new, and_(*[old.c[name] == new.c[name] for name in key]), full=True)
    measure = func.coalesce(new.c[named], old.c[named]).label("measure")
    return _Side(table.name, both, tuple(new.c[name] for name in key), measure, old.c[value], new.c[value])


def _differs(side: _Side) -> ColumnElement[bool]:
    return func.abs(side.now - side.was) > CLOSE * func.greatest(func.abs(side.was), func.abs(side.now), 1.0)


def _counts(pair: ReleasePair, side: _Side) -> pd.DataFrame:
    """Rows changed, added and removed, by measure or source."""
    conditions = {"changed": _differs(side), "added": side.was.is_(None), "removed": side.now.is_(None)}
    sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in conditions.items()]
    question = (
        select(side.measure, *sums).select_from(side.both).group_by(side.measure).order_by(side.measure)
    )
    rows = pd.DataFrame(pair.connection.execute(question).fetchall(), columns=COUNTS[1:])
    rows = rows.astype(dict.fromkeys(conditions, "int64"))
    rows.insert(0, "table", side.name)
    return rows[rows[list(conditions)].sum(axis=1) > 0]


def _jumps(pair: ReleasePair, side: _Side) -> pd.DataFrame:
    """The numbers that moved most, for their size."""
    ratio = func.abs(side.now - side.was) / func.greatest(func.abs(side.was), 1e-12)
    question = (
        select(*side.key, side.was.label("old"), side.now.label("new"), ratio.label("ratio"))
        .select_from(side.both)
        .where(_differs(side))
        .order_by(ratio.desc(), *side.key)
        .limit(MOST_JUMPS)
    )
    jumps = [
        {str(name): value for name, value in row._mapping.items()}
        for row in pair.connection.execute(question)
    ]
    names = [str(column.key) for column in side.key]
    rows = [
        (side.name, ", ".join(_key_text(names, row)), row["old"], row["new"], row["ratio"]) for row in jumps
    ]
    return pd.DataFrame(rows, columns=JUMPS)


def _key_text(names: list[str], row: Mapping[str, object]) -> list[str]:
    """What a row's key says, without what its count is not split by."""
    absent = {name for name in names if row[name] in (ABSENT, ABSENT_WORD)}
    absent |= {name.replace("_lower", "_width") for name in absent}
    return [str(row[name]) for name in names if name not in absent]
