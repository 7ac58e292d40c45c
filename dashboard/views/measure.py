"""One measure of one country, for one reader: the rows of its map, trend and ranked list, and what they say.

Pure. Frames come from `dashboard.analysis.indicators`; names and numbers are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue import BREAKS, EVENT_COUNTS, Indicator
from dashboard.analysis.frame_rows import label_of_largest
from dashboard.analysis.value_cache import ValueCache
from dashboard.words import Words
from dashboard.words.numerals import rounded
from data.names import in_language

#: How far back a headline looks for its change, in years
LOOK_BACK = 5
#: Share of the provinces that must have a figure before a place among them is said
ENOUGH_TO_RANK = 0.8


#: Status of a row without a number -> which of the three things it is
MISSING = {missing.name.lower(): missing for missing in format.Missing}

MeasureInputs = ParamSpec("MeasureInputs")
Answer = TypeVar("Answer")


def cached_method(
    method: Callable[Concatenate[MeasureView, MeasureInputs], Answer],
) -> Callable[Concatenate[MeasureView, MeasureInputs], Answer]:
    """Work a method out once for the same figures; of another area of them too, so not for what depends on the area."""

    @wraps(method)
    def answer(view: MeasureView, /, *arguments: MeasureInputs.args, **named: MeasureInputs.kwargs) -> Answer:
        return view.cache.value((method.__name__, *arguments), lambda: method(view, *arguments, **named))

    return answer


@dataclass(frozen=True, eq=False)
class MeasureView:
    """A measure's values with names: ``values`` area, name, level, year, value, text, status, provisional, source.

    Where a register counted the events behind them: events, low and high of a 95 % interval, reliability.
    """

    indicator: Indicator
    values: pd.DataFrame
    names: pd.Series
    area: str
    country: str
    calendar: str
    words: Words
    #: Of the areas under the nation
    level: str = "province"
    #: Source -> the office behind it, as a reader is told on pointing
    offices: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: What was asked before: a page asks for the same year many times
    cache: ValueCache = field(default_factory=ValueCache, repr=False)

    @property
    def label(self) -> str:
        """The measure with its unit, for axes and legends; a name that ends in its bounds needs no unit."""
        name = self.words(self.indicator.name)
        if self.indicator.name.endswith(")"):
            return name
        return self.words("{measure} ({unit})", measure=name, unit=self.words(self.indicator.unit))

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """The small values that say which measure of which areas this is, for whom, and about which area."""
        return (
            self.country,
            self.indicator.key,
            self.words.language,
            self.calendar,
            self.area,
            self.level,
        )

    @property
    def breaks(self) -> dict[int, str]:
        """First years that cannot be compared with those before, and why, in the catalogue's English."""
        return BREAKS.get((self.country, self.indicator.key), {})

    @property
    def years(self) -> tuple[int, ...]:
        """Years with a figure for some area."""
        return tuple(sorted(int(year) for year in self.values["year"].unique()))

    @cached_method
    def province_years(self) -> tuple[int, ...]:
        """Years with a figure for some province: those a map can show."""
        provinces = self.values[self.values["area"] != self.country]
        return tuple(sorted(int(year) for year in provinces["year"].unique()))

    @cached_method
    def usual_year(self) -> int | None:
        """The latest year in which nearly every province has a figure; failing that, the one in which most have."""
        provinces = self.values[(self.values["area"] != self.country) & self.values["value"].notna()]
        counts = provinces.groupby("year")["area"].nunique().sort_index()
        if counts.empty:
            return None
        covered = counts[counts >= ENOUGH_TO_RANK * len(self.names.drop(self.country))]
        return int(covered.index[-1]) if len(covered) else int(label_of_largest(counts))

    def nearest(self, year: int | None, candidates: tuple[int, ...]) -> int | None:
        """The year of ``candidates`` nearest to the one asked for; the latest when none is."""
        if not candidates:
            return None
        return (
            candidates[-1]
            if year is None
            else min(candidates, key=lambda candidate: (abs(candidate - year), -candidate))
        )

    @cached_method
    def year_rows(self, year: int) -> pd.DataFrame:
        """Every province in a year: area, name, value, text, status, source, and low, high and reliability where known.

        Without a figure, status says why: no_data where nothing is said.
        """
        rows = self.values[self.values["year"] == year].drop(columns="name")
        provinces = self.names.drop(self.country).rename("name").rename_axis("area").reset_index()
        every_province = provinces.merge(rows, on="area", how="left")
        every_province["status"] = every_province["status"].fillna("no_data")
        every_province["text"] = every_province["text"].fillna(self.words(format.NO_DATA.value))
        for column in {"source", "reliability", "interval"} & set(every_province.columns):
            every_province[column] = every_province[column].fillna("")
        return every_province

    @cached_method
    def nation_at(self, year: int) -> float | None:
        """The nation's value in a year, if there is one."""
        rows = self.values[(self.values["year"] == year) & (self.values["area"] == self.country)]
        return float(rows["value"].iloc[0]) if rows["value"].notna().any() else None

    @cached_method
    def scale_values(self) -> pd.Series:
        """Every province's value in every year: what one fixed scale must hold."""
        return self.values.loc[self.values["area"] != self.country, "value"].dropna()

    def with_offices(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The same rows with offices in place of the keys of sources: for eyes"""
        texts = {keys: offices_of(keys, self.offices, self.words) for keys in rows["source"].unique()}
        return rows.assign(source=rows["source"].map(texts))

    def area_rows(self, area: str) -> pd.DataFrame:
        """One area's values by year."""
        return self.rows_by_area().get(area, self.values[:0]).copy(deep=False)

    @cached_method
    def rows_by_area(self) -> dict[str, pd.DataFrame]:
        """Every area's values by year."""
        areas = self.values.sort_values("year").groupby("area", sort=False)
        return {str(area): rows.reset_index(drop=True) for area, rows in areas}

    def text(self, value: float) -> str:
        """A value as this measure is written."""
        return format.number(value, self.words.language, self.indicator.decimals)

    def year_text(self, year: int) -> str:
        """A year in the reader's language and the country's calendar."""
        return format.year(year, self.calendar, self.words.language)


@dataclass(frozen=True)
class Headline:
    """One area's latest figure as a card says it."""

    indicator: Indicator
    value: str
    year: str
    status: str
    source: str
    change: str | None
    rising: bool | None
    worrying: bool | None
    since: str | None
    rank: str | None


def named_measure(
    indicator: Indicator,
    values: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    area: str,
    calendar: str,
    words: Words,
    level: str = "province",
    offices: Mapping[str, str] | None = None,
) -> MeasureView:
    """Put names and texts beside the values of a measure: the number, or which of three things stands for it."""
    names = in_language(areas.set_index("area"), "name", words.language)
    numbers = [
        MISSING.get(status, format.NO_DATA) if pd.isna(value) else value
        for status, value in zip(values["status"], values["value"], strict=True)
    ]
    rows = values.assign(
        name=values["area"].map(names),
        text=[format.number(value, words.language, indicator.decimals) for value in numbers],
    )
    if "low" in rows:
        ends = zip(rows["low"], rows["high"], strict=True)
        rows["interval"] = [interval_text(low, high, indicator.decimals, words) for low, high in ends]
    country = str(areas.loc[areas["level"] == "nation", "area"].iloc[0])
    return MeasureView(indicator, rows, names, area, country, calendar, words, level, offices or {})


def offices_of(keys: str, offices: Mapping[str, str], words: Words) -> str:
    """The offices behind some sources, each once; a key that is not known is left out."""
    names = list(dict.fromkeys(offices[key] for key in str(keys).split() if key in offices))
    return (
        reduce(lambda before, last: words("{before}; {last}", before=before, last=last), names)
        if names
        else ""
    )


def came(status: str, keys: str, offices: Mapping[str, str], words: Words) -> str:
    """How the figures of a chart came to be and who says so, in a line."""
    text = offices_of(keys, offices, words)
    status = status_text(status, 0, words)
    return words("{status} · {source}", status=status, source=text) if text else status


def ends_text(low: float, high: float, decimals: int, words: Words) -> str:
    """'1.21–1.54', or nothing where no interval is known; one place finer than the value."""
    if pd.isna(low) or pd.isna(high):
        return ""
    ends = [format.number(end, words.language, decimals + 1) for end in (low, high)]
    return words("{low}–{high}", low=ends[0], high=ends[1])


def interval_text(low: float, high: float, decimals: int, words: Words) -> str:
    """'95 % interval 1.21–1.54', or nothing where none is known"""
    ends = ends_text(low, high, decimals, words)
    return words("95 % interval {interval}", interval=ends) if ends else ""


def headline(view: MeasureView, year: int | None, sources: pd.DataFrame) -> Headline | None:
    """The figure of the view's area nearest to ``year``, its change and its place among the provinces."""
    own = view.area_rows(view.area).dropna(subset="value")
    latest = view.nearest(year, tuple(int(rows) for rows in own["year"]))
    if latest is None:
        return None
    row = own[own["year"] == latest].iloc[0]
    before = earlier(view, own, latest)
    difference = None if before is None else round_to(row["value"], view) - round_to(before["value"], view)
    return Headline(
        view.indicator,
        row["text"],
        view.year_text(latest),
        status_text(str(row["status"]), int(row["provisional"]), view.words),
        source_text(str(row["source"]), sources, view.words),
        change_text(view, row["value"], before),
        None if not difference else difference > 0,
        None
        if not difference
        else (difference > 0) == (view.indicator.worry == "up")
        if view.indicator.worry
        else None,
        None
        if before is None
        else format.year_short(int(before["year"]), view.calendar, view.words.language),
        rank_text(view, latest),
    )


def round_to(value: float, view: MeasureView) -> float:
    """As it is written: a change is the difference of the two figures a reader sees."""
    return float(rounded(value, view.indicator.decimals))


def earlier(view: MeasureView, own: pd.DataFrame, year: int) -> pd.Series | None:
    """The figure nearest to LOOK_BACK years before, of the comparable years before; None when there is none."""
    since = max((first for first in view.breaks if first <= year), default=0)
    past = own[(own["year"] < year) & (own["year"] >= since)]
    if past.empty:
        return None
    return past.iloc[int((past["year"] - (year - LOOK_BACK)).abs().to_numpy().argmin())]


def change_text(view: MeasureView, value: float, before: pd.Series | None) -> str | None:
    """A count's change in per cent, any other's in its own unit."""
    if before is None:
        return None
    language, decimals = view.words.language, view.indicator.decimals
    if view.indicator.unit in EVENT_COUNTS:
        return format.percent_change(value / before["value"] - 1, language) if before["value"] else None
    return format.change(round_to(value, view) - round_to(before["value"], view), language, decimals)


def rank_text(view: MeasureView, year: int) -> str | None:
    """The area's place among the provinces that have a figure, highest first; ties share the better place."""
    provinces = view.year_rows(year).dropna(subset="value")
    own = provinces[provinces["area"] == view.area]
    if own.empty or len(provinces) < ENOUGH_TO_RANK * len(view.names.drop(view.country)):
        return None
    text = provinces["value"].map(lambda value: round_to(value, view))
    place = int((text > text[own.index[0]]).sum()) + 1
    return format.rank(place, len(provinces), view.words.language)


def status_text(status: str, provisional: int, words: Words) -> str:
    """How a number came to be, in a word or two."""
    texts = {
        "published": words("published"),
        "derived": words("derived"),
        "estimated": words("estimated"),
        "projected": words("projected"),
    }
    return words("{status}, provisional", status=texts[status]) if provisional else texts[status]


def reliability_text(reliability: str, words: Words) -> str:
    """Whether the figure rests on enough events to be read; nothing where their number is not known."""
    return {
        "": "",
        "reliable": words("reliable"),
        "caution": words("read with caution: few events"),
        "unreliable": words("unreliable: very few events"),
    }[reliability]


def row_interval_text(view: MeasureView, row: Mapping[str, Any] | pd.Series[Any]) -> str:
    """'95 % interval 1.21–1.54 · reliable', or nothing where no interval is known"""
    nan = float("nan")
    text = interval_text(row.get("low", nan), row.get("high", nan), view.indicator.decimals, view.words)
    return f"{text} · {reliability_text(str(row['reliability']), view.words)}" if text else ""


def source_text(keys: str, sources: pd.DataFrame, words: Words) -> str:
    """Who says so: office and publication of each source."""
    if sources.empty:
        return ""
    texts = (in_language(sources, part, words.language) for part in ("office", "publication"))
    names = dict(zip(sources["source"], zip(*texts, strict=True), strict=True))
    each = [
        words("{office}, {publication}", office=names[key][0], publication=names[key][1])
        for key in dict.fromkeys(keys.split())
        if key in names
    ]
    return (
        reduce(lambda before, last: words("{before}; {last}", before=before, last=last), each) if each else ""
    )
