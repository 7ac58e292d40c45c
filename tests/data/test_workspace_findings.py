"""A finding is accepted with a reason, stays accepted in every release, and can be reopened; nothing is forgotten."""

from __future__ import annotations

import pytest

from data.problems import WorkspaceProblem
from data.workspace_findings import LONGEST_REASON, WorkspaceFindings, workspace_folder


@pytest.fixture()
def kept(tmp_path):
    return WorkspaceFindings(tmp_path / "new" / "findings.sqlite")


def test_nothing_is_accepted_at_first(kept):
    assert kept.accepted().empty
    assert list(kept.accepted().columns) == ["finding", "reason", "who", "release", "at"]


def test_accepting_keeps_reason_name_and_release(kept):
    kept.accept("abc", "همه‌گیری کرونا", "ثبت احوال", "R1")
    row = kept.accepted().iloc[0]
    assert (row["finding"], row["reason"], row["who"], row["release"]) == (
        "abc",
        "همه‌گیری کرونا",
        "ثبت احوال",
        "R1",
    )
    assert row["at"].endswith("+00:00")


def test_reopening_takes_it_back_and_the_journal_keeps_both(kept):
    kept.accept("abc", "a boundary moved", "Mai", "R1")
    kept.reopen("abc", "the old one was loaded", "Sara", "R2")
    assert kept.accepted().empty
    journal = kept.history("abc")
    assert journal["decision"].tolist() == ["accept", "reopen"]
    assert journal["who"].tolist() == ["Mai", "Sara"]
    kept.accept("abc", "looked at again", "Mai", "R3")
    assert kept.accepted()["reason"].tolist() == ["looked at again"]


def test_another_program_sees_the_same(kept, tmp_path):
    kept.accept("abc", "known", "Mai", "R1")
    assert WorkspaceFindings(tmp_path / "new" / "findings.sqlite").accepted()["finding"].tolist() == ["abc"]


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_reason_is_asked_for(kept, reason):
    with pytest.raises(WorkspaceProblem, match="reason is needed"):
        kept.accept("abc", reason, "Mai", "R1")
    with pytest.raises(WorkspaceProblem, match="name is needed"):
        kept.accept("abc", "known", reason, "R1")


def test_a_novel_is_refused_and_control_letters_are_dropped(kept):
    with pytest.raises(WorkspaceProblem, match="at most 2,000"):
        kept.accept("abc", "x" * (LONGEST_REASON + 1), "Mai", "R1")
    kept.accept("abc", "one\x00two'; DROP TABLE finding_decision; --", "Mai", "R1")
    assert kept.accepted()["reason"].tolist() == ["one two'; DROP TABLE finding_decision; --"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WorkspaceProblem, match="RASAD_WORKSPACE"):
        WorkspaceFindings(tmp_path / "file" / "findings.sqlite").accepted()


def test_the_folder_is_the_environments(monkeypatch, tmp_path):
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path))
    assert workspace_folder() == tmp_path
