"""A wrong link opens the nearest view, a store that cannot be read says so, a taken port is named: a sentence each."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dashboard.analysis.catalogue import BY_KEY
from dashboard.choices import CHOICES
from dashboard.menu import PAGE_LIST
from dashboard.view_state import from_query
from dashboard.words import LANGUAGES, Words
from data.release_store.pointer import current_file, make_current, release_file
from tests.conftest import ROOT
from tests.pages.conftest import begin, choice

PAGES = tuple(name for name, _title, _icon in PAGE_LIST)
CANNOT = "The population store cannot be opened."


# Links


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ({"area": "IR99", "country": "IR"}, "IR99"),
        ({"area": "VN01", "country": "IR"}, "VN01"),
        ({"country": "ZZ"}, "ZZ"),
        ({"country": ""}, "“”"),
        ({"year": "2020", "country": "IR"}, "2020"),
        ({"year": "1400", "country": "VN"}, "1400"),
        ({"year": "soon"}, "soon"),
        ({"year": "99999999999999999999"}, "99999999999"),
        ({"measure": "happiness"}, "happiness"),
        ({"lang": "tlh"}, "tlh"),
        ({"area": "'; DROP TABLE area; --"}, "DROP TABLE"),
        ({"area": "<script>alert(1)</script>"}, "alert(1)"),
        ({"area": "x" * 5000}, "x" * 20),
        ({"measure": "{0.__class__}"}, "{0.__class__}"),
    ],
)
def test_a_wrong_link_opens_the_nearest_view_with_a_sentence(open_page, link, word):
    app = open_page(**link)
    assert not app.exception
    assert not app.error
    [note] = [note.value for note in app.info if "link asks for" in note.value]
    assert word in note
    assert len(note) < 200
    assert app.metric, "the page is there all the same"


@pytest.mark.parametrize("page", PAGES)
def test_a_link_wrong_in_every_part_opens_every_page_with_a_sentence_for_each(open_page, page):
    app = open_page(page, lang="tlh", country="ZZ", area="IR99", year="2525", measure="happiness")
    assert not app.exception
    assert sum("link asks for" in note.value for note in app.info) == 5
    assert choice(app, "area").value == "IR"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_is_in_the_readers_language_and_said_once(open_page, language):
    app = open_page(lang=language, area="IR99")
    asked = "The link asks for the area “{asked}”, which is not known; this is the whole country."
    note = Words(language)(asked, asked="IR99")
    assert note in [said.value for said in app.info]
    choice(app, "area").select("IR23").run()
    assert note not in [said.value for said in app.info]
    assert app.query_params["area"] in ("IR23", ["IR23"])


def hostile(text: bytes) -> str:
    """A link to a scenario that says this, whatever it is."""
    return "1" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


SHOCK = '{"shocks": [{"name": "flood", "begins": 1410, "lasts": 1, "ages": %s}]}'


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 20_000,
        b'{"paths": ' * 4_000,
        (SHOCK % "[]").encode(),
        (SHOCK % "[3]").encode(),
        (SHOCK % "[40, 20]").encode(),
        b'{"name": "\\udcff"}',
        b'{"paths": [{"component": "net_migration", "points": [[1410.5, 5]], "area": "\\ud83d"}]}',
        b'{"horizon": ' + b"9" * 5_000 + b"}",
    ],
    ids=[
        "deep list",
        "deep path",
        "no ages",
        "one age",
        "ages that fall",
        "half a letter",
        "half an area",
        "long year",
    ],
)
def test_a_scenario_that_cannot_be_is_left_out_with_a_sentence(open_page, text):
    app = open_page("projections", country="IR", area="IR11", lang="en", scenario=hostile(text))
    assert not app.exception
    [said] = [error.value for error in app.error]
    assert said.startswith("The scenario in this link cannot be read")
    assert "scenario" not in app.query_params
    assert any(text.value.startswith("**In ") for text in app.markdown), "the medium scenario stands"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_that_cannot_be_run_leaves_the_bench_with_a_sentence(open_page, language):
    text = hostile((SHOCK % "[200, null]").encode())
    app = open_page("projections", country="IR", area="IR11", lang=language, scenario=text)
    assert not app.exception
    said = [error.value for error in app.error]
    assert said and all(
        each.startswith(Words(language)("This scenario cannot be projected: {why}")[:8]) for each in said
    )
    assert choice(app, "variant")


LINK_TEXTS = some.text(some.characters(codec="utf-8"), max_size=12)
PARTS = ("lang", "country", "area", "year", "measure", "with", "saved", "made", "scenario", *CHOICES)


@settings(max_examples=8)
@given(some.dictionaries(some.sampled_from(PARTS), LINK_TEXTS, max_size=6))
def test_no_link_ends_a_page(store, caches, link):
    app = begin(**link).switch_page("../pages/projections.py").run()
    assert not app.exception
    assert app.title


@given(some.dictionaries(some.sampled_from(PARTS), LINK_TEXTS, max_size=8), some.sampled_from(["IR", "VN"]))
@example({"year": "٢٠٢٠"}, "VN")
@example({"year": "1²"}, "VN")
def test_any_link_is_a_view(link, country):
    opened = from_query({"country": country} | link, {"IR": ("IR", "IR23"), "VN": ("VN", "VN79")}, BY_KEY)
    assert opened.view.area.startswith(opened.view.country)
    assert opened.view.to_query()


# Stores


def no_folder(folder, _whole):
    """Nothing was ever built."""


def pointer_to_nowhere(folder, _whole):
    make_current(release_file(folder, "a"))


def garbage(folder, _whole):
    release_file(folder, "a").write_bytes(b"garbage" * 5000)
    make_current(release_file(folder, "a"))


def nothing_in_it(folder, _whole):
    release_file(folder, "a").touch()
    make_current(release_file(folder, "a"))


def cut_short(folder, whole):
    file = release_file(folder, "a")
    shutil.copy(whole, file)
    os.truncate(file, whole.stat().st_size * 6 // 10)
    make_current(file)


def pointer_says_nothing(folder, _whole):
    (folder / "current").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [no_folder, pointer_to_nowhere, pointer_says_nothing, garbage, nothing_in_it, cut_short],
    ids=lambda spoil: spoil.__name__,
)
def test_a_store_that_cannot_be_read_is_said_on_the_page_with_what_to_do(
    store, caches, tmp_path, monkeypatch, spoil
):
    whole = current_file(store)
    spoil(tmp_path, whole)
    monkeypatch.setenv("RASAD_STORE", str(tmp_path))
    app = begin(lang="en").run()
    assert not app.exception
    assert [error.value for error in app.error] == [CANNOT]
    assert any("make data" in said.value for said in app.markdown)
    assert not app.metric


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_store_that_cannot_be_read_is_said_in_the_language_of_the_link(
    tmp_path, monkeypatch, caches, language
):
    monkeypatch.setenv("RASAD_STORE", str(tmp_path / "nothing"))
    app = begin(lang=language).run()
    assert not app.exception
    assert [error.value for error in app.error] == [Words(language)(CANNOT)]


def test_a_store_that_is_lost_while_people_read_is_said_and_found_again(store, caches, tmp_path, monkeypatch):
    file = tmp_path / current_file(store).name
    shutil.copy(current_file(store), file)
    make_current(file)
    monkeypatch.setenv("RASAD_STORE", str(tmp_path))
    app = begin(lang="en").run()
    assert app.metric and not app.error
    (tmp_path / "current").unlink()
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [CANNOT]
    make_current(file)
    app.run()
    assert app.metric and not app.error


# The port


def test_a_taken_port_is_said_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip().count("\n") == 0
    assert f"Port {port} is taken" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_cannot_be_is_refused_in_a_sentence(port):
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert port in done.stderr


def test_a_server_whose_store_cannot_be_built_does_not_start(tmp_path):
    (tmp_path / "store").write_text("I was here first")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"RASAD_STORE": str(tmp_path / "store")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
