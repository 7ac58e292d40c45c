"""Everything that every page says and draws, as plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

ENTRY = str(Path(__file__).parents[2] / "dashboard" / "app.py")
STAMP = re.compile(r"\d{8}T\d{6,12}Z")
#: Names that Streamlit makes of the code's own place, or that differ by the moment
LEFT_OUT = {"id", "formId", "url", "dataId", "fileUrl", "deferredFileId", "lastUpdated"}
LANGUAGES = ("en", "fa", "vi")
#: Pages, and the choices that change what stands on each
CHOICES: dict[str, tuple[dict[str, str], ...]] = {
    "overview": ({}, {"calendars": "both"}, {"classes": "quantiles"}),
    "fertility": ({}, *({"fertility": each} for each in ("ages", "surface", "sexes", "registered"))),
    "families": ({},),
    "mortality": (
        {},
        *({"mortality": each} for each in ("table", "why", "surface", "standard", "registered")),
    ),
    "ageing": ({}, {"structure": "lexis"}, {"people": "shares", "ages": "five"}),
    "migration": ({},),
    "compare": ({}, *({"compare": each} for each in ("peers", "multiples", "scatter", "funnel"))),
    "projections": ({},),
    "quality": ({}, {"coverage": "years"}, {"coverage": "areas"}),
    "catalogue": ({},),
    "load": ({},),
    "about": ({},),
}


def pages_of(country: str, areas: Sequence[str]) -> Iterator[tuple[str, object]]:
    """What each page says: all areas in English, the nation and one area by every choice and language"""
    for page, choices in CHOICES.items():
        for area in areas:
            yield _said(page, country=country, area=area)
        for language in LANGUAGES:
            for choice in choices:
                for area in (areas[0], areas[len(areas) // 2]):
                    if choice or language != "en":
                        yield _said(page, country=country, area=area, lang=language, **choice)


def _said(page: str, **link: str) -> tuple[str, object]:
    app = AppTest.from_file(ENTRY, default_timeout=300)
    for name, value in link.items():
        app.query_params[name] = value
    app = app.run() if page == "overview" else app.switch_page(f"../pages/{page}.py").run()
    return f"page {page} {' '.join(link.values())}", [*_walk(app.main), *_walk(app.sidebar)]


def _walk(block: Block) -> Iterator[object]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield {"block": child.type, **_plain(getattr(child, "proto", None))}
            yield from _walk(child)
        elif isinstance(child, Element):
            yield {"element": child.type, **_plain(child.proto)}


def _plain(proto: object) -> dict[str, object]:
    if proto is None:
        return {}
    said = clean(MessageToDict(proto))  # type: ignore[arg-type]
    assert isinstance(said, dict)
    if isinstance(said.get("spec"), str):
        said["spec"] = _rounded(json.loads(said["spec"]))
    return said


def clean(value: object) -> object:
    """A piece without what differs by the moment or by the code's own place"""
    if isinstance(value, dict):
        return {key: clean(each) for key, each in value.items() if key not in LEFT_OUT}
    if isinstance(value, list):
        return [clean(each) for each in value]
    return STAMP.sub("STAMP", value) if isinstance(value, str) else value


def _rounded(value: object) -> object:
    """Figures to ten digits: another order of sums may move the last ones"""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value
