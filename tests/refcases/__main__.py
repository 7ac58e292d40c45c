"""Run every reference case under a folder: `python -m tests.refcases [DIR]`; exit code 1 if one fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.refcases import backtest, gso, pop_reconstruct, preston, un_engine, wpp2019, wpp2024
from tests.refcases.outcome import Outcome

DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "refcases"
Runner = Callable[[Path], Iterator[Outcome]]
KINDS: tuple[tuple[str, Runner], ...] = (
    ("preston_*", preston.run),
    ("ccmppwpp_1x1/*", un_engine.run),
    ("popreconstruct_5x5/*", pop_reconstruct.run),
    ("wpp2019_5x5", wpp2019.run),
    ("wpp2024_5x5", wpp2024.run),
    ("gso_unfpa_projection_*", gso.run),
    ("backtest", backtest.run),
)


def outcomes(root: Path) -> Iterator[Outcome]:
    """Every comparison of every case found; a case that cannot run is a failed one, with the reason."""
    for pattern, runner in KINDS:
        for folder in sorted(path for path in root.rglob(pattern) if path.is_dir()):
            try:
                yield from runner(folder)
            except Exception as reason:  # one broken case must not hide the others
                case = f"{folder.parent.name}/{folder.name}" if "/" in pattern else folder.name
                yield Outcome(case, f"could not run: {reason}", float("nan"), 0)


def main() -> int:
    """Print one line for each comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT)
    root = parser.parse_args().folder
    found = []
    for outcome in outcomes(root):
        print(outcome, flush=True)
        found.append(outcome)
    if not found:
        print(f"no reference cases under {root}")
        return 1
    judged = [outcome for outcome in found if outcome.allowed is not None]
    failed = sum(not outcome.passed for outcome in judged)
    said = len(found) - len(judged)
    print(
        f"{len(judged) - failed} of {len(judged)} comparisons pass"
        + (f"; {said} are said, not judged" if said else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
