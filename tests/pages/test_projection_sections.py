"""Below the laboratory's bench: how sure, how wrong, which scenario, the register, taking away."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store as reads
from dashboard.analysis.projections import run
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_links import to_link
from dashboard.analysis.uncertainty import trajectories
from dashboard.analysis.uncertainty.trajectories import Event
from dashboard.projections import comparison, link_release, outcome_cache
from data import scenario_register as register
from data import workspace
from forecasting.probabilistic.trajectories import joint_trajectories
from forecasting.scenarios import VARIANTS, Scenario, stored
from tests.pages.conftest import begin


@pytest.fixture(autouse=True)
def own_workspace(tmp_path, monkeypatch, store, caches):
    """A workspace that no other test has written in."""
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    workspace.open_workspace.cache_clear()
    yield
    workspace.open_workspace.cache_clear()


def part(name, session=None, **link):
    app = begin(lang="en", **link)
    for key, value in ({"further-en": name} | (session or {})).items():
        app.session_state[key] = value
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


@pytest.mark.parametrize(("name", "area", "language"), [("sure", "VN01", "vi"), ("tracker", "IR", "fa")])
def test_parts_open_in_the_other_languages(name, area, language):
    app = begin(lang=language, country=area[:2], area=area)
    app.session_state[f"further-{language}"] = name
    app = app.switch_page("../pages/projections.py").run()
    assert not app.exception and not app.error and app.get("plotly_chart")


@pytest.mark.parametrize(
    ("country", "sentence"),
    [("VN", "Launched from 2014"), ("IR", "Launched from 5 years ago: nothing can be said")],
)
def test_how_wrong_says_what_was_missed_or_that_the_series_is_too_short(country, sentence):
    app = part("wrong", {"wrong-series-en": "tfr"}, country=country, area=country)
    assert sentence in written(app)


def test_the_whole_projection_was_launched_from_an_earlier_base():
    """Iran from 1397: births fell by more than anything known then said, and no band held."""
    told = written(part("wrong", country="IR", area="IR"))
    assert re.search(r"Births: from 1397 .* it was 1,057,964 births: 18\.1\N{NO-BREAK SPACE}% too high", told)
    beside = written(part("sure", country="IR", area="IR"))
    assert "Launched from 1397 (2018/19) in the same way, no band of 80 held" in beside


def test_the_register_is_beside_the_scenario_where_there_are_figures_after_the_start():
    assert "Nearest to the register" in written(part("tracker", country="IR", area="IR"))
    assert "figures of this area are not in the store" in written(part("tracker", country="VN", area="VN"))


def test_four_files_can_be_taken_away():
    app = part("export", country="IR", area="IR23")
    buttons = app.get("download_button")
    of_the_chart = [each for each in buttons if "data-laboratory-population" in each.proto.id]
    assert len(of_the_chart) == 1
    assert len(buttons) - len(of_the_chart) == 4


def test_a_scenario_is_saved_and_its_link_opens_it():
    app = save(part("keep", country="IR", area="IR23"))
    assert not app.exception and "Saved as “Low for the south”, version 1." in written(app)
    [saved] = register.list_scenarios()["scenario"]
    assert saved in app.query_params["saved"]
    again = (
        begin(lang="en", country="IR", area="IR23", saved=saved).switch_page("../pages/projections.py").run()
    )
    assert not again.exception
    assert again.session_state["scenario open"].inputs.name == "Low for the south"


def test_without_a_name_nothing_is_saved_and_nothing_is_lost():
    app = save(part("keep", country="IR", area="IR23"), who=" ")
    assert "still on this page" in written(app)
    assert register.list_scenarios().empty


def test_two_people_saving_one_scenario_lose_nothing():
    app = save(part("keep", country="IR", area="IR23"))
    kept = app.session_state["scenario open"]
    register.save_over(kept.scenario, 1, kept.inputs, "Planner")
    app = save(app, name="Mine", press="Save as version 2")
    assert "Somebody else saved this scenario" in written(app)
    app = button(app, "Save mine as a copy").click().run()
    assert not app.exception
    assert sorted(register.list_scenarios()["name"]) == ["Low for the south", "Mine"]
    assert register.read(kept.scenario).author == "Planner"


def test_a_link_to_a_scenario_that_is_not_here_is_a_sentence():
    app = begin(lang="en", country="IR", saved="nowhere0").switch_page("../pages/projections.py").run()
    assert not app.exception
    assert "cannot be opened" in written(app) and "nowhere0" in written(app)


def test_a_link_of_an_older_release_says_what_is_different_now():
    app = save(part("keep", country="IR", area="IR23"))
    kept = app.session_state["scenario open"]
    then = register.Inputs(
        **{**vars(kept.inputs), "release": "20200101T000000000000Z", "results": '{"population": 1.0}'}
    )
    old = register.save(then, "Analyst")
    again = begin(lang="en", country="IR", area="IR23", saved=old.scenario)
    again = again.switch_page("../pages/projections.py").run()
    assert not again.exception
    assert "Saved on the release of 11 Dey 1398 (1 January 2020)" in written(again)
    assert any("When saved" in table.value.columns for table in again.dataframe)


def test_a_plain_link_of_an_older_release_says_what_has_changed():
    """The link carries its release and two figures, so the release need not be there any more."""
    text = to_link(VARIANTS["high"])
    own = run(start("IR"), VARIANTS["high"])
    made = f"20200101T000000000000Z_{own.population[-1].sum() * 0.9:.0f}_20.00"
    app = begin(lang="en", country="IR", area="IR", scenario=text, made=made)
    app = app.switch_page("../pages/projections.py").run()
    assert not app.exception
    assert "made on the release of 11 Dey 1398 (1 January 2020)" in written(app)
    assert "20.00\N{NO-BREAK SPACE}% aged 65 and over; it now gives" in written(app)
    assert made in app.query_params["made"]  # an old link stays old until the scenario is changed
    fresh = begin(lang="en", country="IR", area="IR", scenario=text)
    fresh = fresh.switch_page("../pages/projections.py").run()
    assert "made on the release" not in written(fresh)
    now = "".join(fresh.query_params["made"])
    again = begin(lang="en", country="IR", area="IR", scenario=text, made=now)
    again = again.switch_page("../pages/projections.py").run()
    assert "made on the release" not in written(again)


def test_what_came_with_a_link_and_is_nothing_is_passed_over():
    for nonsense in ("", "x_1_2", "20200101T000000000000Z_1e99_2", "20200101T000000000000Z_1_2_3"):
        assert link_release.read(nonsense) is None
    made = link_release.LinkMarks("20200101T000000000000Z", 5.0, 12.25)
    assert link_release.read(made.text) == made


def test_a_saved_scenario_is_compared_with():
    app = save(part("keep", country="IR", area="IR23"))
    [saved] = register.list_scenarios()["scenario"]
    comparison._saved.clear()
    app = app.run()
    app.multiselect(key="beside-IR23-en").select(f"saved:{saved}").run()
    assert not app.exception
    assert "Low for the south (saved)" in "".join(str(table.value) for table in app.table)


# ---- the same figures as without the page


def figure(app: AppTest, key: str) -> dict:
    [chart] = [one for one in app.get("plotly_chart") if one.proto.id.endswith(f"-{key}")]
    return json.loads(chart.proto.spec)


def start(area: str) -> Start:
    found = reads.projection_start(area[:2], area)
    assert found is not None
    return found


def test_the_fan_on_the_page_is_that_of_its_seed():
    """Median path and bands of the same draws made without the page; chances are shares of them."""
    app = part("sure", area="IR", country="IR")
    own = run(start("IR"), Scenario())
    ready = trajectories.central_path(own)
    blocks = [
        trajectories.block(
            ready, trajectories.deviations_of(own, own, trajectories.SEED, at, outcome_cache.spread("IR"))
        )
        for at in range(10)
    ]
    found = joint_trajectories(blocks)
    fan = trajectories.fan_frame(found, own, "total")
    wide, narrow, past, path = figure(app, "sure-total")["data"]
    years = len(fan)
    assert wide["y"][:years] == pytest.approx(fan["upper_95"] / 1e6)
    assert narrow["y"][years:][::-1] == pytest.approx(fan["lower_80"] / 1e6)
    assert path["y"] == pytest.approx(own.population.sum((-2, -1)) / 1e6)
    assert past["x"][-1] == own.years[0]
    falling = trajectories.chance(found, Event("decrease", own.years[26]))
    shown = next(one for one in app.metric if one.label.startswith("More deaths than births"))
    assert shown.value == f"{100 * falling:.1f}\N{NO-BREAK SPACE}%"
    assert "never the ends of a band" in written(app)
    signed = [one.value for one in app.caption if own.fingerprint in one.value]
    assert len(signed) == 2 and all(
        "release" in one for one in signed
    )  # under the outcome and under the fans


def test_a_run_that_is_stopped_shows_what_it_has():
    app = part("sure", area="IR", country="IR")
    app.session_state["sure-draws-en"] = 5000
    app.session_state[f"sure-stop-IR-{stored(Scenario())}-5000-{trajectories.SEED}"] = 3
    app.run()
    assert not app.exception
    assert "Stopped after 300 of 5,000 trajectories" in written(app)


def test_a_session_that_was_lost_has_its_scenario_in_the_address():
    """Another session opened from the same address has the same scenario, saved or not."""
    link = to_link(VARIANTS["high"])
    app = part("sure", area="IR", country="IR", scenario=link)
    path = figure(app, "sure-births")["data"][3]["y"]
    assert path == pytest.approx(run(start("IR"), VARIANTS["high"]).births.sum(-1) / 1e3)


def test_the_register_is_set_against_the_scenario():
    """Iran's register counted 979,929 births in 1403 and 892,278 in 1404 (NOCR's national series)."""
    app = part("tracker", area="IR", country="IR")
    assert "1,872,207 were registered" in written(app)
    assert figure(app, "tracker-births")["data"][1]["y"][0] == 0
