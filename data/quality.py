"""What is wrong with the tables about to be published: findings, as sentences. Nothing is printed or mended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.flows import NOT_AREAS
from data.schema import FACTS, TABLES, area_columns

Severity = Literal["error", "warning", "note"]
FACT_AREAS = {table.name: area_columns(table) for table in FACTS} | {"area_link": ("from_area", "to_area")}
_KEYS = {table.name: [column.name for column in table.primary_key.columns] for table in TABLES}


@dataclass(frozen=True)
class Finding:
    """One thing a registrar should know before publishing."""

    rule: str
    severity: Severity
    table: str
    sentence: str

    @property
    def key(self) -> str:
        """The same for the same finding in every release, so that it need be accepted once."""
        told = "\0".join((self.rule, self.table, self.sentence))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def check(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Every finding over the tables of a release, errors first."""
    rules = (_duplicated_keys, _unknown_areas, _unknown_sources, _impossible_values, _parts_do_not_sum)
    findings = [finding for rule in rules for finding in rule(tables)]
    order = ("error", "warning", "note")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _duplicated_keys(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    for name, frame in tables.items():
        twice = frame[frame.duplicated(_KEYS[name])]
        if len(twice):
            row = ", ".join(f"{key} {twice[key].iloc[0]}" for key in _KEYS[name])
            yield Finding(
                "keys are unique", "error", name, f"{name}: {len(twice)} rows repeat a key, first: {row}."
            )


def _unknown_areas(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    known = set(tables["area"]["area"])
    for name, frame in tables.items():
        if name not in FACT_AREAS:
            continue
        named = {code for column in FACT_AREAS[name] for code in frame[column]}
        strange = sorted(named - known - set(NOT_AREAS))
        if strange:
            yield Finding("areas are known", "error", name, f"{name}: unknown area {', '.join(strange[:5])}.")


def _unknown_sources(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    known = set(tables["source"]["source"])
    for name, frame in tables.items():
        if "source" not in frame or name == "source":
            continue
        strange = sorted(set(frame["source"]) - known)
        if strange:
            yield Finding(
                "sources are known", "error", name, f"{name}: unknown source {', '.join(strange[:5])}."
            )


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


def _impossible_values(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    rates = tables.get("rate")
    if rates is None:
        return
    for measure, (low, high) in PLAUSIBLE.items():
        values = rates[rates["measure"] == measure]
        odd = values[(values["value"] < low) | (values["value"] > high)]
        for row in odd.itertuples():
            yield Finding(
                "values are possible",
                "warning",
                "rate",
                f"{measure} of {row.area} in {row.year} is {row.value:g}, outside {low:g} to {high:g}: "
                "another unit, or a slip of the pen?",
            )


def _parts_do_not_sum(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Provinces against their nation, all ages together, within the rounding of the parts."""
    people = tables.get("population")
    if people is None:
        return
    people = people[(people["age_lower"] == 0) & (people["age_width"] == 0)]
    areas = tables["area"].set_index("area")
    people = people.assign(parent=people["area"].map(areas["parent"]))
    keys = ["source", "year", "sex"]
    parts = people[people["parent"].notna()].groupby(["parent", *keys])
    summed = parts.agg(
        parts=("persons", "sum"), rounding=("rounded_to", "sum"), count=("area", "nunique")
    ).reset_index()
    whole = people[people["parent"].isna()][["area", *keys, "persons"]].rename(columns={"area": "parent"})
    both = summed.merge(whole, on=["parent", *keys])
    both["gap"] = both["parts"] - both["persons"]
    for row in both[both["gap"].abs() > both["rounding"] / 2 + 1].itertuples():
        yield Finding(
            "parts sum to the whole",
            "warning",
            "population",
            f"{row.source}, {row.year}, {row.sex}: {row.count} provinces sum to {row.parts:,.0f}, the published "
            f"total of {row.parent} is {row.persons:,.0f} ({row.gap:+,.0f}).",
        )
