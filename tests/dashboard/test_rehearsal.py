"""Every page is opened by the program itself, as a browser opens it, and what fails leaves the server serving."""

import asyncio
import logging

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.menu import PAGE_LIST
from dashboard.rehearsal import Rehearsal, fetch, open_pages
from tests.dashboard.loops import run


def test_every_page_of_a_country_is_asked_for_once_after_the_one_before_has_ended():
    pages = []

    async def app(_scope, receive, send) -> None:
        assert (await receive())["type"] == "websocket.connect"
        while (message := await receive())["type"] == "websocket.receive":
            question = BackMsg.FromString(message["bytes"]).rerun_script
            pages.append((question.page_name, question.query_string))
            end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
            await send({"type": "websocket.send", "bytes": end.SerializeToString()})

    run(open_pages(app, "VN"))
    assert pages == [(name, "country=VN&area=VN") for name in ("", *(name for name, *_ in PAGE_LIST[1:]))]


def test_a_file_is_fetched_by_one_who_stays_until_it_is_there():
    async def app(_scope, receive, send) -> None:
        await receive()
        leaving = asyncio.ensure_future(receive())  # as a server listens for a browser that leaves
        await asyncio.sleep(0)
        assert not leaving.done()
        leaving.cancel()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    run(fetch(app, "/"))


def test_what_fails_is_in_the_log_and_the_rehearsal_is_over(caplog):
    rehearsal = Rehearsal()

    async def fail() -> None:
        raise ZeroDivisionError

    async def tried() -> None:
        work = asyncio.create_task(fail())
        work.add_done_callback(rehearsal.end)
        await asyncio.wait([work])

    with caplog.at_level(logging.WARNING):
        run(tried())
    assert rehearsal.over and "ZeroDivisionError" in caplog.text
