"""What the figures say, and what they cannot say, in a sentence of the reader's language. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue.certainty import INTERVAL_METHODS, interval_absence
from dashboard.analysis.frame_rows import records
from dashboard.views.measure import (
    MeasureView,
    change_text,
    earlier,
    rank_text,
    row_interval_text,
    source_text,
    status_text,
)
from dashboard.words import mark


def headline(view: MeasureView, year: int | None, *, ranked: bool = True) -> str:
    """The area's figure, its change and, where areas may be ranked on it, its place, in one line."""
    words, own = view.words, view.area_rows(view.area)
    latest = view.nearest(year, tuple(int(rows) for rows in own["year"]))
    name = view.names[view.area]
    if latest is None:
        sentence = words("**{area}**: no figure is published for this measure.", area=name)
        # where no province has one the page says why by itself
        return f"{sentence} {absence_reason(view)}".strip() if view.province_years() else sentence
    row = own[own["year"] == latest].iloc[0]
    parts = [
        words(
            "**{area}, {year}: {value}** {unit}",
            area=name,
            year=view.year_text(latest),
            value=row["text"],
            unit=words(view.indicator.unit),
        )
    ]
    before = earlier(view, own, latest)
    change = change_text(view, row["value"], before)
    if before is not None and change is not None:
        since = format.year_short(int(before["year"]), view.calendar, words.language)
        parts.append(words("{change} since {year}", change=change, year=since))
    if ranked and (place := rank_text(view, latest)):
        parts.append(words("{place} among the provinces", place=place))
    parts.append(status_text(str(row["status"]), int(row["provisional"]), words))
    if interval := row_interval_text(view, row):
        parts.append(interval)
    return " · ".join(parts)


def interval_sentence(view: MeasureView, year: int | None) -> str:
    """How the intervals shown are made, or why the figures have none."""
    rows = view.values if year is None else view.values[view.values["year"] == year]
    has_intervals = "low" in rows and rows["low"].notna().any()
    method = INTERVAL_METHODS.get(view.indicator.key) if has_intervals else None
    if method is None:
        return view.words(interval_absence(view.indicator, view.country))
    return view.words("{made} {classes}", made=view.words(method), classes=view.words(CLASSES))


#: What the classes of reliability mean
CLASSES = mark(
    "Reliable: 100 events and more. With caution: 20 to 99. Unreliable: fewer, not to be read by itself."
)


def absence_sentence(view: MeasureView) -> str:
    """No figure anywhere in the country, and why."""
    sentence = view.words(
        "{measure} is not published for {country} in the sources loaded here.",
        measure=view.words(view.indicator.name),
        country=view.names[view.country],
    )
    return f"{sentence} {absence_reason(view)}".strip()


def absence_reason(view: MeasureView) -> str:
    """Why the country has no figures, or none of its provinces; nothing where no reason is declared."""
    reason = view.indicator.why_not.get(view.country)
    return view.words(reason) if reason else ""


def no_provinces(view: MeasureView) -> str:
    """Only the nation has figures."""
    sentence = view.words("No figures by province: this measure is known for the whole country only.")
    return f"{sentence} {absence_reason(view)}".strip()


def other_year(view: MeasureView, requested: int, nearest: int) -> str:
    """The year asked for has no figures; the nearest is shown."""
    return view.words(
        "There are no figures for {asked}; {shown} is the nearest year that has them.",
        asked=format.year_short(requested, view.calendar, view.words.language),
        shown=format.year_short(nearest, view.calendar, view.words.language),
    )


def one_year_only(view: MeasureView) -> str:
    """A trend needs two years."""
    return view.words("Figures of one year only, so there is no change to show.")


def papers(view: MeasureView, sources: pd.DataFrame, year: int | None = None) -> list[str]:
    """A line for each source, of one year or of all: who says so, for which years, published, derived or estimated."""
    words, lines = view.words, []
    values = view.values if year is None else view.values[view.values["year"] == year]
    for _, rows in values.groupby(["source", "status", "provisional"], sort=False):
        keys, status, provisional = (rows[column].iloc[0] for column in ("source", "status", "provisional"))
        years = format.years(int(rows["year"].min()), int(rows["year"].max()), view.calendar, words.language)
        lines.append(
            words(
                "**Source** — {source} · {years} · {status}",
                source=source_text(str(keys), sources, words),
                years=years,
                status=status_text(str(status), int(provisional), words),
            )
        )
    return lines


def also_published(
    view: MeasureView, alternatives: pd.DataFrame, sources: pd.DataFrame, year: int | None
) -> list[str]:
    """A line for each other value of the area's figure shown: the value, who says so, and how it came to be.

    alternatives: `data.indicator_queries.alternatives`.
    """
    own = view.area_rows(view.area)
    latest = view.nearest(year, tuple(int(each) for each in own["year"]))
    rows = alternatives[(alternatives["area"] == view.area) & (alternatives["year"] == latest)]
    words = view.words
    texts = {
        "published": mark("**Also published** — {value} · {source}"),
        "derived": mark("**Also derived** — {value} · {source}"),
        "estimated": mark("**Also estimated** — {value} · {source}"),
        "projected": mark("**Also projected** — {value} · {source}"),
    }
    return [
        words(
            texts[str(row["status"])],
            value=format.number(row["value"], words.language, view.indicator.decimals),
            source=source_text(str(row["source"]), sources, words),
        )
        for row in records(rows.sort_values("rank"))
    ]
