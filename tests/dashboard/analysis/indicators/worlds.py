"""Files that an office might load, drawn at rates that are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecasting.axes import SEXES, Array


def single_year_fertility(total: float, age: float) -> Array:
    """Births per woman-year at single ages 0 to 100: a bell around ``age``, 15 to 49. -> (age)"""
    ages = np.arange(101)
    bell = np.where((ages >= 15) & (ages < 50), np.exp(-(((ages - age) / 5.5) ** 2) / 2), 0.0)
    return total * bell / bell.sum()


def births_file(
    area: str, year: int, births: Array, *, width: int = 1, unknown: float = 0.0, sexes: bool = False
) -> pd.DataFrame:
    """Births (single age) of a year as rows of a file: by ages of ``width``; ``unknown``: as part of the others"""
    labels, counts = _groups(births[15:50], 15, width)
    if unknown:
        labels, counts = [*labels, "unknown"], [*counts, round(unknown * sum(counts))]
    frame = pd.DataFrame({"Area": area, "Year": year, "Age of mother": labels, "Births": counts})
    if not sexes:
        return frame
    girls = (frame["Births"] / 2.05).round().astype(int)
    parts = [
        frame.assign(Sex="Female", Births=girls),
        frame.assign(Sex="Male", Births=frame["Births"] - girls),
    ]
    return pd.concat(parts, ignore_index=True)


def deaths_file(
    area: str, year: int, deaths: Array, *, open_age: int = 95, width: int = 1, unknown: float = 0.0
) -> pd.DataFrame:
    """Deaths (sex, single age) of a year as rows of a file, 0 and 1-4 apart where groups are of five"""
    frames = []
    for sex, counts in zip(SEXES, deaths, strict=True):
        if width == 1:
            labels, own = _groups(counts[:open_age], 0, 1)
        else:
            labels, own = _groups(counts[5:open_age], 5, width)
            labels, own = ["0", "1-4", *labels], [int(counts[0]), int(counts[1:5].sum()), *own]
        labels, own = [*labels, f"{open_age}+"], [*own, int(counts[open_age:].sum())]
        if unknown:
            labels, own = [*labels, "unknown"], [*own, round(unknown * sum(own))]
        frames.append(
            pd.DataFrame({"Area": area, "Year": year, "Sex": sex.title(), "Age": labels, "Deaths": own})
        )
    return pd.concat(frames, ignore_index=True)


def _groups(counts: Array, first: int, width: int) -> tuple[list[str], list[int]]:
    sums = counts.reshape(-1, width).sum(-1)
    starts = range(first, first + len(counts), width)
    labels = [str(low) if width == 1 else f"{low}-{low + width - 1}" for low in starts]
    return labels, [int(count) for count in sums]
