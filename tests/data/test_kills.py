"""A load killed at any moment leaves the current release whole, and what it left is cleared by the next load."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import contextmanager

import pandas as pd
import psycopg
import pytest
from sqlalchemy import text

from data.ingest import release_plan
from data.ingest.load import make_release
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.postgres import PostgresReleases
from tests.conftest import ROOT
from tests.data import village
from tests.data.loads_to_kill import reading


@pytest.fixture(autouse=True)
def village_seed(monkeypatch):
    """A seed of the village alone, so that a load is short and a kill falls into it, not into a country's sums."""
    told = village.country(source="seeded", birth=village.births("seeded", XX11=1, XX12=2))
    tables = {name: frame.copy() for name, frame in told.tables.items()}
    for name in ("area", "source"):
        tables[name]["origin"] = "seed"
    tables["source"]["loaded_in"] = ""
    links = ["from_area", "to_area", "on_date", "kind", "weight", "basis", "source"]
    tables["area_link"] = pd.DataFrame(columns=links)
    monkeypatch.setattr(release_plan.seed, "read_seed", lambda _folder: tables)
    monkeypatch.setattr(release_plan, "with_estimates", lambda made, _say: made)


#: Kills of a whole load; half of it is reading and checking, in which nothing is written
PLANNING_KILLS = 4


@contextmanager
def loads(place):
    """``kill(seconds)``: begin a load and kill it after so long. -> ("killed" or "ended", seconds it ran)

    ``written=True``: a load whose plan is there already, so that it is killed while it writes.
    """
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.data.loads_to_kill", place],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline().strip() == "ready"

    def kill(seconds, *, written=False):
        program.stdin.write(f"{'written ' if written else ''}{seconds}\n")
        program.stdin.flush()
        how, ran = program.stdout.readline().split()
        return how, float(ran)

    try:
        yield kill
    finally:
        program.stdin.close()
        program.wait(30)


def births(releases):
    engine = releases.open(releases.current())
    nation = "sum(CASE WHEN area = 'XX' AND mother_age_lower >= 0 THEN events END)"
    with engine.connect() as reader:
        row = reader.execute(text(f"SELECT {nation}, count(*) FROM birth WHERE source = 'office'")).one()
    engine.dispose()
    return tuple(row)


def survives(releases, place, kills):
    """Kill loads at moments spread over the length of one: a few of whole loads, most while they write.

    What readers have is the release of before, or a whole new one.
    """
    first = make_release(releases, [reading(1.0)], say=lambda _line: None)
    before = births(releases)
    # one row a commune, district, province and nation, for each of 35 ages and the total
    assert before == (8 * 35, (8 + 4 + 2 + 1) * 36)
    after = (2 * before[0], before[1])
    with loads(place) as kill:
        for written, most in ((False, PLANNING_KILLS), (True, kills)):
            spread(
                releases,
                first,
                lambda seconds, written=written: kill(seconds, written=written),
                most,
                before,
                after,
            )
    make_release(releases, [reading(3.0)], say=lambda _line: None)
    assert births(releases)[0] == 3 * before[0]
    for stamp in releases.stamps():
        releases.make_current(stamp)
        assert births(releases)[1] == before[1], "every release that is listed is whole"


def spread(releases, first, kill, kills, before, after):
    """So many kills, one in each part of the length of a load."""
    moments, killed = random.Random(20201), 0
    how, length = kill(120)
    assert how == "ended"
    releases.make_current(first.stamp)
    for _ in range(5 * kills):
        how, ran = kill(length * (killed + moments.random()) / kills)
        killed += how == "killed"
        length = ran if how == "ended" else length  # the machine is quicker or slower now
        stamp = releases.current()
        assert stamp in releases.stamps()
        assert births(releases) == (before if stamp == first.stamp else after), "readers see a whole release"
        releases.make_current(first.stamp)
        if killed == kills:
            break
    assert killed == kills, "so many kills fell into a load"


def test_files_survive_kills_at_any_moment(tmp_path):
    releases = DuckDBReleases(tmp_path)
    survives(releases, str(tmp_path), 24)
    kept = {"current", *(releases.file(stamp).name for stamp in releases.stamps())}
    assert {path.name for path in tmp_path.iterdir()} == kept, "nothing is left of the killed loads"


def test_schemas_survive_kills_at_any_moment(postgres_database):
    releases = PostgresReleases(postgres_database)
    survives(releases, postgres_database, 12)
    with psycopg.connect(postgres_database) as server:
        schemas = server.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'release%'").fetchone()
    assert schemas == (len(releases.stamps()),), "nothing is left of the killed loads"
