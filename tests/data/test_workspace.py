"""What people write: kept, migrated, refused where it says nothing. On SQLite and PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from data import decisions, scenario_register, workspace
from data.problems import WorkspaceProblem
from tests.conftest import ROOT


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path, monkeypatch):
    """A workspace of its own, not made yet."""
    url = f"sqlite:///{tmp_path / 'deep' / 'workspace.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    monkeypatch.setenv("WORKSPACE_URL", url)
    workspace.open_workspace.cache_clear()
    yield url
    workspace.open_workspace(workspace.workspace_url()).dispose()
    workspace.open_workspace.cache_clear()


def test_the_steps_make_the_tables_that_are_declared(place):
    engine = workspace.open_workspace(workspace.workspace_url())
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, workspace.metadata) == []
        assert {decisions.decision.name, scenario_register.version.name} <= set(workspace.metadata.tables)
        made = {
            table: {check["name"] for check in inspect(connection).get_check_constraints(table)}
            for table in workspace.metadata.tables
        }
    declared = {
        table.name: {f"{c.name}" for c in table.constraints if f"{c.name}".startswith("ck_")}
        for table in workspace.metadata.tables.values()
    }
    assert made == declared


def test_what_was_written_is_there_when_it_is_opened_again(place):
    workspace.log("something", about="said")
    workspace.open_workspace(workspace.workspace_url()).dispose()
    workspace.open_workspace.cache_clear()
    assert workspace.entries()["about"].tolist() == ["said"]


def test_several_processes_may_open_a_new_one_together(place):
    problems = []

    def first_opened():
        try:
            workspace.open_workspace.__wrapped__(workspace.workspace_url()).dispose()
        except Exception as problem:
            problems.append(problem)

    openers = [threading.Thread(target=first_opened) for _ in range(3)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert problems == []


def test_sqlite_is_asked_to_mind_references(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKSPACE_URL", str(tmp_path / "workspace.db"))
    engine = workspace.open_workspace.__wrapped__(workspace.workspace_url())
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()


def test_it_lives_in_a_folder_of_its_own_unless_told(tmp_path, monkeypatch):
    for name in ("WORKSPACE_URL", "RASAD_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    assert workspace.workspace_url().database == str(ROOT / "data" / "workspace" / "workspace.db")
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path))
    assert workspace.workspace_url().database == str(tmp_path / "workspace.db")
    monkeypatch.setenv("WORKSPACE_URL", "postgresql://somebody@host/name")
    assert workspace.workspace_url().drivername == "postgresql+psycopg"
    monkeypatch.setenv("WORKSPACE_URL", "mysql://somebody@host/name")
    with pytest.raises(WorkspaceProblem, match="mysql"):
        workspace.workspace_url()


def test_a_file_that_is_no_workspace_says_so(tmp_path, monkeypatch):
    (tmp_path / "workspace.db").write_bytes(b"not a database" * 1000)
    monkeypatch.setenv("WORKSPACE_URL", str(tmp_path / "workspace.db"))
    with pytest.raises(WorkspaceProblem, match="cannot be opened"):
        workspace.open_workspace.__wrapped__(workspace.workspace_url())


def test_what_is_written_together_is_kept_together_or_not_at_all(place):
    with pytest.raises(WorkspaceProblem, match="cannot be written"), workspace.writing() as connection:
        workspace.log_in(connection, "something")
        workspace.log_in(connection, " ")
    assert workspace.entries().empty
