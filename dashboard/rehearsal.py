"""Before the first reader the program opens every page itself, so that nobody waits for what is made once.

It is asked as a browser asks it: over Streamlit's own protocol, in this process, without a network. Pages are served
meanwhile; `/readyz` says when it is over, so that whoever restarts one server of several can wait for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import streamlit as st
from starlette.types import ASGIApp, Message, Scope
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import warm_up
from dashboard.menu import PAGE_LIST
from dashboard.settings import COUNTRIES
from dashboard.static_assets import early_chunks

LOG = logging.getLogger("rasad.rehearsal")
#: Seconds that one page may take
PATIENCE = 120.0


class Rehearsal:
    """The pages of every country, opened one after the other."""

    def __init__(self) -> None:
        self.over = False

    @asynccontextmanager
    async def lifespan(self, app: ASGIApp) -> AsyncIterator[dict[str, object]]:
        """Begin when the server does; end with it."""
        work = asyncio.create_task(self.run(app))
        work.add_done_callback(self.end)
        yield {}
        work.cancel()

    async def run(self, app: ASGIApp) -> None:
        """Everything once."""
        await asyncio.to_thread(warm_up.load)
        await fetch(app, "/")
        for name in early_chunks():
            await fetch(app, f"/static/js/{name}")
        for country in COUNTRIES:
            await open_pages(app, country)
        await asyncio.to_thread(warm_up.freeze)

    def end(self, work: asyncio.Task[None]) -> None:
        """What failed is a reader's to meet, and in the log: the server serves all the same."""
        self.over = True
        if not work.cancelled() and (problem := work.exception()) is not None:
            LOG.warning("the pages could not all be opened before their readers: %s", type(problem).__name__)


async def fetch(app: ASGIApp, path: str) -> None:
    """A file, as a browser that reads every encoding asks for it: it is compressed now."""
    headers = [(b"accept", b"text/html"), (b"accept-encoding", b"br"), (b"host", host())]

    heard: asyncio.Queue[Message] = asyncio.Queue()
    heard.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(_message: Message) -> None:
        pass

    scope = _scope("http", path, headers)
    scope.update(method="GET", scheme="http")
    await app(scope, heard.get, send)


async def open_pages(app: ASGIApp, country: str) -> None:
    """A session that goes through the pages of the menu."""
    questions = iter([question(country, name) for name in ("", *(name for name, *_ in PAGE_LIST[1:]))])
    end = asyncio.Event()
    heard: asyncio.Queue[Message] = asyncio.Queue()
    heard.put_nowait({"type": "websocket.connect"})
    heard.put_nowait(next(questions))

    async def send(message: Message) -> None:
        if is_last(message):
            following = next(questions, None)
            if following is None:
                end.set()
            else:
                heard.put_nowait(following)

    headers = [(b"host", host()), (b"sec-websocket-protocol", b"streamlit")]
    scope = _scope("websocket", "/_stcore/stream", headers)
    scope.update(scheme="ws", subprotocols=["streamlit"])

    async def leave() -> None:
        await asyncio.wait_for(end.wait(), PATIENCE * len(PAGE_LIST))
        heard.put_nowait({"type": "websocket.disconnect", "code": 1000})

    await asyncio.gather(app(scope, heard.get, send), leave())


def question(country: str, page: str) -> Message:
    """What a browser sends to have a page of a country."""
    message = BackMsg()
    message.rerun_script.query_string = urlencode({"country": country, "area": country})
    message.rerun_script.page_name = page
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def is_last(message: Message) -> bool:
    """Whether this is the end of a run of a page."""
    if message["type"] != "websocket.send":
        return False
    answer = ForwardMsg()
    answer.ParseFromString(message["bytes"])
    return answer.WhichOneof("type") == "script_finished"


def host() -> bytes:
    """A host that the server answers under."""
    allowed = st.get_option("server.allowedHosts") or []
    return next((str(each) for each in allowed if "*" not in str(each)), "localhost").encode()


def _scope(kind: str, path: str, headers: list[tuple[bytes, bytes]]) -> Scope:
    base = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "path": base.rstrip("/") + path,
        "raw_path": (base.rstrip("/") + path).encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 0),
        "server": ("localhost", None),
    }
