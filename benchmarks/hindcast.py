"""Whether the laboratory's bands held: every area launched from an earlier base population. python -m benchmarks.hindcast

Reads the store of RASAD_STORE. A line a country and series: areas, year launched from and asked about, mean and median
miss, bias, how often the bands of 80 and 95 held, and the best method that knows no demography. Minutes of work.
"""

from __future__ import annotations

import argparse
import statistics

from dashboard.analysis.indicators import country_indicator_values
from dashboard.analysis.uncertainty import hindcast
from dashboard.projections import hindcast as launched
from dashboard.settings import CALENDARS
from data.release_store.database import open_release_store


def main() -> int:
    """Print the table; exit status 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--country", choices=sorted(CALENDARS), action="append")
    releases = open_release_store()
    print("country series areas  from    to  mean median   bias 80 held 95 held  best naive")
    with releases.open(releases.current()).connect() as connection:
        for country in parser.parse_args().country or sorted(CALENDARS):
            launches = launched.launch_of(connection, country)
            if launches is None:
                print(f"{country:7} one base population: nothing to launch from")
                continue
            begins, last, spread = launches
            histories = {
                series: country_indicator_values(connection, country, key)
                for series, key in launched.HISTORIES.items()
            }
            lines = [
                line
                for area, begin in begins.items()
                if area != country
                for line in hindcast.misses(
                    begin, begins[country], histories, last, CALENDARS[country], spread
                )
            ]
            for series in hindcast.SERIES:
                say(country, series, [line for line in lines if line.series == series])
    return 0


def say(country: str, series: str, lines: list[hindcast.ForecastMiss]) -> None:
    """One line of the table."""
    if not lines:
        return
    sizes = [abs(line.share) for line in lines]
    names = {name for line in lines for name, _ in line.naive}
    naive = {
        name: statistics.fmean(abs(dict(line.naive)[name] / line.actual - 1) for line in lines if name in dict(line.naive))
        for name in names
    }  # fmt: skip
    best = min(naive, key=naive.__getitem__, default="")
    print(
        f"{country:7} {series:6} {len(lines):5} {lines[0].origin:5} {lines[0].year:5} {statistics.fmean(sizes):5.1%} "
        f"{statistics.median(sizes):6.1%} {statistics.fmean(line.share for line in lines):+6.1%} "
        f"{statistics.fmean(line.held_80 for line in lines):7.0%} {statistics.fmean(line.held_95 for line in lines):7.0%}  "
        f"{best} {naive.get(best, float('nan')):.1%}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
