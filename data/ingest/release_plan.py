"""What a new release would hold: read, estimated, joined to what is kept, and checked. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy.exc import DBAPIError

from data import schema
from data.ingest import seed
from data.ingest.estimators import Say, inputs_hash, with_estimates
from data.ingest.reading import Reading, in_store_tables, join
from data.ingest.replacement import replacement_findings
from data.ingest.retention import Previous, own_facts, read_previous, settle_tables, sources_in, standing
from data.problems import DamagedRelease, NoRelease, StoreProblem, cause
from data.quality import Finding, check
from data.quality.findings import merge
from data.release_store.interface import ReleaseStore
from data.release_store.pointer import new_stamp
from data.sentences import Sentence

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Plan:
    """A release to be: ``about`` is its row in the table of releases, ``carried`` the sources copied from before."""

    stamp: str
    about: Mapping[str, object]
    tables: Tables
    findings: tuple[Finding, ...]
    previous: Previous | None
    carried: frozenset[str]


def plan(releases: ReleaseStore, readings: Sequence[Reading], *, folder: Path, note: str, say: Say) -> Plan:
    """A release of the readings, or of the seed where there are none, on what the current one holds."""
    previous, stamp = _previous(releases, say), new_stamp()
    seed_is_read = not readings or previous is None
    seeded, seed_findings = _seed(folder, say) if seed_is_read else ({}, ())
    read_tables = [_in_columns(reading) for reading in readings]
    read = join(*read_tables)
    standing_tables = standing(previous, seed_is_read=seed_is_read)
    tables = settle_tables(stamp, seeded, standing_tables, read_tables)
    made_from = inputs_hash(folder) if previous is None or seed_is_read else previous.inputs_hash
    about = {
        "release": stamp,
        "inputs_hash": made_from,
        "note": note,
        "version": schema.VERSION,
        "made_from": previous.stamp if previous else "",
    }
    carried = frozenset(standing_tables["source"]["source"] if standing_tables else ()) - sources_in(read)
    findings = [finding for reading in readings for finding in reading.findings]
    before = _before(releases, previous, carried)
    every = seed_findings or (
        *findings,
        *replacement_findings(previous, before, read),
        *check(tables, before),
    )
    return Plan(stamp, about, tables, tuple(merge(every)), previous, carried)


def _before(releases: ReleaseStore, previous: Previous | None, carried: Collection[str]) -> Tables:
    """What the current release says of the sources that are not carried on: what is read is compared with it."""
    if previous is None:
        return {}
    engine = releases.open(previous.stamp)
    try:
        with engine.connect() as connection:
            return own_facts(connection, set(previous.small["source"]["source"]) - set(carried))
    finally:
        engine.dispose()


def _previous(releases: ReleaseStore, say: Say) -> Previous | None:
    """The current release, or None where nothing of it can be carried on."""
    try:
        engine = releases.open(releases.current())
    except NoRelease:
        return None
    except StoreProblem as problem:
        say(f"Nothing is carried on from the current release. {problem}")
        return None
    try:
        with engine.connect() as connection:
            return read_previous(connection)
    except DBAPIError as error:
        raise DamagedRelease(
            Sentence(
                "The current release cannot be read ({cause}): `--restore` an older one, or remove it and run `make data`.",
                cause=cause(error),
            )
        ) from error
    finally:
        engine.dispose()


def _seed(folder: Path, say: Say) -> tuple[Tables, tuple[Finding, ...]]:
    """The seed with its estimates; or what is wrong with it, before an estimate fails on that."""
    say("Reading the seed tables ...")
    tables = seed.read_seed(folder)
    findings = tuple(check(tables))
    if any(finding.severity == "error" for finding in findings):
        return tables, findings
    return with_estimates(tables, say), ()


def _in_columns(reading: Reading) -> Tables:
    return join(*[in_store_tables(name, frame) for name, frame in reading.tables.items()])
