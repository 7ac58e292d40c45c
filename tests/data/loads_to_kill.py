"""``python -m tests.data.loads_to_kill SHELF``: loads that can be killed, one a line of standard input.

Each line is a number of seconds; a load begins in a process of its own, which is killed (SIGKILL) after that long.
Answers ``killed`` or ``ended`` with the seconds it ran. Processes are forked from one that has imported everything
and opened nothing, so that each kill falls into a load and not into imports.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from data.ingest import bulk, commands, load  # noqa: F401 - imported before the forks
from data.ingest.load import make_release
from data.ingest.reading import Reading
from data.shelf import Shelf, open_shelf
from tests.data import village


def shelf_of(told: str) -> Shelf:
    """The shelf a word names: an address, or a folder."""
    return open_shelf(url=told) if "://" in told else open_shelf(folder=Path(told))


def reading(events: float) -> Reading:
    """Births of every commune, months and mothers' ages: enough rows that a load takes a moment."""
    cells = [
        {"area": code, "mother_age_lower": age, "mother_age_width": 1, "events": events}
        for code in village.COMMUNES
        for age in range(15, 50)
    ]
    return village.country(birth=village.rows("birth", *cells))


def main() -> None:
    """Serve loads until the input ends."""
    shelf, told = shelf_of(sys.argv[1]), reading(2.0)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                make_release(shelf, [told], say=lambda _line: None)
            finally:
                os._exit(0)
        print(*_killed(child, float(line)), flush=True)


def _killed(child: int, after: float) -> tuple[str, float]:
    began = time.monotonic()
    while time.monotonic() - began < after:
        if os.waitpid(child, os.WNOHANG)[0]:
            return "ended", time.monotonic() - began
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "ended", time.monotonic() - began


if __name__ == "__main__":
    main()
