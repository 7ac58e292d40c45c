"""What passes the gate opens every page: run as a program, since a program reads its countries once.

`python -m tests.third_country.gate EXAMPLES` with RASAD_SEED, RASAD_STORE and, for PostgreSQL, DATABASE_URL set loads facts of
the made-up country again with one thing added, doubled, moved or emptied, and opens every page of each release that is
made, in one of the languages each time. It prints what went wrong, and how many releases were made and refused, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES
from data.ingest.load import make_release
from data.ingest.reading import Reading
from data.ingest.retention import own_facts
from data.problems import StoreProblem
from data.release_store.database import open_release_store
from tests.third_country.tables import CODE, PROVINCES
from tests.third_country.walk import opened

FACTS = {
    "population": ("census", "totals"),
    "birth": ("register",),
    "death": ("register",),
    "rate": ("tables",),
    "death_rate": ("tables",),
    "fertility_pattern": ("tables",),
}
VALUES = {"population": "persons", "rate": "value", "death_rate": "mx", "fertility_pattern": "percent"}
KINDS = ("double", "year", "day", "nobody", "half", "tenfold", "province", "ages", "remainder")


@dataclass(frozen=True)
class Change:
    """What is loaded beside the seed: rows of a table, changed in one way, of all areas or of one."""

    table: str
    source: str
    kind: str
    area: str | None
    own_key: bool


@dataclass
class Tally:
    """Releases made and refused, and what pages said that they must not."""

    releases: int = 0
    refusals: list[str] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)


def changes() -> st.SearchStrategy[Change]:
    """Any one change"""
    facts = [(table, source) for table, sources in FACTS.items() for source in sources]
    areas = (None, CODE, *(each.code for each in PROVINCES))
    return st.builds(
        lambda fact, kind, area, own_key: Change(*fact, kind, area, own_key),
        st.sampled_from(facts),
        st.sampled_from(KINDS),
        st.sampled_from(areas),
        st.booleans(),
    )


def rows(facts: pd.DataFrame, change: Change) -> pd.DataFrame:
    """The rows of the change, from the table's own"""
    own = facts.drop(columns=[name for name in ("parts", "cell_key") if name in facts])
    part = own if change.area is None else own[own["area"] == change.area]
    value = VALUES.get(change.table, "events")
    if change.kind == "year":
        day = pd.to_datetime(part["period_start"]) + pd.DateOffset(years=1)
        return part.assign(year=part["year"] + 1, period_start=day.dt.date)
    if change.kind == "day":
        return part.assign(period_start=[day + timedelta(days=60) for day in part["period_start"]])
    if change.kind in ("nobody", "half", "tenfold"):
        return part.assign(**{value: part[value] * {"nobody": 0, "half": 0.5, "tenfold": 10}[change.kind]})
    if change.kind == "province":
        return own[own["area"] == PROVINCES[0].code]
    if change.kind == "ages" and "age_width" in part:
        wide = part[part["age_width"] == 1]
        keys = [name for name in wide.columns if name not in (value, "age_lower", "age_width")]
        lower = wide["age_lower"] // 5 * 5
        summed = wide.assign(age_lower=lower).groupby([*keys, "age_lower"], as_index=False)[value].sum()
        return summed.assign(age_width=5)
    if change.kind == "remainder":  # a source of which one area alone is left
        return own[own["area"] != (change.area or CODE)]
    return part


def reading(release: str, change: Change) -> Reading | None:
    """The change as a file that was read; None where it has no rows"""
    engine = open_release_store().open(release)
    with engine.connect() as connection:
        facts = own_facts(connection, [change.source])[change.table]
    engine.dispose()
    changed = rows(facts, change)
    if changed.empty:
        return None
    key = "own_file" if change.own_key else change.source
    tables = {change.table: changed.assign(source=key).reset_index(drop=True)}
    if change.own_key:
        names = [
            f"{part}_{language}" for part in ("office", "publication") for language in ("en", "fa", "vi")
        ]
        papers = dict.fromkeys(names, "Register of Meridia") | dict.fromkeys(
            ("published", "url", "licence", "note"), ""
        )
        tables["source"] = pd.DataFrame([{"source": key, **papers}])
    return Reading(tables)


def wrong_pages(area: str, languages: Sequence[str]) -> dict[str, list[str]]:
    """What every page says in an exception or an error"""
    problems = {}
    for language in languages:
        for page, _title, _icon in PAGE_LIST:
            app = opened(page, lang=language, country=CODE, area=area)
            texts = [f"{each.message} {' '.join(map(str, each.stack_trace))}" for each in app.exception]
            texts += [str(each.value) for each in app.error]
            if texts:
                problems[f"{page} {language} {area}"] = texts
    return problems


def walk(examples: int) -> Tally:
    """Load, and open, so many changes"""
    releases, tally = open_release_store(), Tally()
    first = make_release(releases, say=lambda _line: None).stamp

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(changes(), st.sampled_from((CODE, PROVINCES[0].code)), st.sampled_from(tuple(LANGUAGES)))
    def every_page_opens(change: Change, area: str, language: str) -> None:
        releases.make_current(first)
        file = reading(first, change)
        if file is None:
            return
        try:
            make_release(releases, [file], say=lambda _line: None)
        except StoreProblem as problem:
            tally.refusals.append(f"{change}: {problem}")
            return
        tally.releases += 1
        for page, texts in wrong_pages(area, [language]).items():
            tally.errors[f"{change} {page}"] = texts

    every_page_opens()
    return tally


if __name__ == "__main__":
    outcome = walk(int(sys.argv[1]))
    json.dump(outcome.__dict__, sys.stdout, ensure_ascii=False, indent=1)
