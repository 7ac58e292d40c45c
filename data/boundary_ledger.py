"""Reading a series on another map than its own: what each area became, with weights.

The ledger is the store's ``area_link`` table: ``from_area, to_area, on_date, kind, weight, basis``. An area that a
change divides is linked to everything it became, itself included if it goes on; its weights on that date sum to 1.
Figures *as reported* are those the store holds; ``on_map`` carries them over the changes that came after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.columns import TRUST
from data.problems import SeedProblem

TOLERANCE = 1e-6


class LedgerProblem(SeedProblem):
    """The ledger contradicts itself; the sentence names the area and the day."""


def check_ledger(links: pd.DataFrame, areas: pd.DataFrame) -> None:
    """Raise LedgerProblem unless weights sum to 1 and no part of an area that took in another is forgotten."""
    sums = links.groupby(["from_area", "on_date"])["weight"].sum()
    unbalanced = sums[(sums - 1).abs() > TOLERANCE]
    if len(unbalanced):
        area, day = unbalanced.index[0]
        raise LedgerProblem(
            f"The links of {area} on {day} share out {unbalanced.iloc[0]:.4f} of it: the weights must sum to 1."
        )
    before = links.merge(areas[["area", "valid_from"]], left_on="to_area", right_on="area")
    stood = [start is None or pd.isna(start) or start < day for start, day in _pairs(before)]
    linked = set(zip(links["from_area"], links["on_date"], strict=True))
    for row in before[stood].itertuples():
        if (row.to_area, row.on_date) not in linked:
            raise LedgerProblem(
                f"{row.from_area} went to {row.to_area} on {row.on_date}, which stood already: "
                f"link {row.to_area} to itself too, or give the new area a key of its own."
            )


def _pairs(frame: pd.DataFrame) -> zip[tuple[date, date]]:
    return zip(frame["valid_from"], frame["on_date"], strict=True)


def on_map(
    frame: pd.DataFrame, links: pd.DataFrame, *, on: date, value: str, keys: Sequence[str]
) -> pd.DataFrame:
    """Counts on the map of a day. Every column of ``frame``, and ``parts`` of ``expected`` areas in each row.

    ``frame`` has ``area, period_start, status`` and a count in ``value``; ``keys`` are the other columns that tell
    its rows apart. Only counts: the rate of a merged area is not a mean of rates. A row goes through the changes
    after its ``period_start``, up to ``on``. Rows with ``parts < expected`` are not the whole area: a part is
    missing. A count shared out by a weight below 1 is *estimated*, one summed of whole areas *derived*.
    """
    rows = frame.assign(parts=1, expected=1)
    for day in sorted(day for day in links["on_date"].unique() if day <= on):
        rows = _across(rows, links[links["on_date"] == day], day, value, [*keys])
    return rows.sort_values(["area", *keys], kind="stable", ignore_index=True)


def _across(rows: pd.DataFrame, links: pd.DataFrame, day: date, value: str, keys: list[str]) -> pd.DataFrame:
    """Carry the rows of before ``day`` over its changes."""
    moving = rows["area"].isin(links["from_area"]) & (rows["period_start"] < day)
    if not moving.any():
        return rows
    names = links[["from_area", "to_area", "weight"]].rename(columns={"from_area": "area"})
    parts = rows[moving].merge(names, on="area")
    parts[value] = parts[value] * parts["weight"]
    parts["trust"] = parts["status"].map(TRUST.index)
    parts.loc[parts["area"] != parts["to_area"], "trust"] = parts["trust"].clip(lower=1)
    parts.loc[parts["weight"] < 1, "trust"] = 2
    # A part that is itself not whole leaves the sum one area short.
    parts["whole"] = (parts["parts"] >= parts["expected"]).astype("int64")
    parts = parts.drop(columns=["area", "parts", "expected", "status", "weight"]).rename(
        columns={"to_area": "area"}
    )
    return pd.concat([rows[~moving], _sum_parts(parts, links, value, keys, list(rows.columns))])


def _sum_parts(
    parts: pd.DataFrame, links: pd.DataFrame, value: str, keys: list[str], columns: list[str]
) -> pd.DataFrame:
    """One row an area and key: the count summed, the least trusted status, how many parts of how many."""
    aggregation: dict[str, str] = dict.fromkeys(
        (c for c in parts.columns if c not in ("area", *keys)), "first"
    )
    aggregation |= {value: "sum", "trust": "max", "whole": "sum"}
    aggregation |= {name: "max" for name in ("rounded_to", "provisional") if name in parts}
    summed = parts.groupby(["area", *keys], as_index=False, dropna=False).agg(aggregation)
    summed["status"] = summed.pop("trust").map(dict(enumerate(TRUST)))
    summed["expected"] = summed["area"].map(links.groupby("to_area")["from_area"].nunique())
    return summed.rename(columns={"whole": "parts"})[columns]
