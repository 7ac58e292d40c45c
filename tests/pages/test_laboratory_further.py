"""Below the laboratory's bench: how sure, how wrong, which scenario, the register, taking away."""

from __future__ import annotations

import pytest

from data import scenario_register as register
from data import workspace
from tests.pages.conftest import begin


@pytest.fixture(autouse=True)
def own_workspace(tmp_path, monkeypatch, store, caches):
    """A workspace that no other test has written in."""
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    workspace.open_workspace.cache_clear()
    yield
    workspace.open_workspace.cache_clear()


def part(name, **link):
    app = begin(lang="en", **link)
    app.session_state["further-en"] = name
    app = app.switch_page("../pages/projections.py").run()
    assert not app.exception
    return app


def written(app):
    kinds = ("markdown", "caption", "info", "error", "success", "text", "header")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def button(app, label):
    return next(each for each in app.button if each.label == label)


def save(app, *, who="Analyst", name="Low for the south", press="Save"):
    boxes = {box.label: box for box in app.text_input}
    boxes["Name of the scenario"].set_value(name)
    boxes["Your name"].set_value(who)
    return button(app, press).click().run()


def test_how_sure_says_what_a_band_is_and_never_calls_variants_one():
    app = part("sure", country="IR", area="IR")
    assert "Of 100 trajectories 80 stay in the dark band" in written(app)
    assert "never the ends of a band" in written(app)
    assert len([metric for metric in app.metric if metric.value.endswith("%")]) == 3


@pytest.mark.parametrize(
    ("country", "sentence"),
    [("VN", "Launched from 2014"), ("IR", "Launched from 5 years ago: nothing can be said")],
)
def test_how_wrong_says_what_was_missed_or_that_the_series_is_too_short(country, sentence):
    app = part("wrong", country=country, area=country)
    assert sentence in written(app)


def test_the_register_is_beside_the_scenario_where_there_are_figures_after_the_start():
    assert "Nearest to the register" in written(part("tracker", country="IR", area="IR"))
    assert "figures of this area are not in the store" in written(part("tracker", country="VN", area="VN"))


def test_four_files_can_be_taken_away():
    app = part("export", country="IR", area="IR23")
    assert len(app.get("download_button")) == 4


def test_a_scenario_is_saved_and_its_link_opens_it():
    app = save(part("keep", country="IR", area="IR23"))
    assert not app.exception and "Saved as “Low for the south”, version 1." in written(app)
    [saved] = register.listed()["scenario"]
    assert saved in app.query_params["saved"]
    again = (
        begin(lang="en", country="IR", area="IR23", saved=saved).switch_page("../pages/projections.py").run()
    )
    assert not again.exception
    assert again.session_state["scenario open"].what.name == "Low for the south"


def test_without_a_name_nothing_is_saved_and_nothing_is_lost():
    app = save(part("keep", country="IR", area="IR23"), who=" ")
    assert "still on this page" in written(app)
    assert register.listed().empty


def test_two_people_saving_one_scenario_lose_nothing():
    app = save(part("keep", country="IR", area="IR23"))
    kept = app.session_state["scenario open"]
    register.save_over(kept.scenario, 1, kept.what, "Planner")
    app = save(app, name="Mine", press="Save as version 2")
    assert "Somebody else saved this scenario" in written(app)
    app = button(app, "Save mine as a copy").click().run()
    assert not app.exception
    assert sorted(register.listed()["name"]) == ["Low for the south", "Mine"]
    assert register.read(kept.scenario).who == "Planner"


def test_a_link_to_a_scenario_that_is_not_here_is_a_sentence():
    app = begin(lang="en", country="IR", saved="nowhere0").switch_page("../pages/projections.py").run()
    assert not app.exception
    assert "cannot be opened" in written(app) and "nowhere0" in written(app)


def test_a_link_of_an_older_release_says_what_is_different_now():
    app = save(part("keep", country="IR", area="IR23"))
    kept = app.session_state["scenario open"]
    then = register.Inputs(
        **{**vars(kept.what), "release": "20200101T000000000000Z", "results": '{"population": 1.0}'}
    )
    old = register.save(then, "Analyst")
    again = begin(lang="en", country="IR", area="IR23", saved=old.scenario)
    again = again.switch_page("../pages/projections.py").run()
    assert not again.exception
    assert "Saved on release" in written(again)
    assert any("When saved" in table.value.columns for table in again.dataframe)
