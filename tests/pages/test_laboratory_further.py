"""Below the bench: how sure, how wrong, which scenario, the register, taking away: each opens and tells the store's figures."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from data import workspace


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
    [chart] = [one for one in app.get("plotly_chart") if key in one.proto.id]
    return json.loads(chart.proto.spec)


@pytest.mark.parametrize("part", ["sure", "wrong", "tracker", "keep", "export"])
@pytest.mark.parametrize(("area", "language"), [("IR", "fa"), ("VN01", "vi")])
def test_every_part_opens(open_page, part, area, language):
    app = part_of(open_page, part, area=area, country=area[:2], lang=language)
    assert not app.error
