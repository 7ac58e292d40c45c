"""Launch our method and naive ones from past years of any series and print what they missed.

    python -m forecasting.backtest --history FILE [--vintages FILE] [--origins 2003,2008,2013]

Errors are forecast less actual in the unit of the file; MAE and median are of absolute errors; relative is
the mean absolute error as part of the actual; 80% and 95% are the parts of outcomes inside the intervals.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from forecasting.backtest.reading import Published, read_history, read_vintages
from forecasting.backtest.scores import Score, scores
from forecasting.backtest.vintages import AgainstVintage, against
from forecasting.panel import Panel
from forecasting.probabilistic.rolling_origins import OURS
from forecasting.problems import TooShort, UnusableFile

HORIZONS = (5, 10, 15, 20)
EVERY, LEAST_BEHIND, LEAST_AHEAD = 5, 20, 5
RIVAL = "damped Holt"
WANTED_COVERAGE = (0.75, 0.85)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 2 if a file cannot be used, with the reason in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m forecasting.backtest", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--history", type=Path, required=True, help="area, year and columns of measures")
    parser.add_argument("--vintages", type=Path, help="forecasts published in the past")
    parser.add_argument("--origins", help="years to launch from, with commas between")
    chosen = parser.parse_args(arguments)
    try:
        panels = read_history(chosen.history)
        published = read_vintages(chosen.vintages) if chosen.vintages else []
        origins = _years_of(chosen.origins) if chosen.origins else None
    except UnusableFile as reason:
        print(f"The back-test cannot run: {reason}", file=sys.stderr)
        return 2
    last = min(panel.years[-1] for panel in panels)
    results = [_series(panel, origins, last, published) for panel in panels]
    lines, comparisons = (
        [line for part, _ in results for line in part],
        [line for _, part in results for line in part],
    )
    _print_summary(lines, comparisons)
    _print_aims(lines, comparisons)
    return 0 if any(lines for lines, _ in results) else 2


def _series(
    panel: Panel, requested: tuple[int, ...] | None, last: int, published: list[Published]
) -> tuple[list[Score], list[AgainstVintage]]:
    """One measure: its gaps in words, its table."""
    for sentence in panel.report():
        print(f"note: {sentence}")
    origins = requested or possible_origins(panel, last)
    try:
        lines, launches = scores(panel, origins, HORIZONS)
    except TooShort as reason:
        print(f"note: {panel.series} is left out: {reason}")
        return [], []
    for origin in sorted(set(origins) - {line.origin for line in lines}):
        print(
            f"note: {panel.series}: nothing can be launched from {origin} and scored; years are {panel.span}."
        )
    _print_scores(lines)
    return lines, against(panel, launches, published)


def possible_origins(panel: Panel, last: int) -> tuple[int, ...]:
    """Every fifth year back from five years before the last, with twenty years behind it (or half of them)."""
    history = min(LEAST_BEHIND, len(panel.years) // 2)
    return tuple(sorted(range(last - LEAST_AHEAD, panel.years[0] + history - 1, -EVERY)))


def _years_of(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise UnusableFile(f"origins are years with commas between, not {text!r}")
    return tuple(sorted({int(part) for part in parts}))


def _print_scores(lines: Iterable[Score]) -> None:
    print()
    print(
        f"{'method':<16} {'series':<20} {'origin':>6} {'horizon':>7} {'MAE':>10} {'median':>10} {'bias':>10} "
        f"{'relative':>8} {'80%':>6} {'95%':>6} {'n':>6}"
    )
    for line in lines:
        horizon = "all" if line.horizon is None else str(line.horizon)
        print(
            f"{line.method:<16} {line.series:<20} {line.origin:>6} {horizon:>7} {_short(line.mean_absolute):>10} "
            f"{_short(line.median_absolute):>10} {_short(line.bias):>10} {_part(line.relative, 2):>8} "
            f"{_part(line.coverage_80):>6} {_part(line.coverage_95):>6} {line.areas_years:>6}"
        )


def _short(number: float) -> str:
    if number != number:
        return "-"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def _part(share: float, digits: int = 1) -> str:
    return "-" if share != share else f"{share:.{digits}%}"


def _print_summary(lines: list[Score], comparisons: list[AgainstVintage]) -> None:
    whole = {(line.series, line.origin, line.method): line for line in lines if line.horizon is None}
    print("\nOurs beside damped Holt, all horizons together, and the part of outcomes in our 80 % interval")
    for (series, origin, method), ours in whole.items():
        rival = whole.get((series, origin, RIVAL))
        if method != OURS or rival is None:
            continue
        better = ours.mean_absolute <= rival.mean_absolute and ours.median_absolute <= rival.median_absolute
        print(
            f"{series:<20} {origin}  MAE {_short(ours.mean_absolute):>8} against {_short(rival.mean_absolute):>8}"
            f"   median {_short(ours.median_absolute):>8} against {_short(rival.median_absolute):>8}"
            f"   {'no worse' if better else 'WORSE in one of the two'}"
            f"   80%: {_verdict(ours.coverage_80)}"
        )
    if comparisons:
        _print_comparisons(comparisons)
    print(
        "\nThe history is the past as it is known now; forecasts of those days had poorer figures to start from."
    )


def _print_aims(lines: list[Score], comparisons: list[AgainstVintage]) -> None:
    """Each aim with the places where it is not reached, so that nobody has to look for them in the tables."""
    whole = {(line.series, line.origin, line.method): line for line in lines if line.horizon is None}
    ours = [line for line in whole.values() if line.method == OURS]
    rivals = [(line, whole.get((line.series, line.origin, RIVAL))) for line in ours]
    worse = [
        f"{line.series} {line.origin} ({part})"
        for line, rival in rivals
        if rival is not None
        for part, own, other in (
            ("mean", line.mean_absolute, rival.mean_absolute),
            ("median", line.median_absolute, rival.median_absolute),
        )
        if own > other
    ]
    unheld = [
        f"{line.series} {line.origin} ({line.coverage_80:.1%})"
        for line in ours
        if not WANTED_COVERAGE[0] <= line.coverage_80 <= WANTED_COVERAGE[1]
    ]
    print("\nAims, and where they are not reached")
    _print_aim(f"no worse than {RIVAL} at any origin, in mean and median", worse, len(ours))
    _print_aim("80 % intervals that hold 75-85 % of the time, at every origin", unheld, len(ours))
    if comparisons:
        lost = [f"{line.series} {line.vintage}" for line in comparisons if not line.ours < line.theirs]
        _print_aim(
            "nearer than the published forecast five years ahead, by the median", lost, len(comparisons)
        )
        started = [line for line in comparisons if line.ours_from_theirs == line.ours_from_theirs]
        lost = [
            f"{line.series} {line.vintage}" for line in started if not line.ours_from_theirs < line.theirs
        ]
        _print_aim("the same, started from their own figure of the day", lost, len(started))


def _print_aim(aim: str, failed: list[str], total: int) -> None:
    places = len({" ".join(place.split()[:2]) for place in failed})
    print(f"{'reached' if not failed else 'NOT REACHED':<12} {aim}: {total - places} of {total}")
    if failed:
        print(f"{'':<12} not at {', '.join(failed)}")


def _verdict(held: float) -> str:
    """The coverage, and whether it is where it should be."""
    if held != held:
        return "too few misses to measure an interval"
    low, high = WANTED_COVERAGE
    return f"{held:.1%}{'' if low <= held <= high else ' OUTSIDE 75-85'}"


def _print_comparisons(comparisons: list[AgainstVintage]) -> None:
    print("\nBeside published forecasts, the first five years (median absolute error over areas)")
    print(
        f"{'series':<8} {'vintage':>7} {'period':>10} {'areas':>5} {'theirs':>9} {'ours':>9} "
        f"{'ours from their start':>22} {'their 80%':>10} {'our 80%':>8}"
    )
    for line in comparisons:
        print(
            f"{line.series:<8} {line.vintage:>7} {line.period:>10} {line.areas:>5} {_short(line.theirs):>9} "
            f"{_short(line.ours):>9} {_short(line.ours_from_theirs):>22} {_part(line.their_coverage_80):>10} "
            f"{_part(line.our_coverage_80):>8}"
        )


if __name__ == "__main__":
    sys.exit(main())
