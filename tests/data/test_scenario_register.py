"""The scenario register: nothing is written over, and what is refused says why. On SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from data import scenario_register as register
from data import workspace
from data.problems import WorkspaceProblem

LOW = register.Inputs(
    "Low from 1410", "IR", "IR23", '{"fertility":"low"}', "0123456789ab", "population-1", "{}", "as discussed"
)


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def place(request, tmp_path, monkeypatch):
    """A workspace of its own."""
    url = f"sqlite:///{tmp_path / 'workspace.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    monkeypatch.setenv("WORKSPACE_URL", url)
    workspace.open_workspace.cache_clear()
    yield url
    workspace.open_workspace(workspace.workspace_url()).dispose()
    workspace.open_workspace.cache_clear()


def test_what_is_saved_is_what_is_read():
    kept = register.save(LOW, "Registrar")
    again = register.read(kept.scenario)
    assert again == kept and again.inputs == LOW and again.version == 1
    assert register.list_scenarios()["scenario"].tolist() == [kept.scenario]


def test_versions_stay_readable_and_the_log_says_who():
    kept = register.save(LOW, "Registrar")
    register.save_over(kept.scenario, 1, replace(LOW, inputs='{"fertility":"high"}'), "Analyst")
    assert register.read(kept.scenario).version == 2
    assert register.read(kept.scenario, 1).inputs.inputs == LOW.inputs
    assert register.history(kept.scenario)["who"].tolist() == ["Registrar", "Analyst"]
    assert workspace.entries()["what"].tolist() == ["scenario saved", "scenario changed"]


def test_two_people_saving_one_scenario_lose_nothing():
    kept = register.save(LOW, "Registrar")
    register.save_over(kept.scenario, 1, replace(LOW, comment="first"), "Analyst")
    with pytest.raises(
        register.SavedMeanwhile, match=r"saved by Analyst at .* \(version 2\) after you opened it"
    ):
        register.save_over(kept.scenario, 1, replace(LOW, comment="second"), "Planner")
    assert register.read(kept.scenario).inputs.comment == "first"
    copy = register.save(replace(LOW, comment="second"), "Planner")
    assert register.read(copy.scenario).inputs.comment == "second"


def test_of_savers_at_the_same_moment_one_is_told():
    kept = register.save(LOW, "Registrar")
    saved, told = [], []

    def saver(name):
        try:
            saved.append(register.save_over(kept.scenario, 1, replace(LOW, comment=name), name))
        except register.SavedMeanwhile as problem:
            told.append(problem)

    savers = [threading.Thread(target=saver, args=(name,)) for name in ("one", "two", "three")]
    for each in savers:
        each.start()
    for each in savers:
        each.join()
    assert (len(saved), len(told)) == (1, 2)
    assert register.read(kept.scenario).version == 2


def test_a_locked_scenario_cannot_be_changed_until_it_is_unlocked():
    kept = register.save(LOW, "Registrar")
    register.set_state(kept.scenario, "locked", "published in the briefing", "Director")
    assert register.read(kept.scenario).locked
    with pytest.raises(WorkspaceProblem, match="“Low from 1410” is locked"):
        register.save_over(kept.scenario, 1, LOW, "Analyst")
    register.set_state(kept.scenario, "unlocked", "a mistake was found", "Director")
    assert register.save_over(kept.scenario, 1, LOW, "Analyst").version == 2


def test_an_archived_scenario_leaves_the_list_and_still_opens():
    kept = register.save(LOW, "Registrar")
    register.set_state(kept.scenario, "archived", "superseded", "Registrar")
    assert register.list_scenarios().empty
    assert register.list_scenarios(archived=True)["archived"].tolist() == [True]
    assert register.read(kept.scenario).archived
    register.set_state(kept.scenario, "taken back", "needed again", "Registrar")
    assert len(register.list_scenarios()) == 1


def test_an_objection_has_its_answer():
    kept = register.save(LOW, "Registrar")
    register.add_remark(kept.scenario, "evidence", "fertility", "census 1395, table 12", "Registrar")
    doubt = register.add_remark(kept.scenario, "objection", "fertility", "too low for the south", "Province")
    register.add_remark(kept.scenario, "answer", "fertility", "raised by 0.1", "Registrar", answers=doubt)
    said = register.remarks(kept.scenario)
    assert said["kind"].tolist() == ["evidence", "objection", "answer"]
    assert said["answers"].iloc[2] == doubt
    with pytest.raises(WorkspaceProblem, match="which one"):
        register.add_remark(kept.scenario, "answer", "fertility", "no", "Registrar")


@pytest.mark.parametrize(
    ("what", "who", "sentence"),
    [
        (replace(LOW, name="  "), "Registrar", "A name of the scenario is needed"),
        (LOW, "", "A name is needed"),
        (replace(LOW, inputs="x" * 200_001), "Registrar", "has 200,001 letters"),
    ],
)
def test_what_says_nothing_is_not_kept(what, who, sentence):
    with pytest.raises(WorkspaceProblem, match=sentence):
        register.save(what, who)
    assert register.list_scenarios().empty


def test_an_unknown_scenario_is_a_sentence():
    with pytest.raises(WorkspaceProblem, match="no saved scenario “nowhere”"):
        register.read("nowhere")
    kept = register.save(LOW, "Registrar")
    with pytest.raises(WorkspaceProblem, match="has no version 9; its last is version 1"):
        register.read(kept.scenario, 9)
