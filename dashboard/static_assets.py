"""Scripts, styles and boundaries as a browser gets them: compressed, and what the first chart needs asked for early.

Streamlit sends its scripts as they lie on the disk, eight megabytes for a first visit, and leaves compression to a proxy that
an office does not have; and a browser learns that it needs Plotly, half of them, only when the first chart arrives.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from functools import cache
from os import PathLike
from pathlib import Path

import pyarrow as pa
import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.analysis.value_cache import ValueCache
from dashboard.settings import STATIC

CHUNKS = Path(streamlit.__file__).parent / "static" / "static" / "js"
#: Streamlit's chunks that are fetched only when an element of their kind arrives, in the order a page has them
EARLY = (
    "Html", "Selectbox", "ButtonGroup", "Metric", "PlotlyChart", "Slider", "Button", "Checkbox", "DownloadButton",
)  # fmt: skip
#: A chunk's import of another that it cannot run without
IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
#: The one address that a chunk has
CHUNK = re.compile(r"(/[\w-]+)*/static/(js|css)/[\w.-]+")
COMPRESSIBLE = (".js", ".css", ".geojson", ".svg")
#: Of brotli, 0 to 11: the next step takes seven times as long for a tenth less
QUALITY = 9
#: Answers that stay compressed in memory: about three megabytes of a first visit's
ENTRIES = 512


class Compression:
    """ASGI middleware that compresses a page and what belongs to it; each file once, whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.bodies = ValueCache(ENTRIES)
        #: Answers of Streamlit's chunks, whole: path and encoding -> start and body
        self.immutable: dict[tuple[str, str], tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold an answer back until it is whole, and send it in the encoding that the browser reads."""
        encoding = best_encoding(scope)
        if encoding is None:
            await self.app(scope, receive, send)
            return
        address = (scope["path"], encoding)
        if address in self.immutable:
            start, body = self.immutable[address]
        else:
            start, body = await self.answer(scope, receive, encoding)
            if (
                start["status"] == 200
                and CHUNK.fullmatch(scope["path"])
                and b"immutable" in cache_control(start)
            ):
                self.immutable[address] = (start, body)
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def answer(self, scope: Scope, receive: Receive, encoding: str) -> tuple[Message, bytes]:
        """The whole answer, compressed."""
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        messages: list[Message] = []

        async def gather(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "headers": plain}, receive, gather)
        body = b"".join(message.get("body", b"") for message in messages[1:])
        return messages[0], await self.encoded(scope, messages[0], body, encoding)

    async def encoded(self, scope: Scope, start: Message, body: bytes, encoding: str) -> bytes:
        """The body as it is sent; what is said of it in the headers is changed with it."""
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] != 200 or "content-encoding" in headers or not body:
            return body
        tag = headers.get("etag", "")
        if tag:
            small = await asyncio.to_thread(
                self.bodies.value, (scope["path"], tag, encoding), lambda: compress(body, encoding)
            )
            headers["etag"] = "W/" + tag.removeprefix("W/")
        else:
            small = compress(body, encoding, quality=5)
        headers["content-encoding"] = encoding
        headers["content-length"] = str(len(small))
        headers.add_vary_header("accept-encoding")
        return small


def cache_control(start: Message) -> bytes:
    """How long an answer may be kept."""
    return dict(start["headers"]).get(b"cache-control", b"")


def best_encoding(scope: Scope) -> str | None:
    """br or gzip for what is worth compressing, where the browser reads it; nothing for parts of a file."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = Headers(scope=scope)
    page = "text/html" in headers.get("accept", "")
    if "range" in headers or not (page or scope["path"].endswith(COMPRESSIBLE)):
        return None
    accepted = {part.split(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
    return next((each for each in ("br", "gzip") if each in accepted), None)


def compress(body: bytes, encoding: str, quality: int = QUALITY) -> bytes:
    """The same bytes in fewer."""
    if encoding == "gzip":
        return gzip.compress(body, quality)
    small: bytes = pa.Codec("brotli", compression_level=quality).compress(body, asbytes=True)
    return small


@cache
def versioned(address: str) -> str:
    """The address of one of our scripts or styles with its content in it: such an address may be kept for good."""
    content = (STATIC / address).read_bytes()
    return f"./{address}?v={hashlib.sha256(content).hexdigest()[:12]}"


class Scripts(StaticFiles):
    """Our scripts and styles, kept by the browser for good where their address says what is in them."""

    async def get_response(self, path: str | PathLike[str], scope: Scope) -> Response:
        """The file, with its caching said."""
        response = await super().get_response(str(path), scope)
        if response.status_code == 200 and f"./scripts/{path}?{scope['query_string'].decode()}" == versioned(
            f"scripts/{path}"
        ):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


@cache
def early_chunks() -> tuple[str, ...]:
    """File names of the chunks that the first elements of a page need, each with those it imports."""
    names: dict[str, None] = {}
    for path in early_elements():
        _add(path, names)
    return tuple(names)


@cache
def early_elements() -> tuple[Path, ...]:
    """The chunks that draw the first elements of a page."""
    return tuple(path for kind in EARLY for path in CHUNKS.glob(f"{kind}.????????.js"))


def _add(path: Path, names: dict[str, None]) -> None:
    if path.name in names or not path.is_file():
        return
    names[path.name] = None
    for name in IMPORT.findall(path.read_text(encoding="utf-8")):
        _add(path.with_name(name), names)
