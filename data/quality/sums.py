"""Parts that do not make the whole, within the rounding they were published in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.quality.counts import all_ages, by_age, events, population, rates
from data.quality.findings import Finding, Rule, Subject, Tables, make_finding, mark, records

_CELL = ["area", "source", "year", "period_start", "period_days"]
SHARES = ["share_0_14", "share_15_64", "share_65_plus"]
VALUES = ("source", "parts", "whole", "gap")
SHARES_ROUNDING = 0.15  # three shares of one decimal each


def _counts(tables: Tables) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """table, series, rows with a column ``number``"""
    people = population(tables)
    if len(people):
        yield "population", "population", people.rename(columns={"persons": "number"})
    for event, rows in events(tables).groupby("event"):
        yield str(event).removesuffix("s"), str(event), rows.rename(columns={"events": "number"})


def _beyond_rounding(both: pd.DataFrame) -> pd.DataFrame:
    both["gap"] = both["parts"] - both["whole"]
    return both[both["gap"].abs() > both["rounding"] / 2 + both["whole_rounding"].fillna(0) / 2 + 1e-6]


def sexes_against_both(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Women and men against both together, wherever a source gives all three."""
    message = mark(
        "{what}, {source}: women and men of {area} in {year} sum to {parts}, the published total is {whole}."
    )
    for table, series, rows in _counts(tables):
        cell = [*_CELL, "age_lower", "age_width"]
        sexes = rows[rows["sex"].isin(("female", "male"))].groupby(cell, as_index=False)
        parts = sexes.agg(parts=("number", "sum"), rounding=("rounded_to", "sum"), n=("sex", "nunique"))
        comparison = Comparison("sexes", table, series, cell)
        whole = rows[rows["sex"] == "both"]
        yield from _compare(comparison, parts[parts["n"] == 2], whole, message)


def ages_against_all(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Age groups against all ages together; groups that overlap are left to the reader."""
    message = mark(
        "{what}, {source}: the ages of {area} in {year} ({sex}) sum to {parts}, the published total is {whole}."
    )
    for table, series, rows in _counts(tables):
        cell = [*_CELL, "sex"]
        groups = by_age(rows)
        groups = groups[~_overlapping(groups, cell)]
        parts = groups.groupby(cell, as_index=False).agg(
            parts=("number", "sum"), rounding=("rounded_to", "sum")
        )
        yield from _compare(Comparison("all_ages", table, series, cell), parts, all_ages(rows), message)


def _overlapping(groups: pd.DataFrame, cell: list[str]) -> pd.Series:
    """Rows of cells in which one age stands in two groups: single years beside their five-year groups."""
    of_age = groups[groups["age_lower"] >= 0].sort_values([*cell, "age_lower", "age_width"])
    ends = (of_age["age_lower"] + of_age["age_width"]).where(of_age["age_width"] > 0, 999)
    before = ends.groupby([of_age[column] for column in cell]).shift()
    bad = of_age[before > of_age["age_lower"]].groupby(cell).size()
    marked = groups.merge(bad.rename("bad").reset_index(), on=cell, how="left")["bad"].notna()
    return marked.set_axis(groups.index)


def children_against_parent(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Areas against the area they are part of, all ages together, where all that stood are there."""
    message = mark(
        "{what}, {source}, {year}, {sex}: {count} areas sum to {parts}, the published total of {area} is {whole} ({gap})."
    )
    if "area" not in tables:
        return
    parents = tables["area"].set_index("area")["parent"]
    for table, series, rows in _counts(tables):
        whole = all_ages(rows)
        cell = ["parent", "source", "year", "period_start", "sex"]
        below = (
            whole.assign(parent=whole["area"].map(parents))
            .dropna(subset=["parent"])
            .groupby(cell, as_index=False)
        )
        parts = below.agg(parts=("number", "sum"), rounding=("rounded_to", "sum"), count=("area", "nunique"))
        above = whole.rename(columns={"area": "parent"})
        most = parts.groupby(["parent", "source"])["count"].transform("max")
        comparison = Comparison("areas_sum", table, series, cell, about=("source", "sex"), area="parent")
        yield from _compare(comparison, parts[parts["count"] == most], above, message)


@dataclass(frozen=True)
class Comparison:
    """Which parts are set against which whole: of a series of a table, cell by cell (its columns).

    ``about``: columns that tell findings of one area and year apart, else the source and the cell's own beyond `_CELL`;
    ``area``: the column of the area that they are of.
    """

    rule: str
    table: str
    series: str
    cell: list[str]
    about: tuple[str, ...] = ()
    area: str = "area"


def _compare(
    comparison: Comparison, parts: pd.DataFrame, whole: pd.DataFrame, message: str
) -> Iterator[Finding]:
    cell, series = comparison.cell, comparison.series
    total = whole[[*cell, "number", "rounded_to"]]
    total = total.rename(columns={"number": "whole", "rounded_to": "whole_rounding"})
    for row in records(_beyond_rounding(parts.merge(total, on=cell))):
        names = comparison.about or ("source", *cell[len(_CELL) :])
        about = " ".join([series, *(str(row[name]) for name in names)])
        values = {name: row[name] for name in (*VALUES, "sex", "count") if name in row} | {"what": series}
        rows = pd.DataFrame([{name: row[name] for name in [*cell, *VALUES]}])
        subject = Subject(comparison.table, row[comparison.area], row["year"], about)
        yield make_finding(comparison.rule, "warning", subject, message, rows, values)


def shares_of_hundred(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Shares under 15, 15-64 and over of the same people."""
    message = mark("{source}: the three age shares of {area} in {year} sum to {total} %.")
    published = rates(tables)
    rows = published[published["measure"].isin(SHARES)]
    wide = rows.pivot_table(
        index=["area", "source", "year", "sex"], columns="measure", values="value", aggfunc="first"
    )
    if not set(SHARES) <= set(wide.columns):
        return
    wide = wide.dropna(subset=SHARES).assign(total=lambda frame: frame[SHARES].sum(axis=1)).reset_index()
    for row in records(wide[(wide["total"] - 100).abs() > SHARES_ROUNDING + 1e-9]):
        values = {name: row[name] for name in ("source", "total")}
        subject = Subject("rate", row["area"], row["year"], row["source"])
        yield make_finding("shares", "note", subject, message, pd.DataFrame([row]), values)


RULES = (
    Rule(
        "sexes",
        mark("Women and men make both"),
        "warning",
        mark(
            "Where a source gives women, men and both together, the first two sum to the third within their rounding."
        ),
        sexes_against_both,
    ),
    Rule(
        "all_ages",
        mark("Ages make all ages"),
        "warning",
        mark(
            "Age groups, with people of unknown age, sum to the total that the same source gives for all ages."
        ),
        ages_against_all,
    ),
    Rule(
        "areas_sum",
        mark("Areas make the whole"),
        "warning",
        mark("The areas of one source sum to the area they are part of, within the rounding of them all."),
        children_against_parent,
    ),
    Rule(
        "shares",
        mark("Shares make a hundred"),
        "note",
        mark(
            "The shares under 15, 15–64 and 65 and over are of the same people and sum to 100 % within their rounding."
        ),
        shares_of_hundred,
    ),
)
