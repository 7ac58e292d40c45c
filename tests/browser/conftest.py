"""A real server and a real Chromium, one of each for all tests; what the browser saw, to be asserted on."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.conftest import ROOT

SHOTS = Path(__file__).parent / "shots"
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
WIDTHS = {"desk": 1400, "phone": 390}
PATIENCE = 120_000  # milliseconds: on two cores that do seven times as much, an opening takes 35 seconds
ONE_PRESS = 10_000  # milliseconds that a slider has to follow a key
STANDS = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelector('.stMainBlockContainer h1, [data-testid="stAlert"]')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""

#: What a page that does not stand lacks
STATE = """() => ({
  script: document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') ?? 'no page',
  heading: document.querySelector('.stMainBlockContainer h1')?.innerText ?? null,
  toCome: document.querySelectorAll('[data-testid="stSkeleton"]').length,
  stale: document.querySelectorAll('[data-stale="true"]').length,
  fonts: document.fonts.status,
})"""


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server writes on its terminal."""
    return tmp_path_factory.mktemp("server") / "said.txt"


@pytest.fixture(scope="session")
def server(store: Path, said: Path) -> Iterator[str]:
    """``http://localhost:...`` of a server started as a person starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with said.open("w") as output:
        program = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"RASAD_STORE": str(store)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/healthz", program, said)
        yield address
        assert program.poll() is None, f"the server ended:\n{said.read_text()}"
    finally:
        program.terminate()
        program.wait(timeout=30)


def _wait_for(address: str, program: subprocess.Popen[bytes], said: Path) -> None:
    """Until the server answers ``ok``."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert program.poll() is None, f"the server did not start:\n{said.read_text()}"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer in two minutes:\n{said.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the machine: nothing is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, (
        "The browser tests need Chromium: as root, apt-get install chromium (or run make test as root)."
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One visitor's window, and everything it asked for, heard and complained about."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        self.page.on("requestfailed", self._failed)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _response(self, response: Response) -> None:
        self.answered[response.url] = response.status
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left drops what it was still fetching; that is no failure of the server.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(f"{request.failure} {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, page: str = "", **link: str) -> Page:
        """Go to a page by its address and wait until it stands."""
        asked = "&".join(f"{key}={value}" for key, value in link.items())
        return self.go(f"{self.address}/{page}?{asked}")

    def go(self, address: str) -> Page:
        """Go to an address and wait until the page stands: not for the browser's own load, which waits for every file."""
        self.page.goto(address, wait_until="domcontentloaded")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has ended and nothing on the page is stale or still to come."""
        try:
            self.page.wait_for_function(STANDS, timeout=PATIENCE)
            self.page.wait_for_function("() => document.fonts.status === 'loaded'", timeout=PATIENCE)
        except PlaywrightTimeout as waited:
            state = self.page.evaluate(STATE)
            raise AssertionError(f"{self.page.url} does not stand after {PATIENCE} ms: {state}") from waited

    def move(self, slider: Locator, key: str) -> None:
        """A key on a slider, moved by one. A menu that closes late takes the focus with it: then the key goes to the
        menu, the slider says what it said, and it is pressed again."""
        before = slider.get_attribute("aria-valuetext")
        for _ in range(PATIENCE // ONE_PRESS):
            slider.press(key)
            with suppress(AssertionError):
                expect(slider).not_to_have_attribute("aria-valuetext", str(before), timeout=ONE_PRESS)
                return
        raise AssertionError(f"the slider stays at {before} whatever is pressed")

    def strangers(self) -> list[str]:
        """Requests to anywhere but the server."""
        own = re.compile(rf"^((http|ws)://{re.escape(self.address.removeprefix('http://'))}/|data:|blob:)")
        return [url for url in self.asked if not own.match(url)]


Visitor = Callable[..., Visit]


@pytest.fixture()
def visitor(browser: Browser, server: str, said: Path, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """``visitor(width)``: a new window with nothing remembered; a picture of it is kept when the test fails."""
    contexts: list[BrowserContext] = []
    before = said.stat().st_size

    def arrive(width: int = WIDTHS["desk"]) -> Visit:
        phone = width < 500
        context = browser.new_context(
            viewport={"width": width, "height": 844 if phone else 900}, has_touch=phone, is_mobile=phone
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visit(context.new_page(), server)

    yield arrive
    report = getattr(request.node, "report_of_call", None)
    for number, context in enumerate(contexts):
        if report is not None and report.failed and context.pages:
            SHOTS.mkdir(exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            context.pages[0].screenshot(path=SHOTS / f"{name}-{number}.png")
        context.close()
    with said.open(encoding="utf-8") as terminal:
        terminal.seek(before)
        since = terminal.read()
    assert "Traceback" not in since, since


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Keep how a test went where its fixtures can see it."""
    report = yield
    if report.when == "call":
        item.report_of_call = report
    return report
