"""Two sources that say one fact differently: which of them is shown is the order of sources' to say, that they differ is ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from data.columns import ABSENT, ABSENT_WORD, COUNTS
from data.quality.counts import own
from data.quality.findings import Finding, Rule, Subject, Tables, groups, make_finding, mark
from data.schema import FACTS

_VALUES = {"population": "persons", "rate": "value"} | dict.fromkeys(
    ("birth", "death", "marriage", "divorce"), "events"
)
#: How events were counted: a source that does not tell may mean either
_WAYS = ("basis", "place")
_KEYS = {
    table.name: [column.name for column in table.primary_key.columns if column.name not in ("source", *_WAYS)]
    for table in FACTS
}
_SERIES = {"population": "population", "rate": "measure"}
#: Columns of ages, orders and durations: a cell split by these is one of many
_GROUPS = (
    "age_lower",
    "mother_age_lower",
    "order_lower",
    "wife_age_lower",
    "husband_age_lower",
    "duration_lower",
)


def different_figures(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Published figures of one fact, and those derived of published ones, that lie further apart than their rounding."""
    for table, value in _VALUES.items():
        frame = tables.get(table)
        if frame is None or frame.empty:
            continue
        rows = own(frame)
        rows = rows[rows["status"].isin(COUNTS)]
        cell = [*_KEYS[table], "status"]
        rows = rows[rows.duplicated(cell, keep=False)]
        if len(rows):
            yield from _of_table(table, value, cell, rows)


def _of_table(table: str, value: str, cell: list[str], rows: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each total that two sources differ in, and one for all the groups of an area and year."""
    differ = _beyond_rounding(rows.assign(half=_half(rows)), value, cell)
    split = _is_part(differ, table)
    for _, pair in differ[~split].groupby(cell, dropna=False, sort=False):
        yield _one(table, value, pair)
    for place, pairs in groups(differ[split], ["area", "year"]):
        yield _many(table, place, pairs)


def _is_part(rows: pd.DataFrame, table: str) -> pd.Series:
    """Rows of one group of ages, orders or durations"""
    if table == "population":
        return (rows["age_lower"] != 0) | (rows["age_width"] != 0)
    groups = [name for name in _GROUPS if name in rows]
    return (rows[groups] != ABSENT).any(axis=1)


def _half(rows: pd.DataFrame) -> pd.Series:
    """Half of the last place that each figure is told to"""
    if "decimals" in rows:
        return 0.5 * 10.0 ** -rows["decimals"].astype(float)
    return rows["rounded_to"].astype(float) / 2 * (rows["rounded_to"] > 1)


def _beyond_rounding(rows: pd.DataFrame, value: str, cell: list[str]) -> pd.DataFrame:
    """The lowest and the highest row of every cell whose sources differ, in that order"""
    ordered = rows.sort_values([*cell, value, "source"], kind="stable")
    ends = [ordered.groupby(cell, dropna=False, sort=False).nth(place) for place in (0, -1)]
    pairs = pd.concat(ends).sort_values([*cell, value], kind="stable")
    by_cell = pairs.groupby(cell, dropna=False, sort=False)
    apart = by_cell[value].transform("max") - by_cell[value].transform("min")
    differ = apart > by_cell["half"].transform("sum") + 1e-6
    for way in (name for name in _WAYS if name in pairs):
        manner = pairs[way].where(pairs[way] != ABSENT_WORD)
        differ &= (
            manner.groupby([pairs[name] for name in cell], dropna=False, sort=False).transform("nunique") < 2
        )
    return pairs[differ]


def _series(table: str, row: pd.Series) -> str:
    """The measure, or what is counted"""
    return str(row["measure"]) if table == "rate" else _SERIES.get(table, f"{table}s")


def _sex(row: pd.Series) -> str:
    sex = str(row.get("sex", row.get("child_sex", "both")))
    return sex if sex in ("female", "male") else "both"


def _one(table: str, value: str, pair: pd.DataFrame) -> Finding:
    low, high = pair.iloc[0], pair.iloc[-1]
    message = mark(
        "{what}, {area}, {year} ({sex}): {source} gives {figure}, {other_source} gives {other_figure}."
    )
    series, sex = _series(table, low), _sex(low)
    values: dict[str, Any] = {
        "what": series,
        "sex": sex,
        "source": low["source"],
        "figure": low[value],
        "other_source": high["source"],
        "other_figure": high[value],
    }
    subject = Subject(table, low["area"], low["year"], " ".join([series, sex, str(low["period_start"])]))
    return make_finding("sources_differ", "note", subject, message, pair.drop(columns="half"), values)


def _many(table: str, place: dict[str, Any], pairs: pd.DataFrame) -> Finding:
    message = mark(
        "{what}, {area}, {year}: {source} and {other_source} differ in {count} groups of age or other parts."
    )
    values = {
        "what": _series(table, pairs.iloc[0]),
        "source": pairs["source"].iloc[0],
        "other_source": pairs["source"].iloc[-1],
        "count": len(pairs) // 2,
    }
    subject = Subject(table, place["area"], place["year"], f"{values['what']} groups")
    return make_finding("sources_differ", "note", subject, message, pairs.drop(columns="half"), values)


RULES = (
    Rule(
        "sources_differ",
        mark("Sources agree"),
        "note",
        mark(
            "Where two sources publish one figure of an area and year, they agree within their rounding. One is shown, by the declared order of sources; the other is also published."
        ),
        different_figures,
    ),
)
