"""One chart of each kind and the frames they are drawn of, for the tests of charts."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import lines, maps, pyramids, ranks
from dashboard.charts.axis import Axis
from dashboard.charts.scales import Scale
from dashboard.words import LANGUAGES, Words

LABEL = {
    "en": "Children per woman",
    "fa": "فرزند برای هر زن",
    "vi": "Số con trên một phụ nữ",
}
SOURCE = {"en": "Statistical office", "fa": "مرکز آمار", "vi": "Cơ quan thống kê"}
NAMES = {"IR00": "مرکزی", "IR01": "گیلان", "IR11": "سیستان و بلوچستان", "IR16": "ایلام", "IR21": "یزد"}
TFR = {"IR00": 1.5, "IR01": 1.08, "IR11": 3.45, "IR16": np.nan, "IR21": np.nan}
SCALE = Scale(1, 3.5, classes=(1, 1.5, 2, 2.5, 3.5), decimals=1)


def of_areas(language: str) -> pd.DataFrame:
    rows = [
        {
            "area": area,
            "name": NAMES[area],
            "value": value,
            "text": LABEL[language],
            "source": SOURCE[language],
        }
        for area, value in TFR.items()
    ]
    status = ["published", "estimated", "derived", "suppressed", "no_data"]
    return pd.DataFrame(rows).assign(status=status)


def of_years(language: str) -> pd.DataFrame:
    rows = [
        {"area": area, "name": name, "year": year, "value": 2 - k / 10 - (year - 1395) / 20}
        for k, (area, name) in enumerate({"IR": "ایران", **NAMES}.items())
        for year in range(1395, 1403)
    ]
    frame = pd.DataFrame(rows).assign(status="published", source=SOURCE[language])
    frame.loc[frame["year"] == 1398, "status"] = "estimated"
    return frame.assign(provisional=frame["year"] == 1402)


def of_ages(width: int = 5, scale: float = 1.0) -> pd.DataFrame:
    ages = np.arange(0, 86, width)
    sides = {"female": 1.0, "male": 1.05}
    rows = [
        {"sex": sex, "age_lower": int(age), "value": scale * ratio * (4_000_000 - 40_000 * age)}
        for sex, ratio in sides.items()
        for age in ages
    ]
    return pd.DataFrame(rows)


def the_map(language: str, **own):
    options = {
        "geojson": "boundaries/IR.geojson",
        "centre": (32.5, 53.7),
        "zoom": 3.5,
        "scale": SCALE,
        "label": LABEL[language],
        "selected": "IR11",
    }
    return maps.choropleth(of_areas(language), words=Words(language), **(options | own))


def the_trend(language: str, **own):
    options = {
        "focus": "IR11",
        "nation": "IR",
        "axis": Axis(LABEL[language], 2, "solar_hijri"),
    }
    return lines.trend(of_years(language), words=Words(language), **(options | own))


def the_projection(language: str):
    years = pd.Series(range(1385, 1421, 5))
    frame = pd.DataFrame({"year": years, "value": 70 + (years - 1385) * 0.8})
    return lines.projection(
        frame, base_year=1395, words=Words(language), axis=Axis(LABEL[language], 0, "solar_hijri")
    )


def the_ranks(language: str, **own):
    options = {"focus": "IR01", "nation_value": 1.8, "nation_name": "ایران", "label": LABEL[language]}
    return ranks.ranked(of_areas(language), words=Words(language), **(options | own))


def the_pyramid(language: str, **own):
    options = {"name": "۱۳۹۵" if language == "fa" else "1395", "other": of_ages(scale=0.8), "other_name": "B"}
    return pyramids.pyramid(of_ages(), words=Words(language), **(options | own))


CHARTS = [the_map, the_trend, the_projection, the_ranks, the_pyramid]
every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def texts_of(figure) -> list[str]:
    """Everything a reader may see, without the markup"""
    layout, seen = figure.layout, [figure.layout.title.text, figure.layout.meta["alt"]]
    for axis in (layout.xaxis, layout.yaxis):
        seen += [axis.title.text, *(axis.ticktext or ())]
    seen += [note.text for note in layout.annotations]
    for trace in figure.data:
        seen += [*(getattr(trace, "hovertext", None) or ()), *(getattr(trace, "text", None) or ())]
        template = getattr(trace, "hovertemplate", None) or ""
        templates = [template] if isinstance(template, str) else template
        seen += [re.sub(r"%{(hover)?text}|<extra></extra>", "", each) for each in templates]
    return [re.sub(r"<[^>]*>", "", text) for text in seen if text]
