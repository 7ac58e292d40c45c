"""The one place where files are read: a history by area and year, and forecasts published in the past.

History: columns country_code (or area), year and one column a measure (tfr, e0, pop_dec31_thousand ...).
Vintages: series, vintage, country_code (or area), period, h, method, forecast, actual and, where there are
any, interval ends 80l, 80u, 95l, 95u. Parquet, CSV or gzipped CSV, through pyarrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from forecasting.panel import Panel, panel_of
from forecasting.problems import UnusableFile

AREA_COLUMNS = ("country_code", "area")
YEAR_COLUMN = "year"
NAN = float("nan")


@dataclass(frozen=True)
class Published:
    """One published forecast and what came of it; the ends of its intervals where they were published."""

    series: str
    vintage: int
    area: str
    period: str
    step: int
    method: str
    forecast: float
    actual: float
    interval_80: tuple[float, float]
    interval_95: tuple[float, float]


def read_history(path: Path) -> list[Panel]:
    """A panel for every numeric column beside area and year."""
    table = _table(path)
    area = _area_column(table, path)
    if YEAR_COLUMN not in table.column_names:
        raise UnusableFile(f"{path.name} has no column {YEAR_COLUMN}; it has {', '.join(table.column_names)}")
    areas = [str(code) for code in table[area].to_pylist()]
    years = [int(year) for year in table[YEAR_COLUMN].to_pylist()]
    measures = [
        field.name for field in table.schema if field.name not in (area, YEAR_COLUMN) and _numeric(field.type)
    ]
    if not measures:
        raise UnusableFile(f"{path.name} has no column of figures beside {area} and {YEAR_COLUMN}")
    return [_panel(name, areas, years, table[name].to_pylist()) for name in measures]


def read_vintages(path: Path) -> list[Published]:
    """Every published forecast of a file."""
    table = _table(path)
    area = _area_column(table, path)
    needed = ("series", "vintage", "period", "h", "method", "forecast", "actual")
    missing = [name for name in needed if name not in table.column_names]
    if missing:
        raise UnusableFile(f"{path.name} has no column {', '.join(missing)}")
    rows: list[dict[str, Any]] = table.to_pylist()
    return [_published(row, area) for row in rows if row["forecast"] is not None]


def _published(row: dict[str, Any], area: str) -> Published:
    ends = [NAN if row.get(name) is None else float(row[name]) for name in ("80l", "80u", "95l", "95u")]
    actual = NAN if row["actual"] is None else float(row["actual"])
    return Published(
        str(row["series"]),
        int(row["vintage"]),
        str(row[area]),
        str(row["period"]),
        int(row["h"]),
        str(row["method"]),
        float(row["forecast"]),
        actual,
        (ends[0], ends[1]),
        (ends[2], ends[3]),
    )


def _panel(name: str, areas: list[str], years: list[int], cells: Sequence[float | None]) -> Panel:
    """A column as a panel; years before the first and after the last figure of any area are cut off."""
    rows = [
        (area, year, float(cell))
        for area, year, cell in zip(areas, years, cells, strict=True)
        if cell is not None and cell == cell
    ]
    if not rows:
        raise UnusableFile(f"{name}: there is not one figure")
    return panel_of(name, [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def _area_column(table: pa.Table, path: Path) -> str:
    for name in AREA_COLUMNS:
        if name in table.column_names:
            return name
    raise UnusableFile(f"{path.name} needs a column {' or '.join(AREA_COLUMNS)}; it has {table.column_names}")


def _numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind))


def _table(path: Path) -> pa.Table:
    if not path.is_file():
        raise UnusableFile(f"there is no file {path}")
    try:
        return parquet.read_table(path) if path.suffix == ".parquet" else csv.read_csv(path)
    except (pa.ArrowException, OSError) as reason:
        raise UnusableFile(f"{path.name} cannot be read: {reason}") from reason
