"""Every chart of every page has its table, its data, its pictures, a link to this very view, and words for those who cannot see it."""

from __future__ import annotations

import json
import re

import pytest

from tests.pages.reading import well

PAGES = ("overview", "fertility", "mortality", "migration", "compare", "projections", "quality")
LINKS = {"fertility": {"fertility": "surface"}, "mortality": {"mortality": "table"}}


def keys_of_papers(app) -> set[str]:
    """The charts whose row of papers is on the page."""
    bodies = " ".join(str(getattr(each.proto, "body", "")) for each in app.get("html"))
    return set(re.findall(r'data-chart="chart-([^"]+)"', bodies))


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_has_its_papers(open_page, page):
    app = well(open_page(page, country="IR", **LINKS.get(page, {})))
    charts = {
        chart.proto.id.split("-", 2)[2]: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")
    }
    papers = keys_of_papers(app)
    assert set(charts) <= papers
    toggles = {toggle.key for toggle in app.toggle}
    assert {f"table-{key}-en" for key in charts} <= toggles
    assert all(one["layout"]["meta"]["alt"] for one in charts.values())


def test_a_chart_without_rows_of_its_own_is_told_point_by_point(open_page):
    app = open_page("projections", country="IR")
    toggle = next(each for each in app.toggle if each.key == "table-laboratory-population-en")
    app = well(toggle.set_value(True).run())
    told = " ".join(str(table.value) for table in app.table)
    assert re.search(r"\d{4}", told)
    assert "<" not in told
