"""Figures against what people can do: grow, be born of both sexes, change their minds, from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.quality.counts import all_ages, events, population, rates
from data.quality.findings import Finding, Rule, Severity, Subject, Tables, make_finding, mark, records

#: Most that comes or goes in a year, as a share of the people: of a nation, of a part of it
MIGRATION = {"nation": 0.01, "part": 0.03}
#: What births and deaths add in a year where they are not known, least and most
NATURAL = (-0.01, 0.035)
MALES_PER_100_FEMALES = (85.0, 118.0)
#: Boys per 100 girls at birth without interference, and how many standard errors chance is given
AT_BIRTH = (103.0, 107.0)
STANDARD_ERRORS = 3.0
FERTILITY_STEP, FERTILITY_SHARE = 0.3, 0.15
#: Most that a share of the young or the old moves in a year, percentage points
SHARE_STEPS = {"share_0_14": 0.75, "share_65_plus": 0.5}
EVENTS_SHARE, EVENTS_ENOUGH = 0.25, 500
DAYS = 365.2425


def growth(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Totals of one source that grow faster or slower than births, deaths and migration let them."""
    beside_events = mark(
        "{source}: {area} changed by {change} % a year from {year_before} to {year}; births less deaths make {natural} %, "
        "which leaves {rest} % to moves and errors."
    )
    without_events = mark(
        "{source}: {area} changed by {change} % a year from {year_before} to {year}, more than births, deaths and moves allow."
    )
    natural = natural_increase(tables)
    nations = set(tables["area"].loc[tables["area"]["parent"].isna(), "area"]) if "area" in tables else set()
    for row in records(_steps(_totals(tables), "persons")):
        limit = MIGRATION["nation" if row["area"] in nations else "part"]
        change = float(np.log(row["persons"] / row["before"]) / row["years"])
        born = natural.get((row["area"], row["year"]), natural.get((row["area"], row["year"] - 1)))
        values = {"source": row["source"], "year_before": int(row["year_before"]), "change": _percent(change)}
        subject = Subject("population", row["area"], row["year"], row["source"])
        rows = pd.DataFrame([row])
        if born is None:
            if not NATURAL[0] - limit <= change <= NATURAL[1] + limit:
                yield make_finding("growth", "warning", subject, without_events, rows, values)
        elif abs(change - born) > limit:
            values |= {"natural": _percent(born), "rest": _percent(change - born)}
            yield make_finding("growth", "warning", subject, beside_events, rows, values)


def _percent(share: float) -> float:
    return round(100 * share, 2)


def _totals(tables: Tables) -> pd.DataFrame:
    """area, source, year, period_start, persons, status — both sexes, published or derived"""
    people = all_ages(population(tables))
    people = people[people["status"] != "estimated"]
    cell = ["area", "source", "year", "period_start"]
    both = people[people["sex"] == "both"][[*cell, "persons"]]
    sexes = (
        people[people["sex"] != "both"]
        .groupby(cell, as_index=False)
        .agg(persons=("persons", "sum"), n=("sex", "size"))
    )
    return pd.concat([both, sexes.loc[sexes["n"] == 2, [*cell, "persons"]]]).drop_duplicates(cell)


def _steps(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    """Each row with the one before it of the same area and source: before, year_before, years between."""
    if rows.empty:
        return rows
    rows = rows[rows[value] > 0].sort_values(["area", "source", "period_start"])
    earlier = rows.groupby(["area", "source"])[[value, "year", "period_start"]].shift()
    starts = pd.to_datetime(rows["period_start"]) - pd.to_datetime(earlier["period_start"])
    steps = rows.assign(before=earlier[value], year_before=earlier["year"], years=starts.dt.days / DAYS)
    return steps[steps["before"].notna() & (steps["years"] > 0.5) & (steps["years"] < 12)]


def natural_increase(tables: Tables) -> dict[tuple[str, int], float]:
    """(area, year) -> births less deaths a person, from registered events over totals, else from published rates"""
    rate = rates(tables)
    crude = rate[rate["measure"].isin(("crude_birth_rate", "crude_death_rate")) & (rate["sex"] == "both")]
    published = _difference(crude, "measure", "value", "crude_birth_rate", "crude_death_rate") / 1000
    yearly = all_ages(events(tables))
    yearly = yearly[(yearly["sex"] == "both") & (yearly["period_days"] > 360)]
    people = _totals(tables).groupby(["area", "year"])["persons"].first()
    registered = (_difference(yearly, "event", "events", "births", "deaths") / people).dropna()
    increase = pd.concat([published, registered])
    areas, years = (increase.index.get_level_values(level) for level in ("area", "year"))
    return {
        (str(area), int(year)): float(value) for area, year, value in zip(areas, years, increase, strict=True)
    }


def _difference(rows: pd.DataFrame, column: str, value: str, more: str, less: str) -> pd.Series:
    """(area, year) -> one kind less the other, where both are known"""
    wide = rows.pivot_table(index=["area", "year"], columns=column, values=value, aggfunc="max")
    wide = wide.reindex(columns=[more, less]).astype(float).dropna()
    return wide[more] - wide[less]


def sexes_of_a_population(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Totals with too many men or women for any place but a camp."""
    message = mark("{source}: {area} in {year} has {ratio} males per 100 females; {low} to {high} is usual.")
    people = population(tables)
    cell = ["area", "source", "year", "period_start"]
    wide = people.pivot_table(index=cell, columns="sex", values="persons", aggfunc="sum").reset_index()
    if not {"female", "male"} <= set(wide.columns):
        return
    low, high = MALES_PER_100_FEMALES
    wide = wide[wide["female"] > 0].assign(ratio=lambda rows: 100 * rows["male"] / rows["female"])
    for row in records(wide[~wide["ratio"].between(low, high)]):
        values = {"source": row["source"], "ratio": round(row["ratio"], 1), "low": low, "high": high}
        subject = Subject("population", row["area"], row["year"], row["source"])
        yield make_finding("sex_ratio", "warning", subject, message, pd.DataFrame([row]), values)


def sexes_at_birth(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Births with more boys or girls than chance gives, for so many births."""
    message = mark(
        "{source}: {births} births of {area} in {year} have {ratio} boys per 100 girls; chance leaves {low} to {high}."
    )
    born = all_ages(events(tables))
    born = born[(born["event"] == "births") & born["sex"].isin(("female", "male"))]
    cell = ["area", "source", "year", "period_start", "period_days"]
    wide = born.pivot_table(index=cell, columns="sex", values="events", aggfunc="sum").reset_index()
    for row in records(wide.dropna()) if {"female", "male"} <= set(wide.columns) else ():
        births, girls = row["male"] + row["female"], row["female"]
        low, high = chance_at_birth(births) if births else (0.0, float("inf"))
        ratio = 100 * row["male"] / girls if girls else float("inf")
        if births and not low <= ratio <= high:
            values = {"source": row["source"], "births": births, "ratio": round(ratio, 1)}
            values |= {"low": round(low, 1), "high": round(high, 1)}
            subject = Subject("birth", row["area"], row["year"], row["source"])
            yield make_finding("births_sex", "warning", subject, message, pd.DataFrame([row]), values)


def chance_at_birth(births: float) -> tuple[float, float]:
    """Boys per 100 girls that so many births may have by chance, around the usual range."""
    bounds = []
    for ratio, sign in zip(AT_BIRTH, (-1, 1), strict=True):
        share = ratio / (100 + ratio)
        reached = share + sign * STANDARD_ERRORS * np.sqrt(share * (1 - share) / births)
        bounds.append(
            100 * reached / (1 - reached) if 0 < reached < 1 else (0.0 if sign < 0 else float("inf"))
        )
    return float(bounds[0]), float(bounds[1])


def fertility_jumps(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Total fertility that moves in a year as it does in five."""
    message = mark(
        "{source}: total fertility of {area} went from {before} in {year_before} to {value} in {year}."
    )
    published = rates(tables)
    rows = published[(published["measure"] == "total_fertility_rate") & (published["sex"] == "both")]
    steps = _steps(rows, "value")
    if steps.empty:
        return
    steps = steps[steps["years"] < 1.5]
    moved = (steps["value"] - steps["before"]).abs()
    for row in records(steps[(moved > FERTILITY_STEP) & (moved > FERTILITY_SHARE * steps["before"])]):
        values = {"value": row["value"], "what": row["source"]}
        yield _jump("tfr_jump", "rate", message, row, values)


def share_jumps(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Shares of the young or the old that move in a year as people do not age."""
    message = mark("{source}: {measure} of {area} went from {before} in {year_before} to {value} in {year}.")
    published = rates(tables)
    published = published[published["sex"] == "both"]
    for measure, most in SHARE_STEPS.items():
        steps = _steps(published[published["measure"] == measure], "value")
        if steps.empty:
            continue
        moved = (steps["value"] - steps["before"]).abs() / steps["years"]
        for row in records(steps[moved > most]):
            values = {"value": row["value"], "what": measure, "measure": measure}
            yield _jump("share_jump", "rate", message, row, values)


def unexplained_change(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Years that an estimate closes to a published total by moves that nobody saw."""
    message = mark("{area}, {year}: births and deaths leave {rest} % of the people to moves and errors.")
    left = tables.get("residual")
    if left is None or left.empty:
        return
    rows = left[(left["quantity"] == "net_migration_and_error") & (left["base"] > 0)]
    rows = rows.assign(rate=rows["value"] / rows["base"] * DAYS / rows["period_days"].clip(lower=1))
    for row in records(rows[rows["rate"].abs() > MIGRATION["part"]]):
        subject = Subject("residual", row["area"], row["year"], row["source"])
        rest = {"rest": _percent(row["rate"])}
        yield make_finding("unexplained", "warning", subject, message, pd.DataFrame([row]), rest)


def event_jumps(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Events of a year that are a quarter more or fewer than those of the year before."""
    message = mark("{source}: {what} of {area} went from {before} in {year_before} to {value} in {year}.")
    yearly = all_ages(events(tables))
    yearly = yearly[(yearly["sex"] == "both") & (yearly["period_days"] > 360)]
    for event, rows in yearly.groupby("event"):
        steps = _steps(rows, "events")
        if steps.empty:
            continue
        steps = steps[(steps["years"] < 1.5) & (steps["before"] >= EVENTS_ENOUGH)]
        moved = (steps["events"] / steps["before"] - 1).abs()
        for row in records(steps[moved > EVENTS_SHARE]):
            values = {"value": row["events"], "what": str(event)}
            yield _jump("event_jump", str(event).removesuffix("s"), message, row, values)


def _jump(rule: str, table: str, message: str, row: dict[str, Any], values: dict[str, Any]) -> Finding:
    """A finding of a figure beside the one before it; ``what`` of the values is what it is about."""
    step = {
        "source": row["source"],
        "before": row["before"],
        "value": values["value"],
        "what": values["what"],
    }
    step |= {"year_before": int(row["year_before"])} | values
    subject = Subject(table, row["area"], row["year"], values["what"])
    severity: Severity = (
        "warning" if "measure" in values else "note"
    )  # a share has a base, an event a history
    return make_finding(rule, severity, subject, message, pd.DataFrame([row]), step)


RULES = (
    Rule(
        "growth",
        mark("Populations grow by births, deaths and moves"),
        "warning",
        mark(
            "Totals of one source change by what births and deaths make, and by moves of at most 3 % of the people a year, 1 % for a nation. "
            "More is a new boundary, another definition or an error."
        ),
        growth,
    ),
    Rule(
        "sex_ratio",
        mark("There are about as many men as women"),
        "warning",
        mark(
            "Outside 85 to 118 males per 100 females a place is full of workers, soldiers or students, or the columns are swapped."
        ),
        sexes_of_a_population,
    ),
    Rule(
        "births_sex",
        mark("Boys and girls are born as chance has it"),
        "warning",
        mark(
            "About 103 to 107 boys are born per 100 girls, and few births scatter more: outside three standard errors girls or boys are not "
            "registered, or not born."
        ),
        sexes_at_birth,
    ),
    Rule(
        "tfr_jump",
        mark("Fertility moves slowly"),
        "note",
        mark(
            "Total fertility rarely moves by 0.3 children and by 15 % within a year: a sample, a revision, or an event worth a sentence."
        ),
        fertility_jumps,
    ),
    Rule(
        "share_jump",
        mark("Ages move slowly"),
        "warning",
        mark(
            "The share under 15 moves by less than 0.75 points in a year and that of 65 and over by less than 0.5: more is another base or "
            "another definition, and the years on its two sides cannot be compared."
        ),
        share_jumps,
    ),
    Rule(
        "unexplained",
        mark("Estimates leave little unexplained"),
        "warning",
        mark(
            "What births and deaths do not account for between two totals is moves and errors: over 3 % of the people in a year is a question."
        ),
        unexplained_change,
    ),
    Rule(
        "event_jump",
        mark("Events change by less than a quarter in a year"),
        "note",
        mark(
            "A quarter more or fewer births, deaths, marriages or divorces than in the year before has a cause that readers will ask for."
        ),
        event_jumps,
    ),
)
