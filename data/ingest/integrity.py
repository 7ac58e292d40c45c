"""What the tables must hold beyond their CHECKs, asked of the rows in place: keys once, references that are there.

PostgreSQL has these as constraints and refuses a row by itself. DuckDB would keep an index over every fact for them,
seven times the size of the facts; there the load asks once, before anything is committed.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select, union

from data.flows import NOT_AREAS, move
from data.problems import LoadProblem
from data.schema import FACTS, area, source
from data.sentences import ITEMS, Sentence, joined, mark


def refuse_bad_rows(connection: Connection) -> None:
    """Raise LoadProblem naming the first row that repeats a key or names an unknown area or source."""
    if connection.dialect.name == "postgresql":
        _refuse_unknown(connection, move)  # an end of a move may be no area: the one reference it cannot hold
        return
    for table in FACTS:
        _refuse_repeats(connection, table)
        _refuse_unknown(connection, table)


def _refuse_repeats(connection: Connection, table: Table) -> None:
    key = list(table.primary_key.columns)
    twice = connection.execute(select(*key).group_by(*key).having(func.count() > 1).limit(1)).first()
    if twice is not None:
        raise LoadProblem(
            Sentence(
                "The store refused {table}: two rows have the key {key}.",
                table=table.name,
                key=joined([_part(name, value) for name, value in twice._mapping.items()], ITEMS),
            )
        )


def _refuse_unknown(connection: Connection, table: Table) -> None:
    ends = (move.c.origin, move.c.destination) if table is move else (table.c.area,)
    named = union(*[select(end.label("area")).distinct() for end in ends]).subquery()
    allowed = select(area.c.area)
    strange = select(named.c.area).where(named.c.area.not_in(allowed))
    if table is move:
        strange = strange.where(named.c.area.not_in(NOT_AREAS))
    for message, rows in (
        (
            mark("The store refused {table}: the area {code} is unknown to it."),
            connection.scalar(strange.limit(1)),
        ),
        (
            mark("The store refused {table}: the source {code} is unknown to it."),
            connection.scalar(
                select(table.c.source).where(table.c.source.not_in(select(source.c.source))).limit(1)
            ),
        ),
    ):
        if rows is not None:
            raise LoadProblem(Sentence(message, table=table.name, code=rows))


def _part(column: str, value: object) -> Sentence:
    """A column of a key and what it holds there"""
    return Sentence(mark("{column} {cell}"), column=column, cell=str(value))
