"""Every page for the made-up country, in every language: run as a program, since a program reads its countries once.

`python -m tests.third_country.walk` with RASAD_SEED and RASAD_STORE set prints what the pages hold as JSON; languages may
be named, or it is all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard import format
from dashboard.menu import PAGE_LIST
from dashboard.view_state import YEARS
from dashboard.words import LANGUAGES, Words
from data import calendars, queries
from data.identity import kind_of_heading
from data.release_store.database import open_release_store
from tests.pages.reading import figures
from tests.third_country.tables import CALENDAR, CODE, PROVINCES

ENTRY = str(Path(__file__).parents[2] / "dashboard" / "app.py")


def opened(page: str, **link: str) -> AppTest:
    """A page as a link opens it"""
    app = AppTest.from_file(ENTRY, default_timeout=300)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run() if page == "overview" else app.switch_page(f"../pages/{page}.py").run()


def said(app: AppTest) -> str:
    """The texts of a page, one after another"""
    kinds = (app.markdown, app.caption, app.metric, app.title, app.header, app.subheader, app.info)
    texts = [str(getattr(each, "value", "")) for kind in kinds for each in kind]
    return "\n".join([*texts, *(str(each.proto.body) for each in app.get("html"))])


def calendar() -> dict[str, object]:
    """What the functions of calendars answer in the country's own calendar"""
    return {
        "first": str(calendars.first_day(2016, CALENDAR)),
        "last": str(calendars.last_day(2016, CALENDAR)),
        "year": calendars.year_of(date(2024, 9, 10), CALENDAR),
        "number": calendars.number_in(2024, CALENDAR),
        "span": calendars.gregorian_span(2016, CALENDAR),
        "title": {language: format.year_title(CALENDAR, Words(language)) for language in LANGUAGES},
        "day": format.date(date(2024, 9, 10), "en", CALENDAR),
        "link": YEARS[CALENDAR],
    }


def areas_on_the_map() -> list[str]:
    """Areas that the map of fertility colours"""
    page = opened("fertility", lang="en", country=CODE, area=CODE)
    return figures(page)[f"map-total_fertility_rate-{CODE}"]["data"][0]["locations"]


def stored() -> dict[str, object]:
    """What the release holds: names in the country's own language, and events by area, kind, calendar and year"""
    releases = open_release_store()
    engine = releases.open(releases.current())
    with engine.connect() as connection:
        areas = queries.areas(connection)
        events = queries.events(connection, CODE, ["births", "marriages"])
        offices = queries.sources(connection).set_index("source")["office_am"]
    engine.dispose()
    own = areas[areas["country"] == CODE]
    keys = ["event", "area", "calendar", "year", "period_start", "period_days", "sex", "source"]
    loaded = events[events["source"].str.contains("2017")]
    return {
        "names": dict(zip(own["area"], own["name_am"], strict=True)),
        "office": offices["register"],
        "events": [[*map(str, row), float(count)] for *row, count in loaded[[*keys, "events"]].to_numpy()],
    }


def walk(languages: Sequence[str]) -> dict[str, object]:
    """Exceptions and errors by page and language, the countries offered, and what pages say"""
    wrong: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    offered: list[str] = []
    for language in languages:
        for page, _title, _icon in PAGE_LIST:
            for area in (CODE, PROVINCES[0].code):
                app = opened(page, lang=language, country=CODE, area=area)
                problems = [
                    f"{each.message} {' '.join(map(str, each.stack_trace))}" for each in app.exception
                ]
                if problems or app.error:
                    wrong[f"{page} {language} {area}"] = [*problems, *(str(each.value) for each in app.error)]
                texts[f"{page} {language} {area}"] = said(app)
            if language == "en" and page == "overview":
                offered = list(app.sidebar.selectbox[1].options)
        texts[f"births {language}"] = said(
            opened("fertility", lang=language, country=CODE, area=CODE, measure="births")
        )
        texts[f"hill {language}"] = said(opened("ageing", lang=language, country=CODE, area="XM-hill"))
    return {
        "wrong": wrong,
        "offered": offered,
        "texts": texts,
        "calendar": calendar(),
        "stored": stored(),
        "map": areas_on_the_map(),
        "heading": kind_of_heading("የዜጋ ቁጥር"),
    }


if __name__ == "__main__":
    json.dump(walk(sys.argv[1:] or list(LANGUAGES)), sys.stdout, ensure_ascii=False)
