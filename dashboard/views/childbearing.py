"""What the fertility page says beyond its measures: why births changed, at which ages, boys and girls. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import is_missing, records
from dashboard.analysis.indicators.childbearing import FROM_FERTILITY, REGISTERED, Childbearing
from dashboard.analysis.indicators.fertility import FIVE
from dashboard.charts import curves, waterfall
from dashboard.charts.axis import Axis
from dashboard.charts.waterfall import Part
from dashboard.reader import Reader
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns
from dashboard.words import Words, mark
from forecasting.axes import Array
from forecasting.decomposition import BirthsChange, why_births_changed
from forecasting.indicators import fertility, intervals
from forecasting.scales import PER_1000, PERCENT

CHANCE = 105.0  # boys per 100 girls where nobody chooses


@dataclass(frozen=True, eq=False)
class BirthsComparison:
    """Births of one area in two years, and the change taken apart."""

    area: str
    first: int
    last: int
    change: BirthsChange
    basis: str
    sources: tuple[str, ...]
    provisional: bool
    by_age: bool = False

    @property
    def parts(self) -> tuple[float, float, float]:
        """Births that more women, other ages of women and other rates add."""
        return float(self.change.women), float(self.change.ages), float(self.change.rates)

    @property
    def whole(self) -> float:
        """The change in births."""
        return float(self.change.after - self.change.before)


def births_change(childbearing: Childbearing, area: str, first: int, last: int) -> BirthsComparison:
    """Taken apart between two years of an area."""
    before, after = childbearing.place(area, first), childbearing.place(area, last)
    rows = childbearing.rows.iloc[[before, after]]
    change = why_births_changed(
        childbearing.women[before],
        childbearing.rates[before],
        childbearing.women[after],
        childbearing.rates[after],
        FIVE,
    )
    sources = tuple(dict.fromkeys(" ".join(rows["source"]).split()))
    return BirthsComparison(
        area,
        first,
        last,
        change,
        str(rows["basis"].iloc[-1]),
        sources,
        bool(rows["provisional"].max()),
        bool(rows["by_age"].all()),
    )


def parts_of(change: BirthsComparison, words: Words, by_whom: str = "") -> list[Part]:
    """The three parts and their sum. ``by_whom``: how they came to be and who says so, for pointing"""
    women, ages, rates = change.parts
    sentences = by_whom or words("estimated")
    named = (
        (words("More women") if women >= 0 else words("Fewer women"), women),
        (words("Other ages of women"), ages),
        (words("Higher birth rates") if rates >= 0 else words("Lower birth rates"), rates),
    )
    parts = [Part(name, _rounded(value), sentences) for name, value in named]
    return [*parts, Part(words("All of the change"), _rounded(change.whole), sentences, whole=True)]


def figure(change: BirthsComparison, calendar: str, words: Words, by_whom: str = "") -> go.Figure:
    """The parts as bars."""
    years = [format.year(year, calendar, words.language) for year in (change.first, change.last)]
    return waterfall.contributions(
        parts_of(change, words, by_whom),
        words=words,
        label=words("Births added or taken away, {first} to {last}", first=years[0], last=years[1]),
        decimals=0,
        title=None,
    )


def sentence(change: BirthsComparison, name: str, calendar: str, words: Words) -> str:
    """The change and its parts in plain words."""
    language = words.language
    first, last = (format.year(year, calendar, language) for year in (change.first, change.last))
    women, ages, rates = (_births(part, language) for part in change.parts)
    before = float(change.change.before)
    sentences = words(
        "**{area}, {first} to {last}: {change} births ({percent}).** The number of women aged 15–49 alone would have "
        "made it {women}, the ages they are at {ages}, the rates at which they bear children {rates}.",
        area=name,
        first=first,
        last=last,
        change=_births(change.whole, language),
        percent=format.percent_change(change.whole / before, language),
        women=women,
        ages=ages,
        rates=rates,
    )
    return sentences + " " + leading(change, words)


def leading(change: BirthsComparison, words: Words) -> str:
    """Which of structure and rates did more, where both went the way of the change."""
    women, ages, rates = change.parts
    structure = women + ages
    if not change.whole or structure * rates <= 0:
        return words("Structure and rates went opposite ways.")
    share = format.percent(abs(structure / change.whole), words.language, 0)
    if abs(structure) > abs(rates):
        return words("Most of it, {share}, is structure: it would have come at unchanged rates.", share=share)
    return words("Structure, which would have come at unchanged rates, is {share} of it.", share=share)


def _births(value: float, language: str) -> str:
    return format.change(_rounded(value), language, 0)


def _rounded(value: float) -> float:
    """To the hundred, or to ten where births are few: the parts stand on estimates."""
    return round(value, -2) if abs(value) >= 10_000 else round(value, -1)


def method(change: BirthsComparison, words: Words) -> str:
    """How it was made and what it stands on."""
    basis = {
        REGISTERED: words("Births are those registered."),
        FROM_FERTILITY: words(
            "Births by province are not published for enough years: they are those that the published total fertility "
            "rate gives the women of the area."
        ),
    }.get(change.basis, words("Births are the published birth rate times the people."))
    return " ".join([basis, _rates_text(change, words), words(PARTS_TEXT)])


PARTS_TEXT = mark(
    "The three parts add up to the change and none goes before another (Das Gupta 1993; with two parts, Kitagawa 1955): arithmetic, not proof of a cause."
)


def _rates_text(change: BirthsComparison, words: Words) -> str:
    """Whose rates by age stand behind the parts."""
    if change.by_age:
        return words("Rates are those of births registered by age of mother, over the women of each age.")
    return words(
        "Women are those of the base population (estimated). Where births are not counted by age of mother, their rates by age are the pattern published for the nation at the area’s level (estimated)."
    )


def provenance_text(childbearing: Childbearing, area: str, years: tuple[int, ...], reader: Reader) -> str:
    """How the rates of the years were made: counted by age of mother, or at the nation's ages; and what waits."""
    words = reader.words
    rows = childbearing.rows.iloc[[childbearing.curve_place(area, year) for year in years]]
    own, parts = rows[rows["by_age"]], []
    if len(own):
        parts.append(
            words(
                "Births registered by age of mother: {years}.",
                years=words.listed([reader.year(int(year)) for year in own["year"]]),
            )
        )
    if (own["share_unknown"] > 0).any():
        parts.append(
            words(
                "Mothers of unknown age, {share} of the births at most, are shared out like the others.",
                share=format.percent(float(own["share_unknown"].max()), words.language, 1),
            )
        )
    if len(own) < len(rows):
        parts.append(words(AT_THE_NATIONS_AGES))
    return " ".join(parts)


#: How birth rates by age are made of births without ages
AT_THE_NATIONS_AGES = mark(
    "Estimated where births are not counted by age of mother: the shape is that published for the nation, the level the area’s own births or published fertility rate."
)


def waiting_text(childbearing: Childbearing, area: str, reader: Reader) -> str:
    """Why births by age of mother of some years give no rates; empty where none wait."""
    years = childbearing.waiting.get(area, ())
    if not years:
        return ""
    return reader.words(
        "Births by age of mother are loaded for {years} and wait: rates need women by age of the same year, and none are there that fit.",
        years=reader.words.listed([reader.year(year) for year in years]),
    )


def papers(change: BirthsComparison, name: str, calendar: str, words: Words) -> ChartExport:
    """The parts as a table, and by mother's age as data."""
    parts = parts_of(change, words)
    years = [format.year(year, calendar, words.language) for year in (change.first, change.last)]
    table = pd.DataFrame(
        {
            words("Part"): [part.name for part in parts],
            words("births"): [_births(part.value, words.language) for part in parts],
            words("Status"): [part.provenance for part in parts],
        }
    )
    return ChartExport(
        name=f"{change.area}-why-births-changed".lower(),
        title=words(
            "Why births changed: {area}, {first} to {last}", area=name, first=years[0], last=years[1]
        ),
        table=lambda: table,
        data=lambda: by_age(change),
        columns={
            "area": area_columns(words)["area"],
            "first_year": Column(words("First year"), "integer"),
            "year": Column(words("Last year"), "integer"),
            "age": Column(words("Age of mother"), "integer", words("First age of five")),
            "women": Column(words("Number of women"), "number", unit=words("births")),
            "ages": Column(words("Other ages of women"), "number", unit=words("births")),
            "rates": Column(words("Birth rates"), "number", unit=words("births")),
            "source": paper_columns(words)["source"],
        },
        sources=change.sources,
        chart_sources=change.sources,
    )


def by_age(change: BirthsComparison) -> pd.DataFrame:
    """area, first_year, year, age, women, ages, rates, source — the parts by five-year age of mother"""
    inside = FIVE.between(15, 50)
    columns = dict(zip(("women", "ages", "rates"), change.change.by_age, strict=True))
    frame = pd.DataFrame({"age": FIVE.lower[inside]} | columns)
    return frame.assign(
        area=change.area, first_year=change.first, year=change.last, source=" ".join(change.sources)
    )


# ---- ages of mothers


def pattern(childbearing: Childbearing, area: str, years: tuple[int, ...], names: list[str]) -> pd.DataFrame:
    """name, age, width, value, year — births a year per 1,000 women of each age, for the years named"""
    inside = FIVE.between(15, 50)
    frames = []
    for year, name in zip(years, names, strict=True):
        rates = PER_1000 * childbearing.rates[childbearing.curve_place(area, year)][inside]
        ages = FIVE.lower[inside]
        frames.append(pd.DataFrame({"name": name, "age": ages, "width": 5, "value": rates, "year": year}))
    return pd.concat(frames, ignore_index=True)


def mean_ages(
    childbearing: Childbearing, area: str, years: tuple[int, ...], names: list[str]
) -> dict[str, float]:
    """Name -> mean age at childbearing"""
    rates: Array = np.stack([childbearing.rates[childbearing.curve_place(area, year)] for year in years])
    return dict(
        zip(names, (float(age) for age in fertility.mean_age_at_childbearing(rates, FIVE)), strict=True)
    )


def pattern_figure(
    rows: pd.DataFrame, means: dict[str, float], words: Words, provenance: str = ""
) -> go.Figure:
    """Curves of the years."""
    return curves.by_age(
        rows,
        words=words,
        label=words("Births a year per 1,000 women of the age"),
        decimals=1,
        means=means,
        mean_text="{name}: mean age {age}",
        provenance=provenance,
    )


def pattern_papers(
    rows: pd.DataFrame, sources: tuple[str, ...], area: str, name: str, words: Words
) -> ChartExport:
    """The curves as rows."""
    language = words.language
    table = rows.assign(
        group=[format.age_group(int(age), 5, language) for age in rows["age"]],
        text=[format.number(value, language, 1) for value in rows["value"]],
    ).pivot_table(index="group", columns="name", values="text", aggfunc="first", sort=False)
    titled = table.reset_index().rename(columns={"group": words("Age of mother")})
    titled.columns.name = None
    data = rows.assign(area=area, source=" ".join(sources))[["area", "year", "age", "value", "source"]]
    return ChartExport(
        name=f"{area}-fertility-by-age".lower(),
        title=words("Birth rates by age of mother: {area}", area=name),
        table=lambda: titled,
        data=lambda: data,
        columns={
            "area": area_columns(words)["area"],
            "year": area_columns(words)["year"],
            "age": Column(words("Age of mother"), "integer", words("First age of five")),
            "value": Column(words("Births a year per 1,000 women of the age"), "number"),
            "source": paper_columns(words)["source"],
        },
        sources=sources,
        chart_sources=sources,
    )


# ---- boys and girls


def sexes(
    ratios: pd.DataFrame, births: pd.DataFrame, names: Mapping[str, str], areas: tuple[str, ...], words: Words
) -> pd.DataFrame:
    """area, name, year, value, low, high, said, births, source — boys per 100 girls with the limits of chance, where births are counted"""
    rows = ratios[ratios["area"].isin(areas)]
    register_births = births[births["status"] == "published"][["area", "year", "value"]]
    rows = rows.merge(
        register_births.rename(columns={"value": "births"}), on=["area", "year"], how="left"
    ).reset_index(drop=True)
    share = (rows["value"] / (PERCENT + rows["value"])).to_numpy(float)
    total = rows["births"].to_numpy(float)
    both = np.stack([(1 - share) * total, share * total], axis=-1)
    low, high = (PERCENT * ends for ends in intervals.sex_ratio_interval(both))
    rows = rows.assign(low=low, high=high, name=rows["area"].map(names))
    return rows.assign(said=[_chance(row, words) for row in records(rows)])


def _chance(row: dict[str, object], words: Words) -> str:
    """What chance leaves open, or that it is not known."""
    births = row["births"]
    if is_missing(births):
        return words("Not counted from a register: its limits are not known.")
    ends = [format.number(float(str(row[end])), words.language, 1) for end in ("low", "high")]
    sentence = words("95 % interval {low} to {high}", low=ends[0], high=ends[1])
    if float(str(births)) < intervals.LEAST_BIRTHS:
        sentence += ". " + words("Fewer than 1,000 births: not to be ranked.")
    return sentence


def sexes_figure(rows: pd.DataFrame, calendar: str, words: Words) -> go.Figure:
    """Points with limits, and the level without choice."""
    return curves.with_limits(
        rows,
        words=words,
        axis=Axis(words("Boys born per 100 girls"), 1, calendar),
        level=curves.Level(CHANCE, words("Dotted: 105, about what it is where nobody chooses.")),
    )


def sexes_papers(rows: pd.DataFrame, area: str, calendar: str, words: Words) -> ChartExport:
    """The ratios with their limits as rows."""
    language = words.language
    table = pd.DataFrame(
        {
            words("Area"): rows["name"],
            words("Year"): [format.year_short(int(year), calendar, language) for year in rows["year"]],
            words("Boys born per 100 girls"): [format.number(value, language, 1) for value in rows["value"]],
            words("Limits of chance"): rows["said"],
        }
    )
    sources = tuple(dict.fromkeys(" ".join(rows["source"]).split()))
    return ChartExport(
        name=f"{area}-sex-ratio-at-birth".lower(),
        title=words("Sex ratio at birth over the years"),
        table=lambda: table,
        data=lambda: rows[["area", "name", "year", "value", "low", "high", "births", "source"]],
        columns={
            **{key: area_columns(words)[key] for key in ("area", "name", "year")},
            "value": Column(words("Boys born per 100 girls"), "number"),
            "low": Column(words("Lower end"), "number", words("95 % interval")),
            "high": Column(words("Upper end"), "number", words("95 % interval")),
            "births": Column(words("Births registered"), "number"),
            "source": paper_columns(words)["source"],
        },
        sources=sources,
        chart_sources=sources,
    )
