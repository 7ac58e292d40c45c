"""``python -m data.ingest`` as a registrar types it, on both databases."""

from __future__ import annotations

import textwrap

import pytest

from data import workspace
from data.ingest import readers, release_plan
from data.ingest.__main__ import main
from data.ingest.guards import UnreadableFile
from data.ingest.reading import Reading
from data.problems import LoadProblem, StoreProblem
from data.release_store.database import open_release_store
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.postgres import PostgresReleases, server_url
from tests.data import village


@pytest.fixture()
def office(releases, monkeypatch, tmp_path):
    """The command on an empty releases; ``*.births`` files hold an area and a number a line."""
    if isinstance(releases, DuckDBReleases):
        monkeypatch.setenv("RASAD_STORE", str(releases.folder))
        monkeypatch.delenv("DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("DATABASE_URL", releases.url)
    monkeypatch.setenv("WORKSPACE_URL", str(tmp_path / "workspace.db"))
    workspace.open_workspace.cache_clear()
    seeded = dict(village.country(birth=village.births(XX11=10, XX12=20)).tables)
    seeded |= {name: seeded[name].assign(origin="seed") for name in ("area", "source")}
    seeded["source"] = seeded["source"].assign(loaded_in="")
    monkeypatch.setattr(release_plan.seed, "read_seed", lambda _folder: seeded)
    monkeypatch.setattr(release_plan, "with_estimates", lambda made, _say: made)
    monkeypatch.setattr(readers, "readers", lambda: iter([BirthsReader]))
    yield releases
    workspace.open_workspace.cache_clear()


class BirthsReader:
    """A reader as a module is one."""

    __name__ = "data.ingest.readers.births"

    @staticmethod
    def recognises(path):
        return path.suffix == ".births"

    @staticmethod
    def read(path, *, source=None):
        pairs = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        told = village.births("register", **{code: float(number) for code, number in pairs})
        return Reading({"source": village.sources("register"), "birth": told})


def file(tmp_path, text):
    path = tmp_path / "year.births"
    path.write_text(textwrap.dedent(text).strip(), encoding="utf-8")
    return str(path)


def said(capsys, *arguments, code=0):
    assert main([*arguments]) == code
    printed = capsys.readouterr()
    return printed.err if code and "--check" not in arguments else printed.out


def test_a_file_is_loaded_listed_shown_compared_and_taken_back(office, tmp_path, capsys):
    assert "There is no release yet" in said(capsys, "--list")
    assert "is now current" in said(capsys)
    first = office.current()
    told = said(capsys, file(tmp_path, "XX21 5\nXX22 7"))
    second = office.current()
    assert "replaced" not in told
    assert "sources gained: 1 (register)" in told
    assert "birth, register: 0 numbers changed, 3 added, 0 removed" in told
    assert f"Release {second} is now current." in told
    told = said(capsys, file(tmp_path, "XX21 5\nXX22 9"))
    assert "birth, register: 2 numbers changed" in told
    assert "7 -> 9 (28.6%)" in told
    third = office.current()
    listed = said(capsys, "--list").splitlines()
    assert [line.split()[0] for line in listed] == [third, second, first]
    assert "current" in listed[0] and "year.births (SHA-256" in listed[0] and "current" not in listed[1]
    shown = said(capsys, "--show", second)
    assert "sources from file: register" in shown and "birth" in shown
    assert "7 -> 9" in said(capsys, "--diff", second, third)
    assert "Nothing changes" in said(capsys, "--diff", third, third)
    assert first in said(capsys, "--restore", first)
    assert office.current() == first
    log = workspace.entries()
    assert log["what"].tolist() == ["release published"] * 3 + ["release restored"]
    assert log["release"].tolist() == [first, second, third, first]


def test_a_draft_waits(office, tmp_path, capsys):
    said(capsys)
    first = office.current()
    told = said(capsys, "--draft", file(tmp_path, "XX21 5"))
    draft = office.stamps()[0]
    assert f"`--restore {draft}`" in told and office.current() == first
    said(capsys, "--restore", draft)
    assert office.current() == draft


def test_a_check_writes_nothing(office, tmp_path, capsys):
    said(capsys)
    before = office.stamps()
    assert "error: birth: unknown area YY" in said(capsys, "--check", file(tmp_path, "YY 5"), code=1)
    assert "cannot" not in said(capsys, "--check")
    assert office.stamps() == before


def test_what_goes_wrong_is_a_sentence_and_changes_nothing(office, tmp_path, capsys):
    said(capsys)
    before = office.stamps()
    assert "unknown area YY" in said(capsys, file(tmp_path, "YY 5"), code=1)
    assert "rows with a negative or missing number: 1," in said(capsys, file(tmp_path, "XX21 -5"), code=1)
    assert "There is no file" in said(capsys, str(tmp_path / "nothing"), code=1)
    (tmp_path / "strange.doc").write_text("once;upon\na;time\n")
    assert "strange.doc is no official table" in said(capsys, str(tmp_path / "strange.doc"), code=1)
    assert "no release zz" in said(capsys, "--show", "zz", code=1)
    assert "no release zz" in said(capsys, "--diff", "zz", before[0], code=1)
    assert "no release zz" in said(capsys, "--restore", "zz", code=1)
    assert office.stamps() == before and office.current() == before[0]


def test_old_releases_go_when_asked_and_the_current_one_stays(office, tmp_path, capsys):
    stamps = []
    for births in (1, 2, 3, 4):
        said(capsys, file(tmp_path, f"XX21 {births}"))
        stamps.append(office.current())
    again = said(capsys, "--draft", file(tmp_path, "XX21 5"))
    assert "note: register: the rows of an earlier file (1) are replaced by those of this one (1)." in again
    said(capsys, "--prune", "5")
    office.remove(office.stamps()[0])
    said(capsys, "--restore", stamps[0])
    assert "at least one release must stay" in said(capsys, "--prune", "0", code=1)
    told = said(capsys, "--prune", "1")
    assert told.count("is gone") == 2
    assert office.stamps() == (stamps[3], stamps[0])
    assert office.current() == stamps[0]
    with pytest.raises(LoadProblem, match="is the current one"):
        office.remove(stamps[0])
    assert "no release to take away" in said(capsys, "--prune", "2")


def test_a_workspace_that_cannot_be_written_does_not_undo_a_release(office, monkeypatch, capsys):
    monkeypatch.setenv("WORKSPACE_URL", "mysql://somebody@host/name")
    told = said(capsys)
    assert "The log was not written" in told and office.current()


def test_the_shelf_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("RASAD_STORE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    assert open_release_store() == DuckDBReleases(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://reader:secret@host/name")
    releases = open_release_store()
    assert isinstance(releases, PostgresReleases) and "secret" not in releases.place


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite:///x", "nonsense"])
def test_an_address_that_is_not_postgresql_is_refused(url):
    with pytest.raises(StoreProblem, match="DATABASE_URL"):
        server_url(url)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreProblem, match=r"cannot be reached") as told:
        PostgresReleases("postgresql://somebody:secret@127.0.0.1:1/name").current()
    assert "secret" not in str(told.value) and "127.0.0.1:1" in str(told.value)


def test_no_reader_is_a_sentence(tmp_path):
    (tmp_path / "strange.doc").write_text("once;upon\na;time\n")
    with pytest.raises(UnreadableFile, match=r"strange\.doc is no official table that is known"):
        readers.read(tmp_path / "strange.doc")
