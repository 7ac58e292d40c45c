"""Which figure is taken where several say one fact, in a declared order; the others are *also published*.

Rows of one **cell** (an area, a year and whatever else tells the fact apart) are put in this order:

1. status: published before derived, derived before estimated, estimated before projected; what an office's correction
   adds up to is as good as its figures;
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
import numpy.typing as npt
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
    """How far each source is preferred: key -> rank, 0 first. Sources without a rank come last, by their keys.

    corrections: those that an office loaded as its own.
    """

    ranks: Mapping[str, int] = field(default_factory=dict)
    corrections: frozenset[str] = frozenset()

    def rank(self, sources: pd.Series) -> pd.Series:
        """Rank of each row's source; of several joined by a space, the first's"""
        first = sources.astype(str).str.split(" ", n=1).str[0]
        return first.map(self.ranks).fillna(len(self.ranks)).astype("int64")

    def corrects(self, sources: pd.Series) -> pd.Series:
        """Whether each row's source is an office's own"""
        return sources.astype(str).isin(self.corrections)


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
    own = frozenset(key[-1] for key in keys if not key[0])
    return SourceOrder({key[-1]: rank for rank, key in enumerate(sorted(keys))}, own)


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
    corrects = (rows["status"] == STATUSES[1]) & order.corrects(rows["source"])
    keys["trust"] = rows["status"].map(STATUSES.index).mask(corrects, 0)
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


def finest_partition(
    groups: Sequence[tuple[int, int]], *, first: int = 0, end: int | None = None
) -> tuple[tuple[int, int], ...]:
    """The finest of the (lower, width) groups that follow each other from ``first`` to an open one (width 0); empty where
    none do. Where ``end`` is told, the groups may also stop at that age or later.

    At each age the narrowest group from which the end can still be reached.
    """
    from_age: dict[int, list[int]] = {}
    for lower, width in set(groups):
        from_age.setdefault(lower, []).append(width)
    follows: dict[int, int] = {}
    for lower in sorted(from_age, reverse=True):
        whole = [width for width in from_age[lower] if width == 0 or _leads_on(lower + width, follows, end)]
        if whole:
            # an open group is the widest of all: taken where nothing finer leads on
            follows[lower] = min(whole, key=lambda width: width or 1000)
    partition: list[tuple[int, int]] = []
    age = first
    while age in follows:
        partition.append((age, follows[age]))
        if follows[age] == 0:
            return tuple(partition)
        age += follows[age]
    return tuple(partition) if partition and end is not None and age >= end else ()


def _leads_on(age: int, follows: Mapping[int, int], end: int | None) -> bool:
    """Whether groups that reach this age reach the end"""
    return age in follows or (end is not None and age >= end)


def one_age_grid(rows: pd.DataFrame, count: Sequence[str]) -> pd.DataFrame:
    """Rows of each count (columns that tell one count from another) by its finest whole partition of ages.

    Where a count is split by sex its sexes share a partition; a count whose ages are not whole keeps none of its rows.
    Rows of unknown age (-1) are left out.
    """
    ages = rows[rows["age_lower"] >= 0]
    if ages.empty:
        return ages
    count_of = ages.groupby(list(count), sort=False).ngroup().to_numpy()
    sex_of, sexes = pd.factorize(ages["sex"])
    group_of, groups = pd.factorize(pd.MultiIndex.from_frame(ages[["age_lower", "age_width"]]))
    present = np.zeros((count_of.max() + 1, len(sexes), len(groups)), dtype=bool)
    present[count_of, sex_of, group_of] = True
    # thousands of counts have few grids between them
    kinds, kind_of = np.unique(present.reshape(len(present), -1), axis=0, return_inverse=True)
    pairs = [(int(lower), int(width)) for lower, width in groups]
    grids = [_grid_of(kind.reshape(len(sexes), len(groups)), list(sexes), pairs) for kind in kinds]
    return ages[np.stack(grids)[kind_of.ravel()[count_of], group_of]]


def _grid_of(
    present: npt.NDArray[np.bool_], sexes: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> npt.NDArray[np.bool_]:
    """Which groups are in the partition that the sexes of a count share: women and men, where it has both. (sex, group) -> (group)"""
    own = np.asarray(present.any(axis=1))
    split = [sexes.index(sex) for sex in ("female", "male") if sex in sexes and own[sexes.index(sex)]]
    shared = np.all(present[split] if len(split) == 2 else present[own], axis=0)
    grid = set(finest_partition([pair for pair, is_there in zip(pairs, shared, strict=True) if is_there]))
    return np.array([pair in grid for pair in pairs])
