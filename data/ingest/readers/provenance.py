"""Rows in the store's columns, and who says so: what every reader does at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pandas as pd

from data.columns import NOT_STATED
from data.countries import countries
from data.ingest.readers.periods import Period
from data.ingest.readers.spelling import without_marks
from data.ingest.reading import flows
from data.ingest.seed import country_table
from data.names import TEXT_TABLES, without_texts
from data.quality import Finding, Severity
from data.schema import TABLES
from data.sentences import Sentence, mark

COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in TABLES}
#: What of a sentence says where in the file, and the column it is kept under with the finding
PLACES = {
    "file": "file",
    "sheet": "sheet",
    "line": "line",
    "row_number": "row",
    "heading": "heading",
    "cell": "cell",
}
#: A reader names the first of a kind and counts the rest, whose places are kept
MOST_NAMED = 8
#: The heading of a column that only made-up files have, and whose they are
MADE_UP = "synthetic"
#: How an office that is no country's is called by language; a country's office is called as its folder says
OFFICES: dict[str, dict[str, str]] = {
    "un": {
        "en": "United Nations, DESA, Population Division",
        "fa": "سازمان ملل متحد، دپارتمان امور اقتصادی و اجتماعی، بخش جمعیت",
        "vi": "Liên Hợp Quốc, Vụ Kinh tế và Xã hội, Ban Dân số",
    },
    MADE_UP: {
        "en": "Synthetic (no office)",
        "fa": "ساختگی (از هیچ سازمانی نیست)",
        "vi": "Giả lập (không thuộc cơ quan nào)",
    },
    "own": {"en": NOT_STATED, "fa": "در پرونده گفته نشده", "vi": "Tệp không nêu"},
}


def finding(
    rule: str,
    severity: Severity,
    table: str,
    sentence: Sentence,
    rows: pd.DataFrame | None = None,
    rows_found: int = 0,
) -> Finding:
    """A reader's finding: a sentence of the catalogue, and the rows of the file it speaks of.

    It is about its sentence: a reader has no other place to name.
    """
    place = place_of(sentence) if rows is None else rows.reset_index(drop=True)
    return Finding(
        rule,
        severity,
        table,
        str(sentence),
        about=str(sentence),
        message=sentence.message,
        values=sentence.values,
        rows=place,
        rows_found=max(rows_found, len(place)),
    )


def place_of(sentence: Sentence) -> pd.DataFrame:
    """file, sheet, line, row, heading, cell — the one row of the file that a sentence names, as far as it does"""
    values = _flat(sentence.values)
    names = {name: PLACES[name] for name in PLACES if name in values}
    if not set(names) & {"line", "row_number", "cell"}:
        return pd.DataFrame()
    return pd.DataFrame([{column: str(values[name]) for name, column in names.items()}])


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    """Values with those of the sentences among them."""
    flat_values: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat_values = _flat(value["values"]) | flat_values
        else:
            flat_values[name] = value
    return flat_values


def first_few(findings: Iterable[Finding], most: int = MOST_NAMED) -> tuple[Finding, ...]:
    """The first of each rule, and how many more there are: a reader of findings has one morning."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        by_rule.setdefault((one.rule, one.severity), []).append(one)
    few: list[Finding] = []
    for (rule, _), all_of_it in by_rule.items():
        few += all_of_it[:most]
        if len(all_of_it) > most:
            first, remainder = all_of_it[0], Sentence(mark("{n} more of the same."), n=len(all_of_it) - most)
            # The same number may be left out of another file: which is said by the first.
            left = pd.concat([one.rows for one in all_of_it[most:]], ignore_index=True)
            more = finding(rule, first.severity, first.table, remainder, left)
            few.append(replace(more, about=f"more: {first.sentence}"))
    return tuple(few)


def rows(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame in the store's column order, whole numbers whole; the store fills what it keeps for itself."""
    stored = without_texts(table, frame) if table in TEXT_TABLES else frame
    columns = [column for column in COLUMNS[table] if column in frame]
    texts = [column for column in frame if column not in stored]
    return frame[[*columns, *texts]].reset_index(drop=True)


def dated(frame: pd.DataFrame, period: Mapping[int, Period]) -> pd.DataFrame:
    """The frame's ``year`` as published, with the calendar, first day and length of each."""
    years = frame["year"]
    return frame.assign(
        year=years.map(lambda year: period[year].year),
        calendar=years.map(lambda year: period[year].calendar),
        period_start=years.map(lambda year: period[year].start).astype(object),
        period_days=years.map(lambda year: period[year].days),
    )


def event_table(event: str, frame: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Counts of an event as the store's table for it."""
    ((table, event_rows),) = flows(frame.assign(event=event)).items()
    return table, rows(table, event_rows)


def key_of(prefix: str, title: str) -> str:
    """A source key from a title: ``gso_pxweb`` + «Total fertility rate by province» in at most 64 letters."""
    plain = re.sub(r"[^a-z0-9]+", "_", re.sub(r"[^\x00-\x7f]", "", without_marks(title).lower())).strip("_")
    key = f"{prefix}_{plain}".rstrip("_")
    # Two long titles may begin alike: what is cut off is told apart by six letters of its digest.
    return key if len(key) <= 64 else f"{key[:57].rstrip('_')}_{sha256(title.encode()).hexdigest()[:6]}"


@cache
def _seed_sources() -> pd.DataFrame:
    listed = country_table("sources.csv").fillna("")
    return listed.drop_duplicates("source").set_index("source", drop=False)


def office_names(key: str) -> Mapping[str, str]:
    """Language -> the name of the office whose sources have this prefix; of none that is known, that the file says none."""
    own = {each.office_key: each.office_names for each in countries().values() if each.office_names}
    return OFFICES.get(key) or own.get(key) or OFFICES["own"]


def source_row(
    key: str, *, office: str, publication: str, published: str = "", note: str = ""
) -> dict[str, str]:
    """The source as the seed tables describe it, or as far as the file does."""
    seed = _seed_sources()
    if key in seed.index:
        return {column: str(seed.loc[key, column]) for column in seed.columns}
    names = office_names(office)
    return {
        "source": key,
        **{f"office_{language}": name for language, name in names.items()},
        **{f"publication_{language}": publication for language in names},
        "published": published,
        "url": "",
        "licence": "",
        "note": note,
    }


def sources(*described: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the source table."""
    return rows("source", pd.DataFrame([dict(one) for one in described]))
