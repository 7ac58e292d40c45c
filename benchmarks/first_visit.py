"""What a first visit costs a reader: `python -m benchmarks.first_visit [--pages overview ageing]`.

A browser that has seen nothing of the program opens a page: bytes and requests until it stands, seconds until its first
chart is drawn, how far what is read moves meanwhile (Cumulative Layout Shift, as browsers measure it). Once as fast as this
machine is, once at 10 Mbit/s with the processor slowed four times; beside a bare Streamlit page of one text and one chart.

Aims: under 2.5 MB; the first chart within 2 s, and within 5 s at 10 Mbit/s with the processor slowed; layout shift under 0.1.

Measured on two cores under a load of 8 to 11, so seconds say little but beside the bare page's: Overview 2.27 MB in 116 requests, first
chart 5.4 s (bare page 3.2 s, 7.55 MB), slowed 14.9 s (15.2 s), layout shift 0.01 to 0.06; Ageing 2.27 MB, 6.2 and 17.6 s, 0.02 to
0.07. (Shifts of 0.79 were pages sent in the language of the first who came.) Before: 7.9 MB, 10.3 s where the bare page took 5.8, slowed 25.9 s (18.3 s), layout shift 0.33 to 0.40. Over plain HTTP from
another machine a browser reads gzip only: about 0.25 MB more.

The server has been visited before: what its own first opening costs is `benchmarks.visitors`.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.pages import BARE, FLAGS, STANDS, served
from benchmarks.visitors import RASAD
from dashboard.__main__ import ONE_THREAD
from dashboard.menu import PAGE_LIST

AIM_BYTES, AIM_SHIFT = 2_500_000, 0.1
AIM_CHART = {"idle": 2.0, "slow": 5.0}
#: 10 Mbit/s with 40 ms to the server and back, and a processor at a quarter
MEGABITS, LATENCY, SLOWER = 10, 40, 4
PLACE = "lang=en&country=IR&area=IR23"
PAGES = tuple(name for name, _title, _icon in PAGE_LIST)
#: When the first chart has something drawn in it, and what moved, told by the browser
WATCH = """
window.rasadShift = 0; window.rasadMoved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
    window.rasadShift += entry.value;
    window.rasadMoved.push([Math.round(entry.startTime), entry.value, entry.sources.map(({node, previousRect: a, currentRect: b}) =>
      `${node?.dataset?.testid ?? node?.nodeName} ${[...(node?.classList ?? [])].filter(name => name.startsWith("st-key"))} in ${node?.parentElement?.closest("[data-testid]")?.dataset.testid} ${Math.round(a.left)},${Math.round(a.top)} ${Math.round(a.width)}x${Math.round(a.height)} > ${Math.round(b.left)},${Math.round(b.top)} ${Math.round(b.width)}x${Math.round(b.height)}`)]);
  }
}).observe({type: 'layout-shift', buffered: true});
const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].some(chart =>
  chart.querySelector('.trace path, .points path, .bars path, .scatterlayer path') || chart.querySelector('.maplibregl-canvas'));
const look = () => {
  if (!drawn()) return requestAnimationFrame(look);
  window.rasadFirstChart = performance.now();
};
requestAnimationFrame(look);
"""


@dataclass
class Visit:
    """Bytes and requests of a visit, seconds to its first chart, its layout shift, and what moved."""

    size: int = 0
    requests: int = 0
    chart: float = 0.0
    shift: float = 0.0
    moved: tuple[Any, ...] = ()


class Socket:
    """A websocket's messages as they are sent: the browser tells of them only as they are read."""

    def __init__(self) -> None:
        self.deflate = False
        self.stream = zlib.compressobj(wbits=-12)  # RFC 7692, with the window of Python's websockets

    def payload(self, message: bytes) -> bytes:
        """The message, deflated where server and browser agreed on it."""
        return (
            self.stream.compress(message) + self.stream.flush(zlib.Z_SYNC_FLUSH) if self.deflate else message
        )


def visit(browser: Any, address: str, *, slow: bool) -> Visit:  # noqa: ANN401 - playwright's
    """A reader who was never here opens a page."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    tap = context.new_cdp_session(page)
    result, socket = Visit(), Socket()

    def finished(event: dict[str, Any]) -> None:
        result.size += int(event["encodedDataLength"])
        result.requests += 1

    def framed(event: dict[str, Any]) -> None:
        data = event["response"]["payloadData"]
        message = base64.b64decode(data) if event["response"]["opcode"] == 2 else data.encode()
        result.size += len(socket.payload(message))

    def handshake(event: dict[str, Any]) -> None:
        socket.deflate = "permessage-deflate" in str(event["response"]["headers"])

    tap.send("Network.enable")
    tap.on("Network.loadingFinished", finished)
    tap.on("Network.webSocketHandshakeResponseReceived", handshake)
    tap.on("Network.webSocketFrameReceived", framed)
    if slow:
        rate = MEGABITS * 1e6 / 8
        network = {"offline": False, "latency": LATENCY, "downloadThroughput": rate, "uploadThroughput": rate}
        tap.send("Network.emulateNetworkConditions", network)
        tap.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="domcontentloaded", timeout=120_000)
    page.wait_for_function("() => window.rasadFirstChart", timeout=120_000)
    page.wait_for_function(STANDS, timeout=120_000)
    page.wait_for_timeout(3000 if slow else 1500)
    result.chart = page.evaluate("() => window.rasadFirstChart") / 1000
    result.shift = page.evaluate("() => window.rasadShift")
    result.moved = tuple(page.evaluate("() => window.rasadMoved"))
    context.close()
    return result


@contextmanager
def chromium() -> Iterator[Any]:
    """The machine's own browser."""
    from playwright.sync_api import sync_playwright

    path = next(each for each in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(each).exists())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def main() -> int:
    """Measure and print; exit code 1 when an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=["overview", "ageing", "mortality"])
    parser.add_argument("--moved", action="store_true", help="say what moved")
    options = parser.parse_args()
    met = True
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        bare = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port={port}"]
        with served(bare, {}, "/_stcore/health") as (address, _pid):
            visit(browser, address, slow=False)
            for pace in AIM_CHART:
                report("a bare page", pace, visit(browser, address, slow=pace == "slow"))
        with served(RASAD, ONE_THREAD, "/readyz") as (address, _pid):
            for name in options.pages:
                link = f"{address}/{'' if name == PAGES[0] else name}?{PLACE}"
                visit(browser, link, slow=False)
                for pace in AIM_CHART:
                    result = visit(browser, link, slow=pace == "slow")
                    met = report(name, pace, result) and met
                    for moved in result.moved if options.moved else ():
                        print("      ", moved)
    return 0 if met else 1


def report(name: str, pace: str, result: Visit) -> bool:
    """A line; whether the aims are met."""
    good = result.size < AIM_BYTES and result.shift < AIM_SHIFT and result.chart <= AIM_CHART[pace]
    print(
        f"{name:12} {pace:5} {result.size / 1e6:5.2f} MB in {result.requests:3} requests, "
        f"first chart {result.chart:5.2f} s, layout shift {result.shift:.3f}{'' if good else '  <- over'}",
        flush=True,
    )
    return good


if __name__ == "__main__":
    sys.exit(main())
