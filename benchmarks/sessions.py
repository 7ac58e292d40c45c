"""Visitors' sessions over Streamlit's own protocol, without a browser: what a server does for a reader, and nothing else.

A session opens the websocket that a browser opens, asks for a page by its link, and reads what the server sends until the
script has ended. Exceptions that the page shows are counted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 120.0  # seconds that a run may take before it counts as failed


@dataclass(frozen=True)
class Run:
    """One run of a page: seconds from the question to the end of the script, bytes received, exceptions shown."""

    seconds: float
    size: int
    exceptions: tuple[str, ...]


class Session:
    """One visitor: ``async with Session(address) as visitor: await visitor.open("ageing", lang="fa")``."""

    def __init__(self, address: str) -> None:
        self.address = address.replace("http", "ws", 1) + "/_stcore/stream"

    async def __aenter__(self) -> Session:
        self.socket = await websockets.connect(
            self.address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, compression=None
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def open(self, page: str, link: Mapping[str, str]) -> Run:
        """Ask for a page by its name and link, as a browser does on arrival or when a link of the menu is followed."""
        question = BackMsg()
        question.rerun_script.query_string = urlencode(link)
        question.rerun_script.page_name = page
        begin = time.perf_counter()
        await self.socket.send(question.SerializeToString())
        return await asyncio.wait_for(self._read(begin), PATIENCE)

    async def _read(self, begin: float) -> Run:
        size = 0
        exceptions: list[str] = []
        while True:
            data = await self.socket.recv()
            size += len(data)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                error = message.delta.new_element.exception
                exceptions.append(f"{error.type}: {error.message} {' '.join(error.stack_trace[-2:])}")
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    exceptions.append(f"the script ended as {message.script_finished}")
                return Run(time.perf_counter() - begin, size, tuple(exceptions))
