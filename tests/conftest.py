"""A population store built from the seed tables once a session, for every test that reads one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection

from dashboard.charts import theme
from data.engine import open_engine
from data.ingest.load import is_stale, make_release
from data.problems import LoadProblem
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.interface import ReleaseStore
from data.release_store.pointer import current_file, store_folder
from data.release_store.postgres import PostgresReleases
from tests.postgres import _database, postgres, postgres_database

__all__ = ["_database", "postgres", "postgres_database"]

# Machines are shared and noisy: no test is judged by its clock. The same tree gives the same answer, so examples are the
# same in every run; new ones are looked for with RASAD_EXPLORE=1 (`make explore`), and what is found stays as an @example.
settings.register_profile(
    "rasad", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("explore", settings.get_profile("rasad"), derandomize=False, max_examples=1000)
settings.load_profile("explore" if os.environ.get("RASAD_EXPLORE") else "rasad")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _figures_are_checked() -> Iterator[None]:
    """Plotly checks every value of every figure that a test draws: where the pages are read nothing checks them."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(theme, "VALIDATION", True)
        yield


@pytest.fixture(scope="session", autouse=True)
def _workspace_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests write is not what people write."""
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("WORKSPACE_URL", raising=False)
        changed.setenv("RASAD_WORKSPACE", os.fspath(tmp_path_factory.mktemp("workspace")))
        yield


@pytest.fixture(scope="session")
def store() -> Path:
    """The folder of the store the program itself would use, built if it is missing or old."""
    folder = store_folder()
    releases = DuckDBReleases(folder)
    while is_stale(releases):
        try:
            make_release(releases, say=lambda _line: None)
        except LoadProblem as problem:
            if "Another load" not in str(problem):
                raise
            time.sleep(0.5)  # a test process beside this one is building it
    return folder


@pytest.fixture()
def connection(store: Path) -> Iterator[Connection]:
    """A reader of the current release."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield reader
    engine.dispose()


@pytest.fixture(scope="module")
def release(store: Path) -> Iterator[Connection]:
    """A reader of the current release, for all tests of a module."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield reader
    engine.dispose()


@pytest.fixture()
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a store that is not built yet."""
    folder = tmp_path / "store"
    monkeypatch.setenv("RASAD_STORE", os.fspath(folder))
    return folder


@pytest.fixture(params=["duckdb", "postgresql"])
def releases(request: pytest.FixtureRequest, tmp_path: Path) -> ReleaseStore:
    """An empty place for releases: a folder of DuckDB files, and a database of a real PostgreSQL."""
    if request.param == "duckdb":
        return DuckDBReleases(tmp_path / "releases")
    return PostgresReleases(request.getfixturevalue("postgres_database"))
