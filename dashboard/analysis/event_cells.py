"""Events counted in cells of age and sex: one count an area and year, on its finest whole ages, what is unknown shared out.

A **count** is what one source says of one area and period, by one basis and place. Cells are added up within a count alone,
and never over groups that overlap: which count is taken is `dashboard.analysis.selection`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.selection import SourceOrder, finest_partition, first_choice
from data.columns import ABSENT, UNKNOWN_WORD
from forecasting.axes import SEXES, Array, freeze
from forecasting.indicators.fertility import FERTILE

COUNT = ["area", "year", "calendar", "period_start", "period_days", "status", "source", "basis", "place"]
#: The widest group of fertile ages that a rate by age can be made of
WIDEST = 10
Groups = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class EventCells:
    """One count of an area and year: events [age], or [sex, age], of ``groups`` (lower, width); what share was of
    unknown age or sex, which is among them in proportion."""

    area: str
    year: int
    days: int
    groups: Groups
    events: Array
    share_unknown: float
    provisional: int
    source: str

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def starts(self) -> tuple[int, ...]:
        """First ages of the groups."""
        return tuple(lower for lower, _ in self.groups)


def births_by_age_of_mother(rows: pd.DataFrame, order: SourceOrder) -> tuple[EventCells, ...]:
    """Births [age] of `data.queries.births_by_age`: one count an area and year, of groups that hold ages 15 to 49."""
    counts = list(_counts(_all_children(rows), ages_of_mothers, _of_both))
    return tuple(_one_an_area_and_year(counts, order))


def deaths_by_age(rows: pd.DataFrame, order: SourceOrder) -> tuple[EventCells, ...]:
    """Deaths [age] of both sexes together, of `data.queries.deaths_by_age`: one count an area and year, of all ages."""
    return tuple(_one_an_area_and_year(list(_counts(without_split(rows), finest_partition, _of_both)), order))


def deaths_by_sex_and_age(rows: pd.DataFrame, order: SourceOrder) -> tuple[EventCells, ...]:
    """Deaths [sex, age] of `data.queries.deaths_by_age`: one count an area and year that has both sexes at every age."""
    split = rows[rows["sex"].isin([*SEXES, UNKNOWN_WORD])]
    return tuple(_one_an_area_and_year(list(_counts(split, finest_partition, _of_sexes)), order))


def births_by_sex(rows: pd.DataFrame, of_ages: pd.DataFrame) -> pd.DataFrame:
    """area, ..., sex, events, provisional — of every count that has births of girls and of boys, in two rows

    rows: `data.queries.events` of births; of_ages: `data.queries.births_by_age`, for counts that have sexes by age alone.
    """
    split, by_age = _of_each_sex(rows), _of_each_sex(_of_all_orders(of_ages))
    by_age = _over_ages(by_age)
    lone = by_age[~pd.MultiIndex.from_frame(by_age[COUNT]).isin(pd.MultiIndex.from_frame(split[COUNT]))]
    columns = [*COUNT, "sex", "events", "provisional"]
    return pd.concat([split[columns], lone[columns]], ignore_index=True) if len(lone) else split[columns]


def _of_each_sex(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by sex of counts that have both sexes"""
    split = rows[rows["sex"].isin(SEXES)]
    return split[split.groupby(COUNT)["sex"].transform("nunique") == len(SEXES)]


def _over_ages(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums over the finest ages of mothers of each count, those of unknown age too"""
    parts = []
    for _, count in rows.groupby(COUNT, sort=False):
        groups = {*ages_of_mothers(_shared_groups(count[count["age_lower"] >= 0])), (-1, 0)}
        if len(groups) > 1:
            parts.append(count[_is_in(count, tuple(groups))])
    whole = pd.concat(parts) if parts else rows.iloc[:0]
    cell = [*COUNT, "sex"]
    return whole.groupby(cell, as_index=False).agg(
        events=("events", "sum"), provisional=("provisional", "max")
    )


def without_split(rows: pd.DataFrame) -> pd.DataFrame:
    """Events of both sexes together where a count has them only by sex: the sum of both, and of unknown sex."""
    cell = [*COUNT, "age_lower", "age_width"]
    split = rows[rows["sex"] != "both"]
    split = split[split.groupby(COUNT)["sex"].transform(lambda sexes: set(SEXES) <= set(sexes)).astype(bool)]
    sums = split.groupby(cell, as_index=False).agg(
        events=("events", "sum"), provisional=("provisional", "max")
    )
    joint = rows[rows["sex"] == "both"]
    first = pd.MultiIndex.from_frame(joint[COUNT].drop_duplicates())
    lone = sums[~pd.MultiIndex.from_frame(sums[COUNT]).isin(first)]
    return pd.concat([joint, lone.assign(sex="both")], ignore_index=True)


def _all_children(rows: pd.DataFrame) -> pd.DataFrame:
    """Births of all children whatever their sex and order: as the count has them, else summed over sexes, or orders."""
    return without_split(_of_all_orders(rows))


def _of_all_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """Births by sex and age: as the count has them, else summed over orders."""
    plain = rows[rows["order_lower"] == ABSENT]
    return pd.concat([plain, _without_order(rows, plain)], ignore_index=True)


def _without_order(rows: pd.DataFrame, plain: pd.DataFrame) -> pd.DataFrame:
    """Sums over birth order of the counts that have no other births by age; orders must follow from the first on.

    Records are counted by sex, age and order at once, so such a count may be by sex too.
    """
    ordered = rows[rows["order_lower"] != ABSENT]
    elsewhere = pd.MultiIndex.from_frame(plain[COUNT].drop_duplicates())
    ordered = ordered[~pd.MultiIndex.from_frame(ordered[COUNT]).isin(elsewhere)]
    parts = []
    for _, count in ordered.groupby(COUNT):
        pairs = list(zip(count["order_lower"], count["order_width"], strict=True))
        orders = {*finest_partition([pair for pair in pairs if pair[0] > 0], first=1), (-1, 0)}
        if len(orders) > 1:
            parts.append(count[[pair in orders for pair in pairs]])
    whole = pd.concat(parts) if parts else ordered.iloc[:0]
    cell = [*COUNT, "sex", "age_lower", "age_width"]
    return whole.groupby(cell, as_index=False).agg(
        events=("events", "sum"), provisional=("provisional", "max")
    )


def ages_of_mothers(pairs: Sequence[tuple[int, int]]) -> Groups:
    """The finest groups that follow each other over the fertile ages, from the youngest age that leads there."""
    for first in sorted({lower for lower, _ in pairs if lower <= FERTILE[0]}):
        groups = finest_partition(pairs, first=first, end=FERTILE[1])
        if groups and all(high - low <= WIDEST for low, high in fertile_bounds(groups)):
            return groups
    return ()


def fertile_bounds(groups: Groups) -> list[tuple[int, int]]:
    """From and up to which fertile age each group goes, of those that hold any; an open one to 50."""
    cut = [
        (max(lower, FERTILE[0]), min(lower + width if width else FERTILE[1], FERTILE[1]))
        for lower, width in groups
    ]
    return [(low, high) for low, high in cut if low < high]


def _counts(
    rows: pd.DataFrame,
    partition: Callable[[Sequence[tuple[int, int]]], Groups],
    cells: Callable[[pd.DataFrame, Groups], tuple[Array, float] | None],
) -> Iterator[tuple[EventCells, pd.Series]]:
    """Every count whose ages are whole, and the row that says when and by whom it is."""
    for _, count in rows.groupby(COUNT, sort=False):
        groups = partition(_shared_groups(count[count["age_lower"] >= 0]))
        events = cells(count, groups) if groups else None
        if events is not None:
            first = count.iloc[0]
            yield (
                EventCells(
                    str(first["area"]),
                    int(first["year"]),
                    int(first["period_days"]),
                    groups,
                    *events,
                    int(count["provisional"].max()),
                    str(first["source"]),
                ),
                first[COUNT],
            )


def _shared_groups(rows: pd.DataFrame) -> list[tuple[int, int]]:
    """Age groups that women and men both have, or that both together have."""
    of_sex = [
        set(zip(part["age_lower"], part["age_width"], strict=True))
        for sex, part in rows.groupby("sex")
        if sex != UNKNOWN_WORD
    ]
    return sorted((int(low), int(width)) for low, width in set.intersection(*of_sex)) if of_sex else []


def _of_both(count: pd.DataFrame, groups: Groups) -> tuple[Array, float] | None:
    """Events [age] and the share of unknown age; None where nothing is of an age."""
    own = count.set_index(["age_lower", "age_width"])["events"]
    unknown = float(count.loc[count["age_lower"] < 0, "events"].sum())
    return _with_unknown(own.reindex(list(groups)).to_numpy(np.float64), unknown)


def _of_sexes(count: pd.DataFrame, groups: Groups) -> tuple[Array, float] | None:
    """Events [sex, age] and the share of unknown age or sex; None unless both sexes are there."""
    if not set(SEXES) <= set(count["sex"]):
        return None
    wide = count.set_index(["sex", "age_lower", "age_width"])["events"]
    by_sex = np.stack([wide.loc[sex].reindex(list(groups)).to_numpy(np.float64) for sex in SEXES])
    strange = count[(count["sex"] == UNKNOWN_WORD) & _is_in(count, groups)]["events"].sum()
    return _with_unknown(by_sex, float(strange + count.loc[count["age_lower"] < 0, "events"].sum()))


def _is_in(count: pd.DataFrame, groups: Groups) -> pd.Series:
    pairs = zip(count["age_lower"], count["age_width"], strict=True)
    return pd.Series([pair in set(groups) for pair in pairs], index=count.index)


def _with_unknown(events: Array, unknown: float) -> tuple[Array, float] | None:
    """Those unknown shared out like the others, and what share of all they are."""
    total = float(events.sum())
    if not total > 0:
        return None
    return events * (1 + unknown / total), unknown / (total + unknown)


def _one_an_area_and_year(
    counts: list[tuple[EventCells, pd.Series]], order: SourceOrder
) -> Iterator[EventCells]:
    """The count of each area and year that stands first in the order of sources."""
    if not counts:
        return
    rows = pd.DataFrame([row for _, row in counts]).assign(count=range(len(counts)))
    for place in sorted(first_choice(rows, ["area", "year"], order)["count"]):
        yield counts[place][0]
