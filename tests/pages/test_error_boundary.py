"""What fails leaves a sentence in its place, in the reader's language, with an id that the log has; the rest stands."""

from __future__ import annotations

import ast
import importlib
import inspect
import logging
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dashboard import filters, page_layout, session
from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES, Words
from tests.conftest import ROOT
from tests.pages.conftest import begin
from tests.pages.reading import figures, texts

TITLES = {name: title for name, title, _icon in PAGE_LIST}
FOLDERS = ("panels", "projections", "loading")


def decorated() -> dict[str, str]:
    """ "panels.ages.by_age" -> the panel's name, of every function that is a panel."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / "dashboard" / folder).glob("*.py")):
            module = folder if path.stem == "__init__" else f"{folder}.{path.stem}"
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                for each in getattr(node, "decorator_list", ()):
                    if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "panel":
                        found[f"{module}.{node.name}"] = each.args[0].args[0].value
    return found


NAMES = decorated()


@dataclass(frozen=True)
class View:
    """A link to a page, what its widgets say, the panels side by side there, and those around them."""

    page: str
    inner: tuple[str, ...]
    outer: tuple[str, ...] = ()
    link: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, object] = field(default_factory=dict)


MAP = ("panels.maps.one_map", "panels.maps.ranks")
MEASURE = ("panels.measure.headline", *MAP, "panels.measure.over_the_years", "panels.measure.definition")
GAPS = "panels.gaps.measure_gaps"
BENCH = ("projections.path_editor.curve", "projections.options.choices")
VN14 = {"country": "VN", "area": "VN14"}


def look(value, *panels):
    return View(
        "projections", (f"projections.{panels[0]}", *BENCH), widgets={"look-{language}": value}, link=VN14
    )


def further(value, *panels, **more):
    return View("projections", (*panels, *BENCH), widgets={"further-{language}": value, **more}, link=VN14)


VIEWS = (
    View(
        "overview",
        ("panels.overview.headlines", *MAP, "panels.ages.one_year"),
        ("panels.overview.map_of_one_measure", "panels.ages.by_age"),
    ),
    View("overview", ("panels.ages.over_years",), link={"structure": "lexis"}),
    View(
        "fertility",
        (*MEASURE, "panels.fertility.decomposition", GAPS),
        ("panels.measure.of_measures", "panels.maps.year_and_map", "panels.fertility.closer"),
    ),
    *(
        View("fertility", (f"panels.{panel}", GAPS), link={"fertility": way})
        for way, panel in (
            ("ages", "fertility.ages"),
            ("surface", "fertility.surface"),
            ("sexes", "fertility.sexes"),
            ("registered", "under_registration.side_by_side"),
        )
    ),
    View(
        "families", ("panels.families.ratio", "panels.families.durations", GAPS), ("panels.families.closer",)
    ),
    View("mortality", ("panels.mortality.expectancy", GAPS), ("panels.mortality.closer",)),
    *(
        View("mortality", (f"panels.mortality.{panel}", GAPS), link={"mortality": way})
        for way, panel in (
            ("table", "table"),
            ("why", "decomposition"),
            ("surface", "surface"),
            ("standard", "standard"),
        )
    ),
    View("ageing", ("panels.ageing.passing", GAPS)),
    View(
        "migration",
        ("panels.migration.growth", "panels.migration.flows", "panels.migration.ages", GAPS),
        ("panels.migration.on_the_map",),
    ),
    View("compare", ("panels.compare.ranks",), ("panels.compare.page",)),
    *(
        View("compare", (f"panels.compare.{panel}",), link={"compare": way})
        for way, panel in (
            ("peers", "peers"),
            ("multiples", "multiples"),
            ("scatter", "two_measures"),
            ("funnel", "small_areas"),
        )
    ),
    View(
        "quality",
        ("panels.quality.charts", "panels.quality.the_list", "panels.quality.one_finding"),
        ("panels.quality.page", "panels.quality.findings"),
        link={"area": "IR"},
    ),
    View("quality", ("panels.quality.ages_and_sexes",), widgets={"quality-section": "ages"}),
    View(
        "quality",
        ("panels.registration.completeness",),
        ("panels.registration.registration",),
        widgets={"quality-section": "registration"},
    ),
    View(
        "quality",
        ("panels.registration.delay",),
        widgets={"quality-section": "registration", "quality-register": "delay"},
    ),
    View(
        "quality",
        ("panels.two_maps.areas", "panels.two_maps.one_area"),
        ("panels.two_maps.boundaries",),
        widgets={"quality-section": "boundaries"},
        link={"country": "VN", "area": "VN"},
    ),
    View("catalogue", ("panels.catalogue.in_full", "panels.catalogue.listed"), ("panels.catalogue.page",)),
    View(
        "about",
        ("panels.about.purpose", "panels.about.sources", "panels.about.residuals", "panels.about.limits"),
        ("panels.about.method",),
    ),
    View(
        "projections",
        (
            "projections.link_release.say",
            "projections.outcome.population",
            "projections.path_editor.points",
            "projections.policies_and_goals.policies",
            "projections.policies_and_goals.goal",
            "projections.comparison.choices",
            "projections.sections.further_sections",
            "projections.register.open_saved",
        ),
        (
            "projections.laboratory",
            "projections.scenario_bench",
            "projections.scenario_run",
            *BENCH,
            "projections.outcome.outcome",
        ),
        link=VN14,
    ),
    look("pyramid", "outcome.pyramid"),
    look("old", "outcome.old"),
    look("bands", "age_bands.bands"),
    look("dependency", "outcome.dependency"),
    look("events", "outcome.events"),
    look("why", "outcome.reasons_for_change"),
    look("marks", "outcome.marks"),
    look("map", "provinces.provinces"),
    further("sure", "projections.uncertainty.section"),
    further("wrong", "projections.backtest.section"),
    further("tracker", "projections.tracking.section"),
    further("keep", "projections.register.section"),
    further("export", "projections.downloads.section"),
    View(
        "load",
        ("loading.releases.earlier_releases",),
        ("loading.upload.page",),
        widgets={session.MAY_LOAD.name: True},
    ),
    View(
        "load",
        ("loading.upload.examine",),
        widgets={session.MAY_LOAD.name: True, session.STAGED_FILE.name: Path("births.csv")},
    ),
    View(
        "load",
        ("loading.releases.decide",),
        widgets={session.MAY_LOAD.name: True, session.DRAFT.name: "a draft"},
    ),
    View("fertility", ("panels.maps.running", GAPS), widgets={session.PLAYING.name: "total_fertility_rate"}),
    further(
        "sure",
        "projections.uncertainty.three_fans",
        "projections.uncertainty.events",
        "projections.hindcast.fan_note",
    ),
)
#: Panels that stand only after long work, an upload or many steps: their boundary is the same, and is read in the code
FAR = {
    "panels.chart_block.papers",
    "projections.uncertainty.by_method",
    "projections.uncertainty.provinces",
    "projections.hindcast.section",
    "projections.hindcast.all_provinces",
    "projections.backtest.card_section",
    "projections.backtest.sizes",
    "projections.register_entry.entry",
    "loading.upload.findings_list",
}


@pytest.fixture(autouse=True)
def _registrar(monkeypatch):
    monkeypatch.setenv("RASAD_REGISTRAR_KEY", "open sesame")


#: What an error says may repeat what somebody typed
TYPED = " ".join(("Ms", "Nobody"))


def broken(*_arguments, **_named):
    raise RuntimeError(TYPED)


def spoil(monkeypatch, panel: str) -> None:
    """From now on this panel fails, wherever it is drawn from."""
    module, _, name = panel.rpartition(".")
    function = inspect.unwrap(getattr(importlib.import_module(f"dashboard.{module}"), name))
    monkeypatch.setattr(function, "__code__", broken.__code__)


def opened(view: View, language: str):
    """The page that the view's link opens, its widgets as the view says."""
    app = begin(**{"country": "IR", "area": "IR23", "lang": language} | view.link)
    for key, value in view.widgets.items():
        app.session_state[key.format(language=language)] = value
    return app.run() if view.page == "overview" else app.switch_page(f"../pages/{view.page}.py").run()


def failures(app) -> list[tuple[str, str]]:
    """(sentence, id) of every error on the page."""
    said = [error.value for error in app.error]
    return [(each, re.search("`([0-9a-f]{6})`", each)[1]) for each in said]


def logged(caplog) -> dict[str, str]:
    """Id -> what the log has of it."""
    records = [record.getMessage() for record in caplog.records if record.name == "rasad.errors"]
    return {text.split(":")[0]: text for text in records}


def ids(view):
    return "-".join((view.page, *view.link.values(), *map(str, view.widgets.values())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=ids)
def test_every_panel_of_a_view_fails_in_its_own_place(store, caches, monkeypatch, caplog, view, language):
    for panel in view.inner:
        spoil(monkeypatch, panel)
    with caplog.at_level(logging.ERROR):
        app = opened(view, language)
    words = Words(language)
    assert not app.exception
    assert app.title[0].value == words(TITLES[view.page])
    said = failures(app)
    assert len(said) == len(view.inner), [sentence for sentence, _ in said]
    before, _, between = words("“{name}” could not be drawn from the release of {release}.").partition(
        "{name}"
    )
    for panel in view.inner:
        start = before + words(NAMES[panel]) + between.split("{release}")[0]
        assert any(sentence.startswith(start) for sentence, _ in said), panel
    assert {key for _, key in said} == set(logged(caplog))
    foot = words("Figures as of the release made on {date}. Sources and methods: see About.")
    assert app.caption[-1].value.startswith(foot.partition("{date}")[0])


SINGLE = {panel: view for view in reversed(VIEWS) for panel in (*view.inner, *view.outer)}


@pytest.mark.parametrize(("panel", "view"), SINGLE.items(), ids=SINGLE)
def test_one_panel_fails_and_the_others_stand(store, caches, monkeypatch, caplog, panel, view):
    spoil(monkeypatch, panel)
    with caplog.at_level(logging.ERROR):
        app = opened(view, "en")
    assert not app.exception
    [(sentence, key)] = failures(app)
    assert sentence.startswith(f"“{NAMES[panel]}” could not be drawn from the release of ")
    assert "The error is in the program, not in what you chose." in sentence
    text = logged(caplog)[key]
    assert "RuntimeError" in text and "test_error_boundary.py" in text and "Traceback" not in sentence
    assert TYPED not in text and TYPED not in sentence
    assert any("Figures as of the release" in caption.value for caption in app.caption)


def test_the_overview_without_its_headlines_has_its_map_and_its_pyramid(store, caches, monkeypatch):
    spoil(monkeypatch, "panels.overview.headlines")
    app = opened(VIEWS[0], "en")
    assert not app.metric
    assert {key.split("-")[0] for key in figures(app)} == {"map", "ranks", "pyramid"}
    assert "Age structure" in texts(app)


def test_every_panel_is_broken_here():
    tried = {panel for view in VIEWS for panel in (*view.inner, *view.outer)}
    assert tried <= NAMES.keys()
    assert NAMES.keys() - tried == FAR


def test_every_function_that_a_page_calls_is_a_panel():
    frames = {
        "page_layout.heading",
        "measure_page",
    }  # a heading is the page's; a page of measures is one, and its panel
    for page in sorted((ROOT / "pages").glob("*.py")):
        tree = ast.parse(page.read_text(encoding="utf-8"))
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        called -= frames | {"mark", "tuple"}
        panels = {name.rpartition(".")[2]: name for name in NAMES}
        assert not [call for call in called if call.rpartition(".")[2] not in panels], page.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_boundary_of_a_fragment_stands_inside_it(folder):
    for path in sorted((ROOT / "dashboard" / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            marks = [ast.unparse(each) for each in getattr(node, "decorator_list", ())]
            if any(mark.startswith("st.fragment") for mark in marks):
                assert marks[0].startswith("st.fragment") and marks[1].startswith("panel("), (
                    path.name,
                    node.name,
                )


# The page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("module", "name", "foot"), [(page_layout, "heading", True), (filters, "shared_filters", False)]
)
def test_a_page_that_fails_outside_its_panels_says_so(
    store, caches, monkeypatch, caplog, module, name, foot, language
):
    monkeypatch.setattr(module, name, broken)
    with caplog.at_level(logging.ERROR):
        app = begin(lang=language).run()
    assert not app.exception
    [(sentence, key)] = failures(app)
    assert Words(language)("This page") in sentence
    assert "RuntimeError" in logged(caplog)[key]
    assert bool(app.caption) is foot, "the rest of the page goes on"


def test_a_link_that_cannot_be_opened_at_all_is_said_in_its_language(store, caches, monkeypatch, caplog):
    monkeypatch.setattr(filters, "open_link", broken)
    app = begin(lang="vi").run()
    assert not app.exception
    [(sentence, _key)] = failures(app)
    assert Words("vi")("This page") in sentence


def test_a_problem_with_a_sentence_of_its_own_keeps_it(store, caches, monkeypatch, caplog):
    from data.problems import WorkspaceProblem
    from data.sentences import Sentence

    def problem(*_arguments):
        raise WorkspaceProblem(
            Sentence("There is no population store in {folder}: build it with `make data`.", folder="x")
        )

    monkeypatch.setattr("dashboard.panels.overview.cards_of", problem)
    app = opened(VIEWS[0], "en")
    [(sentence, key)] = failures(app)
    assert "Headline figures" in sentence and "make data" in sentence
    assert "The error is in the program" not in sentence
    assert "WorkspaceProblem" in logged(caplog)[key]


def test_streamlits_own_stops_pass(store, caches, monkeypatch):
    import streamlit as st

    monkeypatch.setattr("dashboard.panels.overview.cards_of", lambda *_arguments: st.stop())
    app = opened(VIEWS[0], "en")
    assert not app.exception and not app.error
