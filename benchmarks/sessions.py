"""Visitors' sessions over Streamlit's own protocol, without a browser: what a server does for a reader, and nothing else.

A session opens the websocket that a browser opens, asks for a page by its link, moves widgets, and reads what the server
sends until the script has ended. Exceptions that the page shows are counted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE = 120.0  # seconds that a run may take before it counts as failed


@dataclass(frozen=True)
class Run:
    """One run of a page: seconds from the question to the end of the script, bytes received, exceptions shown."""

    seconds: float
    size: int
    exceptions: tuple[str, ...]


@dataclass(frozen=True)
class Widget:
    """A list or a slider of texts: its id, and the texts a reader can choose from."""

    id: str
    options: Sequence[str]
    slider: bool

    def choice(self, place: int) -> WidgetState:
        """What a browser sends when this option is chosen: both their text."""
        if self.slider:
            state = WidgetState(id=self.id)
            state.string_array_value.data.append(self.options[place])
            return state
        return WidgetState(id=self.id, string_value=self.options[place])


class Session:
    """One visitor: ``async with Session(address) as visitor: await visitor.open("ageing", {"lang": "fa"})``."""

    def __init__(self, address: str) -> None:
        self.address = address.replace("http", "ws", 1) + "/_stcore/stream"
        #: Lists and sliders of the last run, by the key the program gave them
        self.widgets: dict[str, Widget] = {}

    async def __aenter__(self) -> Session:
        self.socket = await websockets.connect(
            self.address,
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            compression="deflate",
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def open(self, page: str, link: Mapping[str, str], moves: Sequence[WidgetState] = ()) -> Run:
        """Ask for a page by its name and link, as a browser does on arrival or when a link of the menu is followed.

        ``moves``: what the reader chose in widgets at the same time.
        """
        question = BackMsg()
        question.rerun_script.query_string = urlencode(link)
        question.rerun_script.page_name = page
        question.rerun_script.widget_states.widgets.extend(moves)
        begin = time.perf_counter()
        await self.socket.send(question.SerializeToString())
        return await asyncio.wait_for(self._read(begin), PATIENCE)

    def widget(self, key: str) -> Widget | None:
        """The list or slider whose key has these letters."""
        return next((widget for name, widget in self.widgets.items() if key in name), None)

    async def _read(self, begin: float) -> Run:
        size = 0
        exceptions: list[str] = []
        self.widgets = {}
        while True:
            data = await self.socket.recv()
            size += len(data)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._look_at(message.delta, exceptions)
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    exceptions.append(f"the script ended as {message.script_finished}")
                return Run(time.perf_counter() - begin, size, tuple(exceptions))

    def _look_at(self, delta: Delta, exceptions: list[str]) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            error = element.exception
            exceptions.append(f"{error.type}: {error.message} {' '.join(error.stack_trace[-2:])}")
        if kind in ("selectbox", "slider"):
            proto = getattr(element, kind)
            self.widgets[proto.id] = Widget(proto.id, list(proto.options), kind == "slider")
