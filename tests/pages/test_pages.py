"""Every page opens in every language and says what the seed tables determine."""

from __future__ import annotations

import json

import pytest

from dashboard.format import number
from dashboard.words import LANGUAGES, Words

PAGES = ("overview", "fertility", "families", "ageing", "projections", "quality", "about")


def texts(app) -> str:
    """Everything written on the page."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "error")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def figures(app) -> list[dict]:
    """The charts on the page, as Plotly reads them."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["IR", "VN"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(open_page, page, country, language):
    app = open_page(page, lang=language, country=country)
    assert not app.exception, app.exception
    assert not app.error
    assert app.title[0].value


def test_the_overview_of_tehran_says_its_published_fertility(open_page):
    app = open_page(area="IR23", country="IR", lang="en", year="1400")
    metrics = {metric.label: metric.value for metric in app.metric}
    # sci_province_report, Index18-14: Tehran 1400
    assert metrics["Total fertility rate"] == "1.43"


def test_persian_numbers_are_persian(open_page):
    app = open_page(area="IR23", country="IR", lang="fa", year="1400")
    metrics = {metric.label: metric.value for metric in app.metric}
    assert metrics[Words("fa")("Total fertility rate")] == number(1.43, "fa", 2) == "۱٫۴۳"


def test_a_link_reproduces_the_view(open_page):
    app = open_page("ageing", area="VN79", country="VN", lang="vi", measure="median_age")
    assert app.selectbox(key="area").value == "VN79"
    assert app.selectbox(key="country").value == "VN"
    assert Words("vi")("Median age") in texts(app)
    assert app.query_params["area"] == ["VN79"]


def test_another_country_begins_at_the_nation(open_page):
    app = open_page(area="IR23", country="IR", lang="en", year="1400")
    app.selectbox(key="country").select("VN").run()
    assert not app.exception
    assert app.selectbox(key="area").value == "VN"


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ({"area": "IR99", "country": "IR"}, "IR99"),
        ({"area": "VN01", "country": "IR"}, "VN01"),
        ({"country": "ZZ"}, "ZZ"),
        ({"year": "2020", "country": "IR"}, "2020"),
        ({"year": "soon"}, "soon"),
        ({"measure": "happiness"}, "happiness"),
        ({"lang": "tlh"}, "tlh"),
        ({"area": "'; DROP TABLE area; --"}, "DROP TABLE"),
        ({"area": "x" * 500}, "x" * 20),
    ],
)
def test_a_wrong_link_opens_the_nearest_view_with_a_sentence(open_page, link, word):
    app = open_page(**link)
    assert not app.exception
    assert any(word in note.value for note in app.info)
    assert app.metric, "the page is there all the same"


def test_a_measure_nobody_publishes_says_so(open_page):
    app = open_page("families", country="VN", lang="en", measure="crude_marriage_rate")
    assert not app.exception
    assert any("not published" in note.value for note in app.info)
    assert not figures(app)


def test_more_children_make_more_people(open_page):
    app = open_page("projections", country="IR", area="IR", lang="en")
    before = texts(app)
    slider = next(s for s in app.select_slider if s.key == "tfr-IR")
    slider.set_value(slider.options and 3.0 if 3.0 in getattr(slider, "options", []) else slider.value).run()
    assert not app.exception
    assert before
