"""Which figure is taken where several say one fact, in a declared order; the others are *also published*.

Rows of one **cell** (an area, a year and whatever else tells the fact apart) are put in this order:

1. status: published before derived, derived before estimated, estimated before projected;
2. of people at a date: the date nearest to the middle of the year, so that there is one reference date a year; of events
   the longer period;
3. a correction: what was loaded as the office's own (its file names no other office) before what came with the program;
4. the office, as the country's folder orders its own (``country.toml``); other offices after them;
5. the newer publication before the older, an undated one last; then the release in which it was loaded, the newer first;
6. by occurrence before by registration; then the source's key, so that the order is whole.

Two properties follow: a second copy of a fact under another key changes no figure, and nothing is ever added up over
sources, dates or overlapping ages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from data.columns import NOT_STATED, TRUST
from data.countries import Country
from data.names import ENGLISH, in_language

#: Status, the most trusted first
STATUSES = (*TRUST, "projected")
BASES = ("occurrence", "registration")
#: Column of the place of a row in its cell: 0 is taken
PLACE = "rank"


@dataclass(frozen=True)
class SourceOrder:
    """How far each source is preferred: key -> rank, 0 first. Sources without a rank come last, by their keys."""

    ranks: Mapping[str, int] = field(default_factory=dict)

    def rank(self, sources: pd.Series) -> pd.Series:
        """Rank of each row's source; of several joined by a space, the first's"""
        first = sources.astype(str).str.split(" ", n=1).str[0]
        return first.map(self.ranks).fillna(len(self.ranks)).astype("int64")


def source_order(sources: pd.DataFrame, country: Country) -> SourceOrder:
    """The order of a country's sources, from `data.queries.sources`."""
    offices = {office: rank for rank, office in enumerate(country.offices)}
    keys = []
    for row, name in zip(
        sources.itertuples(index=False), in_language(sources, "office", ENGLISH), strict=True
    ):
        office = offices.get(str(name), len(offices))
        own_file = row.origin == "file" and (office < len(offices) or str(name) in ("", NOT_STATED))
        keys.append(
            (not own_file, office, -publication_day(str(row.published)), _newest_first(row), str(row.source))
        )
    return SourceOrder({key[-1]: rank for rank, key in enumerate(sorted(keys))})


def _newest_first(row: object) -> tuple[int, ...]:
    """The release a source came in, a stamp, so that the newest sorts first"""
    return tuple(-ord(letter) for letter in str(getattr(row, "loaded_in", "")))


def publication_day(text: str) -> int:
    """The day of a publication as an ordinal: 2024, 2024-07 or 2024-07-11, or a Solar Hijri year; 0 where not said"""
    parts = text.strip().split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return 0
    numbers = [int(part) for part in parts]
    if len(numbers) == 1 and numbers[0] in calendars.YEARS[calendars.SOLAR_HIJRI]:
        return calendars.first_day(numbers[0], calendars.SOLAR_HIJRI).toordinal()
    try:
        return date(*([*numbers, 1, 1])[:3]).toordinal()
    except ValueError:
        return 0


def rank_rows(rows: pd.DataFrame, cell: Sequence[str], order: SourceOrder) -> pd.DataFrame:
    """The rows with their place in the order of their cell: 0 is taken, the others are also published"""
    if rows.empty:
        return rows.assign(**{PLACE: pd.Series(dtype="int64")})
    keys = pd.DataFrame({f"cell_{name}": rows[name] for name in cell})
    keys["trust"] = rows["status"].map({status: rank for rank, status in enumerate(STATUSES)})
    keys["distance"] = rows["distance"] if "distance" in rows else _days_from_middle(rows)
    if "period_days" in rows:
        keys["shortness"] = -rows["period_days"]
    keys["rank"] = order.rank(rows["source"])
    if "basis" in rows:
        keys["basis"] = (rows["basis"] != BASES[0]).astype("int64")
    keys["source"] = rows["source"].astype(str)
    if "period_start" in rows:
        keys["begins"] = pd.to_datetime(rows["period_start"])
    arranged = rows.loc[keys.sort_values(list(keys.columns), kind="stable").index]
    return arranged.assign(**{PLACE: arranged.groupby(list(cell), sort=False).cumcount()})


def first_choice(rows: pd.DataFrame, cell: Sequence[str], order: SourceOrder) -> pd.DataFrame:
    """One row a cell: the first in the order"""
    arranged = rank_rows(rows, cell, order)
    return arranged[arranged[PLACE] == 0].drop(columns=PLACE).reset_index(drop=True)


def one_count(rows: pd.DataFrame, cell: Sequence[str], order: SourceOrder) -> pd.DataFrame:
    """The rows of one count of each cell: of one source, date or period, basis and place"""
    names = ("source", "status", "period_start", "period_days", "basis", "place")
    count = [*cell, *(name for name in names if name in rows)]
    chosen = first_choice(rows.drop_duplicates(count), cell, order)[count]
    return rows.merge(chosen, on=count, how="inner")


def _days_from_middle(rows: pd.DataFrame) -> pd.Series:
    """Days from a stock's date to the middle of its year in its own calendar; 0 of a flow"""
    if not {"period_start", "period_days", "calendar"} <= set(rows.columns):
        return pd.Series(0.0, index=rows.index)
    moments = rows[["year", "calendar"]].drop_duplicates()
    middles = {
        (year, calendar): calendars.year_middle(int(year), str(calendar))
        for year, calendar in moments.itertuples(index=False)
    }
    middle = np.array(
        [middles[key] for key in zip(rows["year"], rows["calendar"], strict=True)], dtype=np.float64
    )
    days = pd.to_datetime(rows["period_start"]).map(pd.Timestamp.toordinal).to_numpy(np.float64)
    return pd.Series(np.where(rows["period_days"] == 0, np.abs(days - middle), 0.0), index=rows.index)


# ---- ages: groups and single ages of one count are never added together


def finest_partition(groups: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The finest of the (lower, width) groups that follow each other from 0 to an open one (width 0); empty where none do.

    At each age the narrowest group from which the open end can still be reached.
    """
    from_age: dict[int, list[int]] = {}
    for lower, width in set(groups):
        from_age.setdefault(lower, []).append(width)
    follows: dict[int, int] = {}
    for lower in sorted(from_age, reverse=True):
        whole = [width for width in from_age[lower] if width == 0 or lower + width in follows]
        if whole:
            # an open group is the widest of all: taken where nothing finer leads on
            follows[lower] = min(whole, key=lambda width: width or 1000)
    partition: list[tuple[int, int]] = []
    age = 0
    while age in follows:
        partition.append((age, follows[age]))
        if follows[age] == 0:
            return tuple(partition)
        age += follows[age]
    return ()


def one_age_grid(rows: pd.DataFrame, count: Sequence[str]) -> pd.DataFrame:
    """Rows of each count (columns that tell one count from another) by its finest whole partition of ages.

    Where a count is split by sex its sexes share a partition; a count whose ages are not whole keeps none of its rows.
    Rows of unknown age (-1) are left out.
    """
    ages = rows[rows["age_lower"] >= 0]
    if ages.empty:
        return ages
    parts = []
    for _, part in ages.groupby(list(count), sort=False):
        sexes = [frozenset(zip(each["age_lower"], each["age_width"], strict=True)) for each in _by_sex(part)]
        grid = set(finest_partition(sorted(frozenset.intersection(*sexes))))
        parts.append(part[[pair in grid for pair in zip(part["age_lower"], part["age_width"], strict=True)]])
    whole = pd.concat(parts)
    return whole.loc[ages.index.intersection(whole.index, sort=False)]


def _by_sex(part: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of women and of men where both are there, else those of both together"""
    if {"female", "male"} <= set(part["sex"]):
        return [part[part["sex"] == sex] for sex in ("female", "male")]
    return [rows for _, rows in part.groupby("sex", sort=False)]
