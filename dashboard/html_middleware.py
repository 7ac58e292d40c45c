"""The first HTML a browser gets: the page's language and direction, where the server is, how wide the window is.

Streamlit's own page always says English, so a screen reader would read Persian aloud as English
(streamlit#8399); and on a deep link it first looks for the server beside the page, which fails with a 404.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.static_assets import early_chunks, early_elements, versioned
from dashboard.view_state import DEFAULT_LANGUAGE
from dashboard.words import LANGUAGES, Words

HTML_TAG = re.compile(rb"<html[^>]*>")
HEAD_TAG, HEAD_END, BODY_TAG = b"<head>", b"</head>", b"<body>"
#: Streamlit's own letters, which no page of ours is set in
STREAMLITS_FONT = re.compile(rb'<link\b[^>]*rel="preload"[^>]*as="font"[^>]*>')
#: Resolved by the browser, so that it holds under a base path too: every page is one step below the root. The width
#: of the window goes along as a cookie, because a map must be drawn for a phone or for a desk and cannot fit itself.
SERVER = (
    b'<script>window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href};'
    b'document.cookie="rasad_width="+innerWidth+";path=/;SameSite=Strict";</script>'
    + "".join(
        f'<script src="{versioned(f"scripts/{name}.js")}" defer></script>' for name in ("page", "take")
    ).encode()
)
#: Twice: in the head, where nothing is drawn before it is there, and behind Streamlit's own rules, which stand in the head too:
#: of two that weigh the same the later holds
STYLE = f'<link rel="stylesheet" href="{versioned("scripts/rasad.css")}">'.encode()
#: What a browser asks of Streamlit's one file, which is not yet a page: each language's is another
OF_THE_FILE = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
#: Letters of the first lines of a page
FONTS = {
    "en": ("be-vietnam-pro-latin-400-normal", "be-vietnam-pro-latin-600-normal"),
    "fa": ("vazirmatn-arabic-wght-normal",),
    "vi": tuple(
        f"be-vietnam-pro-{part}-{weight}-normal" for part in ("latin", "vietnamese") for weight in (400, 600)
    ),
}


class Doorway:
    """ASGI middleware that edits the HTML of a page on its way out; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back the start of an HTML answer until its body has been edited."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in OF_THE_FILE]
        words = Words(asked_language(scope))
        held: list[Message] = []
        body = bytearray()

        async def editing(message: Message) -> None:
            if message["type"] == "http.response.start" and not held:
                held.append(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            start = held[0]
            headers = MutableHeaders(raw=start["headers"])
            page = bytes(body)
            answer = page
            if "text/html" in headers.get("content-type", ""):
                answer = edited(page, words)
                headers["etag"] = f'"{hashlib.sha256(answer).hexdigest()[:32]}"'
                del headers["last-modified"]
            headers["content-length"] = str(len(answer))
            await send(start)
            await send({"type": "http.response.body", "body": answer})

        await self.app({**scope, "headers": plain}, receive, editing)


def asked_language(scope: Scope) -> str:
    """The language in the link, where there is one we speak."""
    language = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [DEFAULT_LANGUAGE])[0]
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def edited(page: bytes, words: Words) -> bytes:
    """The page with its language and direction said, the server's address in it, and what it will need asked for."""
    opening = f'<html lang="{words.language}" dir="{words.direction}">'.encode()
    page = STREAMLITS_FONT.sub(b"", HTML_TAG.sub(opening, page, count=1))
    chunks = [name for name in early_chunks() if name.encode() not in page]
    links = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in chunks]
    # run while the server is asked for the page: what is only fetched is first drawn as something of another height
    links += [
        f'<script type="module" crossorigin src="./static/js/{path.name}"></script>'
        for path in early_elements()
    ]
    links += [
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./app/static/fonts/{name}.woff2">'
        for name in FONTS[words.language]
    ]
    return (
        page.replace(HEAD_TAG, HEAD_TAG + SERVER + STYLE, 1)
        .replace(HEAD_END, "".join(links).encode() + HEAD_END, 1)
        .replace(BODY_TAG, BODY_TAG + STYLE, 1)
    )
