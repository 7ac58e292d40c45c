"""Below the bench: how sure, how wrong, which scenario, the register, taking away: each opens and tells the store's figures."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store as reads
from dashboard.laboratory import keep, run, sure
from dashboard.laboratory.links import to_link
from dashboard.laboratory.sure import Event
from dashboard.projecting import Start
from data import scenario_register as register
from data import workspace
from forecasting.probabilistic.around import together
from forecasting.scenarios import VARIANTS, Scenario, stored

ME = "Planner"


@pytest.fixture(autouse=True)
def own_workspace(tmp_path, monkeypatch):
    """A register of the test's own."""
    monkeypatch.setenv("WORKSPACE_URL", f"sqlite:///{tmp_path / 'workspace.db'}")
    workspace.open_workspace.cache_clear()
    yield
    workspace.open_workspace.cache_clear()


def part_of(open_page, part: str, **link: str) -> AppTest:
    """The page with a part below the bench chosen."""
    app = open_page("projections", **link)
    app.session_state[f"further-{app.session_state['language']}"] = part
    app.run()
    assert not app.exception, app.exception
    return app


def figure(app: AppTest, key: str) -> dict:
    [chart] = [one for one in app.get("plotly_chart") if one.proto.id.endswith(f"-{key}")]
    return json.loads(chart.proto.spec)


def said(app: AppTest) -> str:
    """Every sentence on the page."""
    return "\n".join(
        one.value for kind in ("markdown", "caption", "error", "success", "info") for one in app.get(kind)
    )


def start(area: str) -> Start:
    found = reads.projection_start(area[:2], area)
    assert found is not None
    return found


def field(app: AppTest, label: str):
    [found] = [one for one in app.text_input if one.label == label]
    return found


def press(app: AppTest, label: str) -> AppTest:
    [found] = [one for one in app.button if one.label == label]
    return found.click().run()


@pytest.mark.parametrize(
    ("part", "area", "language"),
    [
        ("sure", "VN01", "vi"),
        ("wrong", "IR", "fa"),
        ("wrong", "VN", "en"),
        ("tracker", "VN01", "vi"),
        ("keep", "IR23", "fa"),
        ("export", "VN", "vi"),
    ],
)
def test_every_part_opens(open_page, part, area, language):
    app = part_of(open_page, part, area=area, country=area[:2], lang=language)
    assert not app.error


def test_the_fan_on_the_page_is_that_of_its_seed(open_page, store):
    """Median path and bands of the same draws made without the page; chances are shares of them."""
    app = part_of(open_page, "sure", area="IR", country="IR", lang="en")
    own = run(start("IR"), Scenario())
    ready = sure.ready(own)
    blocks = [sure.block(ready, sure.strays(own, own, sure.SEED, at, {})) for at in range(10)]
    found = together(blocks)
    fan = sure.fan_frame(found, own, "total")
    wide, narrow, past, path = figure(app, "sure-total")["data"]
    years = len(fan)
    assert wide["y"][:years] == pytest.approx(fan["upper_95"] / 1e6)
    assert narrow["y"][years:][::-1] == pytest.approx(fan["lower_80"] / 1e6)
    assert path["y"] == pytest.approx(own.population.sum((-2, -1)) / 1e6)
    assert past["x"][-1] == own.years[0]
    falling = sure.chance(found, Event("decrease", own.years[26]))
    shown = next(one for one in app.metric if one.label.startswith("More deaths than births"))
    assert shown.value == f"{100 * falling:.1f}\N{NO-BREAK SPACE}%"
    assert "never the ends of a band" in said(app)


def test_a_run_that_is_stopped_shows_what_it_has(open_page, store):
    app = part_of(open_page, "sure", area="IR", country="IR", lang="en")
    app.session_state["sure-draws-en"] = 5000
    app.session_state[f"sure-stop-IR-{stored(Scenario())}-5000-{sure.SEED}"] = 3
    app.run()
    assert not app.exception
    assert "Stopped after 300 of 5,000 trajectories" in said(app)


def test_a_scenario_is_saved_found_by_its_link_and_versioned(open_page, store):
    app = part_of(open_page, "keep", area="IR23", country="IR", lang="en")
    field(app, "Name of the scenario").set_value("Tehran as it goes")
    field(app, "Your name").set_value(ME)
    press(app, "Save")
    assert "Saved as “Tehran as it goes”, version 1." in said(app)
    [kept] = register.listed()["scenario"]
    assert app.query_params["saved"] in (kept, [kept])
    assert json.loads(register.read(kept).what.results) == pytest.approx(
        keep.figures(run(start("IR23"), Scenario()))
    )
    again = part_of(open_page, "keep", saved=kept, lang="fa")
    assert again.session_state["area"] == "IR23"
    assert "Tehran as it goes" in [one.value for one in again.text_input]


def test_two_people_saving_one_scenario_lose_nothing(open_page, store):
    first = register.save(keep.inputs_of(run(start("IR"), VARIANTS["low"]), "IR", "Low", ""), "Registrar")
    app = part_of(open_page, "keep", saved=first.scenario, lang="en")
    register.save_over(first.scenario, 1, replace(first.what, comment="theirs"), "Analyst")
    field(app, "Your name").set_value(ME)
    press(app, "Save as version 2")
    assert "Somebody else saved this scenario while you were working on it." in said(app)
    assert "saved by Analyst" in said(app)
    assert register.read(first.scenario).what.comment == "theirs"
    press(app, "Save mine as a copy")
    listed = register.listed()
    assert sorted(listed["who"]) == ["Analyst", ME] and len(listed) == 2
    assert set(listed["fingerprint"]) == {first.what.fingerprint}


def test_an_old_link_on_a_new_release_says_what_changed(open_page, store):
    """Saved on a release that has since been deleted: its figures stay with it, and the difference is shown."""
    what = keep.inputs_of(run(start("IR"), VARIANTS["low"]), "IR", "Low", "")
    figures = json.loads(what.results)
    figures["population"] *= 1.1
    old = register.save(
        replace(what, release="20200101T000000000000Z", results=json.dumps(figures)), "Registrar"
    )
    app = part_of(open_page, "keep", saved=old.scenario, lang="en")
    assert "1 January 2020" in said(app)
    [table] = [one.value for one in app.dataframe if "When saved" in one.value][:1]
    assert table["Change"].tolist() == ["−9.1\N{NO-BREAK SPACE}%"]


def test_a_link_to_nothing_saved_is_a_sentence(open_page, store):
    app = open_page("projections", saved="nowhere", lang="en")
    assert not app.exception
    assert "There is no saved scenario “nowhere” here" in said(app)


def test_a_session_that_was_lost_has_its_scenario_in_the_address(open_page, store):
    """Another session opened from the same address has the same scenario, saved or not."""
    link = to_link(VARIANTS["high"])
    app = part_of(open_page, "sure", area="IR", country="IR", lang="en", scenario=link)
    path = figure(app, "sure-births")["data"][-1]["y"]
    assert path == pytest.approx(run(start("IR"), VARIANTS["high"]).births.sum(-1) / 1e3)


def test_the_register_is_set_against_the_scenario(open_page, store):
    """Iran's register counted 979,929 births in 1403 and 892,278 in 1404 (NOCR's national series)."""
    app = part_of(open_page, "tracker", area="IR", country="IR", lang="en")
    assert "1,872,207 were registered" in said(app)
    assert figure(app, "tracker-births")["data"][1]["y"][0] == 0
