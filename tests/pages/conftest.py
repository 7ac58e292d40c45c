"""Pages are driven through the real entry point, as a visitor's session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox, SelectSlider

from dashboard import release_cache
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.projections import jump_off
from dashboard.analysis.projections.start_inputs import read_start_inputs
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.conftest import ROOT

Open = Callable[..., AppTest]
ENTRY = str(ROOT / "dashboard" / "app.py")


@pytest.fixture(scope="session")
def caches(store: Path) -> None:
    """Empty once: what is cached is keyed by the release's file, as it is for visitors who follow each other."""
    release_cache.clear()


def begin(**link: str) -> AppTest:
    """A visitor's session that opened a link, not yet run."""
    app = AppTest.from_file(ENTRY, default_timeout=120)
    for key, value in link.items():
        app.query_params[key] = value
    return app


@pytest.fixture()
def open_page(store: Path, caches: None) -> Open:
    """``open_page("fertility", area="IR23")``: the page a link opens."""

    def opened(page: str = "overview", **link: str) -> AppTest:
        app = begin(**link)
        return app.run() if page == "overview" else app.switch_page(f"../pages/{page}.py").run()

    return opened


def start_of(store: Path, country: str, area: str) -> jump_off.Start:
    """The start of a projection, made without Streamlit."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        begin = jump_off.start(read_start_inputs(MeasureContext(reader, country)), area)
    engine.dispose()
    assert begin is not None
    return begin


def choice(app: AppTest, part: str) -> Selectbox:
    """The sidebar's list of a part of the view; each language has widgets of its own."""
    [found] = [widget for widget in app.selectbox if widget.key.split("-")[0] == part]
    return found


def slider(app: AppTest, key: str) -> SelectSlider:
    """One of the page's sliders."""
    [found] = [
        widget for widget in app.select_slider if widget.key == f"{key}-{app.session_state['language']}"
    ]
    return found
