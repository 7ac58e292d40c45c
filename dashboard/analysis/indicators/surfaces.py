"""Rates by age in every year: what a Lexis surface shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.indicators import death_rates as life
from dashboard.analysis.indicators.figures import MeasureContext
from dashboard.analysis.vital_rates import is_exceptional
from forecasting.axes import SEXES, Array

COLUMNS = ["year", "sex", "age_lower", "value", "source"]


def death_rates(context: MeasureContext) -> pd.DataFrame:
    """year, sex, age_lower, value, source — the nation's deaths per person-year, estimated

    Every year of the country's calendar between the first and the last period that the United Nations estimates, their
    logarithms linear between; a pandemic's year is its own and no path leads to it, so years beside it may be missing.
    """
    usual, every = (life.national_rates(context, exceptional=with_it) for with_it in (False, True))
    if usual is None or every is None:
        return pd.DataFrame(columns=COLUMNS)
    exceptional = [
        place
        for place, period in enumerate(every.periods)
        if is_exceptional(context.about, period.start, period.days)
    ]
    past = [moment for moment, period in zip(usual.moments, usual.periods, strict=True) if period.is_past]
    frames, calendar = [], context.about.calendar
    if past:
        for year in range(life.year_of(past[0], calendar), life.year_of(past[-1], calendar) + 1):
            moment = float(np.clip(year_middle(year, calendar), past[0], past[-1]))
            frames.append(_tidy(year, usual.rates_at(moment), usual.ages.lower, usual.sources_at(moment)))
    for place in exceptional:
        year = life.year_of(every.moments[place], calendar)
        frames.append(_tidy(year, every.rates[place], every.ages.lower, every.sources[place]))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)


def _tidy(year: int, rates: Array, ages: tuple[int, ...], source: str) -> pd.DataFrame:
    """One year's rates. (sex, age) -> rows"""
    sexes, count = np.repeat(SEXES, len(ages)), len(SEXES)
    return pd.DataFrame(
        {
            "year": year,
            "sex": sexes,
            "age_lower": list(ages) * count,
            "value": rates.ravel(),
            "source": source,
        }
    )[COLUMNS]
