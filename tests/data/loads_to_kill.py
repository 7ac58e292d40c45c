"""``python -m tests.data.loads_to_kill SHELF``: loads that can be killed, one a line of standard input.

Each line is a number of seconds; a load begins in a process of its own, which is killed (SIGKILL) after that long.
Answers ``killed`` or ``ended`` with the seconds it ran. Processes are forked from one that has imported everything
and opened nothing, so that each kill falls into a load and not into imports. A line ``written SECONDS`` begins a load
whose plan was made before, so that the kill falls into what is written; its plan is that of the first such line.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from data.ingest import bulk, commands, load, seed  # noqa: F401 - imported before the forks
from data.ingest.load import make_release
from data.ingest.reading import Reading
from data.ingest.release_plan import Plan, plan
from data.release_store.database import open_release_store
from data.release_store.interface import ReleaseStore
from data.release_store.pointer import new_stamp
from tests.data import village

AGES = range(15, 50)


def shelf_of(told: str) -> ReleaseStore:
    """The releases a word names: an address, or a folder."""
    return open_release_store(url=told) if "://" in told else open_release_store(folder=Path(told))


def reading(events: float) -> Reading:
    """Births of every commune by mother's age: enough rows that a load takes a moment."""
    one = village.rows("birth", {"area": "XX111", "mother_age_width": 1, "events": events})
    cells = pd.concat([one] * len(village.COMMUNES) * len(AGES), ignore_index=True)
    cells["area"] = [code for code in village.COMMUNES for _ in AGES]
    cells["mother_age_lower"] = [age for _ in village.COMMUNES for age in AGES]
    return village.country(birth=cells)


def main() -> None:
    """Serve loads until the input ends."""
    releases, told = shelf_of(sys.argv[1]), reading(2.0)
    planned: Plan | None = None
    print("ready", flush=True)
    for line in sys.stdin:
        *how, seconds = line.split()
        if how and planned is None:
            planned = _planned(releases, told)
        child = os.fork()
        if child == 0:
            _run(partial(_load, releases, told, planned if how else None))
        print(*_killed(child, float(seconds)), flush=True)


def _load(releases: ReleaseStore, told: Reading, planned: Plan | None) -> None:
    if planned is not None:
        stamp = new_stamp()
        ready = replace(planned, stamp=stamp, about={**planned.about, "release": stamp})
        load.plan = lambda *_asked, **_named: ready  # type: ignore[assignment]
    make_release(releases, [told], say=lambda _line: None)


def _planned(releases: ReleaseStore, told: Reading) -> Plan:
    """The plan, made in a process of its own: this one opens nothing."""
    with tempfile.NamedTemporaryFile() as file:
        child = os.fork()
        if child == 0:
            made = lambda: plan(releases, [told], folder=seed.SEED, note="", say=lambda _line: None)  # noqa: E731
            _run(lambda: Path(file.name).write_bytes(pickle.dumps(made())))
        os.waitpid(child, 0)
        made_there = pickle.loads(Path(file.name).read_bytes())
    assert isinstance(made_there, Plan)
    return made_there


def _run(deed: Callable[[], object]) -> None:
    """Do it and end the process."""
    try:
        deed()
    finally:
        os._exit(0)


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
