"""What a browser fetches: compressed once, kept for good where it never changes, asked for before it is needed."""

import asyncio
import gzip
import os
import re

import pyarrow as pa
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from dashboard import static_assets
from dashboard.html_middleware import Doorway, edited
from dashboard.settings import STATIC
from dashboard.static_assets import CHUNKS, EARLY, Compression, Scripts, early_chunks, versioned
from dashboard.words import Words
from tests.dashboard.loops import run

PAGE = CHUNKS.parents[1] / "index.html"
PLOTLY = next(CHUNKS.glob("PlotlyChart.*.js"))


@pytest.fixture()
def app():
    """Streamlit's own files and ours, behind the middleware they are served through."""
    streamlits = create_streamlit_static_handler(str(PAGE.parent), "")
    routes = [
        Mount("/scripts", Scripts(directory=STATIC / "scripts")),
        Mount("/", streamlits),
    ]
    return Compression(Doorway(Starlette(routes=routes)))


def answer(app, path: str, **headers: str):
    """Status, headers and body of a GET."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    messages = []

    async def get() -> None:
        heard = asyncio.Queue()
        heard.put_nowait({"type": "http.request", "body": b"", "more_body": False})

        async def send(message) -> None:
            messages.append(message)

        await app(scope, heard.get, send)

    run(get())
    start = messages[0]
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body


def opened(body: bytes, encoding: str, size: int) -> bytes:
    return (
        gzip.decompress(body)
        if encoding == "gzip"
        else pa.Codec("brotli").decompress(body, size, asbytes=True)
    )


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_chunk_is_a_third_of_itself_and_kept_for_good(app, encoding):
    plain = PLOTLY.read_bytes()
    status, headers, body = answer(app, f"/static/js/{PLOTLY.name}", accept_encoding=f"deflate, {encoding}")
    assert (status, headers["content-encoding"]) == (200, encoding)
    assert int(headers["content-length"]) == len(body) < len(plain) / 3
    assert opened(body, encoding, len(plain)) == plain
    assert "immutable" in headers["cache-control"] and "accept-encoding" in headers["vary"].lower()


def test_a_chunk_is_compressed_once(app, monkeypatch):
    first = answer(app, f"/static/js/{PLOTLY.name}", accept_encoding="br")
    monkeypatch.setattr(static_assets, "compress", None)
    assert answer(app, f"/static/js/{PLOTLY.name}", accept_encoding="br") == first


def test_a_browser_that_reads_no_encoding_and_one_that_wants_a_part_get_the_file(app):
    path = f"/static/js/{PLOTLY.name}"
    assert answer(app, path)[2] == PLOTLY.read_bytes()
    status, headers, body = answer(app, path, accept_encoding="br", range="bytes=0-99")
    assert (status, len(body), headers.get("content-encoding")) == (206, 100, None)


def test_what_a_browser_has_is_not_sent_again(app):
    tag = answer(app, "/scripts/rasad.css", accept_encoding="br")[1]["etag"]
    assert answer(app, "/scripts/rasad.css", accept_encoding="br", if_none_match=tag)[0] == 304


def test_our_scripts_are_kept_for_good_under_the_address_that_says_their_content(app):
    address = versioned("scripts/rasad.css").removeprefix(".")
    assert "immutable" in answer(app, address, accept_encoding="br")[1]["cache-control"]
    for other in ("/scripts/rasad.css", "/scripts/rasad.css?v=0"):
        assert "cache-control" not in answer(app, other, accept_encoding="br")[1]


def test_the_page_asks_early_for_what_its_first_elements_need(app):
    for kind in EARLY:
        assert any(name.startswith(f"{kind}.") for name in early_chunks()), f"Streamlit has no {kind}"
    page = edited(PAGE.read_bytes(), Words("en")).decode()
    chunks = re.findall(r'(?:href|src)="\./static/js/([^"]+)"', page)
    assert set(early_chunks()) <= set(chunks)
    assert [name for name in chunks if not (CHUNKS / name).is_file()] == []
    assert "SourceSans" not in page  # a font of Streamlit's in which nothing is set
    fonts = re.findall(r'href="\./app/static/fonts/([^"]+)"', page)
    assert fonts and all((STATIC / "fonts" / name).is_file() for name in fonts)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_page_is_in_the_language_of_its_link_whoever_came_before(app, encoding):
    tags = set()
    for language in ("en", "fa", "vi", "fa", "en"):
        asked = {"accept": "text/html", "accept_encoding": encoding}
        _, headers, body = answer(app, f"/ageing?lang={language}", **asked)
        page = opened(body, encoding, 100_000) if "content-encoding" in headers else body
        assert f'<html lang="{language}" dir="{Words(language).direction}">'.encode() in page
        tags.add(headers["etag"])
        kept = answer(app, "/ageing?lang=fa", **asked, if_none_match=headers["etag"])
        assert kept[0] == 200 and kept[2]  # what a browser has of one language is no page of another
    assert len(tags) == 3


def test_files_of_one_size_and_moment_are_two_files(tmp_path):
    """Their tags are the same: size and time of a file are all that one is made of."""
    for name in ("b", "c"):
        (tmp_path / f"{name}.svg").write_text(f"<svg>{name}</svg>")
        os.utime(tmp_path / f"{name}.svg", (1_700_000_000, 1_700_000_000))
    app = Compression(Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path))]))
    bodies = {
        opened(answer(app, f"/{name}.svg", accept_encoding="gzip")[2], "gzip", 0) for name in ("b", "c")
    }
    assert bodies == {b"<svg>b</svg>", b"<svg>c</svg>"}
