"""What an office of the made-up country loads: a register of births and a table of marriages, in its own calendar."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from data.country_calendar import CountryCalendar
from tests.data.identity_numbers import luhn_check_digit
from tests.third_country import tables

YEAR = tables.LAST_YEAR + 1
#: Births registered and marriages in each province in the year
BIRTHS = {"north": 3650, "lake": 2190, "hill": 1460, "port": 730}
MARRIAGES = {"north": 410, "lake": 250, "hill": 120, "port": 90}

_CALENDAR = CountryCalendar(tables.CALENDAR, -tables.YEARS_LESS, tables.BEGINS)
_MAPPING = f"""
event = "births"
calendar = "{tables.CALENDAR}"
country = "{tables.CODE}"
covers = "{tables.CODE}"
legal_days = 20
key = ["number"]

[columns]
area = "province"
occurred = "born"
child_sex = "sex"
"""
_COLUMNS = """
table = "event"

[columns]
area = "province"
year = "year"
events = "marriages"

[constants]
event = "marriages"
country = "XM"
"""


def write_births(folder: Path, *, citizens: bool = False) -> Path:
    """A row for each birth of the year, spread evenly over its days; with the mothers' numbers where ``citizens``."""
    file = folder / f"births_{YEAR}{'_with_mothers' if citizens else ''}.csv"
    file.with_suffix(".records.toml").write_text(_MAPPING, encoding="utf-8")
    lines = ["number,province,born,sex" + (",mother" if citizens else "")]
    for province, births in BIRTHS.items():
        for number in range(births):
            stem = f"{len(lines) * 7919:010}"
            mother = f",{stem}{luhn_check_digit(stem)}" if citizens else ""
            lines.append(f"{len(lines)},{province},{_written(number, births)},{1 + number % 2}{mother}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def write_marriages(folder: Path) -> Path:
    """A row for each province and the nation"""
    file = folder / f"marriages_{YEAR}.csv"
    file.with_suffix(".mapping.toml").write_text(_COLUMNS, encoding="utf-8")
    rows = [f"{province},{YEAR},{count}" for province, count in MARRIAGES.items()]
    rows.append(f"{tables.CODE},{YEAR},{sum(MARRIAGES.values())}")
    file.write_text("\n".join(["province,year,marriages", *rows]) + "\n", encoding="utf-8")
    return file


def _written(number: int, births: int) -> str:
    """The day of a birth as the office writes it"""
    day = tables.first_day(YEAR) + timedelta(days=number * tables.days(YEAR) // births)
    return "{:04}/{:02}/{:02}".format(*_CALENDAR.year_month_day(day))
