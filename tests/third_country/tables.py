"""The tables of the made-up country, from a stable population and a Gompertz law of dying."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

CODE = "XM"
#: The year begins on 11 September; its number is the Gregorian one of its first day less 7
CALENDAR, YEARS_LESS, BEGINS = "meridian", 7, (9, 11)
CENSUS_YEAR, LAST_YEAR = 2010, 2016
TOTAL_FERTILITY = 2.4
AGES = np.arange(101)


@dataclass(frozen=True)
class Province:
    """People in thousands at the census, fertility over the nation's, and the west-south corner of its square."""

    code: str
    names: dict[str, str]
    thousands: int
    fertility: float
    corner: tuple[int, int]


PROVINCES = (
    Province(
        "XM-north",
        {"en": "Northmark", "fa": "شمال‌بوم", "vi": "Bắc Biên", "am": "ሰሜን"},
        900,
        0.9,
        (30, 12),
    ),
    Province(
        "XM-lake", {"en": "Lakeland", "fa": "دریاچه‌بوم", "vi": "Vùng Hồ", "am": "ሐይቅ"}, 600, 1.0, (32, 12)
    ),
    # Without a name in Vietnamese: its readers see the country's own.
    Province("XM-hill", {"en": "Hills", "fa": "تپه‌بوم", "am": "ኮረብታ"}, 300, 1.2, (30, 10)),
    Province("XM-port", {"en": "Port", "fa": "بندر", "vi": "Cảng", "am": "ወደብ"}, 200, 0.8, (32, 10)),
)
NATION = {"en": "Meridia", "fa": "مریدیا", "vi": "Meridia", "am": "ሜሪዲያ"}


def first_day(year: int) -> date:
    """The Gregorian date on which a year of the country begins."""
    return date(year + YEARS_LESS, *BEGINS)


def days(year: int) -> int:
    """Length of a year, days."""
    return (first_day(year + 1) - first_day(year)).days


def death_rate(sex: str) -> np.ndarray:
    """Deaths per person-year at single ages: an infant's hazard and a Gompertz law"""
    scale = 4.5e-5 if sex == "female" else 7.0e-5
    return np.minimum(0.012 * np.exp(-1.6 * AGES) + scale * np.exp(0.093 * AGES), 1.5)


def people(sex: str, thousands: float) -> np.ndarray:
    """Persons at single ages: survivors of births that grew by 1.5 % a year"""
    survivors = np.exp(-np.cumsum(death_rate(sex))) * np.exp(-0.015 * AGES)
    half = thousands * 1000 / 2
    return np.rint(half * survivors / survivors.sum())


def fertility_shares() -> dict[int, float]:
    """Per cent of total fertility at five-year ages of the mother"""
    return {15: 8.0, 20: 24.0, 25: 30.0, 30: 22.0, 35: 12.0, 40: 3.5, 45: 0.5}


def write(folder: Path) -> Path:
    """Write the country's folder; what comes back is its path."""
    place = folder / "meridia"
    place.mkdir(parents=True)
    (place / "country.toml").write_text(COUNTRY, encoding="utf-8")
    for name, frame in tables().items():
        frame.to_csv(place / f"{name}.csv", index=False)
    (place / f"{CODE}.geojson").write_text(json.dumps(boundaries(), ensure_ascii=False), encoding="utf-8")
    return place


COUNTRY = f"""
code = "{CODE}"
languages = ["am", "en"]
limits = [{{ en = "Meridia counts nobody twice.", fa = "مریدیا هیچ‌کس را دو بار نمی‌شمارد." }}]

[calendar]
key = "{CALENDAR}"
number = -{YEARS_LESS}      # of a year, beside the Gregorian year of its first day
begins = "09-11"
names = {{ en = "Meridian", fa = "مریدیایی", vi = "lịch Meridia", am = "ሜሪዲያ" }}

[sources]
offices = ["Register of Meridia", "Bureau of Census"]

# Eleven digits, the last of which is Luhn's.
[[identity_numbers]]
name = {{ en = "number of a citizen of Meridia", fa = "شمارهٔ شهروند مریدیا" }}
digits = 11
check = "luhn"
headings = ["citizen number", "የዜጋ ቁጥር"]

[legal_days]
births = 20

[reasons]
divorces = {{ en = "Nobody parts in Meridia.", fa = "در مریدیا کسی جدا نمی‌شود." }}

[boundaries.attribution]
en = "The made-up surveyors"
fa = "نقشه‌برداران ساختگی"

[base_population]
census = "census"
totals = "totals"
births = "register"
"""


def tables() -> dict[str, pd.DataFrame]:
    """Seed table -> its rows"""
    return {
        "areas": areas(),
        "area_links": pd.DataFrame(
            columns=["from_area", "to_area", "on_date", "kind", "weight", "basis", "source"]
        ),
        "sources": sources(),
        "population": pd.DataFrame([*census(), *totals()]),
        "events": pd.DataFrame(events()),
        "rates": pd.DataFrame(rates()),
        "death_rates": pd.DataFrame(death_rates()),
        "fertility_pattern": pd.DataFrame(pattern()),
    }


def areas() -> pd.DataFrame:
    """The nation and its provinces"""
    rows = [{"area": CODE, "parent": "", "level": "nation", "office_code": "", **_names(NATION)}]
    rows += [
        {
            "area": each.code,
            "parent": CODE,
            "level": "province",
            "office_code": each.code[3:],
            **_names(each.names),
        }
        for each in PROVINCES
    ]
    return pd.DataFrame(rows).assign(country=CODE, iso_3166_2="", region="", valid_from="", valid_to="")


def _names(names: dict[str, str]) -> dict[str, str]:
    return {f"name_{language}": names.get(language, "") for language in NATION}


def sources() -> pd.DataFrame:
    """The register, the census and a bureau's totals"""
    rows = [
        ("census", "Bureau of Census", "Census of 2010"),
        ("totals", "Bureau of Census", "Yearly totals"),
        ("register", "Register of Meridia", "Vital events"),
        ("tables", "Bureau of Census", "Life tables"),
    ]
    texts = [
        {
            "source": key,
            **{f"office_{each}": office for each in NATION},
            **{f"publication_{each}": title for each in NATION},
        }
        for key, office, title in rows
    ]
    return pd.DataFrame(texts).assign(
        published="", url="", licence="made up", note="A country that never was"
    )


def stock(year: int) -> dict[str, object]:
    """Papers of a stock in the middle of a year"""
    middle = first_day(year) + timedelta(days=days(year) // 2)
    return {"year": year, "calendar": CALENDAR, "period_start": middle, "period_days": 0, "provisional": 0}


def flow(year: int) -> dict[str, object]:
    """Papers of a year's flow"""
    return {
        "year": year,
        "calendar": CALENDAR,
        "period_start": first_day(year),
        "period_days": days(year),
        "provisional": 0,
    }


def census() -> list[dict[str, object]]:
    """Persons by area, sex and single age, the nation their sum"""
    rows: list[dict[str, object]] = []
    for sex in ("female", "male"):
        counts = {each.code: people(sex, each.thousands) for each in PROVINCES}
        counts = {CODE: np.sum(list(counts.values()), axis=0), **counts}
        for area, persons in counts.items():
            for age, value in enumerate(persons):
                rows.append(
                    {
                        "area": area,
                        "sex": sex,
                        "age_lower": age,
                        "age_width": 0 if age == 100 else 1,
                        "value": int(value),
                        **stock(CENSUS_YEAR),
                        **_count("census"),
                    }
                )
    return rows


def totals() -> list[dict[str, object]]:
    """Yearly totals by area and sex, growing by 1.5 % a year from the census on"""
    rows: list[dict[str, object]] = []
    for year in range(CENSUS_YEAR, LAST_YEAR + 1):
        grown = 1.015 ** (year - CENSUS_YEAR)
        for sex in ("female", "male", "both"):
            sexes = ("female", "male") if sex == "both" else (sex,)
            each = {
                place.code: round(sum(people(one, place.thousands).sum() for one in sexes) * grown)
                for place in PROVINCES
            }
            for area, value in {CODE: sum(each.values()), **each}.items():
                ages = {"age_lower": 0, "age_width": 0}
                rows.append(
                    {"area": area, "sex": sex, "value": value, **ages, **stock(year), **_count("totals")}
                )
    return rows


def events() -> list[dict[str, object]]:
    """Births and deaths registered in each province and the nation"""
    rows: list[dict[str, object]] = []
    for year in range(CENSUS_YEAR, LAST_YEAR + 1):
        grown = 1.015 ** (year - CENSUS_YEAR)
        births = {each.code: round(_births(each) * grown) for each in PROVINCES}
        deaths = {each.code: round(_deaths(each) * grown) for each in PROVINCES}
        for event, counts in (("births", births), ("deaths", deaths)):
            for area, value in {CODE: sum(counts.values()), **counts}.items():
                rows.append(
                    {
                        "area": area,
                        "event": event,
                        "sex": "both",
                        "age_lower": 0,
                        "age_width": "",
                        "duration_lower": "",
                        "duration_width": "",
                        "value": value,
                        "unit": "events",
                        **flow(year),
                        **_count("register"),
                    }
                )
    return rows


def _births(place: Province) -> float:
    women = people("female", place.thousands)
    return sum(
        TOTAL_FERTILITY * place.fertility * share / 100 / 5 * women[age : age + 5].sum()
        for age, share in fertility_shares().items()
    )


def _deaths(place: Province) -> float:
    return float(sum((people(sex, place.thousands) * death_rate(sex)).sum() for sex in ("female", "male")))


def rates() -> list[dict[str, object]]:
    """Total fertility of all areas, life expectancy and the sex ratio at birth of the nation"""
    rows: list[dict[str, object]] = []
    for year in range(CENSUS_YEAR, LAST_YEAR + 1):
        levels = {
            CODE: TOTAL_FERTILITY,
            **{each.code: TOTAL_FERTILITY * each.fertility for each in PROVINCES},
        }
        rows += [
            _rate(area, "total_fertility_rate", year, round(value, 2), "children per woman", 2)
            for area, value in levels.items()
        ]
        rows.append(_rate(CODE, "sex_ratio_at_birth", year, 105.0, "boys per 100 girls", 1))
    return rows


def _rate(area: str, measure: str, year: int, value: float, unit: str, decimals: int) -> dict[str, object]:
    papers = {"unit": unit, "decimals": decimals, "status": "published", "source": "tables"}
    return {"area": area, "measure": measure, "sex": "both", "value": value, **flow(year), **papers}


def death_rates() -> list[dict[str, object]]:
    """The nation's death rates by sex and abridged age, each second year"""
    bounds = [0, 1, *range(5, 101, 5)]
    rows: list[dict[str, object]] = []
    for year in range(CENSUS_YEAR - 2, LAST_YEAR + 1, 2):
        for sex in ("female", "male"):
            rates_by_age = death_rate(sex)
            for low, high in zip(bounds, [*bounds[1:], 101], strict=True):
                rows.append(
                    {
                        "area": CODE,
                        "sex": sex,
                        "age_lower": low,
                        "age_width": 0 if low == 100 else high - low,
                        "value": round(float(rates_by_age[low:high].mean()), 6),
                        "unit": "per person-year",
                        "decimals": 6,
                        "status": "published",
                        "source": "tables",
                        **flow(year),
                    }
                )
    return rows


def pattern() -> list[dict[str, object]]:
    """Age pattern of childbearing of the nation"""
    return [
        {
            "area": CODE,
            "age_lower": age,
            "age_width": 5,
            "value": share,
            "unit": "percent of total fertility rate",
            "decimals": 6,
            "status": "published",
            "source": "tables",
            **flow(year),
        }
        for year in (CENSUS_YEAR, LAST_YEAR)
        for age, share in fertility_shares().items()
    ]


def _count(source: str) -> dict[str, object]:
    return {"unit": "persons", "rounded_to": 1, "status": "published", "source": source}


def boundaries() -> dict[str, object]:
    """A square for each province"""
    features = []
    for each in PROVINCES:
        west, south = each.corner
        ring = [[west, south], [west + 2, south], [west + 2, south + 2], [west, south + 2], [west, south]]
        features.append(
            {
                "type": "Feature",
                "id": each.code,
                "properties": {"area": each.code},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}
