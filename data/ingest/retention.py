"""What a new release keeps of the one before: sources that were not read again, and what they stand on.

A source read again replaces its own rows whole; every other source's rows are copied from the current release, in the
database, without their sums, which are made anew. What came from a file outlives a new reading of the seed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Table, insert, select

from data import schema
from data.ingest.reading import FACT_NAMES, join
from data.release_store.interface import ReleaseWriter

#: Tables of few rows, merged by key in memory
SMALL = (schema.area, schema.source, schema.area_name, schema.source_name, schema.area_link)
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Previous:
    """The current release, as far as a new one is made from it."""

    stamp: str
    inputs_hash: str
    small: Tables


def read_previous(connection: Connection) -> Previous:
    """The small tables of a release."""
    row = connection.execute(select(schema.release.c.release, schema.release.c.inputs_hash)).one()
    return Previous(row.release, row.inputs_hash, {table.name: _frame(connection, table) for table in SMALL})


def _frame(connection: Connection, table: Table) -> pd.DataFrame:
    rows = connection.execute(select(table))
    return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()), dtype=object)


def own_facts(connection: Connection, sources: Collection[str]) -> dict[str, pd.DataFrame]:
    """The rows that these sources state themselves, table by table."""
    frames = {}
    for table in schema.FACTS:
        question = select(table).where(table.c.source.in_(sorted(sources)))
        rows = connection.execute(question.where(table.c.parts == 0) if "parts" in table.c else question)
        frames[table.name] = pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
    return frames


def standing(previous: Previous | None, *, seed_is_read: bool) -> dict[str, pd.DataFrame]:
    """The small tables a new release begins with: all of them, or those from files where the seed is read again."""
    if previous is None:
        return {}
    small = dict(previous.small)
    if seed_is_read:
        small = {
            name: rows[rows["origin"] == "file"] if "origin" in rows else rows for name, rows in small.items()
        }
        for name, key in (("area_link", "source"), ("source_name", "source"), ("area_name", "area")):
            rows = small[name]
            small[name] = rows[rows[key].isin(small[key][key])]
    return small


def settle_tables(
    stamp: str, seed: Tables, standing: Tables, readings: Sequence[Tables]
) -> dict[str, pd.DataFrame]:
    """The small tables and the facts read, where what was read wins over what is kept, and that over the seed.

    Two files of one load may tell of the same area, as two censuses do: the first one's description stands.
    """
    read = join(*readings)
    ours = set(standing["source"]["source"]) if standing else set()
    sources = sources_in(read)
    facts = {
        name: pd.concat(
            [part for part in (_without(seed.get(name), ours | sources), read.get(name)) if part is not None],
            ignore_index=True,
        )
        for name in FACT_NAMES
        if name in seed or name in read
    }
    small = {table.name: _by_key(table, (*readings, standing, seed)) for table in SMALL}
    fresh = small["source"]["source"].isin(sources_in(facts)) | (small["source"]["loaded_in"] == "")
    small["source"].loc[fresh, "loaded_in"] = stamp
    small["source"].loc[small["source"]["source"].isin(sources), "origin"] = "file"
    return {**small, **facts}


def sources_in(tables: Tables) -> set[str]:
    """Sources that facts are of."""
    return {key for name in FACT_NAMES if name in tables for key in tables[name]["source"].unique()}


def _without(facts: pd.DataFrame | None, sources: Collection[str]) -> pd.DataFrame | None:
    return None if facts is None else facts[~facts["source"].isin(sources)]


def _by_key(table: Table, ranked: tuple[Tables, ...]) -> pd.DataFrame:
    """One row a key, from the first of ``ranked`` that has it."""
    key = [column.name for column in table.primary_key.columns]
    rows: list[pd.DataFrame] = []
    keys = pd.MultiIndex.from_arrays([[] for _ in key], names=key)
    for part in ranked:
        if table.name in part and len(part[table.name]):
            frame = part[table.name].astype(object)
            own = pd.MultiIndex.from_frame(frame[key])
            rows.append(frame[~own.isin(keys)])
            keys = keys.append(own)
    if not rows:
        return pd.DataFrame(columns=[column.name for column in table.columns], dtype=object)
    return pd.concat(rows, ignore_index=True)


def carry_facts(writer: ReleaseWriter, sources: Collection[str]) -> None:
    """Copy the own rows of these sources from the release before."""
    if writer.previous is None or not sources:
        return
    for table in schema.FACTS:
        old = schema.in_schema(table, writer.previous).alias("old_rows")
        question = select(*[old.c[column.name] for column in table.columns]).where(
            old.c.source.in_(sorted(sources))
        )
        if "parts" in table.c:
            question = question.where(old.c.parts == 0)
        writer.connection.execute(
            insert(table).from_select([column.name for column in table.columns], question)
        )
