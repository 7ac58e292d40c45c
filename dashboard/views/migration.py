"""Migration as far as it is known: the net rate where published, else what the estimate leaves unexplained; flows; ages. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.catalogue import Indicator
from dashboard.analysis.frame_rows import label_of_largest
from dashboard.analysis.indicators import BASE, COLUMNS
from dashboard.charts import lines, theme
from dashboard.charts.axis import Axis
from dashboard.format import age_group, number, ticks
from dashboard.words import Words, mark
from forecasting import similarity

#: What a map shows where no office publishes net migration
RESIDUAL = Indicator(
    "net_migration_and_error_rate",
    mark("Net migration and error"),
    mark(
        "The part of a year’s change that births and survival do not account for, per 1,000 people: migration, and every "
        "error of the totals, together. Estimated with the base population."
    ),
    mark("per 1,000 people"),
    1,
    caution=mark("Not a count of movers: a revised total looks like migration here."),
)
FLOWS = {
    "in_migration_rate": mark("Moved in"),
    "out_migration_rate": mark("Moved out"),
    "net_migration_rate": mark("Net migration"),
}
GROUP = 5
APART = 5  # years between two counts that the method wants, give or take half a year


def residual_rates(residuals: pd.DataFrame) -> pd.DataFrame:
    """area, year, value, status, provisional, source — net migration and error per 1,000 people at the end"""
    left = residuals[residuals["quantity"] == "net_migration_and_error"]
    rows = left.assign(
        value=format.PER_1000 * left["value"] / left["base"] * 365.25 / left["period_days"],
        source=BASE,
        status="estimated",
    )
    return rows[COLUMNS].reset_index(drop=True)


def flows(frames: dict[str, pd.DataFrame], area: str, words: Words) -> pd.DataFrame:
    """name, year, value, status, provisional, source — what moved in, out and net, per 1,000 people, of one area"""
    parts = []
    for key, rows in frames.items():
        own = rows[(rows["area"] == area) & (rows["sex"] == "both")]
        parts.append(own.assign(name=words(FLOWS[key]), flow=key)[["flow", "name", *COLUMNS]])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["flow", "name", *COLUMNS])


def flows_figure(rows: pd.DataFrame, calendar: str, words: Words) -> go.Figure:
    """The flows over the years."""
    return lines.several(
        rows, words=words, axis=Axis(words("Per 1,000 people a year"), 1, calendar), height=360
    )


@dataclass(frozen=True, eq=False)
class ByAge:
    """Net internal migrants of one area by sex and age at the second count. frame: sex, age_lower, value, rate."""

    frame: pd.DataFrame
    first: int
    last: int
    sources: tuple[str, ...]


def by_age(people: pd.DataFrame, area: str, country: str) -> ByAge | None:
    """Net migrants between the two latest counts five years apart, by the national census survival ratio method.

    people: rows of ``population_by_age`` of the whole country. None where two such counts are not there.
    """
    counts = people[
        (people["status"] == "published")
        & (people["sex"] != "both")
        & (people["age_lower"] >= 0)
        & (people["area"] != country)
    ]
    by_year = sorted(counts["year"].unique())
    pairs = [(int(first), int(last)) for first in by_year for last in by_year if last - first == APART]
    if not pairs or area == country:
        return None
    by_pair = {pair: [_grid(counts[counts["year"] == year]) for year in pair] for pair in pairs}
    shared = {pair: first.index.intersection(last.index) for pair, (first, last) in by_pair.items()}
    # an area counted again alone does not make a pair: arrivals of some are departures of the others
    first, last = max(pairs, key=lambda pair: (len(shared[pair]), pair))
    grids, common = by_pair[first, last], shared[first, last]
    if area not in common:
        return None
    ages = [int(age) for age in grids[0].columns.get_level_values(1).unique()]
    before, after = (grid.loc[common].to_numpy().reshape(len(common), 2, len(ages)) for grid in grids)
    moved = similarity.net_internal_migrants(before, after)[list(common).index(area)]
    place = list(common).index(area)
    lived = (before[place] + after[place]) / 2 * APART
    frame = pd.DataFrame(
        [
            {
                "sex": sex,
                "age_lower": age,
                "value": moved[s, a],
                "rate": format.PER_1000 * moved[s, a] / lived[s, a],
            }
            for s, sex in enumerate(("female", "male"))
            for a, age in enumerate(ages)
            if not np.isnan(moved[s, a])
        ]
    )
    sources = tuple(dict.fromkeys(counts[counts["year"].isin((first, last))]["source"]))
    return ByAge(frame, first, last, sources)


LAST_AGE = 70  # everyone older together: the counts end at different ages


def _grid(counts: pd.DataFrame) -> pd.DataFrame:
    """area x (sex, five-year age): persons"""
    group = (counts["age_lower"].clip(upper=LAST_AGE) // GROUP) * GROUP
    wide = counts.assign(group=group).pivot_table(
        index="area", columns=["sex", "group"], values="persons", aggfunc="sum"
    )
    columns = pd.MultiIndex.from_product([("female", "male"), range(0, LAST_AGE + 1, GROUP)])
    return wide.reindex(columns=columns).dropna()


def by_age_figure(migration: ByAge, words: Words) -> go.Figure:
    """Net migrants per 1,000 person-years by age: a line for each sex."""
    rtl = theme.right_to_left(words)
    ages = sorted(migration.frame["age_lower"].unique())
    traces, key = [], []
    for sex, colour, name in (("female", theme.WOMEN, words("Women")), ("male", theme.MEN, words("Men"))):
        rows = migration.frame[migration.frame["sex"] == sex].sort_values("age_lower")
        hover = [
            theme.hover(
                f"{name}, {group_text(int(age), words)}",
                words("{value} per 1,000 a year", value=format.change(rate, words.language, 1)),
                words("{people} people", people=format.change(value, words.language, 0)),
                theme.status_text("estimated", words),
                words=words,
            )
            for age, rate, value in zip(rows["age_lower"], rows["rate"], rows["value"], strict=True)
        ]
        traces.append(
            theme.trace(
                "scatter",
                x=rows["age_lower"].tolist(),
                y=rows["rate"].round(2).tolist(),
                mode="lines+markers",
                line={"color": colour, "width": 2.5},
                marker={"size": 8, "color": theme.PAPER, "line": {"color": colour, "width": 2}},
                hoverinfo="text",
                hovertext=hover,
                name=name,
            )
        )
        key.append((name, colour if sex == "female" else "#8a5200"))
    low, high = float(migration.frame["rate"].min()), float(migration.frame["rate"].max())
    room = 0.1 * ((high - low) or 1)
    low, high = min(low - room, 0), max(high + room, 0)
    top = migration.frame.loc[label_of_largest(migration.frame["rate"])]
    ticks_shown = [age for age in ages if age % 10 == 0 or age == ages[0]]
    return theme.figure(
        traces,
        words=words,
        alt=words(
            "Net internal migration by age: most moved in at age {age}, {value} per 1,000 a year.",
            age=group_text(int(top["age_lower"]), words),
            value=format.change(float(top["rate"]), words.language, 1),
        ),
        height=380,
        label=words("Net internal migrants per 1,000 people a year"),
        key=key,
        notes=[words("Hollow points: provisional or estimated.")],
        margin={"b": 56},
        xaxis=theme.value_axis(ticks_shown, [group_text(int(age), words) for age in ticks_shown], words)
        | {"title": {"text": theme.isolated(words("Age at the second count"), words)}, "showgrid": False},
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=6), words)
        | {
            "range": [low, high],
            "zeroline": True,
            "zerolinecolor": theme.MUTED,
            "side": "right" if rtl else "left",
        },
    )


def group_text(age: int, words: Words) -> str:
    """'25–29', '70+'"""
    return age_group(age, None if age == LAST_AGE else GROUP, words.language)


def effectiveness(rows: pd.DataFrame, year: int, words: Words) -> str | None:
    """How much of all moving changes the number of people: 100 (in - out) / (in + out)"""
    flows_by_year = rows[rows["year"] == year].set_index("flow")["value"]
    if (
        not {"in_migration_rate", "out_migration_rate"} <= set(flows_by_year.index)
        or flows_by_year["in_migration_rate"] + flows_by_year["out_migration_rate"] == 0
    ):
        return None
    both = flows_by_year["in_migration_rate"] + flows_by_year["out_migration_rate"]
    value = 100 * (flows_by_year["in_migration_rate"] - flows_by_year["out_migration_rate"]) / both
    return words(
        "Migration effectiveness: {value} per 100 moves.", value=number(float(value), words.language, 0)
    )
