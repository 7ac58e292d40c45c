"""What each option of ``python -m data.ingest`` does, and the lines it prints."""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from data import queries, schema, workspace
from data.changes import Changes, compare
from data.ingest import readers, seed
from data.ingest.load import NewRelease, is_stale, make_release
from data.ingest.release_plan import plan
from data.problems import NoRelease, StoreProblem
from data.quality import Finding
from data.release_store.database import open_release_store
from data.release_store.interface import ReleaseStore
from data.sentences import Sentence
from data.two_maps import levels, two_maps


def run(options: argparse.Namespace) -> int:
    """Do what was asked, printing as it goes; 1 where a check finds errors."""
    releases = open_release_store()
    if options.list:
        _print(all_release_lines(releases))
    elif options.show:
        _print(release_lines(releases, options.show))
    elif options.diff:
        with releases.open_pair(*options.diff) as pair:
            _print(change_lines(compare(pair)))
    elif options.prune is not None:
        _print(prune(releases, options.prune))
    elif options.restore:
        restore(releases, options.restore)
    elif options.check:
        problems = _check_sources(releases, options)
        _print(findings(problems))
        return int(any(finding.severity == "error" for finding in problems))
    elif options.if_stale and not options.sources and not is_stale(releases, options.seed):
        print("The population store is up to date.")
    else:
        _print(load(releases, options))
    return 0


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


def load(releases: ReleaseStore, options: argparse.Namespace) -> Iterator[str]:
    """Make a release and say what it changes."""
    before = _current(releases)
    read = [readers.read(path, source=options.source) for path in options.sources]
    note = "; ".join(f"{path.name} (SHA-256 {_sha256(path)[:12]})" for path in options.sources) or seed.NOTE
    outcome = make_release(releases, read, folder=options.seed, draft=options.draft, note=note)
    yield from findings(list(outcome.findings))
    if outcome.changes is not None:
        yield from change_lines(outcome.changes)
    yield _outcome(outcome)
    yield from log_action(
        "release drafted" if options.draft else "release published", outcome.stamp, note, before
    )


def _outcome(release: NewRelease) -> str:
    if release.is_current:
        return f"Release {release.stamp} is now current."
    return f"Release {release.stamp} is a draft: `--restore {release.stamp}` gives it to readers."


def restore(releases: ReleaseStore, stamp: str) -> None:
    """Give readers an old release, or a draft."""
    releases.open(stamp).dispose()  # a damaged one must not become current
    before = _current(releases)
    releases.make_current(stamp)
    print(f"Release {stamp} is now current.")
    _print(log_action("release restored", stamp, "", before))


def prune(releases: ReleaseStore, keep: int) -> Iterator[str]:
    """Take away releases older than the newest ``keep``; never the current one."""
    if keep < 1:
        raise StoreProblem(Sentence("--prune {n}: at least one release must stay.", n=keep))
    current = _current(releases)
    old = [stamp for stamp in releases.stamps()[keep:] if stamp != current]
    for stamp in old:
        releases.remove(stamp)
        yield f"Release {stamp} is gone."
        yield from log_action("release removed", stamp, f"all but the newest {keep}", None)
    if not old:
        yield "There is no release to take away."


def log_action(action: str, stamp: str, note: str, before: str | None) -> Iterator[str]:
    """Write it in the workspace's log; a workspace that cannot be written does not undo a release."""
    try:
        workspace.log(action, release=stamp, about=f"{note} (before: {before})" if before else note)
    except StoreProblem as problem:
        yield f"The log was not written. {problem}"


def all_release_lines(releases: ReleaseStore) -> Iterator[str]:
    """One line a release."""
    current = _current(releases)
    if not releases.stamps():
        yield "There is no release yet."
    for stamp in releases.stamps():
        mark = "current" if stamp == current else ""
        try:
            yield f"{stamp}  {mark:8}{_release_line(releases, stamp)}"
        except StoreProblem as problem:
            yield f"{stamp}  {mark:8}{problem}"


def _release_line(releases: ReleaseStore, stamp: str) -> str:
    engine = releases.open(stamp)
    try:
        with engine.connect() as connection:
            row = queries.release(connection).iloc[0]
            return f"{row['made_at']}  {row['note']}"
    finally:
        engine.dispose()


def release_lines(releases: ReleaseStore, stamp: str) -> Iterator[str]:
    """What a release holds: rows of each table, sources by the load they came in, findings."""
    engine = releases.open(stamp)
    try:
        with engine.connect() as connection:
            row = queries.release(connection).iloc[0]
            yield f"Release {row['release']}, made {row['made_at']} of {row['note'] or 'the seed'}"
            for table in schema.TABLES:
                yield f"  {table.name:18}{connection.scalar(select(func.count()).select_from(table)):>12,} rows"
            sources = queries.sources(connection)
            for origin, keys in sources.groupby("origin")["source"]:
                yield f"  sources from {origin}: {', '.join(keys)}"
            yield from map_lines(connection)
            for finding in queries.findings(connection).itertuples():
                yield f"  {finding.severity}: {finding.sentence}"
    finally:
        engine.dispose()


def map_lines(connection: Connection) -> Iterator[str]:
    """The latest count of each level that a change of boundaries came after: on how many areas, as reported and now."""
    for country in sorted(set(queries.areas(connection)["country"])):
        for level in levels(connection, country):
            read = two_maps(connection, country, level)
            day = read.days()[0]
            old, new = (rows[rows["period_start"] == day] for rows in (read.reported, read.newest))
            yield (
                f"  {country} {level}, counted on {day}: {len(old)} areas as reported, {len(new)} on the map since "
                f"{read.since}; {old['persons'].sum():,.0f} and {new['persons'].sum():,.0f} people"
            )


def change_lines(changes: Changes) -> Iterator[str]:
    """The changes, as lines."""
    if changes.is_empty:
        yield "Nothing changes."
    for heading, keys in (
        ("areas gained", changes.areas_gained),
        ("areas lost", changes.areas_lost),
        ("sources gained", changes.sources_gained),
        ("sources lost", changes.sources_lost),
    ):
        if keys:
            yield f"  {heading}: {len(keys)} ({', '.join(keys[:8])}{', ...' if len(keys) > 8 else ''})"
    for row in changes.counts.itertuples():
        yield (
            f"  {row.table}, {row.measure}: {row.changed:,} numbers changed, {row.added:,} added, "
            f"{row.removed:,} removed"
        )
    for row in changes.jumps.itertuples():
        yield f"  {row.table} {row.key}: {row.old:,.6g} -> {row.new:,.6g} ({row.ratio:.1%})"


def findings(all_findings: list[Finding]) -> Iterator[str]:
    """Every error; of warnings and notes how many of each rule, and one of them."""
    for finding in all_findings:
        if finding.severity == "error":
            yield f"  error: {finding.sentence}"
    kinds = Counter(
        (finding.severity, finding.rule) for finding in all_findings if finding.severity != "error"
    )
    for (severity, rule), number in sorted(
        kinds.items(), key=lambda kind: (kind[0][0] != "warning", kind[0])
    ):
        one = next(
            finding for finding in all_findings if (finding.severity, finding.rule) == (severity, rule)
        )
        remainder = f" ... and {number - 1:,} more of this rule ({rule})" if number > 1 else ""
        yield f"  {severity}: {one.sentence}{remainder}"
    if any(number > 1 for number in kinds.values()):
        yield "  All of them: `--show` with the release, or the page Data quality with their rows."


def _check_sources(releases: ReleaseStore, options: argparse.Namespace) -> list[Finding]:
    """Findings over the release that would be made."""
    read = [readers.read(path, source=options.source) for path in options.sources]
    return list(plan(releases, read, folder=options.seed, note="", say=lambda _line: None).findings)


def _current(releases: ReleaseStore) -> str | None:
    try:
        return releases.current()
    except NoRelease:
        return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
