"""Synthetic records to CSV or Parquet, chunk by chunk: memory does not grow with the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import jdatetime
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from data.synthetic.identity import identity_columns
from data.synthetic.people import Days, EventDraws, Whole, day_number, draw
from data.synthetic.register import Event, Register, Writing

CHUNK = 500_000
SYNTHETIC = "synthetic"
LABEL = {
    SYNTHETIC: "1",
    "note": "Invented records for demonstration: no person or event in this file is real.",
}
#: Dates that can be written: enough for people of 130 years
EARLIEST, LATEST = date(1870, 1, 1), date(2100, 12, 31)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PEOPLE: dict[Event, tuple[str, ...]] = {
    "births": ("mother_born",),
    "deaths": ("born",),
    "marriages": ("wife_born", "husband_born"),
    "divorces": ("wife_born", "husband_born"),
    "moves": ("born",),
}
ORDERS: dict[Event, tuple[str, ...]] = {
    "births": ("birth_order",),
    "marriages": ("wife_order", "husband_order"),
}
HAVE_SEX = ("births", "deaths", "moves")


def write(register: Register, path: Path) -> Path:
    """The register into ``path``: Parquet by suffix ``.parquet``, otherwise CSV (gzipped by ``.gz``)."""
    writer = None
    opened = pa.output_stream(path, compression="gzip" if path.suffix == ".gz" else None)
    with opened as out:
        for table in chunks(register):
            writer = writer or _writer(path, out, table.schema)
            writer.write_table(table)
        if writer:
            writer.close()
    return path


def _writer(path: Path, out: object, schema: pa.Schema) -> parquet.ParquetWriter | csv.CSVWriter:
    if path.suffix == ".parquet":
        return parquet.ParquetWriter(out, schema, compression="zstd")
    return csv.CSVWriter(out, schema, write_options=csv.WriteOptions(quoting_style="none"))


def chunks(register: Register, size: int = CHUNK) -> Iterator[pa.Table]:
    """The register in order. Each chunk has its own stream of random numbers, so any of them can be made alone."""
    for number, start in enumerate(range(0, max(register.records, 1), size)):
        rng = np.random.default_rng([register.seed, 2, number])
        count = min(size, register.records - start)
        columns = _columns(register, start, count, rng)
        table = pa.table(columns).replace_schema_metadata(LABEL)
        yield table.take(_with_repeats(count, register.faults.repeated, rng))


def _with_repeats(count: int, share: float, rng: np.random.Generator) -> pa.Array:
    """Row numbers in which some rows are the row before them written again."""
    rows = np.arange(count)
    repeats = rng.random(count) < share
    repeats[:1] = False
    return pa.array(np.where(repeats, rows - 1, rows))


def _columns(register: Register, start: int, count: int, rng: np.random.Generator) -> dict[str, pa.Array]:
    draws, columns = draw(register, count, rng), dict[str, pa.Array]()
    numbers = pa.array(np.arange(start, start + count)).cast(pa.string())
    columns["event_number"] = pc.binary_join_element_wise("SYN", pc.utf8_lpad(numbers, 10, "0"), "-")
    if register.identity:
        columns |= identity_columns(register.identity, count, rng)
    columns |= _place_columns(register, draws, rng)
    columns |= _date_columns(register, draws, rng)
    columns |= _person_columns(register, draws, rng)
    return columns | {SYNTHETIC: pa.array(np.ones(count, dtype=np.int8))}


def _place_columns(register: Register, draws: EventDraws, rng: np.random.Generator) -> dict[str, pa.Array]:
    names = pa.array([*register.areas, "999999999"])
    place = _spoil(draws.area, register.faults.unknown_area, len(register.areas), rng)
    if register.event != "moves":
        return {"area": names.take(pa.array(place))}
    return {"origin": names.take(pa.array(draws.other_area)), "destination": names.take(pa.array(place))}


def _date_columns(register: Register, draws: EventDraws, rng: np.random.Generator) -> dict[str, pa.Array]:
    faults, last_day = register.faults, day_number(LATEST)
    occurred = _spoil(draws.occurred, faults.future, last_day - 1, rng)
    columns = {"occurred": _date_texts(occurred, register, rng)}
    registered = _date_texts(draws.registered, register, rng, share=0.0)
    blank = pa.array(rng.random(len(occurred)) < faults.not_registered)
    columns["registered"] = pc.if_else(blank, pa.scalar(None, pa.string()), registered)
    if len(draws.married):
        columns["married"] = _date_texts(draws.married, register, rng, share=0.0)
    return columns


def _person_columns(register: Register, draws: EventDraws, rng: np.random.Generator) -> dict[str, pa.Array]:
    faults, columns = register.faults, dict[str, pa.Array]()
    if register.event in HAVE_SEX:
        letters = pa.array(["F", "M", "?"])
        columns["sex"] = letters.take(
            pa.array(_spoil(draws.male.astype(np.int32), faults.unknown_sex, 2, rng))
        )
    for name, born in zip(PEOPLE[register.event], draws.people, strict=True):
        after = np.where(rng.random(len(born)) < faults.before_birth, draws.occurred + 400, born)
        old = np.where(rng.random(len(born)) < faults.over_120, draws.occurred - 45_300, after)
        columns[name] = _date_texts(old, register, rng, share=0.0)
    for name, order in zip(ORDERS.get(register.event, ()), draws.orders, strict=True):
        columns[name] = pa.array(order.astype(np.int16))
    return columns


def _spoil(values: Whole, share: float, value: int, rng: np.random.Generator) -> Whole:
    return np.where(rng.random(len(values)) < share, value, values).astype(np.int32)


def _date_texts(days: Days, register: Register, rng: np.random.Generator, *, share: float = 1.0) -> pa.Array:
    """Dates as the office writes them; ``share`` scales the share that cannot be read or is in another calendar."""
    place = pa.array(np.clip(days - day_number(EARLIEST), 0, len(_texts("iso")) - 1))
    texts = _texts(register.writing).take(place)
    other: Writing = "solar_hijri" if register.writing in ("iso", "day_first") else "iso"
    draw_of = pa.array(rng.random(len(days)))
    limit = share * register.faults.other_calendar
    swapped = pc.if_else(pc.less(draw_of, limit), _texts(other).take(place), texts) if limit else texts
    unreadable = pc.greater_equal(draw_of, 1 - share * register.faults.unreadable_date)
    return pc.if_else(unreadable, "00/00/0000", swapped)


@cache
def _texts(writing: Writing) -> pa.Array:
    """Every date from `EARLIEST` to `LATEST` as this office writes it."""
    days = [EARLIEST + timedelta(days=number) for number in range((LATEST - EARLIEST).days + 1)]
    return pa.array([WRITERS[writing](day) for day in days])


def _solar(day: date) -> jdatetime.date:
    return jdatetime.date.fromgregorian(date=day)


WRITERS: dict[Writing, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "day_first": lambda day: day.strftime("%d/%m/%Y"),
    "solar_hijri": lambda day: _solar(day).strftime("%Y/%m/%d"),
    "solar_hijri_integer": lambda day: _solar(day).strftime("%Y%m%d"),
    "solar_hijri_persian": lambda day: _solar(day).strftime("%Y/%m/%d").translate(PERSIAN),
}
