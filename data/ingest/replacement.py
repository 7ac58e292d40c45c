"""What a file takes the place of: said before a release is made, for the rows of a source are replaced whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from data.ingest.retention import Previous, sources_in
from data.quality.findings import Finding, Subject, make_finding, mark

Tables = Mapping[str, pd.DataFrame]
_OF_THE_SEED = mark(
    "{source} came with the program. The file replaces all its rows ({before}) by its own ({now}); kept under a source "
    "key of its own it would leave them in place."
)
_OF_A_FILE = mark(
    "{source}: the rows of an earlier file ({before}) are replaced by those of this one ({now})."
)


def replacement_findings(previous: Previous | None, before: Tables, read: Tables) -> Iterator[Finding]:
    """A warning for each source of the seed that a file replaces, a note for each of an earlier file."""
    described = previous.small["source"] if previous else pd.DataFrame(columns=["source", "origin"])
    origins = dict(zip(described["source"], described["origin"], strict=True))
    for key in sorted(sources_in(read) & set(origins)):
        of_a_file = origins[key] == "file"
        rows_before, rows_now = (_rows(tables, key) for tables in (before, read))
        yield make_finding(
            "replaced",
            "note" if of_a_file else "warning",
            Subject("source", about=key),
            _OF_A_FILE if of_a_file else _OF_THE_SEED,
            pd.DataFrame(),
            {"source": key, "before": rows_before, "now": rows_now},
        )


def _rows(tables: Tables, source: str) -> int:
    return sum(
        int((frame["source"] == source).sum())
        for name, frame in tables.items()
        if name not in ("source", "source_name") and "source" in frame
    )
