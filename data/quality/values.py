"""Numbers that cannot be: negative counts, ages no one reaches, rates in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from data.quality.counts import facts, rates
from data.quality.findings import Finding, Rule, Subject, Tables, groups, make_finding, mark

OLDEST = 120  # the longest life that was proved is 122 years
#: measure -> plausible range in its published unit; outside it a per-1,000 was taken for a per-cent or the like
PLAUSIBLE = {
    "total_fertility_rate": (0.3, 9.0),
    "crude_birth_rate": (2.0, 60.0),
    "crude_death_rate": (1.0, 40.0),
    "crude_marriage_rate": (1.0, 25.0),
    "crude_divorce_rate": (0.05, 10.0),
    "infant_mortality_rate": (0.5, 150.0),
    "under_five_mortality_rate": (0.5, 250.0),
    "life_expectancy": (35.0, 90.0),
    "sex_ratio_at_birth": (90.0, 130.0),
    "mean_age_first_marriage": (15.0, 40.0),
    "share_0_14": (5.0, 60.0),
    "share_15_64": (35.0, 90.0),
    "share_65_plus": (0.5, 45.0),
    "urban_share": (0.0, 100.0),
}
#: Published measures that may be below 0
SIGNED = ("net_migration_rate", "un_net_migration")
_COUNTS = ("persons", "events", "mx", "percent")


def impossible_counts(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Counts below nothing, or not numbers."""
    message = mark(
        "{table}, {column}: rows with a negative or missing number: {rows}, the first {area} in {year}."
    )
    for name, frame in facts(tables):
        for column in frame.columns.intersection(list(_COUNTS)):
            numbers = pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=np.float64)
            yield from _whole_table(
                "counts", name, column, frame[~np.isfinite(numbers) | (numbers < 0)], message
            )


def impossible_ages(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Age groups that begin where nobody lives."""
    message = mark("{table}: {rows} rows are of ages over {limit}, the first {area} in {year}.")
    for name, frame in facts(tables):
        for column in frame.columns:
            if str(column).endswith("age_lower"):
                yield from _whole_table("ages", name, column, frame[frame[column] > OLDEST], message)


def _whole_table(rule: str, table: str, column: str, rows: pd.DataFrame, message: str) -> Iterator[Finding]:
    """One finding for a column: what makes it wrong is seldom one place's."""
    if len(rows):
        first = rows.iloc[0]
        values = {
            "column": column,
            "rows": len(rows),
            "limit": OLDEST,
            "area": first["area"],
            "year": first["year"],
        }
        yield make_finding(rule, "error", Subject(table, about=column), message, rows, values)


def impossible_rates(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Rates below nothing, where they are of events, people or years: the lowest is named."""
    message = mark(
        "{measure}: {rows} values are below 0, which it cannot be; the lowest is {value}, of {area} in {year}."
    )
    published = rates(tables)
    below = published[(published["value"] < 0) & ~published["measure"].isin(SIGNED)]
    for measure, rows in below.groupby("measure"):
        lowest = rows.sort_values("value", kind="stable").iloc[0]
        values = {"measure": str(measure), "rows": len(rows), "value": lowest["value"]}
        subject = Subject("rate", lowest["area"], lowest["year"], str(measure))
        yield make_finding("rates_below_zero", "error", subject, message, rows, values)


def implausible_rates(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Rates outside what any country has had: mostly another unit."""
    message = mark(
        "{measure} of {area} in {year} is {value}, outside {low} to {high}: another unit, or a slip of the pen?"
    )
    published = rates(tables)
    for measure, (low, high) in PLAUSIBLE.items():
        rows = published[published["measure"] == measure]
        for place, part in groups(rows[~rows["value"].between(low, high)], ["area", "year"]):
            values = {"measure": measure, "value": part["value"].iloc[0], "low": low, "high": high}
            subject = Subject("rate", place["area"], place["year"], measure)
            yield make_finding("rates", "warning", subject, message, part, values)


RULES = (
    Rule(
        "counts",
        mark("Counts are counts"),
        "error",
        mark(
            "People and events are counted from 0 up. A missing number is left out of the table, never written as 0 or −1."
        ),
        impossible_counts,
    ),
    Rule(
        "ages",
        mark("Ages are human"),
        "error",
        mark(
            "No group begins over 120 completed years: such ages are dates of birth that were not known or not read."
        ),
        impossible_ages,
    ),
    Rule(
        "rates_below_zero",
        mark("Rates are not negative"),
        "error",
        mark("A rate of births, deaths or marriages, a share or a length of life is 0 or more."),
        impossible_rates,
    ),
    Rule(
        "rates",
        mark("Rates are possible"),
        "warning",
        mark(
            "Each rate stays inside the range seen anywhere in the world, in the unit in which it was published."
        ),
        implausible_rates,
    ),
)
