"""What may be added to a release without a figure moving: rows of one table of facts of one country, said once more."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

from data import schema

#: Tables that say who, when and how many: facts that an office may load again
TABLES = ("population", "birth", "death", "marriage", "divorce", "rate", "death_rate", "fertility_pattern")
AGAIN = "_again"
_BY_NAME = {table.name: [column.name for column in table.columns] for table in schema.FACTS}
_AGES = {"population": "age", "death": "age", "fertility_pattern": "age"}
_VALUES = {"population": "persons", "death": "events", "fertility_pattern": "percent"}
#: A population's ages and a model's patterns are what others are read on: a newer one moves them, as it should
NEWER = ("birth", "death", "marriage", "divorce", "rate")

Change = Callable[[Connection, str, str], int]


def copy(connection: Connection, table: str, country: str) -> int:
    """Every row again under another key, of the same office and publication."""
    return _add(connection, table, country, {})


def another_date(connection: Connection, table: str, country: str) -> int:
    """People of each date again at a date of the same year that is further from its middle."""
    if table != "population":
        return 0
    later = "CASE WHEN month(period_start) BETWEEN 7 AND 11 THEN 20 ELSE -20 END"
    return _add(connection, table, country, {"period_start": f"period_start + CAST({later} AS INTEGER)"})


def groups_beside(connection: Connection, table: str, country: str) -> int:
    """Groups of ten years beside the ages of the same source, which they add up."""
    if table not in _AGES:
        return 0
    age, value = _AGES[table], _VALUES[table]
    lower, width = f"{age}_lower", f"{age}_width"
    names = [name for name in _BY_NAME[table] if name not in (lower, width, value, "cell_key")]
    keys = ", ".join(f"t.{name}" for name in names)
    result = connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(names)}, {lower}, {width}, {value}) "
            f"SELECT {keys}, min(t.{lower} // 10 * 10), 10, sum(t.{value}) FROM {table} AS t {_OF_COUNTRY} "
            f"AND t.{lower} >= 0 AND t.{width} BETWEEN 1 AND 5 GROUP BY {keys}, t.{lower} // 10 "
            f"HAVING sum(t.{width}) = 10"
        ),
        {"country": country},
    )
    return int(result.rowcount)


def newer_year(connection: Connection, table: str, country: str) -> int:
    """The last year's facts of every source again, nine years later."""
    if table not in NEWER:
        return 0
    last = (
        f"t.year = (SELECT max(l.year) FROM {table} AS l WHERE l.area = t.area AND l.calendar = t.calendar)"
    )
    return _add(connection, table, country, _YEARS_ON, f"AND {last}")


def provinces_alone(connection: Connection, table: str, country: str) -> int:
    """The same of provinces without their nation."""
    if table not in NEWER:
        return 0
    last = (
        f"t.year = (SELECT max(l.year) FROM {table} AS l WHERE l.area = t.area AND l.calendar = t.calendar)"
    )
    return _add(connection, table, country, _YEARS_ON, f"AND {last} AND a.level <> 'nation'")


CHANGES: dict[str, Change] = {
    change.__name__: change for change in (copy, another_date, groups_beside, newer_year, provinces_alone)
}
#: Changes that bring years which were not there: what was there stays
NEW_YEARS = ("newer_year", "provinces_alone")
_YEARS_ON = {"year": "year + 9", "period_start": "period_start + 3287"}
_OF_COUNTRY = "JOIN area AS a ON a.area = t.area WHERE a.country = :country"


def _add(connection: Connection, table: str, country: str, instead: dict[str, str], more: str = "") -> int:
    """The rows again, their source's key with ``AGAIN`` behind it and other columns as told"""
    columns = _BY_NAME[table]
    values = [
        f"t.source || '{AGAIN}'" if name == "source" else instead.get(name, f"t.{name}") for name in columns
    ]
    values = [
        value.replace("period_start +", "t.period_start +").replace("year +", "t.year +") for value in values
    ]
    values = [value.replace("month(period_start)", "month(t.period_start)") for value in values]
    sources = [column.name for column in schema.source.columns]
    own = ", ".join(f"s.source || '{AGAIN}'" if name == "source" else f"s.{name}" for name in sources)
    connection.execute(
        text(
            f"INSERT INTO source ({', '.join(sources)}) SELECT {own} FROM source AS s WHERE length(s.source) < 58 "
            f"AND s.source || '{AGAIN}' NOT IN (SELECT source FROM source) "
            f"AND s.source IN (SELECT t.source FROM {table} AS t {_OF_COUNTRY} AND NOT ends_with(t.source, '{AGAIN}'))"
        ),
        {"country": country},
    )
    result = connection.execute(
        text(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} AS t {_OF_COUNTRY} "
            f"AND length(t.source) < 58 AND NOT ends_with(t.source, '{AGAIN}') {more}"
        ),
        {"country": country},
    )
    return int(result.rowcount)
