"""The registrar's page: a file becomes a release only when somebody says so, and what is wrong stops it."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.loading import staging
from dashboard.loading import upload as panel
from data import workspace
from data.release_store import database
from tests.pages.conftest import begin

BIRTHS = "province,year,births\n00,1403,12345\n23,1403,200000\n"


@pytest.fixture()
def own_store(store, tmp_path, monkeypatch, caches):
    """A copy of the store, so that what is published here is published nowhere else, and a workspace."""
    shutil.copytree(store, tmp_path / "store")
    monkeypatch.setenv("RASAD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RASAD_REGISTRAR_KEY", "open sesame")
    (tmp_path / "waiting").mkdir()
    monkeypatch.setattr(staging.tempfile, "tempdir", str(tmp_path / "waiting"))
    workspace.open_workspace.cache_clear()
    place = database.open_release_store()
    for stamp in place.stamps():
        if stamp != place.current():
            place.remove(stamp)
    yield place
    workspace.open_workspace.cache_clear()


#: What is written for Markdown and for the order of letters, and not seen
AS_READ = {ord("\\"): "", 0x2068: "", 0x2069: ""}


def page(**link):
    app = begin(**link).switch_page("../pages/load.py").run()
    return app.text_input[0].set_value("open sesame").run()


def written(app):
    kinds = ("markdown", "caption", "info", "error", "success", "text", "header")
    told = "\n".join(element.value for kind in kinds for element in getattr(app, kind))
    return told.translate(AS_READ)


def findings_of(app):
    return "\n".join(table.value.reset_index().to_csv() for table in app.table).replace("\\", "")


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
    staging.publish(first, "Registrar")
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
    assert sentence in written(app) + findings_of(app)
    assert not [button for button in app.button if button.key == "load-draft" and not button.disabled]
    assert own_store.stamps() == first


def archive():
    """A ZIP file with a note in it, and no table."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("readme.txt", "see elsewhere")
    return content.getvalue()


STOPPED = (
    ("empty.csv", b"", "empty.csv خالی است", "empty.csv rỗng"),
    ("one.csv", b"a single column\nof words\n", "هیچ جداکننده‌ای", "không có dấu phân cách nào"),
    ("other.json", b'{"a": 1}', "نه JSON-stat است", "JSON-stat"),
    ("short.json", b'{"class": "dataset", "dimension": {}, "value": [1, 2', "سطر ۱: ", "dòng 1: "),
    (
        "births.csv",
        b"province,year,births\n00,1403,1\n23,14\x0003,2\n",
        "سطر ۳: بایت تهی",
        "dòng 3: có byte NUL",
    ),
    ("report.pdf", b"%PDF-1.7 report", "سند PDF", "tài liệu PDF"),
    ("notes.zip", archive(), "readme.txt است", "tệp nén chứa readme.txt"),
)


@pytest.mark.parametrize(("language", "place"), [("fa", 2), ("vi", 3)])
def test_what_stops_a_file_is_said_in_the_readers_language(own_store, language, place):
    app = page(country="IR" if language == "fa" else "VN", lang=language)
    for name, content, *_ in STOPPED:
        app.file_uploader[0].set_value((name, content, "text/csv")).run()
        assert not app.exception
        said = "\n".join(one.value for one in app.markdown if name in one.value.translate(AS_READ)).translate(
            AS_READ
        )
        expected = next(row[place] for row in STOPPED if row[0] == name)
        assert expected in said, f"{name}: {said}"
        english = re.search(r"(?:\b[a-z]{3,}\b[ ,]+){3}", said) if language == "fa" else "The file" in said
        assert not english or name == "short.json", said  # Python's own words of what is wrong with JSON
        assert not [button for button in app.button if button.key == "load-draft"]


def test_a_file_that_was_taken_in_is_held_on_the_disk_alone_until_it_is_put_away(own_store, monkeypatch):
    given_back = []
    monkeypatch.setattr(panel, "give_back", given_back.append)
    app = upload(page(country="IR", lang="fa"), "births_1403.csv", BIRTHS)
    assert len(given_back) == 1 and app.file_uploader[0].value is None
    assert "بزرگ‌تر از ۲۰۰ مگابایت" in written(app) and "python -m data.ingest FILE" in written(app)
    folder = app.session_state["load staged"].parent
    assert folder.is_dir() and "births" in written(app)
    press(app, "load-away")
    assert not folder.exists() and "load-away" not in [button.key for button in app.button]


def test_columns_that_nobody_knows_are_asked_for_and_then_remembered(own_store):
    app = upload(page(country="IR"), "x.csv", "where,when,how many\n00,1403,12345\n23,1403,200000\n")
    assert "Say which column is what" in written(app)
    folder = app.session_state["load staged"].parent.name
    app.selectbox(key=f"load-table-{folder}").set_value("population").run()
    for role, heading in (("area", "where"), ("year", "when"), ("persons", "how many")):
        app.selectbox(key=f"load-{role}-population-{folder}").set_value(heading)
    press(app.run(), "load-learn")
    assert "nothing is written yet" in written(app)
    again = upload(page(country="IR"), "y.csv", "where,when,how many\n00,1404,12345\n23,1404,200000\n")
    assert "nothing is written yet" in written(again)


RECORDS = "event_number,date,province,sex,age,registered{extra}\n" + "".join(
    f"{n},1402/{n % 12 + 1:02}/05,{('00', '23')[n % 2]},{n % 2 + 1},{20 + n % 20},1402/{n % 12 + 1:02}/{'08' if n % 4 else '29'}{{value}}\n"
    for n in range(60)
)


def records(extra="", value="", broken=""):
    return RECORDS.format(extra=extra, value=value) + broken


@pytest.fixture()
def secret(monkeypatch):
    monkeypatch.setenv("RASAD_RECORD_SALT", "a secret of tests, not of any office")


def test_event_records_are_mapped_counted_published_and_known_again(own_store, secret):
    app = page(country="IR")
    app.text_input(key="load who").set_value("Registrar").run()
    upload(app, "births_1402.csv", records(broken="61,1402/13/45,23,1,30,\n61,,99,1,30,\n"))
    assert not app.exception
    assert "only the counts enter the store" in written(app), "the headings are those of records"
    press(app, "load-learn-records")
    assert not app.exception
    assert "nothing is written yet" in written(app)
    assert (
        "row 61: The date of the event is empty or is not a date of either calendar. Records in all: 2."
        in findings_of(app)
    )
    press(app, "load-draft")
    draft = own_store.stamps()[0]
    engine = own_store.open(draft)
    with engine.connect() as reader:
        source = "SELECT sum(events), count(cell_key) - count(*) FROM birth WHERE parts = 0 AND source LIKE 'records_%'"
        assert tuple(reader.execute(text(source)).one()) == (60, 0)
    engine.dispose()
    press(app, "load-publish")
    quality = begin(country="IR", area="IR00").switch_page("../pages/quality.py").run()
    choose(quality, "quality-section", "registration")
    choose(quality, "quality-register", "delay")
    assert not quality.exception
    late = quality.table[0].value
    assert late["within 15 days"].to_dict() == {"Markazi": "15", "Tehran": "30"}
    said = "\n".join(one.value for one in quality.markdown)
    assert "50.0 of 100 events were registered within 15 days, of 30 with both dates" in said
    assert late["16 to 90 days"].to_dict() == {"Markazi": "15", "Tehran": "0"}
    again = upload(page(country="IR"), "may.csv", records())
    assert "nothing is written yet" in written(again), "the next file with these headings is known"


def choose(app, key, value):
    next(group for group in app.get("button_group") if group.key == key).set_value(value)
    return app.run()


@pytest.mark.parametrize(("language", "sentence"), [("en", "holds identity data"), ("fa", "دادهٔ هویتی دارد")])
def test_identity_columns_are_refused_with_a_sentence_or_left_behind(own_store, secret, language, sentence):
    app = page(country="IR", lang=language)
    upload(app, "births_1402.csv", records(extra=",national_id", value=",0013542419"))
    press(app, "load-learn-records")
    assert not app.exception
    assert sentence in written(app) and "national_id" in written(app) and "0013542419" not in written(app)
    assert not [button for button in app.button if button.key == "load-draft"]
    folder = app.session_state["load staged"].parent.name
    app.radio(key=f"records-identity-{folder}").set_value("drop").run()
    press(app, "load-learn-records")
    assert [button for button in app.button if button.key == "load-draft"]
    assert sentence in findings_of(app)
    assert "0013542419" not in findings_of(app)


def test_without_a_secret_nothing_is_counted(own_store, monkeypatch):
    monkeypatch.delenv("RASAD_RECORD_SALT", raising=False)
    app = upload(page(country="IR"), "births_1402.csv", records())
    press(app, "load-learn-records")
    assert "RASAD_RECORD_SALT" in written(app) and not app.exception


def test_files_nobody_came_back_to_are_thrown_away(tmp_path, monkeypatch):
    monkeypatch.setattr(staging.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    old = staging.stage("births.csv", b"a,b\n")
    staging.sweep(now=old.path.stat().st_mtime + 25 * 3600)
    assert not old.folder.exists()
    fresh = staging.stage("births.csv", b"a,b\n")
    staging.sweep()
    assert fresh.path.is_file()


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
