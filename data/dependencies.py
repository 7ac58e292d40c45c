"""Which tables a piece of work asks: by this a load knows what it has to make anew.

Within `recording`, every question of `data.queries` on the connection notes its tables. Work that is kept and asked for
again notes the tables that it was made of (`value`), so that who uses it depends on them too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Select, Table
from sqlalchemy.sql.visitors import iterate

_KEY = "rasad tables"
Answer = TypeVar("Answer")


class Cache(Protocol):
    """Where values stay: `dashboard.analysis.value_cache.ValueCache`."""

    def value(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The value under the key, made now if it is not there."""


@contextmanager
def recording(connection: Connection) -> Iterator[set[str]]:
    """The names of the tables that are asked within it"""
    outer: set[str] | None = connection.info.get(_KEY)
    tables: set[str] = set()
    connection.info[_KEY] = tables
    try:
        yield tables
    finally:
        connection.info[_KEY] = outer
        if outer is not None:
            outer |= tables


def note(connection: Connection, tables: Iterable[str]) -> None:
    """These tables were asked, where anybody records"""
    record: set[str] | None = connection.info.get(_KEY)
    if record is not None:
        record.update(tables)


def note_question(connection: Connection, question: Select[tuple[object, ...]]) -> None:
    """The tables of a question were asked"""
    if connection.info.get(_KEY) is not None:
        note(connection, {part.name for part in iterate(question) if isinstance(part, Table)})


def value(connection: Connection, cache: Cache, key: Hashable, make: Callable[[], Answer]) -> Answer:
    """What stays under a key, made now if it is not there; its tables are noted each time it is asked for"""
    if connection.info.get(_KEY) is None:
        return cache.value(key, make)

    def noting() -> Answer:
        with recording(connection) as tables:
            answer = make()
        cache.value(("tables", key), lambda: frozenset(tables))
        return answer

    answer = cache.value(key, noting)
    note(connection, cache.value(("tables", key), frozenset))
    return answer
