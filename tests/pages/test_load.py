"""The registrar's page: a file becomes a release only when somebody says so, and what is wrong stops it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dashboard import loading
from data import shelf, workspace
from tests.pages.conftest import begin

BIRTHS = "province,year,births\n00,1403,12345\n23,1403,200000\n"


@pytest.fixture()
def own_store(store, tmp_path, monkeypatch, caches):
    """A copy of the store, so that what is published here is published nowhere else, and a workspace."""
    shutil.copytree(store, tmp_path / "store")
    monkeypatch.setenv("RASAD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RASAD_REGISTRAR_KEY", "open sesame")
    workspace.open_workspace.cache_clear()
    place = shelf.open_shelf()
    for stamp in place.stamps():
        if stamp != place.current():
            place.remove(stamp)
    yield place
    workspace.open_workspace.cache_clear()


def page(**link):
    app = begin(**link).switch_page("../pages/load.py").run()
    return app.text_input[0].set_value("open sesame").run()


def written(app):
    kinds = ("markdown", "caption", "info", "error", "success", "text", "header")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def upload(app, name, content):
    return app.file_uploader[0].set_value((name, content.encode(), "text/csv")).run()


def press(app, key):
    return next(button for button in app.button if button.key == key).click().run()


def test_a_file_is_drafted_compared_published_and_taken_back(own_store):
    first = own_store.current()
    app = page(country="IR")
    app.text_input(key="load who").set_value("Registrar").run()
    upload(app, "births_1403.csv", BIRTHS)
    assert not app.exception
    assert "nothing is written yet" in written(app)
    assert own_store.current() == first and len(own_store.stamps()) == 1
    press(app, "load-draft")
    assert "Readers still see the release before" in written(app)
    draft = own_store.stamps()[0]
    assert draft != first and own_store.current() == first
    press(app, "load-publish")
    assert own_store.current() == draft
    assert "is what readers see now" in written(app)
    told = workspace.entries()
    assert told["what"].tolist() == ["release drafted", "release published"]
    assert set(told["who"]) == {"Registrar"}
    loading.publish(first, "Registrar")
    assert own_store.current() == first


def test_a_draft_thrown_away_leaves_nothing(own_store):
    app = page(country="IR")
    app.text_input(key="load who").set_value("Registrar").run()
    press(upload(app, "births_1403.csv", BIRTHS), "load-draft")
    press(app, "load-discard")
    assert len(own_store.stamps()) == 1
    assert "nothing changed" in written(app)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("births.csv", "province,year,births\n00,1403,-5\n", "stop the release"),
        ("births.csv", "", "is empty"),
        ("births.csv", "province,year,births\n=cmd|' /c calc'!A1,1403,5\n", "="),
    ],
)
def test_what_is_wrong_is_a_sentence_and_the_release_stays(own_store, name, content, sentence):
    first = own_store.stamps()
    app = upload(page(country="IR"), name, content)
    assert not app.exception
    assert sentence in written(app) + "".join(str(table.value) for table in app.dataframe)
    assert not [button for button in app.button if button.key == "load-draft" and not button.disabled]
    assert own_store.stamps() == first


def test_columns_that_nobody_knows_are_asked_for_and_then_remembered(own_store):
    app = upload(page(country="IR"), "x.csv", "where,when,how many\n00,1403,12345\n23,1403,200000\n")
    assert "Say which column is what" in written(app)
    folder = app.session_state["load staged"].folder.name
    app.selectbox(key=f"load-table-{folder}").set_value("population").run()
    for role, heading in (("area", "where"), ("year", "when"), ("persons", "how many")):
        app.selectbox(key=f"load-{role}-population-{folder}").set_value(heading)
    press(app.run(), "load-learn")
    assert "nothing is written yet" in written(app)
    again = upload(page(country="IR"), "y.csv", "where,when,how many\n00,1404,12345\n23,1404,200000\n")
    assert "nothing is written yet" in written(again)


def test_from_elsewhere_it_asks_for_the_pass_phrase(own_store):
    app = begin(country="IR").switch_page("../pages/load.py").run()
    assert not app.file_uploader
    app.text_input[0].set_value("guess").run()
    assert "not the pass phrase" in written(app) and not app.file_uploader


def test_without_a_pass_phrase_only_the_server_itself_may_load(own_store, monkeypatch):
    monkeypatch.delenv("RASAD_REGISTRAR_KEY")
    app = begin(country="IR").switch_page("../pages/load.py").run()
    assert not app.file_uploader and "on the server itself only" in written(app)


def test_a_release_of_another_version_or_damaged_is_told_and_does_not_stand_in_the_way(own_store):
    folder = Path(os.environ["RASAD_STORE"])
    current = own_store.current()
    (folder / "population-20200101T000000000000Z.duckdb").write_bytes(b"not a store")
    app = page(country="IR", lang="en")
    assert not app.exception and not app.error
    offered = app.radio(key=f"load-restore-{current}").options
    assert len(offered) == 1 and offered[0].endswith("· the built-in tables · current")
    assert "1 release is of another version of the program or damaged" in written(app)
