"""Any file of headings and rows, by a mapping kept beside it or proposed from its headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data.countries import countries, declared_calendar, first_country
from data.ingest.guards import UnreadableFile, kind
from data.ingest.mapping import ENDING, ColumnMap, find, save
from data.ingest.proposals import propose
from data.ingest.readers import column_checks as checks
from data.ingest.readers.code_countries import country_of_codes
from data.ingest.readers.conversions import GROUPS, Gap, converter, is_gap
from data.ingest.readers.figures import NotANumber, decimal_mark
from data.ingest.readers.gazetteer import country_of
from data.ingest.readers.grids import Grid, look_at, read_grid
from data.ingest.readers.indicators import INDICATORS
from data.ingest.readers.periods import Period, calendar_of, mid_year, month_of, whole_year
from data.ingest.readers.provenance import (
    MADE_UP,
    event_table,
    finding,
    first_few,
    key_of,
    rows,
    source_row,
    sources,
)
from data.ingest.readers.spelling import heading_key
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import ITEMS, Sentence, joined

_STOCKS = {one.key for one in INDICATORS if one.stock}
_UNITS = {one.key: (one.unit, one.decimals) for one in INDICATORS}
#: A row without a figure is left out; one without a month is of its year
_MAY_BE_EMPTY = ("persons", "events", "value", "mx", "percent", "month")


def recognises(path: Path) -> bool:
    """True for a file of rows whose mapping is kept beside it or can be proposed whole."""
    try:
        if kind(path) == "zip":
            return False
        grid = look_at(path)
        return not (find(path, grid.headings) or propose(grid.headings, f"{grid.title} {path.stem}")).lacks()
    except UnreadableFile:
        return False


def learn(path: Path, mapping: ColumnMap | None = None) -> Path:
    """Keep the mapping (proposed, unless given) beside the file for this file and the next of its kind."""
    return save(mapping or proposal(path), path)


def proposal(path: Path) -> ColumnMap:
    """The mapping the headings suggest; what it lacks has to be said."""
    grid = look_at(path)
    return propose(grid.headings, f"{grid.title} {path.stem}")


def read(path: Path, *, source: str | None = None, mapping: ColumnMap | None = None) -> Reading:
    """The file's rows in the store's columns."""
    grid = read_grid(path)
    findings = list(grid.findings)
    saved = mapping or find(path, grid.headings)
    using = saved or propose(grid.headings, f"{grid.title} {path.stem}")
    if missing := using.lacks():
        raise UnreadableFile(
            Sentence(
                "{file}: nothing says which column is {roles}. The headings are: {headings}. Write a mapping {mapping} or choose the columns on screen.",
                file=path.name,
                roles=", ".join(missing),
                headings=", ".join(grid.headings[:12]),
                mapping=path.stem + ENDING,
            )
        )
    if saved is None:
        findings.append(_proposal_findings(path, using))
    return _reading(grid, using, path, source, findings)


def _proposal_findings(path: Path, mapping: ColumnMap) -> Finding:
    columns = [
        Sentence("{role} = «{heading}»", role=name, heading=heading)
        for name, heading in mapping.columns.items()
    ]
    constants = [
        _constant_text(name, value) for name, value in (*mapping.constants.items(), *mapping.factors.items())
    ]
    values = {"file": path.name, "table": mapping.table, "columns": joined(columns, ITEMS)}
    return finding(
        "columns are mapped",
        "note",
        mapping.table,
        Sentence(
            "{file} was read as {table} with {columns}; for all rows {same}: proposed from the headings, not yet kept.",
            **values,
            same=joined(constants, ITEMS),
        )
        if constants
        else Sentence(
            "{file} was read as {table} with {columns}: proposed from the headings, not yet kept.", **values
        ),
    )


def _constant_text(name: str, value: object) -> Sentence:
    """What every row has"""
    if name == "event":
        return Sentence("{role} = {event}", role=name, event=value)
    if name == "year":
        return Sentence("{role} = {year}", role=name, year=value)
    return Sentence("{role} = {cell}", role=name, cell=str(value))


def _reading(
    grid: Grid, mapping: ColumnMap, path: Path, source: str | None, findings: list[Finding]
) -> Reading:
    own = {heading_key(heading): heading for heading in grid.headings}
    cells = pd.DataFrame(
        {name: grid.cells[own[heading_key(heading)]] for name, heading in mapping.columns.items()},
        index=grid.cells.index,
    )
    cells, commands = checks.without_commands(cells, path.name)
    findings += commands
    country = str(mapping.constants.get("country") or _country(cells, mapping, path.name))
    long = _long(cells, mapping)
    mapping = _in_its_calendar(mapping, country)
    converted = _convert(long, mapping, country, path.name, findings)
    if converted.empty:
        return Reading({}, first_few(findings))
    frame = _with_provenance(_constants(converted, mapping), mapping, path, source, findings)
    frame = checks.without_repeats(frame, mapping.table, path.name, findings)
    findings += checks.suspicious(frame, mapping.table, path.name)
    ready = _tables(mapping.table, frame)
    office = MADE_UP if MADE_UP in map(heading_key, grid.headings) else "own"
    described = source_row(str(frame["source"].iloc[0]), office=office, publication=grid.title or path.stem)
    return Reading({**ready, "source": sources(described)}, first_few(findings))


def _in_its_calendar(mapping: ColumnMap, country: str) -> ColumnMap:
    """The mapping with the calendar that the country's folder declares, where the file or its mapping says none."""
    calendar = declared_calendar(country)
    if not calendar or "calendar" in mapping.columns:
        return mapping
    return replace(mapping, constants={"calendar": calendar, **mapping.constants})


def _country(cells: pd.DataFrame, mapping: ColumnMap, label: str) -> str:
    if "area" not in cells:
        return str(mapping.constants.get("area", ""))[:2] or first_country()
    names = {str(one) for one in cells["area"].unique()}
    prefix = next((one[:2].upper() for one in names if one[:2].upper() in countries()), None)
    return (
        country_of(names)
        or prefix
        or country_of_codes(names, _dates(cells, mapping), label)
        or first_country()
    )


def _dates(cells: pd.DataFrame, mapping: ColumnMap) -> list[object]:
    """Years or dates of the rows, or the one of them all."""
    column = next((one for one in ("year", "date") if one in cells), None)
    return list(cells[column].unique()) if column else [mapping.constants.get("year", "")]


def _long(cells: pd.DataFrame, mapping: ColumnMap) -> pd.DataFrame:
    """One figure a row: columns for each sex (``persons.female``) are put under one another."""
    split = [str(name) for name in cells if "." in str(name)]
    if not split:
        return cells
    rest = cells.drop(columns=split)
    parts = []
    for name in split:
        value, sex = name.split(".")
        part = rest.assign(sex=sex, _from=name)
        part[value] = cells[name]
        parts.append(part)
    return pd.concat(parts)


def _convert(
    cells: pd.DataFrame, mapping: ColumnMap, country: str, label: str, findings: list[Finding]
) -> pd.DataFrame:
    """Every cell as a value of the store; rows with a cell that is none are left out and told."""
    good = pd.Series(True, index=range(len(cells)))
    out: dict[str, list[object]] = {}
    failures: list[checks.Failure] = []
    for name in [str(one) for one in cells if one != "_from"]:
        column = cells[name]
        words: Mapping[str, str] = mapping.words.get(name, {})
        read = converter(name, country=country, words=words, decimal=decimal_mark(column.unique()))
        converted: dict[object, object] = {}
        bad: dict[object, Sentence] = {}
        for cell in column.unique():
            try:
                converted[cell] = None if name in _MAY_BE_EMPTY and is_gap(cell) else read(cell)
            except Gap:
                converted[cell] = None
            except NotANumber as error:
                bad[cell] = error.sentence
        out[name] = [converted.get(cell) for cell in column]
        if bad:
            is_bad = column.isin(list(bad)).to_numpy()
            good &= ~is_bad
            heading = mapping.columns.get(
                name, mapping.columns.get(str(cells.get("_from", pd.Series([""])).iloc[0]), name)
            )
            failures.append(checks.Failure(name, heading, bad[column[is_bad].iloc[0]], column[is_bad]))
    findings += checks.failure_findings(failures, cells, label)
    # as they were read: a column with a cell that is none would turn 1400 into 1400.0
    frame = pd.DataFrame(out, index=cells.index, dtype=object)
    frame["_line"] = cells.index
    value = mapping.value
    gaps = frame[value].isna().to_numpy()
    if (missing := int((gaps & good.to_numpy()).sum())) > 0:
        findings.append(
            finding(
                "gaps are gaps",
                "note",
                mapping.table,
                Sentence("{file}: {n} rows have no figure and were left out.", file=label, n=missing),
            )
        )
    return frame[good.to_numpy() & ~gaps].reset_index(drop=True)


def _constants(frame: pd.DataFrame, mapping: ColumnMap) -> pd.DataFrame:
    for name, value in mapping.constants.items():
        if name not in frame and name != "country":
            frame = frame.assign(**{name: value})
    for name in [one for one in ("age", *GROUPS) if one in frame]:
        pair = [f"{name}_lower", f"{name}_width"]
        groups = pd.DataFrame(frame[name].tolist(), columns=pair, index=frame.index)
        frame = frame.drop(columns=name).join(groups)
    figure = frame[mapping.value].astype(float)
    return frame.assign(**{mapping.value: figure * mapping.factors.get(mapping.value, 1.0)})


def _with_provenance(
    frame: pd.DataFrame, mapping: ColumnMap, path: Path, source: str | None, findings: list[Finding]
) -> pd.DataFrame:
    findings += checks.mixed_calendars(frame, path.name)
    periods = [_period(row, mapping) for row in frame.to_dict("records")]
    factor = int(mapping.factors.get(mapping.value, 1))
    defaults: dict[str, str | int | float] = {
        "status": "published",
        "provisional": 0,
        "sex": "both",
        "age_lower": 0,
        "age_width": 0,
        "rounded_to": max(factor, 1),
        "source": source or mapping.constants.get("source") or key_of("own", path.stem),
    }
    frame = frame.assign(
        year=[one.year for one in periods],
        calendar=[one.calendar for one in periods],
        period_start=pd.Series([one.start for one in periods], index=frame.index, dtype=object),
        period_days=[one.days for one in periods],
        **{name: value for name, value in defaults.items() if name not in frame},
    )
    if source:
        frame = frame.assign(source=source)
    if mapping.table == "rate":
        units = frame["measure"].map(lambda one: _UNITS.get(str(one), ("as in the file", 2)))
        frame = frame.assign(unit=[unit for unit, _ in units], decimals=[places for _, places in units])
    return frame


def _period(row: dict[object, object], mapping: ColumnMap) -> Period:
    """The reference day for a stock; the month or the year for a flow and for a measure of a year."""
    stock = mapping.table == "population" or (mapping.table == "rate" and row.get("measure") in _STOCKS)
    if isinstance(row.get("date"), Period):
        day = row["date"]
        assert isinstance(day, Period)
        return day if stock else whole_year(day.year, day.calendar)
    year = int(str(row["year"]))
    calendar = str(row.get("calendar") or calendar_of(year) or "gregorian")
    if stock:
        return mid_year(year, calendar)
    return (
        month_of(year, int(str(row["month"]).split(".")[0]), calendar)
        if not is_gap(row.get("month"))
        else whole_year(year, calendar)
    )


def _tables(table: str, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    whole = {one: "int64" for one in ("age_lower", "age_width", "provisional", "rounded_to") if one in frame}
    frame = frame.astype(whole)
    if table == "event":
        return dict(event_table(str(event), event_rows) for event, event_rows in frame.groupby("event"))
    return {table: rows(table, frame)}
