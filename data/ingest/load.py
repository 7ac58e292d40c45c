"""Making a release: what was read and what is kept, written under a new stamp, checked, and made current."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from data import indicator_tables, schema
from data.changes import Changes, compare
from data.ingest import seed
from data.ingest.bulk import insert_rows
from data.ingest.estimators import Say, inputs_hash
from data.ingest.indicators import add_indicators
from data.ingest.integrity import refuse_bad_rows
from data.ingest.margins import add_margins
from data.ingest.reading import Reading
from data.ingest.release_plan import Plan, plan
from data.ingest.retention import carry_facts
from data.ingest.roll_up import roll_up
from data.problems import LoadProblem, StoreProblem, cause
from data.quality import Finding, to_frame
from data.release_store.interface import ReleaseStore, ReleaseWriter
from data.sentences import FOLLOWING, Sentence, joined

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class NewRelease:
    """A new release: what the checks found, what it changes, and whether readers are given it."""

    stamp: str
    findings: tuple[Finding, ...]
    changes: Changes | None
    is_current: bool


def is_stale(releases: ReleaseStore, folder: Path = seed.SEED) -> bool:
    """True when there is no readable current release or its seed or the program was another."""
    try:
        engine = releases.open(releases.current())
        with engine.connect() as connection:
            made_from = connection.scalar(select(schema.release.c.inputs_hash))
        engine.dispose()
    except StoreProblem:
        return True
    return bool(made_from != inputs_hash(folder))


def make_release(
    releases: ReleaseStore,
    readings: Sequence[Reading] = (),
    *,
    folder: Path = seed.SEED,
    draft: bool = False,
    note: str = "",
    say: Say = print,
) -> NewRelease:
    """Write a new release of the readings, or of the seed where there are none, on what the current one holds.

    Errors among the findings, a row the store refuses or a kill leave everything as it was. ``draft`` writes and
    checks the release without giving it to readers.
    """
    releases.prepare()
    planned = plan(releases, readings, folder=folder, note=note, say=say)
    stop_at_errors(planned.findings)
    say(f"Writing {sum(map(len, planned.tables.values())):,} rows ...")
    failures = _write(releases, planned, say)
    changes = _changes(releases, planned)
    if not draft:
        releases.make_current(planned.stamp)
    return NewRelease(planned.stamp, (*planned.findings, *failures), changes, not draft)


def stop_at_errors(findings: Sequence[Finding]) -> None:
    """Refuse to make a release of tables with errors, naming the first few."""
    errors = [finding.translatable_sentence for finding in findings if finding.severity == "error"]
    if errors:
        raise LoadProblem(
            Sentence("The release was not made: {findings}", findings=joined(errors[:5], FOLLOWING))
        )


def _write(releases: ReleaseStore, planned: Plan, say: Say) -> list[Finding]:
    """Everything in one transaction; a refused row leaves nothing behind. What its indicators could not be made of."""
    previous = planned.previous.stamp if planned.previous else None
    try:
        with releases.writing(planned.stamp, previous) as writer:
            fill(writer, planned.about, planned.tables, planned.findings, planned.carried)
            failures = add_indicators(writer, say)
            insert_rows(writer.connection, schema.finding, to_frame(failures))
            _analyse(writer.connection)
        return failures
    except DBAPIError as error:
        raise LoadProblem(Sentence("The store refused a row: {cause}", cause=cause(error))) from error


def fill(
    writer: ReleaseWriter,
    about: Mapping[str, object],
    tables: Tables,
    findings: Sequence[Finding] = (),
    carried: Collection[str] = (),
) -> None:
    """All tables of a release with an empty writer: rows, what is carried on, sums, and the last refusals."""
    connection = writer.connection
    schema.metadata.create_all(connection, checkfirst=False)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(insert(schema.release), [{"made_at": now, **about}])
    for table in schema.TABLES:
        if table.name in tables:
            insert_rows(connection, table, tables[table.name])
    carry_facts(writer, carried)
    _analyse(connection)
    add_margins(connection)
    roll_up(connection)
    refuse_bad_rows(connection)
    if findings:
        insert_rows(connection, schema.finding, to_frame(findings))
    _analyse(connection)


def _analyse(connection: Connection) -> None:
    """Tell PostgreSQL how many rows there are, or it plans for none. DuckDB knows."""
    if connection.dialect.name == "postgresql":
        for table in (*schema.TABLES, *indicator_tables.TABLES):
            connection.execute(text(f"ANALYZE {table.name}"))


def _changes(releases: ReleaseStore, planned: Plan) -> Changes | None:
    if planned.previous is None:
        return None
    with releases.open_pair(planned.previous.stamp, planned.stamp) as pair:
        return compare(pair)
