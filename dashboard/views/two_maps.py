"""The people of a country on two maps, for one reader: a sentence, a table a map, a series, the ledger. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import format
from dashboard.analysis.frame_rows import records
from dashboard.views.measure import status_text
from dashboard.words import Words, mark
from data.calendars import SOLAR_HIJRI
from data.columns import TRUST
from data.names import in_language
from data.two_maps import TwoMaps

KINDS = {
    "split": mark("division"),
    "merge": mark("merger"),
    "rename": mark("new name"),
    "transfer": mark("moved to another area"),
}
LEVELS = {
    "province": mark("Provinces"),
    "county": mark("Counties"),
    "district": mark("Districts"),
    "commune": mark("Communes"),
}
MOST_PARTS = 4  # lines beside the newest map's


@dataclass(frozen=True, eq=False)
class TwoMapsReader:
    """Who reads: words, calendar, the names of areas, and what a source is cited as."""

    words: Words
    calendar: str
    names: dict[str, str]
    cited: dict[str, str]

    def persons(self, value: float, rounded_to: int) -> str:
        """A count as printed; of a share of people, to the person."""
        return format.persons(value, self.words.language, int(rounded_to))


def reader(words: Words, calendar: str, maps: TwoMaps, sources: pd.DataFrame) -> TwoMapsReader:
    """Names in the reader's language."""
    names = dict(zip(maps.areas["area"], in_language(maps.areas, "name", words.language), strict=True))
    papers = zip(
        *(in_language(sources, part, words.language) for part in ("office", "publication")), strict=True
    )
    cited = [
        words("Source: {office}, {publication}", office=office, publication=publication)
        for office, publication in papers
    ]
    return TwoMapsReader(words, calendar, names, dict(zip(sources["source"], cited, strict=True)))


def headline(maps: TwoMaps, day: date, reader: TwoMapsReader) -> str:
    """How many areas and people a day's figures are of, on either map."""
    words, language = reader.words, reader.words.language
    old, new = day_rows(maps.reported, day), day_rows(maps.newest, day)
    assert maps.since is not None
    sentences = words(
        "{day}: {old} areas as reported, {new} on the newest map, that of {since}. {people} people on both.",
        day=format.date(day, language, reader.calendar),
        old=format.number(len(old), language),
        new=format.number(len(new), language),
        since=format.date(maps.since, language, reader.calendar),
        people=format.number(round(old["persons"].sum()), language),
    )
    estimated = int((new["status"] == "estimated").sum())
    more = words(
        "Areas that are sums of whole ones are derived; {n} that a division touched are estimated.",
        n=format.number(estimated, language),
    )
    return f"**{sentences}** {more}" if estimated else f"**{sentences}**"


def day_rows(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of a day, the most people first"""
    return frame[frame["period_start"] == day].sort_values("persons", ascending=False, ignore_index=True)


def table(frame: pd.DataFrame, reader: TwoMapsReader) -> pd.DataFrame:
    """Area, people, how the number came to be: titled in the reader's language"""
    words = reader.words
    status = [
        status_text(str(row["status"]), int(row["provisional"]), words)
        if row["parts"] >= row["expected"]
        else words("a part of the area is missing")
        for row in records(frame)
    ]
    return pd.DataFrame(
        {
            words("Area"): frame["area"].map(reader.names),
            words("People"): [reader.persons(row["persons"], row["rounded_to"]) for row in records(frame)],
            words("Status"): status,
        }
    )


def cited(frame: pd.DataFrame, reader: TwoMapsReader) -> str:
    """Who says so: every source of the rows."""
    return "  \n".join(reader.cited[key] for key in sorted(frame["source"].unique()))


def with_sources(table: pd.DataFrame, rows: pd.DataFrame, reader: TwoMapsReader) -> pd.DataFrame:
    """The table with a column more, who says so: to take away"""
    return table.assign(**{reader.words("Source"): rows["source"].map(reader.cited).to_numpy()})


def changed(maps: TwoMaps, reader: TwoMapsReader) -> dict[str, str]:
    """Areas of the newest map whose earlier figures differ from those reported, and their names, in order"""
    constant = maps.newest.merge(
        maps.reported[["area", "period_start", "persons"]],
        on=["area", "period_start", "persons"],
        how="left",
        indicator=True,
    )
    codes = constant.loc[constant["_merge"] == "left_only", "area"].unique()
    return dict(
        sorted(
            ((code, reader.names[code]) for code in codes),
            key=lambda pair: format.sort_key(pair[1], reader.words.language),
        )
    )


def series(maps: TwoMaps, area: str, reader: TwoMapsReader) -> pd.DataFrame:
    """name, year, value, status, source, provisional — the area on the newest map, and what it came from as reported"""
    words = reader.words
    came_from = origins(maps.links, area)
    old = maps.reported[maps.reported["area"].isin(came_from)]
    largest = old.groupby("area")["persons"].last().nlargest(MOST_PARTS).index
    frames = [
        _named(
            maps.newest[maps.newest["area"] == area],
            words("{area}, on the newest map", area=reader.names[area]),
        )
    ]
    frames += [
        _named(old[old["area"] == one], words("{area}, as reported", area=reader.names[one]))
        for one in largest
    ]
    return pd.concat(frames, ignore_index=True)


def origins(links: pd.DataFrame, area: str) -> list[str]:
    """Every area that a part of this one ever was"""
    areas, wave = [area], [area]
    while wave:
        wave = [
            str(one)
            for one in links.loc[links["to_area"].isin(wave), "from_area"].unique()
            if one not in areas
        ]
        areas += wave
    return areas


def _named(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    order = rows["status"].map(TRUST.index)
    rows = rows.assign(order=order).sort_values(["year", "order"]).drop_duplicates("year")
    return rows.rename(columns={"persons": "value"})[
        ["year", "value", "status", "source", "provisional"]
    ].assign(name=name)


def ledger(maps: TwoMaps, reader: TwoMapsReader) -> pd.DataFrame:
    """Day, change, area before and after, share: titled in the reader's language"""
    words, links = reader.words, maps.links
    return pd.DataFrame(
        {
            words("Day"): [format.date(day, words.language, reader.calendar) for day in links["on_date"]],
            words("Change"): [words(KINDS[kind]) for kind in links["kind"]],
            words("Area before"): links["from_area"].map(reader.names),
            words("Area after"): links["to_area"].map(reader.names),
            words("Share"): [share(row["weight"], row["basis"], words) for row in records(links)],
        }
    )


def share(weight: float, basis_key: str, words: Words) -> str:
    """Which part of the area before went to the area after."""
    part = format.percent(weight, words.language, 1)
    return (
        words("{share} of the {people}", share=part, people=basis(basis_key, words))
        if basis_key != "whole"
        else part
    )


def basis(text: str, words: Words) -> str:
    """What a weight is a share of."""
    years = [format.year(int(year), SOLAR_HIJRI, words.language) for year in text.split("_")[1:]]
    if len(years) == 2:
        return words("people of the censuses of {first} and {last}", first=years[0], last=years[1])
    return words("people of the census of {year}", year=years[0])
