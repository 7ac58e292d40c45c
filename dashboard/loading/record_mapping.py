"""Event records on screen: what their columns are, proposed, said and kept for the next file. No Streamlit here."""

from __future__ import annotations

import hashlib
import shutil

from dashboard.loading.staging import Staged, library
from data.countries import country
from data.ingest.readers import event_records
from data.ingest.records import (
    KINDS,
    Proposal,
    RecordMapping,
    columns_of,
    headings_of,
    propose,
    read_mapping,
    write_mapping,
)
from data.problems import StoreProblem

__all__ = ["KINDS", "Proposal", "RecordMapping", "columns_of"]
#: Days to register where the country's folder says nothing of the event
OTHERWISE = 30


def legal_days(code: str, event: str) -> int:
    """The days the form begins with in a country: the registrar says what holds."""
    return country(code).legal_days.get(event, OTHERWISE)


def headings(staged: Staged) -> list[str]:
    """The headings of a file of records; UnreadableRecords where it can be none."""
    return list(headings_of(staged.path))


def are_records(staged: Staged) -> bool:
    """Whether the headings alone say that each row is one event: a date, an area and no column of counts."""
    try:
        return not propose(headings(staged), staged.path.stem).lacks
    except StoreProblem:
        return False


def stored_mapping(staged: Staged) -> RecordMapping | None:
    """The mapping learned for this file or for one with its headings."""
    file = event_records.mapping_file(staged.path)
    return read_mapping(file) if file else None


def proposal(staged: Staged) -> Proposal:
    """How its columns would be read: as learned before, else as the headings suggest."""
    stored = stored_mapping(staged)
    if stored is not None:
        return Proposal(stored.event, dict(stored.columns), stored.key)
    return propose(headings(staged), staged.path.stem)


def learn(staged: Staged, mapping: RecordMapping) -> None:
    """Keep the mapping for this file, and for the next with its headings; MappingProblem where it cannot be."""
    name = staged.path.name.split(".")[0]
    own = staged.path.with_name(name + event_records.ENDING)
    write_mapping(mapping, own)
    headings = "\x1f".join(sorted(mapping.headings))
    digest = hashlib.sha256(f"{mapping.event}\x1f{headings}".encode()).hexdigest()[:12]
    shutil.copy(own, library() / f"{mapping.event}-{digest}{event_records.ENDING}")


def forget(staged: Staged) -> None:
    """Read the file as figures after all: what was learned stays for other files."""
    for one in staged.folder.glob(f"*{event_records.ENDING}"):
        one.unlink()
