"""Pointing at a chart says who says so and how the figure came to be, in the reader's language, and no code of ours."""

from __future__ import annotations

import re

import pytest

from tests.data.seed_rows import rows
from tests.pages.reading import figures, well

KEYS = {row["source"] for country in ("IR", "VN") for row in rows(country, "sources")}
OFFICE = {"en": "Statistical Centre of Iran", "fa": "مرکز آمار ایران"}


def pointed(trace: dict) -> list[str]:
    """Everything that pointing at a trace may say."""
    if trace.get("hoverinfo") == "skip":
        return []
    said = [trace.get(name) or [] for name in ("hovertext", "hovertemplate")]
    texts = [each for part in said for each in ([part] if isinstance(part, str) else part)]
    flat = [text for each in texts for text in (each if isinstance(each, list) else [each])]
    return [re.sub(r"<[^>]*>|[\u2067\u2069\u200f]", " ", text) for text in flat if text]


@pytest.mark.parametrize("language", OFFICE)
def test_map_list_and_line_name_the_office_and_the_status(open_page, language):
    app = well(open_page("fertility", country="IR", lang=language, fertility="ages"))
    for key in ("map-total_fertility_rate-IR", "ranks-total_fertility_rate", "trend-total_fertility_rate"):
        said = [text for trace in figures(app)[key]["data"] for text in pointed(trace)]
        assert any(OFFICE[language] in re.sub(r"\s+", " ", text) for text in said), key
    everything = [text for one in figures(app).values() for trace in one["data"] for text in pointed(trace)]
    assert not [text for text in everything for source in KEYS if source in text]


@pytest.mark.parametrize(
    ("page", "chart", "link"),
    [
        ("fertility", "ages-of-mothers", {"fertility": "ages"}),
        ("fertility", "surface-births", {"fertility": "surface"}),
        ("mortality", "surface-deaths", {"mortality": "surface"}),
        ("mortality", "life-table", {"mortality": "table"}),
        ("mortality", "arriaga", {"mortality": "why"}),
        ("overview", "pyramid", {}),
        ("fertility", "why-births", {"fertility": "why"}),
        ("mortality", "crude-and-standardised", {"mortality": "standard"}),
    ],
)
def test_what_is_estimated_says_so_on_pointing(open_page, page, chart, link):
    app = well(open_page(page, country="IR", **link))
    one = figures(app)[chart]
    said = [text for trace in one["data"] for text in pointed(trace)]
    assert said
    assert all("stimated" in text or "ublished" in text for text in said)


@pytest.mark.parametrize(
    ("page", "chart", "link"),
    [
        ("compare", "compare-scatter", {"compare": "scatter"}),
        ("compare", "compare-funnel", {"compare": "funnel", "measure": "crude_divorce_rate"}),
        ("fertility", "why-births", {"fertility": "why"}),
        ("mortality", "crude-and-standardised", {"mortality": "standard"}),
        ("ageing", "passing", {}),
    ],
)
def test_every_point_of_a_chart_of_areas_names_an_office(open_page, page, chart, link):
    app = well(open_page(page, country="IR", lang="en", **link))
    one = figures(app)[chart]
    said = [text for trace in one["data"] for text in pointed(trace)]
    assert said
    offices = ("Statistical", "Civil Registration", "United Nations", "Rasad")
    assert not [text for text in said if not any(office in text for office in offices)]
