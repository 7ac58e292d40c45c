"""The ASGI application: the Streamlit frame, with boundaries and a health check beside it.

``streamlit run dashboard/server.py`` serves it; ``python -m dashboard`` does so after checking the port.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import plotly
import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dashboard.html_middleware import Doorway
from dashboard.rehearsal import Rehearsal
from dashboard.settings import ROOT, STATIC
from dashboard.static_assets import Compression, Scripts
from data import boundaries


class Boundaries(StaticFiles):
    """Boundary files, an office's own before ours, kept by the browser for a day: they do not change with the figures."""

    def __init__(self, directories: Sequence[Path]) -> None:
        super().__init__(directory=directories[-1])
        self.all_directories: list[str | PathLike[str]] = list(directories)

    async def get_response(self, path: str | PathLike[str], scope: Scope) -> Response:
        """The file, with its caching said; nothing else that may lie in an office's folder."""
        if not str(path).endswith(".geojson"):
            raise HTTPException(status_code=404)
        response = await super().get_response(str(path), scope)
        response.headers["cache-control"] = "public, max-age=86400"
        return response


REHEARSAL = Rehearsal()
HOUR_OF_CACHE = {"cache-control": "public, max-age=3600"}


async def drawing(_request: Request) -> Response:
    """Plotly itself, fetched once and only when a picture is taken: the one inside the pages cannot be called."""
    file = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return FileResponse(file, media_type="text/javascript", headers=HOUR_OF_CACHE)


async def healthz(_request: Request) -> Response:
    """``ok`` while the process serves."""
    return PlainTextResponse("ok")


async def readyz(_request: Request) -> Response:
    """``ok`` once every page was opened by the program itself; until then 503."""
    if REHEARSAL.over:
        return PlainTextResponse("ok")
    return PlainTextResponse("opening the pages", status_code=503)


def beside_the_pages() -> list[Mount | Route]:
    """What is served besides the pages."""
    return [
        Mount("/boundaries", Boundaries(boundaries.folders())),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/scripts/plotly.js", drawing),
        Mount("/scripts", Scripts(directory=STATIC / "scripts")),
    ]


app = st.App(
    ROOT / "dashboard" / "app.py",
    routes=beside_the_pages(),
    middleware=[Middleware(Compression), Middleware(Doorway)],
    lifespan=REHEARSAL.lifespan,
)
