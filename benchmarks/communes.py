"""Whether a map of 11,000 communes still draws and pans: `python -m benchmarks.communes [--count N]`.

The communes are made at run time from a real country's boundaries (`benchmarks.communes_made`): they are synthetic and in no
store. They go the way an office's own boundaries go: simplified together by `data.boundaries`, served as a file, drawn by
the map of the pages. In Chromium, beside the same map of provinces in the same run: time to the first drawn map, frames while
the map is dragged and zoomed and while the pointer passes over it, a step of the year's slider, and bytes.

Aims: no gap between neighbours; boundaries under 2 MB as sent, and not sent again; a map first drawn within four times the
provinces' time; no pause of a second in the hand; at least a quarter of the provinces' frames, where no graphics card draws.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import shapely

from benchmarks import communes_made
from benchmarks.pages import FLAGS, served
from data import boundaries

AIM_SENT, AIM_TIMES, AIM_PAUSE, AIM_FRAMES = 2_000_000, 4.0, 1.0, 0.25
LEVELS = (boundaries.PROVINCE, communes_made.LEVEL)
SERVER = """
from pathlib import Path
import streamlit as st
from dashboard.server import beside_the_pages
app = st.App(Path({page!r}), routes=beside_the_pages())
"""
#: The map has its areas and has drawn them
DRAWING = """() => {
  const plot = document.querySelector('.js-plotly-plot');
  const map = plot?._fullLayout?.map?._subplot?.map;
  if (!map || !map.loaded() || !map.areTilesLoaded()) return 0;
  const sources = Object.values(map.getStyle().sources);
  const areas = Math.max(0, ...sources.map(each => each.data?.features?.length ?? 0));
  if (areas < COUNT) return 0;
  window.rasadDrawn ??= performance.now();
  return window.rasadDrawn;
}"""
#: Moments of the frames that the browser shows, and of those in which the map is drawn anew
FRAMES = """() => {
  const map = document.querySelector('.js-plotly-plot')._fullLayout.map._subplot.map;
  window.rasadFrames = []; window.rasadRenders = [];
  map.on('render', () => window.rasadRenders.push(performance.now()));
  const look = (now) => { window.rasadFrames.push(now); requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""
TAKE = "() => { const f = window.rasadFrames; const r = window.rasadRenders; window.rasadFrames = []; window.rasadRenders = []; return [f, r]; }"
SENTENCE = """() => performance.getEntriesByType('resource').filter(each => each.name.includes('/boundaries/'))
  .map(each => [each.transferSize, each.encodedBodySize, each.decodedBodySize, each.duration])"""
MOVES = 5
MOST_WAIT = 180_000  # milliseconds


@dataclass(frozen=True)
class BrowserTimes:
    """What a browser saw of one level: seconds, frames a second, longest pauses in seconds, bytes."""

    level: str
    first: float
    repeated: float
    frames: dict[str, float]
    pauses: dict[str, float]
    step: float
    sent: float
    unpacked: float
    cached: float
    rerun: float


def frames_of(page) -> tuple[float, float]:  # noqa: ANN001 - playwright's
    """Drawings of the map a second, and the longest time between two frames, since the last look."""
    frames, renders = page.evaluate(TAKE)
    pause = max((after - before for before, after in pairwise(frames)), default=0.0)
    return 1000 * len(renders) / max(frames[-1] - frames[0], 1), pause / 1000


def hand(page) -> tuple[dict[str, float], dict[str, float]]:  # noqa: ANN001
    """Frames and longest pauses while a hand drags the map, turns the wheel and passes over it."""
    box = page.locator(".maplibregl-canvas").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate(FRAMES)
    areas_by_hand = {}

    def over(dragging: bool) -> None:
        page.mouse.move(*middle)
        page.wait_for_timeout(300)
        page.evaluate(TAKE)
        if dragging:
            page.mouse.down()
        for step in range(24):
            page.mouse.move(middle[0] + 6 * (step - 12), middle[1] + 4 * (12 - abs(12 - step)))
            page.wait_for_timeout(16)
        if dragging:
            page.mouse.up()

    over(dragging=True)
    areas_by_hand["drag"] = frames_of(page)
    over(dragging=False)
    areas_by_hand["hover"] = frames_of(page)
    page.evaluate(TAKE)
    for _turn in range(8):
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(150)
    areas_by_hand["zoom"] = frames_of(page)
    over(dragging=True)
    areas_by_hand["drag close"] = frames_of(page)
    return {name: each[0] for name, each in areas_by_hand.items()}, {
        name: each[1] for name, each in areas_by_hand.items()
    }


def first_drawn(page, address: str, level: str, count: int) -> float:  # noqa: ANN001
    """Seconds from asking for the page to the map with its areas."""
    page.goto(f"{address}/?level={level}", wait_until="commit")
    page.wait_for_function(DRAWING.replace("COUNT", str(count)), timeout=MOST_WAIT, polling=50)
    return float(page.evaluate("() => window.rasadDrawn")) / 1000


def steps(page, moves: int = MOVES) -> float:  # noqa: ANN001
    """Seconds from a key on the year's slider to the map in its new colours, at the median."""
    took = []
    for _move in range(moves):
        page.evaluate(STEP)
        page.get_by_role("slider").first.focus()
        page.keyboard.press("ArrowRight")
        took.append(
            page.evaluate(
                "() => Promise.race([window.rasadStep, new Promise(stop => setTimeout(stop, 30000, 30000))])"
            )
            / 1000
        )
        page.wait_for_timeout(500)
    return statistics.median(took)


STEP = """() => {
  const plot = () => document.querySelector('.js-plotly-plot');
  const before = JSON.stringify(plot().data[0].text);
  window.rasadStep = new Promise((resolve) => {
    document.addEventListener('keydown', () => {
      const begun = performance.now();
      const look = () => {
        const map = plot()?._fullLayout?.map?._subplot?.map;
        const says = plot()?.data?.[0]?.text;
        if (!says || JSON.stringify(says) === before || !map?.areTilesLoaded()) return setTimeout(look, 15);
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
      };
      look();
    }, { once: true, capture: true });
  });
}"""


def browser_times(browser, address: str, level: str, count: int) -> BrowserTimes:  # noqa: ANN001
    """One level, by a visitor who has nothing yet and comes again."""
    from benchmarks.pages import COUNT_BYTES

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(f"({COUNT_BYTES})()")
    page = context.new_page()
    first = first_drawn(page, address, level, count)
    sent, _packed, unpacked, _took = page.evaluate(SENTENCE)[0]
    page.wait_for_timeout(1500)
    frames, pauses = hand(page)
    second_drawing = first_drawn(page, address, level, count)
    cached = page.evaluate(SENTENCE)[0][0]
    page.wait_for_timeout(1500)
    before = page.evaluate("() => window.rasadSent")
    step = steps(page)
    rerun = (page.evaluate("() => window.rasadSent") - before) / MOVES
    context.close()
    return BrowserTimes(level, first, second_drawing, frames, pauses, step, sent, unpacked, cached, rerun)


def main() -> None:
    """Make, measure and print; exit code 1 when an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=communes_made.COUNT)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    chosen = parser.parse_args()
    from playwright.sync_api import sync_playwright

    start = time.monotonic()
    areas = communes_made.communes(chosen.count)
    cut = time.monotonic()
    simplified = boundaries.for_a_map(areas)
    end = time.monotonic()
    torn, lost = communes_made.gaps(simplified)
    points = [
        int(shapely.get_num_coordinates(each.geometry.to_numpy()).sum()) for each in (areas, simplified)
    ]
    print(f"{len(areas):,} synthetic communes of {communes_made.COUNTRY}, cut in {cut - start:.1f} s")
    print(
        f"simplified in {end - cut:.1f} s: {points[0]:,} -> {points[1]:,} points, {torn} torn lines, {lost:.1g} square degrees lost"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / boundaries.file_name(communes_made.COUNTRY, communes_made.LEVEL)
        boundaries.write(simplified, file, by="synthetic")
        server = Path(folder) / "server.py"
        page = Path(__file__).with_name("communes_page.py")
        server.write_text(SERVER.format(page=str(page)), encoding="utf-8")
        program = next(
            each for each in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(each).exists()
        )
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        command = [sys.executable, "-m", "streamlit", "run", str(server), "--server.port={port}"]
        counts = {boundaries.PROVINCE: 63, communes_made.LEVEL: len(simplified)}
        with served(command, {boundaries.OWN_FOLDER: folder}, "/healthz") as (address, _pid):
            browser_times(browser, address, boundaries.PROVINCE, 63)  # the server's own first time
            measurements = [browser_times(browser, address, level, counts[level]) for level in LEVELS]
        browser.close()
    failures = report(*measurements, torn)
    if chosen.json:
        chosen.json.write_text(json.dumps([each.__dict__ for each in measurements]))
    sys.exit(1 if failures else 0)


def report(few: BrowserTimes, many: BrowserTimes, torn: int) -> list[str]:
    """A line a quantity, and the aims that are missed."""
    lines = [
        ("first drawn map", few.first, many.first, "s"),
        ("drawn again, from the cache", few.repeated, many.repeated, "s"),
        ("slider to map", few.step, many.step, "s"),
        *[(f"{name}: drawings a second", few.frames[name], many.frames[name], "") for name in few.frames],
        *[(f"{name}: longest pause", few.pauses[name], many.pauses[name], "s") for name in few.pauses],
        ("boundaries as sent", few.sent / 1000, many.sent / 1000, "kB"),
        ("boundaries unpacked", few.unpacked / 1000, many.unpacked / 1000, "kB"),
        ("boundaries the second time", few.cached / 1000, many.cached / 1000, "kB"),
        ("figure sent a rerun", few.rerun / 1000, many.rerun / 1000, "kB"),
    ]
    print(f"{'':32} {'provinces':>10} {'communes':>10} {'ratio':>7}")
    for name, one, other, unit in lines:
        ratio = f"{other / one:6.1f}x" if one else ""
        print(f"{name:32} {one:8.2f} {unit:2} {other:8.2f} {unit:2} {ratio:>6}")
    worst = max(many.pauses.values())
    slowest = min(many.frames[name] / max(few.frames[name], 1e-9) for name in ("drag", "drag close", "zoom"))
    aims = {
        "neighbours torn apart": torn > 0,
        "boundaries as sent": many.sent > AIM_SENT,
        "boundaries sent again": many.cached > few.sent,
        "first drawn map": many.first > AIM_TIMES * few.first,
        "a pause in the hand": worst > AIM_PAUSE,
        "frames": slowest < AIM_FRAMES,
    }
    failures = [name for name, over in aims.items() if over]
    print("aims missed: " + (", ".join(failures) or "none"))
    return failures


if __name__ == "__main__":
    main()
