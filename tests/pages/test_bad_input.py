"""A wrong link opens the nearest view, a store that cannot be read says so, a taken port is named: a sentence each."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

import pytest

from dashboard.menu import PAGE_LIST
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
