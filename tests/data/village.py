"""A country small enough to add up by hand: a nation, two provinces, two districts in each, two communes in each."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.ingest.reading import Reading, in_store_columns

PROVINCES = ("XX1", "XX2")
DISTRICTS = ("XX11", "XX12", "XX21", "XX22")
COMMUNES = ("XX111", "XX112", "XX121", "XX122", "XX211", "XX212", "XX221", "XX222")
DAY = date(2020, 1, 1)
FLOW = {"year": 2020, "calendar": "gregorian", "period_start": DAY, "period_days": 366}
STOCK = FLOW | {"period_days": 0}


def area(code: str, parent: str | None, level: str, first: date | None = None, last: date | None = None):
    names = {f"name_{language}": code for language in ("en", "fa", "vi")}
    return {
        "area": code,
        "country": code[:2],
        "parent": parent,
        "level": level,
        "office_code": code[2:],
        "iso_3166_2": "",
        "region": "",
        **names,
        "valid_from": first,
        "valid_to": last,
    }


def areas(*more) -> pd.DataFrame:
    rows = [area("XX", None, "nation")]
    for codes, level in ((PROVINCES, "province"), (DISTRICTS, "district"), (COMMUNES, "commune")):
        rows += [area(code, code[:-1], level) for code in codes]
    return pd.DataFrame([*rows, *more])


def sources(*keys: str) -> pd.DataFrame:
    said = [f"{part}_{language}" for part in ("office", "publication") for language in ("en", "fa", "vi")]
    return pd.DataFrame(
        [
            dict.fromkeys(said, key) | {"source": key, "published": "", "url": "", "licence": "", "note": ""}
            for key in keys
        ]
    )


def rows(table: str, *told: dict[str, object], source: str = "office") -> pd.DataFrame:
    """Rows of a fact; what is not told is a published figure of 2020, split by nothing."""
    common: dict[str, object] = {"status": "published", "source": source}
    if table in ("population", "birth", "death", "marriage", "divorce", "move", "delay"):
        common["rounded_to"] = 1
    common |= STOCK | {"sex": "both", "age_lower": 0, "age_width": 0} if table == "population" else FLOW
    each = [in_store_columns(table, pd.DataFrame([common | row])) for row in told]
    return pd.concat(each, ignore_index=True)


def country(*more_areas, source: str = "office", **facts: pd.DataFrame) -> Reading:
    """A reading of the country and these facts."""
    return Reading({"area": areas(*more_areas), "source": sources(source), **facts})


def births(source: str = "office", **by_area: float) -> pd.DataFrame:
    """Births of a year, split by nothing."""
    return rows("birth", *[{"area": a, "events": float(n)} for a, n in by_area.items()], source=source)
