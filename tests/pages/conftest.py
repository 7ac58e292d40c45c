"""Pages are driven through the real entry point, as a visitor's session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

Open = Callable[..., AppTest]


@pytest.fixture()
def open_page(store: Path) -> Open:
    """``open_page("fertility", area="IR23")``: the page a link opens."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opened(page: str = "overview", **link: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        for key, value in link.items():
            app.query_params[key] = value
        app.run()
        if page != "overview":
            app.switch_page(f"../pages/{page}.py").run()
        return app

    return opened
