"""What is read and made of a release once: the only two manners of caching what depends on a release.

`cached_read` for a question to the database; `cached(key)(make)` for a value made of such answers, one object for all, which
nobody changes. Keys are small values, the release and the audience. A run of a page
keeps to the release it began with, so figures of two are never mixed; the next run has the new one.

What depends on no release (boundaries, catalogues of words, digits, Streamlit's components) is kept by `functools`
where it is made; what people write (saved scenarios, decisions) is asked of the workspace again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard import session
from dashboard.analysis.value_cache import ValueCache
from data.release_store.database import open_release_store

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

#: Who may see what is cached: published facts, for everyone. Never what one person may see.
PUBLIC = "public"
#: Values that stay of each kind (the first part of a key) which needs room of its own
ENTRIES = {
    "headlines": 512,
    "measure": 512,
    "measure of a level": 128,
    "pyramids": 256,
    "run": 256,
    "middle path": 96,
    "trajectories": 1500,
    "mortality methods": 32,
    "province": 140,
    "hindcast": 512,
    "back-test": 256,
}
#: Values that stay of all other kinds together. Few: a figure is some thousand objects, which the garbage collector looks
#: through (dashboard/warm_up.py)
OTHER_ENTRIES = 192


class Scope(NamedTuple):
    """What every key begins with: the release, by where it lies and its stamp, and who may see what is made of it."""

    place: str
    stamp: str
    audience: str


def follow_current() -> None:
    """Begin a run of a page: what it reads is the release that is current now."""
    shelf = open_release_store()
    session.RELEASE.set((shelf.place, shelf.current()))


def scope() -> Scope:
    """The release this run reads, and its audience."""
    release = session.RELEASE.get()
    shelf = open_release_store()
    place, stamp = release if release and release[0] == shelf.place else (shelf.place, shelf.current())
    return Scope(place, stamp, PUBLIC)


def data_version() -> str:
    """The stamp of the release this run reads."""
    return scope().stamp


def cached_read(
    question: Callable[Concatenate[Connection, Parameters], Answer],
) -> Callable[Parameters, Answer]:
    """Make ``question(connection, *small values)`` a read that the release answers once.

    A frame is everyone's own to change: its columns are shared until somebody writes (pandas' copy-on-write). All else is
    one object for all readers, whose arrays refuse to be written to.
    """
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def answer(*arguments: Parameters.args, **named: Parameters.kwargs) -> Answer:
        now = scope()

        def ask() -> Answer:
            with _engine(now).connect() as connection:
                return read_only(question(connection, *arguments, **named))

        return own(_READS.value((now, name, arguments, *sorted(named.items())), ask))

    return answer


def own(answer: Answer) -> Answer:
    """A frame that may be given new columns without others' seeing them; anything else itself."""
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer


def read_only(answer: Answer) -> Answer:
    """The same value; arrays in it, however deep in tuples, lists, dicts and dataclasses, are not written to any more."""
    if isinstance(answer, np.ndarray):
        answer.setflags(write=False)
    elif isinstance(answer, Mapping):
        read_only(tuple(answer.values()))
    elif is_dataclass(answer):
        read_only(tuple(getattr(answer, field.name) for field in fields(answer)))
    elif isinstance(answer, tuple | list):
        for part in answer:
            read_only(part)
    return answer


def cached(key: tuple[Hashable, ...]) -> Callable[[Callable[[], Answer]], Answer]:
    """``cached(key)(make)``: what ``make`` made of the release when first asked for ``key``, one object for all readers.

    ``key``: its kind, and small values that say all it depends on besides the release.
    """
    pool = _POOLS.get(str(key[0]), _VALUES)

    def value(make: Callable[[], Answer]) -> Answer:
        return pool.value((scope(), *key), make)

    return value


#: What was read, of a few releases
_READS = ValueCache(512)
_POOLS = {kind: ValueCache(entries) for kind, entries in ENTRIES.items()}
_VALUES = ValueCache(OTHER_ENTRIES)
#: Connections to the last few releases
_ENGINES = ValueCache(4)


def _engine(scope: Scope) -> Engine:
    return _ENGINES.value((scope.place, scope.stamp), lambda: open_release_store().open(scope.stamp))


def clear() -> None:
    """Forget everything: as a new process would."""
    for cache in (*_POOLS.values(), _VALUES, _READS, _ENGINES):
        cache.clear()
