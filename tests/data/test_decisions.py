"""A finding is accepted with a reason, stays accepted in every release, and can be reopened; nothing is forgotten."""

from __future__ import annotations

import pytest

from data import decisions, workspace
from data.problems import WorkspaceProblem


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def place(request, tmp_path, monkeypatch):
    """A workspace of its own, not made yet."""
    url = str(tmp_path / "new" / "workspace.db")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    monkeypatch.setenv("WORKSPACE_URL", url)
    workspace.open_workspace.cache_clear()
    yield url
    workspace.open_workspace(workspace.workspace_url()).dispose()
    workspace.open_workspace.cache_clear()


def test_nothing_is_accepted_at_first():
    assert decisions.accepted_findings().empty
    assert list(decisions.accepted_findings().columns) == ["finding", "reason", "who", "release", "at"]


def test_accepting_keeps_reason_name_and_release_and_the_log_says_so():
    decisions.accept("abc", "همه‌گیری کرونا", "ثبت احوال", "R1")
    row = decisions.accepted_findings().iloc[0]
    said = (row["finding"], row["reason"], row["who"], row["release"])
    assert said == ("abc", "همه‌گیری کرونا", "ثبت احوال", "R1")
    assert row["at"].endswith("+00:00")
    told = workspace.entries().iloc[0]
    assert (told["what"], told["who"], told["release"]) == ("finding accepted", "ثبت احوال", "R1")
    assert "همه‌گیری کرونا" in told["about"]


def test_reopening_takes_it_back_and_the_journal_keeps_both():
    decisions.accept("abc", "a boundary moved", "Mai", "R1")
    decisions.reopen("abc", "the old one was loaded", "Sara", "R2")
    assert decisions.accepted_findings().empty
    journal = decisions.history("abc")
    assert journal["decision"].tolist() == ["accept", "reopen"]
    assert journal["who"].tolist() == ["Mai", "Sara"]
    decisions.accept("abc", "looked at again", "Mai", "R3")
    assert decisions.accepted_findings()["reason"].tolist() == ["looked at again"]


def test_another_program_sees_the_same():
    decisions.accept("abc", "known", "Mai", "R1")
    workspace.open_workspace(workspace.workspace_url()).dispose()
    workspace.open_workspace.cache_clear()
    assert decisions.accepted_findings()["finding"].tolist() == ["abc"]


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_reason_is_asked_for(reason):
    with pytest.raises(WorkspaceProblem, match="reason is needed"):
        decisions.accept("abc", reason, "Mai", "R1")
    with pytest.raises(WorkspaceProblem, match="name is needed"):
        decisions.accept("abc", "known", reason, "R1")
    assert workspace.entries().empty


def test_a_novel_is_refused_and_control_letters_are_dropped():
    with pytest.raises(WorkspaceProblem, match="at most 2,000"):
        decisions.accept("abc", "x" * (decisions.LONGEST_REASON + 1), "Mai", "R1")
    decisions.accept("abc", "one\x00two'; DROP TABLE finding_decision; --", "Mai", "R1")
    assert decisions.accepted_findings()["reason"].tolist() == ["one two'; DROP TABLE finding_decision; --"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    with monkeypatch.context() as changed:
        changed.delenv("WORKSPACE_URL")
        changed.setenv("RASAD_WORKSPACE", str(tmp_path / "file"))
        with pytest.raises(WorkspaceProblem, match="RASAD_WORKSPACE"):
            decisions.accepted_findings()
