"""Tests of ages and sexes and of the register, for one reader: measures to map and rank, classes in words. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue import Indicator
from dashboard.analysis.catalogue.quality import JOINT_CLASSES, WHIPPLE_CLASSES
from dashboard.views.measure import MeasureView, named_measure
from dashboard.words import Words
from forecasting.indicators import data_quality as tests

COLUMNS = ["area", "year", "value", "status", "provisional", "source"]


def test_view(
    indicator: Indicator, frame: pd.DataFrame, areas: pd.DataFrame, *, area: str, calendar: str, words: Words
) -> MeasureView:
    """One test's column of ``dashboard.analysis.quality.age_sex_tests`` as a measure: to be mapped and ranked like any other."""
    values = frame.rename(columns={indicator.key: "value"})[COLUMNS]
    return named_measure(indicator, values, areas, area=area, calendar=calendar, words=words)


def class_of(key: str, value: float, words: Words) -> str:
    """What the literature calls such a value; nothing where it has no classes."""
    names = {"joint": JOINT_CLASSES, "whipple": WHIPPLE_CLASSES}.get(key)
    if names is None or pd.isna(value):
        return ""
    bounds = tests.accuracy_class(value) if key == "joint" else tests.whipple_class(value)
    return words(names[int(bounds)])


def verdict(view: MeasureView, frame: pd.DataFrame, year: int) -> str:
    """The chosen area's value in a count, its class and its parts, in a sentence or two."""
    rows = frame[(frame["area"] == view.area) & (frame["year"] == year)]
    if rows.empty:
        return ""
    row, words = rows.iloc[0], view.words
    sentences = words(
        "{area}, {year}: {measure} {value}",
        area=view.names[view.area],
        year=view.year_text(year),
        measure=words(view.indicator.name),
        value=view.text(row[view.indicator.key]),
    )
    kind = class_of(view.indicator.key, row[view.indicator.key], words)
    sentences = f"**{sentences}** — {kind}." if kind else f"**{sentences}**."
    return f"{sentences} {_parts(view, row)}".strip()


def _parts(view: MeasureView, row: pd.Series) -> str:
    words, language = view.words, view.words.language
    if view.indicator.key == "joint":
        return words(
            "Sex ratio score {sexes}; age ratio score of women {women}, of men {men}.",
            sexes=format.number(row["sex_ratio_score"], language, 1),
            women=format.number(row["age_ratio_score_female"], language, 1),
            men=format.number(row["age_ratio_score_male"], language, 1),
        )
    digits = row[[f"digit_{digit}" for digit in range(10)]].astype(float)
    most, least = str(digits.idxmax())[-1], str(digits.idxmin())[-1]
    return words(
        "Last digit most often given: {most} ({most_times} times its share); least often: {least} ({least_times} times).",
        most=format.digits(most, language),
        most_times=format.number(digits.max(), language, 2),
        least=format.digits(least, language),
        least_times=format.number(digits.min(), language, 2),
    )


def table(view: MeasureView, year: int) -> pd.DataFrame:
    """Area, value, class — every area with a value in a year, the highest first, titled in the reader's language"""
    words = view.words
    rows = view.values[view.values["year"] == year].sort_values("value", ascending=False)
    columns = {words("Area"): rows["name"].tolist(), words(view.indicator.name): rows["text"].tolist()}
    classes = [class_of(view.indicator.key, value, words) for value in rows["value"]]
    if any(classes):
        columns[words("Class")] = classes
    return pd.DataFrame(columns)


def over_hundred(view: MeasureView, year: int | None) -> str | None:
    """A sentence where more was registered than can have happened; such a value is shown as it is."""
    rows = view.values if year is None else view.values[view.values["year"] == year]
    many = rows[rows["value"] > 100].sort_values("value", ascending=False)
    if many.empty:
        return None
    comma = "، " if view.words.language == "fa" else ", "
    names = comma.join(
        f"{name} {text}" for name, text in many[["name", "text"]].head(5).itertuples(index=False)
    )
    return view.words.count(
        "More registered than expected in {n} area, which points to a problem of the data or of the expectation: {names}.",
        "More registered than expected in {n} areas, which points to a problem of the data or of the expectation: {names}.",
        len(many),
        names=names,
    )


def registered_table(frame: pd.DataFrame, view: MeasureView) -> pd.DataFrame:
    """Area, year, registered, expected, per 100 — one row an area and year, titled in the reader's language"""
    words, language = view.words, view.words.language
    rows = frame.sort_values(["year", "area"], ascending=[False, True])
    return pd.DataFrame(
        {
            words("Area"): rows["area"].map(view.names),
            words("Year"): [format.digits(str(year), language) for year in rows["year"]],
            words("Registered"): [format.number(count, language) for count in rows["registered"]],
            words("Expected"): [format.number(count, language) for count in rows["expected"]],
            words("Per 100 expected"): [format.number(value, language, 1) for value in rows["value"]],
        }
    )
