"""``python -m benchmarks.store``: the store's heavy work as ratios measured in one run. ``--scale 0.01`` for a small one.

Records: ten million synthetic births to counts, ours beside reading the file once, DuckDB making the same counts of the file
with nothing checked, the same with cell keys, which is what ours writes, and pandas doing the same work. Measure: the share
aged 65 and over by province and year out of 66 million commune cells, from communes, from rows rolled up to provinces, and by
the store's own question, which brings every age of every province to pandas because all measures of age are made of one
answer. Each contestant runs in a process of its own; time is wall and processor time, memory the peak of that process. What
else the machine is doing shows in wall time only.

Aims: three times the bare DuckDB query that gives the same answer, and 2 GB for the records. Measured in full on two quiet
cores, processor time, ``bare, with keys`` = 1:

=================  =========  =====  ====  ======  =======
10 million births  read once  bare   ours  pandas  peak MB
=================  =========  =====  ====  ======  =======
CSV, 620 MB        0.3        0.6    2.2   4.2     1,243
Parquet, 81 MB     0.1        0.4    2.4   4.5     1,221
=================  =========  =====  ====  ======  =======

Against the bare query that leaves the keys out ours takes 3.8 times (CSV) and 5.5 times (Parquet): a SHA-256 a record is in
the one and not in the other. The rest of the difference is two calendars, every value looked at for identity data, repeats
and the rules. 67 million cells (254 MB): the store's own question, every age and paper of every province, 1.0 s of processor,
half of the bare query over communes (2.0 s) and twice the one over rolled-up rows (0.5 s), 707 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data import queries
from data.engine import open_engine
from data.ingest.records import MOTHERS, ORDERS, RecordMapping, RecordOptions, everything, open_records
from data.ingest.records.salt import first_byte
from data.schema import VERSION
from data.synthetic import Register, write

RECORDS = 10_000_000
COMMUNES, PROVINCES, YEARS, AGES = 11_000, 63, 30, 101
MEMORY = "1GB"
TODAY = date(2024, 3, 19)
COLUMNS = {
    "area": "area",
    "occurred": "occurred",
    "registered": "registered",
    "child_sex": "sex",
    "mother_born": "mother_born",
    "order": "birth_order",
}


@dataclass(frozen=True)
class Result:
    """What one contestant took, and how many events or rows it counted."""

    name: str
    seconds: float
    processor_seconds: float
    peak_megabytes: float
    count: int


def communes(scale: float) -> tuple[str, ...]:
    """Codes of communes: province (2) and commune (5)."""
    return tuple(
        f"{number % PROVINCES:02}{number:05}" for number in range(max(PROVINCES * 2, int(COMMUNES * scale)))
    )


def ours(file: Path, scale: float) -> int:
    """Everything the reader of records does, to counts with cell keys in a Parquet file."""
    mapping = RecordMapping("births", "solar_hijri", COLUMNS, key=("event_number",))
    areas = {code: f"VN{code}" for code in communes(scale)}
    with open_records(
        file, mapping, areas, RecordOptions(salt="a salt of a benchmark", today=TODAY, memory=MEMORY)
    ) as records:
        records.write_cells(everything(mapping), file.with_name("ours.parquet"))
        return records.valid


def bare(file: Path, _scale: float) -> int:
    """The same groups counted by DuckDB in one statement: nothing is checked, told apart or keyed."""
    return _bare(file, "")


def bare_keyed(file: Path, _scale: float) -> int:
    """The same cells as ours by DuckDB in one statement, counts and cell keys: nothing is checked or told apart."""
    mark = "sha256(concat('a salt of a benchmark|births|', event_number))"
    return _bare(file, f", (sum({first_byte(mark)})::BIGINT % 256)::SMALLINT AS cell_key")


def _bare(file: Path, more: str) -> int:
    source = f"read_csv('{file}', all_varchar = true)" if file.suffix == ".csv" else f"'{file}'"
    occurred, born = (
        f"try_cast(replace({name}, '/', '') AS INTEGER)" for name in ("occurred", "mother_born")
    )
    counts = file.with_name("bare.parquet")
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        connection.execute(
            f"COPY (SELECT area, {occurred} // 10000 AS year, sex, ({occurred} - {born}) // 50000 * 5 AS mother_age, "
            f"least(birth_order::INTEGER, 5) AS birth_order, count(*) AS events{more} FROM {source} GROUP BY ALL) TO '{counts}'"
        )
        row = connection.execute(f"SELECT sum(events) FROM '{counts}'").fetchone()
    assert row is not None
    return int(row[0])


def read_records(file: Path, _scale: float) -> int:
    """The machine's limit: every cell of the file read once."""
    source = f"read_csv('{file}', all_varchar = true)" if file.suffix == ".csv" else f"'{file}'"
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        row = connection.execute(f"SELECT count(*), max(COLUMNS(*)) FROM {source}").fetchone()
    assert row is not None
    return int(row[0])


def with_pandas(file: Path, scale: float) -> int:
    """The same work with pandas, all in memory: dates, areas, repeats, record keys, groups."""
    read = pd.read_csv if file.suffix == ".csv" else pd.read_parquet
    frame = read(file, **({"dtype": str} if file.suffix == ".csv" else {}))
    dates = {name: _digits(frame[name]) for name in ("occurred", "registered", "mother_born")}
    occurred, born = dates["occurred"], dates["mother_born"]
    age = (occurred - born) // 10000
    valid = occurred.between(13000101, 14021229) & ~(born > occurred) & ~(age > 120)
    valid &= frame["area"].isin(communes(scale)) & ~frame["event_number"].duplicated()
    groups = {
        "area": frame["area"],
        "year": occurred // 10000,
        "sex": frame["sex"].map({"F": "female", "M": "male"}).fillna("unknown"),
        "age": pd.cut(age, [-1, *(first - 1 for first in MOTHERS[1:]), 120]).cat.codes,
        "order": frame["birth_order"].astype(float).clip(upper=ORDERS[-1]).fillna(-1),
    }
    keys = pd.util.hash_pandas_object(frame["event_number"], index=False) % 256
    table = pd.DataFrame({**groups, "key": keys})[valid]
    cells = table.groupby(list(groups), observed=True)["key"].agg(["size", "sum"])
    cells.assign(sum=cells["sum"] % 256).to_parquet(file.with_name("pandas.parquet"))
    return int(cells["size"].sum())


def _digits(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace("/", ""), errors="coerce")


def build_cells(file: Path, scale: float) -> int:
    """A population table of communes and, rolled up, of provinces and the nation, as the store keeps it."""
    places = len(communes(scale))
    with duckdb.connect(str(file), config={"memory_limit": "2GB"}) as connection:
        connection.execute(
            f"CREATE TABLE area AS SELECT lpad((n % {PROVINCES})::VARCHAR, 2, '0') || lpad(n::VARCHAR, 5, '0') AS area, "
            f"lpad((n % {PROVINCES})::VARCHAR, 2, '0') AS parent, 'commune' AS level, 'VN' AS country "
            f"FROM range({places}) AS t(n) "
            f"UNION ALL SELECT lpad(n::VARCHAR, 2, '0'), 'VN', 'province', 'VN' FROM range({PROVINCES}) AS t(n)"
        )
        connection.execute(
            f"CREATE TABLE release AS SELECT 'synthetic' AS release, {VERSION}::SMALLINT AS version"
        )
        papers = (
            "'gregorian' AS calendar, make_date(year, 7, 1) AS period_start, 0::SMALLINT AS period_days, "
            "'estimated' AS status, 0::SMALLINT AS provisional, 'synthetic' AS source"
        )
        connection.execute(
            f"CREATE TABLE population AS SELECT area, year::SMALLINT AS year, {papers}, sex, "
            f"age::SMALLINT AS age_lower, (age < {AGES - 1})::SMALLINT AS age_width, "
            "(hash(area, year, sex, age) % 80)::DOUBLE AS persons, 1 AS rounded_to, 0::SMALLINT AS parts "
            f"FROM (SELECT area FROM area WHERE level = 'commune' ORDER BY area), range(1996, {1996 + YEARS}) AS y(year), "
            f"(VALUES ('female'), ('male')) AS s(sex), range({AGES}) AS a(age)"
        )
        rest = "year, calendar, period_start, period_days, status, provisional, source, sex, age_lower, age_width"
        connection.execute(
            f"INSERT INTO population SELECT parent, {rest}, sum(persons), 1, count(*)::SMALLINT FROM population "
            f"JOIN area USING (area) GROUP BY ALL ORDER BY parent, year"
        )
        row = connection.execute("SELECT count(*) FROM population").fetchone()
    assert row is not None
    return int(row[0])


SHARE = "sum(persons) FILTER (age_lower >= 65) / sum(persons)"


def from_communes(file: Path, _scale: float) -> int:
    """Summed over communes when asked."""
    return _ask(
        file,
        f"SELECT parent, year, {SHARE} FROM population JOIN area USING (area) WHERE level = 'commune' GROUP BY ALL",
    )


def from_rolled_up(file: Path, _scale: float) -> int:
    """Summed over ages and sexes alone, from the provinces' own rows."""
    return _ask(
        file,
        f"SELECT area, year, {SHARE} FROM population JOIN area USING (area) WHERE level = 'province' GROUP BY ALL",
    )


def by_the_store(file: Path, _scale: float) -> int:
    """The store's own question: every row of the provinces by sex and age, then the share by pandas."""
    engine = open_engine(file)
    with engine.connect() as connection:
        for _ in range(REPEATS):
            people = queries.population_by_age(connection, "VN")
            old = people["persons"].where(people["age_lower"] >= 65, 0.0)
            sums = people[["area", "year", "persons"]].assign(old=old).groupby(["area", "year"]).sum()
            share = sums["old"] / sums["persons"]
    engine.dispose()
    return len(share)


def read_once(file: Path, _scale: float) -> int:
    """The machine's limit: every cell read once."""
    return _ask(file, "SELECT 1, 2, sum(persons) FROM population WHERE age_lower >= 0")


def _ask(file: Path, sql: str) -> int:
    """A question asked three times; `measure` divides by three."""
    with duckdb.connect(str(file), read_only=True, config={"memory_limit": "2GB"}) as connection:
        answers = [connection.execute(sql).fetchall() for _ in range(REPEATS)]
    return len(answers[0])


REPEATS = 3
RECORD_CONTESTANTS: dict[str, Callable[[Path, float], int]] = {
    "read file once": read_records,
    "bare": bare,
    "bare, with keys": bare_keyed,
    "ours": ours,
    "pandas": with_pandas,
}
CELL_CONTESTANTS: dict[str, Callable[[Path, float], int]] = {
    "read once": read_once,
    "from communes": from_communes,
    "rolled up": from_rolled_up,
    "by the store": by_the_store,
}
EVERY = {**RECORD_CONTESTANTS, **CELL_CONTESTANTS, "build": build_cells}


def measure(name: str, file: Path, scale: float) -> Result:
    """One contestant in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.store", "--contestant", name, "--file", str(file)]
    run = subprocess.run([*command, "--scale", str(scale)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{name} failed: {run.stderr[-2000:]}")
    return Result(**json.loads(run.stdout.splitlines()[-1]))


def contest(name: str, file: Path, scale: float) -> Result:
    """In that process: time and peak memory."""
    times = REPEATS if name in CELL_CONTESTANTS else 1
    start, used = time.perf_counter(), _processor()
    cells = EVERY[name](file, scale)
    return Result(
        name,
        (time.perf_counter() - start) / times,
        (_processor() - used) / times,
        _peak_megabytes(),
        cells,
    )


def _peak_megabytes() -> float:
    """The most memory this process had at once. Not `ru_maxrss`, which a process inherits from its parent."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def table(title: str, results: list[Result]) -> str:
    """Results as lines of text, each beside the first."""
    first = results[0]
    lines = [
        title,
        f"  {'':16}{'wall s':>9}{'ratio':>7}{'cpu s':>9}{'ratio':>7}{'peak MB':>9}{'counted':>13}",
    ]
    for one in results:
        wall, processor = one.seconds / first.seconds, one.processor_seconds / first.processor_seconds
        lines.append(
            f"  {one.name:16}{one.seconds:9.2f}{wall:7.2f}{one.processor_seconds:9.2f}{processor:7.2f}"
            f"{one.peak_megabytes:9.0f}{one.count:13,}"
        )
    return "\n".join(lines)


def run(folder: Path, scale: float, parts: list[str]) -> None:
    """Everything asked for, printed as it is measured."""
    for suffix in ("csv", "parquet") if "records" in parts else ():
        file = folder / f"births.{suffix}"
        register = Register("births", int(RECORDS * scale), communes(scale), seed=1, last=TODAY)
        start = time.perf_counter()
        write(register, file)
        description = f"{register.records:,} records in {file.stat().st_size / 1e6:,.0f} MB of {suffix}"
        print(f"{description}, made in {time.perf_counter() - start:.0f} s")
        names = list(RECORD_CONTESTANTS)
        print(
            table(f"Records to counts, {suffix}", [measure(name, file, scale) for name in names]), flush=True
        )
        file.unlink()
    if "cells" in parts:
        file = folder / "cells.duckdb"
        built = measure("build", file, scale)
        print(f"{built.count:,} cells in {file.stat().st_size / 1e6:,.0f} MB, built in {built.seconds:.0f} s")
        results = [measure(name, file, scale) for name in CELL_CONTESTANTS]
        print(table("One measure by province and year", results), flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1 for ten million records and 66 million cells"
    )
    parser.add_argument("--part", choices=("records", "cells"), action="append", help="one part only")
    parser.add_argument("--folder", type=Path, help="where files are made; a temporary one otherwise")
    parser.add_argument("--contestant", choices=tuple(EVERY), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.contestant:
        print(json.dumps(asdict(contest(options.contestant, options.file, options.scale))))
        return 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        run(Path(folder), options.scale, options.part or ["records", "cells"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
