"""Making a release: seed tables and estimates into a new stamped file, checked, then made current."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import entry_points
from inspect import getsourcefile
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from data import schema
from data.engine import open_engine
from data.ingest import seed
from data.ingest.margins import add_margins
from data.ingest.reading import in_store_columns, join
from data.ingest.refusing import refuse_bad_rows
from data.ingest.roll_up import roll_up
from data.problems import SeedProblem, StoreProblem
from data.quality import Finding, check
from data.releases import current_file, make_current, new_stamp, prepare, release_file

Tables = Mapping[str, pd.DataFrame]
#: Rows to add to the release, by table, computed from the rows that were read. Found by entry point.
Estimator = Callable[[Tables], Tables]
Say = Callable[[str], None]

ESTIMATORS = "rasad.estimators"
PACKAGES = Path(__file__).parents[2]


def estimators() -> list[Estimator]:
    """Every estimator that installed packages offer, in the order of their names."""
    return [point.load() for point in sorted(entry_points(group=ESTIMATORS), key=lambda point: point.name)]


def inputs_hash(folder: Path = seed.SEED) -> str:
    """SHA-256 of the seed and of the code that turns it into a release."""
    code = [path for package in ("data", "forecasting") for path in (PACKAGES / package).rglob("*.py")]
    for one in estimators():
        file = Path(getsourcefile(one) or __file__)
        code += file.parent.rglob("*.py") if file.name == "__init__.py" else [file]
    return seed.fingerprint([*seed.seed_files(folder), *code])


def is_stale(store: Path, folder: Path = seed.SEED) -> bool:
    """True when there is no readable current release or it was made from other inputs."""
    try:
        engine = open_engine(current_file(store))
        with engine.connect() as connection:
            made_from = connection.scalar(select(schema.release.c.inputs_hash))
        engine.dispose()
    except StoreProblem:
        return True
    return bool(made_from != inputs_hash(folder))


def make_release(store: Path, folder: Path = seed.SEED, *, say: Say = print) -> tuple[Path, list[Finding]]:
    """Write a new release, check it, and make it current if no check is an error."""
    prepare(store)
    say("Reading the seed tables ...")
    tables = seed.read_seed(folder)
    for estimate in estimators():
        say(f"Estimating: {getattr(estimate, '__name__', 'estimator').replace('_', ' ')} ...")
        more = {name: in_store_columns(name, frame) for name, frame in estimate(tables).items()}
        tables = join(tables, more)
    findings = check(tables)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise SeedProblem("The release was not made: " + " ".join(finding.sentence for finding in errors[:5]))
    stamp = new_stamp()
    file = release_file(store, stamp)
    say(f"Writing {sum(map(len, tables.values())):,} rows ...")
    write(file, tables, stamp=stamp, made_from=inputs_hash(folder))
    make_current(file)
    return file, findings


def write(file: Path, tables: Tables, *, stamp: str, made_from: str) -> None:
    """All tables into a new file in one transaction; a refused row leaves no file behind."""
    engine = open_engine(file, read_only=False)
    try:
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(
                insert(schema.release), [{"release": stamp, "made_at": now, "inputs_hash": made_from}]
            )
            for table in schema.TABLES:
                for rows in _generations(tables[table.name]) if table.name in tables else ():
                    _insert(connection, table.name, rows)
            add_margins(connection)
            roll_up(connection)
            refuse_bad_rows(connection)
    except DBAPIError as error:
        file.unlink(missing_ok=True)
        raise SeedProblem(f"The store refused a row: {str(error.orig).splitlines()[0]}") from error
    finally:
        engine.dispose()


def _generations(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Areas parents first, one insert a level: DuckDB checks a table's references to itself against rows that were
    there before the statement. Any other table whole."""
    if "parent" not in frame:
        yield frame
        return
    known: set[object] = {None}
    waiting = frame.assign(parent=frame["parent"].astype(object).where(frame["parent"].notna(), None))
    while len(waiting):
        ready = waiting["parent"].isin(known)
        yield waiting[ready] if ready.any() else waiting  # an unknown parent: let the store name it
        known |= set(waiting.loc[ready, "area"])
        waiting = waiting[~ready] if ready.any() else waiting.iloc[:0]


def _insert(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Bulk insert through DuckDB's view of a frame: row-by-row inserts are a hundred times slower."""
    columns = ", ".join(frame.columns)
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.register("incoming", frame)
    connection.execute(text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming"))
    driver.unregister("incoming")
