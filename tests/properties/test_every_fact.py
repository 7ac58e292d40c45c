"""No fact of the seed, said once more, moves a figure: copied, of another date, in groups, of a newer year, of provinces alone.

Hypothesis draws which facts of which country are said again and how (`changes`); `figures` is all that analysis says.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from data.countries import countries
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.properties.changes import CHANGES, NEW_YEARS, TABLES
from tests.properties.figures import Figures, figures, moved


@pytest.fixture(scope="module")
def release(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A copy of the release that may be written to."""
    file = tmp_path_factory.mktemp("facts") / "release.duckdb"
    shutil.copy(current_file(store), file)
    engine = open_engine(file, read_only=False)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def before(release: Connection) -> Callable[[str], Figures]:
    """``before(country)``: its figures as they are, worked out once."""

    @cache
    def as_it_is(country: str) -> Figures:
        found = figures(release, country)
        release.rollback()
        return found

    return as_it_is


# What was found by these stays: each of them moved a figure once
@example("copy", "population", "VN")
@example("groups_beside", "fertility_pattern", "IR")
@example("newer_year", "rate", "VN")
@given(st.sampled_from(sorted(CHANGES)), st.sampled_from(TABLES), st.sampled_from(sorted(countries())))
@settings(max_examples=4)
def test_a_fact_said_again_moves_no_figure(release, before, change, table, country):
    as_it_is = before(country)
    with release.begin() as transaction:
        try:
            rows = CHANGES[change](release, table, country)
            found = figures(release, country) if rows else as_it_is
        finally:
            transaction.rollback()
    assume(rows)
    assert moved(as_it_is, found, new=change in NEW_YEARS) == []
