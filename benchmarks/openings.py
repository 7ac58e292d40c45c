"""What the first opening of each page after a release costs: `python -m benchmarks.openings [--country IR] [--page NAME]`.

In one run and on one machine: processor time of a first visitor of each page, when nothing of the release was read yet and
everything was imported, and of a second one; beside a bare Streamlit page of one text and one chart, opened the same way.
Processor time, not the clock, because machines are shared. Pages are opened through the real entry point, without a browser.

Aims: no first opening over 40 times the bare page, no second one over 3 times.

Measured on two shared cores, seconds of processor time, and in brackets before measures shared what they rest on, people
were put into arrays without pivot tables, frames came from DuckDB column by column and linear algebra had one thread:
Iran      all pages 13.1 (40.7), Catalogue 2.8 (11.9), Ageing 2.5 (5.1), Projections 1.1 (4.9), Overview 1.0 (3.1)
Viet Nam  all pages 11.5 (26.8), Catalogue 2.0 (4.8), Ageing 2.6 (4.4), Projections 0.9 (2.7), Overview 1.0 (2.2)
The bare page 0.085: Catalogue of Iran 32 times it, Ageing 31 times, every other page at most 14 times.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from benchmarks.pages import BARE
from dashboard import release_cache
from dashboard.__main__ import ONE_THREAD
from dashboard.menu import PAGE_LIST
from dashboard.settings import CALENDARS, ROOT

AIM_FIRST, AIM_SECOND = 40.0, 3.0
PAGES = tuple(name for name, _title, _icon in PAGE_LIST)


def opened(page: str, country: str) -> None:
    """A visitor opens a page of a country."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=300)
    app.query_params["lang"], app.query_params["country"] = "en", country
    if page != PAGES[0]:
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    if app.exception:
        raise RuntimeError(f"{page} of {country}: {app.exception}")


def bare() -> None:
    """A visitor opens a page of one text and one chart."""
    AppTest.from_string(BARE, default_timeout=300).run()


def cost(work: Callable[[], None]) -> float:
    """Seconds of processor time, of all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(country: str, pages: list[str], unit: float) -> bool:
    """A line a page; whether the aims are met. ``unit``: seconds of the bare page"""
    met, sums = True, [0.0, 0.0]
    for page in pages:
        release_cache.clear()
        first, second = (cost(lambda page=page: opened(page, country)) for _ in range(2))
        good = first <= AIM_FIRST * unit and second <= AIM_SECOND * unit
        met, sums = met and good, [sums[0] + first, sums[1] + second]
        flag = "" if good else " <- over"
        print(
            f"{country} {page:12} first {first:5.2f} s {first / unit:5.0f}x  second {second:5.2f} s {second / unit:4.1f}x{flag}",
            flush=True,
        )
    print(f"{country} {'all':12} first {sums[0]:5.2f} s {sums[0] / unit:5.0f}x  second {sums[1]:5.2f} s")
    return met


def main() -> int:
    """Measure and print; exit code 1 when an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--country", choices=sorted(CALENDARS), action="append")
    parser.add_argument("--page", choices=PAGES, action="append")
    chosen = parser.parse_args()
    if not set(ONE_THREAD) <= set(os.environ):  # as the program serves
        command = [sys.executable, "-m", "benchmarks.openings", *sys.argv[1:]]
        os.execve(sys.executable, command, ONE_THREAD | os.environ)
    logging.disable(logging.WARNING)  # Streamlit has much to say about running without a server
    countries, pages = chosen.country or sorted(CALENDARS), chosen.page or list(PAGES)
    for country in countries:
        for page in pages:
            opened(page, country)  # imports, and what is compiled
    bare()
    unit = statistics.median(cost(bare) for _ in range(15))
    print(f"a bare page: {1000 * unit:.0f} ms", flush=True)
    return 0 if all([measured(country, pages, unit) for country in countries]) else 1


if __name__ == "__main__":
    sys.exit(main())
