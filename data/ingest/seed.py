"""The seed tables in ``data/seed``, read into the store's columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from data import country_file
from data.columns import ABSENT
from data.countries import countries, seed_folder
from data.ingest.reading import flows, in_store_tables, join, required
from data.problems import ReadingProblem, SeedProblem

SEED = seed_folder()
#: What a release made of these tables alone says it was made of
NOTE = "seed"

#: store table -> seed file, and what the file calls the value
FILES = {
    "area": ("areas.csv", None),
    "area_link": ("area_links.csv", None),
    "source": ("sources.csv", None),
    "population": ("population.csv", "persons"),
    "event": ("events.csv", "events"),
    "rate": ("rates.csv", "value"),
    "death_rate": ("death_rates.csv", "mx"),
    "fertility_pattern": ("fertility_pattern.csv", "percent"),
}
_REQUIRED = {table: required(table) for table in FILES if table != "event"}
_REQUIRED["event"] = ("event", "sex", "age_lower", "age_width", *required("death"))
_WHOLE = (
    "year",
    "period_days",
    "age_lower",
    "age_width",
    "duration_lower",
    "duration_width",
    "rounded_to",
    "decimals",
    "provisional",
)
_NUMBERS = ("persons", "events", "value", "mx", "percent", "weight", *_WHOLE)


def read_seed(folder: Path = SEED) -> dict[str, pd.DataFrame]:
    """Store table name -> rows of every country, in the store's columns."""
    frames = [
        _tables_of(country / name, table, value)
        for table, (name, value) in FILES.items()
        for country in country_folders(folder)
    ]
    tables = join(*frames)
    # One publication may serve several countries (the United Nations'); its first description stands.
    for table, key in (("source", ["source"]), ("source_name", ["source", "language"])):
        tables[table] = tables[table].drop_duplicates(key, ignore_index=True)
    return tables


def _tables_of(path: Path, table: str, value: str | None) -> dict[str, pd.DataFrame]:
    """The rows of one file by the store's tables: one, or for events one of each kind."""
    frame = _read(path, table, value)
    if table in ("area", "source"):
        frame = frame.assign(origin="seed")
    try:
        tables = flows(frame) if table == "event" else {table: frame}
        return join(*[in_store_tables(name, rows) for name, rows in tables.items()])
    except ReadingProblem as problem:
        raise SeedProblem(f"{path.parent.name}/{path.name} is not as it should be. {problem}") from problem


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents: the same inputs give the same release."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def seed_files(folder: Path = SEED) -> list[Path]:
    """What a release is made of: every seed table, each of which must be there, and what each country's folder says."""
    tables = [name for name, _ in FILES.values()]
    return [
        _require_file(country / name)
        for country in country_folders(folder)
        for name in (*tables, country_file.FILE)
    ] + _boundary_files(folder)


def _boundary_files(folder: Path) -> list[Path]:
    return [file for country in country_folders(folder) for file in sorted(country.glob("*.geojson"))]


def country_folders(folder: Path = SEED) -> list[Path]:
    """The folders of the countries, in the order of their names, each that the program knows among them."""
    listed = countries(folder)
    for code, country in countries().items():
        if code not in listed:
            _require_file(folder / country.folder.name / FILES["area"][0])
    return [country.folder for country in listed.values()]


def country_table(name: str) -> pd.DataFrame:
    """One file of every country's folder as text, the rows one country after another."""
    files = [folder / name for folder in country_folders()]
    tables = [pd.read_csv(file, dtype=str, keep_default_na=False) for file in files]
    return pd.concat(tables, ignore_index=True).fillna("")  # a language that one folder alone has


def _require_file(path: Path) -> Path:
    if not path.is_file():
        raise SeedProblem(
            f"The seed table {path.parent.name}/{path.name} is missing from {path.parents[1]}: the copy of the "
            "project may be incomplete. Get it again, or restore the file with `git checkout -- data/seed`."
        )
    return path


def _read(path: Path, table: str, value: str | None) -> pd.DataFrame:
    try:
        frame = pd.read_csv(_require_file(path), dtype=str, keep_default_na=False, encoding="utf-8")
    except ValueError as error:  # not UTF-8, no header, a row longer than the header
        raise SeedProblem(
            f"{path.parent.name}/{path.name} is not a table in UTF-8 with commas: {error}."
        ) from error
    if value and value != "value":
        frame = frame.rename(columns={"value": value})
    if "age_lower" in frame:
        frame["age_lower"] = frame["age_lower"].replace("", "-1")
        frame["age_width"] = frame["age_width"].replace("", "0")
    if "duration_lower" in frame:
        frame["duration_lower"] = frame["duration_lower"].replace("", str(ABSENT))
        frame["duration_width"] = frame["duration_width"].replace("", "0")
    missing = [column for column in _REQUIRED[table] if column not in frame]
    if missing:
        raise SeedProblem(f"{path.parent.name}/{path.name} has no column {', '.join(missing)}.")
    return _with_types(frame, path)


def _with_types(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    for column in frame.columns.intersection(list(_NUMBERS)):
        numbers = pd.to_numeric(frame[column], errors="coerce")
        kind = "a whole number" if column in _WHOLE else "a number"
        _refuse(frame[column], numbers.isna() | ((column in _WHOLE) & (numbers % 1 != 0)), kind, path)
        frame[column] = numbers.astype("int64" if column in _WHOLE else "float64")
    for column in frame.columns.intersection(["period_start", "valid_from", "valid_to", "on_date"]):
        dates = pd.to_datetime(frame[column].replace("", None), format="%Y-%m-%d", errors="coerce")
        _refuse(frame[column], dates.isna() & (frame[column] != ""), "a day such as 2016-03-20", path)
        frame[column] = dates.dt.date
    if "parent" in frame:
        frame["parent"] = frame["parent"].replace("", None)
    return frame


def _refuse(cells: pd.Series[str], is_wrong: pd.Series[bool], kind: str, path: Path) -> None:
    """Name the first cell of a column that is not of its kind."""
    if is_wrong.any():
        row = int(is_wrong.to_numpy().argmax())
        raise SeedProblem(
            f"{path.parent.name}/{path.name}, line {row + 2}: {cells.name} is {cells.iloc[row]!r}, which is not "
            f"{kind}. Was a thousands separator or a note typed into the cell?"
        )
