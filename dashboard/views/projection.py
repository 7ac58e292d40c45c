"""What a projection says: its series, its sentences, its papers. Pure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import format
from dashboard.projecting import AGES, Run, Start
from dashboard.words import Words
from forecasting.axes import SEXES, AgeGroups, Array
from forecasting.indicators import ageing


def tidy(population: Array, ages: AgeGroups) -> pd.DataFrame:
    """sex, age_lower, value from (sex, age)"""
    index = pd.MultiIndex.from_product([SEXES, ages.lower], names=["sex", "age_lower"])
    return pd.DataFrame({"value": population.reshape(-1)}, index=index).reset_index()


def values(run: Run, key: str) -> tuple[tuple[int, ...], Array]:
    """Years and values of a series of a run: total, old (65 and over, per cent) or births of the year."""
    if key == "births":
        return run.years[1:], run.births
    people = run.population.sum(-2)
    return run.years, people.sum(-1) if key == "total" else 100 * ageing.share_of_ages(people, AGES, 65)


def series(run: Run, history: pd.DataFrame, key: str) -> pd.DataFrame:
    """year, value, status, provisional, source, name — known years, then projected ones"""
    years, projected = values(run, key)
    past = (
        history[history["year"] < years[0]] if key != "births" else history[history["year"] <= run.years[0]]
    )
    future = pd.DataFrame(
        {"year": years, "value": projected, "status": "projected", "provisional": 0, "source": ""}
    )
    frame = pd.concat([past[["year", "value", "status", "provisional", "source"]], future], ignore_index=True)
    factor = 1 / PEOPLE[size_of(run)] if key == "total" else 1e-3 if key == "births" else 1.0
    return frame.drop_duplicates("year").assign(name="", value=lambda rows: rows["value"] * factor)


#: People are drawn in millions or thousands, whichever leaves three figures
PEOPLE = {"millions": 1e6, "thousands": 1e3}


def size_of(run: Run) -> str:
    """In what a run's people are counted on an axis."""
    return "millions" if run.population.sum((-2, -1)).max() >= 3e6 else "thousands"


def people_unit(run: Run, words: Words) -> str:
    """The unit of that axis."""
    return words("million people") if size_of(run) == "millions" else words("thousand people")


def opening(begin: Start, calendar: str, words: Words) -> str:
    """Where the projection starts."""
    language = words.language
    return words(
        "From {year}: {people} people, {tfr} children per woman, life expectancy {e0} years. Each slider sets the level "
        "reached in {last}; levels move there in a straight line. The sliders start where the United Nations’ path "
        "of mortality and recent fertility and migration lead.",
        year=format.year(begin.years[0], calendar, language),
        people=format.compact_persons(float(begin.population.sum()), language),
        tfr=format.number(begin.total_fertility_rate, language, 2),
        e0=format.number(begin.life_expectancy, language, 1),
        last=format.year(begin.years[-1], calendar, language),
    )


def outcome(run: Run, calendar: str, words: Words) -> str:
    """What follows, in a sentence: size, peak and age."""
    language = words.language
    total, old = values(run, "total")[1], values(run, "old")[1]
    peak = int(np.argmax(total))
    last = format.year(run.years[-1], calendar, language)
    parts = [
        words(
            "**In {year}: {people} people** ({change}), **{share} aged 65 and over** (now {now}).",
            year=last,
            people=format.compact_persons(float(total[-1]), language),
            change=format.percent_change(total[-1] / total[0] - 1, language),
            share=format.percent(old[-1] / 100, language),
            now=format.percent(old[0] / 100, language),
        )
    ]
    if 0 < peak < len(total) - 1:
        parts.append(
            words(
                "The population is largest in {year}.", year=format.year(run.years[peak], calendar, language)
            )
        )
    elif peak == 0:
        parts.append(words("The population shrinks from the start."))
    else:
        parts.append(words("The population still grows in {year}.", year=last))
    return " ".join(parts)


def papers(begin: Start, calendar: str, words: Words) -> str:
    """Status and method, under the charts."""
    return words(
        "Projected from the base population estimated for {year} (estimated{provisional}); cohort-component method by sex and "
        "single year of age. A projection says what follows if the assumptions hold; it is not a published statistic.",
        year=format.year(begin.years[0], calendar, words.language),
        provisional=words(", provisional") if begin.provisional else "",
    )
