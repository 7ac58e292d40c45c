"""What a page costs beside a bare Streamlit page: `python -m benchmarks.pages [--runs N] [--no-browser]`.

In one run and on one machine: processor time of the server for a rerun of each page with warm caches, bytes sent by a
rerun, and in Chromium the time from a key pressed on the year's slider to the map in its new colours, beside the bare
page's own slider and chart. The bare page says one text and draws one small chart. Processor time, not the clock, because
machines are shared; of the slider, which only the clock can tell, the ratio to the bare page is the fairer figure.

Aims: no page over 3 times the bare page; under 60 kB a rerun; slider to chart under half a second at the median.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.menu import PAGE_LIST
from dashboard.settings import ROOT

AIM_TIMES, AIM_BYTES, AIM_SECONDS = 3.0, 60_000, 0.5
PLACE = "lang=en&country=IR&area=IR23"
BARE = """
import plotly.graph_objects as go
import streamlit as st
st.set_page_config(layout="wide")
step = st.select_slider("Step", list(range(20)), key="step")
st.write(f"One text, {step}")
st.plotly_chart(go.Figure({"data": [{"type": "scatter", "x": [1, 2, 3], "y": [1, step, 2]}]}), key="one")
"""
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
PATIENCE = 10_000  # milliseconds that a chart may take
MOVES = ("ArrowLeft", "ArrowRight")
#: Count what the server sends
COUNT_BYTES = """() => {
  const Socket = window.WebSocket;
  window.rasadSent = 0;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', (event) => { window.rasadSent += event.data.size ?? event.data.byteLength ?? event.data.length; });
    }
  };
}"""
STANDS = """() => document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') === 'notRunning'
  && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')"""


@dataclass(frozen=True)
class Cost:
    """One page: milliseconds of processor a rerun, bytes a rerun."""

    page: str
    cpu: float
    sent: float


@contextmanager
def served(command: list[str], environment: dict[str, str], health: str) -> Iterator[tuple[str, int]]:
    """A server at ``http://localhost:port`` and its process, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    full = [part.format(port=port) for part in command]
    program = subprocess.Popen(
        full, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        until = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(address + health, timeout=5).read()
                break
            except OSError:
                if time.monotonic() > until or program.poll() is not None:
                    raise
                time.sleep(0.2)
        yield address, program.pid
    finally:
        program.terminate()
        program.wait(timeout=30)


def processor_time(pid: int) -> float:
    """Seconds a process has had of the machine's processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(page) -> None:  # noqa: ANN001 - playwright's
    """Until the script has ended and nothing is stale."""
    page.wait_for_function(STANDS, timeout=120_000)


def cost(browser, address: str, pid: int, name: str, link: str, runs: int) -> Cost:  # noqa: ANN001
    """Reruns of one page, asked for by the menu's own rerun message: the same view again, caches warm."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(f"({COUNT_BYTES})()")
    page = context.new_page()
    page.goto(f"{address}/{link}", wait_until="domcontentloaded")
    settle(page)
    page.wait_for_timeout(1500)
    for _ in range(2):
        reload(page)
    sent, before = page.evaluate("() => window.rasadSent"), processor_time(pid)
    for _ in range(runs):
        reload(page)
    spent = processor_time(pid) - before
    sent = page.evaluate("() => window.rasadSent") - sent
    context.close()
    return Cost(name, 1000 * spent / runs, sent / runs)


def reload(page) -> None:  # noqa: ANN001
    """Streamlit's own key for a rerun."""
    page.keyboard.press("r")
    page.wait_for_timeout(60)
    settle(page)
    page.wait_for_timeout(120)


def slider_to_chart(browser, link: str, moves: int, says: str, drawn_in: str) -> list[float]:  # noqa: ANN001
    """Seconds from a key on a slider to a chart drawn anew, in the browser's own clock. ``says``: what changes in it"""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.goto(link, wait_until="domcontentloaded")
    page.wait_for_selector(drawn_in)
    settle(page)
    page.wait_for_timeout(3000)
    took = []
    for move in range(moves):
        page.evaluate(WATCH.replace("SAYS", says))
        page.get_by_role("slider").last.focus()
        page.keyboard.press(MOVES[(move // 6) % 2])
        milliseconds = page.evaluate(
            f"() => Promise.race([window.rasadDrawn, new Promise(stop => setTimeout(stop, {PATIENCE}, null))])"
        )
        if milliseconds is not None:  # at an end of the slider nothing moves
            took.append(milliseconds / 1000)
        settle(page)
        page.wait_for_timeout(400)
    return took


#: What changes in the map of a page, and in the chart of the bare one
MAP = (
    """document.querySelector('[class*="st-key-chart-map-"] .js-plotly-plot')?.data?.[0]?.text""",
    ".maplibregl-canvas",
)
ONE = ("document.querySelector('.js-plotly-plot')?.data?.[0]?.y", ".js-plotly-plot")
SLIDER = f"ageing?{PLACE}&measure=share_65_plus&year=1402"
#: From the key to the second frame after the map has taken its new figures
WATCH = """() => {
  const says = () => JSON.stringify(SAYS);
  const before = says();
  window.rasadDrawn = new Promise((resolve) => {
    document.addEventListener('keydown', () => {
      const begun = performance.now();
      const look = () => {
        const now = says();
        if (now === undefined || now === before) return requestAnimationFrame(look);
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
      };
      look();
    }, { once: true, capture: true });
  });
}"""


def main() -> None:
    """Measure and print; exit code 1 when an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--moves", type=int, default=12)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    chosen = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = next(
        each for each in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(each).exists()
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        plain = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port={port}"]
        plain += ["--runner.postScriptGC=true"]  # as Streamlit does by itself
        with served(plain, {}, "/_stcore/health") as (address, pid):
            bare = cost(browser, address, pid, "bare", "", chosen.runs)
            bare_took = slider_to_chart(browser, address, chosen.moves, *ONE)
        whole = [sys.executable, "-m", "dashboard", "--port", "{port}"]
        with served(whole, {}, "/healthz") as (address, pid):
            costs = [
                cost(
                    browser, address, pid, name, f"{'' if name == 'overview' else name}?{PLACE}", chosen.runs
                )
                for name, _title, _icon in PAGE_LIST
            ]
            took = slider_to_chart(browser, f"{address}/{SLIDER}", chosen.moves, *MAP)
        browser.close()
    report(bare, costs, took, bare_took)
    if chosen.json:
        chosen.json.write_text(
            json.dumps(
                {
                    "bare": bare.__dict__,
                    "pages": [each.__dict__ for each in costs],
                    "slider": took,
                    "bare_slider": bare_took,
                }
            )
        )
    middle = statistics.median(took)
    failures = [each.page for each in costs if each.cpu > AIM_TIMES * bare.cpu or each.sent > AIM_BYTES]
    sys.exit(1 if failures or middle > AIM_SECONDS else 0)


def report(bare: Cost, costs: list[Cost], took: list[float], bare_took: list[float]) -> None:
    """A line a page."""
    print(f"{'page':12} {'cpu a rerun':>12} {'x bare':>7} {'sent':>9}")
    for each in (bare, *costs):
        flag = " <- over" if each.cpu > AIM_TIMES * bare.cpu or each.sent > AIM_BYTES else ""
        print(
            f"{each.page:12} {each.cpu:9.1f} ms {each.cpu / bare.cpu:6.1f}x {each.sent / 1000:6.1f} kB{flag}"
        )
    middle, plain = statistics.median(took), statistics.median(bare_took)
    print(
        f"slider to chart: median {middle:.2f} s, from {min(took):.2f} to {max(took):.2f} s ({len(took)} moves); "
        f"the bare page's chart {plain:.2f} s, {middle / plain:.1f}x"
    )


if __name__ == "__main__":
    main()
