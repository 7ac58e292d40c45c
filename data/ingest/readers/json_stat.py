"""JSON-stat, versions 1 (``dataset`` bundles) and 2 (``class: dataset``), and collections of either."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers import json_text
from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.provenance import finding
from data.ingest.readers.statistics import Table
from data.ingest.readers.statistics_rows import rows_of
from data.ingest.readers.texts import head, read_text
from data.ingest.reading import Reading
from data.problems import cause
from data.quality import Finding
from data.sentences import Sentence

Json = Mapping[str, Any]


def recognises(path: Path) -> bool:
    """True for JSON whose start speaks of a data set or of dimensions."""
    try:
        if kind(path) != "json":
            return False
        start = head(path, 65_536)
        return '"dimension"' in start and any(word in start for word in ('"dataset"', '"size"', '"class"'))
    except UnreadableFile:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """Every indicator of every data set in the file that the store knows."""
    text = read_text(path)
    content = json_text.content(text, path.name)
    try:
        readings = [_reading(one, path.name, source, text.findings) for one in _data_sets(content)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} is not whole JSON-stat: {cause} is missing or is not what it should be. Get the file again.",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    if not readings:
        raise UnreadableFile(Sentence("{file} is JSON but holds no JSON-stat data set.", file=path.name))
    return readings[0] if len(readings) == 1 else _join(readings)


def _data_sets(content: object) -> Iterator[Json]:
    if not isinstance(content, dict):
        return
    if {"dimension", "value"} <= set(content):
        yield content
    elif content.get("class") == "collection":
        for item in content.get("link", {}).get("item", []):
            yield from _data_sets(item)
    else:
        for part in content.values():
            yield from _data_sets(part)


def _reading(data_set: Json, name: str, source: str | None, earlier: tuple[Finding, ...]) -> Reading:
    findings = list(earlier)
    table = _table(data_set, name, findings)
    updated = str(data_set.get("updated") or "")[:10]
    published = "" if updated.startswith("9999") else updated
    return rows_of(table, name, source=source, published=published, earlier=tuple(findings))


def _table(data_set: Json, name: str, findings: list[Finding]) -> Table:
    dimensions: Json = data_set["dimension"]
    order = list(data_set.get("id") or dimensions.get("id") or [])
    sizes = [int(size) for size in (data_set.get("size") or dimensions.get("size") or [])]
    labels = [_labels(dimensions[one]) for one in order]
    if [len(one) for one in labels] != sizes:
        shape = " x ".join(str(len(one)) for one in labels)
        raise UnreadableFile(
            Sentence(
                "{file}: the dimensions have {shape} values and the sizes are {sizes}. The file is damaged.",
                file=name,
                shape=shape,
                sizes=" x ".join(map(str, sizes)),
            )
        )
    count = 1
    for size in sizes:
        count *= size
    values, marks = _values(data_set["value"], count, name), _marks(data_set.get("status"), count)
    frame = pd.DataFrame(
        itertools.product(*labels), columns=[str(_name(dimensions[one], one)) for one in order]
    )
    figures = [_figure(value, name, findings) for value in values]
    frame["value"] = pd.Series(figures, dtype="float64")
    frame["provisional"] = [int(str(mark).lower() in ("p", "prel", "provisional")) for mark in marks]
    return Table(str(data_set.get("label") or name), frame)


def _labels(dimension: Json) -> list[str]:
    category: Json = dimension["category"]
    index = category.get("index")
    label: Json = category.get("label") or {}
    if index is None:
        keys = list(label)
    else:
        keys = sorted(index, key=lambda key: index[key]) if isinstance(index, dict) else list(index)
    return [str(label.get(key, key)) for key in keys]


def _name(dimension: Json, key: str) -> str:
    return str(dimension.get("label") or key)


def _values(value: object, count: int, name: str) -> list[Any]:
    if isinstance(value, dict):
        return [value.get(str(number)) for number in range(count)]
    if not isinstance(value, list) or len(value) != count:
        held = len(value) if isinstance(value, list) else 0
        raise UnreadableFile(
            Sentence(
                "{file}: {n} values for {expected} cells. The file is damaged or cut short.",
                file=name,
                n=held,
                expected=count,
            )
        )
    return list(value)


def _marks(status: object, count: int) -> list[Any]:
    if isinstance(status, dict):
        return [status.get(str(number)) for number in range(count)]
    return list(status) if isinstance(status, list) else [status] * count


def _figure(value: object, name: str, findings: list[Finding]) -> float | None:
    try:
        return figure(value)
    except NotANumber as error:
        findings.append(
            finding(
                "cells hold numbers",
                "error",
                "file",
                Sentence("{where}: {reason}. The cell was left out.", where=name, reason=error.sentence),
            )
        )
        return None


def _join(readings: list[Reading]) -> Reading:
    names = dict.fromkeys(table for one in readings for table in one.tables)
    tables = {
        table: pd.concat([one.tables[table] for one in readings if table in one.tables], ignore_index=True)
        for table in names
    }
    tables["source"] = tables["source"].drop_duplicates("source", ignore_index=True)
    return Reading(tables, tuple(one for reading in readings for one in reading.findings))
